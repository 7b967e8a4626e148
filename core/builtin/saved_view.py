"""Lists that people keep for themselves or share."""

from dougong import Object, SharingRule, boolean, json, text

__all__ = ["saved_view", "shared_views"]

saved_view = Object(
    "saved_view",
    icon="list-search",
    name_field="label",
    features=[],
    menu=False,
    indexes=[["object", "owner_id"]],
    fields={"label": text(required=True, max_length=120)},
    object=text(required=True, max_length=47),
    document=json(required=True, track=False, read_only_when="locked = TRUE", help="Filter, columns and sort, as a view has them"),
    shared=boolean(default=False, help="Everybody may use it; just its owner changes it"),
    view=text(max_length=47, help="The view that the lists of its owner open with; it is then no view of its own"),
    locked=boolean(default=False, help="Nobody changes what it shows, its owner included, until it is unlocked"),
)

shared_views = SharingRule("shared_views", "saved_view", where="shared = TRUE", share_with={"everyone": True})
