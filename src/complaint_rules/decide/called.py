"""How the entries of a decision are called."""

from __future__ import annotations

NAME_OF = {
    "deadlines": "clock",
    "approvals": "for",
    "remedies": "kind",
    "items": "item",
    "actions": "do",
    "prohibited": "do",
    "questions": "fact",
    "review": "entry",
    "parameters": "parameter",
}
"""By which key the entries of a list are called."""
