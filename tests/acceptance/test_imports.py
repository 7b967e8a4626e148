"""Real files come in over HTTP as their users would bring them: looked at, mapped by what is suggested, imported, counted.

The data are not a part of the project; without them beside it there is nothing to test here.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from core.configuration.change import change
from core.testkit.clients import SignedIn
from core.testkit.workbench import Tenant
from dougong import Definition, Object, choice, date, decimal, option, reference, text
from tests.acceptance.companies import ROOT

DATA = ROOT.parent / "shared" / "data"
pytestmark = pytest.mark.plugins("customers")


class Importer:
    """Brings files into a tenant by the API, as its administrator."""

    def __init__(self, tenant: Tenant, client: SignedIn) -> None:
        self.tenant = tenant
        self.client = client

    def define(self, *definitions: Definition) -> None:
        with self.tenant.open() as ctx:
            change(ctx, [(definition, "tenant", "tenant") for definition in definitions], note="test")

    def upload(self, path: Path) -> str:
        boundary, body = encode_multipart({"file": FileStorage(io.BytesIO(path.read_bytes()), path.name)})
        answer = self.client.post("/api/v1/files", data=body, content_type=f'multipart/form-data; boundary="{boundary}"')
        assert answer.status_code == 201, answer.json
        return str(answer.json["id"])

    def look(self, object: str, path: Path) -> dict[str, Any]:
        answer = self.client.post("/api/v1/imports/inspect", json={"object": object, "file": self.upload(path)})
        assert answer.status_code == 200, answer.json
        return dict(answer.json)

    def bring_in(self, object: str, path: Path, mapping: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Import a file; answers the import with its report."""
        body = {"object": object, "file": self.upload(path), "mapping": {"object": object, **mapping}, **more}
        begun = self.client.post("/api/v1/imports", json=body)
        assert begun.status_code == 202, begun.json
        self.tenant.run_jobs()
        done = self.client.get(f"/api/v1/imports/{begun.json['id']}").json
        assert done["state"] == "done", done
        return dict(done)

    def ask(self, object: str, **query: Any) -> list[dict[str, Any]]:
        answer = self.client.post("/api/v1/query", json={"object": object, **query})
        assert answer.status_code == 200, answer.json
        return list(answer.json["rows"])

    def count(self, object: str, **query: str) -> int:
        answer = self.client.get(f"/api/v1/records/{object}", query_string={"count": "true", "limit": 1, **query})
        assert answer.status_code == 200, answer.json
        return int(answer.json["count"])


@pytest.fixture
def importer(tenant: Tenant, client: SignedIn) -> Importer:
    return Importer(tenant, client)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.slow
def test_chinese_divisions_find_what_they_belong_to(importer: Importer) -> None:
    folder = DATA / "15-chinese-divisions"
    levels = [("x_province", "provinces", None), ("x_city", "cities", "province"), ("x_area", "areas", "city"), ("x_street", "streets", "area")]
    for object, _, above in levels:
        more = {"above": reference(f"x_{above}", required=True)} if above else {}
        importer.define(Object(object, fields={"name": text(required=True, search=True), "code": text(unique=True), **more}))
    for object, file, above in levels:
        headings = rows_of(folder / f"{file}.csv")[0].keys()
        fields: dict[str, Any] = {"name": "name", "code": "code"}
        if above:
            fields["above"] = {"column": f"{above}Code", "lookup": "code"}
        ignore = {name: "follows from the level above" for name in headings if name not in ("name", "code", f"{above}Code")}
        done = importer.bring_in(object, folder / f"{file}.csv", {"fields": fields, "ignore": ignore, "key": "code"})
        assert (done["report"]["created"], done["report"]["refused_count"]) == (len(rows_of(folder / f"{file}.csv")), 0)
    streets = importer.ask("x_street", group_by=["above.above.above.name"], measures=[{"count": "*"}])
    counts = {row["above.above.above.name"]: row["count"] for row in streets}
    assert sum(counts.values()) == 41_352
    assert {name: counts[name] for name in ("四川省", "河南省", "河北省", "湖南省", "山东省")} == {
        "四川省": 3111, "河南省": 2586, "河北省": 2365, "湖南省": 2008, "山东省": 1853,
    }  # fmt: skip
    assert importer.count("x_street", filter='CONTAINS(name, "中山")') == 33
    assert importer.count("x_area", filter='ENDS_WITH(name, "自治县")') == 117
    assert importer.count("x_area", filter='name = "鼓楼区"') == 4

def test_a_name_that_several_have_refuses_the_row_and_says_so(importer: Importer) -> None:
    importer.define(
        Object("x_area", fields={"name": text(required=True)}),
        Object("x_street", fields={"name": text(required=True), "area": reference("x_area")}),
    )
    folder = DATA / "15-chinese-divisions"
    areas = importer.bring_in("x_area", folder / "areas.csv", {"fields": {"name": "name"}, "ignore": dict.fromkeys(("code", "cityCode", "provinceCode"), "-")})
    assert areas["report"]["created"] == 2978
    place = importer.tenant.platform.config.data / "streets.csv"
    place.write_text("name,area\nsome street,鼓楼区\nother street,东城区\n", encoding="gb18030")
    done = importer.bring_in("x_street", place, {"fields": {"name": "name", "area": {"column": "area", "lookup": "name"}}})
    assert (done["report"]["created"], done["report"]["refused_count"]) == (1, 1)
    refused = importer.client.get(f"/api/v1/imports/{done['id']}/errors").get_data(as_text=True)
    assert re.search("4 records of .* 鼓楼区", refused)

def test_chinese_addresses_come_in_with_their_size_by_label(importer: Importer) -> None:
    bands = ["1-49人", "50-99人", "100-499人", "500-999人", "1000-2000人", "2000-5000人"]
    importer.define(
        Object("x_site", fields={"name": text(required=True, search=True, max_length=500), "band": choice([option(f"b{n}", band) for n, band in enumerate(bands)])})
    )
    path = DATA / "15b-chinese-addresses" / "addresses.csv"
    seen = importer.look("x_site", path)
    assert [(column["heading"], column["field"]) for column in seen["columns"]] == [("原始地址", None), ("规模", "band")]
    mapping = {"fields": {"name": {"column": "原始地址", "default": "(none)"}, **seen["mapping"]["fields"]}}
    done = importer.bring_in("x_site", path, mapping)
    assert (done["report"]["created"], done["report"]["refused_count"]) == (9183, 0)
    found = {row["band"]: row["count"] for row in importer.ask("x_site", group_by=["band"], measures=[{"count": "*"}])}
    assert found == {"b2": 3777, "b1": 1816, "b0": 1313, "b3": 1153, "b4": 700, "b5": 374, None: 50}
    assert importer.count("x_site", filter='CONTAINS(name, "科技园")') == importer.count("x_site", q="科技园") == 258
    assert importer.count("x_site", filter='CONTAINS(name, "大厦")') == 1521

def test_vcards_of_every_maker_become_contacts(importer: Importer) -> None:
    folder = DATA / "18-vcf-ics" / "vcf"
    expected = re.findall(r"^\| (\S+\.vcf) \| ([^|(]+?) \| (\d+) \| (\d+) \|", (folder.parent / "EXPECTED.md").read_text("utf-8"), re.MULTILINE)
    assert len(expected) == 10
    for name, full_name, _, mails in expected:
        seen = importer.look("contact", folder / name)
        begins = full_name.removesuffix(" James Doe Sr.")  # the reference takes a comma for the end
        (row,) = [row for row in seen["rows"] if str(row["values"].get("name")).startswith(begins)]
        headings = [column["heading"] for column in seen["columns"]]
        told = dict(zip(headings, row["cells"], strict=True))
        assert sum(bool(cell) for heading, cell in told.items() if heading.startswith("E-mail")) == int(mails)
    for path in sorted(folder.glob("*.vcf")):
        seen = importer.look("contact", path)
        mapping = seen["mapping"]
        used = {source if isinstance(source, str) else source["column"] for source in mapping["fields"].values()}
        mapping["ignore"] = {column["heading"]: "-" for column in seen["columns"] if column["heading"] not in used}
        if "account" in mapping["fields"]:
            mapping["fields"]["account"]["lookup"] = {"field": "name", "missing": "create"}
        done = importer.bring_in("contact", path, mapping)
        report, errors = done["report"], importer.client.get(f"/api/v1/imports/{done['id']}/errors").get_data(as_text=True)
        nameless = 2 if path.name == "John_Doe_ANDROID.vcf" else 0
        assert (report["refused_count"], report["malformed_count"]) == (nameless, 0), errors[-300:]
    dawson = importer.client.get("/api/v1/records/contact", query_string={"filter": 'name = "Frank Dawson"', "expand": "account"}).json["data"][0]
    assert (dawson["email"], dawson["phone_e164"], dawson["account"]["name"]) == (
        "frank_dawson@lotus.com", "+19196769515", "Lotus Development Corporation",
    )  # fmt: skip
    assert (dawson["mailing_address"]["city"], dawson["mailing_address"]["country"]) == ("Raleigh", "US")
    assert importer.count("contact") == 10 + 4  # six of Android, of which two have no name

def test_contacts_and_their_companies_come_in_with_their_numbers(importer: Importer) -> None:
    path = DATA / "20b-us500-contacts" / "us-500.csv"
    seen = importer.look("contact", path)
    assert {column["heading"]: column["field"] for column in seen["columns"]} == {
        "first_name": "first_name", "last_name": "last_name", "company_name": "account", "address": "mailing_address.street",
        "city": "mailing_address.city", "county": "mailing_address.district", "state": "mailing_address.state",
        "zip": "mailing_address.postal_code", "phone1": "phone", "phone2": "mobile", "email": "email", "web": None,
    }  # fmt: skip
    companies = importer.look("account", path)["mapping"]["fields"]
    assert companies["name"] == "company_name"
    kept = {"name": companies["name"], "website": "web"}
    ignore = dict.fromkeys([column["heading"] for column in seen["columns"] if column["heading"] not in ("company_name", "web")], "-")
    assert importer.bring_in("account", path, {"fields": kept, "ignore": ignore, "key": "name"})["report"]["created"] == 500
    fields = seen["mapping"]["fields"] | {
        "phone": {"column": "phone1", "region": "US"}, "mobile": {"column": "phone2", "region": "US"},
        "mailing_address.country": {"constant": "US"},
    }  # fmt: skip
    lost = {"column": "zip", "pattern": r"(\d{4})", "to": r"0\1", "reason": "The source lost the zero before four digits"}
    mapping = {"fields": fields, "ignore": {"web": "of the company"}, "corrections": [lost], "key": "email"}
    done = importer.bring_in("contact", path, mapping)
    assert (done["report"]["created"], done["report"]["corrections"][0]["count"]) == (500, 78)
    records = importer.client.get("/api/v1/records/contact", query_string={"limit": 1000, "expand": "account"}).json["data"]
    by_mail = {record["email"]: record for record in records}
    truth = rows_of(path.parent / "expected_e164.csv")
    for row, numbers in zip(rows_of(path), truth, strict=True):
        record = by_mail[row["email"]]
        assert (record["phone_e164"], record["mobile_e164"]) == (numbers["phone1_e164"], numbers["phone2_e164"])
        assert record["account"]["name"] == row["company_name"]
    states: dict[str, int] = {}
    for record in records:
        assert len(record["mailing_address"]["postal_code"]) == 5
        states[record["mailing_address"]["state"]] = states.get(record["mailing_address"]["state"], 0) + 1
    assert {state: states[state] for state in ("CA", "NJ", "NY", "TX", "PA")} == {"CA": 72, "NJ": 52, "NY": 46, "TX": 32, "PA": 29}
    assert len(states) == 47
    importer.client.post(f"/api/v1/imports/{done['id']}/revert")
    importer.tenant.run_jobs()
    assert importer.count("contact") == 0

def test_countries_and_exchange_rates_come_in(importer: Importer) -> None:
    folder = DATA / "20-fx-countries"
    importer.define(
        Object("x_country", fields={"name": text(required=True), "alpha2": text(unique=True), "zh": text()}),
        Object("x_fixing", name_field="day", fields={"day": date(required=True, unique=True), "usd": decimal(scale=6), "cny": decimal(scale=6), "rub": decimal(scale=6)}),
    )
    countries = importer.look("x_country", folder / "iso3166.csv")["mapping"]["fields"]
    assert countries == {"alpha2": "alpha2", "name": "name", "zh": "zh"}
    ignore = dict.fromkeys(("alpha3", "numeric", "de"), "-")
    assert importer.bring_in("x_country", folder / "iso3166.csv", {"fields": countries, "ignore": ignore, "key": "alpha2"})["report"]["created"] == 249
    assert importer.count("x_country", filter='zh = "中国" AND alpha2 = "CN"') == 1
    headings = list(rows_of(folder / "eurofxref-2015on.csv")[0])
    fields = {"day": "Date", "usd": "USD", "cny": "CNY", "rub": "RUB"}
    mapping = {"file": {"empty": ["N/A"]}, "fields": fields, "ignore": {name: "-" for name in headings if name not in fields.values()}, "key": "day"}
    done = importer.bring_in("x_fixing", folder / "eurofxref-2015on.csv", mapping)
    assert (done["report"]["created"], done["report"]["refused_count"]) == (2886, 0)
    (day,) = importer.client.get("/api/v1/records/x_fixing", query_string={"filter": "day = DATEVALUE('2020-03-13')"}).json["data"]
    assert round(float(day["cny"]) / float(day["usd"]), 8) == 6.98730187
    assert importer.count("x_fixing", filter="rub <> NULL AND day > DATEVALUE('2022-03-01')") == 0
