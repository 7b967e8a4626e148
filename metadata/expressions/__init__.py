"""One typed expression language: formula fields, rules, filters, criteria; checked once, compiled to Python and to SQL."""

from metadata.expressions.checked import Checked
from metadata.expressions.checker import check
from metadata.expressions.env import NOBODY, Env, env_parameters
from metadata.expressions.errors import ExpressionError, ExpressionErrors, FuelExhausted
from metadata.expressions.functions import FUNCTIONS, Function, Registry, usage
from metadata.expressions.lexer import RESERVED
from metadata.expressions.parser import Parsed, parse
from metadata.expressions.pretty import pretty
from metadata.expressions.python import Evaluate, to_python
from metadata.expressions.scanner import Template, split, with_values
from metadata.expressions.sql import condition, register_sqlite, to_sql
from metadata.expressions.types import Name, Path, Scope, Type

__all__ = [
    "FUNCTIONS",
    "NOBODY",
    "RESERVED",
    "Checked",
    "Env",
    "Evaluate",
    "ExpressionError",
    "ExpressionErrors",
    "FuelExhausted",
    "Function",
    "Name",
    "Parsed",
    "Path",
    "Registry",
    "Scope",
    "Template",
    "Type",
    "check",
    "condition",
    "env_parameters",
    "parse",
    "pretty",
    "register_sqlite",
    "split",
    "to_python",
    "to_sql",
    "usage",
    "with_values",
]
