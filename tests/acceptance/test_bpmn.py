"""Processes that real engines and editors wrote come in with their path and people, and every element is accounted for.

The data are not a part of the project; without them beside it there is nothing to test here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.support.processes import Company, Play
from tests.support.tree import ROOT
from workflows.bpmn.reading import File, Imported, read_bpmn
from workflows.events import Done, Note, Recalled, Resubmitted
from workflows.markup import Node, read
from workflows.programs import problems_of
from workflows.shapes import schema_of

DATA = ROOT.parent / "shared" / "data" / "19-bpmn-approval"
FILES = sorted([*DATA.rglob("*.bpmn"), *DATA.rglob("*.bpmn20.xml")])
#: What EXPECTED.md counts.
COUNTED = (
    "task", "userTask", "serviceTask", "scriptTask", "sendTask", "receiveTask", "manualTask", "businessRuleTask", "callActivity", "subProcess",
    "exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "startEvent", "endEvent", "boundaryEvent",
    "intermediateCatchEvent", "intermediateThrowEvent", "sequenceFlow", "messageFlow", "lane", "participant", "dataObject", "dataStoreReference",
)  # fmt: skip


@cache
def brought(name: str) -> File:
    return read_bpmn(next(file for file in FILES if file.name == name).read_bytes(), object="quote")


def only(name: str) -> Imported:
    [found] = brought(name).definitions
    return found


def asked(document: Mapping[str, Any]) -> dict[str, Any]:
    return {step["id"]: step["approvers"] for step in document["steps"] if step["do"] == "ask"}


def counts() -> dict[str, dict[str, int]]:
    """What the table of EXPECTED.md says each file has."""
    rows = re.findall(r"^\| ([\w./-]+) \| (\d+) \| ([^|]*) \|", (DATA / "EXPECTED.md").read_text("utf-8"), re.MULTILINE)
    return {file: {kind: int(number) for kind, number in re.findall(r"(\w+) (\d+)", elements)} for file, _, elements in rows}


def elements(file: Path) -> list[Node]:
    return [node for node in read(file.read_bytes()).walk() if node.name in COUNTED]


if DATA.is_dir():

    @pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
    def test_every_element_is_taken_over_or_named_with_a_reason(file: Path) -> None:
        found = brought(file.name)
        said = {one.field for one in found.remarks}
        for one in found.definitions:
            said |= set(one.taken) | {remark.field for remark in one.remarks}
        assert [(node.name, node.get("id")) for node in elements(file) if node.get("id") not in said] == []

    def test_the_elements_are_those_that_were_counted() -> None:
        expected = counts()
        assert len(expected) == len(FILES) == 22
        for file in FILES:
            names = [node.name for node in elements(file)]
            assert {name: names.count(name) for name in COUNTED if name in names} == expected[str(file.relative_to(DATA))]

    @pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
    def test_what_comes_in_is_a_definition_without_problems(file: Path) -> None:
        for one in brought(file.name).definitions:
            Draft202012Validator(schema_of(one.kind)).validate(one.document)
            assert problems_of(one.kind, one.document) == []

    # -- people ----------------------------------------------------------------------------------------------

    def test_people_come_in_from_assignees_groups_owners_and_lanes() -> None:
        assert asked(only("invoice.v2.bpmn").document) == {"approve_invoice": [{"roles": "approver_groups"}], "prepare_bank_transfer": [{"role": "accounting"}]}
        assert asked(only("reviewInvoice.bpmn").document) == {"assign_reviewer": [{"user": "demo"}], "review_invoice": [{"field": "reviewer"}]}
        assert asked(only("Expense_process.bpmn20.xml").document) == {"task_1": [{"initiator": True}], "task_2": [{"role": "management"}]}
        assert asked(only("job-announcement.bpmn").document) == {
            "edit": [{"role": "engineering"}], "review": [{"role": "management"}], "publish": [{"role": "engineering"}],
        }  # fmt: skip
        assert asked(only("C.1.1.bpmn").document)["prepare_bank_transfer"] == [{"role": "accounting"}]

    def test_times_come_in_as_when_tasks_are_due() -> None:
        due = {step["id"]: step.get("due") for name in ("invoice.v2.bpmn", "reviewInvoice.bpmn") for step in only(name).document["steps"]}
        assert due == {
            "assign_approver": None, "approve_invoice": {"for": "P1W"}, "prepare_bank_transfer": {"for": "P1W"}, "archive_invoice": None,
            "assign_reviewer": None, "review_invoice": {"for": "P2D"},
        }  # fmt: skip

    def test_gateways_become_steps_within_each_other() -> None:
        steps = only("job-announcement-publication.bpmn").document["steps"]
        assert [step["do"] for step in steps] == ["call", "parallel"]
        assert [branch["steps"][0]["when"] for branch in steps[1]["branches"]] == ["twitter", "NOT facebook"]
        [_, repeated] = only("loan-granting.bpmn").document["steps"]
        assert (repeated["in"], repeated["as"], repeated["steps"][0]["when"]) == ("credit_scores", "score", "score > 5")

    # -- the invoice ------------------------------------------------------------------------------------------

    def invoice(groups: list[str]) -> Play:
        """One that has been received, and whose table has said whom it is for."""
        company = Company(roles={"accounting": ["mary", "john"], "sales": ["sue"], "management": ["max"]})
        play = Play("approval", company, **only("invoice.v2.bpmn").document)
        [decide] = play.work()
        assert (decide.do, decide.spec["table"]) == ("decide", "invoice_assign_approver")
        return play.send(Done(decide.visit, groups))

    def test_an_invoice_waits_for_its_approvers_and_is_paid_and_archived() -> None:
        play = invoice(["accounting", "sales"])
        assert sorted(play.asked()) == ["john", "mary", "sue"]
        play.act("mary", "claim").act("mary", "approve")
        assert step_of(play) == "prepare_bank_transfer"
        assert sorted(play.asked()) == ["john", "mary"]
        play.act("john", "claim").act("john", "approve")
        [archive] = play.work()
        assert archive.spec["automation"] == "archive_invoice_service"
        assert play.send(Done(archive.visit)).end == "approved"

    def test_an_invoice_that_is_refused_comes_back_or_isn_t_processed() -> None:
        play = invoice(["accounting", "sales"]).act("sue", "claim").act("sue", "reject")
        assert play.end == "returned"
        play.send(Resubmitted("ann"))
        assert step_of(play) == "approve_invoice"
        play = invoice(["accounting", "sales"]).act("sue", "claim").act("sue", "reject")
        assert play.send(Recalled("ann")).end == "withdrawn"

    def step_of(play: Play) -> str:
        [step] = {task.step for task in play.pending()}
        return step

    # -- the vacation -----------------------------------------------------------------------------------------

    def vacation() -> Play:
        company = Company(roles={"management": ["max", "mia"]})
        return Play("approval", company, **only("VacationRequest.bpmn20.xml").document)

    def test_a_vacation_is_approved_and_confirmed() -> None:
        play = vacation()
        assert sorted(play.asked()) == ["max", "mia"]
        play.act("max", "claim").act("max", "approve")
        [confirm] = play.work()
        assert confirm.spec["message"] == "Send confirmation e-mail"
        assert play.send(Done(confirm.visit)).end == "approved"

    def test_a_vacation_that_is_refused_is_adjusted_and_sent_again_or_given_up() -> None:
        play = vacation().act("max", "claim").act("max", "reject")
        assert play.end == "returned"
        play.send(Resubmitted("ann"))
        assert step_of(play) == "handle_request"
        again = vacation().act("max", "claim").act("max", "reject").send(Recalled("ann"))
        assert again.end == "withdrawn"
        assert [one.what for one in again.effects if isinstance(one, Note) and one.what == "ended"] == ["ended"]
