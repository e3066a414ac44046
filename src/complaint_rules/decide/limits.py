"""The limits of one remedy on one complaint: which rules set its least and its most, and who must approve an offer."""

from __future__ import annotations

from collections.abc import Iterable

from complaint_rules.compile.arithmetic import AmountEvaluator
from complaint_rules.entries.remedies import bounds_of
from complaint_rules.entries.slot import Key
from complaint_rules.evaluate.evaluation import Evaluation, Evaluator
from complaint_rules.vocabulary import APPROVED_AS


class RemedyLimits:
    """The limits of one remedy on one complaint, over its completions."""

    def __init__(self, at: Evaluation, kind: str) -> None:
        self._at = at
        self._kind = kind
        possible = at.possible(("remedies", kind))
        self._grants = [candidate for candidate in possible if candidate.effect.mode != "forbid"]

    def at_least(self, fen: int) -> tuple[str, ...]:
        """The rules that set the least at this sum."""
        return self._at.ids([one for one in self._grants if self._comes_to([one.effect.least], fen)])

    def at_most(self, fen: int) -> tuple[str, ...]:
        """The rules that set the most at this sum."""
        return self._at.ids([one for one in self._grants if self._comes_to([one.effect.most, one.effect.cap], fen)])

    def roles(self) -> list[str]:
        """The roles that rules name for offers of the remedy, whatever its sum, in some completion."""
        return approving_roles(self._at, self._kind)

    def _comes_to(self, amounts: Iterable[AmountEvaluator | None], fen: int) -> bool:
        return any([one is not None and fen in bounds_of(one, self._at.sheet) for one in amounts])


def approving_roles(at: Evaluation, kind: str) -> list[str]:
    """The roles that rules name for offers of a remedy, whatever its sum, in some completion."""
    return [key[1].split(" ", 1)[1] for key in approvals_of(at.evaluator, kind) if at.may_be(key)]


def approvals_of(evaluator: Evaluator, kind: str) -> list[Key]:
    """The approvals that offers of a remedy may need, whatever its sum."""
    purposes = APPROVED_AS.get(kind, ())
    return [key for key in evaluator.approvals if key[1].split(" ", 1)[0] in purposes]
