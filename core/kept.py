"""Problems that are kept, and told later in the language of whoever reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import orjson

from core.i18n import translated
from dougong import FieldProblem, Problem

if TYPE_CHECKING:
    from metadata.catalogue import Catalogue

__all__ = ["kept", "told"]

COLONS = {"zh": "："}


def kept(problem: Problem | FieldProblem) -> str:
    """A problem as JSON."""
    return orjson.dumps(_document(problem)).decode()


def _document(problem: Problem | FieldProblem) -> dict[str, Any]:
    found: dict[str, Any] = {"message": problem.message, "params": {name: _plain(value) for name, value in problem.params.items()}}
    if isinstance(problem, FieldProblem):
        return {**found, "field": problem.field, "code": problem.code}
    return {**found, "errors": [_document(error) for error in problem.errors]}


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple, set, frozenset)):
        return [str(item) for item in value]
    return value if isinstance(value, (str, int)) else str(value)


def told(text: str, catalogue: Catalogue, object: str, language: str) -> str:
    """A kept problem of a record in words: what is wrong with each field, or with the whole where no field is named."""
    document = orjson.loads(text)
    parts = document.get("errors") or [document]
    return "; ".join(_said(part, catalogue, object, language) for part in parts)


def _said(document: Mapping[str, Any], catalogue: Catalogue, object: str, language: str) -> str:
    said = translated(document["message"], document["params"], language, catalogue.translations.get(language))
    if not document.get("field"):
        return said
    label = catalogue.field_label(object, document["field"], language)
    return f"{label}{COLONS.get(language, ': ')}{said}"
