"""People and activities

Users, teams, activities, comments, files, saved views and notifications: what every tenant has. Plugin zero, declared in the same
words as every other plugin.
"""

from collections.abc import Iterable

from core.builtin.absence import absence
from core.builtin.activity import activity
from core.builtin.calendars import business
from core.builtin.channel import channel_settings
from core.builtin.comment import comment
from core.builtin.file import file
from core.builtin.hooks import record_before_save
from core.builtin.import_template import import_template
from core.builtin.incoming import incoming_webhook
from core.builtin.limits import limits
from core.builtin.notification import follow, notification
from core.builtin.organisation import currency_rate, organisation
from core.builtin.pages import layouts, views
from core.builtin.push import push_key, push_subscription
from core.builtin.retention import retention
from core.builtin.rights import rights
from core.builtin.saved_view import saved_view
from core.builtin.team import team
from core.builtin.user import user
from core.builtin.webhook import webhook_subscription
from core.deliveries.mail import mail
from core.deliveries.webhook import webhook
from dougong import Channel, Definition, hookimpl, translations

__all__ = ["record_before_save", "register_channels", "register_objects"]


@hookimpl
def register_objects() -> Iterable[Definition]:
    """Everything that is declared here."""
    return [
        user, team, activity, comment, file, saved_view, notification, follow, push_subscription, push_key, channel_settings, webhook_subscription, incoming_webhook,
        import_template, currency_rate, organisation, absence, business,
        limits, retention,
        *rights, *views, *layouts, *translations(__name__),
    ]  # fmt: skip


@hookimpl
def register_channels() -> Iterable[Channel]:
    """E-mail and webhooks."""
    return [mail, webhook]
