"""Reads stored decisions back, and checks their shape and that every view of them can be made."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, NoReturn

from complaint_rules.decide.decision import Status
from complaint_rules.decide.decision_shape import DECISION, Stored
from complaint_rules.decide.entries import Entries, Question
from complaint_rules.decide.glossary import KNOWN, StoredLabels
from complaint_rules.decide.offer import StoredOffers
from complaint_rules.decide.shape import DAY, MOMENT, MONEY, refusal
from complaint_rules.decide.trace import FactLine, Held, Trace
from complaint_rules.errors import Keys, Message, Problem, RecordError, nearest_or_listed
from complaint_rules.facts.fact import SUMS, FactType, declared_facts
from complaint_rules.limits import LARGEST_JSON
from complaint_rules.vocabulary import WHEN


class ReadDecision(NamedTuple):
    """A decision as it was stored."""

    entries: Entries
    status: Status
    questions: tuple[Question, ...]
    trace: Trace
    offers: StoredOffers
    labels: StoredLabels


def read_decision(data: object, keys: Keys = ()) -> ReadDecision:
    """Read a stored decision.

    Args:
        data: what `Decision.to_dict` gave.
        keys: the path to it.

    Raises:
        RecordError: not a decision, with the path of what is wrong.
    """
    id, status, *said, questions, review, stored = DECISION.read(data, keys)
    _check_values(stored, keys)
    _check_assumptions(stored.trace, keys)
    entries = Entries(*(id, *said, review, stored.trace.overridden))
    _check_times(entries, stored.labels, keys)
    return ReadDecision(entries, status, questions, *stored)


# --- checks beyond the shape


def _check_values(stored: Stored, keys: Keys) -> None:
    """Check that the value of each fact has the fact's type, so that it can be rendered."""
    types = {fact.path: fact.type for fact in declared_facts()}
    types |= {one.fact: FactType(one.type) for one in stored.labels.facts}
    trace = stored.trace
    lines: list[tuple[FactLine | Held, Keys]] = [
        (line, (*keys, "trace", "facts", place)) for place, line in enumerate(trace.facts)
    ]
    lines += [
        (held, (*keys, "trace", "rules", place, "held", index))
        for place, rule in enumerate(trace.rules)
        for index, held in enumerate(rule.held)
    ]
    for line, at in lines:
        name = line.fact.removeprefix("decision.")
        if name != line.fact:
            if name not in ("severity", "lead", "liability"):
                raise refusal(Message("not-valid", value=line.fact), (*at, "fact"))
            _check_text(line.value, (*at, "value"))
        elif line.value is not None and line.fact in types:
            _CHECKS[types[line.fact]](line.value, (*at, "value"))


def _check_text(value: Any, keys: Keys) -> None:
    if value is not None and not isinstance(value, str):
        raise refusal(Message("not-a-text", value=value), keys)


def _check_bool(value: Any, keys: Keys) -> None:
    if not isinstance(value, bool):
        raise refusal(Message("not-a-bool", value=value), keys)


def _check_whole(value: Any, keys: Keys) -> None:
    if type(value) is not int:
        raise refusal(Message("not-a-whole-number", value=value), keys)


def _check_texts(value: Any, keys: Keys) -> None:
    if not isinstance(value, list) or not all([isinstance(one, str) for one in value]):
        raise refusal(Message("not-a-list", value=value), keys)


def _check_objects(value: Any, keys: Keys) -> None:
    if not isinstance(value, list) or not all([isinstance(one, Mapping) for one in value]):
        raise refusal(Message("not-a-list", value=value), keys)


_CHECKS: dict[FactType, Callable[[Any, Keys], Any]] = {
    **dict.fromkeys(FactType, _check_text),
    **dict.fromkeys(SUMS, MONEY.read),
    FactType.BOOL: _check_bool,
    FactType.INTEGER: _check_whole,
    FactType.DATE: DAY.read,
    FactType.INSTANT: MOMENT.read,
    FactType.TEXT_SET: _check_texts,
    FactType.DEPENDANTS: _check_objects,
}


def _check_assumptions(trace: Trace, keys: Keys) -> None:
    """Check that each assumption is a rule or a figure of the trace, or a fact that was presumed."""
    known = {line.rule for line in trace.rules} | {line.rule for line in trace.undecided}
    known |= {f"parameters.{line.parameter}" for line in trace.parameters}
    for place, name in enumerate(trace.assumptions):
        if name not in known and not name.startswith("presumed."):
            raise refusal(Message("not-valid", value=name), (*keys, "trace", "assumptions", place))


def _check_times(entries: Entries, labels: StoredLabels, keys: Keys) -> None:
    """Check that each action is due at a known time, or by a clock."""
    clocks = {*KNOWN["clock"], *[one.name for one in labels.names if one.kind == "clock"]}
    for place, action in enumerate(entries.actions):
        if action.when not in WHEN and action.when not in clocks:
            near = nearest_or_listed(action.when, [*WHEN, *sorted(clocks)])
            raise refusal(Message("not-one-of", near, value=action.when), (*keys, "actions", place, "when"))


# --- JSON


def read_json(text: str | bytes) -> Any:
    """Read a JSON text.

    Raises:
        RecordError: not JSON, or too large.
    """
    if not isinstance(text, str | bytes):
        raise RecordError(Problem(Message("not-a-text", value=text), keys=()))
    if len(text) > LARGEST_JSON:
        raise RecordError(Problem(Message("too-long", length=len(text), limit=LARGEST_JSON), keys=()))
    try:
        return json.loads(text, parse_constant=_refuse)
    except RecursionError:
        raise RecordError(Problem(Message("nested-too-deeply"), keys=())) from None
    except ValueError as error:
        raise RecordError(Problem(Message("not-json", reason=_reason(error)), keys=())) from None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number of JSON")


def _reason(error: ValueError) -> str:
    return error.msg if isinstance(error, json.JSONDecodeError) else str(error)
