"""JSON as the log stores it: one set of options for what is written, and one way to read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from complaint_rules.errors import AuditError

try:
    import orjson
except ImportError:
    raise AuditError.missing("orjson", "log") from None


def dump(data: Any) -> bytes:
    """JSON in UTF-8 without spaces, members in their order."""
    return orjson.dumps(data)


def canonical(data: Mapping[str, Any]) -> bytes:
    """The canonical JSON (RFC 8785) of an object whose keys are ASCII and whose numbers are whole and small."""
    return orjson.dumps(data, option=orjson.OPT_SORT_KEYS)


def load(text: bytes) -> Any:
    """The value of a JSON text.

    Raises:
        ValueError: it is no JSON text, or not in UTF-8.
    """
    return orjson.loads(text)
