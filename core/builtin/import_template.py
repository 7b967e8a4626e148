"""Mappings of imports that people keep for themselves or share."""

from dougong import Object, SharingRule, boolean, json, text

__all__ = ["import_template", "shared_templates"]

import_template = Object(
    "import_template",
    icon="table-import",
    name_field="label",
    features=[],
    menu=False,
    indexes=[["object", "owner_id"]],
    fields={"label": text(required=True, max_length=120)},
    object=text(required=True, max_length=47),
    document=json(required=True, track=False, help="A mapping, as an import takes it"),
    shared=boolean(default=False, help="Everybody may use it; just its owner changes it"),
)

shared_templates = SharingRule(
    "shared_templates", "import_template", where="shared = TRUE", share_with={"everyone": True}
)
