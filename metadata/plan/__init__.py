"""What must change so that one catalogue becomes another: `plan(before, after)` lists the steps."""

from metadata.plan.make import plan
from metadata.plan.steps import (
    AddColumn,
    ChangeScale,
    CreateIndex,
    CreateLinkTable,
    CreateTable,
    DefinitionChanged,
    DropIndex,
    FillRequired,
    NumberRecords,
    Plan,
    RecomputeRollup,
    RestoreField,
    RestoreObject,
    RetireField,
    RetireObject,
    Step,
    WidenText,
)

__all__ = [
    "AddColumn", "ChangeScale", "CreateIndex", "CreateLinkTable", "CreateTable", "DefinitionChanged", "DropIndex",
    "FillRequired", "NumberRecords", "Plan", "RecomputeRollup", "RestoreField", "RestoreObject", "RetireField",
    "RetireObject", "Step", "WidenText", "plan",
]  # fmt: skip
