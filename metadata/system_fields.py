"""The fields that every record has, whatever its object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["PART_LABELS", "SYSTEM_FIELD_DOCUMENTS", "SYSTEM_LABELS", "USER_OBJECT"]

USER_OBJECT = "user"

SYSTEM_FIELD_DOCUMENTS: Mapping[str, Mapping[str, Any]] = {
    "id": {"type": "id", "label": "Id", "track": False},
    "owner_id": {"type": "user", "label": "Owner", "index": True},
    "created_at": {"type": "datetime", "label": "Created", "track": False},
    "created_by": {"type": "user", "label": "Created by", "track": False},
    "updated_at": {"type": "datetime", "label": "Last changed", "index": True, "track": False},
    "updated_by": {"type": "user", "label": "Last changed by", "track": False},
    "version": {"type": "integer", "label": "Version", "track": False},
    "deleted_at": {"type": "datetime", "label": "Deleted", "track": False},
}

NEVER_EMPTY = frozenset({"id", "created_at", "updated_at", "version"})

SYSTEM_LABELS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "id": "编号",
        "owner_id": "负责人",
        "created_at": "创建时间",
        "created_by": "创建人",
        "updated_at": "最后修改时间",
        "updated_by": "最后修改人",
        "version": "版本",
        "deleted_at": "删除时间",
    },
    "pl": {
        "id": "Identyfikator",
        "owner_id": "Właściciel",
        "created_at": "Utworzono",
        "created_by": "Utworzył(a)",
        "updated_at": "Ostatnia zmiana",
        "updated_by": "Ostatnio zmienił(a)",
        "version": "Wersja",
        "deleted_at": "Usunięto",
    },
}

#: What the lines of an address and the sides of a place are called.
PART_LABELS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "street": "Street",
        "district": "District",
        "city": "City",
        "state": "Province",
        "postal_code": "Postal code",
        "country": "Country",
        "lat": "Latitude",
        "lng": "Longitude",
    },
    "zh": {
        "street": "街道",
        "district": "区县",
        "city": "城市",
        "state": "省份",
        "postal_code": "邮政编码",
        "country": "国家",
        "lat": "纬度",
        "lng": "经度",
    },
    "pl": {
        "street": "Ulica",
        "district": "Dzielnica",
        "city": "Miasto",
        "state": "Województwo",
        "postal_code": "Kod pocztowy",
        "country": "Kraj",
        "lat": "Szerokość geograficzna",
        "lng": "Długość geograficzna",
    },
}
