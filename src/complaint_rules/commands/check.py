"""`check`: what was proved of a ruleset, what was found, and a complaint that shows each finding."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from complaint_rules.cases import append_cases, as_lines
from complaint_rules.commands.console import DONE, FINDINGS, Console
from complaint_rules.compile.acceptance import KINDS
from complaint_rules.compile.rule import Ruleset
from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.load.folder import find_folder

if TYPE_CHECKING:
    from complaint_rules.prove.finding import Finding, Report


def check_ruleset(
    ruleset: str, console: Console, *, format: str, lang: str, write_case: bool, no_cache: bool, accepted: bool
) -> int:
    """Prove a ruleset consistent.

    Args:
        ruleset: a shipped id or a folder.
        console: where to write.
        format: `text` or `json`.
        lang: the language of the headings, `en` or `zh`.
        write_case: whether to add the witness of every open finding to `cases/findings.yaml`.
        no_cache: whether to ask anew although nothing has changed.
        accepted: whether to show accepted findings in full too.

    Returns:
        The exit code: 1 where there is a finding that nobody has accepted.

    Raises:
        RulesetError: the ruleset has problems.
        ProverMissingError: Z3 is not installed.
    """
    from complaint_rules.prove.cache import find_report, keep_report
    from complaint_rules.prove.check import check

    compiled = load_ruleset(ruleset)
    report = None if no_cache else find_report(compiled)
    kept = report is not None
    if report is None:
        report = check(compiled, lambda done, of: console.bar(done, of, "questions"))
        console.bar_done()
        keep_report(compiled, report)
    if format == "json":
        console.write(json.dumps(report.to_dict() | {"cached": kept}, ensure_ascii=False, indent=2) + "\n")
    else:
        for line in _lines(report, lang, whole=accepted):
            console.line(line)
    if write_case:
        _write_cases(ruleset, compiled, report, console)
    return FINDINGS if report.open else DONE


def _lines(report: Report, lang: str, *, whole: bool) -> Iterator[str]:
    for finding in report.findings:
        if finding.accepted is None or whole:
            yield from _block(finding, lang)
    if report.unsettled:
        yield _said(lang, "NOT SETTLED", "未能判定")
        yield from (f"  {one.about}: {one.reason}" for one in report.unsettled)
        yield ""
    for one in report.simplified:
        yield f"  {_said(lang, 'simplified', '作了简化')}: {one.about}: {one.reason}"
    yield from _summary(report, lang)


def _block(finding: Finding, lang: str) -> Iterator[str]:
    yield f"{finding.place}: {finding.kind}: {finding.message}"
    if finding.help:
        yield f"  {_said(lang, 'what to do', '建议')}: {finding.help}"
    for number, complaint in enumerate(finding.complaints):
        name = _said(lang, "complaint", "投诉样例")
        yield f"  {name}{f' {number + 1}' if len(finding.complaints) > 1 else ''}:"
        yield from (f"    {line}" for line in as_lines(complaint))
        if number < len(finding.shows):
            yield f"    # {finding.shows[number]}"
    if finding.accepted is not None:
        yield f"  {_said(lang, 'accepted', '已接受')}: {finding.accepted[lang == 'zh'] or finding.accepted[0]}"
    yield ""


def _summary(report: Report, lang: str) -> Iterator[str]:
    """What was asked of each kind, and what came of it."""
    accepted = len(report.findings) - len(report.open)
    for kind, number in report.proved.items():
        found = [one for one in report.findings if one.kind == kind]
        outcome = _said(lang, "none found", "未发现") if not found else f"{len(found)} {_said(lang, 'found', '处')}"
        yield f"  {KINDS[kind][lang == 'zh']}: {number:,} {_said(lang, 'answered', '项已判定')}, {outcome}"
    yield (
        f"{report.ruleset}: {len(report.open)} {_said(lang, 'findings', '项问题')}, "
        f"{accepted} {_said(lang, 'accepted', '项已接受')}, "
        f"{len(report.unsettled)} {_said(lang, 'not settled', '项未能判定')}"
    )


def _said(lang: str, en: str, zh: str) -> str:
    return zh if lang == "zh" else en


def _write_cases(ruleset: str, compiled: Ruleset, report: Report, console: Console) -> None:
    from complaint_rules.prove.cases import as_cases

    cases = as_cases(compiled, report.open)
    if cases:
        path = append_cases(find_folder(ruleset), cases, "findings.yaml", "F")
        console.stderr.write(f"{len(cases)} cases added to {path.name}\n")
