"""The bytes of rulesets' folders. Each file is read once, so the digest is of the bytes that are parsed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from complaint_rules.cache import BoundedCache
from complaint_rules.errors import Message, Problem, RulesetError
from complaint_rules.load.document import Document, parse_file
from complaint_rules.load.listing import HEADER, calendar_files, clause_files, rule_files
from complaint_rules.load.place import find_folder
from complaint_rules.load.plain_file import read_plain_file

_MOST_SOUND = 256

sound_layers: BoundedCache[str, tuple[str, ...]] = BoundedCache(_MOST_SOUND)
"""By digest, the names that a layer extends, for layers without problems."""


@dataclass(frozen=True, slots=True)
class FolderBytes:
    """One ruleset's folder as it was read.

    File names are relative to the folder. `digest` covers the names and bytes of all files, and whatever could not be
    read.
    """

    folder: Path
    rules: Sequence[str]
    clauses: Sequence[str]
    calendars: Sequence[str]
    contents: Mapping[str, bytes | Message]
    problems: tuple[Problem, ...]
    digest: str

    def document(self, name: str) -> Document:
        """Parse one file."""
        return parse_file(self.contents[name], f"{self.folder.name}/{name}", escapes=False)


class Reading:
    """The folders that one load reads, each of them once.

    `folders` includes those that do not exist: a watcher has to check these too.
    """

    def __init__(self) -> None:
        self.folders: dict[Path, FolderBytes] = {}

    def read(self, folder: Path) -> FolderBytes:
        """The bytes of a ruleset's folder, read at the first call."""
        found = self.folders.get(folder)
        if found is None:
            found = self.folders[folder] = read_folder(folder)
        return found

    def find(self, name: str | Path, beside: Path | None = None) -> Path:
        """The folder of a ruleset by shipped id or by path; `beside` is the folder of the ruleset that names it.

        Raises:
            RulesetError: there is no such ruleset.
        """
        return find_folder(name, beside)


@dataclass(frozen=True, slots=True)
class LayerBytes:
    """One layer of a ruleset as bytes; `below` has the number, from the lowest, of each layer that it extends."""

    name: str
    files: Mapping[str, bytes]
    below: Mapping[str, int]


class KeptReading(Reading):
    """The folders of a ruleset that was stored as bytes; no file is read."""

    def __init__(self, digest: str, layers: Sequence[LayerBytes]) -> None:
        """Make the folders.

        Args:
            digest: the ruleset's, by which it is found.
            layers: lowest first.
        """
        super().__init__()
        self._digest, self._layers = digest, layers
        self._paths = [Path(digest, str(number), layer.name) for number, layer in enumerate(layers)]
        for path, layer in zip(self._paths, layers, strict=True):
            self.folders[path] = _folder_of(path, layer.files)

    @property
    def digest(self) -> str:
        """The digest of the stored bytes; it differs from the one passed in if they were changed."""
        return stack_digest(self.folders[path].digest for path in self._paths)

    def find(self, name: str | Path, beside: Path | None = None) -> Path:
        """The folder of the ruleset itself, by its digest, or of a layer that another one extends."""
        if beside is None and str(name) == self._digest:
            return self._paths[-1]
        if beside in self._paths:
            number = self._layers[self._paths.index(beside)].below.get(str(name))
            if number is not None:
                return self._paths[number]
        raise RulesetError([Problem(Message("no-such-ruleset", name=str(name)))])


def layers_of(layers: Sequence[tuple[FolderBytes, Sequence[str]]], reading: Reading) -> tuple[LayerBytes, ...]:
    """The bytes to store of a ruleset without problems, so that `KeptReading` can restore it.

    Args:
        layers: each with the names that it extends, lowest first.
        reading: the one that found them.
    """
    paths = [read.folder for read, _ in layers]
    kept = []
    for read, extends in layers:
        below = {name: paths.index(reading.find(name, read.folder)) for name in extends}
        files = {name: content for name, content in read.contents.items() if isinstance(content, bytes)}
        kept.append(LayerBytes(read.folder.name, files, below))
    return tuple(kept)


def _folder_of(path: Path, files: Mapping[str, bytes]) -> FolderBytes:
    """A folder from files in memory, with the digest that `read_folder` gives."""
    digest = hashlib.sha256()
    parts: dict[str, list[str]] = {"": [], "clauses": [], "calendars": []}
    for name, content in files.items():
        digest.update(os.fsencode(name) + b"\0" + content + b"\0")
        if name != HEADER:
            parts[name.rpartition("/")[0]].append(name)
    return FolderBytes(path, parts[""], parts["clauses"], parts["calendars"], files, (), digest.hexdigest())


def read_folder(folder: Path) -> FolderBytes:
    """Read the files of one ruleset: header, rules, clauses and announced days, not its cases."""
    problems: list[Problem] = []
    rules, clauses, calendars = (listed(folder, problems) for listed in (rule_files, clause_files, calendar_files))
    digest = hashlib.sha256()
    contents: dict[str, bytes | Message] = {}
    for name in (HEADER, *rules, *clauses, *calendars):
        content = contents[name] = read_plain_file(f"{folder}{os.sep}{name}")
        known = content if isinstance(content, bytes) else str(content).encode()
        digest.update(os.fsencode(name) + b"\0" + known + b"\0")
    for problem in problems:
        digest.update(f"{problem}\0".encode())
    return FolderBytes(folder, rules, clauses, calendars, contents, tuple(problems), digest.hexdigest())


def stack_digest(digests: Iterable[str]) -> str:
    """The digest of a ruleset, from those of its layers, lowest first."""
    return f"sha256:{hashlib.sha256(''.join(digests).encode()).hexdigest()}"


def known_stack(name: str | Path, reading: Reading) -> list[FolderBytes] | None:
    """A ruleset and all layers that it extends, lowest first, as bytes; None unless all were parsed before.

    Raises:
        RulesetError: there is no such ruleset.
    """
    layers: dict[Path, FolderBytes] = {}
    return [*layers.values()] if _know_into(reading.find(name), (), layers, reading) else None


def _know_into(folder: Path, above: tuple[Path, ...], layers: dict[Path, FolderBytes], reading: Reading) -> bool:
    read = reading.read(folder)
    extends = sound_layers.get(read.digest)
    if extends is None:
        return False
    for name in extends:
        try:
            below = reading.find(name, folder)
        except RulesetError:
            return False
        if below in (*above, folder):
            return False
        if below not in layers and not _know_into(below, (*above, folder), layers, reading):
            return False
    layers[folder] = read
    return True
