"""How alike two records are by a rule: the mean of what is compared, by weight, with what speaks for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log, sqrt

from core.duplicates.rules import Forms, MatchRule
from core.duplicates.ways import WAYS

__all__ = ["Likeness", "Scorer"]

#: What is empty in one of two records says nothing; yet where less than this share of the weight can be compared, it says so.
LEAST_KNOWN = 0.5
#: Two values less alike than this are different, not a little alike.
UNLIKE = 0.6
#: A value that is at least as alike as this is a reason to give.
TELLING = 0.85


@dataclass(frozen=True)
class Likeness:
    """What a rule says of two records. `fields`: those that are alike."""

    rule: str
    score: float
    fields: tuple[str, ...]


class Scorer:
    """Compares records by one rule. `rarity`: for each part that is compared by words, how rare each word is."""

    def __init__(self, rule: MatchRule, records: Iterable[Forms]) -> None:
        self._rule = rule
        self._parts = rule.own.parts
        self._total = sum(part.weight for part in self._parts)
        self._worded = [n for n, part in enumerate(self._parts) if part.way is WAYS["words"]]
        self._rarity = self._rarities(records) if self._worded else {}

    def _rarities(self, records: Iterable[Forms]) -> dict[int, Mapping[str, float]]:
        counts: dict[int, Counter[str]] = {n: Counter() for n in self._worded}
        number = 0
        for forms in records:
            number += 1
            for n, counted in counts.items():
                counted.update({word for form in forms[n] for word in form.split()})
        return {n: {word: log(1 + number / times) for word, times in counted.items()} for n, counted in counts.items()}

    def likeness(self, one: Forms, other: Forms) -> Likeness | None:
        """What the rule says of two records; None where it takes them for different things."""
        if self._rule.similar is None:
            same = self._rule.own.same
            alike = all(ours & theirs for ours, theirs in zip(same(one), same(other), strict=True))
            return Likeness(self._rule.name, 1.0, tuple(self._names(range(len(self._parts))))) if alike else None
        found = [(n, self._alike(n, ours, theirs)) for n, (ours, theirs) in enumerate(zip(one, other, strict=True)) if ours and theirs]
        score = self._mean(found)
        if score < self._rule.similar:
            return None
        return Likeness(self._rule.name, round(score, 3), tuple(self._names(n for n, alike in found if alike >= TELLING)))

    def _mean(self, found: list[tuple[int, float]]) -> float:
        known = sum(self._parts[n].weight for n, _ in found)
        if not known:
            return 0.0
        agreed = sum(self._parts[n].weight * alike for n, alike in found if alike >= UNLIKE or n in self._rarity)
        return agreed / max(known, LEAST_KNOWN * self._total)

    def _alike(self, n: int, ours: tuple[str, ...], theirs: tuple[str, ...]) -> float:
        if n in self._rarity:
            return max(self._by_rarity(self._rarity[n], one, other) for one in ours for other in theirs)
        alike = self._parts[n].way.alike
        return max(alike(one, other) for one in ours for other in theirs)

    def _by_rarity(self, rarity: Mapping[str, float], one: str, other: str) -> float:
        """The cosine of the angle between two texts, each word counted by how rare it is."""
        ours, theirs = set(one.split()), set(other.split())
        both = sum(rarity.get(word, 1.0) ** 2 for word in ours & theirs)
        return both / (self._length(rarity, ours) * self._length(rarity, theirs))

    def _length(self, rarity: Mapping[str, float], words: set[str]) -> float:
        return sqrt(sum(rarity.get(word, 1.0) ** 2 for word in words)) or 1.0

    def _names(self, positions: Iterable[int]) -> Iterable[str]:
        return (path for n in positions for path in self._parts[n].paths)
