"""A signature is read as people write it, in three languages; what isn't understood is left for the eye."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.exchange.signatures import read_signature

SIGNATURES = {
    "british": (
        """Thanks for the quick answer, we'd like to go on.

        Kind regards,

        Jane Whitfield
        Head of Purchasing
        Bluestone Construction Ltd
        T: +44 20 7946 0018 | M: +44 7700 900123
        jane.whitfield@bluestone.co.uk | www.bluestone.co.uk
        14 Fleet Street, London EC4Y 1AU, United Kingdom""",
        {
            "first_name": "Jane", "last_name": "Whitfield", "job_title": "Head of Purchasing", "company": "Bluestone Construction Ltd",
            "phone": "+44 20 7946 0018", "mobile": "+44 7700 900123", "email": "jane.whitfield@bluestone.co.uk",
            "website": "https://www.bluestone.co.uk",
        },
        {"street": "14 Fleet Street", "city": "London", "postal_code": "EC4Y 1AU", "country": "GB"},
    ),
    "american": (
        """--
        Robert J. Miller, PhD
        Senior Sales Engineer at Foxglove Engineering Inc.
        (312) 555-0160 office
        Cell: 312-555-0199
        Email: rmiller@foxglove.com
        221 West Lake Street, Suite 400
        Chicago, IL 60606""",
        {
            "first_name": "Robert J.", "last_name": "Miller", "job_title": "Senior Sales Engineer", "company": "Foxglove Engineering Inc.",
            "phone": "+1 312-555-0160", "mobile": "+1 312-555-0199", "email": "rmiller@foxglove.com",
        },
        {"street": "221 West Lake Street, Suite 400", "city": "Chicago", "state": "IL", "postal_code": "60606", "country": "US"},
    ),
    "polish": (
        """Z poważaniem
        mgr inż. Anna Kowalska
        Kierownik Działu Zakupów

        Odlewnia Pole Sp. z o.o.
        ul. Fabryczna 12, 30-552 Kraków
        tel. 12 422 10 55, kom. 601 234 567
        e-mail: anna.kowalska@odlewniapole.pl
        NIP: 6762345678 REGON: 123456785""",
        {
            "first_name": "Anna", "last_name": "Kowalska", "job_title": "Kierownik Działu Zakupów", "company": "Odlewnia Pole Sp. z o.o.",
            "phone": "+48 12 422 10 55", "mobile": "+48 601 234 567", "email": "anna.kowalska@odlewniapole.pl", "tax_id": "6762345678",
        },
        {"street": "ul. Fabryczna 12", "city": "Kraków", "postal_code": "30-552", "country": "PL"},
    ),
    "polish on one line each": (
        """Pozdrawiam serdecznie,
        Piotr WIŚNIEWSKI - Dyrektor Handlowy
        Huta Baltica S.A.
        Al. Jerozolimskie 100
        00-807 Warszawa, Polska
        +48 22 380 10 55
        piotr.wisniewski@hutabaltica.pl""",
        {
            "first_name": "Piotr", "last_name": "Wiśniewski", "job_title": "Dyrektor Handlowy", "company": "Huta Baltica S.A.",
            "phone": "+48 22 380 10 55", "email": "piotr.wisniewski@hutabaltica.pl",
        },
        {"street": "Al. Jerozolimskie 100", "city": "Warszawa", "postal_code": "00-807", "country": "PL"},
    ),
    "chinese with labels": (
        """姓名：王小明
        职位：采购经理
        公司：上海云帆机械有限公司
        手机：138 1644 5566
        电话：021-5888 6699
        邮箱：wang.xm@yunfan.com.cn
        微信：wangxm_88
        地址：上海市浦东新区世纪大道100号15楼""",
        {
            "first_name": "小明", "last_name": "王", "job_title": "采购经理", "company": "上海云帆机械有限公司", "mobile": "+86 138 1644 5566",
            "phone": "+86 21 5888 6699", "email": "wang.xm@yunfan.com.cn", "wechat": "wangxm_88",
        },
        {"state": "上海市", "district": "浦东新区", "street": "世纪大道100号15楼", "country": "CN"},
    ),
    "chinese without labels": (
        """顺颂商祺！
        欧阳建国 销售总监
        深圳市华光电子股份有限公司
        市场部
        13902456789
        ouyang@huaguang.cn
        广东省深圳市南山区科技园路8号""",
        {
            "first_name": "建国", "last_name": "欧阳", "job_title": "销售总监", "company": "深圳市华光电子股份有限公司", "department": "市场部",
            "mobile": "+86 139 0245 6789", "email": "ouyang@huaguang.cn",
        },
        {"state": "广东省", "city": "深圳市", "district": "南山区", "street": "科技园路8号", "country": "CN"},
    ),
    "chinese with wide signs on one line": (
        "李娜（Lina Li）｜大客户经理｜杭州启明科技集团\n电话：０５７１－８７６５４３２１　手机：15958112233　lina@qiming.com",
        {
            "first_name": "娜", "last_name": "李", "job_title": "大客户经理", "company": "杭州启明科技集团", "phone": "+86 571 8765 4321",
            "mobile": "+86 159 5811 2233", "email": "lina@qiming.com",
        },
        {},
    ),
    "german": (
        """Mit freundlichen Grüßen
        Dr. Karl von Bergen
        Chief Technology Officer
        Bergwerk Maschinen GmbH
        Hauptstraße 5, 50667 Köln, Germany
        Tel: +49 221 123456
        k.vonbergen@bergwerk.de""",
        {
            "first_name": "Karl", "last_name": "von Bergen", "job_title": "Chief Technology Officer", "company": "Bergwerk Maschinen GmbH",
            "phone": "+49 221 123456", "email": "k.vonbergen@bergwerk.de",
        },
        {"street": "Hauptstraße 5", "city": "Köln", "postal_code": "50667", "country": "DE"},
    ),
    "a company called as its domain": (
        "Tom Baker\nOperations Manager\nLarkspur\ntom@larkspur.com\nhttps://www.linkedin.com/in/tombaker",
        {
            "first_name": "Tom", "last_name": "Baker", "job_title": "Operations Manager", "company": "Larkspur", "email": "tom@larkspur.com",
            "linkedin": "https://www.linkedin.com/in/tombaker",
        },
        {},
    ),
    "a name only in the address of mail": (
        "maria.nowak@example.pl\ntel. 58 301 22 33",
        {"first_name": "Maria", "last_name": "Nowak", "email": "maria.nowak@example.pl", "phone": "+48 58 301 22 33"},
        {},
    ),
}  # fmt: skip


@pytest.mark.parametrize("text, values, address", SIGNATURES.values(), ids=SIGNATURES.keys())
def test_a_signature_is_understood(text: str, values: dict[str, str], address: dict[str, str]) -> None:
    found = read_signature(text, "US")
    assert found.values == values
    assert found.address == address


def test_what_is_not_understood_is_told() -> None:
    found = read_signature("Jane Roe\nThis message is confidential\njane@roe.example.com")
    assert found.rest == ["This message is confidential"]


@pytest.mark.parametrize("text", ["", "   \n\n", "|||\n:::\n---", "::::", "e:", "tel.", "@@@", "(((\n<<<", "\x00", "٠١٢٣٤٥٦٧٨٩"])
def test_nothing_is_made_of_nothing(text: str) -> None:
    found = read_signature(text)
    assert not found.values


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="aZ1 0-+.:|,@/（）王公司路ul\n\téł€", max_size=300))
def test_any_text_is_read_without_complaint(text: str) -> None:
    found = read_signature(text, "PL")
    assert all(value.strip() for value in (*found.values.values(), *found.address.values()))
