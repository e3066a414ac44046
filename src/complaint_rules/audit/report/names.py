"""Labels of tiers, parties, rules and the like, collected from decisions as they are read.

The outline of an erased decision has only ids; they are shown by the labels from other decisions.
"""

from __future__ import annotations

from collections.abc import Mapping

from complaint_rules import vocabulary
from complaint_rules.audit.report.words import say
from complaint_rules.messages import Lang
from complaint_rules.trace.labels import Labels
from complaint_rules.trace.wording import LANGS, capital

_VOCABULARY: Mapping[str, vocabulary.Labels] = {
    "lead": vocabulary.PARTIES,
    "liability": vocabulary.FINDINGS,
    "remedies": vocabulary.REMEDIES,
    "items": vocabulary.ITEMS,
    "deadlines": vocabulary.CLOCKS,
    "starts": vocabulary.STARTS,
}
_IDS = ("rule", "assumption", "presumed")
"""Kinds of names that are shown as they are where they have no label."""


class ReportNames:
    """Labels in one language."""

    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang
        self._learnt: dict[tuple[str, str], str] = {}

    def of(self, kind: str, name: str | None, labels: Labels | None = None) -> str:
        """The label of a name.

        Args:
            kind: `severity`, `lead` (any party), `liability`, `remedies`, `items`, `deadlines`, `starts`, `rule`,
                `assumption` or `presumed`.
            name: its id.
            labels: those of a decision that names it; the label is remembered.
        """
        if name is None:
            return say(self.lang, "not_set")
        if labels is not None:
            label = _label(labels, kind, name)
            self._learnt.setdefault((kind, name), label)
            return label
        return self._learnt.get((kind, name)) or self._unlearnt(kind, name)

    def _unlearnt(self, kind: str, name: str) -> str:
        pair = _VOCABULARY.get(kind, {}).get(name)
        if pair is not None:
            return pair[LANGS.index(self.lang)]
        return name if kind in _IDS else name.replace("_", " ")


def _label(labels: Labels, kind: str, name: str) -> str:
    if kind == "rule" or (kind == "assumption" and "/" in name):
        return labels.rule(name)
    if kind in ("assumption", "presumed"):
        return capital(labels.fact(name.partition(".")[2]))
    return labels.of(kind, name)
