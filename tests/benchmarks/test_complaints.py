"""The complaints that are timed are what the page says they are."""

from __future__ import annotations

import pytest

from benchmarks import complaints
from complaint_rules import Engine


@pytest.fixture(scope="module")
def ruleset():
    return Engine.load("chain-supermarket").ruleset


@pytest.fixture(scope="module")
def cases(ruleset):
    return complaints.known(ruleset, complaints.of_cases("chain-supermarket"))


def test_no_two_complaints_alike_are_the_same_and_none_is_a_case(ruleset, cases):
    found = complaints.alike(ruleset, cases, 200, seed=1)
    assert len({one["id"] for one in found}) == 200
    stated = [{key: value for key, value in one.items() if key != "id"} for one in found]
    assert all(stated.count(one) == 1 for one in stated)
    assert not any(one in stated for one in [{k: v for k, v in case.items() if k != "id"} for case in cases])


def test_a_complaint_alike_says_the_same_things_as_its_case_with_figures_near_by(ruleset, cases):
    shapes = {_shape(case) for case in cases}
    for one in complaints.alike(ruleset, cases, 100, seed=2):
        assert _shape(one) in shapes
        Engine.load("chain-supermarket", engine="python").decide(one)


def test_cases_are_left_as_they_are_when_others_are_made_like_them(ruleset, cases):
    before = repr(cases)
    complaints.alike(ruleset, cases, 50, seed=3)
    assert repr(cases) == before


def _shape(complaint: dict) -> tuple:
    """All that a complaint says but for numbers, days and its own number."""
    groups = {key: tuple(sorted(value)) for key, value in complaint.items() if isinstance(value, dict)}
    plain = {key: value for key, value in complaint.items() if isinstance(value, str | bool)}
    for own in ("id", "received_at", "occurred_on", "settled_on", "claimed_amount", "already_paid", "promised_amount"):
        plain.pop(own, None)
    return repr(sorted(groups.items())), repr(sorted(plain.items()))
