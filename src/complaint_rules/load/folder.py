"""A ruleset's folder, and those below it that it extends, read into sources; all problems at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib import resources
from itertools import count
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from complaint_rules.errors import Place, Problem, RulesetError, by_place, did_you_mean, one_of, shown
from complaint_rules.facts.refusals import problems_of
from complaint_rules.load import source
from complaint_rules.load.document import Document, Path_, read_file, unreadable
from complaint_rules.load.listing import HEADER, called, case_files, clause_files, rule_files

Shape = TypeVar("Shape", bound=BaseModel)
Rules = TypeVar("Rules", bound=source.RuleFile)
_ENTRIES = ("rules", "tables", "properties")


@dataclass(frozen=True, slots=True)
class Located:
    """Where a source stands: its document and the path to it."""

    document: Document
    path: Path_

    def place(self, *inner: Any) -> Place:
        """The place of a value inside the source."""
        return self.document.place((*self.path, *inner))


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
    """Where each document of `clauses` stands."""
    problems: list[Problem] = field(default_factory=list)
    """What is wrong with rules, tables and properties that were left out; `compile_stack` raises it with its own."""
    digest: str = ""

    @property
    def id(self) -> str:
        """The ruleset's id."""
        return self.header.ruleset


def shipped_folder() -> Path:
    """The folder of the shipped rulesets: inside the installed package, or beside the sources in a checkout."""
    installed = Path(str(resources.files("complaint_rules"))) / "rulesets"
    return installed if installed.is_dir() else Path(__file__).resolve().parents[3] / "rulesets"


def shipped_ids() -> list[str]:
    """The ids of the shipped rulesets."""
    return sorted(path.parent.name for path in shipped_folder().glob(f"*/{HEADER}"))


def find_folder(name: str | Path, beside: Path | None = None) -> Path:
    """Find a ruleset by shipped id or by folder.

    Raises:
        RulesetError: there is no such ruleset.
    """
    text = str(name)
    shipped = shipped_folder() / text
    if text in shipped_ids():
        return shipped.resolve()
    folder = (beside / text) if beside is not None else Path(text)
    try:
        if folder.name == HEADER and folder.is_file():
            folder = folder.parent
        if folder / HEADER in folder.iterdir():
            return folder.resolve()
        problem = Problem(f"folder has no {HEADER}", Place(text), help="docs/tutorial.md writes one")
    except PermissionError as error:
        problem = Problem(f"folder {unreadable(error)}", Place(text))
    except (OSError, ValueError):  # no folder, or a name that no file can have
        help_ = f"{one_of(text, shipped_ids())}; or give a ruleset's folder"
        problem = Problem(f"no ruleset {shown(text)}", help=help_)
    raise RulesetError([problem])


def read_stack(name: str | Path) -> list[Layer]:
    """Read a ruleset and all that it extends, lowest layer first.

    A rule, table or property of a wrong shape is left out, so that the others can be compiled before all problems are
    raised at once.

    Raises:
        RulesetError: with every problem of every file, where other things than rules, tables and properties are wrong.
    """
    problems: list[Problem] = []
    layers: dict[Path, Layer | None] = {}
    _read_into(find_folder(name), (), layers, problems)
    found = [layer for layer in layers.values() if layer is not None]
    if problems:
        raise RulesetError(by_place([*problems, *(problem for layer in found for problem in layer.problems)]))
    return found


def _read_into(
    folder: Path, above: tuple[Path, ...], layers: dict[Path, Layer | None], problems: list[Problem]
) -> None:
    layer = read_layer(folder, problems)
    if layer is not None:
        _read_below(layer, above, layers, problems)
        twin = next((other for other in layers.values() if other is not None and other.id == layer.id), None)
        if twin is not None:
            help_ = "rules are known by the ruleset's id and their own"
            problems.append(
                Problem(f"a ruleset below is called {shown(layer.id)} too", layer.at.place("ruleset"), help=help_)
            )
    layers[folder] = layer


def _read_below(
    layer: Layer, above: tuple[Path, ...], layers: dict[Path, Layer | None], problems: list[Problem]
) -> None:
    folder = layer.folder
    for index, name in enumerate(layer.header.extends):
        try:
            below = find_folder(name, folder)
        except RulesetError as error:
            problems += [Problem(p.message, layer.at.place("extends", index), help=p.help) for p in error.problems]
            continue
        if below in (*above, folder):
            circle = " -> ".join(path.name for path in (*above, folder, below))
            problems.append(Problem(f"a ruleset extends itself: {circle}", layer.at.place("extends", index)))
        elif below not in layers:
            _read_into(below, (*above, folder), layers, problems)


def read_layer(folder: Path, problems: list[Problem]) -> Layer | None:
    """Read one folder; None where the header itself can't be used."""
    rules, clauses = rule_files(folder, problems), clause_files(folder, problems)
    left_out: list[Problem] = []
    header = _rules(_document(folder, folder / HEADER), source.Header, problems, left_out)
    layer = None
    if header is not None:
        layer = Layer(folder, header.found, header.at, problems=left_out)
        _take(header, layer, problems)
    for path in rules:
        file = _rules(_document(folder, path), source.RuleFile, problems, left_out)
        if file is not None and layer is not None:
            _take(file, layer, problems)
    if layer is None:
        problems += left_out
    for path in clauses:
        registered = _shaped(_document(folder, path), source.ClauseFile, problems)
        if registered is not None and layer is not None:
            _register(registered[0], registered[1], layer, problems)
    if layer is not None and not problems:
        layer.digest = _digest(folder, [folder / HEADER, *rules, *clauses])
    return layer


def read_cases(folder: Path, judge: Judge | None = None) -> Iterator[tuple[source.Case, Located]]:
    """Read the cases beside a ruleset.

    Args:
        folder: the ruleset's.
        judge: says what else is wrong with a case.

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
            problems.append(Problem("is not a list of cases", Place(document.file)))
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


def _document(folder: Path, path: Path) -> Document:
    return read_file(path, called(folder, path))


def _digest(folder: Path, paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _shaped(document: Document, shape: type[Shape], problems: list[Problem]) -> tuple[Shape, Located] | None:
    problems += document.problems
    if document.broken:
        return None
    at = Located(document, ())
    if document.data is None:
        if shape is source.RuleFile:
            return shape(), at
        problems.append(Problem("is empty", Place(document.file)))
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
        """Where the entries of one kind stand that were not left out."""
        paths = ((kind, index) for index in count())
        return (Located(self.at.document, path) for path in paths if path not in self.left_out)


def _rules(
    document: Document, shape: type[Rules], problems: list[Problem], left_out: list[Problem]
) -> _File[Rules] | None:
    """Read a file of rules; where nothing but entries is wrong, they are left out, and their problems set apart."""
    wrong: list[Problem] = []
    read = _shaped(document, shape, wrong)
    entries = {problem.path[:2] for problem in wrong}
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
            called = f"{_called(problem.path)}: " if problem.path else ""
            message = problem.message if called.startswith(problem.message.split(" ")[0]) else called + problem.message
            path = (*at.path, *problem.path)
            problems.append(Problem(message, at.document.place(path), help=problem.help, path=path))
        return None


def _called(path: Path_) -> str:
    """What a value is called: its key, or the number of the entry in its list."""
    parts = [part for part in path if part != ""]
    if isinstance(parts[-1], int):
        return f"entry {parts[-1] + 1} of {_called(tuple(parts[:-1]))}" if parts[:-1] else f"entry {parts[-1] + 1}"
    return shown(parts[-1])


def _register(file: source.ClauseFile, at: Located, layer: Layer, problems: list[Problem]) -> None:
    if file.document in layer.clauses:
        problems.append(Problem(f"document `{file.document}` is registered twice", at.place("document")))
    layer.clauses[file.document] = file
    layer.registered[file.document] = at
    seen: set[str] = set()
    for index, clause in enumerate(file.clauses):
        if clause.id in seen:
            problems.append(Problem(f"clause {shown(clause.id)} is listed twice", at.place("clauses", index, "id")))
        seen.add(clause.id)


def _take(read: _File[Any], layer: Layer, problems: list[Problem]) -> None:
    file: source.RuleFile = read.found
    layer.rules += zip(file.rules, read.standing("rules"), strict=False)
    layer.tables += zip(file.tables, read.standing("tables"), strict=False)
    layer.properties += zip(file.properties, read.standing("properties"), strict=False)
    for name, parameter in file.parameters.items():
        where = Located(read.at.document, ("parameters", name))
        if name in layer.parameters:
            first = layer.parameters[name][1].place()
            problems.append(Problem(f"parameter `{name}` is declared twice", where.place(), help=f"first at {first}"))
        layer.parameters[name] = (parameter, where)


__all__ = ["Layer", "Located", "did_you_mean", "find_folder", "read_cases", "read_layer", "read_stack", "shipped_ids"]
