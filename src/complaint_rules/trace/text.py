"""The text view of a decision, for a terminal: reads well at 100 columns."""

from __future__ import annotations

from complaint_rules.decide.decision import DecisionBase
from complaint_rules.display import printable
from complaint_rules.trace.columns import WIDTH, column_width, two_columns, wrap
from complaint_rules.trace.layout import Section, TextLine, View
from complaint_rules.trace.view import view_of

_WIDEST_HEAD = 34
_LEAST_HEAD = 8


def render(decision: DecisionBase, lang: str = "en") -> str:
    """The decision for a person to read, in English (`en`) or Chinese (`zh`).

    Raises:
        LanguageError: there is no view in this language.
    """
    view = view_of(decision, lang)
    lines = [f"{view.title}  {view.subtitle}"]
    for section in view.sections:
        lines += ["", *_section(section)]
    lines += ["", _rule(view)]
    for section in view.trace:
        lines += ["", *_section(section)]
    if view.notice:
        lines += ["", *wrap(view.notice, WIDTH)]
    lines += ["", *_section(view.identity)]
    return printable("\n".join(lines)) + "\n"


def _rule(view: View) -> str:
    title = f"--- {view.trace_title} "
    return title + "-" * (WIDTH // 2 - len(title))


def _section(section: Section) -> list[str]:
    heads = [line.head for line in section.lines]
    width = column_width(heads, _WIDEST_HEAD) or (_LEAST_HEAD if any(heads) else 0)
    lines = [] if section.key == "summary" else [section.title.upper()]
    for line in section.lines:
        lines += _line(line, width)
    return lines


def _line(line: TextLine, width: int) -> list[str]:
    marks = "  [" + ", ".join(map(str, line.rules)) + "]" if line.rules else ""
    if not width:
        return [*two_columns("", 0, line.text + marks, indent=0), *(_note(note, 4) for note in line.notes)]
    lines = two_columns(line.head, width, line.text + marks)
    for note in line.notes:
        lines += [" " * (width + 4) + part for part in wrap(note, WIDTH - width - 4)]
    return lines


def _note(note: str, indent: int) -> str:
    return "\n".join(" " * indent + part for part in wrap(note, WIDTH - indent))
