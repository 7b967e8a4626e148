"""Definitions as BPMN: what we wrote comes back as it was, others find what they look for, and everything is drawn."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from dougong import Invalid
from workflows.bpmn.reading import Imported, read_bpmn
from workflows.bpmn.writing import write_bpmn
from workflows.markup import Node, read
from workflows.programs import LISTS, problems_of
from workflows.shapes import schema_of

ASK = {"id": "manager", "approvers": [{"role": "sales"}, {"user": "ann@example.com"}], "mode": "all"}
APPROVAL: dict[str, Any] = {
    "name": "discount", "label": "Discounts", "object": "quote", "entry": "discount > 10", "lock": True, "expires": {"for": "P30D"},
    "steps": [
        ASK,
        {"id": "finance", "when": "total > 50000", "approvers": [{"role": "finance"}], "reject_to": "manager"},
        {
            "id": "sort", "do": "branch", "label": "Which?",
            "cases": [{"when": "a", "then": [{"do": "end", "outcome": "rejected"}]}, {"when": "b < 1", "then": [], "label": "B"}],
            "else": [{"do": "each", "in": "lines", "as": "line", "steps": [{"do": "post", "message": "Look at {line}"}]}],
        },
        {"do": "parallel", "join": "first", "branches": [{"steps": [{"do": "wait", "for": "P1D"}]}, {"when": "c", "steps": []}]},
        {"do": "wait_for", "event": {"object": "quote"}, "for": "P2D", "timed_out": [{"do": "notify", "to": [{"initiator": True}], "message": "Late"}]},
        {"do": "decide", "table": "queue", "as": "queue"},
        {"do": "approve", "approval": "contract", "rejected": [{"do": "post", "message": "No contract"}]},
    ],
    "on_approved": [{"do": "call", "automation": "tell_all"}], "on_rejected": [], "on_expired": [{"do": "post", "message": "Too late"}],
}  # fmt: skip


def back(data: bytes) -> Imported:
    found = read_bpmn(data, object="other")
    assert found.remarks == ()
    [one] = found.definitions
    return one


def test_a_definition_comes_back_as_it_was() -> None:
    found = back(write_bpmn("approval", APPROVAL))
    assert (found.kind, found.document, found.remarks) == ("approval", APPROVAL, ())
    assert {"manager", "finance", "sort", "steps/5"} <= set(found.taken.values())


# -- any definition ----------------------------------------------------------------------------------------------

texts = st.text(min_size=1, max_size=12).filter(lambda text: bool(text))
conditions = st.sampled_from(["amount > 5", "a = \"x\" AND b < 'y'", "NOT ok", "x\r\n\t> 1"]) | texts
common = st.fixed_dictionaries({}, optional={"label": texts, "when": conditions, "as": st.sampled_from(["one", "two"]), "on_error": st.just("end")})
people = st.lists(st.sampled_from([{"role": "sales"}, {"field": "owner.manager"}, {"initiator": True}]), min_size=1, max_size=2)


def simple() -> st.SearchStrategy[dict[str, Any]]:
    return st.one_of(
        st.fixed_dictionaries({"do": st.just("ask"), "approvers": people}, optional={"mode": st.sampled_from(["all", "any"]), "due": st.just({"for": "P1D"})}),
        st.fixed_dictionaries({"do": st.just("post"), "message": texts}),
        st.fixed_dictionaries({"do": st.just("update"), "set": st.dictionaries(st.sampled_from(["a", "b"]), texts | st.integers() | st.floats(allow_nan=False, allow_infinity=False), min_size=1)}),
        st.fixed_dictionaries({"do": st.just("wait"), "until": conditions}),
        st.fixed_dictionaries({"do": st.just("wait"), "for": st.just("PT8H")}),
        st.fixed_dictionaries({"do": st.just("call"), "automation": st.just("other")}),
        st.fixed_dictionaries({"do": st.just("end")}, optional={"outcome": st.sampled_from(["rejected", "approved"])}),
    )  # fmt: skip


def holding(steps: st.SearchStrategy[list[dict[str, Any]]]) -> st.SearchStrategy[dict[str, Any]]:
    lane = st.fixed_dictionaries({"steps": steps}, optional={"when": conditions, "label": texts})
    case = st.fixed_dictionaries({"when": conditions, "then": steps}, optional={"label": texts})
    return st.one_of(
        st.fixed_dictionaries({"do": st.just("branch"), "when": conditions}, optional={"then": steps, "else": steps}),
        st.fixed_dictionaries({"do": st.just("branch"), "cases": st.lists(case, min_size=1, max_size=3)}, optional={"else": steps}),
        st.fixed_dictionaries({"do": st.just("parallel"), "branches": st.lists(lane, min_size=2, max_size=3)}, optional={"join": st.sampled_from(["all", "first"])}),
        st.fixed_dictionaries({"do": st.just("each"), "in": conditions, "steps": steps}, optional={"parallel": st.booleans()}),
        st.fixed_dictionaries({"do": st.just("approve"), "approval": st.just("other")}, optional={"rejected": steps}),
        st.fixed_dictionaries({"do": st.just("wait_for"), "event": st.just({"object": "quote"})}, optional={"for": st.just("P1D"), "timed_out": steps}),
    )  # fmt: skip


def with_common(step: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(lambda said, own: {**said, **own}, common, step)


step_lists = st.recursive(
    st.lists(with_common(simple()), max_size=3),
    lambda inner: st.lists(with_common(simple() | holding(inner)), max_size=3),
    max_leaves=6,
)


@st.composite
def definitions(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    kind = draw(st.sampled_from(["approval", "automation"]))
    document: dict[str, Any] = {"name": draw(st.sampled_from(["tried", "s0", "s1"])), "steps": draw(step_lists)}
    if kind == "approval":
        document["object"] = "quote"
        document["steps"].insert(0, {"approvers": [{"role": "sales"}]})
        document.update(draw(st.fixed_dictionaries({}, optional={phase: step_lists for phase in LISTS if phase != "steps"})))
        document.update(draw(st.fixed_dictionaries({}, optional={"expires": st.just({"for": "P3D"}), "label": texts, "entry": conditions})))
    else:
        document["on"] = draw(st.sampled_from([{"called": True}, {"schedule": "0 8 * * *"}, {"object": "quote", "when": "a > 1"}, {"webhook": True}]))
    count = iter(range(1000))
    for phase in LISTS:
        _tidy(document.get(phase, []), draw, count, asks=phase == "steps")
    return kind, document


def _tidy(steps: list[dict[str, Any]], draw: st.DrawFn, count: Any, *, asks: bool) -> None:
    """What `problems_of` refuses is left out; some steps get names."""
    for number, step in enumerate(list(steps)):
        if step.get("do") == "branch" and "cases" in step:
            step.pop("when", None)
        if step.get("do") == "ask" and not asks:
            step.clear()
            step.update(do="post", message="nobody is asked")
        if draw(st.booleans()):
            step["id"] = f"s{next(count)}"
        for inner in ("then", "else", "steps", "timed_out", "rejected"):
            _tidy(step.get(inner, []), draw, count, asks=asks)
        for inner in (*step.get("cases", ()), *step.get("branches", ())):
            _tidy(inner.get("then", inner.get("steps")), draw, count, asks=asks)
        if step.get("do") == "end":
            del steps[number + 1 :]
            return


@settings(max_examples=60, deadline=None)
@given(definitions())
def test_every_definition_comes_back_as_it_was_and_is_drawn_whole(made: tuple[str, dict[str, Any]]) -> None:
    kind, document = made
    assert problems_of(kind, document) == []
    data = write_bpmn(kind, document)
    found = back(data)
    assert (found.kind, found.document) == (kind, document)
    assert wrong_with(data) == []


@settings(max_examples=3, deadline=None)
@given(definitions())
def test_what_is_tried_are_definitions(made: tuple[str, dict[str, Any]]) -> None:
    Draft202012Validator(schema_of(made[0])).validate(made[1])


# -- as others see it --------------------------------------------------------------------------------------------


def wrong_with(data: bytes) -> list[str]:
    """What isn't as the standard wants it: ids, references, ends of flows, shapes and edges."""
    root = read(data)
    nodes = {node.get("id"): node for node in root.walk() if node.get("id")}
    found = [name for name in nodes if not re.fullmatch(r"[A-Za-z_][\w.-]*", name)]
    if len(nodes) != sum(1 for node in root.walk() if node.get("id")):
        found.append("an id is there twice")
    drawn = {node.get("bpmnElement") for node in root.walk()}
    for owner in (node for node in root.walk() if node.name in ("process", "subProcess")):
        own = {node.get("id") for node in owner.children if node.get("id")}
        for node in owner.children:
            if node.get("id") and node.get("id") not in drawn:
                found.append(f"{node.get('id')} isn't drawn")
            found += [f"{node.get('id')}: {end}" for end in _wrong_ends(node, own)]
    boxes = _boxes(root)
    found += [f"{name} overlaps {other}" for name, other in _overlaps(boxes)]
    return [*found, *_crossings(root, boxes)]


def _wrong_ends(node: Node, own: set[str]) -> list[str]:
    if node.name == "sequenceFlow":
        return [end for end in (node.get("sourceRef"), node.get("targetRef")) if end not in own]
    into, out = (len(list(node.all(name))) for name in ("incoming", "outgoing"))
    if node.name in ("startEvent", "boundaryEvent"):
        return [] if (into, out) == (0, 1) else ["a beginning"]
    if node.name == "endEvent":
        return [] if out == 0 else ["an end"]
    return [] if node.name == "extensionElements" or not node.get("id") or out or node.name.endswith(("Gateway", "subProcess")) else ["goes nowhere"]


def _boxes(root: Node) -> dict[str, list[int]]:
    """Where each element is drawn: left, top, width, height. Frames are around others, and events sit on their edges."""
    kinds = {node.get("id"): node.name for node in root.walk() if node.get("id")}
    found = {}
    for shape in (node for node in root.walk() if node.name == "BPMNShape"):
        bounds = shape.one("Bounds")
        assert bounds is not None
        if kinds[shape.get("bpmnElement")] not in ("subProcess", "boundaryEvent"):
            found[shape.get("bpmnElement")] = [int(bounds.get(key)) for key in ("x", "y", "width", "height")]
    return found


def _overlaps(boxes: dict[str, list[int]]) -> list[tuple[str, str]]:
    names = sorted(boxes)
    return [(one, other) for number, one in enumerate(names) for other in names[number + 1 :] if not _apart(boxes[one], boxes[other])]


def _crossings(root: Node, boxes: dict[str, list[int]]) -> list[str]:
    """Flows that are drawn through elements, their own included, or aslant."""
    found = []
    for edge in (node for node in root.walk() if node.name == "BPMNEdge"):
        points = [(int(point.get("x")), int(point.get("y"))) for point in edge.all("waypoint")]
        for (x, y), (to_x, to_y) in zip(points, points[1:], strict=False):
            if x != to_x and y != to_y:
                found.append(f"{edge.get('id')} is aslant")
            line = [min(x, to_x), min(y, to_y), abs(x - to_x), abs(y - to_y)]
            found += [f"{edge.get('id')} crosses {name}" for name, box in boxes.items() if not _apart(line, box)]
    return found


def _apart(one: list[int], other: list[int]) -> bool:
    return one[0] + one[2] <= other[0] or other[0] + other[2] <= one[0] or one[1] + one[3] <= other[1] or other[1] + other[3] <= one[1]


def test_others_find_people_times_conditions_and_calls() -> None:
    root = read(write_bpmn("approval", APPROVAL))
    nodes = {node.get("id"): node for node in root.walk() if node.get("id")}
    owners = [owner.words("resourceAssignmentExpression", "formalExpression") for owner in nodes["manager"].all("potentialOwner")]
    assert owners == ["role(sales)", "user(ann@example.com)"]
    assert nodes["manager"].one("multiInstanceLoopCharacteristics") is not None
    assert nodes["Event.on_expired"].words("timerEventDefinition", "timeDuration") == "P30D"
    assert nodes["on_approved.0"].get("calledElement") == "tell_all"
    assert [flow.words("conditionExpression") for flow in root.walk() if flow.get("sourceRef") == "sort"] == ["a", "b < 1", ""]
    assert nodes["sort"].get("default")


# -- changed by others -------------------------------------------------------------------------------------------


def changed(old: str, new: str, kind: str = "approval", document: dict[str, Any] = APPROVAL) -> Imported:
    text = write_bpmn(kind, document).decode()
    assert old in text
    return read_bpmn(text.replace(old, new).encode(), object="other").definitions[0]


def test_conditions_and_names_that_others_change_come_back() -> None:
    found = changed(">total &gt; 50000<", ">total &gt; 90000<")
    assert found.document["steps"][1]["when"] == "total > 90000"
    found = changed('name="manager"', 'name="The boss"')
    assert found.document["steps"][0] == {**ASK, "label": "The boss"}


def test_a_graph_that_is_no_tree_any_more_is_read_as_any_other() -> None:
    document = {"name": "p", "on": {"called": True}, "steps": [{"id": "a", "do": "post", "message": "A"}, {"id": "b", "do": "post", "message": "B"}]}
    found = changed("</process>", '<task id="n" name="New"/><sequenceFlow id="x" sourceRef="b" targetRef="n"/></process>', "automation", document)
    assert found.document["on"] == {"called": True}
    assert found.document["steps"][0] == document["steps"][0]
    assert [one.code for one in found.remarks][0] == "changed"


@pytest.mark.parametrize("damaged", ["{", "[1]", "[" * 100_000, '{"a":NaN}'])
def test_what_is_damaged_is_refused(damaged: str) -> None:
    text = re.sub(r">\{[^<]*<", lambda _: f">{damaged}<", write_bpmn("approval", APPROVAL).decode())
    with pytest.raises(Invalid):
        read_bpmn(text.encode(), object="other")


def test_a_step_of_ours_among_those_of_others_is_what_it_was() -> None:
    ours = "".join(
        f'<task id="{name}" name="{name}"><extensionElements><o:step xmlns:o="urn:dougong:process:1">{said}</o:step></extensionElements></task>'
        for name, said in [("a", '{"do":"post","message":"Hi"}'), ("b", '{"do":"branch","cases":5}'), ("c", '{"approvers":5,"return_to":5}'), ("d", '{"do":"weigh"}'), ("e", '{"do":5}')]
    )  # fmt: skip
    flows = "".join(f'<sequenceFlow id="f{one}" sourceRef="{one}" targetRef="{other}"/>' for one, other in zip("abcd", "bcde", strict=True))
    head = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'
    [found] = read_bpmn(f'{head}<process id="p">{ours}{flows}</process></definitions>'.encode(), object="other").definitions
    assert [step["do"] for step in found.document["steps"]] == ["post", "post", "post", "weigh", "post"]
    assert found.document["steps"][0] == {"do": "post", "message": "Hi", "label": "a"}


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_whatever_others_take_away_it_is_read_or_refused(data: st.DataObject) -> None:
    lines = write_bpmn("approval", APPROVAL).decode().split("\n")
    whole = [number for number, line in enumerate(lines) if line.strip().startswith("<") and ("/>" in line or "</" in line and line.strip()[1] != "/")]
    gone = data.draw(st.sets(st.sampled_from(whole), max_size=4))
    try:
        read_bpmn("\n".join(line for number, line in enumerate(lines) if number not in gone).encode(), object="other")
    except Invalid:
        pass
