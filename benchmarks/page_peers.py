"""The sections of the page about what users would pick instead, written from what was measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks import contest, synthetic
from benchmarks.contest import Timing
from benchmarks.contestants import LIMIT, OURS
from benchmarks.growth import Growth
from benchmarks.latency import Latency
from benchmarks.memory import Weight
from benchmarks.threads import THREADS, Throughput
from complaint_rules.match.engines import choose

PEERS = f"""
## Peers

One policy, the same complaints in, the same decisions out: every entry with the rules behind it, sums and due dates
included, and the list of rules that fired with their clauses. All contestants are compared on the cases, on
{contest.COMPARED} complaints like them and on {contest.COMPARED} random ones before anything is timed; a difference
stops the run.

- **The policy** is the ruleset with the statute below it, as in force on one day, turned mechanically into each peer's
  language. **The complaints** are plain dicts in which every fact that the ruleset reads is known: `cases` are the
  ruleset's own, completed and repeated; `alike` are cases with sums and figures up to a fifth more or less and other
  days, no two of them the same, as a service meets known situations; `never seen` are drawn at random with every fact
  answered, so that hardly two meet the same rules. Of both, {contest.IN_A_ROUND} new ones in each of
  {contest.ROUNDS} rounds. Contestants take turns in each round; medians count.
- **What peers are asked** is which conditions on facts are true. Laying a complaint out, exceptions, what reads the
  tier, the lead or the liability, ranges, sums and due dates are the same plain Python for every peer, written out for
  this policy and counted in its time. zen-engine could do some of it in further nodes of its graph, CLIPS and
  durable-rules in further rules; Python written out is the quickest way, and so the kindest to them.
- **{LIMIT}** is that code with the conditions as plain `if`s in front of it: no engine. It was written by a script from
  the rules (`python -m benchmarks.handwritten chain-supermarket` prints it), and is meant as the limit.
- **Left out by all but ours**: facts that are not known yet, and so status and questions; refusing a wrong complaint;
  the trace beyond the rules that fired (facts and their states, tests that held, what was silenced or overridden,
  parameters, calendar). Ours do all of this in the times below, `with trace` as data.
- **Each peer** is used as its authors advise: compiled once, batched where it can be. *zen-engine*: a decision graph
  with a decision table; its trace tells the row and the cells, not the exceptions; `evaluate_batch` and a compiled
  expression are its faster ways, without a trace. *rule-engine*: parsed rules, typed names. *CEL*: one compiled program
  for all conditions. *CLIPS*: a rule a conjunction. *JSON logic*: interpreted. *durable-rules*: `durable.lang` as its
  documentation shows it; it has no pattern for a list that lacks an item. None of them knows ranges, a statute that
  house rules can't beat, a calendar or rounding to the fen.
"""

GROWTH = f"""
### As rules grow that do not apply

Made-up rulesets of a chain whose sites each have {synthetic.OF_EACH_SITE} rules, beside {synthetic.OF_EVERY_SITE}
for all sites: one complaint meets at most {synthetic.OF_EVERY_SITE + 1}, however many there are.
Each contestant and size in a fresh process; microseconds for one decision, complaints repeated; in brackets,
milliseconds to load. A peer's load is from its own text on, ours from YAML with everything checked. Ours look only at
rules that name the complaint's own site; the written-out function asks every rule.
"""

SHORT_OF_AIMS = """
**ratio**: how many times as long the other takes. Where an aim is not met:

- *Against what doesn't explain itself*: the fastest peers only say which conditions hold; the rest is Python written
  out for one policy. Ours refuses wrong complaints, tells known from unknown, and makes the whole trace: the lines of
  facts and rules that a new sum or day shows are new lines.
- *Never seen*: each complaint meets a set of rules that none before it met, so that outline and trace are put together
  anew, from outputs and lines that are kept one by one. Random complaints with every fact answered are the worst there
  is for that; complaints that people make are closer to `alike`. Compiling the parts that do this to C (with mypyc)
  was tried: a quarter faster, which is not worth a wheel for each platform.
"""

LATENCY = """
### Latency

Microseconds for one decision alone, cases and never-seen complaints in turn. What decides in batches is asked for one.

| ruleset | contestant | p50 | p99 |
|---|---|---:|---:|"""

MEMORY = """
### Memory and start-up

Each contestant in a fresh process, 500 decisions. Ours is counted from the bare interpreter, the YAML files read and
checked; a peer from its own text of the policy on, without the code that it borrows.

| ruleset | contestant | import ms | load ms | MB added |
|---|---|---:|---:|---:|"""


def peers(rows: Sequence[Timing]) -> Iterator[str]:
    """The table, then how the aims are met."""
    yield PEERS
    yield "| ruleset | load | contestant | explains itself | us each | fastest-slowest us | times ours |"
    yield "|---|---|---|---|---:|---:|---:|"
    for row in rows:
        ours = _find(rows, row, f"{choose(None)}, {OURS[1]}")
        ratio = f"{row.median / ours.median:.2f}" if ours else ""
        explains = {"ours": "yes", "explains": "yes", "limit": "", "silent": "no"}[row.group]
        figures = f"{row.median:.1f} | {row.fastest:.0f}-{row.slowest:.0f} | {ratio}"
        yield f"| {row.ruleset} | {row.load} | {row.contestant} | {explains} | {figures} |"
    yield f"\n**times ours**: as many times the time of `{choose(None)}, {OURS[1]}`; below 1 we lose.\n"
    yield from _aims(rows)


def _find(rows: Sequence[Timing], like: Timing, contestant: str) -> Timing | None:
    same = (row for row in rows if (row.ruleset, row.load) == (like.ruleset, like.load))
    return next((row for row in same if row.contestant == contestant), None)


def _aims(rows: Sequence[Timing]) -> Iterator[str]:
    """Each aim on each ruleset and load, met or not."""
    yield "### The aims\n\nA whole decision with its trace on the default engine.\n"
    yield "| ruleset | load | aim | against | ratio | met |\n|---|---|---|---|---:|---|"
    wanted: list[tuple[str, str, float]] = [
        ("3 times as fast as the fastest that explains itself", "explains", 3.0),
        ("as fast as the fastest that doesn't", "silent", 1.0),
        (f"at most 3 times the time of the function {LIMIT}", "limit", 1 / 3),
    ]
    for ruleset, load in dict.fromkeys((row.ruleset, row.load) for row in rows):
        here = [row for row in rows if (row.ruleset, row.load) == (ruleset, load)]
        ours = next((row for row in here if row.contestant == f"{choose(None)}, {OURS[1]}"), None)
        for aim, group, least in wanted:
            best = min((row for row in here if row.group == group), key=lambda row: row.median, default=None)
            if ours and best:
                ratio = best.median / ours.median
                met = "yes" if ratio >= least else "**no**"
                yield f"| {ruleset} | {load} | {aim} | {best.contestant} | {ratio:.2f} (aim: {least:.2f}) | {met} |"
    yield SHORT_OF_AIMS


def growth(rows: Sequence[Growth]) -> Iterator[str]:
    """Cost by number of rules."""
    yield GROWTH
    sizes = rows[0].sizes if rows else ()
    yield f"| contestant | {' | '.join(f'{size:,} rules' for size in sizes)} |\n|---|{'---:|' * len(sizes)}"
    for row in rows:
        cells = [
            "-" if time is None else f"{time:,.0f} ({load:,.0f})"
            for time, load in zip(row.times, row.loads, strict=True)
        ]
        yield f"| {row.contestant} | {' | '.join(cells)} |"
    for row in rows:
        reasons = [(size, why) for size, why in zip(row.sizes, row.failures, strict=True) if why]
        if reasons:
            yield f"\n`-`: {row.contestant} from {reasons[0][0]:,} rules on: {reasons[0][1]}."


def latency(rows: Sequence[Latency]) -> Iterator[str]:
    """The middle and the slow end."""
    yield LATENCY
    for row in rows:
        yield f"| {row.ruleset} | {row.contestant} | {row.p50:.0f} | {row.p99:.0f} |"


def memory(rows: Sequence[Weight]) -> Iterator[str]:
    """What it takes to get ready, and what stays."""
    yield MEMORY
    for row in rows:
        figures = f"{row.import_ms:.0f} | {row.load_ms:.0f} | {row.megabytes:.1f}"
        yield f"| {row.ruleset} | {row.contestant} | {figures if row.failure is None else f'{row.failure} | | '} |"


def threads(rows: Sequence[Throughput]) -> Iterator[str]:
    """Decisions per second by number of threads."""
    yield "\n### Threads\n\nDecisions per second on the cases, all threads together, sharing one contestant.\n"
    yield f"| ruleset | contestant | {' | '.join(map(str, THREADS))} |\n|---|---|{'---:|' * len(THREADS)}"
    for row in rows:
        cells = ["-"] * len(THREADS) if row.per_second is None else [f"{rate:,.0f}" for rate in row.per_second]
        yield f"| {row.ruleset} | {row.contestant} | {' | '.join(cells)} |"
    for name, reason in dict.fromkeys((row.contestant, row.unsafe) for row in rows if row.unsafe):
        yield f"\n`-`: {name}: {reason}."
