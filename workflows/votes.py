"""How several people decide one step: when it is passed, when it has failed, and when it waits.

The table is that of the modes A-MULTI-01 to -08. Shares are compared in whole numbers, never as quotients.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

__all__ = ["Ballot", "Rule", "Verdict", "Vote", "verdict"]


class Vote(StrEnum):
    """What one participant said so far."""

    pending = "pending"
    approve = "approve"
    reject = "reject"
    abstain = "abstain"


class Verdict(StrEnum):
    """What follows for the step."""

    wait = "wait"
    passed = "passed"
    failed = "failed"


@dataclass(frozen=True, slots=True)
class Ballot:
    """One participant: what was said, with which weight, and whether approval or rejection alone decides."""

    vote: Vote
    weight: int = 1
    passes: bool = False
    vetoes: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """What a step asks of its participants.

    mode: `any` (one approval is enough), `all`, `sequence` (all, one after another), `percent`, `count` or `weight`
    (at least `least` of them: a percentage, a number of people, a sum of weights; without `least`, more than half).
    first: with `any`, the first decision decides; without it, all must reject for the step to fail.
    early: a step ends as soon as its end is certain; without it, when everyone has decided.
    abstentions: whether who abstains counts among those who could have approved.
    """

    mode: str = "any"
    least: Fraction | None = None
    first: bool = False
    early: bool = True
    abstentions: bool = True


def verdict(rule: Rule, ballots: Sequence[Ballot]) -> Verdict:
    """What the ballots come to.

    Without any ballot, or where all abstained and abstentions don't count, it waits: who asks has to say what an empty
    step means (A-EMPTY, E41).
    """
    for ballot in ballots:
        if ballot.passes and ballot.vote is Vote.approve:
            return Verdict.passed
        if ballot.vetoes and ballot.vote is Vote.reject:
            return Verdict.failed
    counted = [one for one in ballots if rule.abstentions or one.vote is not Vote.abstain]
    open_ = sum(one.vote is Vote.pending for one in counted)
    if not counted or (open_ and not rule.early):
        return Verdict.wait
    return _MODES[rule.mode](rule, counted, open_)


def _any(rule: Rule, counted: Sequence[Ballot], open_: int) -> Verdict:
    votes = [one.vote for one in counted]
    if Vote.approve in votes:
        return Verdict.passed
    if rule.first and Vote.reject in votes:
        return Verdict.failed
    return Verdict.wait if open_ else Verdict.failed


def _all(rule: Rule, counted: Sequence[Ballot], open_: int) -> Verdict:
    """An abstention that counts is no approval, so that all can't be reached any more."""
    if any(one.vote in (Vote.reject, Vote.abstain) for one in counted):
        return Verdict.failed
    return Verdict.wait if open_ else Verdict.passed


def _least(rule: Rule, counted: Sequence[Ballot], open_: int) -> Verdict:
    approved, reachable, total = Fraction(0), Fraction(0), Fraction(0)
    for one in counted:
        worth = one.weight if rule.mode == "weight" else 1
        total += worth
        approved += worth if one.vote is Vote.approve else 0
        reachable += worth if one.vote in (Vote.approve, Vote.pending) else 0
    if rule.least is None:
        return _settled(approved * 2 > total, reachable * 2 > total)
    needed = rule.least * total / 100 if rule.mode == "percent" else rule.least
    return _settled(approved >= needed, reachable >= needed)


def _settled(passed: bool, possible: bool) -> Verdict:
    if passed:
        return Verdict.passed
    return Verdict.wait if possible else Verdict.failed


_MODES = {"any": _any, "all": _all, "sequence": _all, "percent": _least, "count": _least, "weight": _least}
