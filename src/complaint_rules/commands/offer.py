"""`offer`: may this be offered, who approves, what limits it."""

from __future__ import annotations

from typing import Any

from complaint_rules.commands.console import Console
from complaint_rules.commands.deciding import deciding
from complaint_rules.decide.offer import Offer
from complaint_rules.decision import Decision
from complaint_rules.display import printable
from complaint_rules.money import format_fen
from complaint_rules.trace.columns import two_columns
from complaint_rules.trace.fitting import first_blocks
from complaint_rules.trace.labels import Labels
from complaint_rules.trace.wording import Lang, capital, inline, language, say

_HEADS: dict[str, tuple[str, str]] = {
    "allowed": ("allowed: {}", "可以：{}"),
    "refused": ("not allowed: {}", "不可以：{}"),
    "approves": ("Approval", "审批"),
    "nobody": ("none needed", "无需审批"),
    "nearest": ("Nearest", "最接近的可行数额"),
    "find_out": ("First find out", "先查明"),
    "rules": ("Rules", "规则"),
}


def offer(
    file: str,
    ruleset: str,
    console: Console,
    *,
    remedy: str,
    amount: str | None,
    format: str,
    lang: str,
    full: bool,
    engine: str | None,
    calendar: str | None,
    input_format: str | None,
) -> int:
    """Judge one offer on every complaint of a file.

    Returns:
        The exit code: 2 where a complaint was refused; an offer that is not allowed is an answer, not an error.

    Raises:
        OfferError: no such remedy, or not an amount.
    """
    work = deciding(file, ruleset, console, engine=engine, calendar=calendar, input_format=input_format)
    wanted = language(lang)
    found: list[dict[str, Any]] = []
    for decision in work:
        judged = decision.offer(remedy, amount)
        if format == "json":
            found.append({"complaint_id": decision.complaint_id} | judged.to_dict())
        else:
            _write(decision, judged, wanted, console, full)
    if format == "json":
        work.write(found)
    return work.code


def _write(decision: Decision, judged: Offer, lang: Lang, console: Console, full: bool) -> None:
    labels = Labels(decision.glossary, lang)
    ruleset = decision.evaluation.evaluator.program.ruleset
    sum_ = "" if judged.amount_fen is None else " " + say(lang, "sum", format_fen(judged.amount_fen))
    answer = _head("allowed" if judged.allowed else "refused", lang).format(judged.why.text(lang))
    rows = [(capital(labels.of("remedies", judged.kind)) + sum_, answer)]
    if judged.allowed:
        roles = labels.all_of("lead", judged.approvals) if judged.approvals else _head("nobody", lang)
        rows.append((_head("approves", lang), inline(roles)))
    elif judged.nearest_fen is not None:
        rows.append((_head("nearest", lang), say(lang, "sum", format_fen(judged.nearest_fen))))
    remedy = next((one for one in decision.remedies if one.kind == judged.kind), None)
    if not judged.allowed and remedy is not None and remedy.status == "open":
        rows.append((_head("find_out", lang), labels.facts(remedy.waits_for)))
    for index, rule in enumerate(judged.limited_by):
        cite = labels.clauses(ruleset.rule(rule).cite)
        text = labels.rule(rule) + (f"{say(lang, 'semicolon')}{say(lang, 'cites', cite)}" if cite else "")
        rows.append(("" if index else _head("rules", lang), text))
    texts = ["\n".join(two_columns(left, 28, right)) for left, right in rows]
    console.write(printable(first_blocks(decision.complaint_id, texts, len(texts), lang, full=full)))


def _head(word: str, lang: Lang) -> str:
    return _HEADS[word][1 if lang == "zh" else 0]
