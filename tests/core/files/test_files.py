"""Files: received straight to the disk, kept under random keys, read by who may read the record they are about."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path

import pytest

from core.files.receiving import LARGEST
from core.files.records import store_of, sweep
from core.files.store import FileStore
from core.files.types import clean_name, media_type
from dougong import Invalid, NotFound, Object, PermissionSet, text
from tests.core.api.clients import Caller, Web
from tests.support.worlds import World

FILES = "/api/v1/files"
PDF = b"%PDF-1.4\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


@pytest.fixture(scope="module")
def web(world: World) -> Web:
    """A world in which files belong to boxes, and not to lids."""
    world.define(
        Object("x_box", sharing="private", fields={"name": text()}),
        Object("x_lid", sharing="private", features=[], fields={"name": text()}),
        PermissionSet(
            "x_packer",
            objects={
                "x_box": {"create": True, "read": True, "edit": True},
                "x_lid": {"create": True, "read": True},
                "file": {"create": True, "read": True, "edit": True, "delete": True},
            },
        ),
    )
    return Web(world)


@pytest.fixture(scope="module")
def packer(web: Web) -> Caller:
    return web.create_user("Packer", permission_sets=["x_packer"])[1]


@pytest.fixture(scope="module")
def other(web: Web) -> Caller:
    return web.create_user("Other", permission_sets=["x_packer"])[1]


@pytest.fixture
def box(packer: Caller) -> str:
    return str(packer.post("/api/v1/records/x_box", {"name": "Box"}).json["id"])


def form(content: bytes, name: str = "a.pdf", **fields: str) -> dict[str, object]:
    return {"file": (io.BytesIO(content), name), **fields}


def left_over(web: Web) -> list[Path]:
    with web.world.system() as ctx:
        return [path for path in store_of(ctx).folder.glob("incoming/*") if path.is_file()]


def test_a_file_comes_back_as_it_was_sent(packer: Caller) -> None:
    content = PDF + os.urandom(400_000)
    sent = packer.post(FILES, data=form(content, "Angebot für 王.pdf"))
    assert sent.status_code == 201, sent.json
    assert (sent.json["name"], sent.json["size"], sent.json["type"]) == ("Angebot für 王.pdf", len(content), "application/pdf")
    got = packer.get(sent.headers["Location"])
    assert got.data == content
    assert got.headers["Content-Disposition"].startswith("attachment; ")
    assert "filename*=UTF-8''Angebot%20f%C3%BCr%20%E7%8E%8B.pdf" in got.headers["Content-Disposition"]
    assert got.headers["Content-Security-Policy"].endswith("sandbox")
    assert got.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_is_read_by_who_may_read_what_it_is_about(packer: Caller, other: Caller, box: str) -> None:
    sent = packer.post(FILES, data=form(PDF, object="x_box", id=box)).json
    assert sent["about"] == {"object": "x_box", "id": box} or sent["about"]["id"] == box
    assert packer.get(f"{FILES}/{sent['id']}").status_code == 200
    assert other.get(f"{FILES}/{sent['id']}").status_code == 404
    shared = packer.post(f"/api/v1/records/x_box/{box}/share", {"user": other.get("/api/v1/me").json["user"]["id"], "level": "read"})
    assert other.get(f"{FILES}/{sent['id']}").status_code == 200
    packer.delete(f"/api/v1/records/x_box/{box}/share/{shared.json['id']}")
    assert other.get(f"{FILES}/{sent['id']}").status_code == 404


def test_a_file_of_nobodys_record_is_its_senders(packer: Caller, other: Caller) -> None:
    sent = packer.post(FILES, data=form(PDF)).json
    assert packer.get(f"{FILES}/{sent['id']}").status_code == 200
    assert other.get(f"{FILES}/{sent['id']}").status_code == 404


def test_a_file_joins_only_what_its_sender_sees_and_what_takes_files(web: Web, packer: Caller, other: Caller, box: str) -> None:
    lid = packer.post("/api/v1/records/x_lid", {"name": "Lid"}).json["id"]
    assert other.post(FILES, data=form(PDF, object="x_box", id=box)).status_code == 404
    assert packer.post(FILES, data=form(PDF, object="x_lid", id=lid)).status_code == 409
    assert packer.post(FILES, data=form(PDF, object="x_box")).status_code == 400
    assert packer.post(FILES, data=form(PDF, object="x_nothing", id=box)).status_code == 404
    assert left_over(web) == []


def test_what_a_file_is_is_never_written_by_its_sender(packer: Caller) -> None:
    sent = packer.post(FILES, data=form(PDF)).json
    for field, value in (("key", "../../etc/passwd"), ("size", 1), ("type", "text/html"), ("digest", "0" * 64)):
        assert packer.patch(f"/api/v1/records/file/{sent['id']}", {field: value}).status_code == 422
    assert packer.post("/api/v1/records/file", {"name": "x", "key": "../x"}).status_code == 422


def test_a_repeated_upload_is_one_file(packer: Caller) -> None:
    key = {"Idempotency-Key": "upload-1"}
    first, again = (packer.post(FILES, data=form(PDF), headers=key) for _ in range(2))
    assert first.json["id"] == again.json["id"]
    assert packer.post(FILES, data=form(PDF + b"more"), headers=key).status_code == 422


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<html>"), ("picture.svg", b"<svg/>"), ("tool.exe", b"MZ"), ("a.pHp", b"<?php"), ("a", b"x"), ("a.pdf.js", PDF),
        ("a.pdf", b"MZ\x90\0"), ("a.png", PDF), ("a.jpg", PNG), ("a.txt", b"a\0b"), ("a.txt", b"  <HTML>"), ("a.csv", b"<script>"),
        ("a.docx", b"<html>"), ("", PDF), ("...", PDF), ("a.zip", b"MZ"),
    ],
)  # fmt: skip
def test_X4_a_file_that_is_not_what_it_says_is_refused_and_leaves_nothing(web: Web, packer: Caller, name: str, content: bytes) -> None:
    refused = packer.post(FILES, data=form(content, name))
    assert refused.status_code in (400, 422)
    assert left_over(web) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.PNG", PNG), ("a.csv", "名称;值\n".encode("gbk")), ("a.txt", b""), ("a.txt", "ł".encode("utf-16")), ("a.docx", b"PK\x03\x04" + b"\0" * 60)],
)
def test_a_file_that_is_what_it_says_is_taken(packer: Caller, name: str, content: bytes) -> None:
    assert packer.post(FILES, data=form(content, name)).status_code == 201


def test_a_form_without_one_file_is_refused(web: Web, packer: Caller) -> None:
    assert packer.post(FILES, data={"other": "x"}).status_code == 400
    assert packer.post(FILES, data={"other": (io.BytesIO(PDF), "a.pdf")}).status_code == 400
    two = {"file": [(io.BytesIO(PDF), "a.pdf"), (io.BytesIO(PDF), "b.pdf")]}
    assert packer.post(FILES, data=two).status_code == 400
    assert packer.post(FILES, data=form(PDF, colour="red")).status_code == 400
    nameless = b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x\r\nContent-Disposition: form-data; name=file; filename=a.pdf\r\n\r\n%PDF\r\n--x--\r\n"
    assert packer.post(FILES, data=nameless, content_type="multipart/form-data; boundary=x").status_code == 400
    assert packer.post(FILES, data=b"--x\r\nbroken", content_type="multipart/form-data; boundary=x").status_code == 400
    assert packer.post(FILES, data=b"{}", content_type="application/json").status_code == 400
    assert left_over(web) == []


def test_F3_an_upload_beyond_the_limit_is_cut_off(web: Web, packer: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = packer.post(FILES, data=b"", content_type="multipart/form-data; boundary=x", environ_overrides={"CONTENT_LENGTH": str(LARGEST * 2)})
    assert refused.status_code == 413
    monkeypatch.setattr("core.files.receiving.LARGEST", 1000)
    monkeypatch.setattr("core.files.receiving.receive.__wrapped__.__kwdefaults__", {"largest": 1000})
    refused = packer.post(FILES, data=form(PDF + b"x" * 2000))
    assert (refused.status_code, "1000" in refused.json["detail"]) == (413, True)
    assert left_over(web) == []


def test_who_may_not_upload_is_refused(web: Web) -> None:
    powerless = web.create_user("Powerless")[1]
    assert powerless.post(FILES, data=form(PDF)).status_code in (403, 404)
    assert left_over(web) == []


def test_F4_a_full_disk_is_told_and_leaves_nothing(web: Web, packer: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    refused = packer.post(FILES, data=form(PDF))
    assert (refused.status_code, int(refused.headers["Retry-After"]) > 0) == (503, True)
    assert left_over(web) == []


def test_bytes_that_nothing_speaks_of_are_swept_after_a_day(web: Web, packer: Caller) -> None:
    kept = packer.post(FILES, data=form(PDF)).json["id"]
    with web.world.system() as ctx:
        store = store_of(ctx)
        (store.folder / "ab").mkdir(exist_ok=True)
        orphan, fresh = store.folder / "ab" / ("ab" + "0" * 30), store.folder / "ab" / ("ab" + "1" * 30)
        aborted = store.incoming()
        for path in (orphan, fresh, aborted):
            path.write_bytes(PDF)
        yesterday = time.time() - 90_000
        for path in [*store.folder.glob("*/*")]:
            if path != fresh:
                os.utime(path, (yesterday, yesterday))
        assert sweep(ctx) == 1
        assert (orphan.exists(), fresh.exists(), aborted.exists()) == (False, True, False)
    assert packer.get(f"{FILES}/{kept}").status_code == 200


def test_bytes_that_are_gone_are_not_found(web: Web, packer: Caller) -> None:
    sent = packer.post(FILES, data=form(PDF)).json
    with web.world.system() as ctx:
        key = ctx.records.get("file", sent["id"])["key"]
        store_of(ctx).remove(key)
    assert packer.get(f"{FILES}/{sent['id']}").status_code == 404


@pytest.mark.parametrize("key", ["../../../etc/passwd", "", "a" * 31, "A" * 32, "a" * 32 + "/", "..", "a" * 33, "\0" * 32])
def test_F1_a_key_is_never_a_path(tmp_path: Path, key: str) -> None:
    with pytest.raises(NotFound):
        FileStore(tmp_path, "acme").path(key)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"), ("C:\\x\\a.pdf", "a.pdf"), ("a\r\nb\0.pdf", "ab.pdf"), (" a.pdf. ", "a.pdf"), ("文件.pdf", "文件.pdf"),
        ("\u202egpj.exe", "gpj.exe"), ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)  # fmt: skip
def test_F1_a_name_is_data_and_never_a_path(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def test_every_kind_of_file_has_a_media_type() -> None:
    assert media_type("a.CSV", b"a,b") == "text/csv"
    with pytest.raises(Invalid):
        media_type("a.xyz", b"")
