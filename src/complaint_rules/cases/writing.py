"""Writes complaints and cases as YAML: to be read, and into a file beside the ruleset's own cases."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from complaint_rules.errors import Place, Problem, RulesetError, cause_of
from complaint_rules.load.document import read_file

_WIDTH = 118
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*")
_ODD = re.compile("(?<= ) |[^ -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


class Written(Protocol):
    """What a case says."""

    @property
    def case(self) -> str:
        """Its name."""
        ...

    @property
    def because(self) -> str | None:
        """Why it is there."""
        ...

    @property
    def complaint(self) -> Mapping[str, Any]:
        """What goes in."""
        ...

    @property
    def expect(self) -> Mapping[str, Any]:
        """What is expected of the decision."""
        ...


def as_lines(complaint: Mapping[str, Any], indent: str = "") -> list[str]:
    """A complaint as lines of YAML, one for each fact; those of a group stand under its name."""
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


def append_cases(folder: Path, cases: Sequence[Written], file: str, letter: str) -> Path:
    """Add cases to a file of a ruleset's `cases/`: all of them or, where that fails, none.

    Args:
        folder: the ruleset's.
        cases: what to add.
        file: the name of the file.
        letter: what the complaints' numbers begin with.

    Raises:
        RulesetError: the file holds no list of cases, or can't be written.
    """
    path = folder / "cases" / file
    name = f"{folder.name}/cases/{file}"
    before = _read(path, name)
    text = before[0] + as_yaml(cases, letter, before[1] + 1)
    draft = path.with_name(f".{file}.draft")
    try:
        path.parent.mkdir(exist_ok=True)
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        reason = cause_of(error)
        raise RulesetError([Problem(f"can't be written: {reason}", Place(name))]) from None
    return path


def _read(path: Path, name: str) -> tuple[str, int]:
    """What the file holds now, ready to be added to, and how many cases that is."""
    if not path.exists():
        return "", 0
    document = read_file(path, name)
    if document.problems or not isinstance(document.data, list):
        raise RulesetError(document.problems or [Problem("is not a list of cases", Place(name))])
    return f"{path.read_text(encoding='utf-8').rstrip()}\n\n", len(document.data)


def _case(case: Written, id: str) -> str:
    complaint = {**case.complaint, "id": id}
    lines = [
        *_lines("- case: ", case.case),
        *_lines("  because: ", case.because),
        *_lines("  complaint: ", complaint),
        *_lines("  expect: ", case.expect),
    ]
    return "\n".join(lines) + "\n"


def _lines(head: str, value: Any) -> list[str]:
    return textwrap.wrap(
        head.lstrip() + _flow(value),
        _WIDTH,
        initial_indent=" " * (len(head) - len(head.lstrip())),
        subsequent_indent="    ",
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
    """A text in quotes; what YAML would not read back, or would fold together where a line is broken, is escaped."""
    return _ODD.sub(lambda found: f"\\U{ord(found[0]):08x}", json.dumps(text, ensure_ascii=False))
