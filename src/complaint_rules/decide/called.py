"""How the entries of a decision are named."""

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
"""The key that names the entries of each list."""
