"""Query parameters: those that a route declares, as the types it declares; anything else is refused by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from core.api.routes import Param
from dougong import BadRequest

__all__ = ["read_query"]

MOST_PARAMETERS = 50
LONGEST = 20_000
WORDS = {"true": True, "1": True, "false": False, "0": False}


def read_query(text: str, params: Mapping[str, Param]) -> dict[str, Any]:
    """The parameters by name; one left blank counts as left out. Raises BadRequest."""
    pairs = _pairs(text) if text else []
    _refuse_unknown(pairs, params)
    found = {name: _value(params[name], value) for name, value in pairs if value != ""}
    for param in params.values():
        if param.required and param.name not in found:
            raise BadRequest("The parameter {name} is missing", name=param.name)
    return found


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except UnicodeDecodeError:
        raise BadRequest("The parameters of the address are not valid UTF-8") from None
    except ValueError:
        raise BadRequest("The address has more than {most} parameters", most=MOST_PARAMETERS) from None


def _refuse_unknown(pairs: Iterable[tuple[str, str]], params: Mapping[str, Param]) -> None:
    seen: set[str] = set()
    for name, value in pairs:
        if name not in params:
            raise BadRequest("There is no parameter {name} here; there are: {known}", name=name[:100], known=sorted(params))
        if name in seen:
            raise BadRequest("The parameter {name} is given twice", name=name)
        if "\x00" in value or len(value) > LONGEST:
            raise BadRequest("The parameter {name} is too long, or holds a sign that no text has", name=name)
        seen.add(name)


def _value(param: Param, text: str) -> Any:
    if param.type == "integer":
        return _integer(param, text)
    if param.type == "boolean":
        if text.lower() not in WORDS:
            raise BadRequest("The parameter {name} is true or false", name=param.name)
        return WORDS[text.lower()]
    return text


def _integer(param: Param, text: str) -> int:
    least, most = param.least or 0, param.most if param.most is not None else 2**31
    if not (text.isascii() and text.isdigit() and len(text) < 12 and least <= int(text) <= most):
        raise BadRequest(
            "The parameter {name} is a whole number from {least} to {most}", name=param.name, least=least, most=most
        )
    return int(text)
