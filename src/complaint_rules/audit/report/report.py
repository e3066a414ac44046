"""Writes the report of a log: an index with charts and filters, and a page for each decision, in a folder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from complaint_rules.audit.arguments import line, user
from complaint_rules.audit.log import AuditLog, Progress
from complaint_rules.audit.report.case import CasePage, cases
from complaint_rules.audit.report.folder import FORM, MARK, report_folder
from complaint_rules.audit.report.pages import About, Pages
from complaint_rules.audit.report.tally import ReportCounts, week_of
from complaint_rules.errors import AuditError
from complaint_rules.limits import REPORT_DECISIONS
from complaint_rules.trace.wording import LANGS, language

_PRESUMED = "presumed."


def write_report(
    log: AuditLog,
    folder: str | Path,
    *,
    langs: Sequence[str] = LANGS,
    most: int = REPORT_DECISIONS,
    by: str | None = None,
    progress: Progress | None = None,
    **filters: str | None,
) -> ReportCounts:
    """Write the report of the decisions in a log; reading them adds an entry to the log.

    Args:
        log: the log.
        folder: where the report goes: a new or empty folder, or a report, which is replaced.
        langs: the languages of the pages, `en` and `zh`; the first one's index is `index.html`.
        most: the largest number of decisions.
        by: who reads; by default the user of the process.
        progress: called after each decision.
        filters: those of `AuditLog.find`, except for `kind`.

    Returns:
        The counts.

    Raises:
        AuditError: the folder has other content or can't be written, there are too many decisions, or one can't be
            read. Nothing is written then.
        LanguageError: there are no pages in a language.
    """
    wanted = tuple(language(one) for one in dict.fromkeys(langs))
    stated = {name: value for name, value in filters.items() if value is not None}
    reader = line(by or user())
    with report_folder(folder) as temporary:
        total, last = _counted(log, stated)
        if total > most:
            raise AuditError.of("report-large", count=f"{total:,}", limit=f"{most:,}")
        about = About(log.origin, log.size, datetime.now(UTC), reader, stated, total, wanted)
        log.note_read("report", by=reader, count=total)
        tally, pages = ReportCounts(), [Pages(temporary, one, about) for one in wanted]
        found = (one for one in log.find(**stated, newest_first=True) if one.index <= last)
        for done, case in enumerate(cases(log, found), 1):
            _count(tally, case)
            for one in pages:
                one.add(case)
            if progress is not None:
                progress(done, total)
        for one in pages:
            one.close(tally)
        _mark(temporary, about)
    return tally


def _counted(log: AuditLog, filters: dict[str, str]) -> tuple[int, int]:
    """The number of decisions, and the index of the last one."""
    total, last = 0, -1
    for entry in log.find(**filters):  # type: ignore[arg-type]  # the names are find's
        total, last = total + 1, entry.index
    return total, last


def _count(tally: ReportCounts, case: CasePage) -> None:
    outline = case.entry.outline
    tally.decisions += 1
    tally.erased += case.decision is None
    tally.provisional += outline["status"] == "provisional"
    tally.tiers.count(week_of(case.received), outline["tier"] or "")
    tally.rules.update(outline["rules"])
    tally.approvals.update(outline["approvals"])
    for met in case.met_while_in_force().values():
        tally.met.count(met.moment.date(), met.kept)
    for name in case.decision.trace.assumptions if case.decision is not None else ():
        (tally.presumed if name.startswith(_PRESUMED) else tally.assumptions)[name] += 1


def _mark(folder: Path, about: About) -> None:
    """Write the file with the report's origin, by which a report is recognised before it is replaced."""
    data = {
        "report": FORM,
        "log": about.origin,
        "entries": about.entries,
        "decisions": about.total,
        "filters": dict(about.filters),
        "languages": [*about.langs],
        "made": about.now.isoformat(timespec="seconds"),
        "by": about.by,
    }
    (folder / MARK).write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
