"""The demo company's assignment: territories of its salespeople, what they can, and rules for new leads."""

from __future__ import annotations

from dougong import Context, hookimpl
from dougong.demo import make, people

__all__ = ["register_demo"]

OPEN = "converted_at = NULL AND status <> 'unqualified'"
PEOPLE = {"rep1": ["中文", "CNC"], "rep2": ["中文", "English"], "rep3": ["polski", "English"], "rep4": ["English", "CNC"]}
TERRITORIES = [
    ("上海 Shanghai", {"country": "CN", "city": "上海"}, "rep1"),
    ("中国 China", {"country": "CN"}, "rep2"),
    ("Polska, energetyka", {"country": "PL", "industry": "energy"}, "manager2"),
    ("Warszawa (00–05)", {"country": "PL", "postal_code": "0"}, "rep3"),
]


@hookimpl
def register_demo(ctx: Context) -> None:
    """Four rules, one after the other: by territory, by language in turn, by load; and what they stand on."""
    staff = people(ctx)
    make(ctx, "assignment_person", [{"person": staff[name], "skills": skills, "owner_id": staff["director"]} for name, skills in PEOPLE.items()])
    make(ctx, "territory", [{"name": name, **place, "person": staff[person], "owner_id": staff["director"]} for name, place, person in TERRITORIES])
    everybody = [staff[name] for name in PEOPLE]
    make(
        ctx,
        "assignment_rule",
        [
            {"name": "Territories 区域 Terytoria", "position": 10, "way": "territory", "most": 120, "open_where": OPEN, "owner_id": staff["director"]},
            {"name": "Chinese 中文 Chiński", "position": 20, "where": "address.country = 'CN'", "way": "turn", "members": everybody, "skills": ["中文"], "owner_id": staff["director"]},
            {"name": "English 英文 Angielski", "position": 30, "way": "load", "members": everybody, "skills": ["English"], "open_where": OPEN, "owner_id": staff["director"]},
        ],
    )  # fmt: skip
