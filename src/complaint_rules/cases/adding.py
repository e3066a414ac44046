"""Adds cases to a case file of any layout, and checks its content by reading it back before the file is replaced."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from stat import S_IMODE
from typing import Any

from complaint_rules.cases.writing import Written, as_entries, as_read, as_yaml
from complaint_rules.errors import Message, Place, Problem, RulesetError, cause_of
from complaint_rules.lines import BLANKS
from complaint_rules.load.document import Layout, parse_bytes, read_layout
from complaint_rules.load.plain_file import read_plain_file

_BOM = b"\xef\xbb\xbf"


class CasesNotAddedError(RulesetError):
    """Cases that can't be added to a file; `cases` is their YAML, to be pasted by hand."""

    def __init__(self, problems: Problem | Sequence[Problem], cases: str = "") -> None:
        super().__init__(problems)
        self.cases = cases

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.problems, self.cases)


def append_cases(folder: Path, cases: Sequence[Written], file: str, letter: str) -> Path:
    """Add cases to a file of a ruleset's `cases/`: all of them or, where that fails, none.

    Args:
        folder: the ruleset's folder.
        cases: what to add.
        file: the name of the file.
        letter: the letter before the complaints' numbers.

    Raises:
        CasesNotAddedError: the file holds no list of cases, is laid out so that nothing can be added, is a symbolic
            link, or can't be written.
    """
    path = folder / "cases" / file
    place = Place(f"{folder.name}/cases/{file}")
    for link in (path.parent, path):
        if link.is_symlink():
            what = Message("symbolic-link", name=link.name)
            raise CasesNotAddedError(Problem(what, place), as_yaml(cases, letter))
    old: bytes | Message = read_plain_file(path) if os.path.lexists(path) else b""
    if isinstance(old, Message):
        raise CasesNotAddedError(Problem(old, place), as_yaml(cases, letter))
    document = parse_bytes(old, place.file, numbers=True)
    data = [] if document.data is None else document.data
    if document.problems or not isinstance(data, list):
        problems = document.problems or [Problem(Message("not-cases"), place)]
        raise CasesNotAddedError(problems, as_yaml(cases, letter))
    first = len(data) + 1
    wanted = [*data, *as_read(cases, letter, first)]
    for text in _extended(old, cases, letter, first):
        again = parse_bytes(text, place.file, numbers=True)
        if again.data == wanted and not again.problems:
            _replace(path, text, place, as_yaml(cases, letter, first))
            return path
    raise CasesNotAddedError(Problem(Message("cases-not-added"), place), as_yaml(cases, letter, first))


def _extended(old: bytes, cases: Sequence[Written], letter: str, first: int) -> Iterator[bytes]:
    """The bytes of the file with the cases added, in each way that may fit its layout, the tidiest first."""
    text = old.removeprefix(_BOM).decode("utf-8")
    end = "\r\n" if "\r\n" in text else "\r" if "\r" in text and "\n" not in text else "\n"
    bom = _BOM if old.startswith(_BOM) else b""
    for made in _texts(text, read_layout(text), end, as_yaml(cases, letter, first), as_entries(cases, letter, first)):
        yield bom + made.encode("utf-8")


def _texts(text: str, layout: Layout | None, end: str, block: str, entries: str) -> Iterator[str]:
    block, entries = block.replace("\n", end), entries.replace("\n", end)
    if layout is None:  # only comments
        yield _ended(text, end) + block
        yield f"{_ended(text, end)}---{end}{block}"
        return
    before, after = text[: layout.end], text[layout.end :]
    if layout.indent is not None:
        block = end.join(" " * layout.indent + line if line else line for line in block.split(end))
        begun = _ended(before, end)
        yield from (begun + gap + block + after for gap in (end, ""))
        return
    if not text[layout.start : layout.end].strip("[]" + BLANKS):
        head = text[: layout.start].rstrip(" ")
        yield f"{_ended(head, end)}{block}{after.lstrip(' ')}"
    inner = before[:-1].rstrip(" ")
    for comma in ("", ","):
        yield f"{_ended(inner + comma, end)}{entries}]{after}"


def _ended(text: str, end: str) -> str:
    return text if not text or text.endswith(("\n", "\r")) else text + end


def _replace(path: Path, text: bytes, place: Place, cases: str) -> None:
    """Replace a file atomically, keeping its permissions."""
    draft = path.with_name(f".{path.name}.{token_hex(8)}.draft")
    try:
        path.parent.mkdir(exist_ok=True)
        with draft.open("xb") as file:
            if path.exists():
                draft.chmod(S_IMODE(path.stat().st_mode))
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise CasesNotAddedError(Problem(Message("unwritable", reason=cause_of(error)), place), cases) from None
