"""The people who sign in."""

from core.builtin.notification import KINDS
from dougong import Object, boolean, choice, email, image, multi_choice, option, phone, rule, secret, tags, text, time
from dougong import user as user_field

__all__ = ["user"]

user = Object(
    "user",
    icon="users",
    sharing="read",
    features=[],
    menu=False,
    fields={"name": text(required=True, max_length=120, help="As colleagues write it")},
    email=email(label="E-mail", required=True, unique=True, help="The address this person signs in with"),
    password=secret(help="At least eight characters; nobody can read it back"),
    title=text(label="Job title", max_length=120),
    phone=phone(),
    avatar=image(label="Picture", track=False),
    role=text(index=True, max_length=47, help="The place in the hierarchy; decides whose records this person sees"),
    permission_sets=tags(help="What this person may do"),
    manager=user_field(help="Whom requests for approval go to"),
    language=choice([option("en", "English"), option("zh", "中文"), option("pl", "Polski")], default="en"),
    time_zone=text(default="UTC", max_length=64, help="Such as Europe/Warsaw or Asia/Shanghai"),
    muted=multi_choice(KINDS, label="Not told of", help="What this person does not want to be notified of"),
    task_mail=choice(
        [option("none", "None"), option("each", "One for each"), option("daily", "One a day with all of them")],
        default="none", label="Mails about decisions", track=False, help="What waits for this person's decision also comes by e-mail",
    ),  # fmt: skip
    quiet_from=time(help="Notifications wait in the bell from then on, and nothing pops up"),
    quiet_until=time(help="The end of the quiet hours, in the person's time zone"),
    active=boolean(default=True, help="Those who left keep their records, but can't sign in"),
    rules=[rule("not_own_manager", "manager = id", "Nobody is their own manager", field="manager")],
)
