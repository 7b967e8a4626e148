"""Refusals as answers: one table from problems to status codes, one shape for all of them (RFC 9457)."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from core.api.ask import Answer, Ask
from core.database.failures import Again
from core.i18n import translated
from core.ids import new_id
from dougong import (
    BadRequest,
    Conflict,
    Duplicates,
    FieldProblem,
    Invalid,
    Merged,
    NeedsApproval,
    NotAllowed,
    NotFound,
    NotSignedIn,
    Problem,
    Stale,
    TooLarge,
    TooMany,
    Unavailable,
)

__all__ = ["PROBLEM_TYPE", "STATUSES", "duplicates_shown", "field_problem", "problem_shown", "refusal"]

log = logging.getLogger(__name__)

PROBLEM_TYPE = "application/problem+json"
#: The status and the title of each kind of problem.
STATUSES: Mapping[type[Problem], tuple[int, str]] = {
    BadRequest: (400, "This request can't be understood"),
    NotSignedIn: (401, "Not signed in"),
    NotAllowed: (403, "Not allowed"),
    NotFound: (404, "Not found"),
    Conflict: (409, "Not possible as things are"),
    Stale: (412, "Changed in the meantime"),
    TooLarge: (413, "Too large"),
    Invalid: (422, "Some values are not right"),
    TooMany: (429, "Too many requests"),
    Unavailable: (503, "Not available at the moment"),
}
METHOD_TITLE = "This address does not do that"
MEDIA_TITLE = "This kind of content is not taken here"
OTHER_TITLE = "This request can't be answered"
DEFECT_TITLE = "Something went wrong on our side"


def refusal(error: Exception, language: str = "en", more: Mapping[str, str] | None = None) -> Answer:
    """The answer to a request that failed, in a language; `more` holds the texts of plugins."""
    if isinstance(error, Problem):
        return _problem(error, language, more)
    if isinstance(error, RequestEntityTooLarge):
        return _problem(TooLarge("The body is larger than this address takes"), language, more)
    if isinstance(error, HTTPException) and error.code and error.code < 500:
        return _http(error, language)
    if isinstance(error, Again):
        return _problem(Unavailable("Too many changes at the same place; try again in a moment", retry_after=1), language, more)
    return _defect(error, language)


def problem_shown(problem: Problem, ask: Ask) -> dict[str, Any]:
    """A problem as a refusal would tell it, for an answer that tells of several things."""
    found: dict[str, Any] = _problem(problem, ask.language, ask.texts).data
    return found


def field_problem(error: FieldProblem, language: str, more: Mapping[str, str] | None) -> dict[str, str]:
    """What is wrong with one field, in a language."""
    message = translated(error.message, error.params, language, more)
    return {"field": error.field, "code": error.code, "message": message}


def _problem(problem: Problem, language: str, more: Mapping[str, str] | None) -> Answer:
    status, title = _status(problem)
    data: dict[str, Any] = {
        "type": "about:blank",
        "status": status,
        "title": translated(title, {}, language),
        "detail": translated(problem.message, problem.params, language, more),
    }
    if problem.errors:
        data["errors"] = [field_problem(error, language, more) for error in problem.errors]
    if isinstance(problem, Stale):
        data["current"] = problem.current
    if isinstance(problem, Duplicates):
        data["duplicates"] = duplicates_shown(problem)
    if isinstance(problem, NeedsApproval):
        data["approval"] = {"name": problem.approval, "label": problem.label}
    if isinstance(problem, Merged):
        data["merged_into"] = {"object": problem.object, "id": problem.into}
    return Answer(data, status, _headers(problem), type=PROBLEM_TYPE)


def duplicates_shown(problem: Duplicates) -> dict[str, Any]:
    """What a client needs to show what is there already, and to know whether it may be saved all the same."""
    return {"action": "block" if problem.blocks else "warn", "matches": list(problem.matches)}


def _status(problem: Problem) -> tuple[int, str]:
    for kind in type(problem).__mro__:
        if kind in STATUSES:
            return STATUSES[kind]
    return STATUSES[BadRequest]


def _headers(problem: Problem) -> list[tuple[str, str]]:
    if isinstance(problem, (TooMany, Unavailable)):
        return [("Retry-After", str(problem.retry_after))]
    if isinstance(problem, NotSignedIn):
        return [("WWW-Authenticate", "Bearer")]
    return []


def _http(error: HTTPException, language: str) -> Answer:
    code = error.code or 400
    titles = {status: title for status, title in STATUSES.values()} | {405: METHOD_TITLE, 415: MEDIA_TITLE}
    title = translated(titles.get(code, OTHER_TITLE), {}, language)
    data = {"type": "about:blank", "status": code, "title": title, "detail": title}
    allowed = getattr(error, "valid_methods", None)
    headers = [("Allow", ", ".join(sorted(allowed)))] if allowed else []
    return Answer(data, code, headers, type=PROBLEM_TYPE)


def _defect(error: Exception, language: str) -> Answer:
    """An error that nobody foresaw: the log has everything under an id, the answer has the id alone."""
    mark = new_id()
    log.error("defect %s", mark, exc_info=error)
    data = {
        "type": "about:blank",
        "status": 500,
        "title": translated(DEFECT_TITLE, {}, language),
        "detail": translated("It is noted under {mark}; tell your operator", {"mark": mark}, language),
    }
    return Answer(data, 500, type=PROBLEM_TYPE)
