"""The sections of the page about our own engines, written from what was measured."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from benchmarks import proofs, speed
from benchmarks import questions as asking
from complaint_rules.match.engines import choose

DECIDE = """
## Decisions

- **decide**: a plain mapping in, every entry and the status out. **+ trace**: with the questions and the trace as data.
  **+ JSON**: all of it as text.
- **cases**: the cases beside the ruleset, over and over, as a service meets the same situations again. **random**:
  complaints drawn at random, each decided once: next to nothing that is kept from earlier ones helps, which is the
  worst load there is.
- Before anything is timed, whole decisions of all engines are compared on the cases and on 200 random complaints.
  Rounds of the engines alternate; the median counts.

| ruleset | engine | load | depth | decisions/s | us each | fastest-slowest us |
|---|---|---|---|---:|---:|---:|"""

CHECK = f"""
## Proofs

`complaint-rules check` in a fresh process, first with everything asked anew, then from the cache. The aim is less than
{proofs.AIM} seconds for each shipped ruleset.

- **answered**: questions about the ruleset that were settled. **asked of the solver**: how often it had to think; one
  answer often settles many questions, and a question may take several.
- **findings**: those that nobody has accepted yet, and those accepted with a reason.

| ruleset | seconds | from the cache | answered | asked of the solver | findings | accepted | not settled |
|---|---:|---:|---:|---:|---:|---:|---:|"""

MEANING = """
- The default engine is `{default}`. durable-rules takes its facts as JSON text and gives back one action at a time,
  which is where `rete` spends its time; the generated code of `python` has neither.
- What is kept by pattern of rules met makes the difference between the two loads: where every complaint is unlike all
  before it, most outputs are settled anew.
- Questions and trace together cost about as much again as the decision, and more where many facts are unknown; JSON
  costs more still. They are worked out only when asked for."""


class Stages(NamedTuple):
    """The times of the stages of one engine on one ruleset, by name."""

    ruleset: str
    engine: str
    times: dict[str, float]


def decisions(rows: list[speed.Speed]) -> Iterator[str]:
    """Decisions per second by engine, load and depth."""
    yield DECIDE
    for row in rows:
        figures = f"{row.per_second:,.0f} | {row.median:.1f} | {row.fastest:.0f}-{row.slowest:.0f}"
        yield f"| {row.ruleset} | {row.engine} | {row.load} | {row.depth} | {figures} |"
    yield MEANING.format(default=choose(None))


def stages(rows: list[Stages]) -> Iterator[str]:
    """Where the time of one `decide` goes."""
    yield "\n## Where the time of one `decide` goes\n\nMicroseconds, over the cases, each stage timed alone.\n"
    yield "| ruleset | engine | validate | lay out | match | settle |\n|---|---|---:|---:|---:|---:|"
    yield from (_staged(row, 1) for row in rows)


def startup(rows: list[Stages]) -> Iterator[str]:
    """Import, load, first decision."""
    yield "\n## Start-up in a fresh process\n\nMilliseconds.\n"
    yield "| ruleset | engine | import | load and compile | first decision | load again |"
    yield "|---|---|---:|---:|---:|---:|"
    yield from (_staged(row, 0) for row in rows)


def _staged(row: Stages, digits: int) -> str:
    return f"| {row.ruleset} | {row.engine} | {' | '.join(f'{time:.{digits}f}' for time in row.times.values())} |"


QUESTIONS = """
## Questions until a decision is final

A clerk starts with the kind of complaint, its group and about a third of the facts, and asks until no answer can change
anything. The answers come from the same complaint with every fact known. Mean number of questions:

- **most decisive first**: what `questions` puts first, asked anew after each answer;
- **open ones in order**: in the contract's order of facts, but only those that can still change an entry;
- **all in order**: every unknown fact that the ruleset reads, in the contract's order.

| ruleset | most decisive first | open ones in order | all in order | saved against all | most for one | complaints |
|---|---:|---:|---:|---:|---:|---:|"""


def questions(rows: list[asking.Asked]) -> Iterator[str]:
    """How many questions a decision takes."""
    yield QUESTIONS
    for row in rows:
        saved = 1 - row.decisive / row.in_order if row.in_order else 0.0
        means = f"{row.decisive:.1f} | {row.open_only:.1f} | {row.in_order:.1f} | {saved:.0%}"
        yield f"| {row.ruleset} | {means} | {row.most} | {row.complaints} |"


def checks(rows: list[proofs.Check]) -> Iterator[str]:
    """How long proving takes."""
    yield CHECK
    for row in rows:
        counts = f"{row.answered:,} | {row.asked:,} | {row.findings} | {row.accepted} | {row.unsettled}"
        yield f"| {row.ruleset} | {row.seconds:.1f} | {row.cached_seconds:.2f} | {counts} |"
