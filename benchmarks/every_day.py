"""Decides a random complaint for every day from 2021 to 2035 by every shipped ruleset: none may be refused.

`python -m benchmarks.every_day` takes one complaint a day, `--each N` takes more; `tests/test_every_day.py` a sample.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from benchmarks.complaints import SEED, at_random
from complaint_rules import Engine
from complaint_rules.decision import Decision
from complaint_rules.load.folder import shipped_ids

FIRST, LAST = date(2021, 1, 1), date(2035, 12, 31)


class Tally(NamedTuple):
    """What became of the complaints of one ruleset; `late` counts those received after the last covered day."""

    ruleset: str
    decided: int
    late: int
    dated: int
    undated: int


def days_between(first: date, last: date) -> Iterator[date]:
    """All days from the first to the last."""
    return (first + timedelta(shift) for shift in range((last - first).days + 1))


def wrong_with(decision: Decision, until: date | None) -> Iterator[str]:
    """What contradicts the promise about days without a calendar; nothing where all is well."""
    received = decision.sheet.received_at.astimezone(decision.evaluation.evaluator.program.ruleset.timezone).date()
    notes = {note.entry: note.year for note in decision.review if note.kind == "calendar"}
    for one in decision.deadlines:
        path = f"deadlines.{one.clock}"
        if one.not_before is None:
            if one.due is None and one.start == "received":
                yield f"{path} has neither a date nor a day before which it does not end"
            continue
        if one.due is not None:
            yield f"{path} has a date and a day before which it does not end"
        if one.not_before <= received:
            yield f"{path} could end by the day received"
        if until is not None and (notes.pop(path, None) or until.year) <= until.year:
            yield f"{path} is undated, and no note names a year that is not covered"
    yield from (f"a note about {path} has no undated deadline" for path in notes)


def tally(ruleset: str, each: int, seed: int = SEED) -> Tally:
    """Decide complaints on every day.

    Raises:
        ComplaintRulesError: one is refused.
        AssertionError: a deadline is not as promised.
    """
    engine = Engine.load(ruleset, engine="python")
    until = engine.calendar_until
    decided = late = dated = undated = 0
    days = [day for day in days_between(FIRST, LAST) for _ in range(each)]
    for day, complaint in zip(days, at_random(len(days), seed), strict=True):
        decision = engine.decide({**complaint, "received_at": f"{day}{complaint['received_at'][10:]}"})
        wrong = [*wrong_with(decision, until)]
        assert not wrong, (complaint, day, wrong)
        decided += 1
        late += until is not None and day > until
        undated += sum(one.not_before is not None for one in decision.deadlines)
        dated += sum(one.due is not None for one in decision.deadlines)
    return Tally(ruleset, decided, late, dated, undated)


def main() -> None:
    """Decide, and print what became of the complaints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=1, help="complaints a day")
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    for ruleset in shipped_ids():
        print(tally(ruleset, arguments.each, arguments.seed), flush=True)


if __name__ == "__main__":
    main()
