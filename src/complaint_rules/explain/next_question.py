"""What to ask next: exactly the facts that can still change an entry, first those that settle the most."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from complaint_rules.decide.questions import paths_of
from complaint_rules.explain.relevance import Pair, Relevance
from complaint_rules.facts.fact import NUMERIC, Fact
from complaint_rules.facts.stating import written


class Answer(NamedTuple):
    """One answer that the rules distinguish from others, and how many facts would be left to ask for after it."""

    value: Any
    left_open: int

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON data."""
        return {"value": self.value, "left_open": self.left_open}


class Proof(NamedTuple):
    """Two answers that lead to different decisions, given the answers in `given`."""

    given: Mapping[str, Any]
    first: Any
    second: Any

    def to_dict(self) -> dict[str, Any]:
        """The proof as JSON data."""
        return {"given": dict(self.given), "answers": [self.first, self.second]}


class Ask(NamedTuple):
    """A fact worth asking for.

    `affects` are the entries that its answer can change, `answers` represent all its possible values, `left_open` is
    how many facts are left to ask for after an answer, on average; `proof` shows that it matters, and is None where no
    pair of answers was found within the limit of steps, or where only a figure without a value distinguishes them.
    """

    fact: str
    affects: tuple[str, ...]
    answers: tuple[Answer, ...]
    left_open: float
    proof: Proof | None

    def to_dict(self) -> dict[str, Any]:
        """The question as JSON data."""
        return {
            "fact": self.fact,
            "affects": list(self.affects),
            "answers": [one.to_dict() for one in self.answers],
            "left_open": round(self.left_open, 2),
            "proof": None if self.proof is None else self.proof.to_dict(),
        }


def next_questions(relevance: Relevance) -> tuple[Ask, ...]:
    """All questions, the most decisive first; none where the decision is final."""
    return tuple([_ask(fact, answers, relevance) for fact, answers in _ranked(relevance)])


def first_question(relevance: Relevance, passed: Collection[str] = ()) -> Ask | None:
    """The most decisive question except those about facts that were passed over; None where there is none."""
    for fact, answers in _ranked(relevance):
        if fact.path not in passed:
            return _ask(fact, answers, relevance)
    return None


def _ranked(relevance: Relevance) -> list[tuple[Fact, tuple[Answer, ...]]]:
    """The facts that matter and their answers, first those whose answers leave the fewest facts open."""

    def rank(asked: tuple[Fact, tuple[Answer, ...]]) -> tuple[float, int, int]:
        fact, answers = asked
        return _left_open(answers), -len(relevance.changed_by(fact)), fact.index

    return sorted([(fact, tuple(_answers(fact, relevance))) for fact in relevance.candidates], key=rank)


def _left_open(answers: Sequence[Answer]) -> float:
    return sum(one.left_open for one in answers) / len(answers)


def _answers(fact: Fact, relevance: Relevance) -> Iterator[Answer]:
    """The answers to a fact; the largest possible number is tried for proofs, and not shown."""
    tried = relevance.answers(fact)
    for value, after in tried:
        if fact.type not in NUMERIC or value != fact.most or len(tried) <= 2:
            yield Answer(written(fact, value), after.open_facts.bit_count())


def _ask(fact: Fact, answers: tuple[Answer, ...], relevance: Relevance) -> Ask:
    pair = relevance.pair(fact)
    affects = [path for key in relevance.changed_by(fact) for path in paths_of(relevance.start.at, key)]
    proof = None if pair is None else _proof(fact, pair)
    return Ask(fact.path, tuple(dict.fromkeys(affects)), answers, _left_open(answers), proof)


def _proof(fact: Fact, pair: Pair) -> Proof:
    given = {other.path: written(other, value) for other, value in pair.given}
    return Proof(given, written(fact, pair.first), written(fact, pair.second))
