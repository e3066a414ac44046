"""On rulesets small enough to try every complaint, what is proved and found is what trying them all shows."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from complaint_rules.prove.check import check
from complaint_rules.prove.finding import Report
from tests.prove.small import Tried, small_rulesets
from tests.random_rulesets import compiled

WHOLE = ("no-tier", "no-lead", "no-deadline")


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(small_rulesets())
def test_the_prover_finds_what_trying_every_complaint_finds(source):
    ruleset = compiled(source)
    tried = Tried(ruleset).findings
    report = check(ruleset)
    assert report.unsettled == []
    assert {one.kind for one in report.findings if one.kind in WHOLE} == {kind for kind in WHOLE if kind in tried}
    assert causes(report, "never-fires") == tried.get("never-fires", set())
    assert causes(report, "property") == {f"small/{one}" for one in tried.get("property", set())}
    assert clashing(report) == tried.get("clash", set())
    assert cells(report) == tried.get("impossible-cell", set()) | tried.get("idle-cell", set())


def causes(report: Report, kind: str) -> set[str]:
    return {one.about or one.cause[0] for one in report.findings if one.kind == kind}


def clashing(report: Report) -> set[str]:
    """The outputs whose rules disagree, or whose ranges leave nothing."""
    names = {"department": " on lead", "liability": " on liability", "remedies.apology": "apology"}
    names["remedies.compensation"] = "`compensation` is no sum"
    found = [one.message[0] for one in report.findings if one.kind in ("conflict", "empty-range")]
    return {output for output, words in names.items() if any(words in message for message in found)}


def cells(report: Report) -> set[str]:
    """The cells on which nothing hangs, each by its rule and text."""
    found = [one for one in report.findings if one.kind in ("idle-cell", "impossible-cell")]
    return {f"{one.cause[0]} {one.message[0].split('`')[3]}" for one in found}
