"""The people of the demo company, their teams, and what currencies are worth to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dougong import Context
from dougong.demo import make, people

__all__ = ["ADMINISTRATOR", "PASSWORD", "make_company"]

ADMINISTRATOR = "admin@demo.test"
PASSWORD = "demo"  # refused outside `--demo`

Passwords = Callable[[Any, str, str], object]
"""Sets a password: context, id of the user, password."""


@dataclass(frozen=True, kw_only=True)
class Employee:
    """Somebody who works at the demo company; `manager` by what stands before the @."""

    key: str
    name: str
    title: str
    role: str
    permission_sets: tuple[str, ...]
    manager: str | None
    language: str
    phone: str

    @property
    def email(self) -> str:
        return f"{self.key}@demo.test"

    @property
    def time_zone(self) -> str:
        return "Asia/Shanghai" if self.language == "zh" else "Europe/Warsaw"


def employee(
    key: str, name: str, title: str, role: str, sets: str, manager: str | None, language: str, phone: str
) -> Employee:
    return Employee(
        key=key,
        name=name,
        title=title,
        role=role,
        permission_sets=("standard", *sets.split()),
        manager=manager,
        language=language,
        phone=phone,
    )


REP = "sales_rep documents_work knowledge_read field_visits_work pool_work assignment_read"
MANAGER = "sales_manager documents_work knowledge_write field_visits_work pool_work pool_manage assignment_manage"
EMPLOYEES = [
    employee("admin", "Alex Morgan", "Managing Director", "ceo", "administrator", None, "en", "+48 22 380 10 01"),
    employee("director", "Ewa Nowicka", "Dyrektor sprzedaży", "sales_director", "sales_director products_costs documents_manage knowledge_publish field_visits_manage pool_work pool_manage assignment_manage", "admin", "pl", "+48 22 380 10 02"),
    employee("manager1", "陈建国", "中国区销售经理", "sales_manager_a", MANAGER, "director", "zh", "+86 21 6321 8801"),
    employee("manager2", "Tomasz Wiśniewski", "Kierownik sprzedaży", "sales_manager_b", MANAGER, "director", "pl", "+48 22 380 10 04"),
    employee("rep1", "李娜", "客户经理", "sales_rep_a", REP, "manager1", "zh", "+86 21 6321 8802"),
    employee("rep2", "王强", "客户经理", "sales_rep_a", REP, "manager1", "zh", "+86 21 6321 8803"),
    employee("rep3", "Anna Kowalska", "Opiekun klienta", "sales_rep_b", REP, "manager2", "pl", "+48 22 380 10 07"),
    employee("rep4", "James Carter", "Account Manager", "sales_rep_b", REP, "manager2", "en", "+44 20 7946 0188"),
    employee("finance", "Katarzyna Zielińska", "Główna księgowa", "finance", "customers_read_all products_costs sales_read documents_read knowledge_read", "admin", "pl", "+48 22 380 10 09"),
    employee("service", "刘洋", "服务主管", "service", "customers_read products_read documents_read knowledge_publish", "admin", "zh", "+86 21 6321 8805"),
    employee("marketing", "Sophie Turner", "Marketing Manager", "marketing", "customers_read_all products_read sales_read documents_manage knowledge_write", "admin", "en", "+44 20 7946 0190"),
    employee("buyer", "Piotr Mazur", "Specjalista ds. zakupów", "purchasing", "customers_work products_manage documents_work knowledge_read", "admin", "pl", "+48 22 380 10 12"),
]  # fmt: skip

TEAMS = {
    "China 中国区": ("manager1", ["manager1", "rep1", "rep2"]),
    "Europe": ("manager2", ["manager2", "rep3", "rep4"]),
    "Key accounts": ("director", ["director", "manager1", "manager2"]),
    "Back office": ("finance", ["finance", "service", "marketing", "buyer"]),
}

# What one unit is worth in euros, half-yearly.
RATES = {
    "CNY": ("0.1280", "0.1265", "0.1291", "0.1274", "0.1286"),
    "PLN": ("0.2290", "0.2325", "0.2341", "0.2333", "0.2352"),
    "GBP": ("1.1630", "1.1720", "1.1860", "1.1810", "1.1790"),
    "USD": ("0.9210", "0.9330", "0.9160", "0.9240", "0.9190"),
}


def make_company(ctx: Context, set_password: Passwords) -> dict[str, str]:
    """Make users, teams and rates; answers the users' ids by what stands before the @. The administrator may be there."""
    present = people(ctx)
    missing = [one for one in EMPLOYEES if one.key not in present]
    make(ctx, "user", [as_user(one) for one in missing])
    ids = people(ctx)
    for one in EMPLOYEES:
        finish(ctx, one, ids, set_password)
    make(ctx, "team", [as_team(name, *team, ids) for name, team in TEAMS.items()])
    make(ctx, "currency_rate", rates(ctx))
    return ids


def as_user(one: Employee) -> dict[str, Any]:
    return {"email": one.email, **profile(one)}


def profile(one: Employee) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": one.title,
        "role": one.role,
        "permission_sets": list(one.permission_sets),
        "language": one.language,
        "time_zone": one.time_zone,
        "phone": one.phone,
        "active": True,
    }


def finish(ctx: Context, one: Employee, ids: dict[str, str], set_password: Passwords) -> None:
    """What needs everyone to be there: the manager; and the password, which isn't a value of the record."""
    manager = {"manager": ids[one.manager]} if one.manager else {}
    ctx.records.update("user", ids[one.key], {**profile(one), **manager})
    set_password(ctx, ids[one.key], PASSWORD)


def as_team(name: str, lead: str, members: list[str], ids: dict[str, str]) -> dict[str, Any]:
    return {"name": name, "lead": ids[lead], "members": [ids[key] for key in members]}


def rates(ctx: Context) -> list[dict[str, Any]]:
    """A rate of each currency for every half-year of the last two and a half years."""
    year, half = ctx.now.year, 0 if ctx.now.month < 7 else 1
    starts = [half_year(year * 2 + half - back) for back in (4, 3, 2, 1, 0)]
    return [
        {"currency": currency, "rate": Decimal(rate), "valid_from": start}
        for currency, values in RATES.items()
        for start, rate in zip(starts, values, strict=True)
    ]


def half_year(number: int) -> date:
    return date(number // 2, 1 if number % 2 == 0 else 7, 1)
