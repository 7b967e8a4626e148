"""Files are read as they are written: encoding and delimiter found out, no row shifted, none dropped."""

from __future__ import annotations

import zipfile
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


def write_workbook(path: Path, rows: list[list[object]]) -> None:
    """A workbook as small as it can be; whole numbers are numbers, everything else is text."""
    cells = "".join(
        "<row>" + "".join(f"<c><v>{v}</v></c>" if isinstance(v, int) else f'<c t="str"><v>{v}</v></c>' for v in row) + "</row>" for row in rows
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    packed = "http://schemas.openxmlformats.org/package/2006/relationships"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{packed}"><Relationship Id="r1" Type="{kind}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        archive.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{kind}"><sheets><sheet name="Firms" sheetId="1" r:id="r1"/></sheets></workbook>')
        archive.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{packed}"><Relationship Id="r1" Type="{kind}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
        archive.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>')


def test_a_workbook_is_read_like_any_table(tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", [["name", "size"], ["Łódź", 3], ["Warszawa"], [], ["x", 1, "beyond"]])
    sheet = open_sheet(tmp_path / "a.xlsx", FileFormat())
    assert sheet.headings == ["name", "size"]
    assert list(sheet.rows()) == [Row(2, ["Łódź", "3"]), Row(3, ["Warszawa", ""]), Malformed(5, ["x", "1", "beyond"], 2)]
    with pytest.raises(Problem, match="no sheet called Cities"):
        open_sheet(tmp_path / "a.xlsx", FileFormat(sheet="Cities"))


@pytest.mark.parametrize("content", [b"PK", b"PK\x03\x04rubbish", b"", b"plain text"])
def test_what_is_no_workbook_says_so(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(Problem, match="no workbook that can be read"):
        open_sheet(tmp_path / "a.xlsx", FileFormat())


def test_F2_a_workbook_that_unpacks_to_gigabytes_is_not_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(150):
                part.write(bytes(1 << 20))
    with pytest.raises(Problem, match="unpacks to more than"):
        open_sheet(tmp_path / "bomb.xlsx", FileFormat())


def test_F6_a_workbook_of_entities_is_not_expanded(tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", [["name"], ["&b;"]])
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    parts["xl/worksheets/sheet1.xml"] = laughs + parts["xl/worksheets/sheet1.xml"]
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    try:
        rows = list(open_sheet(tmp_path / "b.xlsx", FileFormat()).rows())
    except Problem:
        return
    assert "ha" not in str(rows)
    assert "root" not in str(rows)


CARDS = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C5=81=C3=B3d=C5=BA;J=C3=B3ze=
f;;;
TEL;CELL:+48 600 100 200
TEL;WORK;FAX:22 1
PHOTO;ENCODING=BASE64;JPEG:
 AAAA
 BBBB

END:VCARD
begin:vcard
VERSION:4.0
FN:王小明
N:王;小明;;;
ORG:Acme\\; Sons;Sales;North
item1.EMAIL;TYPE=work:wang@example.com
EMAIL:other@example.com
TEL;VALUE=uri;TYPE="voice,home":tel:+86-10-1234-5678
ADR;LABEL="a:b;c":;;1 Main
  St;Beijing;;100000;China
BDAY:19800322
NOTE:first\\nsecond\\, still second
end:vcard
BEGIN:VCARD
FN:Cut off
"""


def test_vcards_of_every_version_are_rows(tmp_path: Path) -> None:
    (tmp_path / "a.vcf").write_bytes(CARDS.replace("\n", "\r\n").encode())
    sheet = open_sheet(tmp_path / "a.vcf", FileFormat())
    first, second, third = sheet.rows()
    told = [dict(zip(sheet.headings, row.cells, strict=True)) for row in (first, second)]
    assert {heading: cell for heading, cell in told[0].items() if cell} == {
        "Family name": "Łódź", "Given name": "Józef", "Mobile": "+48 600 100 200", "Fax": "22 1",
    }  # fmt: skip
    assert {heading: cell for heading, cell in told[1].items() if cell} == {
        "Full name": "王小明", "Family name": "王", "Given name": "小明", "Organisation": "Acme; Sons", "Department": "Sales, North",
        "E-mail": "wang@example.com", "E-mail 2": "other@example.com", "Phone": "+86-10-1234-5678", "Street": "1 Main St",
        "City": "Beijing", "Postal code": "100000", "Country": "China", "Birthday": "1980-03-22", "Note": "first\nsecond, still second",
    }  # fmt: skip
    assert isinstance(third, Malformed) and third.cells == ["Cut off"]


ENTRIES = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VTIMEZONE
TZID:Central European Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:a@example.com
SUMMARY:Visit at Łódź\\, plant 2
DTSTART;TZID="Central European Standard Time":20200701T090000
DURATION:PT1H30M
LOCATION:Hala 3
DESCRIPTION:First\\nsec
 ond
ORGANIZER;CN=Ewa:mailto:ewa@example.com
ATTENDEE:mailto:a@example.com
ATTENDEE:MAILTO:b@example.com
RRULE:FREQ=WEEKLY
BEGIN:VALARM
DESCRIPTION:Ring
TRIGGER:-PT15M
END:VALARM
END:VEVENT
BEGIN:VEVENT
RECURRENCE-ID:20200708T070000Z
UID:a@example.com
SUMMARY:会议
DTSTART:20200708T080000Z
DTEND:20200708T090000Z
END:VEVENT
BEGIN:VTODO
UID:b
SUMMARY:Whole day
DTSTART;VALUE=DATE:20200710
DUE;TZID=Mars/Olympus:20200711T100000
STATUS:COMPLETED
PRIORITY:1
END:VTODO
BEGIN:VEVENT
SUMMARY:Cut off
"""


def test_entries_of_calendars_are_rows(tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_bytes(ENTRIES.replace("\n", "\r\n").encode())
    sheet = open_sheet(tmp_path / "a.ics", FileFormat())
    first, second, third, cut = sheet.rows()
    told = [{heading: cell for heading, cell in zip(sheet.headings, row.cells, strict=True) if cell} for row in (first, second, third)]
    assert told[0] == {
        "Kind": "meeting", "Subject": "Visit at Łódź, plant 2", "Starts": "2020-07-01T09:00:00+02:00", "Ends": "2020-07-01T10:30:00+02:00",
        "Place": "Hala 3", "Content": "First\nsecond", "Organizer": "ewa@example.com", "Attendees": "a@example.com; b@example.com",
        "Repeats": "FREQ=WEEKLY", "Source key": "a@example.com", "Done": "yes",
    }  # fmt: skip
    assert told[1]["Source key"] == "a@example.com 20200708T070000Z" and told[1]["Starts"] == "2020-07-08T08:00:00+00:00"
    assert told[2] == {
        "Kind": "task", "Subject": "Whole day", "Starts": "2020-07-10T00:00:00", "Due": "2020-07-11T10:00:00", "Done": "yes", "Priority": "high",
        "Source key": "b",
    }  # fmt: skip
    assert isinstance(cut, Malformed) and "Cut off" in cut.cells


@pytest.mark.parametrize("content", [b"no calendar", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", b""])
def test_a_calendar_without_entries_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.ics").write_bytes(content)
    with pytest.raises(Problem, match=r"a\.ics holds no entry"):
        open_sheet(tmp_path / "a.ics", FileFormat())


@pytest.mark.parametrize("length", ["P9999999D", "P99999999999D", f"P{'9' * 5000}W", "PT", "two hours"])
def test_an_entry_that_never_ends_has_no_end(tmp_path: Path, length: str) -> None:
    (tmp_path / "a.ics").write_text(f"BEGIN:VEVENT\nSUMMARY:Long\nDTSTART;TZID=Asia/Shanghai:00010101T000000\nPRIORITY:{'9' * 5000}\nDURATION:{length}\nEND:VEVENT\n")
    sheet = open_sheet(tmp_path / "a.ics", FileFormat())
    [row] = sheet.rows()
    told = dict(zip(sheet.headings, row.cells, strict=True))
    assert told["Subject"] == "Long" and (told.get("Ends", "") == "" or length == "PT")
