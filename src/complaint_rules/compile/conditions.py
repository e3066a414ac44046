"""Conditions as authors write them: mappings of facts to cells, with any, all and not."""

from __future__ import annotations

from typing import Any

from complaint_rules.compile.cells import read_cell
from complaint_rules.compile.condition import ALWAYS, And, Attribute, Condition, Not, Or
from complaint_rules.compile.names import Names
from complaint_rules.errors import Hint, Message, nearest_or_listed
from complaint_rules.facts.fact import Fact
from complaint_rules.limits import DEEPEST_CONDITION
from complaint_rules.load.document import Located

ATTRIBUTES: tuple[Attribute, ...] = ("severity", "liability", "lead")


def read_condition(raw: Any, at: Located, names: Names, inner: tuple[Any, ...] = ()) -> Condition:
    """Read a `when` mapping; problems are noted in `names`."""
    place = at.place(*inner)
    if raw is None:
        return ALWAYS
    if not isinstance(raw, dict):
        names.refuse(Message("not-a-condition", value=raw), place)
        return ALWAYS
    if len(inner) > DEEPEST_CONDITION:
        names.refuse(Message("condition-too-deep", limit=DEEPEST_CONDITION), place)
        return ALWAYS
    parts = [_read_entry(key, value, at, names, (*inner, key)) for key, value in raw.items()]
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def _read_entry(key: str, value: Any, at: Located, names: Names, inner: tuple[Any, ...]) -> Condition:
    if key == "not":
        part = read_condition(value, at, names, inner)
        if not value:
            names.refuse(Message("not-of-nothing"), at.place(*inner))
        return Not(part)
    if key in ("any", "all"):
        if not isinstance(value, list) or not value:
            names.refuse(Message("not-a-list-of-conditions", key=key), at.place(*inner))
            return ALWAYS
        parts = tuple(read_condition(item, at, names, (*inner, i)) for i, item in enumerate(value))
        return Or(parts) if key == "any" else And(parts)
    subject = find_subject(key, names)
    if subject is None:
        place = at.document.places.get((*at.path, *inner, "")) or at.place(*inner)
        names.refuse(Message("unknown-name", one_of_subjects(key, names), what="fact", name=key), place)
        return ALWAYS
    return read_cell(value, subject, names, at.place(*inner))


def find_subject(name: str, names: Names) -> Fact | Attribute | None:
    """What a condition's left side names: a fact, or a part of the decision."""
    if name.startswith("decision."):
        part = name.removeprefix("decision.")
        return next((attribute for attribute in ATTRIBUTES if attribute == part), None)
    return names.facts.get(name)


def one_of_subjects(name: str, names: Names) -> Hint:
    """A suggestion for a misspelt left side."""
    known = [f"decision.{attribute}" for attribute in ATTRIBUTES]
    if name in ATTRIBUTES:
        facts = [path for path in names.facts if path.endswith(f".{name}")]
        meant = {"suggestion": f"decision.{name}"}
        return Hint("decision-or-fact", {**meant, "other": facts[0]}) if facts else Hint("did-you-mean", meant)
    return nearest_or_listed(name, known) if name.startswith("decision.") else names.near_fact(name, known)
