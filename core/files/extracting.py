"""The text inside a file, as a program of its own: `python extracting.py PATH TYPE` writes it in UTF-8.

Files come from strangers, and their parsers are long. So this runs in a process with little memory and little time
(`core.files.texts` starts it, and it imports nothing of ours), unpacks so many bytes and no more, and refuses XML that defines entities.
"""

from __future__ import annotations

import codecs
import logging
import re
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from email import message_from_binary_file, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path
from xml.parsers import expat

import pypdf

if sys.platform != "win32":
    import resource

__all__ = ["READERS", "extract"]

#: Characters of one file that are kept; whoever looks for words further behind doesn't find the file by them.
LONGEST = 200_000
#: Bytes that a packed file may have when it is unpacked, and entries that are looked at.
MOST_UNPACKED = 64 * 1024 * 1024
MOST_ENTRIES = 2000
MOST_PAGES = 1000
#: Elements of one XML document that are looked at; a text of the kept length needs a tenth of them.
MOST_ELEMENTS = 1_000_000
MEMORY, SECONDS = 640 * 1024 * 1024, 10
PIECE = 64 * 1024

Pieces = Iterator[str]


def extract(path: Path, media: str) -> str:
    """The text of a file, its lines tidied, cut off at the limit. Whatever is wrong with the file raises."""
    found, length = [], 0
    for piece in READERS[media](path):
        found.append(piece)
        length += len(piece)
        if length > LONGEST:
            break
    return tidied("".join(found))[:LONGEST]


def tidied(text: str) -> str:
    """Without signs that nobody sees, and without the empty space of layouts."""
    seen = "".join(sign if sign == "\n" or sign.isprintable() else " " for sign in text)
    lines = (re.sub(r"\s+", " ", line).strip() for line in seen.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


# -- plain text ----------------------------------------------------------------------------------------------


def plain(path: Path) -> Pieces:
    """A text in whatever it is written: UTF-8, else what Chinese or Polish computers write."""
    with path.open("rb") as file:
        data = file.read(4 * LONGEST)
    yield decoded(data)


def decoded(data: bytes) -> str:
    """Bytes as text; never raises."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030"):
        text = codecs.getincrementaldecoder(encoding)("replace").decode(data)  # the last sign may be cut in two
        if "\ufffd" not in text and (encoding != "gb18030" or chinese(text)):
            return text
    return data.decode("windows-1250", "replace")


def chinese(text: str) -> bool:
    """Whether most of what isn't ASCII are Chinese characters in common use."""
    others = [sign for sign in text if sign > "\x7f"]
    return sum("\u3000" <= sign <= "\u9fff" or "\uff00" <= sign <= "\uffef" for sign in others) > 0.9 * len(others)


# -- mails ------------------------------------------------------------------------------------------


class Words(HTMLParser):
    """What a page says, without its markup, scripts and styles."""

    UNSEEN = frozenset({"script", "style", "head", "template", "noscript"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Text inside what nobody sees is left out; every other tag parts words."""
        self._unseen += tag in self.UNSEEN
        self.said.append("\n" if tag in ("p", "br", "div", "li", "tr", "h1", "h2", "h3") else " ")

    def handle_endtag(self, tag: str) -> None:
        """See `handle_starttag`."""
        self._unseen = max(0, self._unseen - (tag in self.UNSEEN))

    def handle_data(self, data: str) -> None:
        """Text between tags."""
        if not self._unseen:
            self.said.append(data)


def of_html(text: str) -> str:
    """The words of a page."""
    words = Words()
    words.feed(text)
    words.close()
    return "".join(words.said)


def mail(path: Path) -> Pieces:
    """A mail: subject, people, what it says, and the names of what is attached."""
    with path.open("rb") as file:
        message = message_from_binary_file(file, policy=policy.default)
    assert isinstance(message, EmailMessage)
    for header in ("subject", "from", "to", "cc", "date"):
        if message[header]:
            yield f"{message[header]}\n"
    body = message.get_body(("plain", "html"))
    if body is not None:
        text = str(body.get_content())
        yield of_html(text) if body.get_content_type() == "text/html" else text
    yield from (f"\n{part.get_filename()}" for part in message.iter_attachments() if part.get_filename())


# -- office files --------------------------------------------------------------------------------------------


def office(entries: str, *, everything: bool = False) -> Callable[[Path], Pieces]:
    """A reader of packed XML: the entries whose names match, and in them what stands in `t` elements, or all text."""
    wanted = re.compile(entries)

    def read(path: Path) -> Pieces:
        left = MOST_UNPACKED
        with zipfile.ZipFile(path) as packed:
            names = [entry for entry in islice(packed.infolist(), MOST_ENTRIES) if wanted.fullmatch(entry.filename)]
            for entry in sorted(names, key=lambda entry: natural(entry.filename)):
                with packed.open(entry) as file:
                    reading = Markup(everything)
                    while piece := file.read(PIECE):
                        left -= len(piece)
                        if left < 0:
                            return
                        yield reading.feed(piece)
                yield "\n"

    return read


def natural(name: str) -> list[tuple[int, str]]:
    """Slide 2 comes before slide 10."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", name)]


class Markup:
    """The text of an XML document that comes in pieces."""

    def __init__(self, everything: bool) -> None:
        self._said: list[str] = []
        self._within = int(everything)
        self._elements = 0
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._starts
        self._parser.EndElementHandler = self._ends
        self._parser.CharacterDataHandler = self._says

    def feed(self, piece: bytes) -> str:
        """The text of the next piece."""
        self._parser.Parse(piece, False)
        said = "".join(self._said)
        self._said.clear()
        return said

    def _refuse(self, *_: object) -> None:
        raise ValueError("no office file defines a document type")

    def _starts(self, name: str, _: Mapping[str, str]) -> None:
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            raise ValueError("no office file has so many elements before the end of the text that is kept")
        local = name.rpartition(":")[2]
        self._within += local == "t"
        if local in ("tab", "s", "tc", "c"):
            self._said.append(" ")

    def _ends(self, name: str) -> None:
        local = name.rpartition(":")[2]
        self._within -= local == "t"
        if local in ("p", "h", "si", "is", "br", "row"):
            self._said.append("\n")

    def _says(self, data: str) -> None:
        if self._within:
            self._said.append(data)


def pdf(path: Path) -> Pieces:
    """The pages of a PDF, of one without a password."""
    logging.disable(logging.CRITICAL)
    for page in islice(pypdf.PdfReader(path, strict=False).pages, MOST_PAGES):
        yield page.extract_text() + "\n"


OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
CONTENT = office(r"content\.xml", everything=True)
READERS: Mapping[str, Callable[[Path], Pieces]] = {
    "application/pdf": pdf,
    f"{OFFICE}.wordprocessingml.document": office(r"word/(document|footnotes|endnotes|comments|header\d+|footer\d+)\.xml"),
    f"{OFFICE}.spreadsheetml.sheet": office(r"xl/(sharedStrings|worksheets/sheet\d+)\.xml"),
    f"{OFFICE}.presentationml.presentation": office(r"ppt/(slides/slide|notesSlides/notesSlide)\d+\.xml"),
    f"{OPEN}.text": CONTENT,
    f"{OPEN}.spreadsheet": CONTENT,
    f"{OPEN}.presentation": CONTENT,
    "message/rfc822": mail,
    **dict.fromkeys(
        ("text/plain", "text/markdown", "text/csv", "text/tab-separated-values", "text/vcard", "text/calendar",
         "application/json"), plain,
    ),
}  # fmt: skip


def confine() -> None:
    """Take memory and time from this process, where the system can."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform == "linux":  # others count what is only reserved, or nothing at all
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    confine()
    sys.stdout.buffer.write(extract(Path(sys.argv[1]), sys.argv[2]).encode("utf-8", "replace"))
