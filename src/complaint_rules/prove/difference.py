"""Where two rulesets decide differently: two decisions over one complaint, and the smallest complaint that shows it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

from complaint_rules.assembly import Assembly
from complaint_rules.compile.names import Label
from complaint_rules.compile.rule import CompiledRule, Ruleset
from complaint_rules.engine import Engine
from complaint_rules.entries.slot import Key
from complaint_rules.errors import ComplaintRulesError, Message, Problem
from complaint_rules.evaluate.evaluation import Evaluation
from complaint_rules.facts.fact import Fact
from complaint_rules.prove.changes import Change, changes
from complaint_rules.prove.cutting import Complaint, Shows, cut_down, figures_near
from complaint_rules.prove.finding import Unsettled, as_json
from complaint_rules.prove.input_mapping import MappedInput, read_otherwise, stated_by, vocabulary_of
from complaint_rules.prove.observables import Observable, observables_of
from complaint_rules.prove.session import SECONDS, WitnessError
from complaint_rules.prove.structural_diff import StructuralDiff
from complaint_rules.prove.symbolic.amounts import NotEncodedError
from complaint_rules.prove.symbolic.complaint import Days, SymbolicComplaint, always_read
from complaint_rules.prove.symbolic.conditions import all_figures
from complaint_rules.prove.symbolic.deadlines import Orders, SymbolicSpan
from complaint_rules.prove.symbolic.decision import SymbolicDecision
from complaint_rules.prove.symbolic.reading import asked_days
from complaint_rules.prove.symbolic.terms import Model, Truth, any_of, same
from complaint_rules.prove.symbolic.usual import TEN_O_CLOCK
from complaint_rules.prove.symbolic.workspace import Workspace
from complaint_rules.prove.witness import Witnesses
from complaint_rules.prove.wording import say

_SUMS = ("remedies", "items")


class NotComparableError(ComplaintRulesError):
    """Two rulesets for which no complaint has the same meaning."""

    kind = "not-comparable"
    titles = ("the rulesets can't be compared", "规则集无法比较")

    @property
    def reason(self) -> Label:
        """Why, in English and Chinese."""
        return self.problems[0].text["en"], self.problems[0].text["zh"]


class PartialDecision(SymbolicDecision):
    """The part of a decision that is needed: some rules are encoded, others reuse the terms of their twins."""

    def __init__(
        self,
        ruleset: Ruleset,
        complaint: SymbolicComplaint,
        space: Workspace,
        name: str,
        needed: Collection[int],
        twins: Mapping[int, tuple[Truth, Truth]],
    ) -> None:
        """Encode the rules needed.

        Args:
            ruleset: the compiled stack.
            complaint: the symbolic complaint.
            space: where definitions are kept.
            name: a prefix for their names.
            needed: positions of the rules to encode.
            twins: for positions of other rules, whether their condition holds and whether they fire.
        """
        self._needed = needed
        self._twins = twins
        super().__init__(ruleset, complaint, space, name)

    def _lay(self, rule: CompiledRule) -> None:
        if rule.position in self._needed:
            super()._lay(rule)
            return
        holds, fires = self._twins.get(rule.position, (False, False))
        self.holds.append(holds)
        self.fires.append(fires)


class Comparison:
    """Two rulesets over one symbolic complaint."""

    def __init__(self, old: Ruleset, new: Ruleset, seconds: float = SECONDS) -> None:
        """Encode what may differ.

        Args:
            old: a compiled stack.
            new: another.
            seconds: the longest that one question may take.

        Raises:
            NotComparableError: they count days in different time zones, or by different calendars.
        """
        if str(old.timezone) != str(new.timezone):
            zones = {"zone": str(old.timezone), "other": str(new.timezone)}
            raise NotComparableError(Problem(Message("other-zones", old=old.id, new=new.id, **zones)))
        if not old.calendar.agrees_with(new.calendar):
            raise NotComparableError(Problem(Message("other-calendars", old=old.id, new=new.id)))
        self.rulesets = old, new
        self._seconds = seconds
        self.alike = StructuralDiff(old, new)
        left_out = dict.fromkeys(self.alike.asking_what_is_unknown())
        self.unsettled = [Unsettled(rule, say("needs-unknown")) for rule in left_out]
        self.days = common_days(old, new)
        self.space = Workspace(seconds)
        self.shared = stated_by(old, new)
        ours, theirs = self._facts(new=False), self._facts(new=True)
        vocabulary = self._vocabulary([*ours, *theirs])
        self.stated = SymbolicComplaint(self.shared, vocabulary, self.days, self.space, unsaid=read_otherwise(old, new))
        self.old, self.new = self._decisions(ours, theirs)
        counting = old if old.calendar.until is not None else new
        self.orders = Orders(self._spans(), self.days, counting, self.space)
        self.keys = sorted(self.alike.changed, key=lambda key: key[0] in _SUMS)
        """The outputs that may differ, the easiest to decide first."""
        self._aspects: dict[Key, list[Observable]] = {}

    # --- how it is laid out

    def _facts(self, *, new: bool) -> list[Fact]:
        ruleset = self.rulesets[new]
        always = {*always_read(self.rulesets[False]), *always_read(self.rulesets[True])}
        read = {fact.path for side in (False, True) for fact in self.alike.facts(new=side)}
        return [fact for fact in ruleset.facts if fact.path in read or fact.path in always]

    def _vocabulary(self, facts: Sequence[Fact]) -> Any:
        paths = {fact.path for fact in facts}
        return vocabulary_of(self.rulesets, [fact for fact in self.shared.facts if fact.path in paths])

    def _decisions(self, ours: Sequence[Fact], theirs: Sequence[Fact]) -> tuple[PartialDecision, PartialDecision]:
        old, new = self.rulesets
        one, other = (
            MappedInput(ruleset, vocabulary_of(self.rulesets, facts), self.days, self.space, self.stated)
            for ruleset, facts in ((old, ours), (new, theirs))
        )
        first = PartialDecision(old, one, self.space, "old: ", self.alike.needed(new=False), {})
        twins = {at: (first.holds[twin], first.fires[twin]) for at, twin in self.alike.twins.items()}
        return first, PartialDecision(new, other, self.space, "new: ", self.alike.needed(new=True), twins)

    def _spans(self) -> set[SymbolicSpan]:
        """The spans that may compete on a changed clock."""
        clocks = [name for group, name in self.alike.changed if group == "deadlines"]
        sides = [{span for _, span in side.spans(clock)} for clock in clocks for side in (self.old, self.new)]
        return {span for side in sides if len(side) > 1 for span in side}

    # --- questions

    def aspects(self, key: Key) -> list[Observable]:
        """The observables in which an output may differ; encoded on first use."""
        if key not in self._aspects:
            try:
                self._aspects[key] = observables_of(key, self.old, self.new, self.orders)
            except NotEncodedError as error:
                self._aspects[key] = []
                self.unsettled.append(Unsettled(".".join(filter(None, key)), error.reason))
        return self._aspects[key]

    def ask(self, key: Key, *terms: Truth) -> Model | None:
        """A model of terms; None where there is none, or where the solver gave no answer, which is noted.

        Args:
            key: the output that the question is about.
            terms: what must hold together.
        """
        ways = [self.space.ask, self.space.ask_alone]
        if key[0] in _SUMS:
            ways.reverse()
        answer = ways[0](*terms)
        if answer == "unknown":
            answer = ways[1](*terms)
        if answer == "unknown":
            self.unsettled.append(
                Unsettled(".".join(filter(None, key)), say("no-answer", seconds=f"{self._seconds:g}"))
            )
        return self.space.model if answer == "sat" else None

    def different(self, key: Key, *terms: Truth) -> Model | None:
        """A model in which the decisions differ on an output."""
        return self.ask(key, any_of(aspect.differs for aspect in self.aspects(key)), *terms)

    def witness(self, *terms: Truth, model: Model) -> Complaint | None:
        """The complaint of a model; None where none is found at the model's moment, or it shows no difference.

        It may show none where it omits a fact that only one ruleset presumes, or where a figure is missing.

        Args:
            terms: the terms that hold in the model.
            model: a model in which the decisions differ.

        Raises:
            WitnessError: the engine does not confirm the difference.
        """
        moment, chosen = self.orders.moment(model)
        asked = [*terms, chosen]
        if moment is not None:
            asked.append(same(self.stated.received_on, moment.toordinal()))
        try:
            whole = self.space.narrowed(asked, [])
        except ValueError:
            return None
        hour = TEN_O_CLOCK if moment is None else moment.time()
        complaint = Witnesses(self.shared, self.space, self.days).written(self.stated, whole, hour)
        if not self.decided(complaint):
            if self._is_open(whole):
                return None
            raise WitnessError(Problem(Message("difference-not-confirmed", witness=as_json(complaint))))
        return complaint

    def _is_open(self, model: Model) -> bool:
        """Whether a fact that not both presume is omitted, or a figure that a rule may read is missing."""
        if any(model.holds(self.stated.unknown(fact)) for fact in self.stated.facts):
            return True
        figures = [one for ruleset in self.rulesets for one in ruleset.parameters.values()]
        return not model.holds(all_figures(figures, self.stated))

    def smallest(self, complaint: Complaint, shows: Shows) -> Complaint:
        """A witness shrunk to what it must state."""
        return cut_down(complaint, self.stated.facts, self.near, shows)

    @cached_property
    def near(self) -> dict[str, tuple[int, ...]]:
        """Boundary values: figures at and around the thresholds of both, by the path of the fact."""
        return figures_near(self.rulesets)

    def decided(self, complaint: Mapping[str, Any]) -> list[Change]:
        """What changes for a complaint, as decided by the engine."""
        old, new = self.rulesets
        return decided(old, new, complaint)

    def evaluation(self, complaint: Mapping[str, Any], *, new: bool) -> Evaluation:
        """The evaluation of a complaint under one of the rulesets."""
        ruleset, other = self.rulesets[new], self.rulesets[not new]
        return engine_of(ruleset).decide(_as_told(complaint, ruleset, other)).evaluation


def decided(old: Ruleset, new: Ruleset, complaint: Mapping[str, Any]) -> list[Change]:
    """What changes for a complaint, as decided by the engine; facts that only one ruleset declares go to it alone.

    Raises:
        ComplaintError: the complaint is invalid.
    """
    one = engine_of(old).decide(_as_told(complaint, old, new))
    other = engine_of(new).decide(_as_told(complaint, new, old))
    return changes(one, other, ladders=old.authority != new.authority)


def _as_told(complaint: Mapping[str, Any], ruleset: Ruleset, other: Ruleset) -> Mapping[str, Any]:
    """A complaint without the facts that only the other ruleset declares."""
    extra = complaint.get("extra")
    if not isinstance(extra, Mapping):
        return complaint
    known, elsewhere = ({fact.path for fact in one.facts} for one in (ruleset, other))
    foreign = {path.removeprefix("extra.") for path in elsewhere - known}
    return {**complaint, "extra": {name: value for name, value in extra.items() if name not in foreign}}


@lru_cache(maxsize=4)
def engine_of(ruleset: Ruleset) -> Engine:
    """The engine that confirms witnesses."""
    return Engine(Assembly(ruleset, "python"))


def common_days(old: Ruleset, new: Ruleset) -> Days:
    """The days considered: those on which both are in force."""
    one, other = asked_days(old), asked_days(new)
    last = min(one.last, other.last)
    return Days(min(max(one.first, other.first), last), last)


def find_difference(old: Ruleset, new: Ruleset) -> Mapping[str, Any] | Unsettled | None:
    """The smallest complaint that two rulesets decide differently; None where it is proved that there is none.

    Args:
        old: a compiled stack, such as `Engine.load(...).ruleset`.
        new: another.

    Returns:
        A complaint as a mapping that `Engine.decide` takes; None proves that both decide the same; an `Unsettled`
        where neither was reached, as for rulesets that count days in different time zones.

    Raises:
        WitnessError: the engine does not confirm the complaint; a fault of the prover.
        ProverMissingError: Z3 is not installed.
    """
    try:
        comparison = Comparison(old, new)
    except NotComparableError as error:
        return Unsettled("difference", error.reason)
    for key in comparison.keys:
        model = comparison.different(key)
        if model is None:
            continue
        term = any_of(aspect.differs for aspect in comparison.aspects(key))
        found = comparison.witness(term, model=model)
        if found is not None:
            return comparison.smallest(found, lambda complaint: bool(comparison.decided(complaint)))
        comparison.unsettled.append(Unsettled("difference", say("no-complaint")))
    return comparison.unsettled[0] if comparison.unsettled else None
