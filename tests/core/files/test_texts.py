"""What is written in files: read in a process with bounds, found by search, shown without running anything."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from core.files.extracting import LONGEST, READERS, extract
from core.files.texts import text_of
from core.files.types import WITH_TEXT, media_type
from core.jobs.running import run_due
from dougong import Invalid, Object, PermissionSet, file, rich_text, text
from tests.core.api.clients import Caller, Web
from tests.core.files import packed
from tests.support.tree import ROOT
from tests.support.worlds import World

FILES = "/api/v1/files"
OWN = {"create": True, "read": True, "edit": True, "delete": True}
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
WRITTEN: dict[str, tuple[bytes, str]] = {
    "a.pdf": (packed.pdf("The lathe is guaranteed"), "The lathe is guaranteed"),
    "a.docx": (packed.docx("Umowa serwisowa", "żółty wózek"), "Umowa serwisowa\nżółty wózek"),
    "a.xlsx": (packed.xlsx("空压机", "Compressor"), "空压机\nCompressor"),
    "a.pptx": (packed.pptx(*(f"Slide {number}" for number in range(1, 12))), "Slide 1\n\nSlide 2\n\nSlide 3"),
    "a.odt": (packed.odt("Written in an open format"), "Written in an open format"),
    "a.eml": (packed.mail("Offer", "<p>Price &amp; terms</p>"), "Offer\nanna@example.com\n\nPrice & terms"),
    "utf8.txt": ("斗拱 żółw".encode(), "斗拱 żółw"),
    "gbk.csv": ("名称;价格\n空压机;3290".encode("gb18030"), "名称;价格\n空压机;3290"),
    "polish.txt": ("Zażółć gęślą jaźń".encode("windows-1250"), "Zażółć gęślą jaźń"),
}


@pytest.fixture
def read(tmp_path: Path) -> Any:
    """Reads content as a file of that name, in the process with bounds."""

    def run(name: str, content: bytes) -> str:
        path = tmp_path / name
        path.write_bytes(content)
        return text_of(path, media_type(name, content))

    return run


@pytest.mark.parametrize("name", WRITTEN)
def test_the_text_of_a_file_is_read(read: Any, name: str) -> None:
    content, wanted = WRITTEN[name]
    assert read(name, content).startswith(wanted)


def test_every_kind_of_file_with_text_has_a_reader() -> None:
    assert READERS.keys() == WITH_TEXT


def test_a_text_is_cut_off_at_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"words " * LONGEST)
    assert len(extract(path, "text/plain")) == LONGEST


# Bombs


def bomb() -> bytes:
    """A document that unpacks to a hundred times its size, three times as much as is unpacked."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        with made.open("word/document.xml", "w", force_zip64=True) as entry:
            entry.write(b'<w:document xmlns:w="w">')
            for _ in range(192):
                entry.write(b"<w:i/>" * 174_000)
    return buffer.getvalue()


#: Reads a file from a process of its own, which has no other children, and tells what that took.
MEASURED = """
import json, resource, sys
from pathlib import Path
from core.files.texts import text_of
found = text_of(Path(sys.argv[1]), sys.argv[2])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([found, used.ru_utime, used.ru_maxrss]))
"""
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12))
HOSTILE = {
    "laughs.docx": lambda: packed.packed(word__document_xml=f"<!DOCTYPE x [{LAUGHS}]><x><t>&l11;</t></x>"),
    "outside.docx": lambda: packed.packed(
        word__document_xml='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x><t>&e;</t></x>'
    ),
    "bomb.docx": bomb,
    "cut.pdf": lambda: packed.pdf("half")[:200],
    "circle.pdf": lambda: packed.pdf("x").replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"),
    "noise.docx": lambda: b"PK\x03\x04" + bytes(range(256)) * 100,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_F2_F6_a_hostile_file_costs_little_and_has_no_text(tmp_path: Path, name: str) -> None:
    content = HOSTILE[name]()
    path = tmp_path / name
    path.write_bytes(content)
    measured = [sys.executable, "-c", MEASURED, str(path), media_type(name, content)]
    found, seconds, kilobytes = json.loads(subprocess.run(measured, capture_output=True, check=True, cwd=ROOT).stdout)
    assert found == ""
    assert seconds < 12
    assert kilobytes < 700 * 1024


# Search and preview


@pytest.fixture(scope="module")
def web(world: World) -> Web:
    """A world in which a box names a file."""
    world.define(
        Object("x_crate", sharing="private", features=[], fields={"name": text(), "paper": file()}),
        PermissionSet("x_packer", objects={"x_crate": OWN, "file": OWN}),
    )
    return Web(world)


@pytest.fixture(scope="module")
def packer(web: Web) -> Caller:
    return web.create_user("Packer", permission_sets=["x_packer"])[1]


@pytest.fixture(scope="module")
def other(web: Web) -> Caller:
    return web.create_user("Other", permission_sets=["x_packer"])[1]


def sent(caller: Caller, name: str, content: bytes, **fields: str) -> str:
    answer = caller.post(FILES, data={"file": (io.BytesIO(content), name), **fields})
    assert answer.status_code == 201, answer.json
    return str(answer.json["id"])


def found(caller: Caller, words: str) -> list[str]:
    return [hit["id"] for hit in caller.get("/api/v1/search", query_string={"q": words}).json["data"]]


def test_a_file_is_found_by_what_is_written_in_it(web: Web, packer: Caller, other: Caller) -> None:
    id = sent(packer, "contract.docx", packed.docx("Rahmenvertrag über Drehbänke", "年度服务合同"))
    assert found(packer, "Rahmenvertrag") == []
    run_due(web.world.platform, web.world.tenant)
    assert found(packer, "Rahmenvertrag") == found(packer, "服务合同") == [id]
    assert found(other, "Rahmenvertrag") == []


def test_the_text_of_a_file_stays_out_of_answers_until_it_is_asked_for(web: Web, packer: Caller) -> None:
    id = sent(packer, "note.txt", b"heavy words")
    run_due(web.world.platform, web.world.tenant)
    assert "text" not in packer.get(f"/api/v1/records/file/{id}").json
    assert all("text" not in one for one in packer.get("/api/v1/records/file").json["data"])
    assert packer.get(f"/api/v1/records/file/{id}", query_string={"fields": "text"}).json["text"] == "heavy words"


def test_a_file_that_a_record_names_is_read_by_who_reads_the_record(packer: Caller, other: Caller) -> None:
    paper = sent(packer, "paper.txt", b"what was agreed")
    crate = packer.post("/api/v1/records/x_crate", {"name": "Crate", "paper": paper}).json["id"]
    about = packer.get(f"/api/v1/records/file/{paper}").json["about"]
    assert (about["object"], about["id"]) == ("x_crate", crate)
    assert other.get(f"{FILES}/{paper}").status_code == 404
    packer.post(f"/api/v1/records/x_crate/{crate}/share", {"user": other.get("/api/v1/me").json["user"]["id"], "level": "read"})
    assert other.get(f"{FILES}/{paper}").status_code == 200
    assert other.get(f"{FILES}/{paper}/preview").status_code == 200


def test_a_file_that_is_about_something_stays_there_when_another_record_names_it(packer: Caller) -> None:
    paper = sent(packer, "paper.txt", b"once")
    first, _ = (packer.post("/api/v1/records/x_crate", {"name": name, "paper": paper}).json["id"] for name in "ab")
    assert packer.get(f"/api/v1/records/file/{paper}").json["about"]["id"] == first


@pytest.mark.parametrize(("name", "content"), [("a.png", PNG), ("a.pdf", WRITTEN["a.pdf"][0])])
def test_pictures_and_pdf_are_shown_as_they_are_and_load_nothing(packer: Caller, name: str, content: bytes) -> None:
    shown = packer.get(f"{FILES}/{sent(packer, name, content)}/preview")
    assert (shown.status_code, shown.data, shown.headers["Content-Disposition"]) == (200, content, "inline")
    assert shown.headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert "frame-ancestors 'self'" in shown.headers["Content-Security-Policy"]
    assert shown.headers["X-Content-Type-Options"] == "nosniff"


def test_X4_other_files_are_shown_as_plain_text(packer: Caller) -> None:
    shown = packer.get(f"{FILES}/{sent(packer, 'a.eml', packed.mail('Hi', '<b>bold</b>'))}/preview")
    assert shown.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert shown.headers["Content-Security-Policy"].endswith("sandbox")
    assert "bold" in shown.text and "alert" not in shown.text


def test_what_no_browser_shows_is_refused_with_the_way_out(packer: Caller) -> None:
    shown = packer.get(f"{FILES}/{sent(packer, 'a.zip', packed.packed(a='b'))}/preview")
    assert shown.status_code == 409
    assert "download" in shown.json["detail"]


def test_the_passage_of_a_rich_text_is_what_a_person_reads_of_it(world: World) -> None:
    world.define(Object("x_page", fields={"name": text(search=True), "body": rich_text(search=True)}))
    with world.system() as ctx:
        for number in range(3):
            body = f"<p>Before</p><p>the <b>lathe</b> &amp; its {number} tools</p>"
            ctx.records.create("x_page", {"name": f"Page {number}", "body": body})
    with world.system() as ctx:
        hits = ctx.records.search("lathe", objects=["x_page"])
    assert {" ".join(hit["passage"].split()) for hit in hits} == {f"Before the lathe & its {number} tools" for number in range(3)}


def test_a_hit_of_a_file_shows_the_passage_to_whoever_may_read_it(web: Web, packer: Caller, other: Caller) -> None:
    words = "Nothing of interest. " * 20 + "Warranty: the Zażółć clause holds for seven years. " + "More of the same. " * 20
    id = sent(packer, "terms.txt", words.encode())
    run_due(web.world.platform, web.world.tenant)
    [hit] = packer.get("/api/v1/search", query_string={"q": "zazolc clause"}).json["data"]
    assert hit["id"] == id and hit["passage"].startswith("…") and "the Zażółć clause holds for seven years" in hit["passage"]
    assert other.get("/api/v1/search", query_string={"q": "zazolc clause"}).json["data"] == []


def test_F7_a_file_of_somebody_else_has_no_preview(packer: Caller, other: Caller) -> None:
    assert other.get(f"{FILES}/{sent(packer, 'a.txt', b'mine')}/preview").status_code == 404


def test_upload_keeps_what_a_plugin_makes_like_what_people_send(web: Web, packer: Caller) -> None:
    with web.world.system() as ctx:
        id = ctx.upload("made.txt", b"made here")
        with pytest.raises(Invalid):
            ctx.upload("made.exe", b"MZ")
        with pytest.raises(Invalid):
            ctx.upload("picture.png", b"no picture")
    run_due(web.world.platform, web.world.tenant)
    assert [hit["id"] for hit in web.administrator().get("/api/v1/search", query_string={"q": "made here"}).json["data"]] == [id]
    assert found(packer, "made here") == []
