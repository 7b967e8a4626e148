"""What happens when products and prices are saved."""

from dougong import Change, Context, FieldProblem, Invalid, hookimpl

__all__ = ["record_before_save"]


@hookimpl
def record_before_save(ctx: Context, change: Change) -> None:
    """Keep the families a tree, and a book with one price for each quantity."""
    if change.object == "product_family":
        refuse_circle(ctx, change)
    elif change.object == "price_book_entry":
        name_the_price(ctx, change)
        refuse_a_second_price(ctx, change)


def refuse_circle(ctx: Context, change: Change) -> None:
    """A family is never part of what is part of it."""
    above = change.values.get("parent") if "parent" in change.changed else None
    seen = {change.id}
    while above is not None:
        if above in seen:
            problem = FieldProblem("parent", "circle", "This family is part of the one you are changing")
            raise Invalid(errors=[problem])
        seen.add(above)
        above = ctx.records.get("product_family", above, fields=["parent"])["parent"]


def name_the_price(ctx: Context, change: Change) -> None:
    """A price is called by its product and its book."""
    if change.changed & {"price_book", "product"}:
        product = ctx.records.get("product", change.values["product"], fields=["name"])
        book = ctx.records.get("price_book", change.values["price_book"], fields=["name"])
        change.values["name"] = f"{product['name']} – {book['name']}"[:255]


def refuse_a_second_price(ctx: Context, change: Change) -> None:
    """One product has one price per quantity in a book."""
    values = change.values
    if not change.changed & {"price_book", "product", "min_quantity"}:
        return
    same = f"price_book = '{values['price_book']}' AND product = '{values['product']}'"
    found = ctx.records.list("price_book_entry", filter=same, fields=["id", "min_quantity"], limit=1000)
    if any(other["id"] != change.id and other["min_quantity"] == values.get("min_quantity") for other in found.data):
        raise Invalid(
            errors=[FieldProblem("min_quantity", "taken", "This product already has a price for this quantity")]
        )
