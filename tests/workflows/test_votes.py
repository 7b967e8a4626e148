"""Every mode of several people deciding one step, against the table of the modes written out once more."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.votes import Ballot, Rule, Verdict, Vote, verdict

MOST = 5
COUNTS = [(a, r, s, p) for a, r, s, p in product(range(MOST + 1), repeat=4) if 0 < a + r + s + p <= MOST]


def ballots(a: int, r: int, s: int, p: int) -> list[Ballot]:
    """So many approvals, rejections, abstentions, and people who have said nothing."""
    return [Ballot(vote) for vote, count in ((Vote.approve, a), (Vote.reject, r), (Vote.abstain, s), (Vote.pending, p)) for _ in range(count)]


def said(passed: bool, failed: bool) -> Verdict:
    assert not (passed and failed)
    return Verdict.passed if passed else Verdict.failed if failed else Verdict.wait


def test_A_MULTI_01_a_single_person_decides() -> None:
    assert [verdict(Rule("any"), [Ballot(vote)]) for vote in (Vote.pending, Vote.approve, Vote.reject)] == list(Verdict)


@pytest.mark.parametrize(("a", "r", "s", "p"), COUNTS)
def test_A_MULTI_02_to_06_the_modes_are_those_of_the_table(a: int, r: int, s: int, p: int) -> None:
    n, cast = a + r + s + p, ballots(a, r, s, p)
    assert verdict(Rule("any"), cast) is said(a >= 1, a == 0 and p == 0)
    assert verdict(Rule("any", first=True), cast) is said(a >= 1, a == 0 and (r >= 1 or p == 0))
    for mode in ("all", "sequence"):
        assert verdict(Rule(mode), cast) is said(a == n, r >= 1 or s >= 1)
        assert verdict(Rule(mode, early=False), cast) is said(a == n, p == 0 and a < n)
    for share in (1, 33, 50, 51, 67, 100):
        assert verdict(Rule("percent", Fraction(share)), cast) is said(a * 100 >= share * n, (n - r - s) * 100 < share * n)
        late = verdict(Rule("percent", Fraction(share), early=False), cast)
        assert late is (Verdict.wait if p else said(a * 100 >= share * n, a * 100 < share * n))
    for k in range(1, n + 1):
        assert verdict(Rule("count", Fraction(k)), cast) is said(a >= k, n - r - s < k)
    assert verdict(Rule("count"), cast) is said(2 * a > n, 2 * (n - r - s) <= n)


@pytest.mark.parametrize(("a", "r", "s", "p"), COUNTS)
def test_abstentions_can_be_left_out_of_the_count(a: int, r: int, s: int, p: int) -> None:
    for mode, least in (("any", None), ("all", None), ("percent", Fraction(60)), ("count", Fraction(1))):
        with_them = verdict(Rule(mode, least, abstentions=False), ballots(a, r, s, p))
        assert with_them is verdict(Rule(mode, least), ballots(a, r, 0, p))


def test_E41_where_nobody_counts_nothing_is_passed() -> None:
    for mode in ("any", "all", "sequence", "percent", "count", "weight"):
        assert verdict(Rule(mode, abstentions=False), ballots(0, 0, 3, 0)) is Verdict.wait
        assert verdict(Rule(mode), []) is Verdict.wait


def test_E40_exactly_the_share_is_enough() -> None:
    third = Rule("percent", Fraction(100, 3))
    assert verdict(third, ballots(1, 2, 0, 0)) is Verdict.passed
    assert verdict(Rule("percent", Fraction(50)), ballots(1, 1, 0, 0)) is Verdict.passed


def test_A_MULTI_05_weights_are_summed_and_more_than_half_is_enough_unless_said() -> None:
    chief, clerk = Ballot(Vote.approve, 3), Ballot(Vote.pending, 1)
    assert verdict(Rule("weight"), [chief, clerk, clerk]) is Verdict.passed
    assert verdict(Rule("weight"), [Ballot(Vote.reject, 3), clerk, clerk]) is Verdict.failed
    assert verdict(Rule("weight", Fraction(4)), [chief, clerk, clerk]) is Verdict.wait
    assert verdict(Rule("weight", Fraction(6)), [chief, clerk, clerk]) is Verdict.failed


def test_A_MULTI_07_one_voice_can_decide_alone() -> None:
    others = ballots(0, 3, 0, 2)
    assert verdict(Rule("all"), [Ballot(Vote.approve, passes=True), *others]) is Verdict.passed
    assert verdict(Rule("any"), [Ballot(Vote.reject, vetoes=True), *ballots(1, 0, 0, 0)]) is Verdict.failed


cast = st.lists(
    st.builds(Ballot, st.sampled_from(Vote), st.integers(1, 5), passes=st.booleans(), vetoes=st.booleans()), min_size=1, max_size=6
)
rules = st.builds(
    Rule,
    st.sampled_from(["any", "all", "sequence", "percent", "count", "weight"]),
    st.none() | st.fractions(1, 100),
    first=st.booleans(),
    early=st.booleans(),
    abstentions=st.booleans(),
)


@given(rules, cast, st.data())
def test_what_is_certain_stays_whatever_the_others_say(rule: Rule, given_: list[Ballot], data: st.DataObject) -> None:
    """A step that has passed or failed without a voice that decides alone ends so, whoever else decides."""
    ordinary = [Ballot(one.vote, one.weight) for one in given_]
    now = verdict(rule, ordinary)
    said_later = [
        Ballot(data.draw(st.sampled_from([Vote.approve, Vote.reject])), one.weight) if one.vote is Vote.pending else one for one in ordinary
    ]
    if now is not Verdict.wait and rule != Rule("any", rule.least, first=True, early=rule.early, abstentions=rule.abstentions):
        assert verdict(rule, said_later) is now


@given(rules, cast)
def test_nothing_waits_once_everyone_has_decided(rule: Rule, given_: list[Ballot]) -> None:
    decided = [Ballot(Vote.approve if one.vote is Vote.pending else one.vote, one.weight, one.passes, one.vetoes) for one in given_]
    counted = [one for one in decided if rule.abstentions or one.vote is not Vote.abstain]
    assert (verdict(rule, decided) is Verdict.wait) <= (not counted)


@given(rules, cast)
def test_one_more_approval_never_undoes_a_pass(rule: Rule, given_: list[Ballot]) -> None:
    if verdict(rule, given_) is Verdict.passed:
        for number, one in enumerate(given_):
            if one.vote is Vote.pending:
                more = [*given_[:number], Ballot(Vote.approve, one.weight, one.passes, one.vetoes), *given_[number + 1 :]]
                assert verdict(rule, more) is Verdict.passed
