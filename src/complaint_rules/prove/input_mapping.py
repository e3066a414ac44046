"""One complaint as two rulesets read it: each adds its own presumptions, and sees the facts that it declares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from complaint_rules.compile.condition import In, leaves
from complaint_rules.compile.parameter import DatedParameter
from complaint_rules.compile.rule import Ruleset
from complaint_rules.facts.fact import FINITE, Fact, FactType, ordinal
from complaint_rules.prove.symbolic.complaint import (
    Days,
    SymbolicComplaint,
    Unknowns,
    Vocabulary,
)
from complaint_rules.prove.symbolic.terms import Number, Truth, any_of, no, pick
from complaint_rules.prove.symbolic.workspace import Workspace

_UNSAID = object()
_TEXTS = (FactType.TEXT, FactType.TEXT_SET)


class MappedInput(SymbolicComplaint):
    """A stated complaint as one ruleset reads it."""

    def __init__(
        self, ruleset: Ruleset, vocabulary: Vocabulary, days: Days, space: Workspace, stated: SymbolicComplaint
    ) -> None:
        """Share what is stated, and presume what is not.

        Args:
            ruleset: the ruleset whose presumptions apply.
            vocabulary: the facts that it declares.
            days: when the complaint may happen and be received.
            space: the workspace that gets its constraints.
            stated: the complaint; it has every fact of the vocabulary, by its path.
        """
        self._stated = stated
        self._origins = {fact.path: fact for fact in stated.facts}
        super().__init__(ruleset, vocabulary, days, space, "read:")

    def _fresh_rest(self, fact: Fact) -> Number:
        return self._stated.rest(self._origins[fact.path])

    def _presence(self, group: str) -> Truth:
        return self._stated.present(group)

    def _unknowns(self, fact: Fact) -> Unknowns:
        """The stated value, else what the ruleset presumes, else any value, which is the same in both rulesets."""
        origin = self._origins[fact.path]
        said = self._stated.unknowns(origin)
        comparable = _comparable(fact, origin)
        if comparable and said.words is not None:
            said = said._replace(words=self._shared_words(fact, said.words))
        if said.known is True:
            return said
        presumed = self.ruleset.presume.get(fact.index, _UNSAID)
        unsaid = self._fresh(fact)
        if presumed is not _UNSAID:
            unsaid = _presumed(unsaid, presumed, self._stated.vocabulary.other(origin))
        if not comparable:
            self._space.hold(no(said.known))
            return unsaid
        return _either(said, unsaid)

    def _shared_words(self, fact: Fact, words: dict[Any, Truth]) -> dict[Any, Truth]:
        """The stated words; a value that the ruleset does not declare can't be stated."""
        if fact.type not in FINITE:
            return words
        self._space.hold(no(any_of(term for word, term in words.items() if word not in fact.values)))
        return {word: words.get(word, False) for word in fact.values}


def _presumed(fresh: Unknowns, presumed: Any, other: str) -> Unknowns:
    """The variables of a fact, fixed to its presumed value."""
    if fresh.number is not None:
        return fresh._replace(number=ordinal(presumed))
    if fresh.words is None:
        return fresh
    if not isinstance(presumed, frozenset) and presumed not in fresh.words:
        presumed = other
    return fresh._replace(words={word: _is_word(word, presumed) for word in fresh.words})


def _either(said: Unknowns, unsaid: Unknowns) -> Unknowns:
    """The stated value, or its substitute where none is stated."""
    if said.number is not None:
        return Unknowns(True, pick(said.known, said.number, unsaid.number), None)
    if said.words is None or unsaid.words is None:
        return said._replace(known=True)
    words = {word: pick(said.known, term, unsaid.words[word]) for word, term in said.words.items()}
    return Unknowns(True, None, words)


def _is_word(word: Any, presumed: Any) -> bool:
    return word in presumed if isinstance(presumed, frozenset) else bool(word == presumed)


def _comparable(fact: Fact, origin: Fact) -> bool:
    return (fact.type, fact.unit, fact.least, fact.most) == (origin.type, origin.unit, origin.least, origin.most)


def read_otherwise(old: Ruleset, new: Ruleset) -> frozenset[str]:
    """The paths of facts that the two presume differently, or declare so that no value can be stated to both."""
    ours, theirs = ({fact.path: fact for fact in ruleset.facts} for ruleset in (old, new))
    return frozenset(
        path
        for path, fact in ours.items()
        if path in theirs
        and (
            not _comparable(fact, theirs[path])
            or old.presume.get(fact.index, _UNSAID) != new.presume.get(theirs[path].index, _UNSAID)
        )
    )


def stated_by(old: Ruleset, new: Ruleset) -> Ruleset:
    """A ruleset for stating complaints, not for deciding them: the facts of both and the presumptions they share.

    It has the rules and figures of both, so that the search for round figures of a witness finds all thresholds.
    """
    known = {fact.path for fact in old.facts}
    added = [fact for fact in new.facts if fact.path not in known]
    facts = (*old.facts, *(replace(fact, index=len(old.facts) + at) for at, fact in enumerate(added)))
    theirs = {fact.path: new.presume[fact.index] for fact in new.facts if fact.index in new.presume}
    presume = {
        fact.index: old.presume[fact.index]
        for fact in old.facts
        if fact.index in old.presume and theirs.get(fact.path, _UNSAID) == old.presume[fact.index]
    }
    return replace(
        old, facts=facts, presume=presume, rules=(*old.rules, *new.rules), properties=(), parameters=_figures(old, new)
    )


def _figures(old: Ruleset, new: Ruleset) -> dict[str, DatedParameter]:
    """The parameters of both; one that both declare has the steps of both."""
    found = {**new.parameters, **old.parameters}
    for name in old.parameters.keys() & new.parameters.keys():
        found[name] = replace(found[name], steps=(*found[name].steps, *new.parameters[name].steps))
    return found


def vocabulary_of(rulesets: Sequence[Ruleset], facts: Sequence[Fact]) -> Vocabulary:
    """A vocabulary of these facts, with the texts that any of the rulesets names."""
    texts: dict[str, set[str]] = {}
    named = (leaf for ruleset in rulesets for rule in ruleset.rules for leaf in leaves(rule.condition))
    for leaf in named:
        if isinstance(leaf, In) and leaf.fact.type in _TEXTS:
            texts.setdefault(leaf.fact.path, set()).update(leaf.values)
    ordered = tuple(sorted(facts, key=lambda fact: fact.index))
    return Vocabulary(ordered, {fact.index: tuple(sorted(texts.get(fact.path, ()))) for fact in ordered})
