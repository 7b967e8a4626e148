"""A device that asked for it hears of notifications, encrypted for it alone, as long as its session lasts."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import time, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from core.events.listening import catch_up
from core.jobs.running import run_due
from core.notifications.encrypting import encrypted, packed, unpacked
from core.notifications.noticing import NOTICING
from core.notifications.pushing import is_quiet, push_later
from tests.core.api.clients import Caller, Web

CURVE = ec.SECP256R1()
SUBSCRIPTION, KEY = "/api/v1/push/subscription", "/api/v1/push/key"


class Device:
    """A browser and its push service in one: keeps what it gets, and reads it as RFC 8291 says."""

    def __init__(self) -> None:
        self.private, self.auth = ec.generate_private_key(CURVE), b"0123456789abcdef"
        self.public = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.status, self.got = 201, list[tuple[dict[str, str], bytes]]()
        self.address = ""

    def subscription(self) -> dict[str, Any]:
        return {"endpoint": f"{self.address}/send/{id(self)}", "expirationTime": None, "keys": {"p256dh": packed(self.public), "auth": packed(self.auth)}}

    def read(self, body: bytes) -> dict[str, str]:
        salt, length, sender = body[:16], body[20], body[21 : 21 + body[20]]
        agreed = self.private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, sender))
        keying = HKDF(hashes.SHA256(), 32, self.auth, b"WebPush: info\0" + self.public + sender).derive(agreed)
        key = HKDF(hashes.SHA256(), 16, salt, b"Content-Encoding: aes128gcm\0").derive(keying)
        nonce = HKDF(hashes.SHA256(), 12, salt, b"Content-Encoding: nonce\0").derive(keying)
        plain = AESGCM(key).decrypt(nonce, body[21 + length :], None)
        assert plain.endswith(b"\x02")
        told: dict[str, str] = orjson.loads(plain[:-1])
        return told


@pytest.fixture
def device() -> Iterator[Device]:
    made = Device()
    with receiving(made):
        yield made


@contextmanager
def receiving(device: Device) -> Iterator[None]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            device.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(device.status)
            self.end_headers()

        def log_message(self, *words: object) -> None:
            """Silence."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    device.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(autouse=True)
def opened(web: Web) -> Iterator[None]:
    """The operator lets the server ask this machine, where the receiver is."""
    platform = web.world.platform
    before = platform.config
    platform.config = replace(before, egress=("127.0.0.1",))
    yield
    platform.config = before


numbers = iter(range(1000))


@pytest.fixture
def reader(web: Web) -> tuple[str, Caller]:
    """Somebody with a browser."""
    name = f"reader{next(numbers)}"
    user = web.world.create_user(name, permission_sets=["x_sailor", "standard"], password="a long password", language="pl")
    return user, web.browser(f"{name}@example.com")


def hand_over(web: Web, admin: Caller, user: str, name: str = "Albatros") -> None:
    boat = admin.post("/api/v1/records/x_boat", {"name": name}).json["id"]
    assert admin.post(f"/api/v1/records/x_boat/{boat}/transfer", {"owner_id": user}).status_code == 200
    work(web)


def work(web: Web) -> None:
    while catch_up(web.world.platform, web.world.tenant, NOTICING):
        pass
    run_due(web.world.platform, web.world.tenant)


def devices_of(web: Web, user: str) -> int:
    with web.world.system() as ctx:
        return len(ctx.records.list("push_subscription", filter=f"owner_id = '{user}'", fields=["id"]).data)


def test_what_is_encrypted_is_what_the_standard_says() -> None:
    """The example of RFC 8291, appendix A."""
    body = encrypted(
        b"When I grow up, I want to be a watermelon",
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "BTBZMqHH6r4Tts7J_aSIgg",
        private="yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw",
        salt=unpacked("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert packed(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
        "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_S_PLAT_10_a_notification_reaches_the_device_in_the_language_of_its_reader(web: Web, admin: Caller, reader: tuple[str, Caller], device: Device) -> None:
    user, browser = reader
    key = browser.post(KEY).json["key"]
    assert browser.post(KEY).json["key"] == key
    assert browser.put(SUBSCRIPTION, device.subscription()).status_code == 204
    hand_over(web, admin, user)
    [(headers, body)] = device.got
    told = device.read(body)
    assert told["body"].endswith("przekazuje Ci: Albatros") and told["url"].startswith("/o/x_boat/")
    assert (headers["content-encoding"], int(headers["ttl"]) > 0) == ("aes128gcm", True)
    token, _, sent = headers["authorization"].removeprefix("vapid t=").partition(", k=")
    assert sent == key and signed(token, key)["aud"] == device.address
    assert b"Albatros" not in body


def signed(token: str, key: str) -> dict[str, Any]:
    """What a token says; raises where it was signed by somebody else."""
    text, _, signature = token.rpartition(".")
    r, s = (int.from_bytes(half, "big") for half in (unpacked(signature)[:32], unpacked(signature)[32:]))
    public = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, unpacked(key))
    public.verify(encode_dss_signature(r, s), text.encode(), ec.ECDSA(hashes.SHA256()))
    with pytest.raises(InvalidSignature):
        public.verify(encode_dss_signature(r, s), text.encode() + b"x", ec.ECDSA(hashes.SHA256()))
    claims: dict[str, Any] = orjson.loads(base64.urlsafe_b64decode(text.partition(".")[2] + "=="))
    return claims


def test_nothing_pops_up_of_what_is_muted_or_in_quiet_hours(web: Web, admin: Caller, reader: tuple[str, Caller], device: Device) -> None:
    user, browser = reader
    browser.put(SUBSCRIPTION, device.subscription())
    assert browser.patch("/api/v1/me", {"muted": ["assigned"]}).status_code == 200
    hand_over(web, admin, user)
    browser.patch("/api/v1/me", {"muted": [], "quiet_from": "00:00:00", "quiet_until": "23:59:59"})
    hand_over(web, admin, user)
    assert device.got == []
    browser.patch("/api/v1/me", {"quiet_from": None, "quiet_until": None})
    hand_over(web, admin, user)
    assert len(device.got) == 1


def test_quiet_hours_go_over_midnight_where_the_reader_is(web: Web) -> None:
    with web.world.system() as ctx:
        for zone in ("UTC", "Asia/Shanghai", "America/New_York"):
            now = ctx.now.astimezone(ZoneInfo(zone))
            hours = [(now + timedelta(hours=hours)).time() for hours in (-2, -1, 1, 2)]

            def quiet(first: time | None, last: time | None, zone: str = zone) -> bool:
                return is_quiet(ctx, {"time_zone": zone, "quiet_from": first, "quiet_until": last})

            assert quiet(hours[1], hours[2]) and quiet(hours[0], hours[3])
            assert not quiet(hours[2], hours[3]) and not quiet(hours[0], hours[1]) and not quiet(hours[2], hours[1])
            assert not quiet(None, hours[2])


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_forgotten(web: Web, admin: Caller, reader: tuple[str, Caller], device: Device, status: int) -> None:
    user, browser = reader
    browser.put(SUBSCRIPTION, device.subscription())
    device.status = status
    hand_over(web, admin, user)
    assert (len(device.got), devices_of(web, user)) == (1, 0)
    hand_over(web, admin, user)
    assert len(device.got) == 1


def test_a_push_service_that_is_busy_is_asked_again(web: Web, admin: Caller, reader: tuple[str, Caller], device: Device) -> None:
    user, browser = reader
    browser.put(SUBSCRIPTION, device.subscription())
    device.status = 503
    hand_over(web, admin, user)
    assert (len(device.got), devices_of(web, user)) == (1, 1)
    waiting = [job for job in admin.get("/api/v1/jobs").json["data"] if job["name"] == "core.push" and job["state"] == "waiting"]
    assert len(waiting) == 1


def test_a_push_service_that_is_busy_keeps_no_other_device_from_being_told(
    web: Web, admin: Caller, reader: tuple[str, Caller], device: Device
) -> None:
    user, browser = reader
    gone, other = Device(), Device()
    with web.world.system() as ctx:
        email = ctx.records.get("user", user, fields=["email"])["email"]
    with receiving(gone), receiving(other):
        for each, session in ((device, browser), (gone, web.browser(email)), (other, web.browser(email))):
            assert session.put(SUBSCRIPTION, each.subscription()).status_code == 204
        device.status, gone.status = 503, 410
        hand_over(web, admin, user)
    assert [len(each.got) for each in (device, gone, other)] == [1, 1, 1]
    assert devices_of(web, user) == 2


def test_nobody_is_told_where_no_notification_could_be_made(web: Web) -> None:
    with web.world.system() as ctx:
        push_later(ctx, [])


@pytest.mark.parametrize("way", ["sign out", "switch off", "elsewhere"])
def test_who_has_signed_out_hears_nothing_on_that_device(web: Web, admin: Caller, reader: tuple[str, Caller], device: Device, way: str) -> None:
    user, browser = reader
    browser.put(SUBSCRIPTION, device.subscription())
    if way == "sign out":
        browser.delete("/api/v1/session")
    elif way == "switch off":
        assert browser.delete(SUBSCRIPTION).status_code == 204
    else:  # another person on the same device
        other = web.world.create_user(f"other{next(numbers)}", permission_sets=["standard"], password="a long password")
        with web.world.system() as ctx:
            email = ctx.records.get("user", other, fields=["email"])["email"]
        web.browser(email).put(SUBSCRIPTION, device.subscription())
    hand_over(web, admin, user)
    assert (device.got, devices_of(web, user)) == ([], 0)


def test_N4_no_device_leads_into_the_own_network(web: Web, admin: Caller, reader: tuple[str, Caller], device: Device) -> None:
    user, browser = reader
    platform = web.world.platform
    platform.config = replace(platform.config, egress=())
    browser.put(SUBSCRIPTION, device.subscription())
    hand_over(web, admin, user)
    assert (device.got, devices_of(web, user)) == ([], 0)


def test_D9_keys_lie_sealed_and_are_read_by_nobody(web: Web, admin: Caller, reader: tuple[str, Caller], device: Device) -> None:
    _, browser = reader
    browser.post(KEY)
    browser.put(SUBSCRIPTION, device.subscription())
    for object in ("push_key", "push_subscription"):
        assert browser.get(f"/api/v1/records/{object}").status_code in (403, 404)
        text = admin.get(f"/api/v1/records/{object}").get_data(as_text=True)
        assert '"private"' not in text and '"auth"' not in text and packed(device.auth) not in text


def test_a_device_needs_a_session_and_keys_that_are_some(sailor: Caller, reader: tuple[str, Caller], device: Device) -> None:
    assert sailor.put(SUBSCRIPTION, device.subscription()).status_code == 400
    good = device.subscription()
    for wrong in ({"keys": {"p256dh": "AAAA", "auth": packed(device.auth)}}, {"keys": {**good["keys"], "auth": "AAAA"}}, {"endpoint": "x' OR TRUE"}):
        assert reader[1].put(SUBSCRIPTION, {**good, **wrong}).status_code == 422
