"""Fills the templates of the catalogue: `{name}` a parameter as it is, `{name:FORM}` in one of the forms below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from string import Formatter
from typing import Any, NamedTuple

from complaint_rules.messages.quoting import shown
from complaint_rules.messages.words import REASONS, WORDS

Texts = tuple[str, str]
"""English and Chinese."""

_LISTED = 15


class Wording(NamedTuple):
    """The wording of a code: the texts, and the help where it is always the same."""

    texts: Texts
    help: Texts | None = None


def fill(texts: Texts, params: Mapping[str, Any], lang: str) -> str:
    """The text in one language."""
    is_zh = lang == "zh"
    made = []
    for text, name, form, _ in Formatter().parse(texts[is_zh]):
        made.append(text)
        if name is not None:
            made.append(_FORMS[form or ""](params[name], is_zh))
    return "".join(made)


def _plain(value: Any, _zh: bool) -> str:
    return "null" if value is None else str(value)


def _word(value: str, zh: bool) -> str:
    return WORDS.get(value, value) if zh else value


def _with_article(value: str, zh: bool) -> str:
    return _word(value, zh) if zh else f"{'an' if value[0] in 'aeiou' else 'a'} {value}"


def _listed(names: Sequence[str], zh: bool) -> str:
    """Names in a row; if there are very many, the first ones and how many more."""
    more = len(names) - _LISTED
    row = ("、" if zh else ", ").join(names[:_LISTED])
    if more <= 0:
        return row
    return f"{row}，另有{more}项" if zh else f"{row} and {more} more"


def _joined(names: Sequence[str], zh: bool) -> str:
    return ("、" if zh else ", ").join(names)


def _quoted_all(names: Sequence[str], zh: bool) -> str:
    return _joined([f"`{name}`" for name in names], zh)


def _all_of(names: Sequence[str], zh: bool) -> str:
    return ("和" if zh else " and ").join(f"`{name}`" for name in names)


def _way(parts: Sequence[str | int], zh: bool) -> str:
    """The name of a value: its key, or the number of the entry in its list."""
    *outer, last = parts
    if not isinstance(last, int):
        return shown(last)
    if not outer:
        return f"第{last + 1}项" if zh else f"entry {last + 1}"
    return f"{_way(outer, zh)}的第{last + 1}项" if zh else f"entry {last + 1} of {_way(outer, zh)}"


def _words(names: Sequence[str], zh: bool) -> str:
    return _joined([_word(name, zh) for name in names], zh)


def _reason(value: str, zh: bool) -> str:
    """The reason given by another library or by the system, which give it in English only."""
    return REASONS.get(value.partition(" `")[0], "格式有误") if zh else value


def _circle(steps: Sequence[Mapping[str, Any]], zh: bool) -> str:
    """Rules that wait for each other: each with the part of the decision that it reads, or none for an exception."""
    told = [f"`{step['rule']}`{_step(step['reads'], zh)}" for step in steps]
    return " -> ".join([*told, f"`{steps[0]['rule']}`"])


def _step(reads: str | None, zh: bool) -> str:
    if zh:
        return f"（读取 decision.{reads}，由下一条设定）" if reads else "（等待其例外，即下一条）"
    return f" (reads decision.{reads}, set by the next)" if reads else " (waits for its exception, the next)"


_FORMS: dict[str, Callable[[Any, bool], str]] = {
    "": _plain,
    "q": lambda value, _: shown(value),
    "n": lambda value, _: f"{value:,}",
    "w": _word,
    "a": _with_article,
    "ws": _words,
    "list": _listed,
    "all": _joined,
    "qs": _quoted_all,
    "ands": _all_of,
    "way": _way,
    "reason": _reason,
    "circle": _circle,
}
"""A user's value in backticks, a number with thousands marked, a word of the library's own in the reader's language,
the same with an article, several; names in a row, cut where they are many, not cut, each in backticks, joined by "and";
a path into lists and mappings; another library's reason; a cycle of rules."""
