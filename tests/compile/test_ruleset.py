"""What a compiled ruleset holds: rules in order, exceptions resolved, figures by date, layers one over the other."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_rules.compile.condition import Compare, In, leaves
from complaint_rules.compile.effect import AssignLead, SetDeadline, SetRemedy, SetSeverity
from complaint_rules.compile.effects import read_duration
from complaint_rules.compile.lawdays import all_on
from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.facts.fact import declared_facts

HEADER = "ruleset: {id}\nlanguage: 1\nversion: 1.0.0\ntitle: {{en: x, zh: x}}\ntiers: [low, high]\n"
ASSUMED = "basis: assumption, reason: a test"
GOOD = Path(__file__).parent / "good"


def compiled(folder, rules="", header="", below=""):
    folder.mkdir(exist_ok=True)
    (folder / "ruleset.yaml").write_text(HEADER.format(id="top") + header, encoding="utf-8")
    (folder / "rules.yaml").write_text(rules, encoding="utf-8")
    if below:
        (folder / "below").mkdir()
        (folder / "below" / "ruleset.yaml").write_text(HEADER.format(id="below") + below, encoding="utf-8")
    return load_ruleset(folder)


def rule(id, rest):
    return f"  - {{id: {id}, {ASSUMED}, {rest}}}\n"


def test_each_row_of_a_table_is_a_rule_and_a_dash_leaves_its_effect_out():
    rows = {one.id: one for one in load_ruleset(GOOD / "tables").rules}
    assert set(rows) == {"mini/grid#1", "mini/grid#2", "mini/always#1"}
    assert [type(effect) for effect in rows["mini/grid#1"].effects] == [AssignLead, SetDeadline, SetRemedy]
    assert [type(effect) for effect in rows["mini/grid#2"].effects] == [SetDeadline]
    assert list(leaves(rows["mini/always#1"].condition)) == []
    assert rows["mini/grid#2"].place.line == rows["mini/grid#1"].place.line + 1


def test_what_sets_a_part_of_the_decision_comes_before_what_reads_it_and_else_the_authors_order_stays(tmp_path):
    ruleset = compiled(
        tmp_path / "top",
        "rules:\n"
        + rule("reader", "when: {decision.severity: high}, then: {lead: security}")
        + rule("free", "then: {prohibit: archive}")
        + rule("writer", "then: {severity: low}")
        + rule("exception", "exception_to: [writer, free], then: {severity: high}"),
    )
    order = [one.id.removeprefix("top/") for one in ruleset.rules]
    assert order == ["exception", "writer", "reader", "free"]
    assert [ruleset.rules[p].id for p in ruleset.rule("top/exception").silences] == ["top/writer", "top/free"]
    assert [one.position for one in ruleset.rules] == [0, 1, 2, 3]


def test_an_exception_to_a_table_silences_all_its_rows_and_one_to_a_row_only_that(tmp_path):
    grid = (
        f"tables:\n  - {{id: grid, {ASSUMED}, when: [kind], then: [severity], rows: [[other, low], [privacy, low]]}}\n"
    )
    rules = rule("all", "exception_to: [grid], then: {severity: high}")
    rules += rule("one", "exception_to: ['grid#2', 'top/grid#2'], then: {severity: high}")
    ruleset = compiled(tmp_path / "top", "rules:\n" + rules + grid)
    silenced = {one.id: [ruleset.rules[p].id for p in one.silences] for one in ruleset.rules}
    assert silenced["top/all"] == ["top/grid#1", "top/grid#2"]
    assert silenced["top/one"] == ["top/grid#2"]


def test_a_layer_may_silence_a_rule_below_that_is_not_binding_and_replaces_its_figures(tmp_path):
    figure = f"parameters:\n  sum: {{unit: CNY, values: {{2020-01-01: {{}}}}, {ASSUMED}}}\n"
    ruleset = compiled(
        tmp_path / "top",
        "rules:\n" + rule("mine", "exception_to: [below/theirs], then: {severity: high}"),
        header="extends: [below]\n" + figure.replace("{}", "7.00"),
        below="presume: {stage: new}\nrules:\n"
        + rule("theirs", "then: {severity: low}")
        + figure.replace("{}", "5.00"),
    )
    assert ruleset.layers == ("below", "top")
    assert ruleset.rules[ruleset.rule("below/theirs").silencers[0]].id == "top/mine"
    in_force = ruleset.parameters["sum"].on(date(2026, 1, 1))
    assert (in_force.since, in_force.figure.value) == (date(2020, 1, 1), 700)
    presumed = {ruleset.facts[index].path: value for index, value in ruleset.presume.items()}
    assert presumed == {"stage": "new"} | {
        fact.path: fact.presumed for fact in declared_facts() if fact.presumed is not None
    }


def test_a_figure_holds_from_its_day_until_the_next_and_null_ends_it(tmp_path):
    values = "{2020-01-01: 5, 2021-01-01: 7.5, 2022-01-01: null}"
    ruleset = compiled(tmp_path / "top", header=f"parameters: {{rest: {{unit: days, values: {values}, {ASSUMED}}}}}\n")
    rest = ruleset.parameters["rest"]

    def on(day):
        found = rest.on(day)
        return found.since, found.figure.value

    assert on(date(2019, 12, 31)) == (None, None)
    assert on(date(2020, 12, 31)) == (date(2020, 1, 1), 5)
    assert on(date(2021, 1, 1)) == (date(2021, 1, 1), Fraction(15, 2))
    assert on(date(2030, 1, 1)) == (date(2022, 1, 1), None)
    assert ruleset.changes == (date(2020, 1, 1), date(2021, 1, 1), date(2022, 1, 1))


def test_a_rule_is_in_force_on_both_its_first_and_its_last_day(tmp_path):
    effective = "effective: {from: 2024-07-01, until: 2026-04-14}, then: {severity: low}"
    ruleset = compiled(tmp_path / "top", "rules:\n" + rule("one", effective))
    days = [date(2024, 6, 30), date(2024, 7, 1), date(2026, 4, 14), date(2026, 4, 15)]
    assert [ruleset.rules[0].in_force(all_on(day)) for day in days] == [False, True, True, False]
    assert ruleset.changes == (date(2024, 7, 1), date(2026, 4, 15))


def test_tiers_rank_in_the_order_of_the_header(tmp_path):
    ruleset = compiled(tmp_path / "top", "rules:\n" + rule("one", "then: {severity: high}"))
    assert ruleset.rules[0].effects == (SetSeverity("high", 2),)


def test_a_ladder_ends_in_a_rung_without_limit():
    assert [(rung.role, rung.upto_fen) for rung in load_ruleset(GOOD / "effects").authority] == [
        ("duty_manager", 20_000),
        ("senior_management", None),
    ]


def test_the_digest_changes_with_any_text_of_any_layer(tmp_path):
    first = compiled(tmp_path / "a", "rules: []\n").digest
    assert first == compiled(tmp_path / "a", "rules: []\n").digest
    assert first != compiled(tmp_path / "a", "rules: [] # changed\n").digest


@given(st.integers(1, 36_600), st.sampled_from(["h", "day", "days", "working day", "working days", "year", "years"]))
def test_a_span_is_read_in_its_unit(count, unit):
    span = read_duration(f"{count} {unit}")
    if unit.startswith("year") and count > 100:
        assert span is None
        return
    assert span is not None
    assert span.count == count
    assert span.unit == (unit if unit == "h" else unit.rstrip("s") + "s")


@given(st.text(max_size=15))
def test_any_other_text_is_no_span(text):
    span = read_duration(text)
    assert span is None or span.text == text.strip()


@pytest.mark.parametrize(
    ("cell", "meant"),
    [("'200'", 20_000), ("'200.5'", 20_050), ("['200', '300.00']", {20_000, 30_000})],
)
def test_money_in_a_cell_is_yuan_as_everywhere(tmp_path, cell, meant):
    ruleset = compiled(
        tmp_path / "top", "rules:\n" + rule("one", f"when: {{claimed_amount: {cell}}}, then: {{severity: low}}")
    )
    (leaf,) = leaves(ruleset.rules[0].condition)
    assert isinstance(leaf, In)
    assert leaf.values == (meant if isinstance(meant, set) else {meant})


def test_an_interval_is_two_comparisons_that_leave_out_what_its_brackets_say(tmp_path):
    ruleset = compiled(
        tmp_path / "top", "rules:\n" + rule("one", "when: {injury.age: '[18..60)'}, then: {severity: low}")
    )
    assert [
        (leaf.order, leaf.operand.value) for leaf in leaves(ruleset.rules[0].condition) if isinstance(leaf, Compare)
    ] == [
        (">=", 18),
        ("<", 60),
    ]
