"""What leaves the tenant, in the browser: a mail server is set and tried, a webhook is made, what was sent is looked at and sent again."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from playwright.sync_api import expect

from tests.support.accessibility import barriers
from tests.support.journeys import Enter, notice, pick
from tests.support.receivers import receiving

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


class Mailbox(Message):
    """Keeps the subjects of what it gets."""

    def __init__(self) -> None:
        super().__init__()
        self.subjects: list[str] = []

    def handle_message(self, message: object) -> None:
        self.subjects.append(str(message["Subject"]))  # type: ignore[index]


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    """An SMTP server, and its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    controller.stop()


@pytest.mark.journey("administrator", "sets the mail server and tries it", on="en-1440")
@pytest.mark.journey("administrator", "makes a webhook and sees what it tells", on="en-1440")
@pytest.mark.journey("administrator", "sends a delivery once more", on="zh-390")
def test_an_administrator_lets_mail_and_webhooks_out_and_sees_what_left(enter: Enter, mailbox: tuple[Mailbox, int]) -> None:
    box, port = mailbox
    page = enter("admin", "/setup/channels")
    expect(page.get_by_role("button", name="Send a test mail to me")).to_be_disabled()
    assert not barriers(page)
    page.get_by_role("textbox", name="Sender", exact=True).fill("crm@acme.test")
    page.get_by_role("textbox", name="Mail server").fill("127.0.0.1")
    page.get_by_role("textbox", name="Port").fill(str(port))
    pick(page, "Encryption", "None")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Send a test mail to me").click()
    expect(page.get_by_role("alert")).to_contain_text("The mail server has taken it")
    assert box.subjects == ["A test mail of Dougong"]

    with receiving() as receiver:
        page.get_by_role("link", name="Webhooks").click()
        page.get_by_role("button", name="New webhook").click()
        form = page.get_by_role("dialog")
        form.get_by_role("textbox", name="Address").fill(f"{receiver.address}/hook")
        pick(form, "Of which objects", "Accounts")
        form.get_by_role("textbox", name="Address").click()
        form.get_by_role("button", name="Create").click()
        expect(page.get_by_role("dialog")).to_contain_text("whsec_")
        page.get_by_role("button", name="Done").click()
        page.get_by_role("button", name="More for").click()
        page.get_by_role("menuitem", name="Send a test").click()
        expect(notice(page)).to_contain_text("A test is on its way")
        page.get_by_role("button", name="More for").click()
        page.get_by_role("menuitem", name="Show deliveries").click()
        line = page.get_by_role("row").filter(has_text="test")
        expect(line).to_contain_text("200 thanks")
        assert not barriers(page)

        phone = enter("admin", "/setup/deliveries?channel=webhook", phone=True, language="zh")
        card = phone.get_by_role("row").filter(has_text=receiver.address)
        expect(card).to_contain_text("已送达")
        card.get_by_role("button", name="再次发送").click()
        card.get_by_role("button", name="test").click()
        expect(phone.get_by_role("dialog").get_by_role("listitem")).to_have_count(2)
    assert [path for _, path, _, _ in receiver.got] == ["/hook", "/hook"]
    ids = {headers["webhook-id"] for _, _, headers, _ in receiver.got}
    assert len(ids) == 1
