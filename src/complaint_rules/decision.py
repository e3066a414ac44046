"""The decision that callers get: its entries, with its trace, text and explanations worked out when asked for."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from complaint_rules.compile.program import Program
from complaint_rules.decide.decision import DecisionBase, Entries, Record
from complaint_rules.decide.trace import Trace

if TYPE_CHECKING:
    from complaint_rules.explain.asking import Ask
    from complaint_rules.explain.explainer import Explainer
    from complaint_rules.explain.why import Explanation
    from complaint_rules.explain.why_not import WhyNot
    from complaint_rules.trace.tracer import Tracer


class Decision(DecisionBase):
    """The decision on one complaint.

    All sums are fen; `to_dict` writes them as yuan with two decimals. The attributes are those of `Entries`,
    besides `status`, `questions` and `trace`, which are worked out when first asked for.
    """

    __slots__ = ("_later",)

    _later: OnDemand

    def __init__(self, entries: Entries, record: Record, later: OnDemand) -> None:
        super().__init__(entries, record)
        object.__setattr__(self, "_later", later)

    def _traced(self) -> Trace:
        return self._later.tracer.trace(self)

    def explain(self, path: str) -> Explanation:
        """Why an entry is as it is: rules, tests, facts, exceptions, figures and clauses, back to what was stated.

        Args:
            path: an entry, such as ``"severity"``, ``"remedies.refund"`` or ``"deadlines.respond"``.

        Returns:
            The reasons, with `to_dict`, `to_text` and `to_markdown`.

        Raises:
            PathError: there is no such entry.
        """
        return self._later.explainer.explain(self, path)

    def explain_all(self) -> list[Explanation]:
        """Why each entry is as it is."""
        return self._later.explainer.explain_all(self)

    def why_not(self, wanted: str) -> WhyNot:
        """Why an entry is not as it might be, and the smallest change of facts that would bring it about.

        Args:
            wanted: an entry, such as ``"remedies.refund"``, or an entry and its value, such as
                ``"severity=major"`` or ``"remedies.refund=required"``.

        Returns:
            The obstacles, with `to_dict`, `to_text` and `to_markdown`.

        Raises:
            PathError: no decision of this ruleset has such an entry.
        """
        return self._later.explainer.why_not(self, wanted)

    def next_questions(self) -> tuple[Ask, ...]:
        """What to ask next, most decisive first: exactly the unknown facts that can still change an entry.

        Returns:
            Each with two answers that lead to different decisions; empty where the decision is final.
        """
        return self._later.explainer.next_questions(self)

    def first_question(self, passed: Collection[str] = ()) -> Ask | None:
        """The first of `next_questions`, found without the others; None where there is none.

        Args:
            passed: the paths of facts not to ask for.
        """
        return self._later.explainer.first_question(self, passed)

    def to_text(self, lang: str = "en", *, full: bool = True) -> str:
        """The decision for a person to read, in English (`en`) or Chinese (`zh`).

        Args:
            lang: `en` or `zh`.
            full: everything, with the trace; else one screen of at most 45 lines, as `complaint-rules decide` prints.

        Raises:
            LanguageError: there is no view in this language.
        """
        from complaint_rules.trace import screen, text

        return text.render(self, lang) if full else screen.render(self, lang)


class OnDemand:
    """Makes the decisions of one program, and has what is asked of them later; only who asks pays for what it needs."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._tracer: Tracer | None = None
        self._explainer: Explainer | None = None

    def decision(self, entries: Entries, record: Record) -> Decision:
        """A decision that can be asked for its trace and its reasons."""
        return Decision(entries, record, self)

    @property
    def tracer(self) -> Tracer:
        """Traces decisions: facts, rules, exceptions and parameters that led to them."""
        if self._tracer is None:
            from complaint_rules.trace.tracer import Tracer

            self._tracer = Tracer(self._program)
        return self._tracer

    @property
    def explainer(self) -> Explainer:
        """Answers why, why not and what to ask next."""
        if self._explainer is None:
            from complaint_rules.explain.explainer import Explainer

            self._explainer = Explainer(self._program)
        return self._explainer
