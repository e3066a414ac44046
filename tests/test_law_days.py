"""Law by the day of the event, of the receipt and of the settlement; figures by year and by province."""

from __future__ import annotations

from datetime import date

import pytest
import yaml

from complaint_rules import Engine
from complaint_rules.compile.program import MOST_PROGRAMS, Programs, changes
from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.facts.complaint import Complaint
from complaint_rules.facts.sheet import SheetMaker

ASSUMED = {"basis": "assumption", "reason": {"en": "a test", "zh": "测试"}}
INCOME = {
    2025: {
        "default": {"value": "54188.00", "source": "a national page"},
        "shanghai": {"value": "88366.00", "source": "a local page", "confidence": "secondary"},
        "anhui": "50000.50",
    },
    2026: {"default": "56502.00", "anhui": None},
}
PARAMETERS = {
    "income": {"unit": "CNY/year", "by": "province", "law_of": "settled", "values": INCOME},
    "wage": {"unit": "CNY/year", "law_of": "settled", "values": {2024: "36500.00", 2026: "40000.00"}},
    "answer_in": {"unit": "days", "by": "province", "values": {date(2021, 1, 1): {"default": 3, "beijing": 2}}},
    "limit": {"unit": "CNY", "by": "province", "values": {date(2021, 1, 1): {"default": "100.00", "hubei": "50.00"}}},
}
RULES = [
    {"id": "all", "then": {"severity": "low", "liability": "company", "deadline.respond": "answer_in"}},
    {
        "id": "death",
        "when": {"injury.severity": "death"},
        "then": {"item": {"death": {"amount": "income * 20", "needs": []}}},
    },
    {
        "id": "wages",
        "when": {"injury.severity": ">= minor"},
        "then": {"item": {"lost_wages": {"amount": "per_day(wage, 365) * injury.rest_days", "needs": []}}},
    },
    {"id": "dear", "when": {"claimed_amount": "> limit"}, "then": {"action": {"explain": "at_once"}}},
    {"id": "new", "law_of": "received", "effective": {"from": "2024-07-01"}, "then": {"deadline.mediate": "60 days"}},
    {"id": "old", "law_of": "received", "effective": {"until": "2024-06-30"}, "then": {"deadline.mediate": "45 days"}},
    {"id": "act", "effective": {"from": "2025-01-01"}, "then": {"action": {"archive": "at_once"}}},
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    header = {
        "ruleset": "dated",
        "language": 1,
        "version": "1.0.0",
        "title": {"en": "Dated", "zh": "按日期"},
        "calendar": "CN",
        "tiers": ["low"],
        "parameters": {name: {**one, **ASSUMED} for name, one in PARAMETERS.items()},
        "rules": [{**rule, **ASSUMED} for rule in RULES],
    }
    path = tmp_path_factory.mktemp("rulesets") / "dated"
    path.mkdir()
    (path / "ruleset.yaml").write_text(yaml.safe_dump(header, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


@pytest.fixture(params=["rete", "python", "interpreter"])
def engine(request, folder):
    return Engine.load(folder, engine=request.param)


def decide(engine, received="2026-03-02", **facts):
    injury = {"severity": "death", "rest_days": 10, **facts.pop("injury", {})}
    stated = {"id": "D", "received_at": f"{received}T10:00:00+08:00", "kind": "personal_injury", "injury": injury}
    return engine.decide({**stated, **facts})


def most(decision, item):
    return next(one.max_fen for one in decision.items if one.item == item)


def figure(decision, name):
    return next(one for one in decision.trace.parameters if one.parameter == name)


@pytest.mark.parametrize(
    ("facts", "fen"),
    [
        ({}, 113_004_000),
        ({"settled_on": "2025-12-31"}, 108_376_000),
        ({"settled_on": "2026-01-01"}, 113_004_000),
        ({"occurred_on": "2023-11-17"}, 113_004_000),
        ({"occurred_on": "2023-11-17", "settled_on": "2025-01-01", "province": "shanghai"}, 176_732_000),
        ({"settled_on": "2025-06-01", "province": "anhui"}, 100_001_000),
        ({"settled_on": "2025-06-01", "province": "hubei"}, 108_376_000),
        ({"province": "shanghai"}, 113_004_000),
        ({"province": "anhui"}, 113_004_000),
    ],
)
def test_a_yearly_figure_is_that_of_the_year_of_the_settlement_and_of_the_province(engine, facts, fen):
    assert most(decide(engine, **facts), "death") == fen


@pytest.mark.parametrize("day", ["2024-12-31", "2027-01-01"])
def test_a_year_that_is_not_stated_has_no_figure(engine, day):
    decision = decide(engine, settled_on=day, province="shanghai")
    item = next(one for one in decision.items if one.item == "death")
    assert (item.status, item.missing, item.max_fen) == ("pending", ("parameters.income",), None)
    assert figure(decision, "income").value is None


def test_a_year_between_two_that_are_stated_has_no_figure_either(engine):
    found = {year: most(decide(engine, settled_on=f"{year}-05-05"), "lost_wages") for year in (2024, 2025, 2026)}
    assert found == {2024: 100_000, 2025: None, 2026: 109_589}


def test_the_trace_says_whose_figure_it_is_and_that_the_default_stands_in(engine):
    def said(**facts):
        line = figure(decide(engine, settled_on="2025-06-01", **facts), "income")
        return line.since, line.law_of, line.by, line.stated_for, line.stands_in, line.source, line.confidence

    assert said() == ("2025-01-01", "settled", "province", None, True, "a national page", None)
    assert said(province="hubei") == said()
    local = ("2025-01-01", "settled", "province", "shanghai", False, "a local page", "secondary")
    assert said(province="shanghai") == local
    other = figure(decide(engine), "wage")
    assert (other.by, other.stated_for, other.stands_in) == (None, None, False)


def test_the_trace_tells_provinces_apart_that_fire_the_same_rules(engine):
    found = [
        figure(decide(engine, settled_on="2025-06-01", province=one), "income").value for one in ("shanghai", "anhui")
    ]
    assert found == ["88366.00", "50000.50"]


def test_procedure_is_that_of_the_day_received(engine):
    def within(**facts):
        return {one.clock: one.within for one in decide(engine, **facts).deadlines}["mediate"]

    assert within(occurred_on="2024-06-01", received="2024-07-01") == "60 days"
    assert within(received="2024-06-30") == "45 days"
    assert within(received="2024-06-30", settled_on="2026-01-01") == "45 days"


def test_a_rule_without_a_word_goes_by_the_day_of_the_event(engine):
    assert not [one.do for one in decide(engine, occurred_on="2024-12-31").actions]
    assert [one.do for one in decide(engine, occurred_on="2025-01-01", settled_on="2026-01-01").actions] == ["archive"]


def test_spans_and_tests_take_the_figure_of_the_province_too(engine):
    def found(**facts):
        decision = decide(engine, claimed_amount="70.00", **facts)
        within = {one.clock: one.within for one in decision.deadlines}["respond"]
        return within, "explain" in {one.do for one in decision.actions}

    assert found() == ("3 days", False)
    assert found(province="beijing") == ("2 days", False)
    assert found(province="hubei") == ("3 days", True)


def test_what_is_pending_is_bounded_by_the_figure_of_the_province(engine):
    item = {
        one.item: one
        for one in decide(engine, settled_on="2025-06-01", province="shanghai", injury={"severity": None}).items
    }
    assert (item["death"].status, item["death"].min_fen, item["death"].max_fen) == ("pending", 0, 176_732_000)


def test_neither_province_nor_day_of_settlement_is_a_question(engine):
    asked = {one.fact for one in decide(engine, injury={"severity": None, "rest_days": None}).questions}
    assert not asked & {"province", "settled_on", "occurred_on"}


def test_years_and_provinces_share_a_program_where_only_sums_read_them(folder):
    ruleset = load_ruleset(folder)
    programs, sheets = Programs(ruleset), SheetMaker(ruleset.facts, ruleset.presume, ruleset.timezone)
    provinces = next(fact.values for fact in ruleset.facts if fact.path == "province")

    def program(province, settled):
        stated = {"id": "P", "received_at": "2026-03-02T10:00:00+08:00", "kind": "other"}
        return programs.of(sheets.sheet(Complaint.of({**stated, "province": province, "settled_on": settled})))

    plain = [one for one in provinces if one not in ("beijing", "hubei")]
    assert len({id(program(one, "2026-06-01")) for one in plain}) == 1
    assert len({id(program(one, f"{year}-06-01")) for one in provinces for year in range(2015, 2035)}) <= MOST_PROGRAMS


def test_days_that_law_changes_on_are_told_apart_by_what_it_goes_by(folder):
    ruleset = load_ruleset(folder)
    assert changes(ruleset, "received") == (date(2024, 7, 1),)
    assert changes(ruleset, "occurred") == (date(2021, 1, 1), date(2025, 1, 1))
    assert changes(ruleset, "settled") == tuple(date(year, 1, 1) for year in range(2024, 2028))


def test_a_new_version_is_warmed_for_the_days_that_the_running_one_was_used_for(folder):
    running, new = (Engine.load(folder, engine=name) for name in ("python", "interpreter"))
    decide(running, received="2024-03-01", province="hubei")
    new.warm_like(running)
    assert set(running.days_in_use) <= set(new.days_in_use)


def test_places_with_the_same_figures_are_decided_by_one_program():
    """A place that states the default figure again is no reason to keep the same program, and its diagrams, twice."""
    ruleset = load_ruleset("retail-store")
    programs = Programs(ruleset)
    sheets = SheetMaker(ruleset.facts, ruleset.presume, ruleset.timezone)
    provinces = next(fact.values for fact in ruleset.facts if fact.path == "province")
    complaint = {"id": "C-1", "received_at": "2026-03-05T10:00:00+08:00", "kind": "other"}
    found = {programs.of(sheets.sheet(Complaint.of({**complaint, "province": one}))) for one in provinces}
    assert len(found) == 1
