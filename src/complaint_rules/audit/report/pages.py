"""The pages of a report in one language, written as decisions are read; the first page of the index is written last."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from complaint_rules.audit.outline import LogEntry
from complaint_rules.audit.report.case import CasePage
from complaint_rules.audit.report.folder import DECISIONS
from complaint_rules.audit.report.names import ReportNames
from complaint_rules.audit.report.panels import panels
from complaint_rules.audit.report.rows import Options, ReportRow, row_of, sorted_options
from complaint_rules.audit.report.tally import ReportCounts
from complaint_rules.audit.report.timeline import timeline
from complaint_rules.audit.report.words import LANGUAGES, say, status
from complaint_rules.messages import Lang
from complaint_rules.trace.html import style, template
from complaint_rules.trace.labels import Labels
from complaint_rules.trace.view import view_of

ROWS = 1_000
"""Decisions on one page of the index."""

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class About:
    """The data about the report itself: the log, when and by whom it was made, and its filters."""

    origin: str
    entries: int
    now: datetime
    by: str | None
    filters: Mapping[str, str]
    total: int
    langs: tuple[Lang, ...]


class Pages:
    """Writes the pages in one language; the first language's pages have names without it."""

    def __init__(self, folder: Path, lang: Lang, about: About) -> None:
        self._folder = folder
        self._lang = lang
        self._about = about
        self._names = ReportNames(lang)
        self._number = 1
        self._rows: list[ReportRow] = []
        self._options: Options = {}
        self._first: tuple[list[ReportRow], Options] | None = None

    def add(self, case: CasePage) -> None:
        """Write the page of a decision and remember its row."""
        if len(self._rows) == ROWS:
            self._turn()
        labels = None if case.decision is None else Labels(case.decision.glossary, self._lang)
        self._rows.append(row_of(case, labels, self._names, self._options))
        self._learn(case, labels)
        self._write(
            f"{DECISIONS}/{case.entry.index}",
            "case.html.j2",
            base="../",
            csp=_policy(_style()),
            case=case,
            entry=case.entry,
            outline=case.entry.outline,
            view=None if case.decision is None else view_of(case.decision, self._lang),
            timeline=timeline(case, labels, self._names, self._about.now),
            called=partial(self._names.of, labels=labels),
            status_of=partial(status, self._lang),
            told=self._told,
        )

    def close(self, tally: ReportCounts) -> None:
        """Write the remaining rows, and the first page with the charts."""
        if self._first is None:
            self._first = self._rows, self._options
        else:
            self._write_index(self._number, self._rows, self._options, [])
        self._write_index(1, *self._first, panels(tally, self._names), tally)

    def _turn(self) -> None:
        """Write a full page of the index; the first one waits for the charts."""
        if self._first is None:
            self._first = self._rows, self._options
        else:
            self._write_index(self._number, self._rows, self._options, [])
        self._number += 1
        self._rows, self._options = [], {}

    def _learn(self, case: CasePage, labels: Labels | None) -> None:
        """Remember the labels that the charts need."""
        if case.decision is None or labels is None:
            return
        for rule in case.entry.outline["rules"]:
            self._names.of("rule", rule, labels)
        for name in case.decision.trace.assumptions:
            self._names.of("presumed" if name.startswith("presumed.") else "assumption", name, labels)

    def _write_index(
        self, number: int, rows: list[ReportRow], options: Options, charts: list[Any], tally: ReportCounts | None = None
    ) -> None:
        pages = max(-(-self._about.total // ROWS), 1)
        self._write(
            _index(number),
            "index.html.j2",
            base="",
            csp=_policy(_style(), _script()),
            script=_script(),
            rows=rows,
            options=sorted_options(options),
            charts=charts,
            tally=tally,
            number=number,
            pages=pages,
            link=lambda to: self._file(_index(to), self._lang),
        )

    def _write(self, name: str, template_name: str, **values: Any) -> None:
        """Write one page from its template."""
        about, lang = self._about, self._lang
        stem = name.rpartition("/")[2]
        others = [(one, LANGUAGES[one], self._file(stem, one)) for one in about.langs]
        page = template(template_name, _HERE).generate(
            lang=lang,
            about=about,
            say=partial(say, lang),
            style=_style(),
            others=others,
            home=self._file("index", lang),
            filters=[say(lang, "filter", say(lang, key), value) for key, value in about.filters.items()],
            **values,
        )
        with (self._folder / self._file(name, lang)).open("w", encoding="utf-8", newline="") as file:
            file.writelines(page)

    def _file(self, name: str, lang: Lang) -> str:
        return f"{name}.html" if lang == self._about.langs[0] else f"{name}.{lang}.html"

    def _told(self, entry: LogEntry) -> str:
        """A later entry in one line."""
        outline = entry.outline
        return "  ".join(str(outline[key]) for key in ("what", "reason", "by") if outline.get(key) is not None)


def _index(number: int) -> str:
    return "index" if number == 1 else f"index-{number}"


@cache
def _style() -> str:
    return f"{style()}{(_HERE / 'report.css').read_text(encoding='utf-8')}"


@cache
def _script() -> str:
    return (_HERE / "filter.js").read_text(encoding="utf-8")


def _policy(style: str, script: str | None = None) -> str:
    """A Content Security Policy that allows nothing but this style sheet and this script."""
    allowed = [f"style-src '{_hash(style)}'"] + ([] if script is None else [f"script-src '{_hash(script)}'"])
    return "; ".join(["default-src 'none'", *allowed, "base-uri 'none'", "form-action 'none'"])


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}"
