"""The strategies that users test their own rulesets with."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_rules import Complaint
from complaint_rules.testing import complaints, completions, unanswered
from tests.shipped import SHIPPED, shipped


@pytest.mark.parametrize("ruleset", SHIPPED)
@given(data=st.data())
def test_a_drawn_complaint_is_valid_and_decided(ruleset, data):
    shipped(ruleset).decide(data.draw(complaints(shipped(ruleset))))


@given(data=st.data())
def test_only_the_kinds_asked_for_are_drawn(data):
    assert data.draw(complaints(shipped("retail-store"), kinds=["vehicle", "privacy"]))["kind"] in (
        "vehicle",
        "privacy",
    )


@given(data=st.data())
def test_answers_leave_known_presumed_and_absent_facts_as_they_were(data):
    engine = shipped("retail-store")
    complaint = data.draw(complaints(engine))
    answered = data.draw(completions(complaint, engine))
    open_ = {fact.path for fact in unanswered(complaint, engine)}
    before = {line.fact: (line.state, line.value) for line in engine.decide(complaint).trace.facts}
    after = {line.fact: (line.state, line.value) for line in engine.decide(answered).trace.facts}
    assert {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)} <= open_
    follow_another = {fact.path for fact in engine.ruleset.facts if fact.default is not None and fact.default.of}
    changed = {path: line[0] for path, line in after.items() if path in open_ and before.get(path) != line}
    assert all(state == "known" or (state == "presumed" and path in follow_another) for path, state in changed.items())


@given(data=st.data())
def test_a_complaint_with_everything_answered_has_nothing_open(data):
    complaint = data.draw(complaints(shipped("cn-statute"), kinds=["personal_injury"], known=0.3))
    answered = data.draw(completions(complaint, shipped("cn-statute"), everything=True))
    assert unanswered(answered, shipped("cn-statute")) == []
    assert Complaint.of(answered).injury is not None


@given(data=st.data())
def test_only_the_facts_named_are_answered(data):
    complaint = data.draw(complaints(shipped("retail-store"), known=0.2))
    answered = data.draw(completions(complaint, shipped("retail-store"), facts={"fault"}, everything=True))
    assert {key: value for key, value in answered.items() if key != "fault"} == {
        key: value for key, value in complaint.items() if key != "fault"
    }


def test_a_ruleset_may_be_given_by_its_id():
    assert unanswered({"id": "C", "received_at": "2026-03-04T10:00:00+08:00", "kind": "other"}, "cn-statute")


def test_without_hypothesis_the_error_names_the_extra():
    script = "import sys; sys.modules['hypothesis'] = None; import complaint_rules.testing"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)  # noqa: S603  # our own text
    assert done.returncode == 1
    assert "HypothesisMissingError" in done.stderr
    assert "pip install 'complaint-rules[testing]'" in done.stderr
