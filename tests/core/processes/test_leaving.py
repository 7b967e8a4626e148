"""Somebody leaves: what waits for them goes to somebody else, and what names them is known."""

from __future__ import annotations

from tests.core.processes.conftest import Firm


def test_A_ABS_07_E1_the_tasks_of_a_leaver_are_handed_over_and_what_names_them_is_listed(firm: Firm) -> None:
    leaver = firm.world.create_user("Leo", role="x_pr_boss", permission_sets=["standard", "x_pr_staff"])
    asked = [{"approvers": [{"user": "leo@example.com"}]}]
    firm.define("approval", "x_pr_leo", object="x_pr_quote", steps=asked)
    firm.define("approval", "x_pr_either", object="x_pr_quote", steps=[{"approvers": [{"user": "leo@example.com"}, {"user": "fay@example.com"}], "mode": "claim"}])
    one, other, shared = firm.quote(), firm.quote(), firm.quote()
    for quote in (one, other):
        assert firm.submit(quote, "x_pr_leo").status_code == 201
    assert firm.submit(shared, "x_pr_either").status_code == 201
    duties = firm.admin.get(f"/api/v1/users/{leaver}/duties").json
    assert (duties["count"], len(duties["tasks"]), duties["user"]["name"]) == (3, 3, "Leo")
    assert {found["name"] for found in duties["definitions"]} == {"x_pr_leo", "x_pr_either"}
    wrong = firm.admin.post(f"/api/v1/users/{leaver}/hand-over", {"to": leaver, "reason": "leaves"})
    assert (wrong.status_code, wrong.json["errors"][0]["field"]) == (422, "to")
    assert firm.seller.post(f"/api/v1/users/{leaver}/hand-over", {"to": firm.people["boss"], "reason": "x"}).status_code == 404
    done = firm.admin.post(f"/api/v1/users/{leaver}/hand-over", {"to": firm.people["boss"], "reason": "leaves"}).json
    assert ([result["status"] for result in done["results"]], done["left"]) == (["moved", "moved", "error"], 1)
    assert firm.act(firm.boss, one, "approve").json["state"] == "approved"
    history = firm.process(firm.processes(other)[0]["id"])["history"]
    assert [(note["whom"][0]["name"], note["facts"]["why"]) for note in history if note["what"] == "reassigned"] == [("Bess", "leaves")]
    for name in ("x_pr_leo", "x_pr_either"):
        firm.admin.delete(f"/api/v1/meta/approval/{name}")
