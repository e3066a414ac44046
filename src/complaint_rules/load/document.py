"""YAML and JSON text as plain data, with the place of every value. The one file that imports PyYAML.

Scalars stay text (`200.00` is not a float, `no` is not false); only true, false and null are read as such, and whole
numbers where a complaint is read. JSON is read by the same reader where places are needed, since it is YAML in all
that matters here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple, cast

import yaml

from complaint_rules.errors import Message, Place, Problem
from complaint_rules.limits import DEEPEST_VALUE, LONGEST_VALUE, MOST_VALUES
from complaint_rules.lines import line_and_column, lines_of
from complaint_rules.load.full_width import key_slip, syntax_slip
from complaint_rules.load.plain_file import read_plain_file

Path_ = tuple[Any, ...]

_SAFE_DEPTH = 2_000
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE = re.compile(r"-?(0|[1-9]\d{0,17})")
_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_ENDS = "\x85\u2028\u2029"
"""Line ends that only YAML 1.1 has: the parser gets other characters in their place."""

_PRIVATE = range(0xF0000, 0xFFFFE)
_LONGEST_SEARCHED = 500
"""Characters of a line, around a fault, that are searched for its cause."""

_ENDS_IN_DIGITS = re.compile(r"(^|[^0-9.])[0-9]{1,3}$")
_THOUSANDS = re.compile(r"[0-9]{3}(\.[0-9]+)?")
_HINTS = (
    (re.compile(r"^ *\t"), "yaml-tab"),
    (re.compile(r"[:,\[] *>"), "yaml-greater"),
    (re.compile(r"\.\.|\[[^\[\](){}]*,[^\[\](){}]*\)|\([^\[\](){}]*,[^\[\](){}]*\]"), "yaml-interval"),
    (re.compile(r"not *\(.*,"), "yaml-not"),
    (re.compile(r"[:,] *[%@`&*!]"), "yaml-sign"),
    (re.compile(r"\{[^}\"']*: [^,}\"']*: "), "yaml-colon"),
)
_ANY_HINT = "yaml-any"
_SEVERAL = "expected a single document in the stream"
_PLAIN = {"null": None, "~": None, "": None, "true": True, "false": False}


@dataclass(slots=True)
class Document:
    """One text: its data, the place of every value by path, and what is wrong with it.

    A `broken` one lacks values that could not be read, so its shape can't be validated.
    """

    file: str
    data: Any = None
    places: dict[Path_, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    broken: bool = False

    def refuse(self, what: Message, place: Place | None = None) -> None:
        """Note a problem of a value, or of the whole text, that can't be read."""
        self.broken = True
        self.problems.append(Problem(what, place or Place(self.file)))

    def place(self, path: Path_) -> Place:
        """The place of a value, or of the nearest enclosing one."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(self.file))


def read_file(path: Path, name: str, *, numbers: bool = False) -> Document:
    """Read one file; `name` is what errors call it. With `numbers`, plain whole numbers become ints."""
    return parse_file(read_plain_file(path), name, numbers=numbers)


def parse_file(content: bytes | Message, name: str, *, numbers: bool = False, escapes: bool = True) -> Document:
    """Read the bytes of one file, as `parse_bytes` does, or note why there are none."""
    if isinstance(content, bytes):
        return parse_bytes(content, name, numbers=numbers, escapes=escapes)
    document = Document(name)
    document.refuse(content)
    return document


def parse_bytes(data: bytes, name: str, *, numbers: bool = False, escapes: bool = True) -> Document:
    """Read the bytes of one file; what can't be read is in the document's `problems`.

    Args:
        data: the bytes.
        name: what errors call the file.
        numbers: whether plain whole numbers become ints.
        escapes: whether a text in quotes may contain escaped control characters; unescaped ones are never allowed.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        document = Document(name)
        before = data[: error.start].decode("utf-8-sig", "replace")
        document.refuse(Message("not-utf-8"), _place_at(before, len(before), name))
        return document
    return read_text(text, name, numbers=numbers, escapes=escapes)


def _place_at(text: str, at: int, name: str) -> Place:
    return Place(name, *line_and_column(text, at))


def read_text(text: str, name: str, *, numbers: bool = False, escapes: bool = True) -> Document:
    """Read one text, as `parse_bytes` does; what can't be read is in the document's `problems`."""
    document = Document(name)
    odd = _UNREADABLE.search(text)
    if odd:
        document.refuse(_holds(odd), _place_at(text, odd.start(), name))
        return document
    stand_ins = _stand_ins(text)
    text = text.translate(stand_ins)
    try:
        node = None if _is_too_deep(text, document) else yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        _refuse_syntax(error, text, document)
    except yaml.YAMLError as error:
        document.refuse(Message("not-yaml", reason=str(error).splitlines()[0]))
    else:
        if node is not None:
            meant = {ord(other): one for one, other in stand_ins.items()}
            document.data = _Reader(document, meant, numbers=numbers, escapes=escapes).read(node, ())
    return document


class Layout(NamedTuple):
    """How a list at the top of a text is laid out: where it starts and ends, and how far its entries are indented.

    `indent` is None for a list in brackets.
    """

    start: int
    end: int
    indent: int | None


def read_layout(text: str) -> Layout | None:
    """The layout of a text that is a list and was read before; None where it is empty."""
    node = yaml.compose(text.translate(_stand_ins(text)), Loader=_LOADER)
    if node is None or not isinstance(node, yaml.SequenceNode):
        return None
    start, end = node.start_mark, node.end_mark
    return Layout(start.index, end.index, None if node.flow_style else start.column)


def _stand_ins(text: str) -> dict[int, str]:
    """A translation of the line ends that only YAML 1.1 has to private characters that the text does not contain."""
    odd = [one for one in _NO_ENDS if one in text]
    free = (chr(code) for code in _PRIVATE if chr(code) not in text) if odd else iter(())
    return dict(zip(map(ord, odd), free, strict=False))


def _holds(odd: re.Match[str]) -> Message:
    return Message("control-character", character=f"U+{ord(odd[0]):04X}")


def _refuse_syntax(error: yaml.MarkedYAMLError, text: str, document: Document) -> None:
    mark = error.problem_mark or error.context_mark
    place = _place_of(mark, document.file)
    if error.context == _SEVERAL:
        document.refuse(Message("several-documents"), place)
        return
    lines = lines_of(text)
    marks = [at for at in (error.context_mark, error.problem_mark) if at]
    slip = syntax_slip(lines, {at.line for at in marks})
    if slip is not None:
        document.refuse(slip.message, Place(document.file, slip.line + 1, slip.column + 1))
        return
    around = [_around(lines[at.line], at.column) for at in marks if at.line < len(lines)]
    hint = next((hint for sign, hint in _HINTS if any(map(sign.search, around))), _ANY_HINT)
    document.refuse(Message("not-yaml", hint, reason=str(error.problem or error.context)), place)


def _around(line: str, column: int) -> str:
    return line[max(column - _LONGEST_SEARCHED, 0) : column + _LONGEST_SEARCHED]


def _place_of(mark: Any, file: str) -> Place:
    return Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)


def _is_too_deep(text: str, document: Document) -> bool:
    """Whether a text is nested so deeply that the C library's recursion might overflow the stack."""
    if text.count("[") + text.count("{") + 2 * max(map(len, lines_of(text))) < _SAFE_DEPTH:
        return False
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST_VALUE:
            document.refuse(Message("nested-too-deeply"), _place_of(event.start_mark, document.file))
            return True
    return False


def _is_one_number(left: str, right: str) -> bool:
    """Whether two values with nothing but a comma between them are one number; `[1,200]` may well be two."""
    is_meant = right.startswith("0") or "." in right or not left[:1].isdigit()
    return bool(_THOUSANDS.fullmatch(right)) and _ENDS_IN_DIGITS.search(left) is not None and is_meant


class _Reader:
    def __init__(self, document: Document, meant: dict[int, int], *, numbers: bool, escapes: bool) -> None:
        self._document = document
        self._meant = meant
        self._numbers = numbers
        self._escapes = escapes
        self._count = 0
        self._full = False
        self._open: set[int] = set()

    def read(self, node: yaml.Node, path: Path_) -> Any:
        """Read the whole, or an entry of a list; a plain text there may be a mapping with a full-width colon."""
        self._refuse_slip(node)
        return self._value(node, path)

    def _value(self, node: yaml.Node, path: Path_) -> Any:
        mark = node.start_mark
        place = Place(self._document.file, mark.line + 1, mark.column + 1, path)
        self._document.places[path] = place
        self._count += 1
        if id(node) in self._open:
            return self._document.refuse(Message("contains-itself"), place)
        if self._count > MOST_VALUES or len(path) > DEEPEST_VALUE:
            return self._too_much("nested-too-deeply" if len(path) > DEEPEST_VALUE else "too-many-values", place)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, place)
        self._open.add(id(node))
        try:
            if isinstance(node, yaml.SequenceNode):
                self._refuse_thousands(node, node.value)
                return [self.read(item, (*path, index)) for index, item in enumerate(node.value)]
            return self._mapping(cast("yaml.MappingNode", node), path)
        finally:
            self._open.discard(id(node))

    def _scalar(self, node: yaml.ScalarNode, place: Place) -> Any:
        text = self._text(node)
        if len(text) > LONGEST_VALUE:
            return self._document.refuse(Message("text-too-long", length=len(text), limit=LONGEST_VALUE), place)
        self._refuse_escaped(text, place)
        if node.style:  # quoted or block text is text
            return text
        if self._numbers and _WHOLE.fullmatch(text):
            return int(text)
        return _PLAIN.get(text, text)

    def _text(self, node: yaml.ScalarNode) -> str:
        text: str = node.value
        return text.translate(self._meant) if self._meant else text

    def _refuse_slip(self, node: yaml.Node) -> None:
        """Refuse a plain text that would be a key and its value without the full-width colon between them."""
        slip = key_slip(node.value) if isinstance(node, yaml.ScalarNode) and not node.style else None
        if slip is not None:
            mark = node.start_mark
            place = Place(self._document.file, mark.line + 1, mark.column + slip.column + 1)
            self._document.refuse(slip.message, place)

    def _refuse_thousands(self, outer: yaml.CollectionNode, nodes: Sequence[yaml.Node]) -> None:
        """Refuse `1,000.00` in a list or mapping in brackets, where YAML takes it for two values."""
        if not outer.flow_style:
            return
        for left, right in pairwise(nodes):
            plain = [isinstance(one, yaml.ScalarNode) and not one.style for one in (left, right)]
            touching = right.start_mark.index == left.end_mark.index + 1
            if all(plain) and touching and _is_one_number(left.value, right.value):
                mark, text = left.start_mark, f"{left.value},{right.value}"
                place = Place(self._document.file, mark.line + 1, mark.column + 1)
                self._document.refuse(
                    Message("comma-in-number", value=text, without=f"{left.value}{right.value}"), place
                )

    def _refuse_escaped(self, text: str, place: Place) -> None:
        odd = None if self._escapes else _UNREADABLE.search(text)
        if odd:
            self._document.refuse(_holds(odd), place)

    def _mapping(self, node: yaml.MappingNode, path: Path_) -> dict[str, Any]:
        data: dict[str, Any] = {}
        self._refuse_thousands(node, [part for entry in node.value for part in entry])
        for key_node, value_node in node.value:
            mark = key_node.start_mark
            place = Place(self._document.file, mark.line + 1, mark.column + 1, path)
            if not isinstance(key_node, yaml.ScalarNode):
                self._document.refuse(Message("key-not-plain"), place)
                continue
            key = self._text(key_node)
            self._refuse_escaped(key, place)
            self._refuse_slip(key_node)
            if not key:
                self._document.refuse(Message("empty-key"), place)
                continue
            if key in data:
                first = self._document.places[(*path, key, "")]
                what = Message("duplicate-key", key=key, line=first.line)
                self._document.problems.append(Problem(what, place, keys=(*path, key), of_key=True))
                continue
            data[key] = self._value(value_node, (*path, key))
            self._document.places[(*path, key, "")] = replace(place, keys=(*path, key))
        return data

    def _too_much(self, code: str, place: Place) -> None:
        if not self._full:
            self._document.refuse(Message(code), place)
        self._full = True


@dataclass(frozen=True, slots=True)
class Located:
    """The location of a source: its document and the path to it."""

    document: Document
    path: Path_

    def place(self, *inner: Any) -> Place:
        """The place of a value inside the source."""
        return self.document.place((*self.path, *inner))

    def located(self, problem: Problem, *inner: Any) -> Problem:
        """A problem of a value inside the source, with its place: of its key, else of what encloses it."""
        keys = (*self.path, *inner, *(problem.keys or ()))
        place = self.document.places.get((*keys, "")) or self.document.place(keys)
        return replace(problem, place=place)
