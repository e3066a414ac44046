"""`questions`: what to ask next, the most decisive first; with `--ask` a form at the terminal that a clerk fills in."""

from __future__ import annotations

from typing import Any

from complaint_rules.commands.console import DONE, WRONG, Console
from complaint_rules.commands.deciding import deciding, report
from complaint_rules.commands.form import Form
from complaint_rules.decision import Decision
from complaint_rules.display import printable
from complaint_rules.engine import Engine
from complaint_rules.errors import ComplaintError, Message
from complaint_rules.explain.next_question import Ask
from complaint_rules.intake.complaints import read_complaints
from complaint_rules.trace.columns import two_columns, wrap
from complaint_rules.trace.fitting import first_blocks
from complaint_rules.trace.labels import Labels
from complaint_rules.trace.wording import Lang, capital, language, listed, phrase, say

_WORDS: dict[str, tuple[str, str]] = {
    "final": ("Final: no answer can change anything.", "最终：任何查明都不会改变结论。"),
    "open": ("{} facts can still change it, the most decisive first:", "还有{}项事实可能改变结论，最关键的在前："),
    "open_one": ("One fact can still change it:", "还有1项事实可能改变结论："),
    "left": ("{0}: {1} left to ask", "{0}：还需查明{1}项"),
    "proof": ("{0} or {1} makes a difference", "{0}与{1}的结论不同"),
    "given": (", where {}", "（当{}时）"),
}


def questions(
    file: str,
    ruleset: str,
    console: Console,
    *,
    ask: bool,
    format: str,
    lang: str,
    full: bool,
    engine: str | None,
    calendar: str | None,
    input_format: str | None,
) -> int:
    """List what to ask about every complaint of a file, or ask it.

    Returns:
        The exit code: 2 where a complaint was refused.
    """
    if ask:
        return _ask(
            file,
            Engine.load(ruleset, engine=engine, calendar=calendar),
            console,
            input_format,
            format=format,
            lang=lang,
            full=full,
        )
    work = deciding(file, ruleset, console, engine=engine, calendar=calendar, input_format=input_format)
    found: list[dict[str, Any]] = []
    for decision in work:
        asked = decision.next_questions()
        if format == "json":
            found.append(_data(decision, asked))
        else:
            _write(decision, asked, language(lang), console, full)
    if format == "json":
        work.write(found)
    return work.code


def _data(decision: Decision, asked: tuple[Ask, ...]) -> dict[str, Any]:
    return {
        "complaint_id": decision.complaint_id,
        "status": "provisional" if asked else "final",
        "questions": [one.to_dict() for one in asked],
    }


def _write(decision: Decision, asked: tuple[Ask, ...], lang: Lang, console: Console, full: bool) -> None:
    labels = Labels(decision.glossary, lang)
    head = "open_one" if len(asked) == 1 else "open"
    told = phrase(_WORDS, lang, head, len(asked)) if asked else phrase(_WORDS, lang, "final")
    texts = (_told(number, one, labels, lang) for number, one in enumerate(asked, 1))
    text = first_blocks(f"{decision.complaint_id}\n{told}", texts, len(asked), lang, full=full)
    console.write(printable(text) + "\n")


def _told(number: int, one: Ask, labels: Labels, lang: Lang) -> str:
    """One question: what it can change, what each answer leaves open, and two answers that make a difference."""
    lines = ["", *two_columns(f"{number}.", 3, f"{capital(labels.fact(one.fact))}{labels.aside(one.fact)}")]
    answers = listed(
        lang, [phrase(_WORDS, lang, "left", labels.value(one.fact, a.value), a.left_open) for a in one.answers]
    )
    for text in (say(lang, "affects", labels.outputs(one.affects)), answers, _proof(one, labels, lang)):
        lines += [f"       {line}" for line in wrap(text, 93)] if text else []
    return "\n".join(lines)


def _proof(one: Ask, labels: Labels, lang: Lang) -> str:
    if one.proof is None:
        return ""
    first, second = (labels.value(one.fact, answer) for answer in (one.proof.first, one.proof.second))
    text = phrase(_WORDS, lang, "proof", first, second)
    colon = say(lang, "colon")
    given = [f"{labels.fact(path)}{colon}{labels.value(path, value)}" for path, value in one.proof.given.items()]
    return text + (phrase(_WORDS, lang, "given", listed(lang, given)) if given else "")


def _ask(
    file: str, engine: Engine, console: Console, input_format: str | None, *, format: str, lang: str, full: bool
) -> int:
    """Ask about one complaint at the terminal, and show the final decision."""
    if file == "-":
        console.error(Message("answers-from-input").text(console.lang))
        return WRONG
    stated = list(read_complaints(file, console.stdin, input_format).complaints)
    if len(stated) != 1:
        console.error(Message("one-complaint-only", file=file, count=len(stated)).text(console.lang))
        return WRONG
    (one,) = stated
    try:
        if one.problems:
            raise ComplaintError(one.problems)
        decision = Form(engine, one.data, console, language(lang)).fill()
    except ComplaintError as error:
        report(one, error.problems, console, many=False)
        return WRONG
    console.write(decision.to_json(indent=2) + "\n" if format == "json" else decision.to_text(lang, full=full))
    return DONE
