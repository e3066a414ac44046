"""The identity block of a decision: which complaint, and which rules, law, figures, library and calendar decided."""

from __future__ import annotations

from complaint_rules.compile.rule import RulesetRef
from complaint_rules.decide.decision import DecisionBase
from complaint_rules.trace.layout import TextLine
from complaint_rules.trace.wording import Lang, listed, say

_ALGORITHM = "sha256:"
_SHORT = 12
"""Hexadecimal digits of a digest that are shown."""


def identity(decision: DecisionBase, lang: Lang) -> tuple[TextLine, ...]:
    """The lines of the block."""
    trace = decision.trace
    by, calendar = trace.provenance, trace.calendar
    law = trace.law_of
    if by.procedure_of != law:
        law = say(lang, "procedure_of", law, by.procedure_of)
    rows = {
        "complaint": decision.complaint_id,
        "ruleset": _reference(decision.ruleset),
        "layers": listed(lang, [_reference(one) for one in by.layers]),
        "law_of": law,
        "figures_of": by.figures_of,
        "library": f"complaint-rules {by.library}",
        "engine": decision.engine,
        "calendar": _reference(RulesetRef(calendar["id"], calendar["version"], calendar["digest"])),
    }
    return tuple([TextLine(say(lang, head), text) for head, text in rows.items()])


def _reference(one: RulesetRef) -> str:
    """An id and version, with the beginning of the digest."""
    return f"{one.id} {one.version} ({one.digest.removeprefix(_ALGORITHM)[:_SHORT]})"
