"""The paths that `expect` may use: a misspelt one would find nothing for ever, and so is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from complaint_rules.compile.rule import Ruleset
from complaint_rules.errors import Problem, one_of, shown
from complaint_rules.load import source
from complaint_rules.load.folder import Located

Paths: TypeAlias = Mapping[str, "Paths"]
"""What may follow in a path, each with what may follow it."""

_END: Paths = {}


def paths_of(ruleset: Ruleset) -> Paths:
    """All paths through a decision by the ruleset, as JSON."""
    names = ruleset.names.entries
    entries = {
        "deadlines": _entry("clock", "within", "from", "due"),
        "approvals": _entry("for", "role"),
        "remedies": _entry("kind", "status", "min", "max", "could_be", "approval_ladder"),
        "items": _entry("item", "status", "min", "max", "missing"),
        "actions": _entry("do", "when"),
        "prohibited": _entry("do"),
    }
    return {
        "severity": _entry("tier", "rank", "could_be"),
        "department": _entry("lead", "support"),
        "liability": _entry("finding", "disputed"),
        "payable": _each("min", "max"),
        **{part: dict.fromkeys(names[part], entry) for part, entry in entries.items()},
        "questions": {fact: _each("fact", "affects") for fact in ruleset.names.facts if "." not in fact},
        "ruleset": _each("id", "version", "digest"),
        "trace": _TRACE,
        **_each("status", "review", "complaint_id", "engine", "as_of", "rules", "silenced", "error"),
    }


def _entry(*names: str) -> Paths:
    return _each(*names, "because")


def _each(*names: str) -> Paths:
    return dict.fromkeys(names, _END)


_TRACE: Paths = {
    "calendar": _each("id", "version", "timezone"),
    "notice": _each("en", "zh"),
    **_each("received_at", "law_of", "facts", "rules", "silenced", "overridden", "undecided", "parameters"),
    **_each("assumptions"),
}


def problems_of(case: source.Case, at: Located, paths: Paths) -> Iterator[Problem]:
    """What is wrong with what a case expects."""
    for path in case.expect:
        help_ = _instead(path, paths)
        if help_ is not None:
            yield Problem(f"unknown path {shown(path)}", at.place("expect", path, ""), help=help_)


def _instead(path: str, paths: Paths) -> str | None:
    """What to write instead of the first unknown name in a path; None where all are known."""
    known: list[str] = []
    for name in path.split("."):
        if not paths:
            return f"nothing follows `{'.'.join(known)}`"
        if name not in paths:
            return one_of(name, paths)
        known.append(name)
        paths = paths[name]
    return None
