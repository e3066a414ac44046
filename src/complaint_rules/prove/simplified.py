"""What is encoded in a simpler form than the engines use, so that a reader knows what a proof leaves out."""

from __future__ import annotations

from collections.abc import Iterator

from complaint_rules.compile.amount import facts_in
from complaint_rules.compile.condition import needs_unknown
from complaint_rules.compile.effect import SetDeadline, amounts_of
from complaint_rules.compile.rule import Ruleset
from complaint_rules.facts.fact import FactType
from complaint_rules.prove.finding import Unsettled
from complaint_rules.prove.symbolic.reading import asked_days
from complaint_rules.prove.wording import say


def simplified(ruleset: Ruleset) -> Iterator[Unsettled]:
    """The simplifications that affect a ruleset."""
    amounts = [amount for rule in ruleset.rules for said in rule.effects for amount in amounts_of(said)]
    facts = [fact.path for amount in amounts for fact in facts_in(amount) if fact.type is FactType.DEPENDANTS]
    if facts:
        yield Unsettled(facts[0], say("one-dependant"))
    for rule in ruleset.rules:
        if needs_unknown(rule.condition):
            yield Unsettled(rule.id, say("needs-unknown"))
    clocks: dict[str, set[str]] = {}
    for said in (said for rule in ruleset.rules for said in rule.effects):
        if isinstance(said, SetDeadline):
            clocks.setdefault(said.clock, set()).add(str(said.within))
    compared = sorted(clock for clock, spans in clocks.items() if len(spans) > 1)
    if compared:
        about = ", ".join(f"deadline.{clock}" for clock in compared)
        days = asked_days(ruleset)
        yield Unsettled(about, say("days-looked-at", first=days.first, last=days.last))
