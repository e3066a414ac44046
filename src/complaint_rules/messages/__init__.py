"""Every text that reports what is wrong: codes, their English and Chinese wording, and how values are shown."""

from __future__ import annotations

from complaint_rules.messages.message import LANGS, Lang, Message, MessageError
from complaint_rules.messages.nearest import Hint, nearest, nearest_or_listed
from complaint_rules.messages.quoting import plain, shown

__all__ = [
    "LANGS",
    "Hint",
    "Lang",
    "Message",
    "MessageError",
    "nearest",
    "nearest_or_listed",
    "plain",
    "shown",
]
