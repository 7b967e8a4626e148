"""Every function has an example, and it is true everywhere."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, select

from metadata.expressions import FUNCTIONS, Function, check, condition, env_parameters, parse, to_python, to_sql
from tests.metadata.expressions.samples import ENV, SCOPE, column

NAMES = [function.identity for function in FUNCTIONS]


def example_of(function: Function) -> str:
    return function.example


@pytest.mark.parametrize("identity", NAMES)
def test_the_example_of_a_function_is_true_in_python(identity: str) -> None:
    checked = check(parse(FUNCTIONS[identity].example), SCOPE)
    assert to_python(checked)(lambda path: None, ENV) is True


@pytest.mark.parametrize("identity", NAMES)
def test_the_example_of_a_function_is_true_in_sql(identity: str, engine: Engine) -> None:
    checked = check(parse(FUNCTIONS[identity].example), SCOPE)
    parameters = {**checked.values, **env_parameters(ENV)}
    statement = select(to_sql(checked, engine.dialect.name, column))
    narrowed = select(1).where(condition(checked, engine.dialect.name, column))
    with engine.connect() as connection:
        assert connection.execute(statement, parameters).scalar() is True
        assert connection.execute(narrowed, parameters).scalar() == 1


def test_there_are_more_than_sixty_functions() -> None:
    assert len(FUNCTIONS) >= 60
