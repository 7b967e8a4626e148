"""Rules of assignment, what people can and how much they take, who looks after which territory, and who got what and why."""

from dougong import (
    Object,
    any_reference,
    boolean,
    choice,
    datetime,
    integer,
    long_text,
    many_to_many,
    option,
    reference,
    rule,
    tags,
    text,
    user,
)

__all__ = ["ASSIGNED", "objects"]

ASSIGNED = ["lead", "account", "opportunity"]
WAYS = [
    option("turn", "In turn", color="blue"),
    option("load", "To who has fewest", color="teal"),
    option("first", "To the first who is free", color="gray"),
    option("territory", "By territory", color="orange"),
]

assignment_rule = Object(
    "assignment_rule",
    icon="route",
    color="indigo",
    features=[],
    menu={"group": "sales", "order": 60},
    fields={"name": text(required=True, unique=True, max_length=120)},
    assigns=choice([option("lead", "Leads"), option("account", "Accounts"), option("opportunity", "Opportunities")], required=True, default="lead"),
    active=boolean(default=True),
    position=integer(default=10, min=0, help="The first rule that fits and has somebody free decides"),
    where=long_text(label="When", help="A condition, such as address.country = 'PL' AND industry = 'energy'; without one always"),
    way=choice(WAYS, required=True, default="turn"),
    members=many_to_many("user", label="People", visible_when="way <> 'territory'"),
    team=reference("team", help="Its members are among the people", visible_when="way <> 'territory'"),
    roles=tags(help="Names of roles, whose holders are among the people", visible_when="way <> 'territory'"),
    skills=tags(help="Only people who have all of these"),
    most=integer(min=1, label="At most", help="How many open records of this kind somebody may have to get another one"),
    open_where=long_text(label="Open are", help="A condition on the records that count as load, such as converted_at = NULL; without one all count"),
    turn_of=user(label="Last was", track=False, help="In turn the next one after this person comes"),
    used_at=datetime(label="Last used on", track=False),
)  # fmt: skip

assignment_person = Object(
    "assignment_person",
    label="Skills and load of a person",
    plural="Skills and loads",
    icon="certificate",
    name_field="note",
    features=[],
    menu={"group": "sales", "order": 61},
    person=user(required=True, unique=True),
    skills=tags(help="Languages, products, industries: whatever rules ask for"),
    most=integer(min=0, label="At most", help="How many open records this person may have, instead of what rules say; 0: gets nothing"),
    note=text(max_length=200),
)  # fmt: skip

territory = Object(
    "territory",
    icon="map-2",
    color="orange",
    features=[],
    menu={"group": "sales", "order": 62},
    fields={"name": text(required=True, unique=True, max_length=120)},
    country=text(max_length=2, help="Two letters, such as CN; empty: any"),
    state=text(max_length=80, label="Province or state"),
    city=text(max_length=80),
    postal_code=text(max_length=20, label="Postal codes that begin with"),
    industry=text(max_length=47, help="The value of the industry, such as energy"),
    person=user(help="Who looks after it"),
    team=reference("team", help="Or who do: the one of them who has fewest"),
    rules=[rule("somebody", "person = NULL AND team = NULL", "Say who looks after it: a person or a team", field="person")],
)  # fmt: skip

assignment = Object(
    "assignment",
    icon="user-check",
    name_field="because",
    features=[],
    menu=False,
    record=any_reference(ASSIGNED, required=True, on_delete="cascade"),
    rule=reference("assignment_rule"),
    person=user(required=True, label="Given to"),
    way=choice(WAYS, required=True),
    load=integer(label="Had open", help="How many open records the person had before"),
    territory=reference("territory"),
    away=many_to_many("user", label="Passed over: away"),
    full=many_to_many("user", label="Passed over: enough already"),
    unskilled=many_to_many("user", label="Passed over: lacks a skill"),
    because=text(max_length=200, label="Rule was"),
)  # fmt: skip

objects = [assignment_rule, assignment_person, territory, assignment]
