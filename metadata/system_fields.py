"""The fields that every record has, whatever its object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["APPROVAL_FIELD_DOCUMENTS", "APPROVAL_OPTION_LABELS", "APPROVAL_STEP", "PART_LABELS", "SYSTEM_FIELD_DOCUMENTS", "SYSTEM_LABELS", "USER_OBJECT"]

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

#: The field whose options are the steps of an object's approvals.
APPROVAL_STEP = "approval_step"
#: What records of an object that has approvals say of the one that moved last. The status alone goes into the history, as
#: the rest stands in that of the process.
APPROVAL_FIELD_DOCUMENTS: Mapping[str, Mapping[str, Any]] = {
    "approval_status": {
        "type": "choice", "label": "Approval", "index": True,
        "options": [
            {"value": "running", "label": "Under way", "color": "blue"},
            {"value": "returned", "label": "Given back", "color": "orange"},
            {"value": "suspended", "label": "Halted", "color": "yellow"},
            {"value": "approved", "label": "Approved", "color": "green"},
            {"value": "rejected", "label": "Rejected", "color": "red"},
            {"value": "withdrawn", "label": "Withdrawn", "color": "gray"},
            {"value": "expired", "label": "Expired", "color": "gray"},
            {"value": "terminated", "label": "Ended early", "color": "gray"},
            {"value": "failed", "label": "Broken off", "color": "red"},
        ],
    },
    APPROVAL_STEP: {"type": "multi_choice", "label": "Approval: step", "track": False, "options": []},
    "approval_people": {"type": "tags", "label": "Approval: waits for", "track": False},
    "approval_decision": {
        "type": "choice", "label": "Approval: last decision", "track": False,
        "options": [
            {"value": "approved", "label": "Approved", "color": "green"},
            {"value": "rejected", "label": "Rejected", "color": "red"},
            {"value": "returned", "label": "Given back", "color": "orange"},
            {"value": "abstained", "label": "Abstained", "color": "gray"},
        ],
    },
    "approval_decided_by": {"type": "user", "label": "Approval: decided by", "track": False},
    "approval_decided_at": {"type": "datetime", "label": "Approval: decided at", "track": False},
}  # fmt: skip

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
        "approval_status": "审批状态",
        "approval_step": "当前审批节点",
        "approval_people": "当前审批人",
        "approval_decision": "最近审批决定",
        "approval_decided_by": "最近审批人",
        "approval_decided_at": "最近审批时间",
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
        "approval_status": "Akceptacja",
        "approval_step": "Akceptacja: krok",
        "approval_people": "Akceptacja: czeka na",
        "approval_decision": "Akceptacja: ostatnia decyzja",
        "approval_decided_by": "Akceptacja: kto zdecydował",
        "approval_decided_at": "Akceptacja: kiedy zdecydowano",
    },
}

#: What the options of the approval fields are called.
APPROVAL_OPTION_LABELS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "running": "审批中",
        "returned": "已退回",
        "suspended": "已暂停",
        "approved": "已同意",
        "rejected": "已拒绝",
        "withdrawn": "已撤回",
        "expired": "已过期",
        "terminated": "已提前结束",
        "failed": "已中断",
        "abstained": "已弃权",
    },
    "pl": {
        "running": "W toku",
        "returned": "Zwrócono",
        "suspended": "Wstrzymano",
        "approved": "Zaakceptowano",
        "rejected": "Odrzucono",
        "withdrawn": "Wycofano",
        "expired": "Wygasło",
        "terminated": "Zakończono przed czasem",
        "failed": "Przerwano",
        "abstained": "Wstrzymano się",
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
