"""Reads a ruleset's folder, and those of the layers that it extends, into sources; reports all problems at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from complaint_rules.errors import CalendarError, Message, Place, Problem, RulesetError, by_place
from complaint_rules.facts.refusals import problems_of
from complaint_rules.load import source
from complaint_rules.load.announced import Announced, read_announced
from complaint_rules.load.document import Document, Located, Path_, read_file
from complaint_rules.load.listing import HEADER, called, case_files
from complaint_rules.load.place import find_folder, shipped_folder, shipped_ids
from complaint_rules.load.reading import Reading, sound_layers
from complaint_rules.messages import plain

Shape = TypeVar("Shape", bound=BaseModel)
Rules = TypeVar("Rules", bound=source.RuleFile)
_ENTRIES = ("rules", "tables", "properties")


Judge = Callable[[source.Case, Located], Iterable[Problem]]


@dataclass(slots=True)
class Layer:
    """One ruleset's folder as sources."""

    folder: Path
    header: source.Header
    at: Located
    rules: list[tuple[source.Rule, Located]] = field(default_factory=list)
    tables: list[tuple[source.Table, Located]] = field(default_factory=list)
    parameters: dict[str, tuple[source.Parameter, Located]] = field(default_factory=dict)
    properties: list[tuple[source.Property, Located]] = field(default_factory=list)
    clauses: dict[str, source.ClauseFile] = field(default_factory=dict)
    registered: dict[str, Located] = field(default_factory=dict)
    """The location of each document of `clauses`."""
    calendars: list[Announced] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    """The problems of rules, tables and properties that were left out; `compile_stack` raises them with its own."""
    digest: str = ""

    @property
    def id(self) -> str:
        """The ruleset's id."""
        return self.header.ruleset


def read_stack(name: str | Path, reading: Reading | None = None) -> list[Layer]:
    """Read a ruleset and all that it extends, lowest layer first.

    A rule, table or property of a wrong shape is left out, so that the others can be compiled before all problems are
    raised at once.

    Args:
        name: the ruleset's id or folder.
        reading: the bytes that were read already; what is still to be read is added.

    Raises:
        RulesetError: with every problem of every file, where other things than rules, tables and properties are wrong.
    """
    problems: list[Problem] = []
    layers: dict[Path, Layer | None] = {}
    reading = reading or Reading()
    _Stack(layers, problems, reading).read(reading.find(name), ())
    found = [layer for layer in layers.values() if layer is not None]
    if problems:
        raise RulesetError(by_place([*problems, *(problem for layer in found for problem in layer.problems)]))
    return found


@dataclass(frozen=True, slots=True)
class _Stack:
    """The layers of one ruleset as they are read, with their problems."""

    layers: dict[Path, Layer | None]
    problems: list[Problem]
    reading: Reading

    def read(self, folder: Path, above: tuple[Path, ...]) -> None:
        """Read a layer after those below it."""
        layer = read_layer(folder, self.problems, self.reading)
        if layer is not None:
            self._read_below(layer, above)
            twin = next((other for other in self.layers.values() if other is not None and other.id == layer.id), None)
            if twin is not None:
                self.problems.append(Problem(Message("same-ruleset-id", name=layer.id), layer.at.place("ruleset")))
        self.layers[folder] = layer

    def _read_below(self, layer: Layer, above: tuple[Path, ...]) -> None:
        folder = layer.folder
        for index, name in enumerate(layer.header.extends):
            place = layer.at.place("extends", index)
            try:
                below = self.reading.find(name, folder)
            except RulesetError as error:
                self.problems.extend(Problem(one.what, place) for one in error.problems)
                self.reading.read((folder / name).resolve())
                continue
            if below in (*above, folder):
                circle = " -> ".join(path.name for path in (*above, folder, below))
                self.problems.append(Problem(Message("extends-itself", circle=circle), place))
            elif below not in self.layers:
                self.read(below, (*above, folder))


def read_layer(folder: Path, problems: list[Problem], reading: Reading | None = None) -> Layer | None:
    """Read one folder; None where the header itself can't be used."""
    read = (reading or Reading()).read(folder)
    before = len(problems)
    problems += read.problems
    left_out: list[Problem] = []
    header = _rules(read.document(HEADER), source.Header, problems, left_out)
    layer = None
    if header is not None:
        layer = Layer(folder, header.found, header.at, problems=left_out, digest=read.digest)
        _take(header, layer, problems)
    for name in read.rules:
        file = _rules(read.document(name), source.RuleFile, problems, left_out)
        if file is not None and layer is not None:
            _take(file, layer, problems)
    if layer is None:
        problems += left_out
    for name in read.clauses:
        registered = _shaped(read.document(name), source.ClauseFile, problems)
        if registered is not None and layer is not None:
            _register(registered[0], registered[1], layer, problems)
    for name in read.calendars:
        announced = _announced(read.document(name), Path(name), problems)
        if announced is not None and layer is not None:
            layer.calendars.append(announced)
    if layer is not None and len(problems) == before and not left_out:
        sound_layers.put(read.digest, tuple(layer.header.extends))
    return layer


def read_calendar_file(path: str | Path) -> Announced:
    """Read a file of announced days that the caller supplies.

    Raises:
        CalendarError: with every problem of the file.
    """
    problems: list[Problem] = []
    found = _announced(read_file(Path(path), str(path)), Path(path), problems)
    if found is None or problems:
        raise CalendarError(by_place(problems))
    return found


def _announced(document: Document, path: Path, problems: list[Problem]) -> Announced | None:
    read = _shaped(document, source.CalendarFile, problems)
    return None if read is None else read_announced(read[0], path.stem, read[1], problems)


def read_cases(folder: Path, judge: Judge | None = None) -> Iterator[tuple[source.Case, Located]]:
    """Read the cases of a ruleset.

    Args:
        folder: the ruleset's.
        judge: finds further problems of a case.

    Raises:
        RulesetError: with every problem of every case file.
    """
    problems: list[Problem] = []
    cases: list[tuple[source.Case, Located]] = []
    for path in case_files(folder, problems):
        document = read_file(path, called(folder, path), numbers=True)
        problems += document.problems
        if document.broken:
            continue
        if not isinstance(document.data, list):
            problems.append(Problem(Message("not-cases"), Place(document.file)))
            continue
        for index, data in enumerate(document.data):
            at = Located(document, (index,))
            case = _fit(data, at, source.Case, problems)
            if case is not None:
                problems += judge(case, at) if judge is not None else ()
                cases.append((case, at))
    if problems:
        raise RulesetError(problems)
    yield from cases


def _shaped(document: Document, shape: type[Shape], problems: list[Problem]) -> tuple[Shape, Located] | None:
    problems += document.problems
    if document.broken:
        return None
    at = Located(document, ())
    if document.data is None:
        if shape is source.RuleFile:
            return shape(), at
        problems.append(Problem(Message("empty"), Place(document.file)))
        return None
    found = _fit(document.data, at, shape, problems)
    return None if found is None else (found, at)


@dataclass(frozen=True, slots=True)
class _File(Generic[Rules]):
    """A file of rules, and which of its entries were left out."""

    found: Rules
    at: Located
    left_out: set[Path_]

    def standing(self, kind: str) -> Iterator[Located]:
        """The locations of the entries of one kind that were not left out."""
        paths = ((kind, index) for index in count())
        return (Located(self.at.document, path) for path in paths if path not in self.left_out)


def _rules(
    document: Document, shape: type[Rules], problems: list[Problem], left_out: list[Problem]
) -> _File[Rules] | None:
    """Read a file of rules; where only entries are wrong, they are left out, with their problems in `left_out`."""
    wrong: list[Problem] = []
    read = _shaped(document, shape, wrong)
    entries = {(problem.keys or ())[:2] for problem in wrong}
    if wrong and all(map(_is_entry, entries)):
        left_out += wrong
        return _File(shape.model_validate(_without(entries, document.data)), Located(document, ()), entries)
    problems += wrong
    return None if read is None else _File(*read, set())


def _is_entry(path: Path_) -> bool:
    return len(path) == 2 and path[0] in _ENTRIES and isinstance(path[1], int)


def _without(entries: set[Path_], data: dict[str, Any]) -> dict[str, Any]:
    kept = {
        kind: [entry for index, entry in enumerate(data[kind]) if (kind, index) not in entries]
        for kind in _ENTRIES
        if kind in data
    }
    return {**data, **kept}


def _fit(data: object, at: Located, shape: type[Shape], problems: list[Problem]) -> Shape | None:
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        for problem in problems_of(error, shape, data):
            keys = problem.keys or ()
            path = (*at.path, *keys)
            what = problem.what.within("at", way=keys) if keys and not _names_it(problem) else problem.what
            found = at.document.places.get((*path, "")) if problem.of_key else None
            problems.append(Problem(what, found or at.document.place(path), keys=path, of_key=problem.of_key))
        return None


def _names_it(problem: Problem) -> bool:
    """Whether a message about a key already names the key."""
    return problem.of_key and problem.params.get("value") == plain(problem.keys[-1] if problem.keys else None)


def _register(file: source.ClauseFile, at: Located, layer: Layer, problems: list[Problem]) -> None:
    if file.document in layer.clauses:
        problems.append(Problem(Message("document-registered-twice", document=file.document), at.place("document")))
    layer.clauses[file.document] = file
    layer.registered[file.document] = at
    seen: set[str] = set()
    for index, clause in enumerate(file.clauses):
        if clause.id in seen:
            problems.append(Problem(Message("clause-listed-twice", clause=clause.id), at.place("clauses", index, "id")))
        seen.add(clause.id)


def _take(read: _File[Any], layer: Layer, problems: list[Problem]) -> None:
    file: source.RuleFile = read.found
    layer.rules += zip(file.rules, read.standing("rules"), strict=False)
    layer.tables += zip(file.tables, read.standing("tables"), strict=False)
    layer.properties += zip(file.properties, read.standing("properties"), strict=False)
    for name, parameter in file.parameters.items():
        where = Located(read.at.document, ("parameters", name))
        if name in layer.parameters:
            first = str(layer.parameters[name][1].place())
            what = Message("parameter-declared-twice", parameter=name, first=first)
            problems.append(Problem(what, where.place()))
        layer.parameters[name] = (parameter, where)


__all__ = [
    "Layer",
    "find_folder",
    "read_cases",
    "read_layer",
    "read_stack",
    "shipped_folder",
    "shipped_ids",
]
