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
OUTCOMES = [
    option("reached", color="green"),
    option("no_answer", color="gray"),
    option("busy", "Line busy", color="gray"),
    option("left_message", color="blue"),
    option("wrong_number", color="red"),
    option("interested", color="green"),
    option("not_interested", color="red"),
    option("call_back", color="blue"),
    option("held", color="green"),
    option("no_show", "Didn't come", color="orange"),
    option("cancelled", color="gray"),
]

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
    priority=choice(
        [option("low", color="gray"), option("normal", color="blue"), option("high", color="red")], default="normal"
    ),
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
