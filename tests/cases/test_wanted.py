"""Each way to say what an entry should be is met by what it names, and by nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from complaint_rules.cases.wanted import ABSENT_ENTRY, parse

TIERS = ("low", "mid", "high")


@pytest.mark.parametrize(
    ("wanted", "met", "unmet"),
    [
        ("150.00", ["150.00"], ["150.01", None, ABSENT_ENTRY]),
        (None, [None, ABSENT_ENTRY], ["150.00", False, 0]),
        (True, [True], [False, None, "true", 1]),
        (3, [3, "3"], [4, None]),
        (["a", "b"], [["b", "a"]], [["a"], ["a", "b", "b"], [], None]),
        ([], [[]], [["a"], None]),
        ("!= major", ["minor", None], ["major"]),
        ("!= null", ["minor"], [None, ABSENT_ENTRY]),
        ("!= true", [False], [True]),
        ("> 100.00", ["100.01", 101], ["100.00", "99", None, ABSENT_ENTRY, "text"]),
        (">= 100.00 and < 200", ["100.00", "199.99"], ["99.99", "200.00", None]),
        ("<= 100 or null", ["100.00", None], ["100.01", ABSENT_ENTRY]),
        (">= mid", ["mid", "high"], ["low", None, "other"]),
        ("> low and < high", ["mid"], ["low", "high"]),
        (
            "<= 2026-11-21",
            ["2026-11-21", "2026-11-21T23:59:59+08:00"],
            ["2026-11-22", "2026-11-22T00:00:00+08:00", None],
        ),
        ("< 2026-11-21T10:00:00+08:00", ["2026-11-21T01:59:59+00:00"], ["2026-11-21T03:00:00+01:00"]),
        ({"any_of": ["low", "mid"]}, ["low", "mid"], ["high", None]),
        ({"any_of": ["> 5", None]}, ["6", None, ABSENT_ENTRY], ["5"]),
        ({"any_of": [["a"], []]}, [["a"], []], [["b"]]),
    ],
)
def test_an_expectation_is_met_by_what_it_names_only(wanted: Any, met: list[Any], unmet: list[Any]):
    expectation = parse(wanted, TIERS)
    assert [found for found in met if not expectation.meets(found)] == []
    assert [found for found in unmet if expectation.meets(found)] == []
