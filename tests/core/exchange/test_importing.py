"""Rows become records, and the report accounts for every one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.exchange.importer import Import
from core.exchange.mapping import mapping_from_file, read_mapping
from core.exchange.refused import write_refused
from core.exchange.report import ImportReport
from dougong import (
    Invalid,
    Object,
    PermissionSet,
    boolean,
    choice,
    date,
    datetime,
    decimal,
    integer,
    long_text,
    money,
    multi_choice,
    phone,
    reference,
    rule,
    tags,
    text,
)
from dougong.fields import address
from tests.support.worlds import World

CITY = Object("x_city", fields={"name": text(required=True)}, country=text())
FIRM = Object(
    "x_firm",
    fields={"name": text(required=True)},
    code=text(unique=True),
    city=reference("x_city"),
    parent_firm=reference("x_firm"),
    size=integer(),
    rating=decimal(scale=1, max=5),
    revenue=money(),
    founded=date(),
    seen=datetime(),
    partner=boolean(),
    stage=choice(["new", "won"], default="new"),
    colours=multi_choice(["red", "green"]),
    words=tags(),
    tel=phone(),
    place=address(),
    remarks=long_text(),
    rules=[rule("no_zero", "size = 0", "A firm has people", field="size")],
)


@pytest.fixture(scope="module")
def firms(world: World) -> World:
    """A tenant with cities and firms."""
    world.define(CITY, FIRM, PermissionSet("x_reader", objects={"x_firm": {"read": True, "create": True}}))
    return world


@pytest.fixture
def shop(firms: World) -> Iterator[World]:
    """The same, emptied afterwards."""
    yield firms
    with firms.system() as ctx:
        for object in ("x_firm", "x_city"):
            found = [{"id": record["id"]} for record in ctx.records.list(object, limit=1000).data]
            ctx.records.bulk(object, "delete", found)


def run(shop: World, tmp_path: Path, rows: str, mapping: Mapping[str, Any] | None = None, **more: Any) -> ImportReport:
    """Import rows of CSV; the report always adds up."""
    file = tmp_path / "rows.csv"
    file.write_text(rows, encoding="utf-8")
    wanted = read_mapping({"object": "x_firm", **mapping}) if mapping is not None else None
    report = Import(shop.platform, shop.tenant, "x_firm", file, wanted, **more).run()
    assert report.adds_up
    return report


def all_firms(shop: World, *fields: str) -> list[dict[str, Any]]:
    with shop.system() as ctx:
        page = ctx.records.list("x_firm", sort="name", limit=1000)
        return [{name: record[name] for name in fields} for record in page.data]


def errors(report: ImportReport) -> list[tuple[int, str, str]]:
    return [(row.line, error.field, error.code) for row in report.refused for error in row.errors]


def test_headings_are_matched_with_names_and_labels(shop: World, tmp_path: Path) -> None:
    shop.create("x_city", {"name": "Łódź"})
    report = run(shop, tmp_path, "Name,Size,City,id\nAcme,3,łódź,1\n")
    assert report.created == 1
    assert report.ignored == {"id": "A column of the platform itself"}
    assert all_firms(shop, "name", "size") == [{"name": "Acme", "size": 3}]


def test_a_column_that_nobody_wants_refuses_the_import(shop: World, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="Shoe size: This column is neither used nor left out"):
        run(shop, tmp_path, "Name,Shoe size\nAcme,3\n")
    mapping = {"fields": {"name": "Name"}, "ignore": {"Shoe size": "Nobody's business"}}
    assert run(shop, tmp_path, "Name,Shoe size\nAcme,3\n", mapping).ignored == {"Shoe size": "Nobody's business"}


def test_a_mapping_that_does_not_fit_says_everything_at_once(shop: World, tmp_path: Path) -> None:
    mapping = {"fields": {"name": "Nmae", "shoe": "Name", "city": {"column": "Name", "lookup": "mayor"}}, "key": "code"}
    with pytest.raises(Invalid) as refused:
        run(shop, tmp_path, "Name\nAcme\n", mapping)
    assert {problem.field for problem in refused.value.errors} == {"Nmae", "shoe", "city", "code"}


def test_every_notation_is_read(shop: World, tmp_path: Path) -> None:
    mapping = {
        "file": {"decimal": ",", "thousands": ".", "date": ["DD.MM.YYYY", "YY-M-D"], "time_zone": "Europe/Warsaw", "empty": ["NULL"]},
        "fields": {
            "name": "n", "size": "size", "rating": "rating", "founded": "founded", "partner": "partner",
            "seen": {"column": "seen", "date": "DD.MM.YYYY HH:mm"},
            "revenue": {"column": "revenue", "multiply": 1000, "currency": "EUR"},
            "colours": {"column": "colours", "split": "/"}, "words": {"column": "words", "split": "/"},
            "tel": {"column": "tel", "region": "PL"},
            "place.city": "town", "place.country": {"constant": "PL"},
        },
    }  # fmt: skip
    rows = (
        "n;size;rating;founded;partner;seen;revenue;colours;words;tel;town\n"
        "A;1.234;4,5;31.01.1999;tak;01.07.2026 12:00;1.100,04;red/green;x/y z;22 123 45 67;Łódź\n"
        "B;NULL;;99-2-3;no;;;;;;\n"
    )
    report = run(shop, tmp_path, rows, mapping)
    assert errors(report) == []
    first, second = all_firms(
        shop, "size", "rating", "founded", "seen", "revenue", "partner", "colours", "words", "tel_e164", "place"
    )
    assert (first["size"], first["rating"], str(first["founded"])) == (1234, Decimal("4.5"), "1999-01-31")
    assert first["seen"].isoformat() == "2026-07-01T10:00:00+00:00"
    assert first["revenue"] == Decimal("1100040.00")
    assert (first["partner"], tuple(first["colours"]), tuple(first["words"])) == (True, ("red", "green"), ("x", "y z"))
    assert first["tel_e164"] == "+48221234567"
    assert first["place"]["city"] == "Łódź"
    assert (second["size"], str(second["founded"]), second["partner"]) == (None, "1999-02-03", False)
    assert report.empty["size"] == 1


def test_corrections_are_made_and_counted_even_when_they_do_not_happen(shop: World, tmp_path: Path) -> None:
    mapping = {
        "corrections": [
            {"column": "n", "from": "Amce", "to": "Acme", "reason": "A slip"},
            {"column": "n", "pattern": "(.+) Inc\\.?", "to": "\\1", "reason": "Legal form"},
            {"column": "n", "from": "never", "to": None, "reason": "Gone"},
        ],
        "fields": {"name": "n"},
    }
    report = run(shop, tmp_path, "n\nAmce\nBeta Inc.\nGamma Inc\n", mapping)
    assert [item["count"] for item in report.corrections] == [1, 2, 0]
    assert [firm["name"] for firm in all_firms(shop, "name")] == ["Acme", "Beta", "Gamma"]


def test_values_are_translated_and_unknown_ones_refused(shop: World, tmp_path: Path) -> None:
    mapping = {"fields": {"name": "n", "stage": {"column": "s", "values": {"Won": "won"}, "otherwise": "refuse"}}}
    report = run(shop, tmp_path, "n,s\nA,Won\nB,Lost\nC,\n", mapping)
    assert errors(report) == [(3, "stage", "option")]
    assert all_firms(shop, "name", "stage") == [{"name": "A", "stage": "won"}, {"name": "C", "stage": "new"}]


def test_the_first_source_with_a_value_counts(shop: World, tmp_path: Path) -> None:
    sources = [{"column": "a", "when": {"column": "k", "in": ["1"]}}, "b", {"constant": "nobody"}]
    report = run(shop, tmp_path, "k,a,b\n1,A,B\n2,A,B\n2,A,\n", {"fields": {"name": sources}})
    assert report.created == 3
    assert [firm["name"] for firm in all_firms(shop, "name")] == ["A", "B", "nobody"]


def test_rows_are_skipped_with_a_reason(shop: World, tmp_path: Path) -> None:
    mapping = {
        "skip_if": [
            {"column": "n", "pattern": "Test.*", "reason": "Tests"},
            {"column": "n", "empty": True, "reason": "Empty"},
        ],
        "fields": {"name": "n"},
        "ignore": {"k": "-"},
    }
    report = run(shop, tmp_path, "n,k\nTest 1,1\n,1\nReal,1\n", mapping)
    assert (report.skipped, report.created) == ({"Tests": 1, "Empty": 1}, 1)


def test_all_that_is_wrong_with_a_row_is_told_and_the_others_come_in(shop: World, tmp_path: Path) -> None:
    rows = "name,size,rating,founded\n,x,9.99,yesterday\nGood,1,1.0,2026-01-01\nZero,0,,\nShort,1\n"
    mapping = {"fields": {name: name for name in ("name", "size", "rating", "founded")}}
    report = run(shop, tmp_path, rows, mapping)
    assert report.created == 1
    assert {(line, field) for line, field, _ in errors(report)} == {
        (2, "size"),
        (2, "rating"),
        (2, "founded"),
        (4, "size"),
    }
    assert [(row["line"], row["cells"], row["expected"]) for row in report.malformed] == [(5, 2, 4)]
    write_refused(tmp_path / "refused.csv", ["name", "size", "rating", "founded"], report)
    written = (tmp_path / "refused.csv").read_text(encoding="utf-8-sig").splitlines()
    assert written[0] == "name,size,rating,founded,problem"
    assert [line.split(",")[0] for line in written[1:]] == ["", "Zero", "Short"]
    assert "A firm has people" in written[2]


def test_a_value_that_does_not_fit_can_be_left_out_and_kept_elsewhere(shop: World, tmp_path: Path) -> None:
    mapping = {
        "fields": {"name": "n", "tel": {"column": "t", "invalid": "empty", "keep_in": "remarks", "region": "PL"}}
    }
    report = run(shop, tmp_path, "n,t\nA,call reception\n", mapping)
    assert report.emptied == [{"field": "tel", "line": 2, "value": "call reception"}]
    assert all_firms(shop, "tel", "remarks") == [{"tel": None, "remarks": "t: call reception"}]


def test_a_key_finds_the_record_again(shop: World, tmp_path: Path) -> None:
    mapping = {"key": "code", "fields": {"code": "c", "name": "n", "revenue": {"column": "r", "currency": "EUR"}}}
    first = run(shop, tmp_path, "c,n,r\n1,A,10\n2,B,20\n", mapping)
    again = run(shop, tmp_path, "c,n,r\n1,A,10.00\n2,B,20.01\n3,C,\n", mapping)
    assert (first.created, again.unchanged, again.updated, again.created) == (2, 1, 1, 1)
    with shop.system() as ctx:
        unchanged = ctx.records.list("x_firm", filter='code = "1"').data[0]
        assert len(ctx.records.history("x_firm", unchanged["id"])) == 1


@pytest.mark.parametrize(
    ("mode", "refused"), [("create", [(2, "code", "exists")]), ("update", [(3, "code", "unknown")])]
)
def test_a_key_may_only_make_or_only_change(shop: World, tmp_path: Path, mode: str, refused: list[Any]) -> None:
    shop.create("x_firm", {"name": "A", "code": "1"})
    mapping = {"key": "code", "mode": mode, "fields": {"code": "c", "name": "n"}}
    assert errors(run(shop, tmp_path, "c,n\n1,X\n2,Y\n", mapping)) == refused


def test_the_same_key_twice_is_refused_or_folded(shop: World, tmp_path: Path) -> None:
    mapping = {"key": "code", "fields": {"code": "c", "name": "n"}}
    report = run(shop, tmp_path, "c,n\n1,A\n1,A\n,B\n", mapping)
    assert errors(report) == [(3, "code", "repeated"), (4, "code", "required")]
    folded = run(shop, tmp_path, "c,n\n2,A\n2,A\n2,other\n", {**mapping, "repeated": "fold"})
    assert (folded.created, folded.folded, errors(folded)) == (1, 1, [(4, "code", "repeated")])


def test_references_are_looked_up_exactly_whatever_the_case(shop: World, tmp_path: Path) -> None:
    for name, country in (("Łódź", "PL"), ("Paris", "FR"), ("Paris", "US")):
        shop.create("x_city", {"name": name, "country": country})
    mapping = {"fields": {"name": "n", "city": {"column": "c", "lookup": "name"}}}
    report = run(shop, tmp_path, "n,c\nA,ŁÓDŹ\nB,paris\nC,Nowhere\nD,\n", mapping)
    assert errors(report) == [(3, "city", "ambiguous"), (4, "city", "unknown")]
    assert report.looked_up["city"] == {"found": 2, "missing": 1}
    narrowed = {
        "fields": {"name": "n", "city": {"column": "c", "lookup": {"field": "name", "filter": "country = 'FR'"}}}
    }
    assert run(shop, tmp_path, "n,c\nE,Paris\n", narrowed).created == 1


def test_what_is_missing_can_be_made_once(shop: World, tmp_path: Path) -> None:
    lookup = {"field": "name", "missing": "create", "create": {"country": "PL"}}
    mapping = {"fields": {"name": "n", "city": {"column": "c", "lookup": lookup}}}
    report = run(shop, tmp_path, "n,c\nA,Gdynia\nB,gdynia\nC,Sopot\n", mapping)
    assert report.looked_up["city"] == {"created": 2, "found": 1}
    with shop.system() as ctx:
        assert sorted(city["name"] for city in ctx.records.list("x_city").data) == ["Gdynia", "Sopot"]


def test_references_within_the_file_are_set_when_all_rows_are_there(shop: World, tmp_path: Path) -> None:
    mapping = {
        "key": "code",
        "fields": {"code": "c", "name": "n", "parent_firm": {"column": "p", "lookup": "name", "later": True}},
    }
    rows = "c,n,p\n1,Child,Parent\n2,Parent,\n3,Orphan,Nobody\n"
    dry = run(shop, tmp_path, rows, mapping, dry_run=True)
    report = run(shop, tmp_path, rows, mapping)
    for told in (dry, report):
        assert told.later == {"parent_firm": 1}
        assert told.emptied == [{"field": "parent_firm", "line": 4, "value": "Nobody"}]
        assert told.empty == {"parent_firm": 2}
    child, _, parent = all_firms(shop, "id", "name", "parent_firm")
    assert child["parent_firm"] == parent["id"]
    assert run(shop, tmp_path, rows, mapping).unchanged == 3


def test_a_dry_run_tells_the_same_and_writes_nothing(shop: World, tmp_path: Path) -> None:
    mapping = {"fields": {"name": "n", "city": {"column": "c", "lookup": {"field": "name", "missing": "create"}}}}
    rows = "n,c\nA,X\nB,Y\n,X\n"
    dry = run(shop, tmp_path, rows, mapping, dry_run=True)
    assert all_firms(shop, "name") == []
    real = run(shop, tmp_path, rows, mapping)
    assert {**dry.document(), "dry_run": False} == real.document()


def test_more_rows_than_a_batch(shop: World, tmp_path: Path) -> None:
    shop.create("x_city", {"name": "Here"})
    lines = "".join(f"{n},Firm {n},Here\n" for n in range(2500))
    mapping = {"key": "code", "fields": {"code": "c", "name": "n", "city": {"column": "y", "lookup": "name"}}}
    seen: list[int] = []
    file = tmp_path / "many.csv"
    file.write_text("c,n,y\n" + lines + "7,Again,Here\n")
    work = Import(shop.platform, shop.tenant, "x_firm", file, read_mapping({"object": "x_firm", **mapping}))
    report = work.run(seen.append)
    assert report.adds_up
    assert (report.rows, report.created, errors(report)) == (2501, 2500, [(2502, "code", "repeated")])
    assert seen == [1001, 2001, 2502]
    with shop.system() as ctx:
        for _ in range(3):
            found = [{"id": record["id"]} for record in ctx.records.list("x_firm", limit=1000).data]
            ctx.records.bulk("x_firm", "delete", found)


def test_the_rights_of_a_user_count(shop: World, tmp_path: Path) -> None:
    user = shop.create_user("Reader", permission_sets=["x_reader"])
    shop.create("x_firm", {"name": "Hidden", "code": "1"})
    with shop.as_user(user) as ctx:
        actor = ctx.actor
    mapping = {"key": "code", "fields": {"code": "c", "name": "n"}}
    report = run(shop, tmp_path, "c,n\n1,Mine\n2,Own\n", mapping, actor=actor)
    assert report.created == 1
    assert len(report.refused) == 1


def test_what_is_expected_is_compared(shop: World, tmp_path: Path) -> None:
    mapping = {
        "fields": {"name": "n", "size": "s"},
        "expect": {"rows": 2, "records": 2, "refused": 0, "sum": {"size": "5"}, "empty": {"size": 1}},
    }
    report = run(shop, tmp_path, "n,s\nA,3\nB,\n", mapping)
    assert not report.as_expected
    assert [item for item in report.expected if item["expected"] != item["found"]] == [
        {"what": "sum of size", "expected": Decimal(5), "found": Decimal(3)}
    ]


def test_a_mapping_with_a_mistake_names_the_place(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text("object: x_firm\nfields: {name: n}\nfille: {}\nkey: [1]\n")
    with pytest.raises(Invalid) as refused:
        mapping_from_file(tmp_path / "m.yaml")
    assert "fille" in str(refused.value)


def test_the_schema_of_mappings_is_the_published_one() -> None:
    root = Path(__file__).parents[3]
    published = (root / "samples" / "mapping.schema.json").read_text(encoding="utf-8")
    assert (root / "core" / "exchange" / "mapping.schema.json").read_text(encoding="utf-8") == published
