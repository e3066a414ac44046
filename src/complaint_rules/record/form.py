"""The form of a record: how it is read back, and its JSON Schema."""

from __future__ import annotations

from typing import Any

from complaint_rules.decide.shape import (
    DAY,
    DIGEST,
    MOMENT,
    TEXT,
    Schema,
    Shape,
    as_stated,
    listed,
    mapping,
    maybe,
    one_of,
    read_members,
)
from complaint_rules.decide.stored import read_decision
from complaint_rules.decide.trace import REF
from complaint_rules.errors import ComplaintError, Keys, RecordError
from complaint_rules.facts.complaint import Complaint
from complaint_rules.match.engines import ENGINES

FORM = "1"
"""The version of the record's form."""

_DAY = as_stated(DAY)


def _read_complaint(value: Any, keys: Keys) -> Any:
    try:
        Complaint.of(value)
    except ComplaintError as error:
        raise RecordError([one.within(keys) for one in error.problems]) from None
    return value


def _read_decision(value: Any, keys: Keys) -> Any:
    read_decision(value, keys)
    return value


PROVENANCE = mapping(
    library=TEXT,
    engine=one_of(*ENGINES),
    layers=listed(as_stated(REF)),
    calendar=as_stated(mapping(id=TEXT, version=TEXT, digest=DIGEST)),
    law_of=_DAY,
    procedure_of=_DAY,
    figures_of=_DAY,
    at=maybe(as_stated(MOMENT)),
    by=maybe(TEXT),
    service=maybe(TEXT),
)
_MEMBERS = {
    "record": one_of(FORM),
    "complaint": Shape({}, _read_complaint),
    "decision": Shape({}, _read_decision),
    "provenance": as_stated(PROVENANCE),
    "digest": DIGEST,
}


def read_record(data: object) -> dict[str, Any]:
    """The members of a record, each checked.

    Raises:
        RecordError: not a record, with the path of what is wrong.
    """
    return dict(zip(_MEMBERS, read_members(data, (), _MEMBERS), strict=True))


def record_schema(within: dict[str, str]) -> Schema:
    """The JSON Schema of a record.

    Args:
        within: the ids of the schemas of its `complaint` and its `decision`.
    """
    members = {name: shape.schema for name, shape in _MEMBERS.items()}
    members |= {name: {"$ref": id} for name, id in within.items()}
    return {
        "title": "Record",
        "description": "One decision with all that it was made of; `digest` is salted with a key that is kept apart.",
        "type": "object",
        "properties": members,
        "required": [*members],
        "additionalProperties": False,
    }
