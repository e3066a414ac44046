"""Networks of durable-rules are shared by what they join, counted and limited; then generated code matches."""

from __future__ import annotations

import pytest

from complaint_rules import Engine
from complaint_rules.match.engines import rete_available

if not rete_available():
    pytest.skip("durable-rules is not installed", allow_module_level=True)

from complaint_rules.match import network


def joined(figure, severity="low", **more):
    """A rule of two tests, which only a network joins."""
    when = {"claimed_amount": f"< {figure}.00", "media_risk": "none", **more}
    return {"when": when, "then": {"severity": severity}}


@pytest.fixture
def decide(complaint):
    return lambda engine, amount: engine.decide(complaint(claimed_amount=amount, media_risk="none"))


def test_a_ruleset_with_another_figure_is_matched_by_the_network_that_is_there(write, decide):
    first = Engine.load(write(joined(101), name="one"), engine="rete")
    assert decide(first, "100.00").severity.tier == "low"
    made = network.networks_made()
    second = Engine.load(write(joined(51, "high"), name="two"), engine="rete")
    assert [decide(second, amount).severity.tier for amount in ("50.99", "51.00")] == ["high", None]
    assert network.networks_made() == made
    assert decide(first, "100.00").severity.tier == "low"


def test_a_ruleset_of_another_shape_has_a_network_of_its_own(write, decide):
    decide(Engine.load(write(joined(102), name="one"), engine="rete"), "1.00")
    made = network.networks_made()
    other = write(joined(102, claimed_amount="[5..9]"), joined(7, received_on=">= 2026-01-01"), name="two")
    decide(Engine.load(other, engine="rete"), "1.00")
    assert network.networks_made().networks > made.networks
    assert network.networks_made().rules > made.rules


def test_past_the_limit_generated_code_matches_and_the_decision_and_one_warning_say_so(
    write, decide, monkeypatch, caplog
):
    one = Engine.load(write(joined(103), name="one"), engine="rete")
    assert decide(one, "1.00").engine == "rete"
    monkeypatch.setattr(network, "MOST_RULES", network.networks_made().rules)
    monkeypatch.setattr(network, "_told", False)
    others = [
        Engine.load(write(*[joined(9 + n, received_on=">= 2026-01-01")] * (4 + n), name=f"other{n}"), engine="rete")
        for n in range(2)
    ]
    for other in others:
        assert decide(other, "1.00").severity.tier == "low"
        assert decide(other, "1.00").engine == "python"
    assert decide(one, "2.00").engine == "rete"
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    others[0].warm()
    assert decide(others[0], "1.00").engine == "python"
