"""The pages of limits say what the module says, and no limit is declared elsewhere."""

from __future__ import annotations

import ast
import re

import pytest

from complaint_rules import limits
from tests.docs.blocks import DOCS

DECLARED = {name: value for name, value in vars(limits).items() if name.isupper()}
SOURCE = DOCS.parent / "src" / "complaint_rules"
ROW = re.compile(r"\| ([\d,]+) ?([^|]*) \| ([^|]+) \| `([A-Z_]+)` \|")
LIMIT = re.compile(r"_?(LARGEST|LONGEST|DEEPEST)_?[A-Z_]*")

OF_OUR_OWN = {
    "match/expression.py": "the length of a remark in generated code",
    "mutate/meeting.py": "how far mutation looks",
    "compile/effects.py": "by unit, out of the module",
    "compile/formulas.py": "a rule of the statute, in years",
    "load/document.py": "how much of a line is searched for a hint",
    "load/full_width.py": "how much of a line is searched for a hint",
    "messages/quoting.py": "how deep a value is shown",
    "decide/shape.py": "digits of a sum, more than any can have",
    "record/canonical.py": "whole numbers that JSON holds exactly",
}
"""Files with bounds on their own work that nobody who hands something in meets."""


@pytest.mark.parametrize("page", ["limits.md", "zh/limits.md"])
def test_the_page_has_a_row_for_every_limit_with_its_figure(page):
    rows = ROW.findall((DOCS / page).read_text(encoding="utf-8"))
    assert {name: int(figure.replace(",", "")) for figure, _, _, name in rows} == DECLARED
    assert len(rows) == len(DECLARED) > 20


@pytest.mark.parametrize("name", DECLARED)
def test_every_limit_is_used(name):
    users = [path for path in SOURCE.rglob("*.py") if path.name != "limits.py" and name in path.read_text("utf-8")]
    assert users


def test_no_limit_is_declared_elsewhere():
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and LIMIT.fullmatch(target.id)
    }
    assert found - {"limits.py"} == set(OF_OUR_OWN)
