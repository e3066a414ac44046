"""Complaints from a file or a stream: JSON, YAML or JSON Lines; one, a list, or one per line.

The problems of one complaint of several are stored with that complaint, so that the others can be decided.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path
from stat import S_ISBLK, S_ISCHR
from typing import IO, Any, NamedTuple

from complaint_rules.errors import ComplaintError, Message, Place, Problem, cause_of, shown
from complaint_rules.facts.refusals import listed
from complaint_rules.intake.exact_json import as_yaml, odd_ones, read_json
from complaint_rules.intake.lines import InputLine, begins_lines, chunks_of, is_whole_object, lines_of
from complaint_rules.limits import LARGEST_JSON, LARGEST_SEARCHED, LARGEST_YAML, LONGEST_SHOWN
from complaint_rules.lines import line_and_column
from complaint_rules.load.document import Document, read_text

FORMATS = ("json", "jsonl", "yaml")
_BY_ENDING = {".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".yaml": "yaml", ".yml": "yaml"}
_BEGINS_JSON = re.compile(r'\s*(\{\s*["}]|\[\s*[\[{\]"])')

FindPlace = Callable[[tuple[Any, ...]], Place]


class Stated(NamedTuple):
    """One complaint as somebody stated it; `problems` say why it can't be read."""

    number: int
    data: Any
    problems: tuple[Problem, ...]
    find: FindPlace

    @property
    def id(self) -> str | None:
        """Its id, shortened for a message; None where it has none."""
        found = self.data.get("id") if isinstance(self.data, dict) else None
        return shown(str(found)[:LONGEST_SHOWN]).strip("`") if isinstance(found, str | int) and str(found) else None

    def located(self, problem: Problem) -> Problem:
        """A problem of this complaint with its place in the file."""
        keys = problem.keys or ()
        found = replace(problem, place=problem.place or self.find(keys), keys=keys)
        if problem.fact == "id" and problem.code == "not-a-text":
            found = replace(found, what=found.what.hinting("put-in-quotes"))
        return found


@dataclass(slots=True)
class Intake:
    """The content of a file: one complaint, or several, read lazily.

    `many` says that it is a list, or lines; where the first line may be the only one, it is set when the second one is
    read.
    """

    name: str
    many: bool
    complaints: Iterator[Stated]


def read_complaints(name: str, stdin: IO[bytes], format: str | None = None) -> Intake:
    """Read complaints from a file, or from `stdin` where the name is `-`.

    Args:
        name: the name of the file.
        stdin: read where the name is `-`.
        format: one of `FORMATS`; by default it follows from the ending of the name, or else from the beginning of the
            text. An empty text is an empty list of complaints, except as JSON or YAML.

    Raises:
        ComplaintError: the file can't be read, is empty, or is broken as a whole.
    """
    shown_name = "<stdin>" if name == "-" else name
    chunks = chunks_of(stdin if name == "-" else _opened(name), shown_name)
    kind = format or _BY_ENDING.get(Path(name).suffix.lower())
    if kind == "jsonl":
        return Intake(shown_name, True, _from_lines(lines_of(chunks), shown_name))
    if kind is not None:
        return _whole(_all_of(chunks), shown_name, kind)
    held, is_lines = begins_lines(chunks)
    if is_lines or not held.strip():
        return _perhaps_many(lines_of(chain([held], chunks)), shown_name, is_lines)
    try:
        return _whole(held, shown_name, None)
    except ComplaintError:
        if any(is_whole_object(line.raw) for line in lines_of(iter([held]))):
            return Intake(shown_name, True, _from_lines(lines_of(chain([held], chunks)), shown_name))
        raise


def _opened(name: str) -> IO[bytes]:
    """Open a file, pipe, terminal or the null device for reading; other devices, which may never end, are refused."""
    try:
        stream = Path(name).open("rb")  # noqa: SIM115  # closed by the reader at its end
    except IsADirectoryError:
        raise ComplaintError(Problem(Message("is-a-folder"), Place(name))) from None
    except FileNotFoundError:
        raise ComplaintError(Problem(Message("no-such-file"), Place(name))) from None
    except (OSError, ValueError) as error:
        reason = cause_of(error) if isinstance(error, OSError) else str(error).lower()
        raise ComplaintError(Problem(Message("unreadable", reason=reason), Place(name))) from None
    mode = os.fstat(stream.fileno()).st_mode
    if (S_ISCHR(mode) or S_ISBLK(mode)) and not stream.isatty() and name != os.devnull:
        stream.close()
        raise ComplaintError(Problem(Message("not-a-plain-file", kind="a device"), Place(name)))
    return stream


def _all_of(chunks: Iterator[bytes]) -> bytes:
    """The content of a stream, read up to a size that is too large for either format."""
    held: list[bytes] = []
    size = 0
    for chunk in chunks:
        held.append(chunk)
        size += len(chunk)
        if size > LARGEST_JSON:
            break
    return b"".join(held)


def _perhaps_many(lines: Iterator[InputLine], name: str, is_any: bool) -> Intake:
    """The complaints of lines; `many` is set unless there is exactly one line."""
    intake = Intake(name, not is_any, iter(()))

    def told() -> Iterator[InputLine]:
        for index, line in enumerate(lines):
            intake.many = intake.many or index > 0
            yield line

    intake.complaints = _from_lines(told(), name)
    return intake


def _whole(raw: bytes, name: str, kind: str | None) -> Intake:
    """A text of JSON or YAML that is one value.

    Raises:
        ComplaintError: it is not, or it is empty.
    """
    text = _decoded(raw, name)
    is_json = kind == "json" or (kind is None and _BEGINS_JSON.match(text))
    return _from_json(text, name) if is_json else _from_yaml(text, name)


def _decoded(raw: bytes, name: str, line: int = 0) -> str:
    if len(raw) > LARGEST_JSON:
        raise ComplaintError(_too_large("JSON", LARGEST_JSON, name))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig", "replace")
        place = Place(name, line or line_and_column(before, len(before))[0])
        raise ComplaintError(Problem(Message("not-utf-8"), place)) from None


def _too_large(kind: str, limit: int, name: str) -> Problem:
    return Problem(Message("too-large", limit=limit // 1_000_000, format=kind), Place(name))


def _from_lines(lines: Iterator[InputLine], name: str) -> Iterator[Stated]:
    for number, line in enumerate(lines, 1):
        place = Place(name, line.number)
        try:
            if line.problem is not None:
                raise ComplaintError(replace(line.problem, place=place))
            text = _decoded(line.raw, name, line.number)
            read = read_json(text, name, line.number)
        except ComplaintError as error:
            yield Stated(number, None, error.problems, lambda _, place=place: place)  # type: ignore[misc]
            continue
        document = cache(lambda text=text: read_text(as_yaml(text), name))
        yield _stated(number, read.data, read.odd, _finder(document, (), place, line.number - 1))


def _from_json(text: str, name: str) -> Intake:
    if not text.strip():
        raise ComplaintError(Problem(Message("empty-file"), Place(name)))
    data, odd = read_json(text, name)
    searchable = len(text) <= LARGEST_SEARCHED
    document = cache(lambda: read_text(as_yaml(text), name) if searchable else Document(name))
    entries = data if isinstance(data, list) else [data]
    many = isinstance(data, list)
    found = (
        _stated(number, entry, odd, _finder(document, (number - 1,) if many else (), Place(name)))
        for number, entry in enumerate(entries, 1)
    )
    return Intake(name, many, found)


def _from_yaml(text: str, name: str) -> Intake:
    if len(text) > LARGEST_YAML:
        raise ComplaintError(_too_large("YAML", LARGEST_YAML, name))
    document = read_text(text, name, numbers=True)
    data = document.data
    if data is None and not document.problems:
        raise ComplaintError(Problem(Message("empty-file"), Place(name)))
    if not isinstance(data, list):
        if document.problems:
            raise ComplaintError(_listed(document.problems))
        return Intake(name, False, iter([_stated(1, data, False, _finder(lambda: document, (), Place(name)))]))
    return Intake(name, True, _from_yaml_list(data, document, name))


def _from_yaml_list(data: list[Any], document: Document, name: str) -> Iterator[Stated]:
    """Each entry with the problems inside it."""
    starts = [document.place((index,)) for index in range(len(data))]
    problems: dict[int, list[Problem]] = {}
    for problem in document.problems:
        index = bisect_right(starts, problem.place or Place(name)) - 1
        keys = (problem.keys if problem.keys is not None else problem.place.keys if problem.place else ())[1:]
        problems.setdefault(max(index, 0), []).append(replace(problem, keys=keys))
    for index, entry in enumerate(data):
        stated = _stated(index + 1, entry, False, _finder(lambda: document, (index,), Place(name)))
        yield stated._replace(problems=tuple(_listed(problems.get(index, []))) or stated.problems)


def _stated(number: int, data: Any, odd: bool, find: FindPlace) -> Stated:
    problems: list[Problem] = []
    if not isinstance(data, dict):
        problems.append(Problem(Message("not-a-complaint"), find(()), keys=()))
    elif odd:
        problems += _listed(list(odd_ones(data)))
    return Stated(number, data, tuple(problems), find)


def _listed(problems: list[Problem]) -> list[Problem]:
    return listed(problems, len(problems))


def _finder(document: Callable[[], Document], base: tuple[Any, ...], where: Place, above: int = 0) -> FindPlace:
    """Finds the place of a fact: of its key, else of the nearest group that encloses it."""

    def find(path: tuple[Any, ...]) -> Place:
        full = (*base, *path)
        places = document().places
        found = places.get((*full, "")) or document().place(full)
        return replace(found, line=found.line + above) if found.line else where

    return find


__all__ = ["FORMATS", "Intake", "Stated", "read_complaints"]
