"""Decision tables from DMN: what comes in, and that what doesn't is told with its element."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dougong import Invalid, Problem, TooLarge
from metadata.expressions.parser import parse
from workflows.decisions.dmn import Tables, read_dmn
from workflows.foreign import name_from, translated
from workflows.markup import DEEPEST, LARGEST, MOST_NODES, Node, read, write


def file(inside: str) -> bytes:
    return f'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/">{inside}</definitions>'.encode()


def tables(inside: str, hit: str = "") -> Tables:
    return read_dmn(file(f'<decision id="size" name="Size"><decisionTable{hit}>{inside}</decisionTable></decision>'))


def told(found: Tables) -> list[str]:
    return [str(one) for one in found.remarks]


INPUT = "<input><inputExpression><text>orderTotal</text></inputExpression></input>"
OUTPUT = '<output name="Sort"/>'


def rule(cell: str, says: str) -> str:
    return f'<rule id="r"><inputEntry><text>{cell}</text></inputEntry><outputEntry><text>{says}</text></outputEntry></rule>'


def test_names_become_ours_in_expressions_and_cells() -> None:
    found = tables(INPUT + OUTPUT + rule("&gt; creditLimit, 5", '"Big"') + rule('"creditLimit"', "orderTotal * 2"))
    assert found.documents[0] == {
        "name": "size",
        "label": "Size",
        "inputs": [{"value": "order_total"}],
        "outputs": [{"name": "sort", "label": "Sort"}],
        "rules": [{"if": ["> credit_limit, 5"], "then": ["Big"]}, {"if": ['"creditLimit"'], "then": [{"formula": "order_total * 2"}]}],
    }
    assert told(found) == []


def test_what_has_no_place_here_is_told() -> None:
    assert told(tables(INPUT + OUTPUT + rule("some x in y satisfies x", "1"))) == ["r: The rule is left out: x stands where , is expected"]
    assert told(tables(INPUT + OUTPUT + rule("1", "f(x)"))) == ["r: The expression f(x) can't be translated: ( isn't understood"]
    assert told(tables(INPUT + OUTPUT, ' preferredOrientation="CrossTable"')) == ["size: Tables with rules down and across aren't taken over"]
    assert told(tables(INPUT + OUTPUT, ' hitPolicy="BEST"')) == ["decisionTable: There is no hit policy BEST"]
    assert told(tables(OUTPUT)) == ["size: The table has no inputs, or no outputs"]
    assert told(tables(INPUT + OUTPUT + rule("1", "1") * 1001)) == ["size: A table has 1000 rules and 20 columns at most"]
    literal = read_dmn(file('<decision id="a"><literalExpression/></decision><businessKnowledgeModel id="b"/>'))
    assert told(literal) == ["a: Only decision tables are taken over", "b: Only decision tables are taken over"]
    lacking = '<decision id="a" name="A"><informationRequirement><requiredDecision href="#gone"/></informationRequirement><decisionTable>'
    assert told(read_dmn(file(f"{lacking}{INPUT}{OUTPUT}</decisionTable></decision>"))) == ["a: It needs the decision gone, which isn't in this file"]


def test_tables_of_one_name_are_told_apart_and_too_many_are_refused() -> None:
    twice = f'<decision id="_1" name="Size"><decisionTable>{INPUT}{OUTPUT}</decisionTable></decision>'
    assert [one["name"] for one in read_dmn(file(twice + twice.replace("_1", "_2"))).documents] == ["size", "size_n2"]
    with pytest.raises(TooLarge):
        read_dmn(file("<decision/>" * 201))


@pytest.mark.parametrize(
    ("condition", "expression"),
    [
        ("${approved}", "approved"),
        ("#{!approved}", "NOT approved"),
        ("${amount > 5 && !(isVip || empty owner.team)}", "amount > 5 AND NOT (is_vip OR ISBLANK(owner.team))"),
        ("${vacationApproved == 'true'}", 'vacation_approved = "true"'),
        ("${a or b and c}", "a OR b AND c"),
        ("${(a or b) and c}", "(a OR b) AND c"),
        ("${a - (b - c) * 2 >= 1.5}", "a - (b - c) * 2 >= 1.5"),
        ("${x != null ? 'it\\'s' : \"say \\\"hi\\\"\"}", 'IF(x <> NULL, "it\'s", "say ""hi""")'),
        ("= amount >= 10", "amount >= 10"),
        ("${!a == b}", "(NOT a) = b"),
    ],
)
def test_conditions_of_other_engines_are_translated(condition: str, expression: str) -> None:
    assert translated(condition) == expression
    parse(expression)


@pytest.mark.parametrize("condition", ["", "${service.find(id)}", "${a b}", "Service Level == 'Premium'", "${in}", "${a[0]}", "(" * 5000, "!" * 1000, "${a", "x" * 3000])
def test_what_has_no_translation_is_refused(condition: str) -> None:
    with pytest.raises(Invalid):
        translated(condition)


def test_names_are_made_of_any_text() -> None:
    assert [name_from(text) for text in ("approveInvoice", "Approve\nInvoice!", "2nd", "经理", "HR")] == ["approve_invoice", "approve_invoice", "x_2nd", "", "hr"]


# -- XML ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', Invalid),
        (b'<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>', Invalid),
        (b"<a><b></a>", Invalid),
        (b"", Invalid),
        (b"\0\1", Invalid),
        (b'<?xml version="1.0" encoding="none-such"?><a/>', Invalid),
        (b"<a>" * (DEEPEST + 2), TooLarge),
        (b"<a>" + b"<b/>" * MOST_NODES + b"</a>", TooLarge),
        (b" " * (LARGEST + 1), TooLarge),
        (b"<definitions/>", Invalid),
    ],
)
def test_xml_that_could_hurt_is_refused(data: bytes, error: type[Problem]) -> None:
    with pytest.raises(error):
        read_dmn(data)


@given(st.text(max_size=20), st.text(max_size=20))
def test_what_is_written_is_read_again(text: str, attribute: str) -> None:
    found = read(write(Node("a", {"b": attribute}, [Node("c", text=text)]), {"": "urn:x"}))
    plain = "".join(sign if sign in "\t\n\r" or sign >= " " and sign not in "\ufffe\uffff" and not "\ud800" <= sign <= "\udfff" else "\ufffd" for sign in text)
    assert found.children[0].text == plain
    assert (found.space, found.name) == ("urn:x", "a")
