"""Files are read as they are written: encoding and delimiter found out, no row shifted, none dropped."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.exchange.mapping import FileFormat
from core.exchange.reading import Malformed, Row, open_sheet
from dougong import Problem

TEXT = "name,city\nŻółw,Łódź\nSpółka,Gdańsk\n"
CHINESE = "名称,城市\n斗拱科技有限公司,北京\n示例贸易,上海\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1250"])
def test_polish_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.csv").write_bytes(TEXT.encode(encoding))
    sheet = open_sheet(tmp_path / "a.csv", FileFormat())
    assert sheet.headings == ["name", "city"]
    assert [row.cells for row in sheet.rows()] == [["Żółw", "Łódź"], ["Spółka", "Gdańsk"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_chinese_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.csv").write_bytes(CHINESE.encode(encoding))
    sheet = open_sheet(tmp_path / "a.csv", FileFormat())
    assert sheet.headings == ["名称", "城市"]
    assert next(iter(sheet.rows())).cells == ["斗拱科技有限公司", "北京"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(tmp_path: Path, delimiter: str) -> None:
    text = "\n".join(delimiter.join(cells) for cells in (["a", "b", "c"], ["1", "2", "3"], ["4", "5", "6"]))
    (tmp_path / "a.csv").write_text(text)
    assert open_sheet(tmp_path / "a.csv", FileFormat()).headings == ["a", "b", "c"]


def test_commas_in_quotes_do_not_mislead(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('name;note\n"Smith, John";"a, b, c"\n"Doe, Jane";"d"\n')
    assert open_sheet(tmp_path / "a.csv", FileFormat()).delimiter == ";"


def test_a_row_of_another_length_is_told_with_its_line_and_never_shifted(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('a,b\n1,2\n"two\nlines",3\n4,5,6\n7\n8,9\n')
    rows = list(open_sheet(tmp_path / "a.csv", FileFormat()).rows())
    assert [(type(row), row.line) for row in rows] == [(Row, 2), (Row, 3), (Malformed, 5), (Malformed, 6), (Row, 7)]
    assert rows[2] == Malformed(5, ["4", "5", "6"], 2)


def test_a_quote_that_is_never_closed_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('a,b\n1,2\n"open,3\n4,5\n')
    rows = list(open_sheet(tmp_path / "a.csv", FileFormat()).rows())
    assert [type(row) for row in rows] == [Row, Malformed]


def test_a_file_in_another_encoding_than_it_says(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(TEXT.encode("windows-1250"))
    with pytest.raises(Problem, match=r"a\.csv is not written in utf-8"):
        open_sheet(tmp_path / "a.csv", FileFormat(encoding="utf-8"))


def test_an_encoding_that_nobody_knows(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a\n1\n")
    with pytest.raises(Problem, match="no encoding called klingon"):
        open_sheet(tmp_path / "a.csv", FileFormat(encoding="klingon"))


@pytest.mark.parametrize(("text", "complaint"), [("", "is empty"), ("a,b,a\n1,2,3\n", "two columns called a")])
def test_headings_that_can_not_be(tmp_path: Path, text: str, complaint: str) -> None:
    (tmp_path / "a.csv").write_text(text)
    with pytest.raises(Problem, match=complaint):
        open_sheet(tmp_path / "a.csv", FileFormat())


def test_without_headings_columns_have_numbers(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("1,2\n3,4\n")
    sheet = open_sheet(tmp_path / "a.csv", FileFormat(header=False))
    assert sheet.headings == ["#1", "#2"]
    assert len(list(sheet.rows())) == 2


def test_json_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"records": [{"a": 1.5, "b": null}, {"a": "x", "c": true}]}')
    sheet = open_sheet(tmp_path / "a.json", FileFormat())
    assert sheet.headings == ["a", "b", "c"]
    assert [row.cells for row in sheet.rows()] == [["1.5", "", ""], ["x", "", "true"]]


def test_a_workbook_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK")
    with pytest.raises(Problem, match="save the sheet as CSV"):
        open_sheet(tmp_path / "a.xlsx", FileFormat())
