"""Complaints out of a file or a stream: JSON, YAML or JSON Lines; one, a list, or one to a line.

What is wrong with one complaint of many is kept with that complaint, so that the others can be decided.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import IO, Any, NamedTuple

from complaint_rules.errors import ComplaintError, Place, Problem, shown
from complaint_rules.intake.exact_json import as_yaml, odd_ones, read_json
from complaint_rules.intake.lines import Line, is_lines, lines_of
from complaint_rules.load.document import Document, read_text

LARGEST_JSON = 50_000_000
LARGEST_YAML = 5_000_000
_LARGEST_TO_SEARCH = 1_000_000
"""Bytes of JSON that are read a second time to find the line of a wrong fact."""

_LONGEST_ID = 60
_NOT_A_COMPLAINT = "is not a complaint"
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
        return shown(str(found)[:_LONGEST_ID]).strip("`") if isinstance(found, str | int) and str(found) else None

    def located(self, problem: Problem) -> Problem:
        """A problem of this complaint with its place in the file."""
        path = problem.path or tuple((problem.fact or "").split("."))
        found = replace(problem, place=problem.place or self.find(path))
        if problem.fact == "id" and problem.help is None and "is not a text" in problem.message:
            found = replace(found, help="put it in quotes")
        return found


@dataclass(frozen=True, slots=True)
class Intake:
    """What a file holds: one complaint, or many, read while they are asked for."""

    name: str
    many: bool
    complaints: Iterator[Stated]


def read_complaints(name: str, stdin: IO[bytes]) -> Intake:
    """Read complaints from a file, or from `stdin` where the name is `-`.

    Raises:
        ComplaintError: the file can't be read, is empty, or is broken as a whole.
    """
    shown_name = "<stdin>" if name == "-" else name
    try:
        stream = stdin if name == "-" else Path(name).open("rb")  # noqa: SIM115  # closed by the reader at its end
        intake = _read(stream, shown_name, Path(name).suffix.lower())
        first = next(intake.complaints, None)
    except IsADirectoryError:
        raise ComplaintError([Problem("is a folder", Place(name), help="name a file of complaints")]) from None
    except FileNotFoundError:
        help_ = "name a file of complaints, or `-` to read them from standard input"
        raise ComplaintError([Problem("no such file", Place(name), help=help_)]) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ComplaintError([Problem(f"can't be read: {reason}".lower(), Place(shown(name).strip("`")))]) from None
    if first is None:
        help_ = "a complaint has `id`, `received_at` and `kind`"
        raise ComplaintError([Problem("is empty", Place(shown_name), help=help_)])
    return Intake(shown_name, intake.many, chain([first], intake.complaints))


def _read(stream: IO[bytes], name: str, suffix: str) -> Intake:
    if suffix in (".jsonl", ".ndjson"):
        return Intake(name, True, _from_lines(lines_of(stream), name))
    held = b""
    if suffix not in (".json", ".yaml", ".yml"):
        lines, held = is_lines(stream)
        if lines is not None:
            return Intake(name, True, _from_lines(lines, name))
    if not stream.closed:
        with stream:
            held += stream.read(LARGEST_JSON + 1)
    text = _decoded(held, name)
    if suffix == ".json" or (suffix not in (".yaml", ".yml") and _BEGINS_JSON.match(text)):
        return _from_json(text, name)
    return _from_yaml(text, name)


def _decoded(raw: bytes, name: str, line: int = 0) -> str:
    if len(raw) > LARGEST_JSON:
        raise ComplaintError([_too_large("JSON", LARGEST_JSON, name)])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = Place(name, line or raw.count(b"\n", 0, error.start) + 1)
        raise ComplaintError([Problem("is not UTF-8", place, help="save the file as UTF-8")]) from None


def _too_large(kind: str, limit: int, name: str) -> Problem:
    help_ = "write one complaint to a line, as JSON Lines: that is read line by line"
    return Problem(f"is larger than {limit // 1_000_000} MB, the most for {kind}", Place(name), help=help_)


def _from_lines(lines: Iterator[Line], name: str) -> Iterator[Stated]:
    for number, line in enumerate(lines, 1):
        place = Place(name, line.number)
        try:
            if line.problem is not None:
                raise ComplaintError([replace(line.problem, place=place)])
            text = _decoded(line.raw, name, line.number)
            read = read_json(text, name, line.number)
        except ComplaintError as error:
            yield Stated(number, None, error.problems, lambda _, place=place: place)  # type: ignore[misc]
            continue
        document = cache(lambda text=text: read_text(as_yaml(text), name))
        yield _stated(number, read.data, read.odd, _finder(document, (), place, line.number - 1))


def _from_json(text: str, name: str) -> Intake:
    if not text.strip():
        return Intake(name, False, iter(()))
    data, odd = read_json(text, name)
    searchable = len(text) <= _LARGEST_TO_SEARCH
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
        raise ComplaintError([_too_large("YAML", LARGEST_YAML, name)])
    document = read_text(text, name, numbers=True)
    data = document.data
    if data is None and not document.problems:
        return Intake(name, False, iter(()))
    if not isinstance(data, list):
        if document.problems:
            raise ComplaintError(document.problems)
        return Intake(name, False, iter([_stated(1, data, False, _finder(lambda: document, (), Place(name)))]))
    return Intake(name, True, _from_yaml_list(data, document, name))


def _from_yaml_list(data: list[Any], document: Document, name: str) -> Iterator[Stated]:
    """Each entry with the problems that lie in it."""
    starts = [document.place((index,)) for index in range(len(data))]
    problems: dict[int, list[Problem]] = {}
    for problem in document.problems:
        index = bisect_right(starts, problem.place or Place(name)) - 1
        problems.setdefault(max(index, 0), []).append(problem)
    for index, entry in enumerate(data):
        stated = _stated(index + 1, entry, False, _finder(lambda: document, (index,), Place(name)))
        yield stated._replace(problems=tuple(problems.get(index, stated.problems)))


def _stated(number: int, data: Any, odd: bool, find: FindPlace) -> Stated:
    problems: list[Problem] = []
    if not isinstance(data, dict):
        problems.append(Problem(_NOT_A_COMPLAINT, find(()), help="write a mapping of facts to values"))
    elif odd:
        problems += odd_ones(data)
    return Stated(number, data, tuple(problems), find)


def _finder(document: Callable[[], Document], base: tuple[Any, ...], where: Place, above: int = 0) -> FindPlace:
    """Finds the place of a fact: of its key, else of the nearest group that encloses it."""

    def find(path: tuple[Any, ...]) -> Place:
        full = (*base, *path)
        places = document().places
        found = places.get((*full, "")) or document().place(full)
        return replace(found, line=found.line + above) if found.line else where

    return find


__all__ = ["Intake", "Stated", "read_complaints"]
