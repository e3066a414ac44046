"""`diff`: where two rulesets decide differently, as regions with a witness each, and changes for past complaints."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from complaint_rules.cases import as_lines
from complaint_rules.commands.console import DONE, FINDINGS, WRONG, Console
from complaint_rules.commands.deciding import report
from complaint_rules.compile.rule import Ruleset
from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.errors import ComplaintError, Problem
from complaint_rules.intake.complaints import Stated, read_complaints
from complaint_rules.prove.difference import decided
from complaint_rules.prove.edit_text import EditText
from complaint_rules.prove.edits import Edit, edits_of
from complaint_rules.prove.region_text import RegionText
from complaint_rules.prove.regions import Differences, Region, Shift, find_regions
from complaint_rules.prove.structural_diff import StructuralDiff
from complaint_rules.trace.wording import LANGS, Lang, say

_SHOWN = 5
"""Ids of complaints shown for one change."""


def diff(
    old: str,
    new: str,
    console: Console,
    *,
    complaints: str | None,
    calendar: str | None,
    input_format: str | None,
    most: int,
    seconds: float,
    format: str,
    lang: Lang,
) -> int:
    """Report where two rulesets decide differently.

    Returns:
        The exit code: 0 where they are proved equivalent, 1 where they differ or that could not be settled, 2 where a
        complaint was refused.

    Raises:
        RulesetError: a ruleset has problems.
        CalendarError: the file of announced days can't be used.
        NotComparableError: they count days in different time zones, or by different calendars.
        ComplaintError: the file as a whole can't be read.
    """
    one, other = load_ruleset(old, calendar), load_ruleset(new, calendar)
    intake = None if complaints is None else read_complaints(complaints, console.stdin, input_format)
    edits = edits_of(StructuralDiff(one, other))
    text = RegionText(one, other, lang)
    if format == "text":
        for line in [*EditText(one, other, lang).lines(edits), ""]:
            console.line(line)
        console.stdout.flush()

    def show(region: Region) -> None:
        console.bar_done()
        for line in [text.line(region), *as_lines(region.witness, "    "), ""]:
            console.line(line)
        console.stdout.flush()

    found = find_regions(one, other, most, console.bar, seconds=seconds, found=show if format == "text" else None)
    console.bar_done()
    past = None if intake is None else _Past(one, other, console)
    if past is not None and intake is not None:
        past.take(intake.complaints)
    if format == "json":
        console.write(json.dumps(_data(one, other, edits, found, past), ensure_ascii=False, indent=2) + "\n")
    else:
        for line in _end(text, found, past, lang):
            console.line(line)
    if past is not None and past.refused:
        return WRONG
    return DONE if found.complete and not found.regions else FINDINGS


# --- past complaints


@dataclass(slots=True)
class _Past:
    """What changes for the complaints of a file."""

    old: Ruleset
    new: Ruleset
    console: Console
    decided: int = 0
    changed: int = 0
    refused: int = 0
    by_change: dict[tuple[str, str | None, str | None], list[str]] = field(default_factory=dict)
    """The ids of the complaints by change of an output."""

    def take(self, complaints: Iterator[Stated]) -> None:
        """Decide every complaint by both; those refused are reported and left out."""
        for stated in complaints:
            problems = stated.problems or self._decide(stated)
            if problems:
                self.refused += 1
                report(stated, problems, self.console, many=True)

    def _decide(self, stated: Stated) -> tuple[Problem, ...]:
        try:
            found = decided(self.old, self.new, stated.data)
        except ComplaintError as error:
            return error.problems
        self.decided += 1
        self.changed += bool(found)
        for change in found:
            self.by_change.setdefault(change, []).append(stated.id or f"#{stated.number}")
        return ()

    def often_first(self) -> list[tuple[Shift, list[str]]]:
        """The changes, first those with the most complaints."""
        ordered = sorted(self.by_change.items(), key=lambda entry: (-len(entry[1]), entry[0][0]))
        return [(Shift(*change, exact=True), ids) for change, ids in ordered]


# --- as JSON


def _data(old: Ruleset, new: Ruleset, edits: Sequence[Edit], found: Differences, past: _Past | None) -> dict[str, Any]:
    texts = [RegionText(old, new, lang) for lang in LANGS]
    data: dict[str, Any] = {
        "old": {"id": old.id, "version": old.version, "digest": old.digest},
        "new": {"id": new.id, "version": new.version, "digest": new.digest},
        "changed": [_edit_data(edit, [EditText(old, new, lang) for lang in LANGS]) for edit in edits],
        "equivalent": found.complete and not found.regions,
        "complete": found.complete,
        "more": found.more,
        "out_of_time": found.out_of_time,
        "regions": [_region_data(region, texts) for region in found.regions],
        "unsettled": [one.to_dict() for one in found.unsettled],
    }
    if past is not None:
        counts = [{**_shift_data(shift), "count": len(ids), "ids": ids} for shift, ids in past.often_first()]
        data["complaints"] = {
            "decided": past.decided,
            "changed": past.changed,
            "refused": past.refused,
            "changes": [{name: value for name, value in one.items() if name != "exact"} for one in counts],
        }
    return data


def _edit_data(edit: Edit, texts: list[EditText]) -> dict[str, Any]:
    return {
        "kind": edit.kind,
        "name": edit.name,
        "way": edit.way,
        "parts": list(edit.parts),
        "text": {lang: text.what(edit) for lang, text in zip(LANGS, texts, strict=True)},
        "read_by": [
            {"rule": one.rule.id, "output": one.output and ".".join(one.output), "bound": one.bound}
            for one in edit.readers
        ],
    }


def _region_data(region: Region, texts: list[RegionText]) -> dict[str, Any]:
    return {
        "where": {lang: text.where(region) for lang, text in zip(LANGS, texts, strict=True)},
        "changes": [_shift_data(shift) for shift in region.shifts],
        "witness": dict(region.witness),
    }


def _shift_data(shift: Shift) -> dict[str, Any]:
    return {"output": shift.path, "old": shift.old, "new": shift.new, "exact": shift.exact}


# --- as text


def _end(text: RegionText, found: Differences, past: _Past | None, lang: Lang) -> Iterator[str]:
    """The lines after the regions."""
    yield _summary(found, lang)
    for one in found.unsettled:
        reason = one.reason[LANGS.index(lang)]
        yield say(lang, "colon").join([_say("unsettled", lang), text.about(one.about), reason])
    if past is not None:
        yield ""
        yield _say("past", lang).format(changed=past.changed, decided=past.decided)
        for shift, ids in past.often_first():
            shown = ", ".join(ids[:_SHOWN]) + (", ..." if len(ids) > _SHOWN else "")
            yield f"    {len(ids)}  {text.shift(shift)}{_say('ids', lang).format(ids=shown)}"


_TEXTS: Mapping[str, tuple[str, str]] = {
    "equivalent": ("equivalent: proved for every complete complaint", "等价：已对所有事实完整的投诉作出证明"),
    "complete": ("regions: {count}; proved complete", "区域数：{count}；已证明完整"),
    "more": (
        "regions: {count}; more differences exist (--most says how many to find)",
        "区域数：{count}；还有更多差异（--most 设定上限）",
    ),
    "out of time": (
        "regions: {count}; not proved complete: the time ran out (--seconds says how long to look)",
        "区域数：{count}；时间已到，未能证明完整（--seconds 设定查找时间）",
    ),
    "open": ("regions: {count}; not proved complete", "区域数：{count}；未能证明完整"),
    "unsettled": ("not settled", "未能判定"),
    "ids": ("  ({ids})", "（{ids}）"),
    "past": (
        "past complaints decided differently: {changed} of {decided}",
        "以往投诉中处理结果不同：{changed}/{decided}",
    ),
}


def _say(name: str, lang: Lang) -> str:
    return _TEXTS[name][LANGS.index(lang)]


def _summary(found: Differences, lang: Lang) -> str:
    name = "more" if found.more else "out of time" if found.out_of_time else "complete" if found.complete else "open"
    if name == "complete" and not found.regions:
        name = "equivalent"
    return _say(name, lang).format(count=len(found.regions))
