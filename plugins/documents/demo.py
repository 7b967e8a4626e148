"""The demo company's documents: what is public in folders, and what is filed with customers, in their languages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dougong import Context, hookimpl
from dougong.demo import Invent, make, moment, people

__all__ = ["register_demo"]

SELLERS = ["sales_director", "sales_manager_a", "sales_manager_b", "sales_rep_a", "sales_rep_b"]
FOLDERS: list[dict[str, Any]] = [
    {"name": "Brochures 产品资料 Foldery", "audience": "everybody", "description": "What customers may have"},
    {"name": "Prices 价格 Ceny", "audience": "roles", "roles": SELLERS, "description": "For those who sell"},
    {"name": "Safety 安全 BHP", "audience": "everybody", "description": "Certificates and instructions"},
    {"name": "Templates 模板 Wzory", "audience": "roles", "roles": SELLERS},
]
#: Folder, kind, language, name, what is written there, and in how many days it is to be reviewed and expires.
PUBLIC: list[tuple[int, str, str, str, str, int | None, int | None]] = [
    (0, "other", "en", "Compressors at a glance", "Screw compressors from 15 to 75 kW, with heat recovery and remote monitoring.", 90, None),
    (0, "other", "zh", "空压机产品手册", "15 至 75 千瓦螺杆空压机，带余热回收和远程监控。", 60, None),
    (0, "other", "pl", "Wózki i regały – folder", "Wózki widłowe, paletowe i regały wysokiego składowania z montażem.", 10, None),
    (1, "price_list", "en", "Price list EUR", "List prices in euros, without tax, ex works Warsaw.", 30, 60),
    (1, "price_list", "zh", "中国区价格表", "人民币含税价格，上海仓库交货。", 7, 45),
    (1, "price_list", "pl", "Cennik 2024", "Ceny katalogowe w złotych, bez VAT. Zastąpiony nowym cennikiem.", -200, -120),
    (2, "certificate", "en", "CE declaration, lathes", "Declaration of conformity with directive 2006/42/EC for the lathes L200 and L320.", 365, 730),
    (2, "manual", "zh", "车床安全操作规程", "操作前检查防护罩，戴护目镜，严禁戴手套操作。", 180, None),
    (2, "manual", "pl", "Instrukcja BHP – prasa P60", "Obsługa oburęczna, kontrola osłon przed każdą zmianą.", -5, None),
    (3, "template", "en", "Offer template", "Dear customer, thank you for your inquiry. We offer as follows.", None, None),
    (3, "template", "zh", "报价单模板", "感谢您的询价，现报价如下。", None, None),
    (3, "template", "pl", "Wzór umowy serwisowej", "Umowa serwisowa zawarta pomiędzy stronami w dniu.", 20, None),
]  # fmt: skip
#: What is filed with customers: kind, name and text by language.
FILED = {
    "en": [("requirement", "Requirements", "The new hall needs two lathes and compressed air for twelve places."), ("contract", "Framework contract", "Prices hold for a year; deliveries within three weeks."), ("minutes", "Minutes of the visit", "The plant manager wants the press before the summer.")],
    "zh": [("requirement", "需求说明", "新厂房需要两台数控车床和十二个工位的压缩空气。"), ("solution", "解决方案", "推荐变频空压机配余热回收，两年收回投资。"), ("contract", "年度框架合同", "价格一年有效，三周内交货，质保期两年。")],
    "pl": [("requirement", "Wymagania klienta", "Nowa hala: dwie tokarki i sprężone powietrze na dwanaście stanowisk."), ("solution", "Koncepcja", "Sprężarka z falownikiem i odzyskiem ciepła zwraca się w dwa lata."), ("contract", "Umowa ramowa", "Ceny stałe przez rok, dostawa w trzy tygodnie.")],
}  # fmt: skip
NOTES = {"en": "As agreed on the phone", "zh": "按电话沟通修改", "pl": "Po uzgodnieniach telefonicznych"}
CUSTOMERS = 30


@hookimpl
def register_demo(ctx: Context) -> None:
    """Folders, public documents with reviews, and documents of customers, some with a second version."""
    invent, staff = Invent("documents"), people(ctx)
    folders = make(ctx, "folder", [{**folder, "owner_id": staff["marketing"]} for folder in FOLDERS])
    public = [as_public(ctx, folders, staff["marketing"], *one) for one in PUBLIC]
    found = ctx.records.list("account", filter="kind = 'customer'", fields=["name", "language", "owner_id"], limit=1000).data
    customers = sorted(found, key=lambda account: str(account["name"]))[:CUSTOMERS]
    filed = [as_filed(ctx, invent, account) for account in customers]
    records, texts = zip(*public, *filed, strict=True)
    ids = make(ctx, "document", list(records))
    versions = [as_version(ctx, id, record, text, 1) for id, record, text in zip(ids, records, texts, strict=True)]
    make(ctx, "document_version", versions)
    again = [(id, record, text) for id, record, text in zip(ids, records, texts, strict=True) if invent.chance(0.3)]
    make(ctx, "document_version", [as_version(ctx, *one, 2) for one in again])


def as_public(
    ctx: Context, folders: list[str], owner: str, folder: int, kind: str, language: str, name: str, text: str, review: int | None, end: int | None
) -> tuple[dict[str, Any], str]:
    dates = {"review_on": day(ctx, review), "expires_on": day(ctx, end)}
    values = {"name": name, "kind": kind, "language": language, "folder": folders[folder], "owner_id": owner, **dates}
    return {**values, "created_at": moment(ctx, -300, 9)}, text


def as_filed(ctx: Context, invent: Invent, account: dict[str, Any]) -> tuple[dict[str, Any], str]:
    kind, name, text = invent.one_of(FILED[account["language"]])
    values = {"name": f"{name} – {account['name']}", "kind": kind, "language": account["language"], "owner_id": account["owner_id"]}
    filed = {"about": {"object": "account", "id": account["id"]}, "created_at": moment(ctx, -invent.between(40, 300), 10)}
    return values | filed, f"{account['name']}\n\n{text}"


def as_version(ctx: Context, document: str, record: dict[str, Any], text: str, number: int) -> dict[str, Any]:
    """A version with its file; the second one came a month after the first."""
    note = NOTES[record["language"]]
    content = f"{text}\n\n{note}\n" if number > 1 else f"{text}\n"
    made = {"document": document, "file": ctx.upload(f"{record['name']}.txt", content.encode()), "owner_id": record["owner_id"]}
    at = record["created_at"] + timedelta(days=30 * (number - 1))
    return {**made, "note": note if number > 1 else None, "created_at": at}


def day(ctx: Context, days: int | None) -> Any:
    return None if days is None else moment(ctx, days).date()
