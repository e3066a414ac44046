"""A complaint as JSON data, as it was given: a record stores it, and `Complaint.of` reads it back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from complaint_rules.facts.complaint import Complaint
from complaint_rules.facts.fact import Fact, FactType, declared_facts
from complaint_rules.facts.sheet import own_value
from complaint_rules.facts.stating import written


def as_given(complaint: Complaint, facts: Iterable[Fact]) -> dict[str, Any]:
    """A complaint as JSON data: what was given, and nothing that was left out; null where null was given.

    Money is yuan with two decimals, dates are in ISO 8601 and sets are sorted, so that equal complaints are written
    alike. `Complaint.of` makes the same complaint of it.

    Args:
        complaint: the complaint, which the facts' ruleset has accepted.
        facts: those of the ruleset, with its own.
    """
    data = complaint.model_dump(mode="json", exclude_unset=True, exclude={"extra"})
    for fact in declared_facts():
        if fact.type is FactType.TEXT_SET and data.get(fact.path) is not None:
            data[fact.path] = sorted(data[fact.path])
    if "extra" in complaint.model_fields_set:
        own = {fact.path.removeprefix("extra."): fact for fact in facts if fact.group == "extra"}
        data["extra"] = None if complaint.extra is None else _own(complaint.extra, own)
    return data


def _own(extra: Any, own: dict[str, Fact]) -> dict[str, Any]:
    return {
        name: None if value is None else written(own[name], own_value(own[name], value))
        for name, value in extra.items()
    }
