"""The decision record: the complaint, the decision, what made it, and a digest over all of them."""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from complaint_rules.decide.decision import DecisionBase
from complaint_rules.errors import Message, MessageError, Problem, RecordError
from complaint_rules.facts.given import as_given
from complaint_rules.facts.scalars import parse_text
from complaint_rules.record.canonical import salted_digest
from complaint_rules.record.form import FORM, read_record

KEY_BYTES = 32
"""The length of a complaint's key."""


@dataclass(frozen=True, slots=True)
class Record:
    """One decision with all of its inputs, as JSON data.

    `version` is that of the record's form. `complaint` is what was given, after validation; `decision` what
    `Decision.to_dict` gives, trace included. `provenance` has `library`, `engine`, `layers` (`id`, `version` and
    `digest` of each, lowest first), `calendar` (`id`, `version` and `digest`), the days whose rules and figures were
    applied (`law_of`, `procedure_of`, `figures_of`), and `at`, `by` and `service`, each None where not given.

    The calendar's digest covers all days by which the ruleset may count: the covered years, and in each the days of
    rest and the working days that differ from a plain week, including announced days that were passed in.

    `digest` is SHA-256 over `key` followed by the canonical JSON (RFC 8785) of all other members of `to_dict()`. The
    key is not among these: whoever has the record without it can neither check nor guess what was erased.
    """

    version: str
    complaint: Mapping[str, Any]
    decision: Mapping[str, Any]
    provenance: Mapping[str, Any]
    digest: str
    key: bytes | None = field(default=None, repr=False, compare=False)

    @classmethod
    def of(
        cls,
        decision: DecisionBase,
        *,
        by: str | None = None,
        service: str | None = None,
        at: datetime | None = None,
        key: bytes | None = None,
    ) -> Record:
        """Make the record of a decision.

        Args:
            decision: one that an engine made.
            by: who decided.
            service: the service that decided.
            at: when, with an offset.
            key: 32 bytes by which the digest is salted; by default random ones.

        Raises:
            RecordError: `at` has no offset, or `by` or `service` isn't a text of 1 to 200 characters.
            RulesetNeededError: the decision was read from a store, so its complaint is not available.
            MissingExtraError: the extra `log` is not installed.
        """
        if key is None:
            key = secrets.token_bytes(KEY_BYTES)
        elif len(key) != KEY_BYTES:
            raise RecordError(Problem(Message("key-length", length=len(key), wanted=KEY_BYTES)))
        provenance = _provenance(decision) | {
            "at": _moment(at),
            "by": _text("by", by),
            "service": _text("service", service),
        }
        content = _content(FORM, _complaint(decision), decision.to_dict(), provenance)
        return cls(FORM, content["complaint"], content["decision"], provenance, salted_digest(key, content), key)

    @classmethod
    def from_dict(cls, data: object, key: bytes | None = None) -> Record:
        """Read a record back; `verify` says whether anything in it was changed.

        Args:
            data: what `to_dict` gave.
            key: the complaint's key, if available.

        Raises:
            RecordError: not a record, with the path of what is wrong.
        """
        found = read_record(data)
        return cls(found["record"], found["complaint"], found["decision"], found["provenance"], found["digest"], key)

    def to_dict(self) -> dict[str, Any]:
        """The record as JSON data, without its key."""
        return deepcopy(self._content | {"digest": self.digest})

    def to_json(self, *, indent: int | None = None) -> str:
        """The record as JSON text, without its key."""
        return json.dumps(self._content | {"digest": self.digest}, ensure_ascii=False, indent=indent)

    def verify(self, key: bytes) -> bool:
        """Whether the record is as it was when it was made with this key."""
        return hmac.compare_digest(salted_digest(key, self._content), self.digest)

    @property
    def _content(self) -> dict[str, Any]:
        return _content(self.version, self.complaint, self.decision, self.provenance)


def _content(
    version: str, complaint: Mapping[str, Any], decision: Mapping[str, Any], provenance: Mapping[str, Any]
) -> dict[str, Any]:
    """The data that the digest covers."""
    return {"record": version, "complaint": complaint, "decision": decision, "provenance": provenance}


def _complaint(decision: DecisionBase) -> dict[str, Any]:
    sheet = decision.sheet
    assert sheet.complaint is not None  # only sheets of facts that were changed to explain have none
    return as_given(sheet.complaint, decision.evaluation.evaluator.program.ruleset.facts)


def _provenance(decision: DecisionBase) -> dict[str, Any]:
    trace = decision.trace
    stated = trace.provenance
    return {
        "library": stated.library,
        "engine": decision.engine,
        "layers": [one._asdict() for one in stated.layers],
        "calendar": {name: trace.calendar[name] for name in ("id", "version", "digest")},
        "law_of": trace.law_of,
        "procedure_of": stated.procedure_of,
        "figures_of": stated.figures_of,
    }


def _moment(at: datetime | None) -> str | None:
    if at is None:
        return None
    if not isinstance(at, datetime):
        raise RecordError(Problem(Message("not-a-date-time", value=at), fact="at", keys=("at",)))
    if at.utcoffset() is None:
        raise RecordError(Problem(Message("no-offset", value=at.isoformat()), fact="at", keys=("at",)))
    return at.isoformat()


def _text(name: str, value: str | None) -> str | None:
    try:
        return None if value is None else parse_text(value)
    except MessageError as error:
        raise RecordError(Problem(error.message, fact=name, keys=(name,))) from None
