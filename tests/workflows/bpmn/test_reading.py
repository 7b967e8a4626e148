"""Processes of BPMN as definitions: each kind of element, and that nothing is lost on the way whatever the graph."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from dougong import Invalid, TooLarge
from workflows.bpmn.reading import Imported, read_bpmn
from workflows.bpmn.times import length_from, schedule_from
from workflows.programs import problems_of
from workflows.shapes import schema_of

HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn">'
SCHEMAS = {kind: Draft202012Validator(schema_of(kind)) for kind in ("approval", "automation")}


def bring(inside: str, *ways: str, around: str = "") -> Imported:
    """A process `p`; a way is `a>b`, `a>b:condition`, each a flow of that name."""
    flows = "".join(_flow(number, way) for number, way in enumerate(ways))
    [found] = read_bpmn(f'{HEAD}{around}<process id="p">{inside}{flows}</process></definitions>'.encode(), object="quote").definitions
    SCHEMAS[found.kind].validate(found.document)
    assert problems_of(found.kind, found.document) == []
    return found


def _flow(number: int, way: str) -> str:
    ends, _, condition = way.partition(":")
    source, target = ends.split(">")
    said = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
    return f'<sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}">{said}</sequenceFlow>'


def tasks(*names: str, groups: str = "sales") -> str:
    return "".join(f'<userTask id="{name}" camunda:candidateGroups="{groups}"/>' for name in names)


def plain(steps: list[dict[str, Any]]) -> list[Any]:
    """A tree of steps in a few words: names of tasks, and what ways part where."""
    found: list[Any] = []
    for step in steps:
        if step["do"] == "branch":
            cases = step.get("cases", [{"when": step.get("when"), "then": step.get("then", [])}])
            found.append({**{case["when"]: plain(case["then"]) for case in cases}, **({"else": plain(step["else"])} if "else" in step else {})})
        elif step["do"] == "parallel":
            found.append([(branch.get("when"), plain(branch["steps"])) for branch in step["branches"]])
        elif step["do"] == "end":
            found.append(f"end {step.get('outcome', '')}".strip())
        else:
            found.append(step["id"])
    return found


def told(found: Imported) -> list[str]:
    return [str(one) for one in found.remarks]


START, END = '<startEvent id="s"/>', '<endEvent id="e"/>'
XOR, MERGE = '<exclusiveGateway id="x"/>', '<exclusiveGateway id="m"/>'


def test_ways_that_part_and_meet_are_a_branch() -> None:
    found = bring(START + END + XOR + MERGE + tasks("a", "b", "c"), "s>x", "x>a:${amount > 5}", "x>b", "a>m", "b>m", "m>c", "c>e")
    assert plain(found.document["steps"]) == [{"amount > 5": ["a"], "else": ["b"]}, "c"]
    assert told(found) == []


def test_conditions_that_exclude_each_other_need_no_third_way() -> None:
    found = bring(START + END + XOR + tasks("a", "b"), "s>x", "x>a:${amount &gt;= 5}", "x>b:${amount &lt; 5}", "a>e", "b>e")
    assert plain(found.document["steps"]) == [{"amount >= 5": ["a"], "else": ["b"]}]


def test_a_way_that_ends_early_ends_everything() -> None:
    found = bring(START + END + '<endEvent id="e2"/>' + XOR + tasks("a", "b", "c"), "s>x", "x>a:${small}", "x>b", "a>e2", "b>c", "c>e")
    assert plain(found.document["steps"]) == [{"small": ["a", "end"]}, "b", "c"]


def test_ways_beside_each_other_are_parallel_and_those_of_an_inclusive_gateway_where_they_are_wanted() -> None:
    fork = '<parallelGateway id="x"/><parallelGateway id="m"/>'
    found = bring(START + END + fork + tasks("a", "b", "c"), "s>x", "x>a", "x>b", "a>m", "b>m", "m>c", "c>e")
    assert plain(found.document["steps"]) == [[(None, ["a"]), (None, ["b"])], "c"]
    inclusive = fork.replace("parallel", "inclusive").replace('id="x"', 'id="x" default="f3"')
    found = bring(START + END + inclusive + tasks("a", "b", "c"), "s>x", "x>a:${p}", "x>b:${q}", "x>m", "a>m", "b>m", "m>c", "c>e")
    assert plain(found.document["steps"])[0] == [("p", ["a"]), ("q", ["b"]), ("NOT ((p) OR (q))", [])]


def test_work_behind_a_merge_that_is_no_meeting_point_is_said_for_each_way() -> None:
    inside = START + END + XOR + MERGE + tasks("a", "b", "c", "d")
    found = bring(inside, "s>x", "x>a:${p}", "x>b:${q}", "x>c", "a>m", "b>m", "m>d", "d>e", "c>e")
    assert plain(found.document["steps"]) == [{"p": ["a", "d"], "q": ["b", "d_2"], "else": ["c"]}]
    assert told(found) == ["d: It stands behind ways that meet only here, so it is said once for each of them"]


# -- decisions ---------------------------------------------------------------------------------------------------


def test_who_refuses_ends_it_and_what_follows_then_is_a_list_of_its_own() -> None:
    inside = START + END + '<endEvent id="no"/>' + XOR + tasks("a", "b") + '<sendTask id="tell" name="Tell"/>'
    found = bring(inside, "s>a", "a>x", "x>b:${approved}", "x>tell:${!approved}", "tell>no", "b>e")
    assert plain(found.document["steps"]) == ["a", "b"]
    assert plain(found.document["on_rejected"]) == ["tell"]


def test_who_refuses_sends_it_back_to_an_earlier_task() -> None:
    found = bring(START + END + XOR + tasks("a", "b"), "s>a", "a>b", "b>x", "x>e:${approved}", "x>a:${not approved}")
    assert [step.get("reject_to") for step in found.document["steps"]] == [None, "a"]
    named = bring(START + END + XOR + tasks("a", "b"), "s>a", "a>b", "b>x", "x>e", "x>a")
    assert "reject_to" not in named.document["steps"][1]
    assert "It goes back" in " ".join(told(named))


def test_a_choice_by_a_field_is_no_decision_of_the_people_before_it() -> None:
    found = bring(START + END + XOR + tasks("a", "b"), "s>a", "a>x", "x>b:${urgent}", "x>e:${!urgent}", "b>e")
    assert plain(found.document["steps"]) == ["a", {"urgent": ["b"]}]


# -- tasks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("says", "approvers"),
    [
        ('camunda:assignee="kermit"', [{"user": "kermit"}]),
        ('camunda:assignee="${starter}"', [{"initiator": True}]),
        ('camunda:assignee="${account.owner}"', [{"field": "account.owner"}]),
        ('camunda:candidateUsers="kermit, gonzo" camunda:candidateGroups="${groups}"', [{"user": "kermit"}, {"user": "gonzo"}, {"roles": "groups"}]),
        ('camunda:candidateGroups="财务部"', [{"team": "财务部"}]),
        ("", [{"role": "back_office"}]),
    ],
)
def test_people_of_a_task(says: str, approvers: list[Any]) -> None:
    lanes = '<laneSet id="ls"><lane id="l" name="Back Office"><flowNodeRef>a</flowNodeRef></lane></laneSet>'
    start = '<startEvent id="s" camunda:initiator="starter"/>'
    found = bring(f'{lanes}{start}<userTask id="a" {says}/>', "s>a")
    assert found.document["steps"][0]["approvers"] == approvers


def test_owners_by_the_standard() -> None:
    owner = "<potentialOwner><resourceAssignmentExpression><formalExpression>user(kermit), group(hr), sales</formalExpression></resourceAssignmentExpression></potentialOwner>"
    by_resource = "<potentialOwner><resourceRef>r</resourceRef></potentialOwner>"
    found = bring(f'<userTask id="a">{owner}</userTask><userTask id="b">{by_resource}</userTask>', "a>b", around='<resource id="r" name="Team Lead"/>')
    assert [step["approvers"] for step in found.document["steps"]] == [[{"user": "kermit"}, {"role": "hr"}, {"role": "sales"}], [{"role": "team_lead"}]]


@pytest.mark.parametrize(
    ("says", "done", "more"),
    [
        ("", "", {"mode": "all"}),
        ('isSequential="true"', "", {"mode": "sequence"}),
        ("", "${nrOfCompletedInstances == 1}", {"mode": "any"}),
        ("", "${nrOfCompletedInstances >= 2}", {"mode": "count", "least": 2}),
        ("", "${nrOfCompletedInstances/nrOfInstances >= 0.6}", {"mode": "percent", "least": 60}),
    ],
)
def test_many_at_once(says: str, done: str, more: dict[str, Any]) -> None:
    condition = f"<completionCondition>{done}</completionCondition>" if done else ""
    loop = f'<multiInstanceLoopCharacteristics {says} camunda:collection="boardMembers">{condition}</multiInstanceLoopCharacteristics>'
    [step] = bring(f'<userTask id="a">{loop}</userTask>').document["steps"]
    assert {key: step[key] for key in ("approvers", *more)} == {"approvers": [{"field": "board_members"}], **more}


def test_clocks() -> None:
    timer = "<timerEventDefinition><timeDuration>PT2H</timeDuration></timerEventDefinition>"
    catch = f'<intermediateCatchEvent id="w">{timer}</intermediateCatchEvent>'
    assert bring(START + catch + END, "s>w", "w>e").document["steps"] == [{"id": "w", "do": "wait", "for": "PT2H"}]
    late = f'<boundaryEvent id="b" attachedToRef="a">{timer}</boundaryEvent>'
    found = bring(START + tasks("a", "c") + late + END, "s>a", "a>e", "b>c", "c>e")
    assert found.document["steps"][0]["on_timeout"] == {"to": [{"role": "sales"}]}
    found = bring(START + tasks("a") + late + END + '<endEvent id="e2"/>', "s>a", "a>e", "b>e2")
    assert (found.document["steps"][0]["due"], found.document["steps"][0]["on_timeout"]) == ({"for": "PT2H"}, "end")
    assert [length_from(text) for text in ("P2D", "${dateTime().plusWeeks(1).toDate()}", "${now().plusHours(3)}", "2 days", "")] == ["P2D", "P1W", "PT3H", None, None]
    assert [schedule_from(text) for text in ("0 0/5 * 1/1 * ?", "30 8 * * 1-5", "0/5 0/1 * 1/1 * ?", "0 0 8 ? * 2", "R/PT1H")] == ["*/5 * * * *", "30 8 * * 1-5", None, None, None]


def test_a_clock_begins_an_automation() -> None:
    start = '<startEvent id="s"><timerEventDefinition><timeCycle>0 0 8 * * ?</timeCycle></timerEventDefinition></startEvent>'
    found = bring(start + '<businessRuleTask id="d" camunda:decisionRef="risk-Class" camunda:resultVariable="riskClass"/>', "s>d")
    assert found.document == {"name": "p", "on": {"schedule": "0 8 * * *"}, "steps": [{"id": "d", "do": "decide", "table": "risk_class", "as": "risk_class"}]}


def test_what_isn_t_known_is_told() -> None:
    catch = '<intermediateCatchEvent id="c"><messageEventDefinition/></intermediateCatchEvent><textAnnotation id="t"/><task id="alone"/>'
    found = bring(START + catch + tasks("a"), "s>c", "c>a")
    assert told(found) == [
        "c: What is waited for isn't known here: c",
        "t: Data and notes of a drawing aren't taken over",
        "alone: It stands on no way that is taken over: task",
    ]


# -- what isn't read ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b'<definitions xmlns="urn:other"/>', Invalid),
        (f"{HEAD}</definitions>".encode(), Invalid),
        (f'{HEAD}{"<process/>" * 101}</definitions>'.encode(), TooLarge),
        (f'{HEAD}<process id="p">{"".join(f"<task id=%s{n}%s/>" % (chr(34), chr(34)) for n in range(5001))}</process></definitions>'.encode(), TooLarge),
    ],
)
def test_files_that_are_something_else_are_refused(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_bpmn(data, object="quote")


def test_many_ways_that_part_again_and_again_are_read_in_a_moment() -> None:
    gates = "".join(f'<exclusiveGateway id="x{n}"/>' for n in range(60))
    ways = [way for n in range(59) for way in (f"x{n}>x{n + 1}", f"x{n}>x{min(n + 2, 59)}:${{c{n}}}")]
    assert "too large" in " ".join(told(bring(START + gates + tasks("a"), "s>x0", *ways)))


def test_what_is_large_is_read_in_a_moment() -> None:
    many = "".join(f'<task id="t{number}"/>' for number in range(4990))
    assert len(told(bring(START + many))) == 4991
    outside = "".join(f'<message id="m{number}"/>' for number in range(20_000))
    assert len(read_bpmn(f'{HEAD}{outside}<process id="p"/></definitions>'.encode(), object="quote").remarks) == 20_000
    people = ",".join(f"user{number}" for number in range(100_000))
    found = bring(f'<userTask id="a" camunda:candidateUsers="{people}"/>')
    assert len(found.document["steps"][0]["approvers"]) == 50 and "first 50" in " ".join(told(found))


KINDS = ("userTask", "task", "serviceTask", "exclusiveGateway", "parallelGateway", "inclusiveGateway", "endEvent", "subProcess", "eventBasedGateway")
names = st.sampled_from([f"n{number}" for number in range(8)])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(KINDS), min_size=8, max_size=8),
    st.lists(st.tuples(names, names, st.sampled_from(["", "${approved}", "${!approved}", "${n > 5}", "${f(x)}"])), max_size=16),
)
def test_whatever_is_drawn_is_a_definition_and_every_element_is_accounted_for(kinds: list[str], drawn: list[tuple[str, str, str]]) -> None:
    inside = START + "".join(f'<{kind} id="n{number}"/>' for number, kind in enumerate(kinds))
    ways = ["s>n0", *(f"{source}>{target}:{condition.replace('>', '&gt;')}" for source, target, condition in drawn)]
    found = bring(inside, *ways)
    said = set(found.taken) | {one.field for one in found.remarks}
    assert {"s", *(f"n{number}" for number in range(8)), *(f"f{number}" for number in range(len(ways)))} <= said
