"""What traces keep from one decision to the next never shows: they say what they would say anew, and share no list."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from complaint_rules import Engine
from complaint_rules.facts.states import ABSENT, UNKNOWN
from complaint_rules.facts.stating import written
from complaint_rules.trace.kept import MOST_LINES, lines_of

RULES = [
    {"when": {"claimed_amount": ">= 100.00"}, "then": {"support": "finance"}},
    {"when": {"any": [{"fault": "company"}, {"claimed_amount": "< 50.00"}]}, "then": {"support": "security"}},
    {"when": {"fault": ["company", "merchant"]}, "then": {"support": "maintenance"}},
    {"when": {"liability_confirmed_by": "finance"}, "then": {"lead": "finance"}},
]


@pytest.fixture
def ruleset(write):
    return write(*RULES)


def test_many_sums_each_have_their_own_lines(ruleset, complaint):
    engine = Engine.load(ruleset, engine="python")
    for number in range(3 * MOST_LINES):
        fault = ("company", "merchant", "customer")[number % 3]
        facts = {"claimed_amount": f"{number}.00", "fault": fault}
        fresh = Engine.load(ruleset, engine="interpreter") if number % 50 == 0 else None
        trace = engine.decide(complaint(**facts)).trace
        (line,) = [line for line in trace.facts if line.fact == "claimed_amount"]
        assert line == ("claimed_amount", "known", f"{number}.00")
        assert {held.value for rule in trace.rules for held in rule.held if held.fact == line.fact} <= {line.value}
        if fresh is not None:
            assert trace == fresh.decide(complaint(**facts)).trace


def test_a_lack_has_its_line_even_when_all_others_were_just_dropped(ruleset):
    fact = next(one for one in Engine.load(ruleset).ruleset.facts if one.path == "claimed_amount")
    lines = lines_of(fact, "known")
    lines.clear()
    assert lines[UNKNOWN] == ("claimed_amount", "unknown", None)
    assert lines[ABSENT] == ("claimed_amount", "absent", None)
    assert not lines


def test_a_list_in_one_trace_is_no_other_traces_list(ruleset, complaint):
    engine = Engine.load(ruleset, engine="python")
    first, second = (engine.decide(complaint(liability_confirmed_by=["finance"])).trace for _ in range(2))
    for one, other in zip(first.facts, second.facts, strict=True):
        assert one == other
        assert not isinstance(one.value, list) or one.value is not other.value
    held, again = first.rules[-1].held[-1], second.rules[-1].held[-1]
    assert held == again
    assert held.value == ["finance"]
    assert held.value is not again.value


def test_what_hardly_two_complaints_share_is_not_kept(ruleset):
    facts = {one.path: one for one in Engine.load(ruleset).ruleset.facts}
    moment = datetime(2026, 11, 20, 10, tzinfo=UTC)
    values = {"id": "X", "received_at": moment, "liability_confirmed_by": frozenset({"finance"})}
    for path, value in values.items():
        lines = lines_of(facts[path], "known")
        assert lines[value] == (path, "known", written(facts[path], value))
        assert lines[value] is not lines[value]
        assert lines[UNKNOWN] == (path, "unknown", None)
        assert lines[ABSENT] == (path, "absent", None)
