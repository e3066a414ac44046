"""One decision as a row of the index, and what it can be filtered by, in one language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from complaint_rules.audit.report.case import CasePage
from complaint_rules.audit.report.names import ReportNames
from complaint_rules.audit.report.words import say
from complaint_rules.trace.labels import Labels
from complaint_rules.trace.wording import listed

FILTERS = ("tier", "department", "status", "ruleset", "approval")
"""The filters of rows, in addition to days and text."""

NOT_SET = "-"
"""The value for what no rule has set; no name equals it."""

ERASED = "erased"
_SEPARATOR = "\n"


class ReportRow(NamedTuple):
    """A row: texts for people, `values` for the filters (one a line where there are several), `text` to search."""

    entry: int
    complaint: str
    received: str
    written: str
    cells: dict[str, str]
    values: dict[str, str]
    text: str


Options = dict[str, dict[str, str]]
"""The options of each filter: labels by value."""


def row_of(case: CasePage, labels: Labels | None, names: ReportNames, options: Options) -> ReportRow:
    """The row of a case; its values are added to the options."""
    outline, lang = case.entry.outline, names.lang
    status = {outline["status"]: say(lang, outline["status"])}
    if case.decision is None:
        status[ERASED] = say(lang, ERASED)
    ruleset = outline["ruleset"]
    named = {
        "tier": _named("severity", [outline["tier"]], labels, names),
        "department": _named("lead", [outline["lead"]], labels, names),
        "status": status,
        "ruleset": {ruleset["id"]: ruleset["id"]},
        "approval": _named("lead", outline["approvals"], labels, names),
    }
    for kind, found in named.items():
        options.setdefault(kind, {}).update(found)
    cells = {kind: listed(lang, [*found.values()]) for kind, found in named.items()}
    cells["ruleset"] = f"{ruleset['id']} {ruleset['version']}"
    return ReportRow(
        entry=case.entry.index,
        complaint=str(case.entry.complaint_id),
        received=case.received.isoformat(),
        written=f"{case.written:%Y-%m-%d %H:%M}",
        cells=cells,
        values={kind: _SEPARATOR.join(found) for kind, found in named.items()},
        text=_text(case, labels, names),
    )


def _named(kind: str, ids: Iterable[str | None], labels: Labels | None, names: ReportNames) -> dict[str, str]:
    return {id or NOT_SET: names.of(kind, id, labels) for id in ids}


def _text(case: CasePage, labels: Labels | None, names: ReportNames) -> str:
    """The text to search, in addition to what the row shows."""
    outline = case.entry.outline
    told = [str(outline["finding"] or ""), names.of("liability", outline["finding"], labels)]
    told += [str(outline[key]) for key in ("tier", "lead", "status") if outline[key] is not None]
    told += [*outline["approvals"], *outline["rules"], *outline["clauses"]]
    for kind in ("remedies", "items"):
        for name, status in outline[kind].items():
            told += [f"{name}={status}", names.of(kind, name, labels)]
    return " ".join(told)


def sorted_options(options: Options) -> Options:
    """The options sorted by label, with what no rule has set last."""
    return {
        kind: dict(sorted(options.get(kind, {}).items(), key=lambda option: (option[0] == NOT_SET, option[1])))
        for kind in FILTERS
    }
