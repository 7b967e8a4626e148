"""What columns are called elsewhere: words in English, Chinese and Polish by the name that fields of the kind usually have."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["COMPANY", "PARTS", "SYNONYMS"]

#: A company: the record itself, or what the record belongs to.
COMPANY = (
    "company", "company name", "organisation", "organization", "account", "account name", "employer", "org", "customer", "client",
    "客户", "客户名称", "公司", "公司名称", "单位", "单位名称", "企业名称", "所属公司", "firma", "nazwa firmy", "klient", "nazwa klienta",
)  # fmt: skip

#: By the name of a field, other words for it, as they stand in headings of spreadsheets and exports.
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "account": COMPANY,
    "company": COMPANY,
    "name": (
        "full name", "display name", "姓名", "名称", "全名", "联系人", "imię i nazwisko", "fn",
    ),
    "first_name": ("given name", "forename", "名", "名字", "imię", "imie"),
    "last_name": ("family name", "surname", "姓", "姓氏", "nazwisko"),
    "email": ("mail", "e mail address", "email address", "电子邮件", "电子邮箱", "邮箱", "邮箱地址", "邮件", "adres email", "adres e mail", "poczta"),
    "phone": (
        "tel", "telephone", "phone number", "phone 1", "phone1", "work phone", "business phone", "电话", "联系电话", "固定电话", "座机",
        "telefon", "nr telefonu", "numer telefonu",
    ),
    "mobile": (
        "cell", "cell phone", "mobile phone", "mobile number", "phone 2", "phone2", "手机", "手机号", "手机号码", "移动电话", "komórka",
        "telefon komórkowy", "tel kom",
    ),
    "website": ("url", "web", "www", "web site", "homepage", "home page", "网址", "网站", "主页", "strona", "strona www", "witryna"),
    "job_title": ("title", "position", "role", "job", "职位", "职务", "岗位", "stanowisko"),
    "department": ("dept", "部门", "dział"),
    "owner_id": (
        "owner", "sales rep", "salesperson", "sales agent", "account manager", "responsible", "assigned to", "负责人", "所有者",
        "业务员", "销售", "销售员", "opiekun", "handlowiec", "właściciel",
    ),
    "description": ("note", "notes", "comment", "comments", "remark", "remarks", "备注", "说明", "描述", "uwagi", "notatka", "opis"),
    "birthday": ("birth date", "date of birth", "bday", "dob", "生日", "出生日期", "data urodzenia", "urodziny"),
    "industry": ("sector", "branch", "行业", "branża", "sektor"),
    "employees": ("number of employees", "headcount", "company size", "人数", "员工数", "员工人数", "pracownicy", "liczba pracowników"),
    "annual_revenue": ("revenue", "turnover", "年收入", "营业额", "przychód", "obrót", "przychody"),
    "amount": ("value", "deal value", "total", "金额", "总额", "kwota", "wartość"),
    "stage": ("deal stage", "sales stage", "阶段", "销售阶段", "etap"),
    "status": ("state", "状态", "status", "stan"),
    "close_date": ("closing date", "expected close", "成交日期", "预计成交日期", "data zamknięcia"),
    "source": ("lead source", "origin", "来源", "客户来源", "źródło"),
    "code": ("product code", "sku", "item number", "part number", "编码", "产品编码", "商品编码", "编号", "kod", "kod produktu", "indeks"),
    "external_id": ("external key", "foreign id", "外部编号", "id zewnętrzny"),
    "tags": ("labels", "categories", "标签", "etykiety", "tagi", "kategorie"),
    "list_price": ("price", "unit price", "单价", "价格", "cena", "cena jednostkowa"),
    "wechat": ("微信", "微信号"),
    "vat_id": ("vat", "tax id", "tax number", "税号", "纳税人识别号", "nip"),
}

#: The same for parts of an address.
PARTS: Mapping[str, tuple[str, ...]] = {
    "street": ("address", "street address", "address line 1", "address 1", "地址", "详细地址", "街道", "原始地址", "ulica", "adres"),
    "district": ("county", "区", "区县", "县", "dzielnica", "powiat"),
    "city": ("town", "市", "城市", "miasto", "miejscowość"),
    "state": ("province", "region", "省", "省份", "województwo"),
    "postal_code": ("zip", "zip code", "postcode", "post code", "邮编", "邮政编码", "kod pocztowy"),
    "country": ("country code", "国家", "国家地区", "kraj", "państwo"),
}
