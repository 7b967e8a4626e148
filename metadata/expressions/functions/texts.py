"""Functions of texts. Positions count from 1, and characters are code points, in every backend."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

from metadata.expressions.exact import number_text, rounded, whole
from metadata.expressions.functions.function import Function
from metadata.expressions.limits import MAX_TEXT
from metadata.expressions.sizes import COUNT

__all__ = ["BLANKS", "FUNCTIONS", "SQL_BLANKS"]

BLANKS = " \t\n\r\u00a0\u3000"
"""What TRIM takes away: also the no-break space, and the wide space of Chinese texts."""

SQL_BLANKS = r"E' \t\n\r\u00a0\u3000'"

FAR = 1_000_000_000
WIDEST = 10_000


def middle(text: str, start: Decimal, count: Decimal) -> str:
    first = whole(start, 1, FAR) - 1
    return text[first : first + whole(count, 0, FAR)]


def right(text: str, count: Decimal) -> str:
    length = whole(count, 0, FAR)
    return text[-length:] if length else ""


def find(part: str, text: str, start: Decimal) -> Decimal:
    first = whole(start, 1, FAR) - 1
    position = text[first:].find(part)
    return Decimal(position + first + 1 if position >= 0 else 0)


def substitute(text: str, old: str, new: str) -> str | None:
    if not old:
        return text
    if len(text) + text.count(old) * (len(new) - len(old)) > MAX_TEXT:
        return None
    return text.replace(old, new)


def repeat(text: str, count: Decimal) -> str | None:
    times = whole(count, 0, MAX_TEXT)
    return None if len(text) * times > MAX_TEXT else text * times


def padding(text: str, width: Decimal, pad: str) -> tuple[str, str]:
    """The text cut to the width, and what is missing of it."""
    length = whole(width, 0, WIDEST)
    cut = text[:length]
    missing = length - len(cut)
    return cut, (pad * missing)[:missing] if pad else ""


def pad_left(text: str, width: Decimal, pad: str) -> str:
    cut, missing = padding(text, width, pad)
    return missing + cut


def pad_right(text: str, width: Decimal, pad: str) -> str:
    cut, missing = padding(text, width, pad)
    return cut + missing


def initials(text: str) -> str:
    return "".join([word[0] for word in text.split(" ") if word]).upper()


def before(text: str, mark: str) -> str:
    return text.partition(mark)[0] if mark else text


def after(text: str, mark: str) -> str:
    return text.partition(mark)[2] if mark else text


def word(text: str, number: Decimal) -> str | None:
    words = [part for part in text.split(" ") if part]
    index = whole(number, 0, FAR)
    return words[index - 1] if 1 <= index <= len(words) else None


def fixed(number: Decimal, places: Decimal) -> str:
    shown = rounded(number, whole(places, 0, 18))
    return format(abs(shown) if not shown else shown, "f")


def datetime_text(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat() + "Z"


def time_text(value: time) -> str:
    return value.isoformat(timespec="seconds")


def boolean_text(value: bool) -> str:
    return "TRUE" if value else "FALSE"


def list_text(items: tuple[str, ...]) -> str:
    return ", ".join(items)


FUNCTIONS = (
    Function(
        name="LEN",
        signature="text: text -> number",
        doc="How many characters the text has.",
        example='LEN("żółw") = 4 AND LEN("斗拱") = 2',
        python=lambda text: Decimal(len(text)),
        postgresql="length({0})::numeric",
        size=COUNT,
    ),
    Function(
        name="LEFT",
        signature="text: text, count: whole(0..1000000000) = 1 -> text",
        doc="So many characters from the beginning.",
        example='LEFT("Dougong", 3) = "Dou"',
        python=lambda text, count: text[: whole(count, 0, FAR)],
        postgresql="left({0}, {1:0..1000000000})",
    ),
    Function(
        name="RIGHT",
        signature="text: text, count: whole(0..1000000000) = 1 -> text",
        doc="So many characters from the end.",
        example='RIGHT("Dougong", 4) = "gong"',
        python=right,
        postgresql="right({0}, {1:0..1000000000})",
    ),
    Function(
        name="MID",
        signature="text: text, start: whole(1..1000000000), count: whole(0..1000000000) = 1000000000 -> text",
        doc="So many characters from a position on; all of them without a count.",
        example='MID("Dougong", 4, 2) = "go" AND MID("Dougong", 4) = "gong"',
        python=middle,
        postgresql="substr({0}, {1:1..1000000000}, {2:0..1000000000})",
    ),
    Function(
        name="UPPER",
        signature="text: text -> text",
        doc="In capital letters, of every alphabet.",
        example='UPPER("żółw ß") = "ŻÓŁW SS"',
        python=str.upper,
        postgresql='(upper({0} COLLATE {unicode}) COLLATE "C")',
    ),
    Function(
        name="LOWER",
        signature="text: text -> text",
        doc="In small letters, of every alphabet.",
        example='LOWER("ŻÓŁW") = "żółw"',
        python=str.lower,
        postgresql='(lower({0} COLLATE {unicode}) COLLATE "C")',
    ),
    Function(
        name="TRIM",
        signature="text: text -> text",
        doc="Without spaces and line ends around it.",
        example='TRIM("  a b ") = "a b"',
        python=lambda text: text.strip(BLANKS),
        postgresql=f"btrim({{0}}, {SQL_BLANKS})",
    ),
    Function(
        name="LTRIM",
        signature="text: text -> text",
        doc="Without spaces and line ends before it.",
        example='LTRIM("  a ") = "a "',
        python=lambda text: text.lstrip(BLANKS),
        postgresql=f"ltrim({{0}}, {SQL_BLANKS})",
    ),
    Function(
        name="RTRIM",
        signature="text: text -> text",
        doc="Without spaces and line ends after it.",
        example='RTRIM(" a  ") = " a"',
        python=lambda text: text.rstrip(BLANKS),
        postgresql=f"rtrim({{0}}, {SQL_BLANKS})",
    ),
    Function(
        name="CONCAT",
        signature="[text: shown]... -> text",
        doc="The texts one after the other, as with `&`.",
        example='CONCAT("a", NULL, 1) = "a1"',
        python=lambda *texts: "".join([text for text in texts if text]),
        postgresql="{&}",
        sqlite="{&}",
        strict=False,
        null_if="never",
    ),
    Function(
        name="CONTAINS",
        signature="text: text, part: text -> boolean",
        doc="True if the part occurs in the text. Upper and lower case differ: compare LOWER(…) to ignore them.",
        example='CONTAINS("Dougong", "gong")',
        python=lambda text, part: part in text,
        postgresql="(strpos({0}, {1}) > 0)",
        sqlite="(instr({0}, {1}) > 0)",
    ),
    Function(
        name="STARTS_WITH",
        signature="text: text, part: text -> boolean",
        doc="True if the text begins with the part.",
        example='STARTS_WITH("Dougong", "Dou")',
        python=lambda text, part: text.startswith(part),
        postgresql="({0} ^@ {1})",
        sqlite="(substr({0}, 1, length({1})) = {1})",
    ),
    Function(
        name="ENDS_WITH",
        signature="text: text, part: text -> boolean",
        doc="True if the text ends with the part.",
        example='ENDS_WITH("Dougong", "gong")',
        python=lambda text, part: text.endswith(part),
        postgresql="(right({0}, length({1})) = {1})",
    ),
    Function(
        name="FIND",
        signature="part: text, text: text, start: whole(1..1000000000) = 1 -> number",
        doc="The position of the part in the text, from a position on; 0 if it isn't there.",
        example='FIND("o", "Dougong") = 2 AND FIND("o", "Dougong", 3) = 5 AND FIND("x", "Dougong") = 0',
        python=find,
        postgresql=(
            "(CASE WHEN strpos(substr({1}, {2:1..1000000000}), {0}) > 0"
            " THEN strpos(substr({1}, {2:1..1000000000}), {0}) + {2:1..1000000000}::numeric - 1"
            " WHEN strpos(substr({1}, {2:1..1000000000}), {0}) = 0 THEN 0 END)"
        ),
        size=COUNT,
    ),
    Function(
        name="SUBSTITUTE",
        signature="text: text, old: text, new: text -> text",
        doc="The text with every occurrence of the old part replaced; NULL if it got longer than 100,000 characters.",
        example='SUBSTITUTE("a-b-c", "-", "+") = "a+b+c"',
        python=substitute,
        postgresql=(
            "(CASE WHEN {2} IS NULL OR {1} IS NULL THEN NULL WHEN {1} = '' THEN {0}"
            " WHEN length({0}) + (length({0}) - length(replace({0}, {1}, ''))) / length({1})"
            f" * (length({{2}}) - length({{1}}))::bigint <= {MAX_TEXT} THEN replace({{0}}, {{1}}, {{2}}) END)"
        ),
        null_if="always",
    ),
    Function(
        name="REPEAT",
        signature="text: text, count: whole(0..100000) -> text",
        doc="The text so many times; NULL if it got longer than 100,000 characters.",
        example='REPEAT("ab", 3) = "ababab"',
        python=repeat,
        postgresql=(
            f"(CASE WHEN length({{0}}) * {{1:0..{MAX_TEXT}}}::bigint <= {MAX_TEXT} THEN repeat({{0}}, {{1:0..{MAX_TEXT}}}) END)"
        ),
        null_if="always",
    ),
    Function(
        name="LPAD",
        signature='text: text, width: whole(0..10000), pad: text = " " -> text',
        doc="Filled up on the left, or cut on the right, to so many characters.",
        example='LPAD("7", 3, "0") = "007"',
        python=pad_left,
        postgresql=f"lpad({{0}}, {{1:0..{WIDEST}}}, {{2}})",
    ),
    Function(
        name="RPAD",
        signature='text: text, width: whole(0..10000), pad: text = " " -> text',
        doc="Filled up or cut on the right to so many characters.",
        example='RPAD("7", 3, "0") = "700"',
        python=pad_right,
        postgresql=f"rpad({{0}}, {{1:0..{WIDEST}}}, {{2}})",
    ),
    Function(
        name="REVERSE",
        signature="text: text -> text",
        doc="The characters in reverse order.",
        example='REVERSE("斗拱") = "拱斗"',
        python=lambda text: text[::-1],
        postgresql="reverse({0})",
    ),
    Function(
        name="INITIALS",
        signature="text: text -> text",
        doc="The first letters of the words, as capitals.",
        example='INITIALS("łucja anna Nowak") = "ŁAN"',
        python=initials,
        postgresql=(
            "coalesce((SELECT upper(string_agg(left(dg_word.w, 1), '' ORDER BY dg_word.n) COLLATE {unicode}) COLLATE \"C\""
            " FROM unnest(string_to_array({0}, ' ')) WITH ORDINALITY AS dg_word(w, n)),"
            " CASE WHEN {0} IS NOT NULL THEN '' END)"
        ),
    ),
    Function(
        name="BEFORE",
        signature="text: text, mark: text -> text",
        doc="What stands before the first mark; the whole text if there is none.",
        example='BEFORE("ann@acme.com", "@") = "ann"',
        python=before,
        postgresql="split_part({0}, {1}, 1)",
    ),
    Function(
        name="AFTER",
        signature="text: text, mark: text -> text",
        doc='What stands after the first mark; "" if there is none.',
        example='AFTER("ann@acme.com", "@") = "acme.com"',
        python=after,
        postgresql="(CASE WHEN strpos({0}, {1}) > 0 THEN substr({0}, strpos({0}, {1}) + length({1})) WHEN strpos({0}, {1}) = 0 THEN '' END)",
    ),
    Function(
        name="WORD",
        signature="text: text, number: whole(1..1000000000) -> text",
        doc="The word with that number, words being parted by spaces; NULL if there are fewer.",
        example='WORD("Anna  Maria Nowak", 2) = "Maria"',
        python=word,
        postgresql=(
            "(SELECT (array_agg(dg_word.w ORDER BY dg_word.n))[{1:0..1000000000}]"
            " FROM unnest(string_to_array({0}, ' ')) WITH ORDINALITY AS dg_word(w, n) WHERE dg_word.w <> '')"
        ),
        null_if="always",
    ),
    Function(
        name="FIXED",
        signature="number: number, places: whole(0..18) = 2 -> text",
        doc="The number rounded and written with exactly so many decimals.",
        example='FIXED(2.5) = "2.50" AND FIXED(-0.001, 2) = "0.00"',
        python=fixed,
        postgresql="round({0}, {1:0..18})::text",
    ),
    Function(
        name="TEXT",
        key="text_number",
        signature="number: number -> text",
        doc="The number in its shortest form, with a decimal point.",
        example='TEXT(1.50) = "1.5"',
        python=number_text,
        postgresql="trim_scale({0})::text",
        sqlite="{0}",
    ),
    Function(
        name="TEXT",
        key="text_duration",
        signature="length: duration -> text",
        doc="The seconds of the duration.",
        example='TEXT(DURATION(1.5, "minute")) = "90"',
        python=number_text,
        postgresql="trim_scale({0})::text",
        sqlite="{0}",
    ),
    Function(
        name="TEXT",
        key="text_text",
        signature="text: text -> text",
        doc="The text itself.",
        example='TEXT("a") = "a"',
        python=lambda text: text,
        postgresql="{0}",
        sqlite="{0}",
    ),
    Function(
        name="TEXT",
        key="text_boolean",
        signature="value: boolean -> text",
        doc='"TRUE" or "FALSE".',
        example='TEXT(1 < 2) = "TRUE"',
        python=boolean_text,
        postgresql="upper(({0})::text)",
    ),
    Function(
        name="TEXT",
        key="text_date",
        signature="date: date -> text",
        doc="The date as 2026-01-31.",
        example='TEXT(DATE(2026, 1, 31)) = "2026-01-31"',
        python=date.isoformat,
        postgresql="to_char({0}::timestamp, 'YYYY-MM-DD')",
        sqlite="{0}",
    ),
    Function(
        name="TEXT",
        key="text_datetime",
        signature="moment: datetime -> text",
        doc="The moment in UTC, as 2026-01-31T09:30:00Z.",
        example='TEXT(DATETIMEVALUE("2026-01-31T09:30+01:00")) = "2026-01-31T08:30:00Z"',
        python=datetime_text,
        postgresql="""to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')""",
    ),
    Function(
        name="TEXT",
        key="text_time",
        signature="time: time -> text",
        doc="The time as 09:30:00.",
        example='TEXT(TIME(9, 30)) = "09:30:00"',
        python=time_text,
        postgresql="to_char({0}, 'HH24:MI:SS')",
        sqlite="{0}",
    ),
    Function(
        name="TEXT",
        key="text_id",
        signature="id: id -> text",
        doc="The id as a text.",
        example="LEN(TEXT(ME())) = 36",
        python=str,
        postgresql="({0})::text",
        sqlite="{0}",
    ),
    Function(
        name="TEXT",
        key="text_list",
        signature="list: list -> text",
        doc="The items with commas between them.",
        example='TEXT(SPLIT("a;b", ";")) = "a, b"',
        python=list_text,
        postgresql=(
            "(CASE WHEN {0} IS NOT NULL THEN coalesce((SELECT string_agg(dg_item.v, ', ' ORDER BY dg_item.n)"
            " FROM jsonb_array_elements_text({0}) WITH ORDINALITY AS dg_item(v, n)), '') END)"
        ),
    ),
)
