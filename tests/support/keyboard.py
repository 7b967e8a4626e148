"""A person without a mouse: goes on with Tab, sees where they are at every stop, and presses keys."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.support.journeys import offered

__all__ = ["Keys", "watch_the_mouse"]

#: Tells of every press of a mouse or a finger.
WATCH = """["pointerdown", "mousedown", "touchstart", "wheel"].forEach((kind) =>
    addEventListener(kind, (event) => event.isTrusted && window.pointed(`${kind} on ${event.target.outerHTML?.slice(0, 120)}`), true));"""

#: Where the focus is: whether that is the goal, whether it is seen, what it is. Where text is typed, the caret shows it.
STOP = """(goal) => {
    const one = document.activeElement;
    const drawn = (at, part) => {
        const style = getComputedStyle(at, part);
        const line = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
        return line || (style.boxShadow !== "none" && at === one) || (part && style.content !== "none" && parseFloat(style.borderTopWidth) > 0);
    };
    const typed = "input:not([type=radio], [type=checkbox]), textarea, [contenteditable=true], iframe, body";
    const seen = one.matches(typed) || one.closest(".ag-cell-focus, .ag-header-cell, .ag-full-width-focus")
        || [one, one.parentElement, one.nextElementSibling].some((at) => at && [null, "::before", "::after"].some((part) => drawn(at, part)));
    return {there: one === goal, gone: !goal.isConnected, seen: Boolean(seen), what: one.outerHTML.slice(0, 150)};
}"""


def watch_the_mouse(page: Page, complaints: list[str]) -> None:
    """From now on a press of the mouse is a complaint about the journey."""
    page.expose_function("pointed", lambda what: complaints.append(f"by mouse: {what}"))
    page.add_init_script(WATCH)


@dataclass(frozen=True)
class Keys:
    """The keyboard of a page."""

    page: Page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def to(self, goal: Locator, key: str = "Tab", most: int = 120) -> None:
        """Press `key` until the focus is there; at every stop it must be seen.

        Raises:
            AssertionError: the goal can't be reached so, or a stop doesn't show that it has the focus.
        """
        expect(goal.first).to_be_visible()
        handle, passed = goal.first.element_handle(), []
        for _ in range(most):
            self.page.keyboard.press(key)
            stop = self.page.evaluate(STOP, handle)
            if stop["gone"]:  # it has been drawn anew since
                handle = goal.first.element_handle()
                stop = self.page.evaluate(STOP, handle)
            assert stop["seen"], f"has the focus and doesn't show it: {stop['what']}"
            if stop["there"]:
                return
            passed.append(stop["what"])
        raise AssertionError(f"{goal} isn't reached by {key}:\n" + "\n".join(passed[-12:]))

    def use(self, goal: Locator, key: str = "Enter", along: str = "Tab") -> None:
        """Go there and press it."""
        self.to(goal, along)
        self.press(key)

    def choose(self, box: Locator, letters: str, option: str | None = None) -> None:
        """Go to a box that drops something down, type a few letters, and take what it offers."""
        self.to(box)
        self.take(letters, option)

    def take(self, letters: str, option: str | None = None) -> None:
        """In a box that has the focus: type a few letters, and take what it offers."""
        self.press("ArrowDown")
        self.type(letters)
        wanted = offered(self.page).filter(has_text=option or letters).first
        expect(wanted).to_be_visible()
        for _ in range(40):
            if wanted.evaluate("one => one.matches('[data-combobox-selected], [aria-selected=true], [data-active]')"):
                break
            self.press("ArrowDown")
        self.press("Enter")
        expect(wanted).to_have_count(0)
