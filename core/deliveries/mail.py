"""The channel of e-mail: one message to the tenant's mail server, by SMTP."""

from __future__ import annotations

import smtplib
import socket
import ssl
import threading
from collections.abc import Sequence
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any, cast

from core.egress import connect, cut
from dougong import Channel, Context, Message, Unavailable, Undeliverable, choice, email, integer, option, secret, text

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["composed", "mail"]

SECONDS = 20.0
#: A server takes mail by SMTP (587, encrypted from then on), or encrypted from the start (465).
STARTTLS, TLS, PLAIN = "starttls", "tls", "none"
FOR_GOOD = 500


def send(ctx: Context, message: Message) -> str:
    """Hand a message to the mail server; what that says is the answer."""
    settings, own = message.settings, cast("Ctx", ctx)
    if not settings.get("host") or not settings.get("from_address"):
        raise Unavailable("No mail server is set; an administrator does that in the setup, under Channels", retry_after=300)
    made = composed(ctx, message)
    server = Server(settings["host"], int(settings["port"]), settings.get("security", STARTTLS), own.platform.config.egress)
    try:
        with server:
            server.begin(settings.get("user"), settings.get("password"))
            server.send_message(made)
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        raise _refusal(code, said) from None
    except smtplib.SMTPAuthenticationError as error:
        raise Unavailable("The mail server takes neither this user nor this password: {answer}", answer=_words(error.smtp_error)) from None
    except smtplib.SMTPResponseException as error:
        raise _refusal(error.smtp_code, error.smtp_error) from None
    except smtplib.SMTPNotSupportedError as error:
        raise Undeliverable("The mail server can't do what this takes: {answer}", answer=str(error)) from None
    except (smtplib.SMTPException, OSError, ssl.SSLError) as error:
        raise Unavailable("The mail server didn't answer: {answer}", answer=f"{type(error).__name__}: {error}") from None
    return server.said


def composed(ctx: Context, message: Message) -> EmailMessage:
    """The message as it goes out. Raises Undeliverable for addresses and headers that can't be."""
    settings, options = message.settings, message.options
    try:
        made = EmailMessage()
        sender = Address(settings.get("from_name") or "", addr_spec=settings["from_address"])
        made["From"] = sender
        made["To"] = [Address(addr_spec=part.strip()) for part in message.to.split(",")]
        for header, name in (("Reply-To", "reply_to"), ("Cc", "cc")):
            if options.get(name):
                made[header] = [Address(addr_spec=part.strip()) for part in str(options[name]).split(",")]
        made["Subject"] = message.subject
        made["Date"] = format_datetime(ctx.now)
        made["Message-ID"] = f"<{message.id}@{sender.domain}>"
        made["Auto-Submitted"] = "auto-generated"  # nobody's machine answers to it
        made.set_content("\n".join(message.body.splitlines()) + "\n")
        if options.get("html"):
            made.add_alternative("\n".join(str(options["html"]).splitlines()) + "\n", subtype="html")
        return made
    except (MessageError, ValueError, IndexError) as error:
        raise Undeliverable("This can't be sent as an e-mail: {problem}", problem=str(error)) from None


class Server(smtplib.SMTP):
    """A connection to an address that was looked at, and ends after a while whatever the server does. said: its last word."""

    def __init__(self, host: str, port: int, security: str, allowed: Sequence[str]) -> None:
        self._security, self._allowed = security, allowed
        self.said = ""
        self._end = threading.Timer(SECONDS, self._cut)
        self._end.daemon = True
        self._end.start()
        try:
            super().__init__(host, port, timeout=SECONDS)
        except BaseException:
            self._end.cancel()
            raise

    def begin(self, user: str | None, password: str | None) -> None:
        """Encrypt where that comes second, and sign in."""
        if self._security == STARTTLS:
            self.starttls(context=ssl.create_default_context())
        if user:
            self.login(user, password or "")

    def data(self, msg: Any) -> tuple[int, bytes]:
        code, said = super().data(msg)
        self.said = f"{code} {_words(said)}"
        return code, said

    def close(self) -> None:
        self._end.cancel()
        super().close()

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        connected, is_own = connect(host, port, allowed=self._allowed, seconds=timeout)
        if self._security == PLAIN and not is_own:
            connected.close()
            raise Undeliverable("Mail goes unencrypted to servers alone that the operator has opened by DOUGONG_EGRESS")
        if self._security == TLS:
            return ssl.create_default_context().wrap_socket(connected, server_hostname=host)
        return connected

    def _cut(self) -> None:
        connected = getattr(self, "sock", None)
        if connected is not None:
            cut(connected)


def _refusal(code: int, said: bytes | str) -> Exception:
    answer = f"{code} {_words(said)}"
    return Undeliverable("{answer}", answer=answer) if code >= FOR_GOOD else ConnectionError(answer)


def _words(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said


mail = Channel(
    name="email",
    label="E-mail",
    icon="mail",
    send=send,
    options=("html", "reply_to", "cc"),
    fields={
        "from_address": email(label="Sender", required=True, help="The address that people see and answer to"),
        "from_name": text(label="Name of the sender", max_length=120),
        "host": text(label="Mail server", required=True, max_length=253, pattern="[A-Za-z0-9.:-]+"),
        "port": integer(default=587, min=1, max=65_535),
        "user": text(label="Sign in as", max_length=200),
        "password": secret(),
        "security": choice(
            [
                option(STARTTLS, "STARTTLS"),
                option(TLS, "TLS from the start"),
                option(PLAIN, "None"),
            ],
            default=STARTTLS,
            label="Encryption",
            help="Without it only servers of your own network are used",
        ),
    },
)
