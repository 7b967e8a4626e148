"""How the parts of a person's name are put together."""

from __future__ import annotations

__all__ = ["full_name"]

# CJK ideographs (with the extension A and the compatibility block), kana and hangul.
EAST_ASIAN = (("\u3040", "\u30ff"), ("\u3400", "\u9fff"), ("\uac00", "\ud7af"), ("\uf900", "\ufaff"))


def full_name(given: str | None, family: str | None) -> str | None:
    """`Anna Kowalska`, but `王小明`: East Asian names begin with the family name and have no space."""
    parts = [part for part in (given, family) if part]
    if len(parts) == 2 and all(map(is_east_asian, parts)):
        return f"{family}{given}"
    return " ".join(parts) or None


def is_east_asian(name: str) -> bool:
    """Whether a name is written in Chinese, Japanese or Korean."""
    return any(first <= letter <= last for letter in name for first, last in EAST_ASIAN)
