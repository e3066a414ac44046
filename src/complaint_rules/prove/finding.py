"""Findings of `check`: what is wrong, where, and a complaint that shows it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

from complaint_rules.compile.acceptance import KINDS, Acceptance
from complaint_rules.compile.names import Label
from complaint_rules.errors import Place
from complaint_rules.prove.wording import quoted, say
from complaint_rules.trace.wording import Lang


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; its texts are in English and Chinese.

    `subjects` are the ids at which it may be accepted; `complaints` is the witness, two where two decisions are
    compared; `shows` describes the decision of each. `cause` holds the ids of the rules involved; `about` names
    another subject: a remedy, a property, the subject of an unused acceptance.
    """

    kind: str
    message: Label
    place: Place
    subjects: tuple[str, ...]
    cause: tuple[str, ...] = ()
    about: str | None = None
    complaints: tuple[dict[str, Any], ...] = ()
    shows: tuple[Label, ...] = ()
    help: Label | None = None
    accepted: Label | None = None

    def to_dict(self) -> dict[str, Any]:
        """The finding as JSON data."""
        reason = None if self.accepted is None else dict(zip(("en", "zh"), self.accepted, strict=True))
        return {
            "kind": self.kind,
            "title": dict(zip(("en", "zh"), KINDS[self.kind], strict=True)),
            "message": self.message[0],
            "message_zh": self.message[1],
            "place": str(self.place),
            "rules": list(self.cause),
            "about": self.about,
            "witness": list(self.complaints),
            "shows": [en for en, _ in self.shows],
            "shows_zh": [zh for _, zh in self.shows],
            "help": self.help and self.help[0],
            "help_zh": self.help and self.help[1],
            "accepted": reason,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Finding:
        """A finding read back from `to_dict`; whether it is accepted is already decided."""
        reason = data["accepted"]
        return cls(
            kind=data["kind"],
            message=(data["message"], data["message_zh"]),
            place=_place(data["place"]),
            subjects=(),
            cause=tuple(data["rules"]),
            about=data["about"],
            complaints=tuple(data["witness"]),
            shows=tuple(zip(data["shows"], data["shows_zh"], strict=True)),
            help=None if data["help"] is None else (data["help"], data["help_zh"]),
            accepted=None if reason is None else (reason["en"], reason["zh"]),
        )


def as_json(complaints: Any) -> str:
    """The complaints of a witness as a message shows them."""
    return json.dumps(complaints, ensure_ascii=False, default=str)


def _place(text: str) -> Place:
    file, *numbers = text.split(":")
    line, column = (*map(int, numbers), 0, 0)[:2]
    return Place(file, line, column)


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A question that was not settled: what it is about, and why, in English and Chinese."""

    about: str
    reason: Label

    def to_dict(self) -> dict[str, str]:
        """The question as JSON data."""
        return {"about": self.about, "reason": self.reason[0], "reason_zh": self.reason[1]}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Unsettled:
        """A question read back from `to_dict`."""
        return cls(data["about"], (data["reason"], data["reason_zh"]))

    def about_in(self, lang: Lang) -> str:
        """What it is about; in Chinese, the kind of a finding by its Chinese name."""
        kind, colon, rest = self.about.partition(": ")
        return f"{KINDS[kind][1]}：{rest}" if lang == "zh" and colon and kind in KINDS else self.about


@dataclass(slots=True)
class Report:
    """What `check` found out about one ruleset.

    `proved` counts the questions answered, by kind; `simplified` names what was encoded in a simpler form than the
    engines use.
    """

    ruleset: str
    digest: str
    findings: list[Finding] = field(default_factory=list)
    unsettled: list[Unsettled] = field(default_factory=list)
    proved: dict[str, int] = field(default_factory=dict)
    asked: int = 0
    simplified: list[Unsettled] = field(default_factory=list)

    @property
    def open(self) -> list[Finding]:
        """The findings that nobody has accepted."""
        return [one for one in self.findings if one.accepted is None]

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON data."""
        return {
            "ruleset": self.ruleset,
            "digest": self.digest,
            "findings": [one.to_dict() for one in self.findings],
            "unsettled": [one.to_dict() for one in self.unsettled],
            "simplified": [one.to_dict() for one in self.simplified],
            "proved": self.proved,
            "asked": self.asked,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Report:
        """A report read back from `to_dict`."""
        return cls(
            data["ruleset"],
            data["digest"],
            [Finding.from_dict(one) for one in data["findings"]],
            [Unsettled.from_dict(one) for one in data["unsettled"]],
            data["proved"],
            data["asked"],
            [Unsettled.from_dict(one) for one in data["simplified"]],
        )


def accept(findings: list[Finding], accepted: tuple[Acceptance, ...], layer: str) -> list[Finding]:
    """Mark accepted findings; an acceptance that matches none is a finding of its own.

    Args:
        findings: what was found.
        accepted: the acceptances of the stack.
        layer: the top layer, whose own acceptances must each match a finding.
    """
    used: set[Acceptance] = set()
    marked = []
    for one in findings:
        fitting = [entry for entry in accepted if entry.fits(one.kind, one.subjects, layer)]
        used.update(fitting)
        marked.append(replace(one, accepted=fitting[0].reason) if fitting else one)
    for entry in accepted:
        if entry.layer == layer and entry not in used:
            kind = quoted(entry.kind), f"“{KINDS[entry.kind][1]}”"
            message = say("unused-acceptance", subject=quoted(entry.subject), kind=kind)
            drop = say("drop-acceptance")
            unused = Finding("unused-acceptance", message, entry.place, (layer,), about=entry.subject, help=drop)
            marked.append(unused)
    return marked
