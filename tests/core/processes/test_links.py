"""Mails about decisions, and the page behind their links."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.deliveries.queue import deliveries
from core.processes.links import GOOD_FOR, Link, address_of, address_within, linked, read_link
from core.processes.mailing import mail_daily
from dougong import NotFound
from tests.core.processes.conftest import Firm


def page_of(firm: Firm, quote: str, user: str = "boss") -> str:
    task = firm.task(firm.boss if user == "boss" else firm.finance, quote)
    with firm.world.system() as ctx:
        return f"/decide/{linked(ctx, Link(task['id'], firm.people[user], task['version']))}"


def test_A_ACT_20_a_link_shows_what_waits_and_one_act_decides_it(firm: Firm) -> None:
    quote, nobody = firm.quote(name="Linked <b>quote</b>"), firm.web.nobody()
    process = firm.submit(quote, "x_pr_discount", comment="please").json["id"]
    page = page_of(firm, quote)
    for _ in range(2):  # a scanner of mails may look as often as it likes
        seen = nobody.get(page)
        text = seen.get_data(as_text=True)
        assert seen.status_code == 200 and "Linked &lt;b&gt;quote&lt;/b&gt;" in text and "please" in text and "20.00" in text
        assert 'value="approve"' in text and "<script" not in text and "no-store" in seen.headers["Cache-Control"]
    assert firm.process(process)["history"][-1]["what"] != "task_approved"
    refused = nobody.post(page, data={"action": "reject"})
    assert refused.status_code == 200 and 'role="alert"' in refused.get_data(as_text=True)  # a reason is needed
    done = nobody.post(page, data={"action": "approve", "comment": "by mail"})
    assert (done.status_code, done.headers["Location"]) == (303, page)
    after = nobody.get(page).get_data(as_text=True)
    assert "Approved by Bess" in after and "<form" not in after
    assert nobody.post(page, data={"action": "reject", "comment": "again"}).status_code == 200  # E22: it is decided
    history = firm.process(process)["history"]
    assert [one["by"]["name"] for one in history if one["what"] == "task_approved"] == ["Bess"]
    assert nobody.post(page, data={"action": "approve", "comment": "by mail"}).status_code in (200, 303)
    assert len([one for one in firm.process(process)["history"] if one["what"] == "task_approved"]) == 1


def test_A_SEC_06_a_link_is_bound_to_its_person_task_tenant_and_time(firm: Firm) -> None:
    quote = firm.quote()
    firm.submit(quote, "x_pr_discount")
    page, nobody = page_of(firm, quote), firm.web.nobody()
    assert nobody.get(page[:-4] + "AAAA").status_code == 404 and nobody.get("/decide/x").status_code == 404
    task = firm.task(firm.boss, quote)
    with firm.world.system() as ctx:
        word = linked(ctx, Link(task["id"], firm.people["boss"], task["version"]))
        stranger = linked(ctx, Link(task["id"], firm.people["finance"], task["version"]))
        ctx.now += GOOD_FOR + timedelta(minutes=1)
        with pytest.raises(NotFound):
            read_link(ctx, word)
        ctx.now -= timedelta(hours=1)
        assert read_link(ctx, word).task == task["id"]
        ctx.tenant = "other"
        with pytest.raises(NotFound):
            read_link(ctx, word)
    assert nobody.get(f"/decide/{stranger}").status_code == 404
    firm.act(firm.boss, quote, "transfer", to="fay@example.com")  # it isn't the task that the mail was about any more
    assert "<form" not in nobody.get(page).get_data(as_text=True)
    assert nobody.post(page, data={"action": "approve"}).status_code == 200 and firm.task(firm.finance, quote)["state"] == "pending"


def test_A_NOTE_02_who_wants_mails_gets_one_for_each_or_one_a_day(firm: Firm) -> None:
    firm.admin.patch(f"/api/v1/records/user/{firm.people['boss']}", {"task_mail": "each"})
    firm.submit(firm.quote(name="Mailed"), "x_pr_discount")
    firm.admin.patch(f"/api/v1/records/user/{firm.people['boss']}", {"task_mail": "daily"})
    quote = firm.quote(name="Of the day")
    firm.submit(quote, "x_pr_discount")
    with firm.world.system() as ctx:
        sent = [one for one in deliveries(ctx) if one.receiver == "bess@example.com"]
        assert [one.subject for one in sent] == ["Your decision is needed: x_pr_discount – Mailed"]
        assert address_within(ctx, "/tasks") in sent[0].body and "/decide/" not in sent[0].body  # links that decide lie sealed
        mail_daily(ctx, {"user": firm.people["boss"]})
        mail_daily(ctx, {"user": firm.people["boss"]})
        daily = [one for one in deliveries(ctx) if one.receiver == "bess@example.com" and one.id != sent[0].id]
        assert len(daily) == 1 and "Of the day" in daily[0].body and "Mailed" in daily[0].body
        assert address_of(ctx, Link("t", "u", 1)).startswith("http://127.0.0.1:8000/decide/")
    firm.admin.patch(f"/api/v1/records/user/{firm.people['boss']}", {"task_mail": "none"})
