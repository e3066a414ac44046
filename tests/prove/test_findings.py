"""One ruleset per way of being wrong: beside it the finding, the smallest complaint that shows it, what mends it."""

from __future__ import annotations

import copy
import re
import shutil
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
import yaml

from complaint_rules.assembly import Assembly
from complaint_rules.cases import unmet
from complaint_rules.compile.acceptance import KINDS
from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.engine import Engine
from complaint_rules.match.engines import available
from complaint_rules.prove.check import check
from complaint_rules.prove.session import Session, WitnessError
from complaint_rules.prove.symbolic.usual import TEN_O_CLOCK, USUAL_DAY
from complaint_rules.prove.witness import Witnesses

BAD = Path(__file__).parent / "bad"
NAMES = sorted(path.stem for path in BAD.glob("*.yaml"))
WITNESSED = [name for name in NAMES if name not in ("unused-acceptance", "repeated-figure")]
UNSAID = (
    *("gap", "never-fires-contradicted", "never-fires-decided", "no-clock", "no-clock-needed"),
    *("no-figure", "no-remedy", "property-always", "property-sum-of-fact"),
)
"""Here the trouble is that no rule speaks, or none can be told to, which a complaint that says less shows as well."""
DUE = re.compile(r" \(due [^)]*\)")
"""Days on which the calendar shows a finding move on with the years that it covers."""


@cache
def ruleset(name):
    return load_ruleset(BAD / name)


@cache
def report(name):
    return check(ruleset(name))


def expected(name):
    return yaml.safe_load((BAD / f"{name}.yaml").read_text(encoding="utf-8"))


def finding(name):
    (one,) = report(name).findings
    return one


def decided(engine, complaint):
    """A decision as cases read it, with the rules that fired or were silenced and what is up for review by name."""
    data = engine.decide(complaint).to_dict()
    own = f"{data['ruleset']['id']}/"
    listed = {"fired": data["trace"]["rules"], "silenced": data["trace"]["silenced"]}
    named = {key: [line["rule"].removeprefix(own) for line in lines] for key, lines in listed.items()}
    return {**data, **named, "review": [note["entry"] for note in data["review"]]}


def shows(engine, complaint, wanted):
    names = {key: wanted[key] for key in ("fired", "silenced") if key in wanted}
    data = decided(engine, complaint)
    rest = {path: value for path, value in wanted.items() if path not in names}
    return all(data[key] == value for key, value in names.items()) and not unmet(rest, data)


def without(complaint, path):
    """A complaint that says nothing of one fact, or of one group."""
    left = copy.deepcopy(complaint)
    holder = left.get(path[0], {}) if path[1:] else left
    holder.pop(path[-1], None)
    return left


def facts_of(complaint):
    for key, value in complaint.items():
        if isinstance(value, dict):
            yield (key,)
            yield from ((key, inner) for inner in value)
        elif key not in ("id", "received_at", "kind"):
            yield (key,)


def test_every_kind_of_finding_has_a_ruleset_that_shows_it():
    assert {expected(name)["finding"]["kind"] for name in NAMES} == set(KINDS)


@pytest.mark.parametrize("name", NAMES)
def test_a_wrong_ruleset_has_that_finding_at_that_place_and_no_other(name):
    wanted, one = expected(name)["finding"], finding(name)
    assert (one.kind, one.message[0], str(one.place)) == (wanted["kind"], wanted["message"], wanted["place"])
    assert (list(one.cause), one.about) == (wanted["rules"], wanted.get("about"))
    assert {*one.cause} <= {rule.id for rule in ruleset(name).rules}
    assert [DUE.sub("", line) for line, _ in one.shows] == wanted.get("shows", [])
    assert (one.accepted, report(name).unsettled) == (None, [])


@pytest.mark.parametrize("name", NAMES)
def test_the_witness_is_the_smallest_complaint_there_is(name):
    wanted = expected(name)["witness"]
    assert len(finding(name).complaints) == len(wanted)
    for complaint, smallest in zip(finding(name).complaints, wanted, strict=True):
        received = {} if "received_at" in smallest else {"received_at": complaint["received_at"]}
        assert complaint == {"id": "witness", **received, **smallest}


@pytest.mark.parametrize("name", [name for name in WITNESSED if name.startswith("property-calendar")])
def test_where_the_calendar_counts_the_witness_comes_as_usual_a_day_as_there_is_at_ten(name):
    for complaint in finding(name).complaints:
        received = datetime.fromisoformat(complaint["received_at"])
        assert received.time() == TEN_O_CLOCK
        assert abs(received.date() - USUAL_DAY).days < 7


@pytest.mark.parametrize("engine", available())
@pytest.mark.parametrize("name", WITNESSED)
def test_every_engine_decides_the_witness_as_the_finding_says(name, engine):
    loaded = Engine(Assembly(ruleset(name), engine))
    for complaint, wanted in zip(finding(name).complaints, expected(name)["decided"], strict=True):
        assert shows(loaded, complaint, wanted), decided(loaded, complaint)


@pytest.mark.parametrize("name", [name for name in WITNESSED if name not in UNSAID])
def test_a_witness_that_says_less_shows_nothing(name):
    loaded = Engine(Assembly(ruleset(name), "interpreter"))
    complaints, wanted = finding(name).complaints, expected(name)["decided"]
    for path in {path for complaint in complaints for path in facts_of(complaint)}:
        less = [without(complaint, path) for complaint in complaints]
        assert not all(shows(loaded, *pair) for pair in zip(less, wanted, strict=True)), path


@pytest.mark.parametrize("name", NAMES)
def test_its_twin_that_differs_in_one_word_has_no_finding(name, tmp_path):
    edit = expected(name)["mended"]
    folder = shutil.copytree(BAD / name, tmp_path / name)
    file = folder / "ruleset.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count(edit["instead_of"]) == 1
    file.write_text(text.replace(edit["instead_of"], edit["write"]), encoding="utf-8")
    found = check(load_ruleset(folder))
    assert (found.findings, found.unsettled) == ([], [])


@pytest.mark.parametrize(
    ("then", "when", "repeated"),
    [
        ({"max": "200.00"}, {}, ["equal to"]),
        ({"max": "200.01"}, {}, ["one fen from"]),
        ({"max": "199.98"}, {}, []),
        ({"max": "limit"}, {}, []),
        ({"max": "min(claimed_amount, 200.00)"}, {}, ["equal to"]),
        ({"max": "0.50"}, {}, []),
        ({}, {"claimed_amount": "> 200.00"}, ["equal to"]),
        ({}, {"claimed_amount": "[100.00..200.00)"}, ["equal to"]),
        ({}, {"any": [{"not": {"claimed_amount": "200.00"}}, {"facts_clear": True}]}, ["equal to"]),
        ({}, {"departments_involved": "20"}, []),
    ],
)
def test_a_sum_that_repeats_a_parameter_is_found_wherever_a_rule_writes_it(write, then, when, repeated):
    figures = {
        "limit": {"unit": "CNY", "values": {"2005-01-01": "200.00"}, "basis": "assumption", "reason": "a test"},
        "least": {"unit": "CNY", "values": {"2005-01-01": "0.50"}, "basis": "assumption", "reason": "a test"},
        "some": {"unit": "number", "values": {"2005-01-01": "20"}, "basis": "assumption", "reason": "a test"},
    }
    rule = {"when": when or {"facts_clear": True}, "then": {"permit": {"compensation": then}}}
    found = check(load_ruleset(write(rule, tiers=[], parameters=figures))).findings
    assert [one.message[0].split(", ", 1)[1].partition(" the figure")[0] for one in found] == repeated
    assert all(one.kind == "repeated-figure" for one in found)


def test_a_rung_of_the_authority_that_repeats_a_parameter_is_found_and_accepted_in_the_header(write):
    limit = {"unit": "CNY", "values": {"2005-01-01": "200.00"}, "basis": "assumption", "reason": "a test"}
    rungs = [{"role": "duty_manager", "upto": "200.00"}, {"role": "senior_management"}]
    header = {"tiers": [], "parameters": {"limit": limit}, "authority": rungs}
    rule = {"then": {"permit": {"compensation": {"max": "limit"}}}}
    (found,) = check(load_ruleset(write(rule, name="open", **header))).findings
    assert found.message[0].startswith("the authority of `duty_manager` ends at 200.00, equal to")
    accept = {"repeated-figure": {"en": "the ladder takes figures", "zh": "权限表只写数值"}}
    accepted = check(load_ruleset(write(rule, name="accepted", accept=accept, **header)))
    assert (len(accepted.findings), accepted.open) == (1, [])


def test_a_finding_that_an_engine_does_not_bear_out_is_the_provers_fault_and_names_both():
    session = Session(ruleset("conflict-lead"))
    session.engines = [Engine(Assembly(ruleset("no-lead"), "python"))]
    with pytest.raises(WitnessError, match=r"^python does not confirm `no-lead`: said; witness: "):
        session.finding("no-lead", ("said", "说"), session.ruleset.rules[0].place, [], [], lambda decisions: False)


@pytest.mark.parametrize("name", ["conflict-lead", "never-fires-silenced", "property-never", "overlap", "masked-row"])
def test_an_engine_that_decides_otherwise_never_passes_unnoticed(name, monkeypatch, write):
    silent = Engine(Assembly(load_ruleset(write(tiers=[])), "python"))
    monkeypatch.setattr(Session, "engines", [Engine(Assembly(ruleset(name), "interpreter")), silent])
    with pytest.raises(WitnessError, match=expected(name)["finding"]["kind"]):
        check(ruleset(name))


def test_what_may_lie_below_zero_is_not_multiplied_but_named_as_not_settled(write):
    product = "(injury.age - 4) * claimed_amount"
    rules = [
        {"id": "young", "then": {"permit": {"compensation": {"max": product}}}},
        {"id": "least", "then": {"require": {"compensation": {"min": 5.0}}}},
        {"id": "spent", "then": {"item": {"medical": {"amount": product}}}},
    ]
    promise = {"id": "promise", "always": {"then": {"compensation.max": "<= 10.00"}}}
    found = check(load_ruleset(write(*rules, tiers=[], properties=[promise])))
    about = {one.about: one.reason[0] for one in found.unsettled}
    asked = ["conflict: items.medical", "conflict: remedies.compensation", "empty-range: remedies.compensation"]
    assert sorted(about) == [*asked, "property: house/promise"]
    assert set(about.values()) == {"a product of what may lie below zero"}


def test_a_question_without_an_answer_in_time_is_named_with_its_kind(write, monkeypatch):
    session = Session(load_ruleset(write({"then": {"lead": "security"}}, tiers=[])))
    monkeypatch.setattr(session.space, "ask", lambda *terms: "unknown")
    assert session.example("conflict", "lead", True) is None
    assert [(one.about, one.reason[0]) for one in session.unsettled] == [("conflict: lead", "no answer within 30 s")]


def test_a_finding_whose_witness_is_not_found_in_time_stands_and_that_is_named(monkeypatch):
    def too_hard(*arguments):
        raise ValueError("could not be settled")

    monkeypatch.setattr(Witnesses, "simplest", too_hard)
    found = check(ruleset("conflict-lead"))
    (one,) = found.open
    assert (one.kind, one.complaints, one.shows) == ("conflict", (), ())
    assert [(entry.about, entry.reason[0]) for entry in found.unsettled] == [
        (f"conflict: {one.message[0]}", "no witness within 30 s")
    ]


def test_a_rule_that_starts_beyond_the_days_asked_about_is_not_settled_rather_than_idle(write):
    coming = {"id": "coming", "when": {"facts_clear": True}, "effective": {"from": "2199-01-01"}}
    found = check(load_ruleset(write({**coming, "then": {"support": ["security"]}}, tiers=[])))
    (entry,) = found.unsettled
    assert found.findings == []
    assert entry.about == "never-fires: house/coming"
    assert entry.reason[0].startswith("it starts on 2199-01-01; ")
