"""What happens when leads, opportunities and their lines are saved."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from dougong import Change, Context, FieldProblem, Invalid, full_name, hookimpl

__all__ = ["record_before_save", "record_saved"]


@hookimpl
def record_before_save(ctx: Context, change: Change) -> None:
    """Fill in what follows from the rest, refuse what can't be."""
    match change.object:
        case "lead":
            name_the_lead(change)
            keep_converted(change)
        case "opportunity":
            record_history_without_reason(change)
            follow_the_stage(ctx, change)
        case "opportunity_line":
            take_from_product(ctx, change)


@hookimpl
def record_saved(ctx: Context, change: Change) -> None:
    """The amount of a deal follows its lines, where it is meant to."""
    if change.object == "opportunity_line":
        add_up_the_lines(ctx, str(change.values["opportunity"]))


def name_the_lead(change: Change) -> None:
    """The full name follows its parts; one that is given as a whole is kept."""
    values = change.values
    if change.changed & {"first_name", "last_name"} and ("name" not in change.changed or not values.get("name")):
        values["name"] = full_name(values.get("first_name"), values.get("last_name"))
    if not values.get("name"):
        values["name"] = values.get("company")


def keep_converted(change: Change) -> None:
    """What became an account, a contact or a deal can't become a lead again."""
    if change.before is not None and change.before.get("status") == "converted" and "status" in change.changed:
        raise Invalid(errors=[FieldProblem("status", "converted", "This lead is converted already")])


def record_history_without_reason(change: Change) -> None:
    """Deals lost long ago come in from other systems, which often didn't ask why."""
    if change.before is None and change.values.get("stage") == "lost" and not change.values.get("lost_reason"):
        change.values["lost_reason"] = "not_recorded"


def follow_the_stage(ctx: Context, change: Change) -> None:
    """A new stage brings its probability and forecast, unless they are given with it."""
    if "stage" not in change.changed:
        return
    stage = ctx.option("opportunity", "stage", str(change.values["stage"])).get("data", {})
    followers = {"probability": stage.get("probability"), "forecast_category": stage.get("forecast")}
    for field, value in followers.items():
        if field not in change.changed and value is not None:
            change.values[field] = Decimal(value) if field == "probability" else value
    if "stage_changed_at" not in change.changed:
        change.values["stage_changed_at"] = ctx.now


def take_from_product(ctx: Context, change: Change) -> None:
    """A line is called like its product and costs what that costs, unless somebody says otherwise."""
    values = change.values
    if "product" in change.changed and values.get("product") and not (values.get("name") and values.get("price")):
        product = ctx.records.get("product", values["product"], fields=["name", "list_price", "list_price_currency"])
        values["name"] = values.get("name") or product["name"]
        if values.get("price") is None:
            values["price"], values["price_currency"] = usual_price(ctx, values, product)
    if not values.get("name"):
        raise Invalid(errors=[FieldProblem("name", "required", "Name what is sold, or choose a product")])


def usual_price(ctx: Context, line: Mapping[str, Any], product: Mapping[str, Any]) -> tuple[Any, Any]:
    """The list price; for a deal in another currency the one of a price book, for this quantity."""
    currency = deals_currency(ctx, line)
    if currency in (None, product["list_price_currency"]):
        return product["list_price"], product["list_price_currency"]
    entries = ctx.records.list(
        "price_book_entry",
        filter=f"product = '{line['product']}' AND price_currency = '{currency}' AND active = TRUE"
        f" AND price_book.active = TRUE AND min_quantity <= {line['quantity']}",
        sort="-min_quantity",
        fields=["price"],
        limit=1,
    )
    return (entries.data[0]["price"], currency) if entries.data else (None, None)


def deals_currency(ctx: Context, line: Mapping[str, Any]) -> Any:
    return ctx.records.get("opportunity", line["opportunity"], fields=["amount_currency"])["amount_currency"]


def add_up_the_lines(ctx: Context, opportunity: str) -> None:
    """Write the total of the lines into the deal where that is wanted and differs."""
    deal: dict[str, Any] = ctx.records.get(
        "opportunity", opportunity, fields=["amount", "line_total", "line_count", "amount_follows_lines"]
    )
    if deal["amount_follows_lines"] and deal["line_count"] and deal["amount"] != deal["line_total"]:
        ctx.records.update("opportunity", opportunity, {"amount": deal["line_total"]})
