"""The charts of the index with their headings, legends and tables, in one language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from complaint_rules.audit.report.charts import COLOURS, Column, bars, columns, swatch
from complaint_rules.audit.report.names import ReportNames
from complaint_rules.audit.report.tally import Recent, ReportCounts
from complaint_rules.audit.report.words import say
from complaint_rules.trace.wording import listed

WEEKS, DAYS = 26, 31
"""How many weeks, days or names are shown."""

MOST_BARS = 15
_KEPT = ("in_time", "late", "undated")
_OTHERS = "…"


class Panel(NamedTuple):
    """One chart; `svg` is empty where there is nothing to show, `legend` has a swatch and a name for each series."""

    key: str
    title: str
    note: str
    svg: str
    legend: list[tuple[str, str]]
    heads: list[str]
    rows: list[list[str]]


def panels(tally: ReportCounts, names: ReportNames) -> list[Panel]:
    """The charts of the counts."""
    tiers: Counter[str] = sum((counts for counts in tally.tiers.values()), Counter())
    first = [name for name, _ in tiers.most_common()]
    lang = names.lang

    def tier(name: str) -> str:
        return names.of("severity", name or None)

    def kept(name: str) -> str:
        return say(lang, name)

    partial = say(lang, "without_erased") if tally.erased else ""
    return [
        _in_time("tiers", tally.tiers, first, tier, WEEKS, "week", names),
        _in_time("met", tally.met, [*_KEPT], kept, DAYS, "day", names),
        _ranked("rules", tally.rules, "rule", "rule", "", names),
        _ranked("approvals", tally.approvals, "lead", "role", "", names),
        _ranked("assumptions", tally.assumptions, "assumption", "assumption", partial, names),
        _ranked("presumed", tally.presumed, "presumed", "assumption", partial, names),
    ]


def _in_time(
    key: str, counts: Recent, series: list[str], label: Callable[[str], str], most: int, unit: str, names: ReportNames
) -> Panel:
    """Counts by week or by day."""
    lang, title = names.lang, say(names.lang, f"chart_{key}")
    found = counts.last(most, timedelta(days=7 if unit == "week" else 1))
    shown, others = series[:COLOURS], series[COLOURS:]
    if others:
        shown = [*series[: COLOURS - 1], _OTHERS]
    data = [Column(day.isoformat(), _grouped(one, shown)) for day, one in found]
    named = [name if name == _OTHERS else label(name) for name in shown]
    is_cut = bool(found) and min(counts) < found[0][0]
    return Panel(
        key=key,
        title=title,
        note=say(lang, f"last_{unit}", most) if is_cut else "",
        svg=columns(title, data, shown) if data else "",
        legend=[(swatch(number), name) for number, name in enumerate(named)],
        heads=[say(lang, unit), *named],
        rows=[[one.label, *(str(one.counts.get(name, 0)) for name in shown)] for one in data if one.counts],
    )


def _grouped(counts: Counter[str], shown: list[str]) -> dict[str, int]:
    """Counts of the shown series, and of all others together."""
    found: Counter[str] = Counter()
    for name, count in counts.items():
        found[name if name in shown else _OTHERS] += count
    return dict(found)


def _ranked(key: str, counts: Counter[str], kind: str, head: str, note: str, names: ReportNames) -> Panel:
    """The most frequent of some names."""
    lang, title = names.lang, say(names.lang, f"chart_{key}")
    found = [(names.of(kind, name), count) for name, count in counts.most_common(MOST_BARS)]
    cut = say(lang, "top_of", MOST_BARS, len(counts)) if len(counts) > MOST_BARS else ""
    return Panel(
        key=key,
        title=title,
        note=listed(lang, [part for part in (cut, note) if part]),
        svg=bars(title, found) if found else "",
        legend=[],
        heads=[say(lang, head), say(lang, "count")],
        rows=[[name, str(count)] for name, count in found],
    )
