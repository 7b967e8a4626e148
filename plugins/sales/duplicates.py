"""When a lead is known already: as a lead, as a contact, or by its company."""

from dougong import DuplicateRule, compare

__all__ = ["duplicate_rules"]

duplicate_rules = [
    DuplicateRule(
        "lead_by_email", "lead", label="Same e-mail address", match=[compare("email", way="email")], on=["create", "update"]
    ),
    DuplicateRule("lead_by_phone", "lead", label="Same phone number", match=[compare("mobile", "phone", way="phone")]),
    DuplicateRule(
        "lead_is_a_contact",
        "lead",
        label="A contact with this e-mail address",
        against="contact",
        match=[compare("email", way="email", others=["email", "other_email"])],
    ),
    DuplicateRule(
        "lead_is_a_contact_by_mobile",
        "lead",
        label="A contact with this mobile number",
        against="contact",
        match=[compare("mobile", "phone", way="phone", others=["mobile"])],
    ),
    DuplicateRule(
        "lead_of_an_account",
        "lead",
        label="An account of this name",
        against="account",
        match=[compare("company", way="company", others=["name", "legal_name"])],
    ),
    DuplicateRule(
        "leads_alike",
        "lead",
        label="Leads that are alike",
        match=[
            compare("first_name", "last_name", way="person", weight=3),
            compare("company", way="company", weight=2),
            compare("email", way="email", weight=3),
            compare("mobile", "phone", way="phone", weight=2),
        ],
        similar=0.8,
        on=[],
    ),
]
