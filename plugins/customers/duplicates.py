"""When two companies, or two people, are the same."""

from dougong import DuplicateRule, compare

__all__ = ["duplicate_rules"]

duplicate_rules = [
    DuplicateRule("account_by_name", "account", label="Same company name", match=[compare("name", "legal_name", way="company")]),
    DuplicateRule("account_by_reading", "account", label="Same name as it is read", match=[compare("name", way="pinyin")]),
    DuplicateRule(
        "account_by_tax_id", "account", label="Same tax ID", match=[compare("tax_id", way="tax_id")], on=["create", "update"]
    ),
    DuplicateRule(
        "accounts_alike",
        "account",
        label="Companies that are alike",
        match=[
            compare("name", "legal_name", way="company", weight=4),
            compare("tax_id", way="tax_id", weight=3),
            compare("phone", way="phone", weight=2),
            compare("email", way="email", weight=2),
            compare("billing_address.city", weight=1),
            compare("billing_address.street", weight=1),
        ],
        similar=0.85,
        on=[],
    ),
    DuplicateRule(
        "contact_by_email",
        "contact",
        label="Same e-mail address",
        match=[compare("email", "other_email", way="email")],
        on=["create", "update"],
    ),
    DuplicateRule("contact_by_mobile", "contact", label="Same mobile number", match=[compare("mobile", way="phone")]),
    DuplicateRule(
        "contact_by_name_and_phone",
        "contact",
        label="Same name and phone number",
        match=[compare("first_name", "last_name", way="person"), compare("phone", "mobile", way="phone")],
    ),
    DuplicateRule(
        "contacts_alike",
        "contact",
        label="People who are alike",
        match=[
            compare("first_name", "last_name", way="person", weight=3),
            compare("email", "other_email", way="email", weight=3),
            compare("mobile", "phone", way="phone", weight=2),
            compare("birthday", way="date", weight=2),
            compare("account", way="exact", weight=1),
        ],
        similar=0.8,
        on=[],
    ),
]
