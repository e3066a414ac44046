"""The README: what its first screen shows and what its Python says is what comes out."""

from __future__ import annotations

import io
import re

import pytest

from complaint_rules.cli import run
from complaint_rules.commands.console import Console
from tests.docs.blocks import ROOT, fits, read_blocks

PAGE = "../README.md"


def only(language: str) -> str:
    """The first block in a language."""
    return next(block.text for block in read_blocks(PAGE) if block.language == language)


def printed(*words: str) -> list[str]:
    out = io.StringIO()
    assert run(list(words), Console(io.BytesIO(), out, out)) == 0
    return [line.rstrip() for line in out.getvalue().splitlines()]


def test_the_first_screen_shows_what_the_demo_prints():
    said = printed("decide", str(ROOT / "examples" / "locker.yaml"), "--ruleset", "retail-store")
    assert fits(said, [*only("text").splitlines(), "..."])


def test_the_demo_is_that_command():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "decide examples/locker.yaml --ruleset retail-store" in makefile.partition("demo:")[2]


def test_the_python_says_what_comes_out():
    """A comment behind an expression is its value, `...` in it any text."""
    names: dict[str, object] = {}
    code = "".join(block.text for block in read_blocks(PAGE) if block.language == "python")
    exec(compile(code, PAGE, "exec"), names)  # noqa: S102  # our own page
    valued = re.findall(r"^((?:decision|why|remedy\.|\[).*?) +# (.*)$", code, re.MULTILINE)
    assert len(valued) > 9
    for expression, value in valued:
        assert fits([repr(eval(expression, names))], [value]), expression  # noqa: S307  # our own page


@pytest.mark.parametrize("command", ["decide", "explain", "questions", "offer"])
def test_the_commands_of_a_complaint_are_in_its_table(command):
    assert f"| `complaint-rules {command} FILE --ruleset R" in (ROOT / "README.md").read_text(encoding="utf-8")
