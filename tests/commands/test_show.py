from __future__ import annotations

import pytest

from complaint_rules.load.folder import read_stack, shipped_ids


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
    assert "kind: lost_property, belongings.location: locker, claimed_amount: > locker_limit" in out
    assert "retail-store/2.4f3 Under 200" in out


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
