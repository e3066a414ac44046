"""The value of one entry of a decision, without its reasons: equal where the entries are."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from complaint_rules.decide.building import Builder, Noted
from complaint_rules.entries.slot import Key
from complaint_rules.evaluate.evaluation import Evaluation
from complaint_rules.evaluate.functions import slot_of


def stated(builder: Builder, at: Evaluation, key: Key) -> Hashable:
    """The value of an entry on a complaint, without its reasons; None where there is no such entry.

    Args:
        builder: builds the entries of the program.
        at: the complaint.
        key: the group of the entry and its name.
    """
    group = key[0]
    if group == "severity":
        return builder.severity(at)._replace(because=(), waits_for=())
    if group == "liability":
        return builder.liability(at, Noted())._replace(because=(), waits_for=())
    if group == "lead":
        working = at.working("lead")
        return working.value.value, tuple(one.value for one in working.could_be)
    slot = slot_of(key)
    if slot not in at.evaluator.speakers:
        return None
    return _STATED[group](builder, at, slot)


def _helps(builder: Builder, at: Evaluation, key: Key) -> Hashable:
    return key[1] if builder.helps(at, key) else None


def _approval(builder: Builder, at: Evaluation, key: Key) -> Hashable:
    return key[1] if builder.approval(at, key) else None


def _deadline(builder: Builder, at: Evaluation, key: Key) -> Hashable:
    found = builder.deadline(at, key, Noted())
    return None if found is None else found._replace(because=(), waits_for=())


def _remedy(builder: Builder, at: Evaluation, key: Key) -> Hashable:
    found = builder.remedy(at, key, Noted())
    return None if found is None else found[0]._replace(because=(), waits_for=())


def _item(builder: Builder, at: Evaluation, key: Key) -> Hashable:
    found = builder.item(at, key, Noted())
    return None if found is None else found[0]._replace(because=(), waits_for=(), missing=())


def _action(builder: Builder, at: Evaluation, key: Key) -> Hashable:
    found = builder.action(at, key, Noted())
    return None if found is None else found._replace(because=(), waits_for=())


def _prohibition(builder: Builder, at: Evaluation, key: Key) -> Hashable:
    found = builder.prohibition(at, key, Noted())
    return None if found is None else found._replace(because=(), waits_for=(), until_known=())


_STATED: dict[str, Callable[[Builder, Evaluation, Key], Hashable]] = {
    "support": _helps,
    "approvals": _approval,
    "deadlines": _deadline,
    "remedies": _remedy,
    "items": _item,
    "actions": _action,
    "prohibited": _prohibition,
}
