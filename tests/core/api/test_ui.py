"""What the pages are drawn from."""

from __future__ import annotations

from dougong import DuplicateRule, Layout, Translation, View, compare
from tests.core.api.clients import Caller, Web

UI = "/api/v1/ui"


def test_an_object_is_shown_as_far_as_the_actor_may_see_it(admin: Caller, sailor: Caller) -> None:
    boat = sailor.get(UI).json["objects"]["x_boat"]
    assert boat["rights"] == {"create": True, "read": True, "edit": True, "delete": True}
    assert "x_price" not in boat["fields"] and "x_price" in admin.get(UI).json["objects"]["x_boat"]["fields"]
    assert boat["fields"]["name"] | {"required": True, "editable": True, "max_length": 40} == boat["fields"]["name"]
    assert boat["fields"]["x_home"]["to"] == "x_port"
    assert boat["fields"]["created_at"]["system"] is True and boat["fields"]["created_at"]["editable"] is False
    assert "team" not in sailor.get(UI).json["objects"]


def test_what_can_be_written_but_not_read_is_shown_for_writing(admin: Caller) -> None:
    assert admin.get(UI).json["objects"]["user"]["fields"]["password"]["editable"] is True


def test_an_object_without_a_layout_gets_one(sailor: Caller) -> None:
    layout = sailor.get(UI).json["layouts"]["x_port"]
    assert layout["sections"][0]["fields"] == ["name"]
    assert [related["field"] for related in layout["related"]] == ["x_home"]


def test_views_and_layouts_lose_what_the_actor_may_not_see(web: Web, admin: Caller, sailor: Caller) -> None:
    columns = ["name", "x_price", "x_home.name", "owner.name"]
    web.world.define(
        View("x_costs", "x_boat", columns=columns, sums=["x_price"]),
        Layout("x_boat_page", "x_boat", sections=[{"label": "Money", "fields": ["x_price"]}, {"label": "Rest", "fields": ["name", "x_length"]}]),
    )
    for caller, seen in ((admin, columns), (sailor, [c for c in columns if c != "x_price"])):
        view = next(view for view in caller.get(UI).json["views"]["x_boat"] if view["name"] == "x_costs")
        assert view["columns"] == seen
        assert view["sums"] == (["x_price"] if "x_price" in seen else [])
    sections = sailor.get(UI).json["layouts"]["x_boat"]["sections"]
    assert [section["label"] for section in sections] == ["Rest"]
    web.world.retire(("view", "x_costs"), ("layout", "x_boat_page"))


def test_a_rearranged_layout_keeps_the_translations_of_what_is_called_the_same(web: Web, admin: Caller) -> None:
    _, chinese = web.create_user("Zhou", permission_sets=["x_sailor", "administrator"], language="zh")
    page = "/api/v1/meta/layout/user"
    sections = admin.get(page).json["definition"]["sections"]
    person, access, preferences = [section["label"] for section in chinese.get(UI).json["layouts"]["user"]["sections"]]
    moved = [sections[2], {**sections[0], "label": "Somebody"}, sections[1]]
    assert admin.put(page, {"object": "user", "sections": moved}).status_code == 200
    shown = [section["label"] for section in chinese.get(UI).json["layouts"]["user"]["sections"]]
    assert shown == [preferences, "Somebody", access] and person not in shown
    assert admin.delete(page).status_code == 200


def test_labels_are_in_the_language_of_the_actor(web: Web) -> None:
    texts = {"object.x_boat.label": "船", "object.x_boat.fields.x_length.label": "长度", "menu.other": "其他"}
    web.world.define(Translation("x_zh", "zh", texts))
    _, chinese = web.create_user("Zheng", permission_sets=["x_sailor"], language="zh")
    shown = chinese.get(UI).json
    assert shown["objects"]["x_boat"]["label"] == "船"
    assert shown["objects"]["x_boat"]["fields"]["x_length"]["label"] == "长度"
    assert shown["objects"]["x_boat"]["fields"]["owner_id"]["label"] == "负责人"
    assert next(group["label"] for group in shown["menu"] if "x_boat" in group["items"]) == "其他"


def test_browsers_keep_the_answer_until_something_changes(web: Web, admin: Caller) -> None:
    first = admin.get(UI)
    kept = {"If-None-Match": first.headers["ETag"]}
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert admin.get(UI, headers=kept).status_code == 304
    web.world.define(View("x_new", "x_boat"))
    assert admin.get(UI, headers=kept).status_code == 200
    web.world.retire(("view", "x_new"))


def test_lists_that_people_save_are_theirs_until_they_share_them(web: Web, admin: Caller) -> None:
    document = {"form": "table", "filter": "x_length > 10", "columns": ["name"]}
    saved = {"label": "Long ones", "object": "x_boat", "document": document}
    made = admin.post("/api/v1/records/saved_view", saved)
    assert made.status_code == 201, made.json
    view = next(view for view in admin.get(UI).json["views"]["x_boat"] if view.get("id") == made.json["id"])
    assert (view["label"], view["filter"], view["name"]) == ("Long ones", "x_length > 10", made.json["id"])
    assert admin.get(f"/api/v1/records/x_boat?view={made.json['id']}").status_code == 200
    _, other = web.create_user("Nemo", permission_sets=["standard", "x_sailor"])
    assert made.json["id"] not in other.get(UI).get_data(as_text=True)
    admin.patch(f"/api/v1/records/saved_view/{made.json['id']}", {"shared": True})
    assert made.json["id"] in other.get(UI).get_data(as_text=True)


def test_a_locked_view_stays_as_it_is_until_it_is_unlocked(admin: Caller) -> None:
    saved = {"label": "Fixed", "object": "x_boat", "document": {"form": "table", "columns": ["name"]}, "locked": True}
    place = f"/api/v1/records/saved_view/{admin.post('/api/v1/records/saved_view', saved).json['id']}"
    other = {"form": "board", "columns": ["name"]}
    assert admin.patch(place, {"document": other}).status_code == 422
    assert admin.patch(place, {"locked": False}).status_code == 200
    assert admin.patch(place, {"document": other}).status_code == 200


def test_what_somebodys_lists_open_with_is_told_to_nobody_else(web: Web, admin: Caller) -> None:
    mark = {"label": "Boats", "object": "x_boat", "document": {"form": "table"}, "view": "x_boats", "shared": True}
    id = admin.post("/api/v1/records/saved_view", mark).json["id"]
    mine = next(view for view in admin.get(UI).json["views"]["x_boat"] if view["name"] == id)
    assert (mine["opens"], mine["mine"]) == ("x_boats", True)
    _, other = web.create_user("Ishmael", permission_sets=["standard", "x_sailor"])
    assert id not in other.get(UI).get_data(as_text=True)


def test_a_view_of_every_form_is_shown_with_its_parts(web: Web, admin: Caller) -> None:
    parts = {"group_by": "created_at:month", "split_by": "x_home", "sums": ["avg:x_length"], "start": "created_at", "scale": "week"}
    web.world.define(View("x_parts", "x_boat", form="pivot", widths={"name": 300}, frozen=2, density="compact", **parts))
    view = next(view for view in admin.get(UI).json["views"]["x_boat"] if view["name"] == "x_parts")
    assert view | {**parts, "widths": {"name": 300}, "frozen": 2, "density": "compact"} == view
    web.world.retire(("view", "x_parts"))


def test_an_object_names_the_fields_by_which_a_new_record_is_held_against_others(web: Web, admin: Caller, sailor: Caller) -> None:
    web.world.define(
        DuplicateRule("x_boat_twice", "x_boat", match=[compare("name"), compare("x_price", way="exact")]),
        DuplicateRule("x_boat_changed", "x_boat", match=[compare("x_built", way="date")], on=["update"]),
    )
    assert admin.get(UI).json["objects"]["x_boat"]["compared"] == ["name", "x_price"]
    assert sailor.get(UI).json["objects"]["x_boat"]["compared"] == ["name"]
    web.world.retire(("duplicate_rule", "x_boat_twice"), ("duplicate_rule", "x_boat_changed"))
    assert "compared" not in admin.get(UI).json["objects"]["x_boat"]
