"""Types whose value is a place: address, geo."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from babel import Locale
from sqlalchemy import Column

from metadata.expressions.types import Type
from metadata.field_types.base import CAPTURE, FieldType, Formatting, Part
from metadata.field_types.numbers import exact
from metadata.field_types.texts import clean
from metadata.storage import Exact, Text
from metadata.wrong import Wrong

if TYPE_CHECKING:
    from metadata.fields import Field, Parser

__all__ = ["AddressType", "GeoType"]

_LINES = {"street": 255, "district": 100, "city": 100, "state": 100, "postal_code": 20, "country": 2}
_codes = (str(code) for code in Locale("en").territories)
_countries = frozenset(code for code in _codes if len(code) == 2 and code.isalpha()) - {"EU", "EZ", "UN", "ZZ"}
_COMPOSITE_REFUSED = frozenset({"unique", "index", "default", "mask"})
# Countries that write from the large to the small.
_LARGE_FIRST = frozenset({"CN", "HK", "JP", "KR", "MO", "TW"})


class AddressType(FieldType):
    """A postal address; in a record one value with six parts, in expressions `address.city` and so on."""

    name = "address"
    label = "Address"
    refused_keys = _COMPOSITE_REFUSED
    operators = ()
    sortable = False
    widget = "address"

    def columns(self, field: Field) -> list[Column[Any]]:
        return [Column(name, Text()) for name in self.column_names(field)]

    def column_names(self, field: Field) -> tuple[str, ...]:
        return tuple(f"{field.name}_{line}" for line in _LINES)

    def index_column(self, field: Field) -> str | None:
        return None

    def parser(self, field: Field) -> Parser:
        return _parse_address

    def store(self, field: Field, value: Any) -> dict[str, Any]:
        given = value or {}
        return {f"{field.name}_{line}": given.get(line) for line in _LINES}

    def load(self, field: Field, row: Mapping[str, Any]) -> Any:
        found = {line: row[f"{field.name}_{line}"] for line in _LINES}
        return found if any(part is not None for part in found.values()) else None

    def text(self, field: Field, value: Any, formatting: Formatting) -> str:
        given = [value.get(line) for line in ("street", "district", "city", "postal_code", "state")]
        country = _country_name(value.get("country"), formatting.locale)
        if value.get("country") in _LARGE_FIRST:
            street, district, city, postal_code, state = given
            return "".join(filter(None, (country, state, city, district, street))) + (
                f" {postal_code}" if postal_code else ""
            )
        return ", ".join(filter(None, (*given, country)))

    def json_schema(self, field: Field, writing: bool = False) -> dict[str, Any]:
        lines = {line: {"type": ["string", "null"], "maxLength": longest} for line, longest in _LINES.items()}
        return {"type": "object", "properties": lines, "additionalProperties": False}

    def parts(self, field: Field) -> Mapping[str, Part]:
        return {f"{field.name}.{line}": Part(f"{field.name}_{line}", Type.TEXT) for line in _LINES}


def _parse_address(value: Any) -> dict[str, str | None] | None:
    if not isinstance(value, Mapping):
        raise Wrong("type", "An address is expected here, with {parts}", parts=", ".join(_LINES))
    unknown = sorted(str(key) for key in value if key not in _LINES)
    if unknown:
        raise Wrong("unknown", "An address has no {part}", part=unknown[0][:100])
    found = {line: _line(value.get(line), longest) for line, longest in _LINES.items()}
    if found["country"] is not None:
        found["country"] = _country(found["country"])
    return found if any(part is not None for part in found.values()) else None


def _line(value: Any, longest: int) -> str | None:
    text = None if value is None else clean(value)
    if text is not None and len(text) > longest:
        raise Wrong("length", "At most {max} characters fit here, these are {length}", max=longest, length=len(text))
    return text


def _country(text: str) -> str:
    if text.upper() not in _countries:
        raise Wrong("option", "{value} is not a country: its two letters are expected, such as PL", value=text)
    return text.upper()


def _country_name(code: str | None, locale: str) -> str | None:
    return code and Locale.parse(locale.replace("-", "_")).territories.get(code, code)


_PLACES = 7  # a centimetre


class GeoType(FieldType):
    """A point on the map, latitude and longitude in degrees."""

    name = "geo"
    label = "Point on the map"
    keys = CAPTURE
    refused_keys = _COMPOSITE_REFUSED
    operators = ()
    sortable = False
    widget = "geo"

    def columns(self, field: Field) -> list[Column[Any]]:
        return [Column(name, Exact(_PLACES)) for name in self.column_names(field)]

    def column_names(self, field: Field) -> tuple[str, ...]:
        return (f"{field.name}_lat", f"{field.name}_lng")

    def index_column(self, field: Field) -> str | None:
        return None

    def parser(self, field: Field) -> Parser:
        return _parse_point

    def store(self, field: Field, value: Any) -> dict[str, Any]:
        given = value or {}
        return {f"{field.name}_lat": given.get("lat"), f"{field.name}_lng": given.get("lng")}

    def load(self, field: Field, row: Mapping[str, Any]) -> Any:
        lat, lng = row[f"{field.name}_lat"], row[f"{field.name}_lng"]
        return None if lat is None or lng is None else {"lat": lat, "lng": lng}

    def present(self, field: Field, value: Any) -> Any:
        return value and {"lat": float(value["lat"]), "lng": float(value["lng"])}

    def text(self, field: Field, value: Any, formatting: Formatting) -> str:
        return f"{value['lat']}, {value['lng']}"

    def json_schema(self, field: Field, writing: bool = False) -> dict[str, Any]:
        lat = {"type": "number", "minimum": -90, "maximum": 90}
        lng = {"type": "number", "minimum": -180, "maximum": 180}
        return {
            "type": "object",
            "properties": {"lat": lat, "lng": lng},
            "required": ["lat", "lng"],
            "additionalProperties": False,
        }

    def parts(self, field: Field) -> Mapping[str, Part]:
        return {
            f"{field.name}.lat": Part(f"{field.name}_lat", Type.NUMBER, scale=_PLACES),
            f"{field.name}.lng": Part(f"{field.name}_lng", Type.NUMBER, scale=_PLACES),
        }


def _parse_point(value: Any) -> dict[str, Decimal] | None:
    if not isinstance(value, Mapping) or set(value) != {"lat", "lng"}:
        raise Wrong("type", "A point on the map is expected here, with lat and lng")
    return {"lat": _degrees(value["lat"], 90), "lng": _degrees(value["lng"], 180)}


def _degrees(value: Any, most: int) -> Decimal:
    number = exact(value)
    if number is None or not -most <= number <= most:
        raise Wrong("range", "Degrees between {min} and {max} are expected here", min=-most, max=most)
    return number.quantize(Decimal(1).scaleb(-_PLACES))
