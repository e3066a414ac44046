"""Writes complaints and cases as YAML."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from complaint_rules.display import printable

_WIDTH = 118
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*")
_FOLDED = re.compile("(?<= ) ")
"""A blank that would be lost where a line is wrapped."""

_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


class Written(Protocol):
    """The contents of a case."""

    @property
    def case(self) -> str:
        """Its name."""
        ...

    @property
    def because(self) -> str | None:
        """Why the case exists."""
        ...

    @property
    def complaint(self) -> Mapping[str, Any]:
        """The complaint to decide."""
        ...

    @property
    def expect(self) -> Mapping[str, Any]:
        """What is expected of the decision."""
        ...


def as_lines(complaint: Mapping[str, Any], indent: str = "") -> list[str]:
    """A complaint as lines of YAML, one for each fact; those of a group are under its name."""
    lines = []
    for name, value in complaint.items():
        if isinstance(value, Mapping) and value:
            lines += [f"{indent}{_flow(name)}:", *as_lines(value, f"{indent}  ")]
        else:
            lines.append(f"{indent}{_flow(name)}: {_flow(value)}")
    return lines


def as_yaml(cases: Sequence[Written], letter: str, first: int = 1) -> str:
    """Cases as the text of a case file; their complaints are named by a letter and a number, counted from `first`."""
    return "\n".join(_case(case, f"{letter}-{number}") for number, case in enumerate(cases, first))


def as_entries(cases: Sequence[Written], letter: str, first: int = 1) -> str:
    """The same as entries of a list in brackets, each with a comma behind it."""
    entries = []
    for number, case in enumerate(cases, first):
        inner = [
            line for key, value in _parts(case, f"{letter}-{number}") for line in _lines(f"    {key}: ", value, ",")
        ]
        entries.append("\n".join(["  {", *inner, "  },"]))
    return "\n".join(entries) + "\n"


def as_read(cases: Sequence[Written], letter: str, first: int = 1) -> list[Any]:
    """The data that a reader of YAML gets from the same cases."""
    return [
        {key: _as_read(value) for key, value in _parts(case, f"{letter}-{number}")}
        for number, case in enumerate(cases, first)
    ]


def _as_read(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _as_read(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_as_read(one) for one in value]
    return value if value is None or isinstance(value, bool | int) else str(value)


def _parts(case: Written, id: str) -> list[tuple[str, Any]]:
    complaint = {**case.complaint, "id": id}
    return [("case", case.case), ("because", case.because), ("complaint", complaint), ("expect", case.expect)]


def _case(case: Written, id: str) -> str:
    lines = [line for key, value in _parts(case, id) for line in _lines(f"  {key}: ", value)]
    return "\n".join(["- " + lines[0].lstrip(), *lines[1:]]) + "\n"


def _lines(head: str, value: Any, tail: str = "") -> list[str]:
    indent = len(head) - len(head.lstrip())
    return textwrap.wrap(
        head.lstrip() + _flow(value) + tail,
        _WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 2),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _flow(value: Any) -> str:
    """A value as YAML on one line."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_flow(key)}: {_flow(one)}' for key, one in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_flow, value))}]"
    if value is None or isinstance(value, bool | int):
        return json.dumps(value)
    text = str(value)
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS
    return text if plain else _quoted(text)


def _quoted(text: str) -> str:
    """A text in quotes; what YAML would not read back, or would fold where a line is wrapped, is escaped."""
    return _FOLDED.sub(r"\\U00000020", printable(json.dumps(text, ensure_ascii=False)))
