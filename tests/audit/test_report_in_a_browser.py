"""The report and the page of `decide --format html` in Chromium: screen readers, keyboard, contrast, phone, paper."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.browser import Page

PAGES = ["index.html", "index.zh.html", "decisions/0.html", "decisions/0.zh.html", "decisions/1.html", "decide.html"]
"""Pages of each kind; entry 1 is erased."""

FOCUSED = """(() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  const isInside = box.width > 0 && box.left >= 0;
  return [one.tagName, one.outerHTML.slice(0, 80), style.outlineStyle, parseFloat(style.outlineWidth), isInside];
})()"""
"""Where the focus is, its outline, and whether it is within the window."""

CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")


def roles(page: Page) -> list[tuple[str, str]]:
    """Roles and names as a screen reader has them, in the order of the page."""
    return [(one["role"]["value"], one.get("name", {}).get("value", "")) for one in page.tree()]


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_told_to_the_console(page, report, name):
    page.open(report / name)
    page.settle()
    assert page.problems == []


@pytest.mark.parametrize("name", PAGES)
def test_no_text_is_ever_markup(page, report, name):
    page.open(report / name)
    assert page.run("document.images.length") == 0
    assert page.run("document.scripts.length") == (1 if name.startswith("index") else 0)
    assert page.run("document.querySelectorAll('b, title ~ title, style ~ style').length") == 0
    assert page.run('document.body.textContent.includes(\'<img src="x" onerror="bad()"><script>bad()</script>\')')
    assert (
        page.run(
            "[...document.querySelectorAll('*')].flatMap(one => one.getAttributeNames())"
            ".filter(one => one.startsWith('on') || one === 'style')"
        )
        == []
    )


@pytest.mark.parametrize("name", PAGES)
def test_a_page_lets_no_other_script_run(page, report, name):
    page.open(report / name)
    page.run(
        "{ const one = document.createElement('script'); one.textContent = 'window.bad = 1';"
        " document.body.append(one); }"
    )
    assert page.run("window.bad") is None
    assert any("Content Security Policy" in one for one in page.problems)


@pytest.mark.parametrize("name", PAGES)
def test_headings_are_in_order_and_the_page_says_its_language(page, report, name):
    page.open(report / name)
    levels = page.run("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(one => +one.tagName[1])")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.run("document.documentElement.lang") == ("zh-Hans" if ".zh." in name else "en")
    assert page.run("document.title.trim()") != ""


@pytest.mark.parametrize("name", PAGES[:-1])
def test_a_page_has_its_landmarks(page, report, name):
    page.open(report / name)
    found = roles(page)
    for one in ("banner", "main", "contentinfo"):
        assert [role for role, _ in found].count(one) == 1, one
    assert all(label for role, label in found if role == "navigation")
    assert any(role == "navigation" for role, _ in found)


def test_the_page_of_a_decision_has_its_main_part(page, report):
    page.open(report / "decide.html")
    assert [role for role, _ in roles(page)].count("main") == 1


@pytest.mark.parametrize("name", ["index.html", "index.zh.html"])
def test_every_control_chart_and_table_has_a_name(page, report, name):
    page.open(report / name)
    found = roles(page)
    for kind, count in (("combobox", 5), ("Date", 2), ("searchbox", 1), ("button", 1), ("search", 1), ("image", 6)):
        labels = [label for role, label in found if role == kind]
        assert len(labels) >= count, kind
        assert all(labels), kind
    heads = "[...document.querySelectorAll('table')].map(one => [!!one.caption, [...one.querySelectorAll('th')]"
    for has_caption, scopes in page.run(f"{heads}.map(cell => cell.scope)])"):
        assert has_caption
        assert set(scopes) <= {"col", "row"}


def test_the_list_of_decisions_is_a_table_for_screen_readers_on_a_phone_too(page, report):
    page.size(390)
    page.open(report / "index.html")
    found = [role for role, _ in roles(page)]
    assert "table" in found
    assert found.count("rowheader") >= 4


# --- the keyboard and the eye


@pytest.mark.parametrize("name", ["index.html", "decisions/0.html"])
def test_the_focus_is_seen_wherever_it_is(page, report, name):
    page.open(report / name)
    seen = set()
    for _ in range(25):
        page.press("Tab")
        told = page.run(FOCUSED)
        if told[0] == "BODY":
            break
        seen.add(told[1])
        assert told[2] != "none", told
        assert told[3] >= 2, told
        assert told[4], told
    assert len(seen) > 5


def test_the_first_link_skips_to_the_decisions(index):
    index.press("Tab", "Enter")
    assert index.run("document.activeElement.id") == "decisions"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_text_stands_out_from_its_ground(page, report, name, scheme):
    page.prefer(scheme)
    page.open(report / name)
    page.run("document.querySelectorAll('details').forEach(one => { one.open = true })")
    checked, weak = page.run(CONTRAST)
    assert checked > 40
    assert weak == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wider_than_a_phone(page, report, name):
    page.size(390)
    page.open(report / name)
    page.run("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert page.run("[document.documentElement.scrollWidth, innerWidth]") == [390, 390]
    sizes = page.run(
        "[...document.querySelectorAll('svg.chart')].map(one => 13 * one.getBoundingClientRect().width / 440)"
    )
    assert all(size >= 9 for size in sizes)


def test_on_paper_there_are_no_controls_and_the_figures_of_the_charts_are_there(index):
    index.prefer(medium="print")
    seen = "(id => document.querySelector(id).checkVisibility({contentVisibilityAuto: true}))"
    assert index.run(f"{seen}('#filters')") is False
    assert index.run(f"{seen}('#list')") is True
    assert index.run("document.querySelector('.panel details td').getBoundingClientRect().height") > 0
    assert index.print().startswith(b"%PDF")


def test_charts_draw_what_their_tables_say(index):
    heights = index.run(
        "[...document.querySelectorAll('#chart-tiers svg.chart rect')].map(one => +one.getAttribute('height'))"
    )
    cells = index.run("[...document.querySelectorAll('#chart-tiers tbody td')].map(one => +one.textContent)")
    assert len(heights) == len([one for one in cells if one])
    assert sorted(heights) == pytest.approx([max(heights) * one / max(cells) for one in sorted(cells) if one], abs=0.2)


def test_the_other_language_is_one_link_away(index, report):
    link = index.run(
        "(one => [one.getAttribute('href'), one.lang, one.hreflang, one.textContent])"
        "(document.querySelector('nav a[hreflang]'))"
    )
    assert link == ["index.zh.html", "zh-Hans", "zh-Hans", "中文"]
    assert json.loads((report / "report.json").read_text("utf-8"))["languages"] == ["en", "zh"]
    assert re.search("处理决定", (report / link[0]).read_text("utf-8"))


def test_without_scripts_the_list_is_all_there(report):
    text = (report / "index.html").read_text("utf-8")
    assert re.search(r'<form role="search" id="filters"[^>]* hidden>', text)
    rows: Any = re.findall(r"<tr data-received", text)
    assert len(rows) == 4
