"""The limits of a type are declared once: what reads them agrees at both ends, one step within and one step beyond."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from complaint_rules import ComplaintError, Engine
from complaint_rules.errors import RulesetError
from complaint_rules.facts.fact import NUMERIC, FactType, declared_facts
from complaint_rules.facts.scalars import parse_instant
from complaint_rules.facts.stating import put, written
from complaint_rules.messages import MessageError
from complaint_rules.prove.symbolic.complaint import limits

NUMBERS = [fact for fact in declared_facts() if fact.type in NUMERIC and fact.path != "received_on"]


def plain(fact, number):
    """A number as the engines hold it: a day, fen, or a whole number."""
    return date.fromordinal(number) if fact.type is FactType.DATE else number


@pytest.fixture(scope="module")
def engine():
    return Engine.load("cn-statute", engine="interpreter")


@pytest.mark.parametrize("fact", NUMBERS, ids=lambda fact: fact.path)
def test_a_complaint_may_state_what_lies_within_the_limits_and_nothing_beyond(engine, fact):
    for number, fine in ((fact.least, True), (fact.most, True), (fact.least - 1, False), (fact.most + 1, False)):
        value = plain(fact, number)
        stated = {"id": "1", "received_at": "2026-03-04T10:00:00+08:00", "kind": "other"}
        put(stated, fact, f"{number / 100:.2f}" if "money" in fact.type else written(fact, value))
        assert fact.allows(value) == fine
        if fine:
            assert engine.decide(stated).sheet.values[fact.index] == value
        else:
            with pytest.raises(ComplaintError):
                engine.decide(stated)


@pytest.mark.parametrize("fact", NUMBERS, ids=lambda fact: fact.path)
def test_a_cell_may_ask_for_the_ends_and_for_nothing_beyond(write, fact):
    least, most = (written(fact, plain(fact, end)) for end in (fact.least, fact.most))
    fine = [f"<= {least}", f">= {most}", f"[{least}..{most}]", f"not({least})", f"not({most})"]
    Engine.load(write(*[{"when": {fact.path: cell}, "then": {"permit": "apology"}} for cell in fine]))
    never = [f"< {least}", f"> {most}", f"not(>= {least})", f"not(<= {most})", f"({most}..{most}]"]
    with pytest.raises(RulesetError) as refused:
        Engine.load(
            write(*[{"when": {fact.path: cell}, "then": {"permit": "apology"}} for cell in never], name="never")
        )
    assert [one.code for one in refused.value.problems] == ["never-met"] * 4 + ["empty-interval"]


@pytest.mark.parametrize("fact", NUMBERS, ids=lambda fact: fact.path)
def test_the_prover_has_the_limits_of_complaints(fact):
    assert limits(fact) == (fact.least, fact.most)


@pytest.mark.parametrize("whole", [2, 2.0, Decimal("2.0"), Decimal("2E0")])
def test_a_number_without_a_fraction_is_a_whole_number_however_it_is_written(engine, whole):
    stated = {"id": "1", "received_at": "2026-03-04T10:00:00+08:00", "kind": "other", "departments_involved": whole}
    assert engine.decide(stated) == engine.decide({**stated, "departments_involved": 2})


@pytest.mark.parametrize(
    "whole", [2.5, Decimal("2.5"), Decimal("1e999999999"), Decimal("NaN"), float("inf"), "2", True]
)
def test_what_has_a_fraction_or_no_end_is_no_whole_number(engine, whole):
    stated = {"id": "1", "received_at": "2026-03-04T10:00:00+08:00", "kind": "other", "departments_involved": whole}
    with pytest.raises(ComplaintError, match="is not a whole number"):
        engine.decide(stated)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-20T10:00:00+08:00", datetime(2026, 11, 20, 2, tzinfo=UTC)),
        ("2026-11-20t02:00:00z", datetime(2026, 11, 20, 2, tzinfo=UTC)),
        ("2026-11-20T02:00:00.5Z", datetime(2026, 11, 20, 2, microsecond=500_000, tzinfo=UTC)),
        ("2026-11-20T02:00:00.123456789-00:00", datetime(2026, 11, 20, 2, microsecond=123_456, tzinfo=UTC)),
    ],
)
def test_a_moment_is_a_date_time_of_rfc_3339(text, moment):
    assert parse_instant(text) == moment


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("2026-11-20 10:00:00+08:00", "not-a-date-time"),
        ("2026-W47-5T10:00:00Z", "not-a-date-time"),
        ("2026-11-20_10:00:00Z", "not-a-date-time"),
        ("2026-11-20T10:00:00+08", "not-a-date-time"),
        ("2026-11-20T10:00:00+08:00:30", "not-a-date-time"),
        ("2026-11-20T10:00Z", "not-a-date-time"),
        ("2026-11-20T24:00:00Z", "not-a-date-time"),
        ("2026-11-20T23:59:60Z", "not-a-date-time"),
        ("２026-11-20T10:00:00Z", "not-a-date-time"),
        ("2026-11-20T10:00:00Z\n", "not-a-date-time"),
        ("2026-11-20", "not-a-date-time"),
        (date(2026, 11, 20), "not-a-date-time"),
        (datetime(2026, 11, 20, tzinfo=timezone(timedelta(hours=8, seconds=5))), "not-a-date-time"),
        (datetime(1901, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai")), None),
        (datetime(1900, 1, 1, tzinfo=ZoneInfo("UTC")), "year-out-of-range"),
        ("2026-11-20T10:00:00", "no-offset"),
        ("2026-11-20T10:00:00.25", "no-offset"),
        ("2026-02-30T10:00:00Z", "no-such-day"),
        ("0000-01-01T10:00:00Z", "no-such-day"),
        ("2199-01-01T00:00:00Z", "year-out-of-range"),
    ],
)
def test_what_is_no_moment_is_told_why(value, code):
    if code is None:
        assert parse_instant(value) == value
        return
    with pytest.raises(MessageError) as refused:
        parse_instant(value)
    assert refused.value.message.code == code
