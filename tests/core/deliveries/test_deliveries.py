"""What leaves the tenant is written with what wants it, sent after the commit, tried again, and told of."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from core.deliveries.channels import channel_of, keep, kept
from core.deliveries.queue import Delivery, deliver, find, replay
from core.deliveries.sending import LONGEST, PAUSES, forget_old_deliveries
from core.deliveries.signing import is_genuine, new_secret, signed_headers
from core.i18n import filled
from core.jobs.queue import jobs
from core.jobs.running import run_due
from dougong import BadRequest, Invalid, NotFound
from tests.support.receivers import Receiver, receiving
from tests.support.worlds import World

PASSWORD = "a canary of a password"
numbers = iter(range(1000))


@pytest.fixture(scope="module")
def serving() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


@pytest.fixture
def receiver(serving: Receiver) -> Receiver:
    serving.status, serving.said = 200, b"thanks"
    serving.got.clear()
    return serving


class Mailbox:
    """What an SMTP server does with mail: takes it, but for those that it knows nothing of."""

    def __init__(self) -> None:
        self.got: list[Envelope] = []
        self.refuse = ""

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        if address.startswith("nobody"):
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.refuse:
            return self.refuse
        self.got.append(envelope)
        return "250 2.0.0 Taken as 4711"


@pytest.fixture(scope="module")
def mail_server() -> Iterator[tuple[Mailbox, int]]:
    box = Mailbox()

    def authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: LoginPassword) -> AuthResult:
        return AuthResult(handled=False, success=given.login == b"crm" and given.password == PASSWORD.encode())

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port, authenticator=authenticate, auth_require_tls=False)
    controller.start()
    yield box, port
    controller.stop()


@pytest.fixture
def mailbox(mail_server: tuple[Mailbox, int], world: World) -> Mailbox:
    box, port = mail_server
    box.got.clear()
    box.refuse = ""
    settings = {
        "host": "127.0.0.1", "port": port, "security": "none", "user": "crm", "password": PASSWORD,
        "from_address": "crm@acme.test", "from_name": "阿克梅 Acme",
    }  # fmt: skip
    with world.system() as ctx:
        keep(ctx, channel_of(ctx, "email"), settings)
    return box


@pytest.fixture(autouse=True)
def opened(world: World) -> Iterator[None]:
    """The operator lets the server ask this machine, where the receivers are."""
    platform = world.platform
    config, now = platform.config, platform.now
    platform.config = replace(config, egress=("127.0.0.1",))
    yield
    platform.config, platform.now = config, now


def post(world: World, to: str, body: str | Mapping[str, Any] = "{}", **more: Any) -> str:
    with world.system() as ctx:
        return deliver(ctx, channel="webhook", to=to, body=body, key=more.pop("key", f"test {next(numbers)}"), **more)


def write(world: World, to: str, subject: str = "Hello", body: str = "Dear Ada", **more: Any) -> str:
    with world.system() as ctx:
        return deliver(ctx, channel="email", to=to, subject=subject, body=body, key=f"test {next(numbers)}", **more)


def look(world: World, id: str) -> Delivery:
    with world.system() as ctx:
        return find(ctx, id)


def said(found: Delivery) -> str:
    return filled(**found.answer)


def sent(world: World, id: str) -> Delivery:
    run_due(world.platform, world.tenant)
    return look(world, id)


@contextmanager
def later(world: World, by: timedelta) -> Iterator[None]:
    before = world.platform.now
    world.platform.now = lambda: before() + by
    yield
    world.platform.now = before


# -- rows


def test_what_is_rolled_back_is_never_sent_and_the_same_key_makes_one(world: World, receiver: Receiver) -> None:
    with pytest.raises(ZeroDivisionError), world.system() as ctx:
        deliver(ctx, channel="webhook", to=receiver.address, key="rolled back")
        raise ZeroDivisionError
    first = post(world, receiver.address, {"n": 1}, key="once")
    assert post(world, receiver.address, {"n": 2}, key="once") == first
    found = sent(world, first)
    assert (found.state, found.tries, said(found), found.due) == ("sent", 1, "200 thanks", None)
    [(method, _, headers, body)] = receiver.got
    assert (method, body) == ("POST", b'{"n":1}')
    assert headers["idempotency-key"] == first
    assert headers["webhook-id"] == f"msg_{first}"


def test_a_delivery_takes_what_its_channel_takes(world: World) -> None:
    with world.system() as ctx, pytest.raises(NotFound, match="no channel called pigeon"):
        deliver(ctx, channel="pigeon", to="x", key="pigeon")
    with pytest.raises(BadRequest, match="wings"):
        post(world, "https://a.example", options={"wings": 2})
    with pytest.raises(BadRequest, match="1000000"):
        post(world, "https://a.example", "x" * 1_000_001)
    with pytest.raises(BadRequest, match="receiver"):
        post(world, "https://a.example/\x00")


def test_a_receiver_that_fails_is_asked_again_later_and_in_the_end_no_more(world: World, receiver: Receiver) -> None:
    receiver.status, receiver.said = 500, b"out of order\x1b[2J"
    id = post(world, receiver.address, then=("core.nothing", {"mine": 1}))
    found = sent(world, id)
    assert (found.state, found.tries, said(found)) == ("failed", 1, "500 out of order [2J")
    assert found.due is not None and found.due > world.platform.now()
    run_due(world.platform, world.tenant)
    assert len(receiver.got) == 1  # not before its time
    for tries, pause in enumerate(PAUSES, 2):
        with later(world, pause * 1.3):
            found = sent(world, id)
        assert found.tries == tries
        if tries == 3:
            break
    with later(world, LONGEST + timedelta(days=1)):
        found = sent(world, id)
    assert (found.state, found.due, len(found.history)) == ("dead", None, 4)
    assert {headers["webhook-id"] for _, _, headers, _ in receiver.got} == {f"msg_{id}"}
    with world.system() as ctx:
        [told] = [job for job in jobs(ctx) if job.name == "core.nothing"]
    assert told.payload == {"mine": 1, "delivery": id, "state": "dead", "answer": "500 out of order [2J"}


def test_who_administers_has_it_sent_once_more(world: World, receiver: Receiver) -> None:
    receiver.status = 410
    id = post(world, receiver.address)
    found = sent(world, id)
    assert (found.state, said(found)) == ("dead", "The receiver wants no more of it: 410 thanks")
    receiver.status = 204
    with world.system() as ctx:
        replay(ctx, id)
    found = sent(world, id)
    assert (found.state, found.tries, [line["ok"] for line in found.history]) == ("sent", 1, [False, True])
    with world.system() as ctx, pytest.raises(NotFound):
        replay(ctx, "00000000-0000-7000-8000-000000000000")


def test_a_place_that_does_not_answer_is_asked_by_one_at_a_time(world: World) -> None:
    closed = "http://127.0.0.1:1/hook"
    ids = [post(world, closed) for _ in range(5)]
    run_due(world.platform, world.tenant)
    found = [look(world, id) for id in ids]
    assert sum(each.tries for each in found) == 1
    with later(world, timedelta(seconds=10)):
        run_due(world.platform, world.tenant)
    assert sum(look(world, id).tries for id in ids) == 2
    with later(world, timedelta(days=1)):
        run_due(world.platform, world.tenant)
    assert sum(look(world, id).tries for id in ids) == 3


@pytest.mark.parametrize("url", ["http://10.0.0.1/", "https://169.254.169.254/latest", "file:///etc/passwd", "http://[::1]:22/", "no address", "http://[/"])
def test_what_may_not_be_asked_is_dead_at_once(world: World, url: str) -> None:
    assert sent(world, post(world, url)).state == "dead"


def test_headers_and_secrets_are_sent_and_shown_to_nobody(world: World, receiver: Receiver) -> None:
    secret, token = new_secret(), "Bearer a canary of a token"
    receiver.said = f"you said {token} and {secret}".encode()
    id = post(world, receiver.address, options={"method": "PUT", "headers": {"Authorization": token}, "secret": secret})
    assert said(sent(world, id)) == "200 you said ••• and •••"
    [(method, _, headers, body)] = receiver.got
    assert (method, headers["authorization"]) == ("PUT", token)
    assert is_genuine(headers, body, [secret], int(world.platform.now().timestamp()))
    assert token not in str(look(world, id))
    for name in ("Host", "webhook-signature", "a b"):
        assert sent(world, post(world, receiver.address, options={"headers": {name: "x"}})).state == "dead"
    assert sent(world, post(world, receiver.address, options={"headers": {"X-A": "x\r\nX-B: y"}})).state == "dead"


def test_old_deliveries_are_forgotten_when_they_have_ended(world: World, receiver: Receiver) -> None:
    ended, waiting = post(world, receiver.address), post(world, receiver.address, due=world.platform.now() + timedelta(days=400))
    sent(world, ended)
    with later(world, timedelta(days=100)), world.system() as ctx:
        assert forget_old_deliveries(ctx) >= 1
    with world.system() as ctx, pytest.raises(NotFound):
        find(ctx, ended)
    assert look(world, waiting).state == "queued"


# -- signatures


def test_signatures_are_what_standard_webhooks_says() -> None:
    """The example of the specification."""
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    headers = signed_headers("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body, [secret])
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert is_genuine(headers, body, [new_secret(), secret], 1614265330 + 299)
    assert not is_genuine(headers, body, [secret], 1614265330 + 301)
    assert not is_genuine(headers, body, [secret], 1614265330 - 301)
    assert not is_genuine(headers, body + b" ", [secret], 1614265330)
    assert not is_genuine({**headers, "webhook-id": "msg_other"}, body, [secret], 1614265330)
    assert not is_genuine({**headers, "webhook-timestamp": "1614265330.0"}, body, [secret], 1614265330)
    assert not is_genuine({**headers, "webhook-signature": "v1,ü"}, body, [secret], 1614265330)
    assert not is_genuine({}, body, [secret], 1614265330)
    both = signed_headers("msg_1", 1, body, [new_secret(), secret])
    assert is_genuine(both, body, [secret], 1)


# -- e-mail


def test_an_email_goes_out_by_the_mail_server_of_the_tenant(world: World, mailbox: Mailbox) -> None:
    body = "Dzień dobry,\n.\nzażółć 报价单\r\n.\r\nMAIL FROM:<evil@example.com>"
    id = write(world, "ada@acme.test", "Oferta 报价", body, options={"html": "<b>报价</b>", "reply_to": "bo@acme.test"})
    found = sent(world, id)
    assert (found.state, said(found)) == ("sent", "250 2.0.0 Taken as 4711")
    [envelope] = mailbox.got
    assert envelope.rcpt_tos == ["ada@acme.test"]
    made = message_of(envelope)
    assert made["Subject"] == "Oferta 报价"
    assert made["From"] == "阿克梅 Acme <crm@acme.test>"
    assert (made["To"], made["Reply-To"], made["Message-ID"]) == ("ada@acme.test", "bo@acme.test", f"<{id}@acme.test>")
    assert made["Auto-Submitted"] == "auto-generated"
    plain = made.get_body(("plain",))
    assert plain.get_content().splitlines() == body.splitlines()
    assert "报价" in made.get_body(("html",)).get_content()


def message_of(envelope: Envelope) -> Any:
    assert isinstance(envelope.content, bytes)
    return message_from_bytes(envelope.content, policy=policy.default)


@pytest.mark.parametrize(
    ("to", "subject"),
    [
        ("ada@acme.test\r\nBcc: eve@example.com", "x"), ("ada@acme.test", "x\r\nBcc: eve@example.com"), ("", "x"), ("ada", "x"),
        ("a@b@c", "x"), ("nobody@acme.test", "x"), ("ada@acme.test\x01", "x"),
    ],
)  # fmt: skip
def test_an_email_that_can_not_be_is_dead_at_once(world: World, mailbox: Mailbox, to: str, subject: str) -> None:
    found = sent(world, write(world, to, subject))
    assert found.state == "dead", found
    assert said(found)
    assert not mailbox.got


def test_a_mail_server_that_is_busy_or_not_set_is_asked_again(world: World, mailbox: Mailbox) -> None:
    mailbox.refuse = "451 4.7.1 Greylisted, try later"
    id = write(world, "ada@acme.test")
    found = sent(world, id)
    assert (found.state, said(found)) == ("failed", "451 4.7.1 Greylisted, try later")
    mailbox.refuse = ""
    with later(world, timedelta(minutes=1)):
        assert sent(world, id).state == "sent"
    with world.system() as ctx:
        keep(ctx, channel_of(ctx, "email"), {"password": "a wrong canary"})
    found = sent(world, write(world, "ada@acme.test"))
    assert found.state == "failed" and "neither this user nor this password" in said(found)
    assert "canary" not in str(found)


def test_plain_mail_goes_only_where_the_operator_has_opened(world: World, mailbox: Mailbox) -> None:
    world.platform.config = replace(world.platform.config, egress=())
    found = sent(world, write(world, "ada@acme.test"))
    assert (found.state, mailbox.got) == ("dead", [])
    assert "DOUGONG_EGRESS" in said(found)


# -- channels


def test_settings_of_a_channel_are_checked_and_its_secrets_lie_sealed(world: World, mailbox: Mailbox) -> None:
    with world.system() as ctx:
        email = channel_of(ctx, "email")
        found = kept(ctx, email)
        assert (found.values["user"], found.secrets) == ("crm", {"password"})
        assert PASSWORD not in str(found.values)
        with pytest.raises(Invalid) as refused:
            keep(ctx, email, {"host": None, "port": 0, "pigeons": 3, "security": "hope"})
        assert {(problem.field, problem.code) for problem in refused.value.errors} >= {("pigeons", "unknown"), ("host", "required")}
        assert {problem.field for problem in refused.value.errors} == {"host", "port", "pigeons", "security"}
        rows = ctx.unit.connection.exec_driver_sql(f"SELECT * FROM {_quoted(world)}channel_settings").fetchall()
        assert PASSWORD not in str(rows)


def _quoted(world: World) -> str:
    schema = world.platform.control.store(world.tenant).schema
    return f'"{schema}".' if schema and world.platform.control.store(world.tenant).backend == "postgresql" else ""
