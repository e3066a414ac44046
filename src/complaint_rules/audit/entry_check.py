"""Compares what is stored of an entry with its outline: columns, encrypted record, key, terms."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from hashlib import sha256
from operator import itemgetter
from typing import Any

from complaint_rules.audit import sealing
from complaint_rules.audit.checkpoints import Checkpoint
from complaint_rules.audit.notes import Verifier
from complaint_rules.audit.outline import CHECKPOINT, DECISION, Term, grouped_terms
from complaint_rules.audit.reading import RowOf
from complaint_rules.audit.stored_json import load
from complaint_rules.audit.tree_check import TreeCheck
from complaint_rules.audit.writing import BLOCK
from complaint_rules.errors import AuditError

_NOTHING: Set[int] = frozenset()
_NO_IDS: dict[str, int] = {}
_COLUMNS = ("idx", "kind", "complaint", "at")
_columns_of = itemgetter("index", "entry", "complaint", "at")
"""Columns of an entry, and their keys in the outline."""


@dataclass(slots=True)
class EntryCheck(TreeCheck):
    """The state of one verification that goes through the entries."""

    verifier: Verifier | None = None
    master: bytes | None = None
    unchecked: int = 0
    origin: str | None = None
    ids: dict[str, dict[str, int]] = field(default_factory=dict)
    """The ids of terms, by field and value."""
    named: dict[int, Term] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    block: dict[str, set[str]] = field(default_factory=dict)
    """The terms mentioned so far in the block: values by field."""
    erased: set[int] = field(default_factory=set)
    lost: list[tuple[int, int]] = field(default_factory=list)
    """Entries whose key is missing without an erasure when the verification began, and the keys' names."""
    keys: int = 0
    mentions: int = 0
    kept: dict[tuple[str, str, str], int] = field(default_factory=dict)
    """Rules and calendars with the digest of how they are stored, and the first entry that was decided by them."""

    def entry(self, row: RowOf, mentioned: Mapping[int, set[int]]) -> None:
        """Check one entry with all that is stored of it."""
        index, kind, _, _, _, text, _, nodes, _ = row
        if kind == CHECKPOINT:
            self._own_checkpoint(index, text)
        if not self.leaf(index, text, nodes):
            return
        outline = parsed(text)
        if index == 0:
            self.origin = outline.get("log")
        try:
            self._parts(outline, row, mentioned.get(index, _NOTHING))
        except (KeyError, TypeError, AttributeError):  # an outline that no version of this library wrote
            self.find(index, "changed")

    def _parts(self, outline: Mapping[str, Any], row: RowOf, mentioned: Set[int]) -> None:
        """Compare what is stored of an entry with its outline."""
        index, kind, complaint, at, key_idx, _, body, _, key = row
        stored = index, kind, complaint, at
        if stored != _columns_of(outline):
            for column, value, said in zip(_COLUMNS, stored, _columns_of(outline), strict=True):
                if value != said:
                    self.find(index, "column", column)
        if outline["entry"] == DECISION:
            self._decision(index, outline, body, key_idx, key)
        elif body is not None or key_idx is not None:
            self.find(index, "column", "body" if body is not None else "key_idx")
        self._terms(index, outline, mentioned)

    def _own_checkpoint(self, index: int, text: Any) -> None:
        try:
            found = Checkpoint.parse(str(parsed(text).get("note")))
            if self.verifier is not None and not found.signed_by(self.verifier):
                return  # another key's
        except AuditError:
            self.find(index, "signature")
            return
        if found.size == index == self.expected:
            self.compare(found)

    def _decision(self, index: int, outline: Mapping[str, Any], body: Any, key_idx: Any, key: Any) -> None:
        if not isinstance(body, bytes) or f"sha256:{sha256(body).hexdigest()}" != outline["body"]:
            self.find(index, "body")
        named = outline["key"]["entry"]
        if key_idx != named:
            self.find(index, "column", "key_idx")
        elif key is None:
            if named not in self.erased:
                self.lost.append((index, named))
        elif named in self.erased:
            self.find(index, "key-left")
        else:
            self._key(index, key, outline["key"]["check"])
        self.keys += key is not None and named == index
        if outline["kept"]:
            used = outline["ruleset"]["digest"], outline["calendar"]["digest"]
            self.kept.setdefault((*used, outline["kept"]), index)

    def _key(self, index: int, stored: Any, check: str) -> None:
        if not isinstance(stored, bytes):
            self.find(index, "key")
        elif sealing.is_wrapped(stored) and self.master is None:
            self.unchecked += 1
        else:
            try:
                is_own = sealing.check_of(sealing.unwrap(stored, self.master)) == check
            except AuditError:
                is_own = False
            if not is_own:
                self.find(index, "key")

    def _terms(self, index: int, outline: Mapping[str, Any], mentioned: Set[int]) -> None:
        if index % BLOCK == 0:
            self.block = {}
        new: set[int] = set()
        for name, values in grouped_terms(outline):
            before = self.block.setdefault(name, set())
            if before.issuperset(values):
                continue
            first = set(values) - before
            ids = self.ids.get(name, _NO_IDS)
            unknown = first - ids.keys()
            if unknown:
                self.find(index, "terms", min(unknown))
                return
            new.update([ids[value] for value in first])
            before |= first
        if new != mentioned:
            detail = self.named.get(min(new ^ mentioned), ("", "?"))[1]
            self.find(index, "terms", detail)
        self.used |= new
        self.mentions += len(mentioned)


def parsed(outline: Any) -> dict[str, Any]:
    """An outline; an empty one where it can't be read."""
    try:
        found = load(outline)
    except (ValueError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}
