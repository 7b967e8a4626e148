"""What people do: tasks, calls, meetings, e-mails and notes, about any record."""

from dougong import (
    Object,
    any_reference,
    boolean,
    choice,
    datetime,
    duration,
    long_text,
    many_to_many,
    option,
    options,
    rule,
    text,
    user,
)

__all__ = ["activity"]

KINDS = [
    option("task", color="blue", icon="checkbox"),
    option("call", color="teal", icon="phone"),
    option("meeting", color="grape", icon="calendar-event"),
    option("email", "E-mail", color="indigo", icon="mail"),
    option("note", color="yellow", icon="note"),
]
OUTCOMES = options(
    {"busy": "Line busy", "no_show": "Didn't come"},
    reached="green", no_answer="gray", busy="gray", left_message="blue", wrong_number="red", interested="green",
    not_interested="red", call_back="blue", held="green", no_show="orange", cancelled="gray",
)  # fmt: skip

activity = Object(
    "activity",
    icon="activity",
    sharing="parent",
    parent="about",
    name_field="subject",
    features=["comments", "files"],
    menu={"group": "work", "order": 10},
    indexes=[["owner_id", "done", "due_at"], ["kind", "created_at"]],
    kind=choice(KINDS, required=True, default="task"),
    subject=text(required=True),
    about=any_reference("*", help="The record this belongs to"),
    done=boolean(default=False),
    done_at=datetime(index=True),
    due_at=datetime(label="Due", index=True, help="When it has to be done"),
    start_at=datetime(label="Starts", index=True),
    end_at=datetime(label="Ends"),
    duration=duration(help="From start to end, where both are known"),
    priority=choice(options(low="gray", normal="blue", high="red"), default="normal"),
    direction=choice(["outbound", "inbound"], visible_when="kind = 'call' OR kind = 'email'"),
    outcome=choice(OUTCOMES, visible_when="kind = 'call' OR kind = 'meeting'"),
    place=text(help="A room, an address or the link of an online meeting", visible_when="kind = 'meeting'"),
    participants=many_to_many("user", help="Colleagues who take part", visible_when="kind = 'meeting'"),
    body=long_text(label="Content", help="What was said and agreed"),
    next_step=text(help="What follows from it"),
    next_step_at=datetime(label="Next step on"),
    reviewed_by=user(help="The manager who has read it"),
    reviewed_at=datetime(label="Reviewed on"),
    source_key=text(
        unique=True, track=False, help="What another system calls this; keeps an integration from adding it twice"
    ),
    rules=[rule("ends_after_start", "end_at < start_at", "It can't end before it starts", field="end_at")],
)
