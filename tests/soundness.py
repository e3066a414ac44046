"""What an answer may not do to a decision: what follows from its definition by completions, as one check.

`broken_promises` holds a decision under unknown facts against the decision once some of them are answered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

RANK = {"forbidden": 0, "open": 0, "permitted": 1, "required": 2}
_ASIDE = frozenset({"because", "trace", "questions", "engine", "review", "waits_for", "until_known", "missing"})


def entries(decision: Any) -> Any:
    """A decision as JSON without its reasons, questions, reviews and trace."""
    if isinstance(decision, Mapping):
        return {key: entries(value) for key, value in decision.items() if key not in _ASIDE}
    return [entries(value) for value in decision] if isinstance(decision, list) else decision


WORKING = {"severity": {"tier", "rank"}, "department": {"lead"}, "liability": {"finding", "disputed"}}
DUTIES = ("deadlines", "approvals", "actions", "prohibited")


def certain(decision: Mapping[str, Any]) -> dict[str, Any]:
    """What of a decision rests on its completions alone: today's reading sees more with each answer, asked for or not.

    So a working value that may still change, and a duty that may lapse, are left out.
    """
    found = dict(decision)
    for part, working in WORKING.items():
        if len(decision[part]["could_be"]) > 1:
            found[part] = {key: value for key, value in decision[part].items() if key not in working}
    for part in DUTIES:
        found[part] = [one for one in decision[part] if not one["waits_for"]]
    return found


def broken_promises(before: Mapping[str, Any], after: Mapping[str, Any], answered: set[str]) -> list[str]:
    """Say which promises of the first decision the second one breaks.

    Args:
        before: the decision under unknown facts, as JSON.
        after: the decision once some are answered.
        answered: the paths of the facts that were answered.
    """
    return [
        *_severity(before, after),
        *_remedies(before, after),
        *_items(before, after),
        *_payable(before, after),
        *_settled(before, after, answered),
    ]


def _severity(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for part in ("severity", "department", "liability"):
        open_, left = before[part]["could_be"], after[part]["could_be"]
        if not set(left) <= set(open_):
            yield f"{part}: {left} was not among {open_}"


def _remedies(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    later = {one["kind"]: one for one in after["remedies"]}
    for one in before["remedies"]:
        kind, now = one["kind"], later.get(one["kind"])
        if not set(now["could_be"] if now is not None else [None]) <= set(one["could_be"]):
            yield f"remedies.{kind}: {now and now['could_be']} was not among {one['could_be']}"
        if one["status"] in ("forbidden", "open"):
            continue
        if now is None or RANK[now["status"]] < RANK[one["status"]]:
            yield f"remedies.{kind}: {one['status']} was taken back"
        elif _less(now["max"], one["max"]):
            yield f"remedies.{kind}: the most fell from {one['max']} to {now['max']}"
        elif Decimal(now["min"] or 0) < Decimal(one["min"] or 0):
            yield f"remedies.{kind}: the least fell from {one['min']} to {now['min']}"


def _less(one: str | None, other: str | None) -> bool:
    """Whether a most lies below another; None has no bound."""
    return one is not None and (other is None or Decimal(one) < Decimal(other))


def _items(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    later = {one["item"]: one for one in after["items"]}
    earlier = {one["item"]: one for one in before["items"]}
    for name in later.keys() - earlier.keys():
        if later[name]["status"] != "not_payable":
            yield f"items.{name}: appeared out of nothing"
    for name, one in earlier.items():
        now = later.get(name)
        if one["status"] == "payable" and (
            now is None or any(now[key] != one[key] for key in ("status", "min", "max"))
        ):
            yield f"items.{name}: payable {one['min']}..{one['max']} became {now}"
        if one["status"] == "pending" and now is not None and _less(one["max"], now["max"]):
            yield f"items.{name}: pending up to {one['max']} became up to {now['max']}"
        if one["status"] == "pending" and _less(now["min"] if now is not None else "0", one["min"]):
            yield f"items.{name}: pending from {one['min']} became {now}"
        if one["status"] == "not_payable" and now is not None and now["status"] != "not_payable":
            yield f"items.{name}: not payable became {now['status']}"


def _payable(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    first, second = before["payable"], after["payable"]
    if Decimal(second["min"]) < Decimal(first["min"]):
        yield f"payable: the least fell from {first['min']} to {second['min']}"
    if _less(second["now"], first["now"]):
        yield f"payable: what may be agreed to fell from {first['now']} to {second['now']}"
    if _less(first["max"], second["max"]):
        yield f"payable: the most rose from {first['max']} to {second['max']}"


def _settled(before: Mapping[str, Any], after: Mapping[str, Any], answered: set[str]) -> Iterator[str]:
    """A final decision, and answers that nobody asked for, change nothing."""
    asked = {one["fact"] for one in before["questions"]}
    if asked & answered:
        return
    is_final = before["status"] == "final"
    first, second = (entries(one if is_final else certain(one)) for one in (before, after))
    why = "final" if is_final else "not asked"
    for key, value in first.items():
        if key != "status" and second[key] != value:
            yield f"{why}: {key} went from {value} to {second[key]}"
