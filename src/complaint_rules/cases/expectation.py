"""What `expect` may contain: paths that a decision can have, and expectations that can fail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from complaint_rules.cases.wanted import Tiers, parse
from complaint_rules.compile.rule import Ruleset
from complaint_rules.decide.trace import ParameterLine
from complaint_rules.errors import Hint, Message, MessageError, Problem, nearest_or_listed
from complaint_rules.facts.fact import declared_facts
from complaint_rules.load import source
from complaint_rules.load.document import Located

Paths: TypeAlias = Mapping[str, "Paths"]
"""The names that may follow in a path, each with those that may follow it."""

_END: Paths = {}
_GROUPS = frozenset({"extra", *(fact.group for fact in declared_facts())})

RULES = ("rules", "silenced")
"""Keys for rules that must be among those that fired, or that an exception silenced."""

ERROR = "error"
"""The key for a part of the message with which the complaint is refused."""


def paths_of(ruleset: Ruleset) -> Paths:
    """All paths through a decision by the ruleset, as JSON."""
    names = ruleset.names.entries
    entries = {
        "deadlines": _entry("clock", "within", "from", "due", "not_before", "earliest"),
        "approvals": _entry("for", "role"),
        "remedies": _entry(
            "kind", "status", "min", "max", "settles_from", "could_be", "group", "choice", "public", "approval_ladder"
        ),
        "items": _entry("item", "status", "min", "max", "missing"),
        "actions": _entry("do", "when"),
        "prohibited": _entry("do", "until_known"),
    }
    return {
        "severity": _entry("tier", "rank", "could_be"),
        "department": _entry("lead", "support", "could_be"),
        "liability": _entry("finding", "disputed", "could_be"),
        "payable": _each("min", "now", "max"),
        **{part: dict.fromkeys(names[part], entry) for part, entry in entries.items()},
        "questions": _questions(ruleset),
        "ruleset": _each("id", "version", "digest"),
        "trace": {**_TRACE, "parameters": dict.fromkeys(ruleset.parameters, _FIGURE)},
        **_each("status", "review", "complaint_id", "engine", "as_of", *RULES, ERROR),
    }


def _questions(ruleset: Ruleset) -> Paths:
    """The facts that may be asked for: those at the top level, and for each group those in it."""
    paths: dict[str, Paths] = {}
    for fact in ruleset.facts:
        group, _, name = fact.path.rpartition(".")
        entry = _each("fact", "affects")
        paths |= {group: {**paths.get(group, {}), name: entry}} if group else {name: entry}
    return paths


def steps_of(path: str) -> list[str]:
    """The names of a path, each one step into a decision; a question is named by the whole path of its fact."""
    steps = path.split(".")
    if steps[0] == "questions" and len(steps) > 2 and steps[1] in _GROUPS:
        steps[1:3] = [".".join(steps[1:3])]
    return steps


def _entry(*names: str) -> Paths:
    return _each(*names, "waits_for", "because")


def _each(*names: str) -> Paths:
    return dict.fromkeys(names, _END)


_FIGURE: Paths = _each(*ParameterLine._fields)

_TRACE: Paths = {
    "calendar": _each("id", "version", "timezone", "digest", "until"),
    "notice": _each("en", "zh"),
    "provenance": _each("library", "layers", "procedure_of", "figures_of"),
    "offers": _each("authority", "remedies"),
    "labels": {"ruleset": _each("en", "zh"), **_each("names", "facts")},
    "exact": _END,
    **_each("received_at", "law_of", "facts", "rules", "silenced", "overridden", "undecided"),
    **_each("assumptions"),
}


def problems_of(case: source.Case, at: Located, paths: Paths, tiers: Tiers) -> Iterator[Problem]:
    """What is wrong with what a case expects.

    Args:
        case: the case.
        at: where it is in its file.
        paths: all paths through a decision by the ruleset.
        tiers: the ruleset's tiers, lowest first.
    """
    if not case.expect:
        yield Problem(Message("expects-nothing"), at.place("expect"))
    for path, value in case.expect.items():
        hint = _instead(path, paths)
        if hint is not None:
            yield Problem(Message("unknown-case-path", hint, path=path), at.place("expect", path, ""))
            continue
        try:
            _check(path, value, case.expect, tiers)
        except MessageError as error:
            yield Problem(error.message.within("at", way=(path,)), at.place("expect", path))


def _check(path: str, value: Any, expect: Mapping[str, Any], tiers: Tiers) -> None:
    """Refuse an expectation that can't be read, can't fail, or is never checked."""
    if path in RULES:
        names = value if isinstance(value, list) else [value]
        if not names or not all(isinstance(name, str) and name.strip() for name in names):
            raise MessageError(Message("expects-no-rule", value=value))
    elif path == ERROR:
        if not isinstance(value, str) or not value.strip():
            raise MessageError(Message("expects-no-error", value=value))
        if len(expect) > 1:
            raise MessageError(Message("error-beside-others", value=value))
    else:
        parse(value, tiers)


def _instead(path: str, paths: Paths) -> Hint | None:
    """What to write instead of the first unknown name in a path; None where all are known."""
    known: list[str] = []
    for name in path.split("."):
        if not paths:
            return Hint("nothing-follows", {"known": ".".join(known)})
        if name not in paths:
            return nearest_or_listed(name, paths)
        known.append(name)
        paths = paths[name]
    return None
