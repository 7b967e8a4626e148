"""Why something began for a record, or didn't."""

from __future__ import annotations

from typing import Any

from tests.core.processes.conftest import Firm

NOTE = [{"do": "update", "set": {"note": "done"}}]


def why(firm: Firm, quote: str, name: str) -> dict[str, Any]:
    answer = firm.admin.get(f"/api/v1/records/x_pr_quote/{quote}/why?definition={name}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    [found] = answer.json["data"]
    return dict(found)


def checks(told: dict[str, Any]) -> dict[str, bool]:
    return {check["what"]: check["holds"] for check in told["checks"]}


def test_A_WF_24_what_began_says_with_which_values_and_what_did_not_says_where_it_failed(firm: Firm) -> None:
    on = {"object": "x_pr_quote", "events": ["updated"], "changed": ["discount"], "when": "discount > 30 AND before.discount <= 30"}
    firm.define("automation", "x_pr_whyed", on=on, steps=NOTE)
    quote = firm.quote(discount="20")
    firm.work()
    told = why(firm, quote, "x_pr_whyed")
    assert (told["verdict"], told["begun"], checks(told)) == ("not", [], {"active": True, "event": False, "condition": False})
    assert told["checks"][1]["found"]["kind"] == "created" and told["checks"][1]["wanted"]["changed"] == ["discount"]
    firm.seller.patch(f"/api/v1/records/x_pr_quote/{quote}", {"discount": "25"})
    firm.work()
    told = why(firm, quote, "x_pr_whyed")
    assert (told["verdict"], checks(told)) == ("not", {"active": True, "event": True, "condition": False})
    assert told["checks"][2]["values"] == {"discount": "25.00", "before.discount": "20.00"}
    firm.seller.patch(f"/api/v1/records/x_pr_quote/{quote}", {"discount": "35"})
    firm.work()
    firm.seller.patch(f"/api/v1/records/x_pr_quote/{quote}", {"discount": "1"})
    told = why(firm, quote, "x_pr_whyed")
    assert (told["verdict"], told["begun"][0]["changed"], told["begun"][0]["source"]) == ("ran", ["discount"], "api")
    assert told["begun"][0]["condition"]["values"] == {"discount": "35.00", "before.discount": "25.00"}  # as it was then
    firm.admin.delete("/api/v1/meta/automation/x_pr_whyed")


def test_A_WF_24_approvals_and_what_people_begin_are_told_of_too(firm: Firm) -> None:
    quote = firm.quote(discount="5")
    told = why(firm, quote, "x_pr_discount")
    assert (told["verdict"], told["checks"][1]["ways"], checks(told)["condition"]) == ("not", ["submit"], False)
    firm.admin.patch(f"/api/v1/records/x_pr_quote/{quote}", {"discount": "15"})
    assert why(firm, quote, "x_pr_discount")["verdict"] == "would"
    firm.submit(quote, "x_pr_discount")
    assert why(firm, quote, "x_pr_discount")["verdict"] == "runs"
    assert firm.seller.get(f"/api/v1/records/x_pr_quote/{quote}/why").status_code == 403


def test_reasons_of_failed_steps_are_told_in_the_language_of_the_reader(firm: Firm) -> None:
    steps = [{"do": "assign", "among": [{"where": "name = 'Nobody at all'"}]}]
    firm.define("automation", "x_pr_failing", on={"object": "x_pr_quote", "button": {"label": "Fail"}}, steps=steps)
    quote = firm.quote()
    process = firm.seller.post(f"/api/v1/records/x_pr_quote/{quote}/run", {"automation": "x_pr_failing"}).json["id"]
    english = [one["facts"]["error"] for one in firm.process(process)["history"] if one["what"] == "failed"]
    firm.admin.patch("/api/v1/me", {"language": "zh"})
    chinese = [one["facts"]["error"] for one in firm.process(process)["history"] if one["what"] == "failed"]
    firm.admin.patch("/api/v1/me", {"language": "en"})
    assert (english, chinese) == (["There is nobody to assign it to"], ["没有可分配的人"])
    firm.admin.delete("/api/v1/meta/automation/x_pr_failing")
