"""Asks axe-core what keeps people from using a page: by keyboard, with a screen reader, with weak eyes."""

from __future__ import annotations

from importlib.resources import files

from playwright.sync_api import Frame, Page

__all__ = ["ALL", "COLOURS", "barriers"]

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
ALL = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
#: All that is different in the dark scheme is colours.
COLOURS = ("color-contrast", "link-in-text-block")
RUN = """async (runOnly) => {
    const found = await axe.run(document, {resultTypes: ["violations"], preload: false, runOnly});
    // What a picker drops down is scrolled by the arrows of its box, without ever having the focus itself.
    const dropped = (rule, node) => rule.id === "scrollable-region-focusable" && document.querySelector(node.target[0])?.closest("[role=listbox]");
    const grave = found.violations.filter((one) => one.impact === "serious" || one.impact === "critical");
    return grave.flatMap((one) => one.nodes.filter((node) => !dropped(one, node)).map((node) =>
        `${one.impact} ${one.id}: ${node.target.join(" ")}\\n    ${node.html.slice(0, 200)}\\n    ${(node.any.concat(node.all, node.none)[0] ?? {}).message ?? ""}`));
}"""


def barriers(page: Page | Frame, rules: tuple[str, ...] = ALL) -> list[str]:
    """Every serious or critical finding, with the element and what is wrong with it. rules: their names or tags."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN, list(rules))
    return found
