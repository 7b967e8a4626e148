"""Mail over encrypted connections, to servers whose certificate is vouched for and to one that only says who it is."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from core.deliveries.channels import channel_of, keep
from core.deliveries.queue import Delivery, deliver, find
from core.jobs.running import run_due
from tests.support.worlds import World

USER, PASSWORD = "crm", "a canary of a password"


class Mailbox:
    """Takes mail, and notes whether it came encrypted."""

    def __init__(self) -> None:
        self.got: list[tuple[str, bool]] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.got.append((envelope.rcpt_tos[0], server.transport.get_extra_info("cipher") is not None))
        return "250 2.0.0 Taken"


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate of 127.0.0.1 that vouches for itself: the file, and a server's context with it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.acme.test")]), datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file, own = tmp_path / "certificate.pem", tmp_path / "key.pem"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    own.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, own)
    return file, context


@pytest.fixture
def opened(world: World) -> Iterator[World]:
    """The operator lets the server ask this machine."""
    config = world.platform.config
    world.platform.config = replace(config, egress=("127.0.0.1",))
    yield world
    world.platform.config = config


def authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: LoginPassword) -> AuthResult:
    return AuthResult(handled=False, success=given.login == USER.encode() and given.password == PASSWORD.encode())


def serve(security: str, context: ssl.SSLContext, box: Mailbox) -> Controller:
    """A mail server that takes encrypted mail alone, and signing in only then."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    given = {"hostname": "127.0.0.1", "port": port, "authenticator": authenticate}
    if security == "tls":
        made = Controller(box, ssl_context=context, auth_require_tls=False, **given)
    else:
        made = Controller(box, tls_context=context, require_starttls=True, **given)
    made.start()
    return made


def written(world: World, port: int, security: str) -> Delivery:
    settings = {"host": "127.0.0.1", "port": port, "security": security, "user": USER, "password": PASSWORD, "from_address": "crm@acme.test"}
    with world.system() as ctx:
        keep(ctx, channel_of(ctx, "email"), settings)
        id = deliver(ctx, channel="email", to=f"{security}@acme.test", subject="Hello", body="Dear Ada", key=f"encrypted {security} {port}")
    run_due(world.platform, world.tenant)
    with world.system() as ctx:
        return find(ctx, id)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mail_goes_encrypted_to_a_server_that_is_who_it_says(
    opened: World, security: str, certificate: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    file, context = certificate
    box = Mailbox()
    server = serve(security, context, box)
    try:
        unknown = written(opened, server.port, security)
        assert unknown.state == "failed" and "CERTIFICATE_VERIFY_FAILED" in str(unknown.answer)
        assert box.got == [] and PASSWORD not in str(unknown)
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        opened.platform.now, usual = (lambda: usual() + timedelta(hours=1)), opened.platform.now
        run_due(opened.platform, opened.tenant)
        opened.platform.now = usual
        assert box.got == [(f"{security}@acme.test", True)]
    finally:
        server.stop()
