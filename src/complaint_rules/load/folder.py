"""A ruleset's folder, and those below it that it extends, read into sources; all problems at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from complaint_rules.errors import Place, Problem, RulesetError, did_you_mean, one_of, shown
from complaint_rules.facts.refusals import problems_of
from complaint_rules.load import source
from complaint_rules.load.document import Document, Path_, read_file

HEADER = "ruleset.yaml"
Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Located:
    """Where a source stands: its document and the path to it."""

    document: Document
    path: Path_

    def place(self, *inner: Any) -> Place:
        """The place of a value inside the source."""
        return self.document.place((*self.path, *inner))


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
        if (folder / HEADER).is_file():
            return folder.resolve()
        if folder.is_dir():
            raise RulesetError([Problem(f"folder has no {HEADER}", Place(text), help="docs/tutorial.md writes one")])
    except OSError:  # a name that no file can have
        pass
    raise RulesetError(
        [Problem(f"no ruleset {shown(text)}", help=f"{one_of(text, shipped_ids())}; or give a ruleset's folder")]
    )


def read_stack(name: str | Path) -> list[Layer]:
    """Read a ruleset and all that it extends, lowest layer first.

    Raises:
        RulesetError: with every problem of every file that could be read.
    """
    problems: list[Problem] = []
    layers: dict[Path, Layer | None] = {}
    _read_into(find_folder(name), (), layers, problems)
    if problems:
        raise RulesetError(problems)
    return [layer for layer in layers.values() if layer is not None]


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
    header = _shaped(read_file(folder / HEADER, _name(folder, HEADER)), source.Header, problems)
    layer = None
    if header is not None:
        layer = Layer(folder, header[0], header[1])
        _take(header[0], header[1], layer, problems)
    for path in _rule_files(folder):
        document = read_file(path, _name(folder, path.relative_to(folder)))
        found = _shaped(document, source.RuleFile, problems)
        if found is not None and layer is not None:
            _take(found[0], found[1], layer, problems)
    for path in sorted((folder / "clauses").glob("*.yaml")):
        document = read_file(path, _name(folder, path.relative_to(folder)))
        registered = _shaped(document, source.ClauseFile, problems)
        if registered is not None and layer is not None:
            _register(registered[0], registered[1], layer, problems)
    if layer is not None and not problems:
        layer.digest = _digest(folder)
    return layer


def read_cases(folder: Path) -> Iterator[tuple[source.Case, Located]]:
    """Read the cases beside a ruleset.

    Raises:
        RulesetError: with every problem of every case file.
    """
    problems: list[Problem] = []
    cases: list[tuple[source.Case, Located]] = []
    for path in sorted((folder / "cases").glob("*.yaml")):
        document = read_file(path, _name(folder, path.relative_to(folder)), numbers=True)
        problems += document.problems
        if document.broken:
            continue
        if not isinstance(document.data, list):
            problems.append(Problem("is not a list of cases", Place(document.file)))
            continue
        for index, data in enumerate(document.data):
            case = _fit(data, Located(document, (index,)), source.Case, problems)
            if case is not None:
                cases.append((case, Located(document, (index,))))
    if problems:
        raise RulesetError(problems)
    yield from cases


def _rule_files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.glob("*.yaml")) if path.name != HEADER]


def _name(folder: Path, path: Path | str) -> str:
    return f"{folder.name}/{Path(path).as_posix()}"


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in [folder / HEADER, *_rule_files(folder), *sorted((folder / "clauses").glob("*.yaml"))]:
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


def _fit(data: object, at: Located, shape: type[Shape], problems: list[Problem]) -> Shape | None:
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        for problem in problems_of(error, shape, data):
            called = f"{_called(problem.path)}: " if problem.path else ""
            message = problem.message if called.startswith(problem.message.split(" ")[0]) else called + problem.message
            problems.append(Problem(message, at.place(*problem.path), help=problem.help))
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


def _take(found: source.RuleFile, at: Located, layer: Layer, problems: list[Problem]) -> None:
    document = at.document
    layer.rules += [(rule, Located(document, ("rules", i))) for i, rule in enumerate(found.rules)]
    layer.tables += [(table, Located(document, ("tables", i))) for i, table in enumerate(found.tables)]
    layer.properties += [(prop, Located(document, ("properties", i))) for i, prop in enumerate(found.properties)]
    for name, parameter in found.parameters.items():
        where = Located(document, ("parameters", name))
        if name in layer.parameters:
            first = layer.parameters[name][1].place()
            problems.append(Problem(f"parameter `{name}` is declared twice", where.place(), help=f"first at {first}"))
        layer.parameters[name] = (parameter, where)


__all__ = ["Layer", "Located", "did_you_mean", "find_folder", "read_cases", "read_layer", "read_stack", "shipped_ids"]
