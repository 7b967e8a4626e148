"""Folders: where documents and articles stand, and who reads what is public in them."""

from dougong import Object, choice, long_text, option, reference, rule, tags, text

__all__ = ["READS_FOLDER", "folder"]

AUDIENCES = [
    option("everybody", "Everybody", color="green"),
    option("roles", "Some roles", color="blue", help="Name them in the next field"),
    option("nobody", "Nobody but those who look after it", color="gray"),
]
#: Whether the person asking reads what is public in the folder of a record.
READS_FOLDER = "(folder.audience = 'everybody' OR folder.audience = 'roles' AND HAS(folder.roles, MY_ROLE()))"

folder = Object(
    "folder",
    icon="folder",
    color="yellow",
    menu={"group": "knowledge", "order": 30},
    features=[],
    fields={"name": text(required=True, index=True), "parent": reference("folder", label="Part of", on_delete="restrict")},
    audience=choice(AUDIENCES, required=True, default="nobody", label="Read by"),
    roles=tags(
        visible_when="audience = 'roles'",
        required_when="audience = 'roles'",
        help="Names of roles, such as sales_rep; those above are not included by themselves",
    ),
    description=long_text(),
    rules=[rule("not_own_parent", "parent = id", "A folder can't be part of itself", field="parent")],
)
