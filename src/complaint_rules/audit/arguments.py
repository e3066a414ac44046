"""Reads the arguments of a log's callers: moments, texts, users, the master key."""

from __future__ import annotations

import base64
import binascii
import getpass
import os
import re
from datetime import datetime

from complaint_rules.audit.sealing import KEY_BYTES
from complaint_rules.audit.search import in_utc
from complaint_rules.errors import AuditError
from complaint_rules.limits import LONGEST_LOG_TEXT

MASTER_KEY = "COMPLAINT_RULES_MASTER_KEY"
"""The environment variable that has the master key, in base64."""

_LINE = re.compile(r"[^\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]+")


def master_key_of(given: bytes | None) -> bytes | None:
    """The master key, from the environment where none is given; None where there is none.

    Raises:
        AuditError: it isn't a master key.
    """
    if given is None:
        stated = os.environ.get(MASTER_KEY)
        if not stated:
            return None
        try:
            given = base64.b64decode(stated, validate=True)
        except (binascii.Error, ValueError):
            given = b""
    if len(given) != KEY_BYTES:
        raise AuditError.of("master-key-not-one")
    return given


def moment(stated: datetime | str) -> str:
    """A moment as the log writes it.

    Raises:
        AuditError: it isn't a moment, or has no offset.
    """
    try:
        read = datetime.fromisoformat(stated) if isinstance(stated, str) else stated
    except ValueError:
        raise AuditError.of("log-moment", value=stated) from None
    if read.utcoffset() is None:
        raise AuditError.of("log-moment", value=str(stated))
    try:
        return in_utc(read)
    except OverflowError:
        raise AuditError.of("log-moment", value=str(stated)) from None


def line(text: str | None) -> str | None:
    """A text on one line, or None.

    Raises:
        AuditError: it is empty, too long, or on several lines.
    """
    if text is not None and not (0 < len(text) <= LONGEST_LOG_TEXT and _LINE.fullmatch(text)):
        raise AuditError.of("log-text", limit=LONGEST_LOG_TEXT)
    return text


def user() -> str:
    """Who runs the process, as far as the system knows."""
    try:
        return getpass.getuser()[:LONGEST_LOG_TEXT]
    except (OSError, KeyError, ImportError):
        return f"uid {os.getuid()}" if hasattr(os, "getuid") else "unknown"
