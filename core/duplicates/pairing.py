"""From many records to groups that are likely the same thing, without comparing each with every other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from core.duplicates.rules import Forms, MatchRule
from core.duplicates.scoring import Likeness, Scorer

__all__ = ["Entry", "Group", "Pair", "grouped", "pairs_of"]

#: A word that more records than this have in common says nothing, so they don't meet under it.
MOST_MEETING = 60
#: Records that meet among more than this must meet under a second word too.
FEW_MEETING = 8
Progress = Callable[[float], None]


@dataclass(frozen=True)
class Entry:
    """A record as one rule looks at it. `side`: which of several sources it is from, where the rule is between those."""

    id: str
    forms: Forms
    side: Any = None


@dataclass(frozen=True)
class Pair:
    """Two records that a rule takes for the same thing."""

    one: str
    other: str
    likeness: Likeness


@dataclass(frozen=True)
class Group:
    """Records that are likely the same thing, and the pairs that say so."""

    ids: tuple[str, ...]
    pairs: tuple[Pair, ...]

    @property
    def score(self) -> float:
        """How alike those are that are least alike of the pairs which hold it together."""
        return min(pair.likeness.score for pair in self.pairs)


def pairs_of(
    rule: MatchRule, entries: Sequence[Entry], progress: Progress = lambda share: None, counted: list[int] | None = None
) -> list[Pair]:
    """The pairs that the rule finds. `counted` takes the number of pairs that were compared."""
    scorer = Scorer(rule, (entry.forms for entry in entries))
    found: list[Pair] = []
    compared = 0
    for one, other in _candidates(rule, entries, progress):
        compared += 1
        likeness = scorer.likeness(one.forms, other.forms)
        if likeness is not None:
            found.append(Pair(one.id, other.id, likeness))
    if counted is not None:
        counted.append(compared)
    return found if rule.between is None else _best(found)


def _candidates(rule: MatchRule, entries: Sequence[Entry], progress: Progress) -> Iterator[tuple[Entry, Entry]]:
    """Each pair that meets under some word, once."""
    blocks: dict[Any, list[int]] = defaultdict(list)
    for at, entry in enumerate(entries):
        for word in _words(rule, entry.forms):
            blocks[word].append(at)
    seen: dict[int, bool] = {}
    for done, meeting in enumerate(blocks.values()):
        if done % 1000 == 0:
            progress(done / len(blocks))
        if len(meeting) > MOST_MEETING:
            continue
        for one, other in combinations(meeting, 2):
            mark = one * len(entries) + other
            sure = seen.get(mark)
            if sure or (rule.between is not None and entries[one].side == entries[other].side):
                continue
            seen[mark] = sure is not None or len(meeting) <= FEW_MEETING
            if seen[mark]:
                yield entries[one], entries[other]


def _words(rule: MatchRule, forms: Forms) -> Iterable[str]:
    return dict.fromkeys(rule.own.keys(forms) if rule.similar is None else rule.blocks(forms))


def _best(pairs: Sequence[Pair]) -> list[Pair]:
    """Of two sources each record is one of the other's at most: the pairs that are the best for both."""
    best: dict[str, float] = defaultdict(float)
    for pair in pairs:
        for id in (pair.one, pair.other):
            best[id] = max(best[id], pair.likeness.score)
    return [pair for pair in pairs if pair.likeness.score >= best[pair.one] and pair.likeness.score >= best[pair.other]]


def grouped(pairs: Iterable[Pair]) -> list[Group]:
    """Records that pairs hold together, the surest groups first."""
    strongest: dict[tuple[str, str], Pair] = {}
    for pair in sorted(pairs, key=lambda pair: -pair.likeness.score):
        strongest.setdefault((pair.one, pair.other), pair)
    above: dict[str, str] = {}
    for pair in strongest.values():
        above[_top(above, pair.one)] = _top(above, pair.other)
    members: dict[str, dict[str, None]] = defaultdict(dict)
    holding: dict[str, list[Pair]] = defaultdict(list)
    for pair in strongest.values():
        top = _top(above, pair.one)
        holding[top].append(pair)
        members[top] |= {pair.one: None, pair.other: None}
    groups = [Group(tuple(sorted(ids)), tuple(holding[top])) for top, ids in members.items()]
    return sorted(groups, key=lambda group: (-group.score, group.ids))


def _top(above: dict[str, str], id: str) -> str:
    above.setdefault(id, id)
    while above[id] != id:
        above[id] = above[above[id]]
        id = above[id]
    return id
