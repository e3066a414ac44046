"""The benchmarks compare before they time: who answers otherwise is caught, and the written-out function can't rot."""

from __future__ import annotations

import pytest

from benchmarks import complaints, contest, peers, synthetic
from benchmarks.contestants import borrowing, fresh_engine
from benchmarks.handwritten import HandWritten
from benchmarks.outcomes import DifferError, check_equal, outcome
from benchmarks.policies import Policy, conjunctions, holds
from complaint_rules.load.folder import shipped_ids
from tests.shipped import some_cases

RULESET = "chain-supermarket"


@pytest.fixture(scope="module", params=["chain-supermarket", "retail-store"])
def ready(request):
    """A ruleset's policy, its cases with every fact known and some random complaints, and what our engine decides."""
    engine = fresh_engine(request.param, "interpreter")
    policy = Policy(engine.ruleset)
    batch = complaints.known(engine.ruleset, [case.complaint for case in some_cases(request.param, 200)])
    batch = [*batch, *contest.unseen(engine.ruleset, 150, seed=5)]
    return policy, HandWritten(policy), batch, [outcome(engine.decide(complaint)) for complaint in batch]


def test_the_written_out_function_decides_as_the_engine(ready):
    _, written, batch, expected = ready
    check_equal(expected, batch, {"written out": written.decide})


def test_what_peers_borrow_decides_as_the_engine_once_the_conditions_are_told(ready):
    policy, written, batch, expected = ready

    def decide(complaint):
        laid = written.lay_out(complaint)
        return written.settle(laid, [holds(tree, laid.row) for tree in policy.conditions])

    check_equal(expected, batch, {"told": decide})


def test_conjunctions_say_the_same_as_the_tree(ready):
    policy, written, batch, _ = ready
    for complaint in batch[:40]:
        row = written.lay_out(complaint).row
        for tree in policy.conditions:
            assert holds(tree, row) == any(all(holds(test, row) for test in tests) for tests in conjunctions(tree))


@pytest.mark.parametrize("name", peers.PEERS)
def test_a_peer_decides_as_the_engine(ready, name):
    peer = peers.PEERS[name]
    if not peer.installed:
        pytest.skip(f"{peer.package} is not installed")
    policy, written, batch, expected = ready
    check_equal(expected[:60], batch[:60], {name: borrowing(peer, policy, written).decide})


@pytest.mark.parametrize("entry", ["severity", "deadlines", "payable", "fired"])
def test_a_contestant_that_answers_differently_stops_the_run(ready, entry):
    _, written, batch, expected = ready

    def wrong(complaint):
        found = written.decide(complaint)
        return found | {entry: ()} if complaint is batch[3] else found

    with pytest.raises(DifferError, match=f"cheat differs on {batch[3]['id']}, {entry}"):
        check_equal(expected, batch, {"fair": written.decide, "cheat": wrong})


def test_an_open_decision_is_no_yardstick():
    decision = fresh_engine(RULESET, "python").decide(
        {"id": "1", "received_at": "2026-11-20T10:00:00+08:00", "kind": "product_quality"}
    )
    with pytest.raises(DifferError, match="leaves something open"):
        outcome(decision)


def test_every_shipped_ruleset_can_be_written_out():
    for ruleset in shipped_ids():
        engine = fresh_engine(ruleset, "python")
        batch = contest.unseen(engine.ruleset, 40, seed=2)
        written = HandWritten(Policy(engine.ruleset))
        check_equal([outcome(engine.decide(one)) for one in batch], batch, {ruleset: written.decide})


def test_as_many_rules_apply_however_many_there_are(tmp_path):
    fired = set()
    for size in (10, 200):
        folder = synthetic.write(tmp_path / str(size), size)
        engine = fresh_engine(folder, "python")
        batch = synthetic.complaints(size, 50, seed=3)
        written = HandWritten(Policy(engine.ruleset))
        expected = [outcome(engine.decide(complaint)) for complaint in batch]
        check_equal(expected, batch, {"written out": written.decide})
        fired |= {len(one["fired"]) for one in expected}
    assert fired == {synthetic.OF_EVERY_SITE, synthetic.OF_EVERY_SITE + 1}
