"""The examples of the manual for designers are put in force as they stand."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.core.api.clients import Web
from tests.support.worlds import World

PAGES = Path(__file__).parents[3] / "docs" / "designer"


def kind_of(document: dict[str, object]) -> str:
    if "week" in document:
        return "calendar"
    if "fields" in document:
        return "object"
    return "automation" if "on" in document else "approval"


def test_the_examples_for_designers_are_taken(world: World) -> None:
    admin = Web(world).administrator()
    for page in ("README.md", "approvals.md", "automations.md"):
        blocks = re.findall(r"```json\n(.*?)```", (PAGES / page).read_text("utf-8"), re.DOTALL)
        assert blocks
        for document in map(json.loads, blocks):
            answer = admin.put(f"/api/v1/meta/{kind_of(document)}/{document['name']}", document)
            assert answer.status_code == 200, answer.get_data(as_text=True)
