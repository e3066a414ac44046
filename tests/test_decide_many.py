"""Many complaints in one call: one after the other, and what is wrong with one costs no other."""

from __future__ import annotations

from decimal import Decimal
from itertools import count, islice
from types import MappingProxyType

import pytest

from complaint_rules import Complaint, ComplaintError, Decision, Engine, Refused, ReloadingEngine

DEEP: dict[str, object] = {}
for _ in range(2000):
    DEEP = {"deeper": DEEP}

HOSTILE = {
    "no mapping": 5,
    "text": "C-1",
    "nothing": None,
    "a list of pairs": [("id", "1")],
    "empty": {},
    "keys that are no texts": {1: 2, None: 3},
    "no such day": {"received_at": "2026-02-30T10:00:00+08:00"},
    "not a mapping inside": {"injury": 3},
    "own fact that nobody declared": {"extra": {"nothing_such": 1}},
    "deep": {"extra": {"nothing_such": DEEP}},
    "deep group": {"injury": DEEP},
    "a number of ten thousand digits": {"departments_involved": 10**10_000},
    "a sum of ten thousand digits": {"claimed_amount": 10**10_000},
    "not a number": {"claimed_amount": float("nan")},
    "an endless number": {"claimed_amount": Decimal("Infinity"), "departments_involved": float("inf")},
    "half a character": {"id": "\ud800"},
    "a long id": {"id": "x" * 100_000},
    "many keys": {f"x{number}": number for number in range(2000)},
}


def good(number=0, **facts):
    return {"id": f"C-{number}", "received_at": "2026-11-20T10:00:00+08:00", "kind": "other"} | facts


def bad(what):
    return good(1, **what) if isinstance(what, dict) and what and set(map(type, what)) == {str} else what


@pytest.fixture(scope="module", params=["interpreter", "python"])
def engine(request):
    return Engine.load("retail-store", engine=request.param)


@pytest.mark.parametrize("what", HOSTILE.values(), ids=HOSTILE)
def test_what_is_wrong_with_one_costs_no_other(engine, what):
    first, refused, last = engine.decide_many([good(0), bad(what), good(2)])
    assert (first, last) == (engine.decide(good(0)), engine.decide(good(2)))
    assert isinstance(refused, Refused)
    assert refused.index == 1
    assert refused.error.problems
    assert str(refused.error)
    assert refused.error.to_problem("zh")["errors"]


def test_a_refusal_is_the_error_that_deciding_the_complaint_alone_raises(engine):
    complaint = good(claimed_amount=-1, kindd="x")
    (refused,) = engine.decide_many([complaint])
    with pytest.raises(ComplaintError) as alone:
        engine.decide(complaint)
    assert refused.error.problems == alone.value.problems
    assert refused.complaint_id == "C-0"


def test_the_id_is_told_where_the_complaint_has_one(engine):
    undeclared = Complaint.of(good(7, extra={"nothing_such": 1}))
    stated = [good(1, x=1), MappingProxyType(good(2, x=1)), undeclared, good(id=3), good(id=""), good(id="x" * 201), 5]
    found = list(engine.decide_many(stated))
    assert [one.complaint_id for one in found] == ["C-1", "C-2", "C-7", None, None, None, None]
    assert [one.index for one in found] == [*range(7)]


def test_complaints_are_taken_only_when_their_decisions_are_asked_for(engine):
    taken = []
    endless = (taken.append(number) or good(number) for number in count())
    decisions = engine.decide_many(endless)
    assert taken == []
    assert [one.complaint_id for one in islice(decisions, 3)] == ["C-0", "C-1", "C-2"]
    assert taken == [0, 1, 2]


def test_an_error_of_the_source_is_passed_on(engine):
    def broken():
        yield good(0)
        raise OSError("the line is gone")

    decisions = engine.decide_many(broken())
    assert isinstance(next(decisions), Decision)
    with pytest.raises(OSError, match="the line is gone"):
        next(decisions)


def test_no_complaints_give_no_decisions(engine):
    assert list(engine.decide_many([])) == []


def test_a_reloading_engine_decides_many_by_one_version():
    rules = ReloadingEngine("retail-store", engine="python", warm=False)
    first, refused = rules.decide_many([good(0), good(1, x=1)])
    assert first == rules.decide(good(0))
    assert (refused.index, refused.complaint_id) == (1, "C-1")
