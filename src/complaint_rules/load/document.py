"""YAML and JSON text as plain data, with the place of every value. The one file that imports PyYAML.

Scalars stay text (`200.00` is not a float, `no` is not false); only true, false and null are read as such, and whole
numbers where a complaint is read. JSON is read by the same reader where a place is wanted, being YAML in all that
matters here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import yaml

from complaint_rules.errors import Place, Problem, cause_of, shown

Path_ = tuple[Any, ...]

LONGEST_TEXT = 100_000
_MOST_VALUES = 500_000
_DEEPEST = 100
_SAFE_DEPTH = 2_000
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE = re.compile(r"-?(0|[1-9]\d{0,17})")
_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HINTS = (
    (re.compile(r"^ *\t"), "indent with spaces, not with tabs"),
    (re.compile(r"[:,\[] *>"), 'put quotes around a cell that starts with `>`: ">= 5"'),
    (re.compile(r"\.\."), 'put quotes around an interval: "[200..1000)"'),
    (re.compile(r"not *\(.*,"), 'put quotes around a `not` of several values: "not([a, b])"'),
    (re.compile(r"[:,] *[%@`&*!]"), "put quotes around a value that starts with a sign"),
    (re.compile(r"\{[^}\"']*: [^,}\"']*: "), "put quotes around a text that holds a colon"),
)
_ANY_HINT = "check indentation, quotes and colons"
_SEVERAL = "expected a single document in the stream"
_PLAIN = {"null": None, "~": None, "": None, "true": True, "false": False}


@dataclass(slots=True)
class Document:
    """One text: its data, the place of every value by path, and what is wrong with it.

    A `broken` one lacks values that could not be read, so that its shape says nothing.
    """

    file: str
    data: Any = None
    places: dict[Path_, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    broken: bool = False

    def refuse(self, message: str, place: Place | None = None, help: str | None = None) -> None:
        """Note a value that can't be read, or a text that can't."""
        self.broken = True
        self.problems.append(Problem(message, place or Place(self.file), help=help))

    def place(self, path: Path_) -> Place:
        """The place of a value, or of the nearest enclosing one."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(self.file))


def read_file(path: Path, name: str, *, numbers: bool = False) -> Document:
    """Read one file; `name` is what errors call it. With `numbers`, plain whole numbers become ints."""
    document = Document(name)
    try:
        data = path.read_bytes()
    except OSError as error:
        document.refuse(unreadable(error))
        return document
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "replace")
        document.refuse("is not UTF-8", _place_after(before, name), "save the file as UTF-8")
        return document
    return read_text(text, name, numbers=numbers)


def unreadable(error: OSError) -> str:
    """What to say of a file or folder that can't be read."""
    return f"can't be read: {cause_of(error)}"


def _place_after(before: str, name: str) -> Place:
    return Place(name, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)


def read_text(text: str, name: str, *, numbers: bool = False) -> Document:
    """Read one text. What is broken is in the document's `problems`."""
    document = Document(name)
    odd = _UNREADABLE.search(text)
    if odd:
        document.refuse(f"holds the control character U+{ord(odd[0]):04X}", _place_after(text[: odd.start()], name))
        return document
    try:
        node = None if _is_too_deep(text, document) else yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        _refuse_syntax(error, text, document)
    except yaml.YAMLError as error:
        document.refuse(f"is not YAML: {str(error).splitlines()[0]}")
    else:
        if node is not None:
            document.data = _Reader(document, numbers=numbers).value(node, ())
    return document


def _refuse_syntax(error: yaml.MarkedYAMLError, text: str, document: Document) -> None:
    mark = error.problem_mark or error.context_mark
    place = _place_of(mark, document.file)
    if error.context == _SEVERAL:
        document.refuse(
            "holds several documents", place, "keep one, without `---`; put each other one into its own file"
        )
        return
    lines = [text.split("\n")[at.line :][:1] for at in (error.problem_mark, error.context_mark) if at]
    around = [line for found in lines for line in found]
    hint = next((hint for sign, hint in _HINTS if any(map(sign.search, around))), _ANY_HINT)
    document.refuse(f"is not YAML: {error.problem or error.context}", place, hint)


def _place_of(mark: Any, file: str) -> Place:
    return Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)


def _is_too_deep(text: str, document: Document) -> bool:
    """Whether a text nests so deep that the C library's own recursion might not survive it."""
    if text.count("[") + text.count("{") + 2 * max(map(len, text.split("\n"))) < _SAFE_DEPTH:
        return False
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            document.refuse("is nested too deeply", _place_of(event.start_mark, document.file))
            return True
    return False


class _Reader:
    def __init__(self, document: Document, *, numbers: bool) -> None:
        self._document = document
        self._numbers = numbers
        self._count = 0
        self._full = False
        self._open: set[int] = set()

    def value(self, node: yaml.Node, path: Path_) -> Any:
        mark = node.start_mark
        place = Place(self._document.file, mark.line + 1, mark.column + 1)
        self._document.places[path] = place
        self._count += 1
        if id(node) in self._open:
            return self._document.refuse("contains itself", place, "write the value out instead of the alias")
        if self._count > _MOST_VALUES or len(path) > _DEEPEST:
            return self._too_much("is nested too deeply" if len(path) > _DEEPEST else "holds too many values", place)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, place)
        self._open.add(id(node))
        try:
            if isinstance(node, yaml.SequenceNode):
                return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
            return self._mapping(cast("yaml.MappingNode", node), path)
        finally:
            self._open.discard(id(node))

    def _scalar(self, node: yaml.ScalarNode, place: Place) -> Any:
        text: str = node.value
        if len(text) > LONGEST_TEXT:
            return self._document.refuse(f"a text of {len(text):,} characters; at most {LONGEST_TEXT:,}", place)
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
                self._document.refuse("a key must be a plain text", place)
                continue
            key = key_node.value
            if key in data:
                first = self._document.places[(*path, key, "")]
                help_ = f"first used at line {first.line}; keep one"
                problem = Problem(f"duplicate key {shown(key)}", place, help=help_, path=(*path, key))
                self._document.problems.append(problem)
                continue
            data[key] = self.value(value_node, (*path, key))
            self._document.places[(*path, key, "")] = place
        return data

    def _too_much(self, message: str, place: Place) -> None:
        if not self._full:
            self._document.refuse(message, place)
        self._full = True
