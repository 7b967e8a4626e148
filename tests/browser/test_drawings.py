"""Files of BPMN and DMN as an implementer brings them in and takes them out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support.keyboard import Keys
from tests.support.screens import Screen

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

TASKS = '<startEvent id="s"/><callActivity id="tidy" calledElement="tidyUp"/><endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="tidy"/><sequenceFlow id="g" sourceRef="tidy" targetRef="e"/>'


@pytest.mark.journey("implementer", "brings in a process drawn elsewhere", on="zh-1440", also="pl-390", keyboard=True)
def test_a_process_of_another_tool_is_looked_at_mended_and_put_in_force(screen: Screen, tmp_path: Path) -> None:
    name, file = f"x_drawn_{screen.language}", tmp_path / "tidy.bpmn"
    file.write_text(f'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="{name}" name="Tidy {screen.language}">{TASKS}</process></definitions>')
    page = screen.enter("/setup/drawings", who="administrator")
    keys = Keys(page)
    keys.to(page.get_by_role("button", name=screen.say("Choose a file of BPMN or DMN")))
    with page.expect_file_chooser() as chooser:
        keys.press("Enter")
    chooser.value.set_files(file)
    proposal = page.get_by_role("listitem").filter(has_text=name)
    keys.use(proposal.get_by_role("button", name=screen.say("Look at it")))
    expect(proposal.get_by_role("region", name=screen.say("What keeps it from standing here"))).to_contain_text("/steps/0/automation")
    keys.to(proposal.get_by_role("textbox", name=screen.say("The definition")))
    keys.press("Control+a")
    keys.type(json.dumps({"name": name, "on": {"called": True}, "steps": [{"do": "wait", "for": "P1D"}]}))
    keys.use(proposal.get_by_role("checkbox"), "Space", along="Shift+Tab")
    keys.use(page.get_by_role("button", name=screen.say("See what it would do")))
    expect(page.get_by_role("dialog").get_by_role("button", name=screen.say("Apply"))).to_be_focused()
    keys.press("Enter")
    taken = page.get_by_role("table", name=screen.say("Take out")).get_by_role("row").filter(has_text=name)
    expect(taken.get_by_role("link")).to_have_attribute("href", f"/api/v1/drawings/automation/{name}")
    assert "</bpmndi:BPMNDiagram>" in page.request.get(f"/api/v1/drawings/automation/{name}").text()
