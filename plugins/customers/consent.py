"""What a person agreed to: by which channel, for which purpose, and the proof of it."""

from dougong import Object, choice, datetime, file, long_text, master_detail, options, rule, text
from plugins.customers.choices import CHANNELS

__all__ = ["consent"]

PURPOSES = ["newsletter", "offers", "events", "surveys", "profiling", "partners"]

consent = Object(
    "consent",
    icon="shield-check",
    sharing="parent",
    parent="contact",
    name_field="source",
    features=[],
    menu=False,
    contact=master_detail("contact"),
    channel=choice(CHANNELS, required=True),
    purpose=choice(PURPOSES, required=True),
    state=choice(options(given="green", refused="red", withdrawn="gray"), required=True, default="given"),
    source=text(required=True, label="How", help="Web form, paper form of a trade fair, recorded call …"),
    given_at=datetime(required=True, default={"expression": "NOW()"}, label="When"),
    withdrawn_at=datetime(visible_when="state = 'withdrawn'", required_when="state = 'withdrawn'"),
    wording=long_text(required=True, help="The very words the person agreed to"),
    proof=file(help="The signed form, the recording, the mail"),
    rules=[
        rule(
            "withdrawn_after_given",
            "withdrawn_at < given_at",
            "It can't be withdrawn before it was given",
            field="withdrawn_at",
        )
    ],
)
