"""A clock held against another: the prover finds what trying out the days around the long holidays finds."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta

import pytest
import yaml

from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.properties.holding import holds
from complaint_rules.prove.check import check
from tests.random_rulesets import TITLE, engine_of

FIRST = datetime.fromisoformat("2026-01-01T00:00:00+08:00")
DAYS = (*range(20, 65), *range(255, 290))
"""Days around the Spring Festival and the National Day, counted from the first of January."""
HOURS = (0, 10, 23)


def ruleset(folder, investigate, resolve, transfer):
    deadlines = {"deadline.investigate": investigate, "deadline.resolve": resolve}
    sooner = {"deadline.respond": "1h"}
    if transfer is not None:
        deadlines["deadline.transfer"] = transfer
        sooner["deadline.transfer"] = "1h"
    shape = {
        "ruleset": "clocks",
        "language": 1,
        "version": "1.0.0",
        "title": TITLE,
        "calendar": "CN",
        "rules": [
            {"id": "clocks", "basis": "assumption", "reason": "a test", "then": deadlines},
            {"id": "urgent", "basis": "assumption", "reason": "a test", "when": {"dispute": "violent"}, "then": sooner},
        ],
        "properties": [{"id": "first", "always": {"then": {"deadline.investigate": "<= deadline.resolve"}}}],
    }
    (folder / "ruleset.yaml").write_text(yaml.safe_dump(shape), encoding="utf-8")
    return load_ruleset(folder)


def handed(within):
    return {"within": within, "from": "transferred"}


def is_broken(ruleset):
    engine = engine_of(ruleset, "interpreter")
    (stated,) = ruleset.properties
    for day, hour, dispute in itertools.product(DAYS, HOURS, ("calm", "violent")):
        received = FIRST + timedelta(days=day, hours=hour, minutes=30)
        complaint = {"id": "C", "received_at": received.isoformat(), "kind": "other", "dispute": dispute}
        if not holds(stated, engine.decide(complaint)):
            return True
    return False


@pytest.mark.parametrize("transfer", ["at once", "12h", "1 working day"])
@pytest.mark.parametrize("investigate", [handed("24h"), handed("2 working days"), "2 working days", "48h"])
@pytest.mark.parametrize("resolve", ["72h", "4 days", "3 working days", handed("1 working day")])
def test_the_prover_finds_what_trying_out_finds(investigate, resolve, transfer, tmp_path):
    compiled = ruleset(tmp_path, investigate, resolve, transfer)
    assert bool(check(compiled).findings) is is_broken(compiled)


@pytest.mark.parametrize(
    ("investigate", "resolve", "transfer"),
    [(handed("3 days"), "at once", None), ({"within": "5 days", "from": "resolved"}, "24h", "at once")],
)
def test_clocks_from_starts_that_nothing_lays_on_the_calendar_are_not_compared(
    investigate, resolve, transfer, tmp_path
):
    assert not check(ruleset(tmp_path, investigate, resolve, transfer)).findings


def test_two_clocks_from_the_same_later_start_are_compared_by_length(tmp_path):
    assert check(ruleset(tmp_path, handed("3 days"), handed("48h"), None)).findings
    assert not check(ruleset(tmp_path, handed("24h"), handed("48h"), None)).findings
