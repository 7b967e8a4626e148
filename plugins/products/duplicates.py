"""When two products are the same."""

from dougong import DuplicateRule, compare

__all__ = ["duplicate_rules"]

duplicate_rules = [
    DuplicateRule(
        "product_by_code_name_specification",
        "product",
        label="Same code, name and specification",
        match=[compare("code"), compare("name"), compare("specification")],
        action="block",
        on=["create", "update"],
    ),
    DuplicateRule("product_by_code", "product", label="Same code, written otherwise", match=[compare("code")]),
    DuplicateRule(
        "product_by_name_specification",
        "product",
        label="Same name and specification",
        match=[compare("name"), compare("specification")],
    ),
    DuplicateRule(
        "products_alike", "product", label="Products that are alike", match=[compare("name", way="words")], similar=0.7, on=[]
    ),
]
