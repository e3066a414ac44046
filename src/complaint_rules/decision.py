"""The decision that callers get: its entries, with its trace, text and explanations computed on demand."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from complaint_rules.compile.program import Program
from complaint_rules.decide.decision import DecisionBase, Source, Status
from complaint_rules.decide.entries import Entries, Question
from complaint_rules.decide.glossary import Glossary, StoredLabels
from complaint_rules.decide.limits import RemedyLimits
from complaint_rules.decide.offer import Offer, StoredOffers, judge_offer, offers_to_store
from complaint_rules.decide.questions import find_questions, is_final
from complaint_rules.decide.stored import ReadDecision, read_decision, read_json
from complaint_rules.decide.trace import Trace
from complaint_rules.evaluate.evaluation import Evaluation

if TYPE_CHECKING:
    from complaint_rules.explain.explainer import Explainer
    from complaint_rules.explain.next_question import Ask
    from complaint_rules.explain.stored import StoredExplainer
    from complaint_rules.explain.why import Explanation
    from complaint_rules.explain.why_not import WhyNot
    from complaint_rules.record.record import Record
    from complaint_rules.trace.tracer import Tracer


class Decision(DecisionBase):
    """The decision on one complaint.

    All sums are fen; `to_dict` writes them as yuan with two decimals. The attributes are those of `Entries` and,
    computed on first access, `status`, `questions` and `trace`.
    """

    __slots__ = ()

    _source: OnDemand | ReadBack

    @classmethod
    def from_dict(cls, data: object) -> Decision:
        """Restore a stored decision, without its ruleset.

        Its entries, trace, text, HTML and offers are those of the decision that was stored; `explain` answers from the
        trace. Anything else that needs the rules raises `RulesetNeededError`.

        Args:
            data: the result of `to_dict`.

        Raises:
            RecordError: not a decision, with the path of what is wrong.
        """
        found = read_decision(data)
        return cls(found.entries, ReadBack(found))

    @classmethod
    def from_json(cls, text: str | bytes) -> Decision:
        """Restore a stored decision; see `from_dict`.

        Args:
            text: the result of `to_json`.

        Raises:
            RecordError: not a decision as JSON, with the path of what is wrong.
        """
        return cls.from_dict(read_json(text))

    def explain(self, path: str) -> Explanation:
        """Why an entry is as it is: rules, tests, facts, exceptions, figures and clauses, back to what was stated.

        Args:
            path: an entry, such as ``"severity"``, ``"remedies.refund"`` or ``"deadlines.respond"``.

        Returns:
            The reasons, with `to_dict`, `to_text` and `to_markdown`.

        Raises:
            PathError: there is no such entry.
        """
        return self._source.explainer.explain(self, path)

    def explain_all(self) -> list[Explanation]:
        """Why each entry is as it is."""
        return self._source.explainer.explain_all(self)

    def why_not(self, wanted: str) -> WhyNot:
        """Why an entry does not have a wanted value, and the smallest change of facts that would give it.

        Args:
            wanted: an entry, such as ``"remedies.refund"``, or an entry and its value, such as
                ``"severity=major"`` or ``"remedies.refund=required"``.

        Returns:
            The obstacles, with `to_dict`, `to_text` and `to_markdown`.

        Raises:
            PathError: no decision of this ruleset has such an entry.
            RulesetNeededError: the decision was read from a store.
        """
        return self._source.explainer.why_not(self, wanted)

    def next_questions(self) -> tuple[Ask, ...]:
        """What to ask next, most decisive first: exactly the unknown facts that can still change an entry.

        Returns:
            Each with two answers that lead to different decisions; empty where the decision is final.

        Raises:
            RulesetNeededError: the decision was read from a store.
        """
        return self._source.explainer.next_questions(self)

    def first_question(self, passed: Collection[str] = ()) -> Ask | None:
        """The first of `next_questions`, found without the others; None where there is none.

        Args:
            passed: the paths of facts not to ask for.

        Raises:
            RulesetNeededError: the decision was read from a store.
        """
        return self._source.explainer.first_question(self, passed)

    def record(
        self,
        *,
        by: str | None = None,
        service: str | None = None,
        at: datetime | None = None,
        key: bytes | None = None,
    ) -> Record:
        """The decision with all its inputs, as a record to be archived; see `Record`.

        Args:
            by: who decided.
            service: the service that decided.
            at: when, with an offset.
            key: 32 bytes that salt the record's digest; random by default.

        Raises:
            RecordError: `at` has no offset, or `by` or `service` is not a text of 1 to 200 characters.
            RulesetNeededError: the decision was read from a store.
            MissingExtraError: the extra `log` is not installed.
        """
        from complaint_rules.record.record import Record

        return Record.of(self, by=by, service=service, at=at, key=key)

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


class OnDemand(Source):
    """Makes the decisions of one program and answers later requests about them; its helpers are built on first use."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._tracer: Tracer | None = None
        self._explainer: Explainer | None = None
        self._glossary: Glossary | None = None

    def decision(self, entries: Entries, evaluation: Evaluation) -> Decision:
        """A decision that can be asked for its trace and its reasons."""
        return Decision(entries, self, evaluation)

    def status(self, decision: DecisionBase) -> Status:
        """Whether an unknown fact can change anything."""
        return "final" if is_final(decision.evaluation, decision.review) else "provisional"

    def questions(self, decision: DecisionBase) -> tuple[Question, ...]:
        """The unknown facts that can still change an entry."""
        return find_questions(decision.evaluation)

    def trace(self, decision: DecisionBase) -> Trace:
        """What led to the decision: facts, rules, exceptions and parameters."""
        if self._tracer is None:
            from complaint_rules.trace.tracer import Tracer

            self._tracer = Tracer(self._program)
        return self._tracer.trace(decision)

    def glossary(self) -> Glossary:
        """The ruleset's labels."""
        if self._glossary is None:
            self._glossary = Glossary.of(self._program.ruleset)
        return self._glossary

    def labels(self, decision: DecisionBase) -> StoredLabels:
        """The labels that a reader without the rules needs."""
        return self.glossary().to_store(decision.entries, decision.questions, decision.trace)

    def judge(self, decision: DecisionBase, kind: str, amount: object) -> Offer:
        """Judge an offer."""
        at, authority = decision.evaluation, self._program.ruleset.authority
        return judge_offer(kind, amount, decision.remedies, lambda: RemedyLimits(at, kind), authority)

    def offers(self, decision: DecisionBase) -> StoredOffers:
        """What a reader without the rules needs to judge offers."""
        at, authority = decision.evaluation, self._program.ruleset.authority
        return offers_to_store(decision.remedies, lambda kind: RemedyLimits(at, kind), authority)

    @property
    def explainer(self) -> Explainer:
        """Answers why, why not and what to ask next."""
        if self._explainer is None:
            from complaint_rules.explain.explainer import Explainer

            self._explainer = Explainer(self._program)
        return self._explainer


class ReadBack(Source):
    """Answers requests about one decision from what was stored with it."""

    def __init__(self, stored: ReadDecision) -> None:
        self._stored = stored
        self._glossary: Glossary | None = None

    def status(self, _decision: DecisionBase) -> Status:
        """Whether an unknown fact could change anything."""
        return self._stored.status

    def questions(self, _decision: DecisionBase) -> tuple[Question, ...]:
        """The unknown facts that could still change an entry."""
        return self._stored.questions

    def trace(self, _decision: DecisionBase) -> Trace:
        """What led to the decision."""
        return self._stored.trace

    def glossary(self) -> Glossary:
        """The ruleset's labels, as far as the decision needs them."""
        if self._glossary is None:
            self._glossary = Glossary.stored(self._stored.labels, self._stored.trace)
        return self._glossary

    def labels(self, _decision: DecisionBase) -> StoredLabels:
        """The stored labels of the ruleset."""
        return self._stored.labels

    def judge(self, decision: DecisionBase, kind: str, amount: object) -> Offer:
        """Judge an offer by what was stored."""
        offers = self._stored.offers
        return judge_offer(kind, amount, decision.remedies, lambda: offers.limits(kind), offers.authority)

    def offers(self, _decision: DecisionBase) -> StoredOffers:
        """The stored limits of offers."""
        return self._stored.offers

    @property
    def explainer(self) -> StoredExplainer:
        """Explains entries from the stored trace."""
        from complaint_rules.explain.stored import StoredExplainer

        return StoredExplainer()
