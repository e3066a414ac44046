"""`check`: what was proved about a ruleset, what was found, and a complaint that shows each finding."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from complaint_rules.cases import CasesNotAddedError, append_cases, as_lines
from complaint_rules.commands.console import DONE, FINDINGS, Console
from complaint_rules.compile.acceptance import KINDS
from complaint_rules.compile.rule import Ruleset
from complaint_rules.compile.ruleset import compile_stack
from complaint_rules.load.folder import read_calendar_file, read_cases, read_stack
from complaint_rules.trace.wording import LANGS, Lang, language, say

if TYPE_CHECKING:
    from complaint_rules.prove.finding import Finding, Report, Unsettled


def check_ruleset(
    ruleset: str,
    console: Console,
    *,
    calendar: str | None,
    format: str,
    lang: str,
    write_case: bool,
    no_cache: bool,
    accepted: bool,
) -> int:
    """Prove a ruleset consistent.

    Args:
        ruleset: a shipped id or a folder.
        console: where to write.
        calendar: a file of announced days.
        format: `text` or `json`.
        lang: `en` or `zh`.
        write_case: whether to add the witnesses of open findings to `cases/findings.yaml`, unless already there.
        no_cache: whether to prove again although nothing has changed.
        accepted: whether to show accepted findings in full too.

    Returns:
        The exit code: 1 where there is a finding that nobody has accepted.

    Raises:
        RulesetError: the ruleset has problems.
        CalendarError: the file of announced days can't be used.
        ProverMissingError: Z3 is not installed.
    """
    from complaint_rules.prove.cache import find_report, keep_report
    from complaint_rules.prove.check import check

    layers = read_stack(ruleset)
    compiled = compile_stack(layers, None if calendar is None else read_calendar_file(calendar))
    report = None if no_cache else find_report(compiled, layers)
    kept = report is not None
    if report is None:
        report = check(compiled, lambda done, of: console.bar(done, of, "questions"), layers[-1].at.place())
        console.bar_done()
        keep_report(compiled, layers, report)
    if format == "json":
        console.write(json.dumps(report.to_dict() | {"cached": kept}, ensure_ascii=False, indent=2) + "\n")
    else:
        for line in _lines(report, language(lang), whole=accepted):
            console.line(line)
    if write_case:
        _write_cases(layers[-1].folder, compiled, report, console)
    return FINDINGS if report.open else DONE


def _lines(report: Report, lang: Lang, *, whole: bool) -> Iterator[str]:
    for finding in report.findings:
        if finding.accepted is None or whole:
            yield from _block(finding, lang)
    if report.unsettled:
        yield _said(lang, "NOT SETTLED", "未能判定")
        yield from (f"  {_reason(one, lang)}" for one in report.unsettled)
        yield ""
    for one in report.simplified:
        yield f"  {_headed(lang, 'simplified', '作了简化', _reason(one, lang))}"
    yield from _summary(report, lang)


def _reason(one: Unsettled, lang: Lang) -> str:
    return _headed(lang, one.about, one.about_in("zh"), one.reason[lang == "zh"])


def _block(finding: Finding, lang: Lang) -> Iterator[str]:
    at = LANGS.index(lang)
    kind = f"{KINDS[finding.kind][1]}（{finding.kind}）"
    yield f"{finding.place}: {_headed(lang, finding.kind, kind, finding.message[at])}"
    if finding.help:
        yield f"  {_headed(lang, 'what to do', '建议', finding.help[at])}"
    for number, complaint in enumerate(finding.complaints):
        count = str(number + 1) if len(finding.complaints) > 1 else ""
        yield f"  {_headed(lang, f'complaint {count}'.rstrip(), f'投诉样例{count}', '')}".rstrip()
        yield from (f"    {line}" for line in as_lines(complaint))
        if number < len(finding.shows):
            yield f"    # {finding.shows[number][at]}"
    if finding.accepted is not None:
        yield f"  {_headed(lang, 'accepted', '已接受', finding.accepted[at] or finding.accepted[0])}"
    yield ""


def _summary(report: Report, lang: Lang) -> Iterator[str]:
    """How many checks of each kind were made, and their results."""
    for kind, number in report.proved.items():
        found = sum(one.kind == kind for one in report.findings)
        outcome = _said(lang, f"{found} found", f"发现{found}处") if found else _said(lang, "none found", "未发现")
        answered = _said(lang, f"{number:,} answered, ", f"已判定{number:,}项，")
        yield f"  {_headed(lang, *KINDS[kind], answered + outcome)}"
    still, settled, open_ = len(report.findings) - len(report.open), len(report.unsettled), len(report.open)
    findings = f"{open_} finding{'' if open_ == 1 else 's'}"
    yield _headed(
        lang,
        report.ruleset,
        report.ruleset,
        _said(
            lang,
            f"{findings}, {still} accepted, {settled} not settled",
            f"问题{open_}项，已接受{still}项，未能判定{settled}项",
        ),
    )


def _headed(lang: Lang, en: str, zh: str, text: str) -> str:
    """A head and its text, in one line."""
    return f"{_said(lang, en, zh)}{say(lang, 'colon')}{text}"


def _said(lang: Lang, en: str, zh: str) -> str:
    return zh if lang == "zh" else en


def _write_cases(folder: Path, compiled: Ruleset, report: Report, console: Console) -> None:
    from complaint_rules.prove.cases import as_cases

    known = [_facts(case.complaint) for case, _ in read_cases(folder)]
    cases = [case for case in as_cases(compiled, report.open) if _facts(case.complaint) not in known]
    if cases:
        try:
            path = append_cases(folder, cases, "findings.yaml", "F")
        except CasesNotAddedError as error:
            for line in error.cases.splitlines():
                console.note(line)
            raise
        console.note(f"{len(cases)} case{'' if len(cases) == 1 else 's'} added to {path.name}")


def _facts(complaint: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a complaint, without its id."""
    return {name: value for name, value in complaint.items() if name != "id"}
