"""The demo company's customers, the people there, and two years of talks with them."""

from __future__ import annotations

from dougong import Context, hookimpl
from dougong.demo import Invent, make, people
from plugins.customers.demo.accounts import as_account, invented_company, switchboards, with_parents
from plugins.customers.demo.contacts import as_contact, consents, invented_persons, parts
from plugins.customers.demo.talks import talk

__all__ = ["register_demo"]

ACCOUNTS, SUBSIDIARIES, CONTACTS, TALKS = 372, 28, 1200, 1700


@hookimpl
def register_demo(ctx: Context) -> None:
    """Accounts with their subsidiaries, contacts with their parts, consents, and two years of talks."""
    invent, staff = Invent("customers"), people(ctx)
    companies = [invented_company(invent) for _ in range(ACCOUNTS + SUBSIDIARIES)]
    accounts = [as_account(ctx, invent, company, staff) for company in companies]
    ids = make(ctx, "account", accounts[:ACCOUNTS])
    ids += make(ctx, "account", with_parents(invent, accounts[ACCOUNTS:], accounts, ids))
    persons = invented_persons(invent, companies, CONTACTS)
    contacts = make(ctx, "contact", [as_contact(ctx, invent, one, at, accounts, ids) for one, at in persons])
    make(ctx, "account_contact", list(parts(invent, persons, ids, contacts)))
    make(ctx, "contact_point", switchboards(companies, ids))
    make(ctx, "consent", consents(ctx, invent, persons, contacts))
    make(ctx, "activity", [talk(ctx, invent, persons, accounts, ids, contacts) for _ in range(TALKS)])
