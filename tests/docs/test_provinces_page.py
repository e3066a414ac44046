"""The pages of provinces say what the statute's figures are, and their example runs."""

from __future__ import annotations

import re

import pytest

from complaint_rules import Engine
from complaint_rules.describe.provinces_page import STATUTE, YEARLY, provinces_as_markdown
from tests.docs.blocks import DOCS

PAGES = {"en": "provinces.md", "zh": "zh/provinces.md"}
WRITE = (
    'python -c "from complaint_rules.describe.provinces_page import provinces_as_markdown as page; '
    'print(page(LANG), end=str())"'
)
EXAMPLE = re.compile(r'```yaml title="my-chain/ruleset.yaml"\n(.*?)```', re.DOTALL)
CELLS, STATED = 31 * 3 * 7, 134
"""Cells of a province and a year that a source was found for."""


@pytest.mark.parametrize(("lang", "page"), PAGES.items())
def test_the_page_is_that_of_the_figures(lang, page):
    written = (DOCS / page).read_text(encoding="utf-8")
    assert written == provinces_as_markdown(lang), f"write it anew: {WRITE} > docs/{page}"


@pytest.mark.parametrize("lang", PAGES)
def test_the_page_counts_what_is_stated_and_shows_gaps_as_such(lang):
    rows = [line for line in provinces_as_markdown(lang).splitlines() if line.startswith("| ") and line.count("|") == 9]
    cells = [cell.strip() for row in rows if "**" not in row for cell in row.split("|")[2:-1]]
    assert cells.count("–") == CELLS - STATED
    assert {str(CELLS), str(STATED)} <= set(re.findall("[0-9]+", provinces_as_markdown(lang)))


def test_every_figure_of_a_province_has_a_source_and_says_how_sure_it_is():
    parameters = Engine.load(STATUTE, engine="python").ruleset.parameters
    stated = [one for name in YEARLY for step in parameters[name].steps for one in step.local.values()]
    assert len(stated) == STATED
    assert all(one.source and one.confidence in ("primary", "secondary", "derived", "unverified") for one in stated)


@pytest.mark.parametrize(("lang", "page"), PAGES.items())
def test_the_example_of_a_company_of_its_own_figures_runs(lang, page, tmp_path):
    found = EXAMPLE.search((DOCS / page).read_text(encoding="utf-8"))
    folder = tmp_path / "my-chain"
    folder.mkdir()
    (folder / "ruleset.yaml").write_text(found[1], encoding="utf-8")
    engine = Engine.load(folder, engine="python")

    def owed(**facts):
        injury = {"severity": "disability", "disability_grade": 10, "age": 40}
        stated = {"id": "P", "received_at": "2026-03-02T10:00:00+08:00", "kind": "personal_injury", "fault": "company"}
        decision = engine.decide({**stated, "injury": injury, "evidence": {"disability_appraisal": True}, **facts})
        return next(one.max_fen for one in decision.items if one.item == "disability")

    assert owed(province="zhejiang") == 16_200_000
    assert owed(province="gansu") == owed() == 11_300_400
    assert owed(settled_on="2025-12-31") is None
