"""Sentences about tests, generated from the rules themselves, so that they can't contradict the rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from complaint_rules.compile.condition import Compare, Constant, DecisionTest, In, Leaf, OfFact, OfParameter, StateTest
from complaint_rules.facts.fact import Fact, FactType
from complaint_rules.facts.stating import written
from complaint_rules.trace.labels import Labels
from complaint_rules.trace.wording import inline, phrase

_ORDER: dict[str, tuple[str, str]] = {
    "<": ("below {}", "低于{}"),
    "<=": ("at most {}", "不超过{}"),
    ">": ("above {}", "高于{}"),
    ">=": ("at least {}", "不低于{}"),
}
_DAYS: dict[str, tuple[str, str]] = {
    "<": ("before {}", "早于{}"),
    "<=": ("no later than {}", "不晚于{}"),
    ">": ("after {}", "晚于{}"),
    ">=": ("no earlier than {}", "不早于{}"),
}
_TURNED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_WORDS: dict[str, tuple[str, str]] = {
    "name": ("{}", "“{}”"),
    "is": ("{0} is {1}", "{0}为{1}"),
    "is_not": ("{0} is not {1}", "{0}不为{1}"),
    "stands": ("{0} is {1}", "{0}{1}"),
    "has": ("{0} includes {1}", "{0}包括{1}"),
    "has_not": ("{0} does not include {1}", "{0}不包括{1}"),
    "or": (" or ", "或"),
    "known": ("{0} is known", "已知{0}"),
    "unknown": ("{0} is not known", "{0}未知"),
    "absent": ("{0} does not apply", "{0}不适用"),
    "not_known": ("{0} is not known, or does not apply", "{0}未知或不适用"),
    "not_unknown": ("{0} is known, or does not apply", "{0}已知或不适用"),
    "not_absent": ("{0} applies", "{0}适用"),
    "later": ("{0} plus {1} days", "{0}后{1}日"),
    "earlier": ("{0} less {1} days", "{0}前{1}日"),
    "figure": ("{0} ({1})", "{0}（{1}）"),
    "not_so": ("{0}: it is {1}", "{0}：现为{1}"),
    "not_told": ("{0}: that is not known yet", "{0}：尚未查明"),
    "no_group": ("{0}: does not apply here", "{0}：本案不适用"),
}


class Sentences:
    """Renders tests in one language."""

    def __init__(self, labels: Labels, figures: dict[str, Any]) -> None:
        """Prepare.

        Args:
            labels: in the language wanted.
            figures: the parameters' figures of the day.
        """
        self._labels = labels
        self._figures = figures

    def say(self, word: str, *values: object) -> str:
        """A sentence with its placeholders filled in."""
        return phrase(_WORDS, self._labels.lang, word, *values)

    def asked(self, leaf: Leaf, *, negated: bool = False, value: str = "") -> str:
        """What a test requires.

        Args:
            leaf: the test.
            negated: whether its negation is required.
            value: the fact's value, to be shown after its name; empty to leave it out.
        """
        if isinstance(leaf, DecisionTest):
            name = self.say("name", inline(self._labels.fact(f"decision.{leaf.attribute}")))
            values = self._either([self._labels.of(leaf.attribute, one) for one in sorted(leaf.values)])
            return self.say("is_not" if negated else "is", name, values)
        name = self.say("name", inline(self._labels.fact(leaf.fact.path)))
        name += self._labels.aside(value) if value else ""
        if isinstance(leaf, StateTest):
            return self.say(f"not_{leaf.state}" if negated else leaf.state, name)
        if isinstance(leaf, In):
            return self._among(leaf, name, negated)
        order = _TURNED[leaf.order] if negated else leaf.order
        words = _DAYS if leaf.fact.type is FactType.DATE else _ORDER
        return self.say("stands", name, phrase(words, self._labels.lang, order, self._operand(leaf)))

    def _among(self, leaf: In, name: str, negated: bool) -> str:
        fact = leaf.fact
        if fact.type is FactType.BOOL and negated:
            return self._among(replace(leaf, values=frozenset({False, True}) - leaf.values), name, False)
        texts = [self._value(fact, value) for value in _in_order(fact, leaf.values)]
        if fact.type is FactType.TEXT_SET:
            texts = [self._labels.of("lead", value) for value in sorted(leaf.values)]
            return self.say("has_not" if negated else "has", name, self._either(texts))
        return self.say("is_not" if negated else "is", name, self._either(texts))

    def _either(self, texts: list[str]) -> str:
        return self.say("or").join(texts)

    def _operand(self, leaf: Compare) -> str:
        operand = leaf.operand
        if isinstance(operand, Constant):
            return self._value(leaf.fact, operand.value)
        if isinstance(operand, OfParameter):
            figure = self._figures[operand.name]
            title = inline(self._labels.fact(f"parameters.{operand.name}"))
            return title if figure is None else self.say("figure", title, self._value(leaf.fact, figure))
        assert isinstance(operand, OfFact)
        other = inline(self._labels.fact(operand.fact.path))
        if not operand.days:
            return other
        return self.say("later" if operand.days > 0 else "earlier", other, abs(operand.days))

    def _value(self, fact: Fact, value: Any) -> str:
        shown = written(fact, value) if isinstance(value, int | date) and not isinstance(value, bool) else value
        return self._labels.value(fact.path, shown)

    # --- with the fact's value

    def held(self, leaf: Leaf, value: Any, *, negated: bool = False) -> str:
        """A satisfied test, with the fact's value where the test does not state it."""
        exact = isinstance(leaf, In) and len(leaf.values) == 1 and not negated
        if exact or value is None or isinstance(leaf, StateTest | DecisionTest):
            return self.asked(leaf, negated=negated)
        return self.asked(leaf, negated=negated, value=self._labels.value(leaf.fact.path, value))

    def unmet(self, leaf: Leaf, state: str, value: Any, *, negated: bool = False) -> str:
        """An unsatisfied test, with the fact's value."""
        asked = self.asked(leaf, negated=negated)
        if state == "unknown":
            return self.say("not_told", asked)
        if state == "absent":
            return self.say("no_group", asked)
        path = f"decision.{leaf.attribute}" if isinstance(leaf, DecisionTest) else leaf.fact.path
        return self.say("not_so", asked, self._labels.value(path, value))


def _in_order(fact: Fact, values: frozenset[Any]) -> list[Any]:
    return [value for value in fact.values if value in values] if fact.values else sorted(values)
