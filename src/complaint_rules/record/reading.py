"""Reads records back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from complaint_rules.errors import Message, Problem, RecordError

_MEMBERS = ("record", "complaint", "decision", "provenance", "digest")


def read_record(data: object) -> dict[str, Any]:
    """The members of a record.

    Raises:
        RecordError: not a record, with the path of what is wrong.
    """
    if not isinstance(data, Mapping):
        raise RecordError(Problem(Message("not-a-mapping", value=data), keys=()))
    for name in _MEMBERS:
        if name not in data:
            raise RecordError(Problem(Message("missing"), keys=(name,)))
    return dict(data)
