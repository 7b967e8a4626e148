"""The catalogue of the demo company: a trader of workshop and office equipment, with what goes with it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dougong import Context, hookimpl
from dougong.demo import Invent, make, people

__all__ = ["register_demo"]


@dataclass(frozen=True)
class Line:
    """A family of products: what it is called, its unit, and its models with their prices in euros."""

    name: str
    code: str
    kind: str
    unit: str
    models: dict[str, int]


LINES = [
    Line("Machine tools 机床", "MT", "goods", "piece", {
        "Lathe L200": 18400, "Lathe L320": 26900, "Milling machine M50": 31200, "Milling machine M80": 47500,
        "Drill press D16": 2350, "Surface grinder G30": 21700, "Band saw B250": 3890, "Hydraulic press P60": 12900,
    }),
    Line("Compressors 空压机", "CP", "goods", "piece", {
        "Compressor C15": 3290, "Compressor C30": 5780, "Compressor C75": 14900, "Air dryer AD10": 1490,
        "Air tank 500 l": 890, "Filter set": 240,
    }),
    Line("Lifting and storage 仓储设备", "ST", "goods", "piece", {
        "Pallet truck PT25": 420, "Stacker S12": 4650, "Forklift F20": 23800, "Rack bay 3 m": 380, "Rack bay 6 m": 640,
        "Work bench WB2": 510, "Tool cabinet TC7": 790, "Dock leveller": 5900,
    }),
    Line("Measuring 测量仪器", "ME", "goods", "piece", {
        "Calliper 150 mm": 68, "Micrometer set": 390, "Height gauge": 1150, "Surface tester": 3480,
        "Coordinate measuring arm": 38900, "Torque wrench set": 560,
    }),
    Line("Electric tools 电动工具", "ET", "goods", "piece", {
        "Cordless drill 18 V": 189, "Angle grinder 125": 119, "Impact wrench": 279, "Rotary hammer": 349,
        "Battery 18 V 5 Ah": 89, "Charger 18 V": 59, "Jigsaw": 149, "Circular saw": 229,
    }),
    Line("Safety 劳保用品", "SF", "goods", "box", {
        "Gloves, box of 12": 36, "Helmets, box of 10": 129, "Glasses, box of 20": 98, "Ear protection, box of 50": 45,
        "First aid cabinet": 160,
    }),
    Line("Spare parts 备件", "SP", "goods", "set", {
        "Spindle bearing set": 780, "Drive belt set": 120, "Coolant pump": 460, "Hydraulic seal kit": 95,
        "Compressor service kit C15": 210, "Compressor service kit C75": 690,
    }),
    Line("Software 软件", "SW", "subscription", "year", {
        "Workshop planner, 5 seats": 1900, "Workshop planner, 25 seats": 6900, "Machine monitoring, per machine": 480,
        "Maintenance portal": 1250,
    }),
    Line("Services 服务", "SV", "service", "day", {
        "Installation": 890, "Training": 1100, "Calibration": 640, "Maintenance contract, basic": 1800,
        "Maintenance contract, full": 4600, "Process consulting": 1350,
    }),
    Line("Workplace 办公设备", "WP", "goods", "piece", {
        "Desk, height-adjustable": 490, "Office chair": 320, "Meeting table": 870, "Acoustic panel": 140,
    }),
]  # fmt: skip
TAX = {"service": 23, "subscription": 23, "goods": 23}
BOOKS = {
    "List prices EUR": ("EUR", Decimal(1)),
    "中国区价格表": ("CNY", Decimal("7.80")),
    "Cennik PLN": ("PLN", Decimal("4.30")),
}


@hookimpl
def register_demo(ctx: Context) -> None:
    """Families, products with costs, and a price book per market."""
    invent, buyer = Invent("products"), people(ctx)["buyer"]
    families = make(ctx, "product_family", [{"name": line.name, "owner_id": buyer} for line in LINES])
    products = [
        product for line, family in zip(LINES, families, strict=True) for product in of_line(invent, line, family)
    ]
    ids = make(ctx, "product", [{**product, "owner_id": buyer} for product in products])
    books = make(ctx, "price_book", [as_book(name, *terms) for name, terms in BOOKS.items()])
    priced = [(id, product["list_price"]) for id, product in zip(ids, products, strict=True) if product["active"]]
    for book, (currency, rate) in zip(books, BOOKS.values(), strict=True):
        make(ctx, "price_book_entry", [as_price(book, id, price * rate, currency) for id, price in priced])


def of_line(invent: Invent, line: Line, family: str) -> list[dict[str, Any]]:
    """The products of a family, numbered, each with a margin that its kind usually has."""
    made = []
    for number, (name, price) in enumerate(line.models.items(), 1):
        share = invent.between(40, 60) if line.kind != "goods" else invent.between(58, 78)
        made.append({
            "name": name,
            "code": f"{line.code}-{number * 10:03}",
            "family": family,
            "kind": line.kind,
            "unit": line.unit,
            "list_price": Decimal(price),
            "cost": (Decimal(price) * share / 100).quantize(Decimal("0.01")),
            "tax_rate": Decimal(TAX[line.kind]),
            "active": number != len(line.models) or line.code not in ("ME", "WP"),
            "warranty_months": 24 if line.kind == "goods" else None,
        })  # fmt: skip
    return made


def as_book(name: str, currency: str, rate: Decimal) -> dict[str, Any]:
    return {"name": name, "currency": currency, "standard": currency == "EUR", "active": True}


def as_price(book: str, product: str, price: Decimal, currency: str) -> dict[str, Any]:
    rounded = price.quantize(Decimal(1) if price > 100 else Decimal("0.01"))
    return {"price_book": book, "product": product, "price": {"amount": rounded, "currency": currency}}
