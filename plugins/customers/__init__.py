"""Customers

The companies and people you do business with: how to reach them, who decides what, what they agreed to, and everything
that happened between you.
"""

from collections.abc import Iterable

from dougong import ApproverSource, Definition, Step, hookimpl, translations
from plugins.customers.account import account
from plugins.customers.account_contact import account_contact
from plugins.customers.activity import activity
from plugins.customers.approvers import account_owners
from plugins.customers.consent import consent
from plugins.customers.contact import contact
from plugins.customers.contact_point import contact_point
from plugins.customers.demo import register_demo
from plugins.customers.duplicates import duplicate_rules
from plugins.customers.hooks import record_before_save, record_saved
from plugins.customers.layouts import layouts
from plugins.customers.rights import rights
from plugins.customers.steps import add_tags
from plugins.customers.views import views

__all__ = ["record_before_save", "record_saved", "register_approver_sources", "register_automation_steps", "register_demo", "register_objects", "requires"]

requires: list[str] = []


@hookimpl
def register_objects() -> Iterable[Definition]:
    """Everything that this plugin declares."""
    return [
        account, contact, account_contact, contact_point, consent, activity,
        *rights, *views, *layouts, *duplicate_rules, *translations(__name__),
    ]  # fmt: skip


@hookimpl
def register_automation_steps() -> Iterable[Step]:
    """What automations can do with customers."""
    return [add_tags]


@hookimpl
def register_approver_sources() -> Iterable[ApproverSource]:
    """Whom approvals about customers can ask."""
    return [account_owners]
