"""Properties in words: what must hold of every decision."""

from __future__ import annotations

from complaint_rules.compile.property import (
    Always,
    CompiledProperty,
    Driver,
    EndsBy,
    Expectation,
    Monotone,
    OneOf,
    Outcome,
    Part,
    Present,
    Stands,
    StandsToFact,
    Within,
)
from complaint_rules.describe.conditions import Conditions, named
from complaint_rules.describe.markdown import ListItem, code, plain
from complaint_rules.describe.sheet import Sheet
from complaint_rules.facts.fact import FactType
from complaint_rules.load import source
from complaint_rules.money import format_fen
from complaint_rules.properties.chinese import NAMES_OF
from complaint_rules.trace.wording import inline, say

_DIRECTIONS: dict[Part, tuple[str, str]] = {"deadline": ("earlier", "later"), "approval": ("weaker", "stronger")}
"""The words for an outcome that never falls, and for one that never rises."""
_PHRASES: dict[Part, str] = {"deadline": "deadline_of", "approval": "approval_of"}
_BARE = ("severity", "lead", "liability", "payable")
_LISTED = ("support", "action", "prohibit")
_BRACKETS = str.maketrans("", "", "[]")


class Statements:
    """Renders properties on one page."""

    def __init__(self, sheet: Sheet, conditions: Conditions) -> None:
        self._sheet = sheet
        self._conditions = conditions

    def item(self, stated: source.Property, compiled: CompiledProperty) -> ListItem:
        """One property: its title and id, and below them its statement."""
        title = self._sheet.label(stated.title)
        text = f"**{plain(title)}** {code(stated.id)}" if title else code(stated.id)
        inner = self._inner(stated, compiled)
        reason = self._sheet.either(stated.reason)
        if reason:
            inner = (*inner, ListItem(f"{self._sheet.say('reason')}{self._colon}{plain(reason)}"))
        return ListItem(text, inner)

    @property
    def _colon(self) -> str:
        return say(self._sheet.lang, "colon")

    def _inner(self, stated: source.Property, compiled: CompiledProperty) -> tuple[ListItem, ...]:
        statement = compiled.statement
        if isinstance(statement, Monotone):
            return (ListItem(self._monotone(statement)),)
        word, raw = ("holds_always", stated.always) if isinstance(statement, Always) else ("never", stated.never)
        expected = tuple(ListItem(self._expected(one)) for one in statement.then)
        when = (raw or {}).get("when")
        where = (ListItem(self._sheet.say("where"), self._conditions.items(when)),) if when else ()
        return (*where, ListItem(self._sheet.say(word), expected))

    def _monotone(self, statement: Monotone) -> str:
        falls, rises = _DIRECTIONS.get(statement.outcome.part, ("falls", "rises"))
        does = self._sheet.say(falls if statement.rises else rises)
        outcome, when = self._outcome(statement.outcome), self._driven(statement.driver)
        return self._sheet.say("monotone").format(outcome=outcome, does=does, when=when)

    def _driven(self, driver: Driver) -> str:
        if driver == "severity":
            return self._sheet.say("with_a_tier")
        word = "once_it_holds" if driver.type is FactType.BOOL else "as_it_rises"
        return self._sheet.say(word, self._conditions.fact(driver.path))

    def _outcome(self, outcome: Outcome) -> str:
        part, labels = outcome.part, self._sheet.labels
        if part in _BARE:
            text = plain(inline(say(self._sheet.lang, part)))
        elif part in _LISTED:
            text = plain(labels.output(f"{NAMES_OF[part]}.{outcome.name}"))
        else:
            text = plain(inline(labels.of(NAMES_OF[part], outcome.name)))
        if part in _PHRASES:
            text = self._sheet.say(_PHRASES[part], text)
        bound = {"min": "least_of", "max": "most_of"}.get(outcome.aspect)
        return self._sheet.say(bound, text) if bound else text

    def _expected(self, expected: Expectation) -> str:
        outcome = self._outcome(expected.outcome)
        if isinstance(expected, Present) and expected.there and expected.outcome.part in _LISTED:
            return outcome
        return f"{outcome}{self._colon}{self._said(expected)}"

    def _said(self, expected: Expectation) -> str:
        if isinstance(expected, Stands):
            return self._sheet.say(expected.order, say(self._sheet.lang, "sum", format_fen(expected.fen)))
        if isinstance(expected, StandsToFact):
            return self._sheet.say(expected.order, self._conditions.fact(expected.fact.path))
        if isinstance(expected, EndsBy):
            return self._sheet.say("no_later_than", self._outcome(Outcome("deadline", expected.clock)))
        if isinstance(expected, Within):
            span = self._sheet.labels.span(expected.text.partition(": ")[2])
            return span if expected.unit == "at once" else self._sheet.say("within", span)
        if isinstance(expected, Present):
            return self._sheet.say("there" if expected.there else "not_there")
        return self._one_of(expected)

    def _one_of(self, expected: OneOf) -> str:
        """The labels of the allowed words; what is written with a sign or as `not(...)` stays as it is."""
        cell = expected.text.partition(": ")[2]
        names = cell.translate(_BRACKETS).split(", ")
        if not {*names} <= {"absent", *filter(None, expected.values)}:
            return code(cell)
        return self._sheet.say("or").join(self._word(expected.outcome.part, name) for name in names)

    def _word(self, part: Part, name: str) -> str:
        if name == "absent":
            return self._sheet.say("not_there")
        if part in ("remedy", "item"):
            return say(self._sheet.lang, "payable_item" if name == "payable" else name)
        kind = "lead" if part == "approval" else NAMES_OF[part]
        return named(self._sheet, kind, name)
