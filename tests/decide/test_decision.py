"""A decision belongs to nobody who reads it: nothing that is done with it shows in another."""

from __future__ import annotations

import copy
import pickle

import pytest

from complaint_rules import OfferError, PathError
from tests.shipped import SHIPPED, shipped

INJURED = {
    "id": "C-1",
    "received_at": "2026-11-20T10:00:00+08:00",
    "kind": "personal_injury",
    "fault": "company",
    "liability_confirmed_by": ["finance"],
    "injury": {"severity": "disability", "disability_grade": 5, "age": 30, "dependants": [{"age": 3}]},
}


def spoil(data):
    """Change everything in some JSON data that can be changed."""
    if isinstance(data, dict):
        for key in list(data):
            spoil(data[key])
            data[key] = "spoilt"
    elif isinstance(data, list):
        for one in data:
            spoil(one)
        data[:] = ["spoilt"]


@pytest.mark.parametrize("ruleset", SHIPPED)
def test_whoever_changes_the_data_of_one_decision_changes_no_decision(ruleset):
    engine = shipped(ruleset)
    decision = engine.decide(INJURED)
    before = decision.to_json()
    spoil(decision.to_dict())
    assert decision.to_json() == before
    assert engine.decide(INJURED).to_json() == before


@pytest.mark.parametrize("name", ["title", "reason"])
def test_what_traces_share_can_not_be_changed(name):
    trace = shipped("retail-store").decide(INJURED).trace
    shared = [label for line in trace.rules if (label := getattr(line, name)) is not None]
    with pytest.raises(TypeError, match="can't be changed"):
        shared[0]["en"] = "spoilt"
    with pytest.raises(TypeError, match="can't be changed"):
        trace.calendar.clear()


def test_a_trace_can_be_copied_and_pickled():
    trace = shipped("retail-store").decide(INJURED).trace
    assert copy.deepcopy(trace) == trace
    assert pickle.loads(pickle.dumps(trace)).to_dict() == trace.to_dict()  # noqa: S301  # ours


def test_a_copy_of_a_decision_is_the_decision_and_a_pickle_of_it_is_refused_with_what_to_do():
    decision = shipped("retail-store").decide(INJURED)
    assert copy.copy(decision) is copy.deepcopy(decision) is decision
    with pytest.raises(TypeError, match="send `to_dict"):
        pickle.dumps(decision)


def test_what_is_no_path_and_no_remedy_is_refused_as_any_other():
    decision = shipped("retail-store").decide(INJURED)
    for ask in (decision.explain, decision.why_not):
        with pytest.raises(PathError, match="`null` is no path"):
            ask(None)
    for odd in (None, 1, ["refund"]):
        with pytest.raises(OfferError, match="unknown remedy"):
            decision.offer(odd, 1)
