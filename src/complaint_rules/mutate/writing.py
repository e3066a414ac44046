"""Writes proposed cases as YAML, beside the ruleset's own cases."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from complaint_rules.errors import Place, Problem, RulesetError
from complaint_rules.load.document import read_file

FILE = "mutants.yaml"
_WIDTH = 118
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*")
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


def as_yaml(proposals: Sequence[Written], first: int = 1, letter: str = "M") -> str:
    """Proposed cases as the text of a case file, numbered from `first`."""
    return "\n".join(_case(proposal, f"{letter}-{number}") for number, proposal in enumerate(proposals, first))


def as_lines(complaint: Mapping[str, Any]) -> list[str]:
    """A complaint as lines of YAML, one for each fact or group of facts."""
    return [f"{key}: {_flow(value)}" for key, value in complaint.items()]


def append_cases(folder: Path, proposals: Sequence[Written], file: str = FILE, letter: str = "M") -> Path:
    """Add proposed cases to a file of a ruleset's `cases/`: all of them or, where that fails, none.

    Args:
        folder: the ruleset's.
        proposals: the cases.
        file: the name of the file.
        letter: what the complaints' numbers begin with.

    Raises:
        RulesetError: the file holds no list of cases, or can't be written.
    """
    path = folder / "cases" / file
    name = f"{folder.name}/cases/{file}"
    before = _read(path, name)
    text = before[0] + as_yaml(proposals, before[1] + 1, letter)
    draft = path.with_name(f".{file}.draft")
    try:
        path.parent.mkdir(exist_ok=True)
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        reason = (error.strerror or str(error)).lower()
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


def _case(proposal: Written, id: str) -> str:
    complaint = {**proposal.complaint, "id": id}
    lines = [
        *_lines("- case: ", proposal.case),
        *_lines("  because: ", proposal.because),
        *_lines("  complaint: ", complaint),
        *_lines("  expect: ", proposal.expect),
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
    return text if plain else json.dumps(text, ensure_ascii=False)
