from __future__ import annotations

import pytest

from complaint_rules.load.folder import read_stack, shipped_ids
from tests.covered_ruleset import parts, put


def test_list_names_every_shipped_ruleset(command):
    ran = command("list")
    assert ran.code == 0
    assert [line.split()[0] for line in ran.out.splitlines()] == shipped_ids()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("ruleset", shipped_ids())
def test_show_lists_every_rule_table_parameter_and_tier_of_the_layer(command, ruleset, lang):
    ran = command("show", ruleset, "--lang", lang)
    layer = read_stack(ruleset)[-1]
    assert (ran.code, ran.err) == (0, "")
    for one, _ in [*layer.rules, *layer.tables]:
        assert f"\n  {one.id}" in ran.out
    for name in [*layer.parameters, *layer.header.tiers, *layer.header.roles]:
        assert f"\n  {name}" in ran.out


def test_show_gives_a_condition_in_its_authors_words_and_the_clauses_title(command):
    out = command("show", "retail-store").out
    assert "kind: lost_property, belongings.location: locker, claimed_amount: <= locker_limit" in out
    assert "retail-store/2.4f3 Up to 200" in out


def test_show_takes_a_folder(command, write):
    folder = write({"id": "always", "then": {"severity": "low"}})
    ran = command("show", folder)
    assert "severity: low" in ran.out
    assert "an example" in ran.out


def test_show_reports_every_problem_of_a_broken_ruleset(command, write):
    folder = write({"id": "a", "when": {"knd": "other"}, "then": {"severity": "hgh"}})
    ran = command("show", folder)
    assert (ran.code, ran.out) == (2, "")
    assert [line.startswith("error: house/ruleset.yaml:") for line in ran.err.splitlines()] == [True, True]


def test_show_is_text_unless_a_page_is_asked_for(command):
    assert command("show", "mall-emergency").out == command("show", "mall-emergency", "--format", "text").out


@pytest.mark.parametrize(("lang", "titles"), [("en", ("# House", "## Rules")), ("zh", ("# 本店", "## 规则"))])
def test_show_writes_a_page_of_a_ruleset_of_ones_own(command, tmp_path, lang, titles):
    ran = command("show", put(tmp_path, *parts()), "--format", "markdown", "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    assert {*titles} <= {*ran.out.splitlines()}
    assert "](cn-statute.md" not in ran.out  # no page stands beside it


def test_a_page_of_a_ruleset_whose_cases_are_broken_is_an_error_with_its_place(command, tmp_path):
    header, book, cases = parts()
    cases[0]["complain"] = cases[0].pop("complaint")
    ran = command("show", put(tmp_path, header, book, cases), "--format", "markdown")
    assert (ran.code, ran.out) == (2, "")
    assert "error: house/cases/cases.yaml:" in ran.err
