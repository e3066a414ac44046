"""YAML and JSON text as plain data, with the place of every value. The one file that imports PyYAML.

Scalars stay text (`200.00` is not a float, `no` is not false); only true, false and null are read as such, and whole numbers
where a complaint is read. JSON is read by the
same reader where a place is wanted, being YAML in all that matters here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from complaint_rules.errors import Place, Problem, RulesetError, shown

Path_ = tuple[Any, ...]

LONGEST_TEXT = 100_000
_MOST_VALUES = 500_000
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE = re.compile(r"-?(0|[1-9]\d{0,17})")
_PLAIN = {"null": None, "~": None, "": None, "true": True, "false": False}


@dataclass(slots=True)
class Document:
    """One text: its data, the place of every value by path, and what is wrong with it."""

    file: str
    data: Any = None
    places: dict[Path_, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: Path_) -> Place:
        """The place of a value, or of the nearest enclosing one."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(self.file))


def read_file(path: Path, name: str, *, numbers: bool = False) -> Document:
    """Read one file; `name` is what errors call it. With `numbers`, plain whole numbers become ints.

    Raises:
        RulesetError: the file can't be read.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise RulesetError([Problem(f"is not UTF-8 at byte {error.start}", Place(name))]) from None
    except OSError as error:
        raise RulesetError([Problem(f"can't be read: {error.strerror}", Place(name))]) from None
    return read_text(text, name, numbers=numbers)


def read_text(text: str, name: str, *, numbers: bool = False) -> Document:
    """Read one text. What is broken is in the document's `problems`."""
    document = Document(name)
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        document.problems.append(_syntax(error, name))
        return document
    except yaml.YAMLError as error:
        document.problems.append(Problem(f"is not YAML: {str(error).splitlines()[0]}", Place(name)))
        return document
    except RecursionError:
        document.problems.append(Problem("is nested too deeply", Place(name)))
        return document
    if node is not None:
        try:
            document.data = _Reader(document, numbers=numbers).value(node, ())
        except RecursionError:
            document.problems.append(Problem("is nested too deeply", Place(name)))
    return document


def _syntax(error: yaml.MarkedYAMLError, name: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name)
    return Problem(f"is not YAML: {error.problem or error.context}", place, help="check indentation, quotes and colons")


class _Reader:
    def __init__(self, document: Document, *, numbers: bool) -> None:
        self._document = document
        self._numbers = numbers
        self._count = 0
        self._open: set[int] = set()

    def value(self, node: yaml.Node, path: Path_) -> Any:
        mark = node.start_mark
        place = Place(self._document.file, mark.line + 1, mark.column + 1)
        self._document.places[path] = place
        self._count += 1
        if self._count > _MOST_VALUES or id(node) in self._open:
            return self._refuse("holds too many values", place)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, place)
        self._open.add(id(node))
        try:
            if isinstance(node, yaml.SequenceNode):
                return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
            return self._mapping(node, path)
        finally:
            self._open.discard(id(node))

    def _scalar(self, node: yaml.ScalarNode, place: Place) -> Any:
        text: str = node.value
        if len(text) > LONGEST_TEXT:
            return self._refuse(f"a text of {len(text):,} characters; at most {LONGEST_TEXT:,}", place)
        if node.style:  # quoted or block text is text
            return text
        if self._numbers and _WHOLE.fullmatch(text):
            return int(text)
        return _PLAIN.get(text, text)

    def _mapping(self, node: yaml.MappingNode, path: Path_) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            mark = key_node.start_mark
            place = Place(self._document.file, mark.line + 1, mark.column + 1)
            if not isinstance(key_node, yaml.ScalarNode):
                self._refuse("a key must be a plain text", place)
                continue
            key = key_node.value
            if key in data:
                first = self._document.places[(*path, key, "")]
                self._refuse(f"duplicate key {shown(key)}", place, f"first used at line {first.line}; keep one")
                continue
            data[key] = self.value(value_node, (*path, key))
            self._document.places[(*path, key, "")] = place
        return data

    def _refuse(self, message: str, place: Place, help: str | None = None) -> None:
        if len(self._document.problems) < 100:
            self._document.problems.append(Problem(message, place, help=help))
