"""Search and filters of a report's index in Chromium, by the keyboard alone."""

from __future__ import annotations

import pytest

from tests.browser import Page


def shown(page: Page) -> list[str]:
    """The complaints whose rows are seen."""
    page.settle()
    links = "[...document.querySelectorAll('#list tbody tr')].filter(one => one.checkVisibility())"
    found = page.run(f"{links}.map(one => one.querySelector('a').textContent)")
    return ["markup" if one.startswith("<img") else one for one in found]


def focus(page: Page, id: str) -> None:
    """Go to a control by the Tab key alone."""
    for _ in range(40):
        if page.run("document.activeElement.id") == id:
            return
        page.press("Tab")
    raise AssertionError(f"{id} is not reached by Tab")


def test_all_decisions_are_listed_newest_first(index):
    assert shown(index) == ["C-4", "C-3", "C-2", "markup"]
    assert index.run("document.getElementById('shown').textContent") == "4 of 4 decisions on this page shown"


def test_text_is_looked_for_in_the_outline_as_it_is_typed(index):
    focus(index, "f-text")
    index.press(*"GRAVE")
    assert shown(index) == ["C-3"]
    assert index.run("document.getElementById('shown').textContent") == "1 of 4 decisions on this page shown"
    index.press(*" nowhere")
    assert shown(index) == []
    assert index.run("document.getElementById('none').checkVisibility()")


@pytest.mark.parametrize(
    ("id", "keys", "left"),
    [
        ("f-tier", ["H"], ["C-3"]),
        ("f-department", ["s"], ["C-3"]),
        ("f-status", ["e"], ["C-2"]),
        ("f-ruleset", ["h"], ["C-4", "C-3", "C-2", "markup"]),
        ("f-approval", ["d"], ["C-4", "C-3", "C-2", "markup"]),
        ("f-from", [*"03122026"], ["C-4", "C-3"]),
        ("f-to", [*"03052026"], ["C-2", "markup"]),
    ],
)
def test_every_filter_works_by_the_keyboard_alone(index, id, keys, left):
    focus(index, id)
    index.press(*keys)
    assert index.run(f"document.getElementById('{id}').value") != ""
    assert shown(index) == left


def test_filters_narrow_together_and_the_button_shows_all_again(index):
    focus(index, "f-tier")
    index.press("<")
    assert shown(index) == ["C-4", "C-2", "markup"]
    focus(index, "f-status")
    index.press("e")
    assert shown(index) == ["C-2"]
    for _ in range(20):
        if index.run("document.activeElement.type") == "reset":
            break
        index.press("Tab")
    index.press("Enter")
    assert shown(index) == ["C-4", "C-3", "C-2", "markup"]


def test_a_decision_is_opened_and_left_by_the_keyboard(index):
    for _ in range(40):
        if index.run("document.activeElement.textContent") == "C-4":
            break
        index.press("Tab")
    index.press("Enter")
    wait_for(index, "document.readyState === 'complete' && location.pathname.endsWith('decisions/3.html')")
    assert index.run("document.querySelector('h1').textContent") == "C-4"
    index.press("Tab", "Tab", "Enter")
    wait_for(index, "document.readyState === 'complete' && location.pathname.endsWith('index.html')")


def wait_for(page: Page, condition: str) -> None:
    for _ in range(100):
        if page.run(condition):
            return
        page.settle()
    raise AssertionError(condition)
