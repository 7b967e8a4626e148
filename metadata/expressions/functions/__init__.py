"""The functions and operators of the language, one record each, by group."""

from metadata.expressions.functions.function import Evaluator, Function
from metadata.expressions.functions.registry import FUNCTIONS, Registry
from metadata.expressions.functions.usage import usage

__all__ = ["FUNCTIONS", "Evaluator", "Function", "Registry", "usage"]
