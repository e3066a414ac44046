"""All codes of errors as one Markdown page, generated from the catalogue; a test compares `docs/errors.md` with it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from complaint_rules.describe.markdown import code, plain, table
from complaint_rules.errors import ComplaintRulesError
from complaint_rules.messages.catalogue import SECTIONS, TITLES
from complaint_rules.messages.template import Wording

_INTRO = """\
# Codes of errors

Every error says what is wrong by a *code*, which stays the same from version to version, and by *parameters*;
its texts, in English and Chinese, are made of these. [For services](services.md#wrong-input) shows how to
read them. In the tables below a name in braces stands for a parameter, such as `{value}` for what was
written. A text may be followed by a suggestion, such as a name that was meant.

每个错误都有不随版本变化的*代码*和*参数*，中英文文字均由此生成。
下表中花括号内为参数名，如 `{value}` 是原来填写的值。
"""
_KINDS = """
## Kinds of errors

What `to_problem()` gives as `type` (after `urn:complaint-rules:error:`), `title` and `status`.
"""


def errors_as_markdown() -> str:
    """The page: kinds of errors, then all codes by subject."""
    lines = [*_INTRO.splitlines(), *_KINDS.splitlines(), ""]
    kinds = sorted(_kinds(ComplaintRulesError), key=lambda kind: kind.kind)
    rows = [(code(one.kind), one.titles[0], one.titles[1], str(one.status)) for one in kinds]
    lines += table(["kind", "title", "标题", "status"], rows)
    for name, section in SECTIONS.items():
        lines += ["", f"## {TITLES[name][0]} · {TITLES[name][1]}", ""]
        lines += table(["code", "English", "中文"], map(_row, section, section.values()))
    return "\n".join(lines) + "\n"


def _kinds(kind: type[ComplaintRulesError]) -> Iterator[type[ComplaintRulesError]]:
    """The kinds of error that a service may meet: those with a title of their own."""
    for one in kind.__subclasses__():
        if one.__module__ == ComplaintRulesError.__module__ and "kind" in vars(one):
            yield one
        yield from _kinds(one)


def _row(name: str, wording: Wording) -> tuple[str, str, str]:
    return code(name), _cell(wording, 0), _cell(wording, 1)


def _cell(wording: Wording, at: int) -> str:
    text = _shown(wording.texts[at])
    if wording.help is None:
        return text
    help_ = _shown(wording.help[at])
    return f"{text}（{help_}）" if at else f"{text} ({help_})"


def _shown(template: str) -> str:
    """A template for people: parameters in braces, without their form."""
    text = re.sub(r"\{(\w+):\w+\}", r"{\1}", template)
    return plain(text.replace("{{", "{").replace("}}", "}").replace("`", ""))
