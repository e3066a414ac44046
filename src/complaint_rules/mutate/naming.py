"""The name of a proposed case: the rule that it shows, and which edge of that rule the complaint tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from complaint_rules.compile.rule import Ruleset
from complaint_rules.facts.fact import Fact
from complaint_rules.mutate.editing import Complaint
from complaint_rules.mutate.mutants import Mutant

_OF_TESTS = ("threshold", "comparison", "value", "negation", "condition")


def name_case(mutant: Mutant, complaint: Complaint, ruleset: Ruleset) -> str:
    """A name such as `locker claim below the limit, where amount claimed is 200.00`."""
    return f"{_title(mutant, ruleset)}{_edge(mutant, complaint, ruleset)}"


def reason_for(mutant: Mutant, ruleset: Ruleset) -> str:
    """Why the case exists: the clauses that the rule cites, and the mutation that the case detects."""
    rule = next((rule for rule in ruleset.rules if rule.id == mutant.of), None)
    short = mutant.of.rpartition("/")[2]
    cites = f" ({', '.join(rule.cite)})" if rule is not None and rule.cite else ""
    return f"the edge of `{short}`{cites}; notices {mutant.says}"


def _title(mutant: Mutant, ruleset: Ruleset) -> str:
    rule = next((rule for rule in ruleset.rules if rule.id == mutant.of), None)
    if rule is not None:
        title = rule.title[0]
        row = mutant.of.partition("#")[2]
        return f"{title[:1].lower()}{title[1:]}{f', row {row}' if row else ''}"
    parameter = ruleset.parameters.get(mutant.of)
    if parameter is not None:
        return f"{parameter.title[0][:1].lower()}{parameter.title[0][1:]}"
    fact = ruleset.names.facts.get(mutant.of)
    return f"nothing said of {fact.en}" if fact is not None else f"approval by {mutant.of.replace('_', ' ')}"


def _edge(mutant: Mutant, complaint: Complaint, ruleset: Ruleset) -> str:
    if mutant.kind == "day":
        return f", on {complaint.get('occurred_on') or str(complaint['received_at'])[:10]}"
    if mutant.kind == "exception":
        return f", against {mutant.says.removeprefix('exception_to: ').removesuffix(' removed')}"
    fact = ruleset.names.facts.get(mutant.says.removeprefix("not ").partition(":")[0])
    if mutant.kind in _OF_TESTS and fact is not None:
        return f", where {fact.en} is {_stated(fact, complaint)}"
    if mutant.kind in ("output", "effect", "threshold", "comparison", "value"):
        said = mutant.says.partition(" -> ")[0].removesuffix(" dropped")
        return "" if said == "the rule" else f": {said}"
    return ""


def _stated(fact: Fact, complaint: Complaint) -> str:
    """The value that a complaint states for a fact, in words."""
    holder: Any = complaint if fact.group is None else complaint.get(fact.group)
    value = holder.get(fact.path.rpartition(".")[2]) if isinstance(holder, Mapping) else None
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value).replace("_", " ")
