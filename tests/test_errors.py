"""Errors are for people and for services: both get all of them, whichever process they come from."""

from __future__ import annotations

import copy
import pickle

import pytest

from complaint_rules import CalendarError, ComplaintError, Place, Problem, RulesetError
from complaint_rules.errors import Message

PROBLEMS = [
    Problem(Message("missing"), fact="kind", keys=("kind",)),
    Problem(
        Message("unknown-name", "write-operand", what="key", name="whn"), Place("a.yaml", 3, 5, ("rules", 0, "whn"))
    ),
]


@pytest.mark.parametrize("error", [ComplaintError(PROBLEMS), RulesetError(PROBLEMS), CalendarError(PROBLEMS)])
def test_an_error_says_the_same_after_its_way_to_another_process(error):
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301  # ours
        assert type(again) is type(error)
        assert str(again) == str(error)
        assert again.problems == error.problems
        assert again.to_problem("zh") == error.to_problem("zh")
