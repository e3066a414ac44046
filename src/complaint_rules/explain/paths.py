"""Paths: how a reader names an entry of a decision, and which outputs it includes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from complaint_rules.compile.effect import Duration, DurationOf, RequestAction, RequireApproval, SetDeadline, spanning
from complaint_rules.compile.rule import Ruleset
from complaint_rules.decide.decision import DecisionBase
from complaint_rules.entries.plan import key_of
from complaint_rules.entries.slot import Key
from complaint_rules.errors import Hint, Message, PathError, Problem, nearest_or_listed
from complaint_rules.vocabulary import FINDINGS

PARTS = (
    "severity",
    "department",
    "liability",
    "deadlines",
    "approvals",
    "remedies",
    "items",
    "payable",
    "actions",
    "prohibited",
)
"""The parts of a decision that can be asked about."""

_STATUSES = {
    "remedies": ("permitted", "required", "forbidden"),
    "items": ("payable", "pending", "not_payable"),
}


class Entry(NamedTuple):
    """An entry that a decision has: its path, and the outputs that it includes."""

    path: str
    keys: tuple[Key, ...]


class Goal(NamedTuple):
    """An entry that a decision might have, and the wanted value (None: any that grants or sets it)."""

    path: str
    keys: tuple[Key, ...]
    value: str | None

    @property
    def text(self) -> str:
        """As the reader would write it."""
        return self.path if self.value is None else f"{self.path}={self.value}"


def find_entry(text: str, decision: DecisionBase) -> Entry:
    """The entry that a path names; what follows its name, such as `.max`, is ignored.

    Raises:
        PathError: the decision has no such entry.
    """
    part, *rest = _asked(text).split(".")
    here = _present(decision)
    if part not in PARTS:
        raise _unknown_entry(text, part, PARTS)
    if part in ("severity", "liability", "payable"):
        return Entry(part, () if part == "payable" else ((part, ""),))
    if part == "department":
        return _department(text, rest, decision)
    if not rest:
        raise _wrong("several-entries", _listed(part, here[part]), path=part)
    if rest[0] not in here[part]:
        path = f"{part}.{rest[0]}"
        might = not decision.is_stored and rest[0] in _named_by(decision, part)
        hint = _listed(part, here[part])
        if might and here[part]:
            hint = Hint("there-is-or-why-not", hint.params)
        raise _wrong("no-such-entry", hint, path=path[:80])
    return Entry(f"{part}.{rest[0]}", here[part][rest[0]])


def _named_by(decision: DecisionBase, part: str) -> list[str]:
    """The names that entries of a part may have under the ruleset."""
    return decision.evaluation.evaluator.program.ruleset.names.entries[part]


def _asked(text: object) -> str:
    if not isinstance(text, str):
        raise _wrong("not-a-path", value=text)
    return text.strip()


def entries_of(decision: DecisionBase) -> list[Entry]:
    """All entries of a decision that rules produced, in its own order."""
    found = [Entry(part, ((part, ""),)) for part in ("severity", "liability")]
    found.insert(1, _department("department", [], decision))
    for part, names in _present(decision).items():
        found += [Entry(f"{part}.{name}", keys) for name, keys in names.items()]
    return found


def _present(decision: DecisionBase) -> dict[str, dict[str, tuple[Key, ...]]]:
    purposes = dict.fromkeys([one.purpose for one in decision.approvals])
    spoken = _spoken("approvals", decision) if purposes else ()
    approvals = {purpose: tuple([key for key in spoken if key[1].startswith(f"{purpose} ")]) for purpose in purposes}
    return {
        "deadlines": {one.clock: (("deadlines", one.clock),) for one in decision.deadlines},
        "approvals": approvals,
        "remedies": {one.kind: (("remedies", one.kind),) for one in decision.remedies},
        "items": {one.item: (("items", one.item),) for one in decision.items},
        "actions": {one.do: (("actions", one.do),) for one in decision.actions},
        "prohibited": {one.do: (("prohibited", one.do),) for one in decision.prohibited},
    }


def _spoken(group: str, decision: DecisionBase) -> tuple[Key, ...]:
    """All members of a list-like entry that some rule may add, whether the decision has them or not.

    None for a stored decision, whose rules are not available.
    """
    if decision.is_stored:
        return ()
    rules = [rule for rule in decision.evaluation.evaluator.program.rules if rule is not None]
    keys = [key_of(effect) for rule in rules for effect in rule.effects]
    return tuple(dict.fromkeys([key for key in keys if key[0] == group]))


def _department(text: str, rest: list[str], decision: DecisionBase) -> Entry:
    support: dict[str, Key] = {name: ("support", name) for name in decision.department.support}
    if not rest:
        return Entry("department", (("lead", ""), *_spoken("support", decision)))
    if rest[0] == "lead":
        return Entry("department.lead", (("lead", ""),))
    if rest[0] != "support":
        raise _unknown_entry(text, rest[0], ("lead", "support"))
    if len(rest) == 1:
        return Entry("department.support", _spoken("support", decision))
    if rest[1] not in support:
        raise _wrong("no-such-helper", _listed("department.support", support), name=rest[1][:80])
    return Entry(f"department.support.{rest[1]}", (support[rest[1]],))


def _listed(part: str, names: Iterable[str]) -> Hint:
    found = tuple(f"{part}.{name}" for name in names)
    return Hint("there-is" if found else "has-none", {"allowed": found})


def _wrong(code: str, hint: Hint | None = None, **params: object) -> PathError:
    return PathError(Problem(Message(code, hint, **params)))


def _unknown_entry(path: str, name: str, known: Iterable[str]) -> PathError:
    return _wrong("unknown-entry", nearest_or_listed(name, known), path=path[:80])


# --- entries that a decision might have


def find_wanted(text: str, ruleset: Ruleset) -> Goal:
    """The entry, and its value, that a path asks for: `remedies.refund`, `remedies.refund=required`, `severity=major`.

    Raises:
        PathError: no decision under the ruleset has such an entry or value.
    """
    path, _, value = (one.strip() for one in _asked(text).partition("="))
    part, *rest = path.split(".")
    if part == "payable" or part not in PARTS:
        raise _unknown_entry(path, part, [one for one in PARTS if one != "payable"])
    if part in ("severity", "liability") or (part == "department" and rest[:1] != ["support"]):
        return _chosen(part, rest, value, ruleset)
    if part == "department":
        return _named("department.support", rest[1:], value, ruleset.names.parties, "support")
    known = ruleset.names.entries[part]
    if part == "approvals":
        return _approval(rest, value, ruleset)
    wanted = _named(part, rest, value, known, part)
    if wanted.value is not None:
        allowed = _STATUSES.get(part) or _times(wanted.keys[0], ruleset)
        if part == "prohibited":
            raise _wrong("takes-no-value", path=wanted.path)
        if wanted.value not in allowed:
            raise _wrong("value-never-given", nearest_or_listed(value, allowed), path=wanted.path, value=value[:80])
    return wanted


def _times(key: Key, ruleset: Ruleset) -> list[str]:
    """The spans or times that rules give a clock or an action."""
    said = [one for rule in ruleset.rules for one in rule.effects if key_of(one) == key]
    spans = [span.text for one in said if isinstance(one, SetDeadline) for span in _spans(one.within, ruleset)]
    return list(dict.fromkeys([*spans, *[one.when for one in said if isinstance(one, RequestAction)]]))


def _spans(within: Duration | DurationOf, ruleset: Ruleset) -> list[Duration]:
    """The span that a rule gives, or all that its parameter has given."""
    if isinstance(within, Duration):
        return [within]
    figures = [*ruleset.parameters[within.parameter].all_values()]
    return [spanning(figure, within.unit) for figure in figures if isinstance(figure, int)]


def _named(path: str, rest: list[str], value: str, known: Iterable[str], group: str) -> Goal:
    if not rest:
        raise _wrong("entry-not-named", path=path, example=next(iter(known), "x"))
    if rest[0] not in known:
        raise _unknown_entry(f"{path}.{rest[0]}", rest[0], known)
    return Goal(f"{path}.{rest[0]}", ((group, rest[0]),), value or None)


def _chosen(part: str, rest: list[str], value: str, ruleset: Ruleset) -> Goal:
    """The tier, the finding or the lead; the value may follow `=`, or be the last part of the path."""
    group, path, known = {
        "severity": ("severity", "severity", list(ruleset.names.tiers)),
        "liability": ("liability", "liability", list(FINDINGS)),
        "department": ("lead", "department.lead", list(ruleset.names.parties)),
    }[part]
    named = [one for one in rest if one not in ("tier", "finding", "lead")]
    asked = value or (named[0] if named else "")
    if not asked:
        raise _wrong("value-not-named", nearest_or_listed("", known), path=path, example=known[-1] if known else "x")
    if asked not in known:
        raise _wrong("unknown-value", nearest_or_listed(asked, known), path=path, value=asked[:80])
    return Goal(path, ((group, ""),), asked)


def _approval(rest: list[str], value: str, ruleset: Ruleset) -> Goal:
    wanted = _named("approvals", rest, "", ruleset.names.approvals, "approvals")
    role = value or (rest[1] if len(rest) > 1 and rest[1] != "role" else "")
    if role and role not in ruleset.names.parties:
        raise _wrong("unknown-role", nearest_or_listed(role, ruleset.names.parties), value=role[:80])
    said = {
        ("approvals", f"{one.purpose} {one.role}"): None
        for rule in ruleset.rules
        for one in rule.effects
        if isinstance(one, RequireApproval) and one.purpose == rest[0] and role in ("", one.role)
    }
    return wanted._replace(keys=tuple(said), value=role or None)
