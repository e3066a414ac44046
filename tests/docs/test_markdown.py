"""What a ruleset says is text on its page: held against the Markdown reader that builds the documentation."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from complaint_rules.describe.markdown import ListItem, bullets, code, fenced, plain, table

markdown = pytest.importorskip("markdown")

EXTENSIONS = ["admonition", "tables", "pymdownx.highlight", "pymdownx.superfences"]
TEXTS = st.text(alphabet="ab1 |*_`<>[](){}#&\\~$!-+.:;=/?^'\"，额\n", max_size=30).filter(lambda text: text.strip())


def html_of(*lines: str) -> str:
    return markdown.markdown("\n".join(lines), extensions=EXTENSIONS)


def text_of(html: str) -> str:
    """What a reader sees of a piece of HTML."""
    return " ".join(unescape(re.sub(r"</?[a-z][^>]*>", "", html)).split())


def one_line(text: str) -> str:
    return " ".join(text.split())


@given(TEXTS)
@example("a | b")
@example("<b>no</b> &amp; **no** `no` [no](no) {: no}")
@example("1. no list")
@example("!!! no admonition")
@example("- no list")
@example("::: no.module")
def test_text_reads_as_it_stands_in_a_cell_a_list_and_a_heading(text):
    """No sign in it becomes markup, ends its cell or begins another block."""
    cells = re.findall(r"<td>(.*?)</td>", html_of(*table(["a", "b"], [[plain(text), "end"]])), re.DOTALL)
    assert [text_of(cell) for cell in cells] == [one_line(text), "end"]
    items = re.findall(r"<li>(.*?)</li>", html_of(*bullets([ListItem(plain(text)), ListItem("end")])), re.DOTALL)
    assert [text_of(item) for item in items] == [one_line(text), "end"]
    heading = html_of(f"# {plain(text)}", "", "end")
    assert re.fullmatch(r"<h1>(.*)</h1>\s*<p>end</p>", heading, re.DOTALL)
    assert text_of(heading) == f"{one_line(text)} end"


@given(TEXTS)
@example("a | b")
@example("`")
@example("not([a, b]) | `c`")
def test_code_reads_as_it_stands_in_a_cell(text):
    """A pipe or a backtick in it neither ends the code nor the cell."""
    html = html_of(*table(["a", "b"], [[code(text), "end"]]))
    cells = re.findall(r"<td>(.*?)</td>", html, re.DOTALL)
    assert [text_of(cell) for cell in cells] == [one_line(text), "end"]
    assert re.fullmatch(r"<code>[^<]*</code>", cells[0])


def test_a_list_in_a_list_stays_inside_it():
    html = html_of(
        *bullets([ListItem("all of", (ListItem("one"), ListItem("any of", (ListItem("two"),)))), ListItem("end")])
    )
    assert re.sub(r"\s+", "", html) == (
        "<ul><li>allof<ul><li>one</li><li>anyof<ul><li>two</li></ul></li></ul></li><li>end</li></ul>"
    )


def test_a_fence_is_longer_than_any_inside_it():
    lines = list(fenced("```\nno end here\n```", "text"))
    assert lines[0] == "````text"
    assert lines[-1] == "````"
