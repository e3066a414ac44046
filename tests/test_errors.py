"""Errors are for people and for services: both get all of them, whichever process they come from."""

from __future__ import annotations

import copy
import pickle

import pytest

from complaint_rules import CalendarError, ComplaintError, Place, Problem, RulesetError

PROBLEMS = [
    Problem("is missing", fact="kind"),
    Problem("unknown key `whn`", Place("a.yaml", 3, 5), help="write `when`"),
]


@pytest.mark.parametrize("error", [ComplaintError(PROBLEMS), RulesetError(PROBLEMS), CalendarError("too far")])
def test_an_error_says_the_same_after_its_way_to_another_process(error):
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301  # ours
        assert type(again) is type(error)
        assert str(again) == str(error)
        assert getattr(again, "problems", None) == getattr(error, "problems", None)
