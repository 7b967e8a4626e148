"""Layers merge in order, and each may do what a layer below allows."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dougong import Extension, Object, PermissionSet, Role, Settings, choice, decimal, option, rule, text
from metadata.catalogue import Catalogue
from metadata.definitions import CORE, DefinitionRow
from metadata.layers import difference, effective_of, keep_retired, merge_documents, merge_objects
from tests.metadata.makers import row, tenant_row

ACCOUNT = Object(
    "account",
    label="Account",
    rules=[rule("named", "name = NULL", "It needs a name")],
    indexes=[["name"]],
    fields={"name": text(required=True), "tier": choice(["gold", "silver"])},
)


def merged(*rows: DefinitionRow) -> dict[str, Any]:
    return dict(effective_of(rows).document)


def test_an_extension_adds_fields_rules_options_and_indexes() -> None:
    more = Extension("account", rules=[rule("r", "TRUE", "m")], indexes=[["tier"]], fields={"tax_id": text()})
    document = merged(row(ACCOUNT, CORE, "core"), row(more))
    assert set(document["fields"]) == {"name", "tier", "tax_id"}
    assert [rule["name"] for rule in document["rules"]] == ["named", "r"]
    assert document["indexes"] == [["name"], ["tier"]]
    assert "extends" not in document


def test_the_tenant_says_things_its_own_way() -> None:
    own = Object("account", label="Firm", plural="Firms", fields={})
    assert merged(row(ACCOUNT), tenant_row(own))["label"] == "Firm"


def test_options_are_changed_by_their_value_and_added() -> None:
    own = Extension("account", tier=choice([option("gold", "Golden"), option("bronze")]))
    tier = merged(row(ACCOUNT), tenant_row(own))["fields"]["tier"]
    assert [(one["value"], one["label"]) for one in tier["options"]] == [
        ("gold", "Golden"), ("silver", "Silver"), ("bronze", "Bronze")
    ]  # fmt: skip


def test_a_plugin_that_adds_options_leaves_the_label_alone() -> None:
    base = Object("account", fields={"tier": choice(["gold"], label="Class")})
    tier = merged(row(base), row(Extension("account", tier=choice(["bronze"])), owner="more"))["fields"]["tier"]
    assert tier["label"] == "Class" and len(tier["options"]) == 2


def test_the_difference_of_settings_is_their_values() -> None:
    below = Settings("fleet", limit=decimal(), colour=text()).document
    wanted = {**below, "values": {"limit": "5"}}
    assert difference("settings", below, wanted) == {"name": "fleet", "extends": True, "values": {"limit": "5"}}
    assert merge_documents("settings", below, difference("settings", below, wanted)) == wanted


def test_options_may_be_put_in_another_order() -> None:
    orders = {"gold": 2, "silver": 1}
    options = [{"value": value, "label": value, "order": order} for value, order in orders.items()]
    rows = [row(ACCOUNT), tenant_row(Extension("account", tier=choice(options)))]
    assert [option.value for option in Catalogue.build(rows).object("account").fields["tier"].options] == [
        "silver",
        "gold",
    ]


def test_what_is_required_below_stays_required() -> None:
    own = DefinitionRow(
        kind="object", name="account", layer="tenant", owner="tenant",
        document={"name": "account", "extends": True, "fields": {"name": {"required": False, "label": "Title"}}},
    )  # fmt: skip
    name = merged(row(ACCOUNT), own)["fields"]["name"]
    assert name["required"] is True and name["label"] == "Title"


def test_every_part_knows_who_declared_it() -> None:
    found = effective_of(
        [row(ACCOUNT, CORE, "core"), row(Extension("account", fields={"tax_id": text()}), owner="tax")]
    )
    assert found.owner == "core"
    assert found.sources["fields.tax_id"] == "tax"
    assert found.sources["rules.named"] == "core"


def test_the_values_of_settings_are_the_tenants_and_their_fields_the_plugins() -> None:
    declared = Settings("fleet", limit=decimal(), colour=text(default="red"))
    own = Settings("fleet", values={"limit": "5"})
    catalogue = Catalogue.build([row(declared), tenant_row(own)])
    assert catalogue.setting("fleet", "limit") == "5"
    assert catalogue.setting("fleet", "colour") == "red"


def test_a_tenants_permission_set_takes_the_place_of_the_plugins_and_a_plugin_may_extend_one() -> None:
    base = row(PermissionSet("rep", objects={"a": {"read": True}}))
    extension = DefinitionRow(
        kind="permission_set", name="rep", layer="plugin", owner="b",
        document={"name": "rep", "extends": True, "objects": {"b": {"read": True}}, "system": ["export"]},
    )  # fmt: skip
    own = tenant_row(PermissionSet("rep", objects={"c": {"read": True}}))
    assert set(merged(base, extension)["objects"]) == {"a", "b"}
    assert set(merged(base, extension, own)["objects"]) == {"c"}


def test_other_kinds_are_replaced_whole() -> None:
    assert merged(row(Role("rep", parent="boss")), tenant_row(Role("rep")))["label"] == "Rep"
    assert "parent" not in merged(row(Role("rep", parent="boss")), tenant_row(Role("rep")))


# Laws

words = st.sampled_from(["a", "b", "c"])
options = st.lists(st.fixed_dictionaries({"value": words}, optional={"label": words, "retired": st.booleans()}),
                   unique_by=lambda one: one["value"], max_size=3)  # fmt: skip
fields = st.dictionaries(
    words,
    st.fixed_dictionaries(
        {"type": st.just("choice")},
        optional={"label": words, "required": st.booleans(), "read_only": st.booleans(), "options": options},
    ),
    max_size=3,
)
rules = st.lists(st.fixed_dictionaries({"name": words, "when": words}), unique_by=lambda one: one["name"], max_size=3)
documents = st.fixed_dictionaries(
    {"name": st.just("account")},
    optional={
        "label": words,
        "fields": fields,
        "rules": rules,
        "indexes": st.lists(st.lists(words, min_size=1, max_size=2), max_size=2),
    },
)
extensions = documents.map(lambda document: {**document, "extends": True})


def plain(document: Any) -> Any:
    """A document without what makes no difference: a `False`, and twice the same index."""
    if isinstance(document, dict):
        return {key: plain(value) for key, value in document.items() if value is not False}
    return [plain(item) for item in document] if isinstance(document, list) else document


@given(documents, extensions, extensions)
def test_merging_is_associative(base: Any, first: Any, second: Any) -> None:
    one = merge_objects(merge_objects(base, first), second)
    other = merge_objects(base, merge_objects(first, second))
    one["indexes"], other["indexes"] = unique(one), unique(other)
    assert plain(one) == plain(other)


def unique(document: Any) -> list[Any]:
    return [list(group) for group in dict.fromkeys(map(tuple, document.get("indexes", [])))]


@given(documents, extensions)
def test_merging_the_same_again_changes_nothing(base: Any, extension: Any) -> None:
    once = merge_objects(base, extension)
    assert merge_objects(once, extension) == once


@given(documents, extensions)
def test_the_difference_gives_back_what_was_wanted(base: Any, extension: Any) -> None:
    wanted = merge_objects(base, extension)
    assert merge_documents("object", base, difference("object", base, wanted)) == wanted


def test_the_difference_leaves_out_what_follows_the_layer_below() -> None:
    below = ACCOUNT.document
    assert difference("object", below, below) == {"name": "account", "extends": True}
    wanted = merge_objects(below, {"fields": {"tier": {"label": "Class"}, "x_size": {"type": "integer"}}})
    assert difference("object", below, wanted) == {
        "name": "account", "extends": True, "fields": {"tier": {"label": "Class"}, "x_size": {"type": "integer"}}
    }  # fmt: skip


# Retiring


def test_a_field_that_is_left_out_is_kept_as_retired() -> None:
    after = keep_retired(ACCOUNT.document, {"name": "account", "fields": {"name": {"type": "text"}}})
    assert after["fields"]["tier"]["retired"] is True
    assert keep_retired(after, {"name": "account", "fields": {}})["fields"]["tier"]["retired"] is True


def test_an_option_that_is_left_out_is_kept_as_retired() -> None:
    after = keep_retired(
        ACCOUNT.document, Object("account", fields={"name": text(), "tier": choice(["gold"])}).document
    )
    assert [(one["value"], one.get("retired", False)) for one in after["fields"]["tier"]["options"]] == [
        ("gold", False), ("silver", True)
    ]  # fmt: skip
