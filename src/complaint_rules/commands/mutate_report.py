"""`test --mutate`: the score, mutants killed by properties alone, survivors, and the cases that would kill them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from typing import Any

from complaint_rules.cases import append_cases, as_yaml
from complaint_rules.commands.console import Console
from complaint_rules.compile.rule import Ruleset
from complaint_rules.coverage.stack import Stack
from complaint_rules.mutate.mutants import Mutant, make_mutants
from complaint_rules.mutate.prover import UNSETTLED, FindDifference, no_prover
from complaint_rules.mutate.run import Mutation, MutationScore, Verdict, mutate
from complaint_rules.trace.columns import table

FILE, LETTER = "mutants.yaml", "M"
"""The file of proposed cases, and the letter before their complaints' numbers."""


def installed_prover() -> FindDifference:
    """The prover, if its extra is installed; without it no mutant is proved equivalent."""
    if find_spec("z3") is None:
        return no_prover
    from complaint_rules.prove.difference import find_difference
    from complaint_rules.prove.session import WitnessError

    def settled(old: Ruleset, new: Ruleset) -> object:
        try:
            return find_difference(old, new)
        except WitnessError:  # the engine contradicts the prover, so nothing is proved
            return UNSETTLED

    return settled


def run_mutants(stack: Stack, console: Console) -> list[Mutation]:
    """Run the mutants of every layer in scope, each against its own cases.

    Args:
        stack: the ruleset.
        console: where to show the progress.

    Raises:
        RulesetError: a file of cases has problems.
    """
    found: list[Mutation] = []
    prover = installed_prover()
    layers = [(layer, engine.ruleset) for layer, (_, engine) in zip(stack.layers, stack.rounds, strict=True)]
    of = sum(1 for layer, ruleset in layers for _ in make_mutants(ruleset, layer))

    def progress(number: int) -> None:
        console.bar(sum(len(one.verdicts) for one in found) + number, of, "mutants")

    for layer, ruleset in layers:
        found.append(mutate(ruleset, layer, find_difference=prover, progress=progress))
    console.bar_done()
    return found


def write_cases(found: Sequence[Mutation]) -> list[str]:
    """Write the proposed cases to a file in their layer's `cases/`; returns a line for each file written.

    Raises:
        CasesNotAddedError: a file can't be added to; the report has the cases, to be pasted.
    """
    said = []
    for one in found:
        if one.proposals:
            path = append_cases(one.layer.folder, one.proposals, FILE, LETTER)
            said.append(f"wrote {_number(len(one.proposals), 'case')} to {path}")
    return said


def reaches(found: Sequence[Mutation], least: float) -> bool:
    """Whether at least this share of the mutants of every layer is killed, in percent."""
    return all(one.score.percent >= least for one in found)


def mutation_lines(one: Mutation, least: float) -> Iterator[str]:
    """The score, the table of kinds, the survivors with their places, the cases that would kill them."""
    yield f"MUTATION of {one.layer.id}"
    yield f"  {_summary(one, least)}"
    yield ""
    rows = [(str(kind), *_counts(tally)) for kind, tally in one.by_kind.items()]
    yield from table([("kind", "caught", "share", "by properties", "equivalent"), *rows, ("all", *_counts(one.score))])
    if one.score.by_properties:
        yield from ("", "CAUGHT BY PROPERTIES ALONE")
        yield from (f"  {line}" for verdict in one.with_fate("caught by a property") for line in _broken(verdict))
    if one.survivors:
        yield from ("", "SURVIVORS")
        yield from (f"  {line}" for verdict in one.survivors for line in _survivor(verdict))
    if one.proposals:
        yield from ("", f"CASES THAT WOULD CATCH THEM (--write-cases adds them to cases/{FILE})")
        yield from as_yaml(one.proposals, LETTER).splitlines()


def _summary(one: Mutation, least: float) -> str:
    score = one.score
    parts = [f"{score.percent:.1f} % caught", f"at least {least:g} % asked for"]
    counts = [f"{score.of:,} mutants", f"{score.by_cases:,} caught by cases"]
    counts += [f"{score.by_properties:,} by properties alone", f"{score.survived:,} survived"]
    equivalent = f"; {_number(score.equivalent, 'mutant')} more proved equivalent" if score.equivalent else ""
    return f"{', '.join(parts)}: {', '.join(counts)}{equivalent}"


def _counts(tally: MutationScore) -> tuple[str, ...]:
    share = f"{tally.percent:.1f} %" if tally.of else "-"
    return f"{tally.caught:,} of {tally.of:,}", share, str(tally.by_properties or "-"), str(tally.equivalent or "-")


def _broken(verdict: Verdict) -> Iterator[str]:
    mutant = verdict.mutant
    yield f"{mutant.place}: {mutant.of}: {mutant.says}"
    yield f"    breaks the property: {verdict.by}"


def _survivor(verdict: Verdict) -> Iterator[str]:
    mutant = verdict.mutant
    yield f"{mutant.place}: {mutant.of}: {mutant.says}"
    proposal = verdict.proposal
    yield "    no difference found" if proposal is None else f"    would be caught by: {proposal.case}"


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def mutation_data(one: Mutation) -> dict[str, Any]:
    """The same as JSON data."""
    return {
        "ruleset": one.layer.id,
        **_tally(one.score),
        "by_kind": {kind: _tally(tally) for kind, tally in one.by_kind.items()},
        "caught_by_properties": [
            {**_mutant(verdict.mutant), "property": verdict.by, "complaints": list(verdict.shown)}
            for verdict in one.with_fate("caught by a property")
        ],
        "survivors": [
            {**_mutant(verdict.mutant), "proposed_case": verdict.proposal and verdict.proposal.case}
            for verdict in one.survivors
        ],
        "equivalent_mutants": [_mutant(verdict.mutant) for verdict in one.with_fate("equivalent")],
        "proposed_cases": [
            {
                "case": proposal.case,
                "because": proposal.because,
                "complaint": proposal.complaint,
                "expect": proposal.expect,
                "catches": [str(mutant) for mutant in proposal.catches],
            }
            for proposal in one.proposals
        ],
    }


def _tally(tally: MutationScore) -> dict[str, Any]:
    return {
        "mutants": tally.of,
        "caught": tally.caught,
        "caught_by_cases": tally.by_cases,
        "caught_by_properties": tally.by_properties,
        "survived": tally.survived,
        "equivalent": tally.equivalent,
        "percent": tally.percent,
    }


def _mutant(mutant: Mutant) -> dict[str, Any]:
    return {"kind": mutant.kind, "of": mutant.of, "place": str(mutant.place), "says": mutant.says}
