"""Gives the tokens of a template their kinds, and says what to write instead of words that other languages use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lark import Token
from lark.lexer import Lexer, LexerState

from metadata.expressions.scanner import NUMBER_SLOT, TEXT_SLOT

__all__ = ["RESERVED", "Misplaced", "TokenLexer"]

KEYWORDS = frozenset({"OR", "AND", "NOT", "IN", "BETWEEN", "TRUE", "FALSE", "NULL"})

RESERVED = frozenset(word.lower() for word in KEYWORDS)
"""What no field may be called, because an expression couldn't name it."""

SIGNS = {
    TEXT_SLOT: "TEXT",
    NUMBER_SLOT: "NUMBER",
    "(": "OPEN",
    ")": "CLOSE",
    ",": "COMMA",
    "+": "PLUS",
    "-": "MINUS",
    "*": "TIMES",
    "/": "TIMES",
    "%": "TIMES",
    "^": "CARET",
    "&": "JOIN",
    **dict.fromkeys(("=", "<>", "!=", "<", "<=", ">", ">="), "COMPARE"),
}

WORDS = {
    "LIKE": 'There is no LIKE: use CONTAINS(field, "text"), STARTS_WITH or ENDS_WITH',
    "CONTAINS": 'Write CONTAINS(field, "text"), or HAS(field, "choice") for a list',
    "IS": "Write ISBLANK(field), or field = NULL",
    "MOD": "Write MOD(a, b), or a % b",
    "DIV": "Write TRUNC(a / b)",
    "XOR": "Write XOR(a, b)",
}

SLOTS = frozenset({TEXT_SLOT, NUMBER_SLOT})

INSTEAD = {
    "==": "Compare with a single =",
    "&&": "Write AND instead of &&",
    "||": "Write OR instead of ||, or & to join texts",
    "!": "Write NOT instead of !, or <> for “is not equal”",
    ";": "Separate arguments with commas, not with ;",
    "{": "Write a field by its plain name, without braces",
    "[": "Write a list as IN (…), with round brackets",
    '"': "A text that begins here is not closed: add the missing quote",
    "'": "A text that begins here is not closed: add the missing quote",
    **dict.fromkeys("“”„‟«»‘’「」", "Use straight quotes, \" or '"),
    **dict.fromkeys("，、；", "Use a plain comma, ,"),
    **dict.fromkeys("（）", "Use plain brackets, ( and )"),
    **dict.fromkeys("＝≠≤≥＜＞", "Compare with =, <>, <, <=, > or >="),
    **dict.fromkeys("×÷−–", "Calculate with +, -, * and /"),
}

is_path = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*", re.ASCII).fullmatch
is_word = re.compile(r"[A-Za-z_]", re.ASCII).match


class Misplaced(Exception):
    """A problem at token number `at`, before it is known in which text."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.message = message
        self.at = at


class TokenLexer(Lexer):
    """Reads the tokens of a template key for lark."""

    __future_interface__ = 2

    def __init__(self, lexer_conf: object) -> None:
        pass

    def lex(self, lexer_state: LexerState, parser_state: object) -> Iterator[Token]:
        words = str(lexer_state.text.text).split(" ")
        slot = 0
        for at, word in enumerate(words):
            if word in SLOTS:
                yield Token(SIGNS[word], str(slot), at)
                slot += 1
            else:
                following = words[at + 1] if at + 1 < len(words) else ""
                yield Token(kind_of(word, following, at), word, at)


def kind_of(word: str, following: str, at: int) -> str:
    """The terminal of the grammar that a token is."""
    if kind := SIGNS.get(word):
        return kind
    if not is_word(word):
        raise Misplaced(instead_of(word), at)
    if (upper := word.upper()) in KEYWORDS:
        return upper
    if following == "(":
        return "FUNCTION"
    if not is_path(word):
        if hint := WORDS.get(upper):
            raise Misplaced(hint, at)
        raise Misplaced(f"“{word[:60]}” is not a field: names of fields are lower case, like {suggested(word)}", at)
    return "PATH"


def instead_of(word: str) -> str:
    if word[0].isdigit() and word[0].isascii():
        return f"“{word[:40]}” is not a number: write digits and a decimal point only, like 1000 or 1.5"
    return INSTEAD.get(word, f"“{word[:40]}” has no meaning here")


def suggested(word: str) -> str:
    plain = ".".join(part.strip("_") for part in word.lower().split("."))[:60]
    return plain if is_path(plain) else "close_date"
