"""Which kinds of files are taken: the ending of the name says what it is, and the content must agree."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

import puremagic

from dougong import FieldProblem, Invalid

__all__ = ["TYPES", "WITH_TEXT", "clean_name", "media_type"]

LONGEST_NAME = 200
OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
#: Endings whose content begins alike: one can't be told from another by its first bytes.
PACKED = frozenset({".zip", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"})
OLD_OFFICE = frozenset({".doc", ".xls", ".ppt", ".msg"})
FILM = frozenset({".mp4", ".m4a", ".mov", ".m4v", ".heic", ".3gp"})
TEXT: frozenset[str] = frozenset()

#: By ending: the media type, and the endings that the first bytes may speak of (none: it is a text).
TYPES: Mapping[str, tuple[str, frozenset[str]]] = {
    ".pdf": ("application/pdf", frozenset({".pdf"})),
    ".doc": ("application/msword", OLD_OFFICE),
    ".xls": ("application/vnd.ms-excel", OLD_OFFICE),
    ".ppt": ("application/vnd.ms-powerpoint", OLD_OFFICE),
    ".msg": ("application/vnd.ms-outlook", OLD_OFFICE),
    ".docx": (f"{OFFICE}.wordprocessingml.document", PACKED),
    ".xlsx": (f"{OFFICE}.spreadsheetml.sheet", PACKED),
    ".pptx": (f"{OFFICE}.presentationml.presentation", PACKED),
    ".odt": (f"{OPEN}.text", PACKED),
    ".ods": (f"{OPEN}.spreadsheet", PACKED),
    ".odp": (f"{OPEN}.presentation", PACKED),
    ".rtf": ("application/rtf", frozenset({".rtf"})),
    ".zip": ("application/zip", PACKED),
    ".7z": ("application/x-7z-compressed", frozenset({".7z"})),
    ".rar": ("application/vnd.rar", frozenset({".rar"})),
    ".gz": ("application/gzip", frozenset({".gz", ".tgz"})),
    ".png": ("image/png", frozenset({".png"})),
    ".jpg": ("image/jpeg", frozenset({".jpg", ".jpeg"})),
    ".jpeg": ("image/jpeg", frozenset({".jpg", ".jpeg"})),
    ".gif": ("image/gif", frozenset({".gif"})),
    ".webp": ("image/webp", frozenset({".webp"})),
    ".heic": ("image/heic", FILM),
    ".tif": ("image/tiff", frozenset({".tif", ".tiff"})),
    ".tiff": ("image/tiff", frozenset({".tif", ".tiff"})),
    ".mp3": ("audio/mpeg", frozenset({".mp3", ".mp2", ".mpga"})),
    ".m4a": ("audio/mp4", FILM),
    ".wav": ("audio/wav", frozenset({".wav"})),
    ".ogg": ("audio/ogg", frozenset({".ogg", ".oga", ".ogx", ".opus"})),
    ".mp4": ("video/mp4", FILM),
    ".mov": ("video/quicktime", FILM),
    ".webm": ("video/webm", frozenset({".webm", ".mkv"})),
    ".txt": ("text/plain", TEXT),
    ".md": ("text/markdown", TEXT),
    ".csv": ("text/csv", TEXT),
    ".tsv": ("text/tab-separated-values", TEXT),
    ".json": ("application/json", TEXT),
    ".eml": ("message/rfc822", TEXT),
    ".vcf": ("text/vcard", TEXT),
    ".ics": ("text/calendar", TEXT),
}
#: The media types whose text can be read (`core.files.extracting` does it).
WITH_TEXT = frozenset(
    media for ending, (media, families) in TYPES.items() if not families or families == PACKED and ending != ".zip" or ending == ".pdf"
)
BOMS = (b"\xff\xfe", b"\xfe\xff")
MARKUP = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"<?php")


def media_type(name: str, head: bytes) -> str:
    """The media type of a file by its name, if its first bytes agree. Raises Invalid."""
    ending = PurePosixPath(name).suffix.lower()
    if ending not in TYPES:
        raise _refusal("type", "Files of this kind are not taken: {ending}", ending=ending or name)
    media, families = TYPES[ending]
    if head and not (_speaks_of(head) & families if families else _is_text(head)):
        raise _refusal("content", "The content is not what the name says: {ending}", ending=ending)
    return media


def clean_name(name: str | None) -> str:
    """The last part of a name, without signs that name nothing. Raises Invalid for none."""
    last = (name or "").replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in last if sign.isprintable()).strip(" .")
    if not shown:
        raise _refusal("required", "The file has no name")
    stem, dot, ending = shown.rpartition(".")
    return shown if len(shown) <= LONGEST_NAME else stem[: LONGEST_NAME - len(ending) - 1] + dot + ending


def _speaks_of(head: bytes) -> frozenset[str]:
    try:
        return frozenset(match.extension for match in puremagic.magic_string(head))
    except puremagic.PureError:
        return frozenset()


def _is_text(head: bytes) -> bool:
    if head.startswith(BOMS):
        return True
    return b"\x00" not in head and not head.lstrip().lower().startswith(MARKUP)


def _refusal(code: str, message: str, **params: str) -> Invalid:
    return Invalid(errors=[FieldProblem("file", code, message, params)])
