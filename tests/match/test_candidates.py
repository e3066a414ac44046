"""What is left out before any rule is walked could not have been met."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from complaint_rules.match import interpreter
from complaint_rules.match.candidates import Candidates
from complaint_rules.testing import complaints
from tests.random_rulesets import engine_of, rulesets

SITE = {"site": {"type": "text", "title": {"en": "Site", "zh": "门店"}}}


class Everything:
    """All rules, whatever they name."""

    def __init__(self, rules):
        self._rules = rules

    def of(self, _sheet):
        return self._rules


@given(data=st.data())
def test_walking_all_rules_finds_no_more_than_walking_the_candidates(data):
    ruleset = data.draw(rulesets())
    decision = engine_of(ruleset, "interpreter").decide(data.draw(complaints(ruleset)))
    program, sheet = decision.evaluation.evaluator.program, decision.sheet
    found = outcomes(interpreter.Interpreter(program).match(sheet))
    walker = interpreter.Interpreter(program)
    walker._candidates = Everything([rule for rule in program.rules if rule is not None])
    assert outcomes(walker.match(sheet)) == found


def outcomes(hits):
    return sorted((hit.position, hit.grade, hit.waits, repr(hit.decided), repr(hit.tests)) for hit in hits)


def test_a_rule_of_another_site_is_not_walked_and_one_is_while_the_site_is_unknown(load, write, complaint):
    rules = [{"id": f"r{n}", "when": {"extra.site": f"s{n}"}, "then": {"support": "finance"}} for n in range(5)]
    engine = load(write(*rules, {"id": "all", "then": {"lead": "finance"}}, facts=SITE))
    walked = Candidates(engine.ruleset.rules)
    at_one = walked.of(engine.decide(complaint(extra={"site": "s3"})).sheet)
    assert {rule.id for rule in at_one} == {"house/r3", "house/all"}
    anywhere = walked.of(engine.decide(complaint()).sheet)
    assert {rule.id for rule in anywhere} == {rule.id for rule in engine.ruleset.rules}
    elsewhere = walked.of(engine.decide(complaint(extra={"site": "s9"})).sheet)
    assert {rule.id for rule in elsewhere} == {"house/all"}


def test_what_a_rule_does_not_want_or_may_do_without_leaves_no_rule_out(load, write, complaint):
    rules = [
        {"id": "not", "when": {"not": {"fault": "company"}}, "then": {"support": "finance"}},
        {"id": "any", "when": {"any": [{"fault": "company"}, {"facts_clear": True}]}, "then": {"support": "finance"}},
    ]
    engine = load(write(*rules))
    sheet = engine.decide(complaint(fault="customer", facts_clear=True)).sheet
    assert len([*Candidates(engine.ruleset.rules).of(sheet)]) == 2
