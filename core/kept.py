"""Problems that are kept, and told later in the language of whoever reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from core.i18n import translated
from dougong import FieldProblem, Problem

__all__ = ["kept", "told"]


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


def told(text: str, language: str, texts: Mapping[str, str] | None = None) -> str:
    """A kept problem in words: what is wrong with each field, or with the whole where no field is named."""
    document = orjson.loads(text)
    parts = document.get("errors") or [document]
    return "; ".join(_said(part, language, texts) for part in parts)


def _said(document: Mapping[str, Any], language: str, texts: Mapping[str, str] | None) -> str:
    said = translated(document["message"], document["params"], language, texts)
    return f"{document['field']}: {said}" if document.get("field") else said
