"""What each field type takes, keeps and shows."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from marshmallow import ValidationError
from sqlalchemy import Connection, Dialect, MetaData, Table, create_engine, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from dougong import Conflict
from metadata.field_types import FieldType, Formatting, Money, Part, field_type, field_types, register, unregister
from metadata.fields import Field, make_field
from metadata.wrong import Wrong
from tests.metadata.samples import SAMPLES

CONTRACT = (
    "text, long_text, rich_text, integer, decimal, money, percent, boolean, date, datetime, time, duration, choice, "
    "multi_choice, tags, email, phone, url, address, geo, reference, master_detail, many_to_many, any_reference, user, "
    "file, image, auto_number, formula, rollup, json, secret"
).split(", ")


def field(type: str, **document: Any) -> Field:
    sample = SAMPLES[type].document if type in SAMPLES and not document else {}
    return make_field("it", field_type(type), "thing", {"type": type, **sample, **document})


def test_every_type_of_the_contract_is_there_in_its_order() -> None:
    assert [type.name for type in field_types()] == CONTRACT


@pytest.mark.parametrize("name", SAMPLES)
def test_a_type_refuses_what_does_not_fit(name: str) -> None:
    for value in SAMPLES[name].bad:
        with pytest.raises(Wrong):
            field(name).parse(value)


@pytest.mark.parametrize("name", CONTRACT)
def test_no_value_stays_no_value(name: str) -> None:
    computed = {"formula": {"returns": "text", "expression": "name"}, "rollup": {"of": "a.b", "function": "count"}}
    assert field(name, **computed.get(name, SAMPLES[name].document if name in SAMPLES else {})).parse(None) is None


@pytest.mark.parametrize("name", SAMPLES)
def test_a_value_survives_both_databases(name: str, connections: list[Connection]) -> None:
    tables = [made_table(connection, name) for connection in connections]

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(SAMPLES[name].good)
    def round_trip(given_value: Any) -> None:
        kept = field(name)
        value = kept.parse(given_value)
        for connection, table in zip(connections, tables, strict=True):
            stored = kept.store(value)
            assert set(stored) <= set(kept.column_names)
            if table is None:
                continue
            connection.execute(table.delete())
            connection.execute(insert(table), {column: stored.get(column) for column in kept.column_names})
            row = connection.execute(select(table)).mappings().one()
            expected = value.amount if isinstance(value, Money) else value
            assert kept.load(row) == expected
            assert kept.parse(kept.load(row)) == expected

    round_trip()


def made_table(connection: Connection, name: str) -> Table | None:
    """A table of the one field, without its foreign keys."""
    columns = field(name).columns()
    if not columns:
        return None
    for column in columns:
        column.foreign_keys.clear()
        column.constraints.clear()
    table = Table(f"of_{name}", MetaData(), *columns)
    for constraint in [one for one in table.constraints if one is not table.primary_key]:
        table.constraints.discard(constraint)
    table.create(connection)
    return table


@pytest.fixture
def connections(postgres_url: str) -> Any:
    engines = [create_engine("sqlite://"), create_engine(postgres_url)]
    opened = [engine.connect() for engine in engines]
    yield opened
    for connection, engine in zip(opened, engines, strict=True):
        connection.rollback()
        connection.close()
        engine.dispose()


@pytest.mark.parametrize("name", SAMPLES)
def test_the_marshmallow_field_says_what_the_parser_says(name: str) -> None:
    one = field(name)
    made = one.type.value_field(one)
    for value in SAMPLES[name].bad[:3]:
        with pytest.raises(ValidationError):
            made.deserialize(value)


@pytest.mark.parametrize("name", SAMPLES)
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_what_a_type_takes_fits_its_json_schema(name: str, data: st.DataObject) -> None:
    one = field(name)
    schema = one.type.json_schema(one, writing=True)
    Draft202012Validator.check_schema(schema)
    value = data.draw(SAMPLES[name].good)
    if name not in ("text", "long_text", "rich_text", "tags", "address"):  # these are trimmed before they are measured
        Draft202012Validator(schema).validate(value)


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("locale", ["en", "zh", "pl"])
@given(data=st.data())
@settings(max_examples=10, deadline=None)
def test_every_value_can_be_written_for_people(name: str, locale: str, data: st.DataObject) -> None:
    one = field(name)
    assert isinstance(one.type.format(one, one.parse(data.draw(SAMPLES[name].good)), locale), str)
    assert one.type.format(one, None, locale) == ""


@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.dialect()], ids=["sqlite", "postgresql"])
@pytest.mark.parametrize("name", SAMPLES)
def test_every_column_has_a_type_in_each_database(name: str, dialect: Dialect) -> None:
    one = field(name)
    assert tuple(column.name for column in one.columns()) == one.column_names
    assert all(column.type.compile(dialect) for column in one.columns())


@pytest.mark.parametrize("name", SAMPLES)
def test_the_parts_of_a_value_have_columns(name: str) -> None:
    one = field(name)
    assert {part.column for part in one.type.parts(one).values()} <= set(one.column_names)


# Texts


def test_text_is_trimmed_and_composed() -> None:
    assert field("text").parse("  Łódź\u3000") == "Łódź"
    assert field("text").parse("Zo\u0308e") == "Zöe"
    assert field("text").parse(" \u3000") is None


def test_a_pattern_holds_for_the_whole_text_and_is_never_slow() -> None:
    assert field("text", pattern="[A-Z]{2}[0-9]+").parse("AB12") == "AB12"
    with pytest.raises(Wrong):
        field("text", pattern="[A-Z]{2}[0-9]+").parse("AB12x")
    with pytest.raises(Wrong):
        field("text", pattern="(a+)+", max_length=4000).parse("a" * 3999 + "!")


def test_rich_text_loses_scripts_and_remote_pictures() -> None:
    html = '<p onclick="x()">Hi <b>there</b><script>alert(1)</script><img src="https://spy.example/1.png"></p>'
    assert field("rich_text").parse(html) == "<p>Hi <b>there</b><img></p>"
    own = '<img src="/api/v1/files/0190d6c4-0000-7000-8000-00000000000a">'
    assert field("rich_text").parse(own) == own
    assert "javascript" not in field("rich_text").parse('<a href="javascript:alert(1)">x</a>')
    assert "<img>" in field("rich_text").parse('<img src="//spy.example/1.png">')


def test_an_email_is_kept_in_small_letters() -> None:
    assert field("email").parse(" Ana.Nowak@Example.COM ") == "ana.nowak@example.com"


def test_a_phone_number_is_kept_as_written_and_found_by_its_international_form() -> None:
    number = make_field("it", field_type("phone"), "thing", {"type": "phone"}, region="CN")
    assert number.parse("（010）6552 9988") == "(010)6552 9988"
    assert number.store("(010)6552 9988") == {"it": "(010)6552 9988", "it_e164": "+861065529988"}
    with pytest.raises(Wrong):
        number.parse("1234567890123456789")
    assert field("phone").store("010 6552 9988") == {"it": "010 6552 9988", "it_e164": None}
    assert field("phone").store("+48 601 234 567")["it_e164"] == "+48601234567"


def test_a_translated_text_has_its_other_languages_beside_it() -> None:
    name = field("text", translate=True)
    assert name.value_names == name.column_names == ("it", "it_translations")
    companion = make_field(
        "it_translations", field_type("translations"), "thing", name.type.companions(name)["it_translations"]
    )
    assert companion.parse({"zh": " 名称 ", "pl": "", "de": None}) == {"zh": "名称"}
    for bad in ("名称", {"ZH": "x"}, {"zh": 5}, {"zh": "x" * 256}, [1]):
        with pytest.raises(Wrong):
            companion.parse(bad)
    assert companion.type.format(companion, {"zh": "名称"}, "zh_CN") == "名称"


def test_a_secret_is_never_shown() -> None:
    one = field("secret")
    assert one.type.present(one, "hunter2") is None
    assert one.type.format(one, "hunter2") == ""
    assert not one.type.parts(one)


# Numbers


@pytest.mark.parametrize(
    ("value", "expected"),
    [("12.5", "12.50"), (12, "12.00"), (0.1, "0.10"), ("１２．５", "12.50"), ("-.5", "-0.50"), ("5.", "5.00")],
)
def test_a_decimal_is_exact(value: Any, expected: str) -> None:
    assert str(field("decimal", scale=2).parse(value)) == expected


def test_a_decimal_says_what_is_wrong() -> None:
    for value, code in (("1.234", "scale"), ("x", "type"), (10**400, "range"), ("101", "range"), ("-1", "range")):
        with pytest.raises(Wrong) as wrong:
            field("decimal", scale=2, min=0, max="100").parse(value)
        assert wrong.value.code == code


def test_true_is_no_number_and_one_is_not_true() -> None:
    for type, value in (("integer", True), ("decimal", False), ("boolean", 1), ("boolean", "true")):
        with pytest.raises(Wrong):
            field(type).parse(value)


def test_a_whole_number_may_be_written_with_a_point_as_json_allows() -> None:
    assert field("integer").parse(5.0) == 5
    assert field("integer").parse("5") == 5


def test_money_spreads_over_its_companions() -> None:
    one = field("money")
    assert one.value_names == ("it", "it_currency", "it_rate", "it_rate_date", "it_base")
    assert one.type.spread(one, one.parse({"amount": "12.5", "currency": "pln"})) == {
        "it": Decimal("12.50"),
        "it_currency": "PLN",
    }
    assert one.type.spread(one, one.parse(12.5)) == {"it": Decimal("12.50")}


def test_a_duration_is_understood_in_seconds_and_as_a_period() -> None:
    assert field("duration").parse("PT1H30M") == 5400
    assert field("duration").parse("P1DT1S") == 86401
    assert field("duration").parse(90) == 90


# Moments


def test_a_moment_is_kept_in_utc() -> None:
    assert field("datetime").parse("2026-01-31T09:30:00+01:00") == datetime(2026, 1, 31, 8, 30, tzinfo=UTC)


def test_the_edges_of_time_are_refused_and_do_not_crash() -> None:
    for value in ("0001-01-01T00:00:00+10:00", "9999-12-31T23:59:59-10:00"):
        with pytest.raises(Wrong):
            field("datetime").parse(value)


# Choices


def test_several_choices_stand_in_the_order_of_the_options() -> None:
    options = [{"value": "a"}, {"value": "b"}, {"value": "c"}]
    assert field("multi_choice", options=options).parse(["c", "a", "c"]) == ("a", "c")


def test_tags_are_trimmed_and_not_repeated() -> None:
    assert field("tags").parse([" vip ", "", "vip", "北京"]) == ("vip", "北京")


# Words for people


def test_values_are_written_as_readers_expect() -> None:
    money = field("money")
    assert money.type.format(money, Money(Decimal("1234.50"), "PLN"), "pl") == "1\xa0234,50\xa0zł"
    assert field("boolean").type.format(field("boolean"), True, "zh") == "是"
    decimal = field("decimal", scale=1)
    assert decimal.type.format(decimal, Decimal("12345.5"), "en") == "12,345.5"
    moment = field("datetime")
    shown = moment.type.format(
        moment, datetime(2026, 1, 31, 8, 30, tzinfo=UTC), Formatting("en", time_zone="Asia/Shanghai")
    )
    assert "4:30" in shown


def test_an_option_is_written_in_the_readers_language() -> None:
    stage = field("choice", options=[{"value": "won", "label": "Won"}])
    texts = {"object.thing.fields.it.options.won": "赢单"}
    assert stage.type.format(stage, "won", Formatting("zh", labels=texts.get)) == "赢单"
    assert stage.type.format(stage, "won", "en") == "Won"


def test_an_address_is_written_as_its_country_does() -> None:
    address = field("address")
    beijing = address.parse({"street": "建国路1号", "district": "朝阳区", "city": "北京市", "country": "CN"})
    assert address.type.format(address, beijing, "zh") == "中国北京市朝阳区建国路1号"
    lodz = address.parse({"street": "Piotrkowska 1", "city": "Łódź", "country": "pl"})
    assert address.type.format(address, lodz, "pl") == "Piotrkowska 1, Łódź, Polska"


# Plugins' types


class Rating(FieldType):
    name = "text"
    label = "Rating"


def test_a_second_owner_of_a_name_is_refused_and_told_who_the_first_is() -> None:
    with pytest.raises(Conflict, match="core"):
        register(Rating(), owner="stars")


def test_a_plugin_adds_a_type_and_takes_it_away() -> None:
    stars = type("Stars", (type(field_type("integer")),), {"name": "stars", "label": "Stars"})
    register(stars(), owner="stars")
    try:
        assert "stars" in [one.name for one in field_types()]
        assert field("stars").parse(5) == 5
    finally:
        unregister("stars")
    assert "stars" not in [one.name for one in field_types()]


def test_parts_say_what_expressions_may_use() -> None:
    address = field("address")
    assert address.type.parts(address)["it.city"].column == "it_city"
    money = field("money", scale=3)
    assert isinstance(money.type.parts(money)["it_base"], Part)
    assert money.type.parts(money)["it"].scale == 3
