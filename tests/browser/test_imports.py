"""A file becomes records in the browser: looked at, mapped, tried, imported, and taken back as a whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.journeys import Enter, notice, pick

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ENGLISH = "Company;Phone;Row\nImported Anchors Ltd;+44 20 7946 0991;1\nImported Buoys Ltd;+44 20 7946 0992;2\nImported Chains Ltd;call reception;3\n"
CHINESE = "客户名称,电话\n导入缆绳公司,+86 10 5140 7001\n导入锚链公司,+86 10 5140 7002\n"


def count(page: Page, filter: str) -> int:
    return int(page.request.get("/api/v1/records/account", params={"filter": filter, "count": "true", "limit": "1"}).json()["count"])


def give(page: Page, path: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=re.compile("^(Choose a file|选择文件)$")).click()
    chooser.value.set_files(path)


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_S_CUST_03_a_file_is_imported_and_the_whole_import_taken_back(enter: Enter, tmp_path: Path, phone: bool) -> None:
    page = enter("admin", "/import/account", phone=phone)
    file = tmp_path / "anchors.csv"
    file.write_text(ENGLISH.replace("Imported", "Handy") if phone else ENGLISH)
    first = "Handy" if phone else "Imported"
    give(page, file)
    expect(page.get_by_label("Field for Company").first).to_have_value("Name")
    expect(page.get_by_label("Field for Phone").first).to_have_value("Phone")
    expect(page.get_by_role("region", name="The first rows")).to_contain_text(f"{first} Anchors Ltd")
    page.get_by_role("button", name=re.compile("^Try it")).click()
    expect(page.get_by_text("would be new")).to_be_visible()
    refused = page.get_by_role("alert").filter(has_text="Rows that are refused")
    expect(refused).to_contain_text("Line 4")
    with page.expect_download() as download:
        refused.get_by_role("link").click()
    assert "call reception" in Path(download.value.path()).read_text("utf-8")
    assert count(page, f"STARTS_WITH(name, '{first} ')") == 0
    page.get_by_role("button", name="Import now").click()
    expect(page.get_by_text("are new", exact=True)).to_be_visible()
    back = page.get_by_role("button", name="Take the whole import back")
    expect(back).to_be_visible()
    assert count(page, f"STARTS_WITH(name, '{first} ')") == 2
    back.click()
    expect(page.get_by_text(re.compile("^The import is taken back: 2 records"))).to_be_visible()
    assert count(page, f"STARTS_WITH(name, '{first} ')") == 0


@pytest.mark.journey("marketer", "keeps a mapping of an import", on="en-1440")
def test_S_CUST_03_a_mapping_is_kept_and_taken_up_for_another_file(enter: Enter, tmp_path: Path) -> None:
    page = enter("rep4", "/import/account")
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_text("Firm of ours;Dial\nKept Ropes Ltd;call reception\n")
    other.write_text("Dial;Firm of ours;Remarks\n+44 20 7946 0993;Kept Knots Ltd;-\n")
    give(page, one)
    pick(page, "Field for Firm of ours", "Name")
    pick(page, "Field for Dial", "Phone")
    expect(page.get_by_role("region", name="The first rows")).to_contain_text("Phone: ")
    page.get_by_role("button", name="Keep this mapping…").click()
    form = page.get_by_role("dialog", name="Keep this mapping")
    form.get_by_role("textbox", name="Name of the mapping").fill("From the fair")
    form.get_by_role("button", name="Keep", exact=True).click()
    expect(notice(page)).to_contain_text("The mapping From the fair is kept")
    page.get_by_role("button", name="Another file").click()
    give(page, other)
    expect(page.get_by_label("Field for Remarks").first).to_be_visible()
    pick(page, "Kept mapping", "From the fair")
    expect(page.get_by_label("Field for Firm of ours").first).to_have_value("Name")
    expect(page.get_by_label("Field for Dial").first).to_have_value("Phone")
    expect(page.get_by_role("region", name="The first rows")).to_contain_text("Kept Knots Ltd")
    page.get_by_role("button", name="Delete the mapping From the fair").click()
    expect(notice(page).filter(has_text="From the fair is deleted")).to_be_visible()


@pytest.mark.journey("marketer", "imports a file and takes it back", on="zh-1440")
def test_a_file_of_a_chinese_spreadsheet_is_read_as_it_was_written(enter: Enter, tmp_path: Path) -> None:
    page = enter("manager1", "/import/account")
    file = tmp_path / "客户.csv"
    file.write_bytes(CHINESE.encode("gb18030"))
    give(page, file)
    expect(page.get_by_role("region", name="前几行")).to_contain_text("导入缆绳公司")
    page.get_by_role("button", name=re.compile("^试运行（")).click()
    expect(page.get_by_text("将新建")).to_be_visible()
    page.get_by_role("button", name="立即导入").click()
    expect(page.get_by_text("已新建", exact=True)).to_be_visible()
    page.get_by_role("button", name="撤销整次导入").click()
    expect(page.get_by_text(re.compile("^导入已撤销：2 "))).to_be_visible()
