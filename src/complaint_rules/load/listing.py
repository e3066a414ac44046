"""The files of a ruleset's folder, by content; a file that can't be listed or would not be read is a problem."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from complaint_rules.errors import Hint, Message, Place, Problem
from complaint_rules.load.plain_file import unreadable

HEADER = "ruleset.yaml"
_HALF = re.compile("[\ud800-\udfff]")
_CASES, _CLAUSES, _CALENDARS = "cases", "clauses", "calendars"
_YAML = re.compile(r"\.(ya?ml|json)(?![a-z])|\.yam$", re.IGNORECASE)
"""Matches the name of what may be a file of rules, by its ending, also before another one as in `rules.yaml.txt`."""


def rule_files(folder: Path, problems: list[Problem]) -> list[str]:
    """The names of the files of rules in the folder of a header, in order."""
    return [name for name in _listed(folder, "", problems) if name != HEADER]


def clause_files(folder: Path, problems: list[Problem]) -> list[str]:
    """The files of clauses of a ruleset, in order, relative to its folder."""
    return [f"{_CLAUSES}/{name}" for name in _listed(folder, _CLAUSES, problems)]


def calendar_files(folder: Path, problems: list[Problem]) -> list[str]:
    """The files of announced days of a ruleset, in order, relative to its folder."""
    return [f"{_CALENDARS}/{name}" for name in _listed(folder, _CALENDARS, problems)]


def case_files(folder: Path, problems: list[Problem]) -> list[Path]:
    """The files of cases of a ruleset, in order."""
    return [folder / _CASES / name for name in _listed(folder, _CASES, problems)]


def called(folder: Path, path: Path) -> str:
    """The name by which errors refer to a file or folder of a ruleset."""
    return (folder.name / path.relative_to(folder)).as_posix()


def _listed(folder: Path, part: str, problems: list[Problem]) -> list[str]:
    """The names of the files in one part of a ruleset's folder; none where there is no such part."""
    try:
        names = sorted(os.listdir(folder / part))  # noqa: PTH208  # names are a fraction of the cost of paths
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        problems.append(Problem(unreadable(error), Place(called(folder, folder / part))))
        return []
    inner = () if part else (_CASES, _CLAUSES, _CALENDARS)
    for name in names:
        if not name.endswith(".yaml") and name not in inner and not _is_hidden(name):
            problems += _overlooked(folder, folder / part / name)
        elif name.endswith(".yaml") and not _is_utf_8(name):
            problems.append(Problem(Message("name-not-utf-8"), Place(called(folder, folder / part / name))))
    return [name for name in names if name.endswith(".yaml") and _is_utf_8(name)]


def _overlooked(folder: Path, path: Path) -> Iterator[Problem]:
    """The problem of a file that would not be read, or those of such files in a subfolder."""
    if ending := _YAML.search(path.name):
        yield _not_read(folder, path, Hint("call-it", {"name": f"{path.name[: ending.start()]}.yaml"}))
    beside = path.parent == folder
    move = Hint("move-beside", {"file": HEADER}) if beside else Hint("move-into", {"folder": path.parent.name})
    for found in sorted(_yaml_below(path)):
        yield _not_read(folder, found, move)


def _yaml_below(folder: Path) -> Iterator[Path]:
    """The YAML files in a folder and its subfolders, except hidden ones and those of other rulesets."""
    for place, folders, names in os.walk(folder):
        if HEADER in names:
            folders.clear()
            continue
        folders[:] = [name for name in folders if not _is_hidden(name)]
        yield from (Path(place, name) for name in names if _YAML.search(name) and not _is_hidden(name))


def _is_utf_8(name: str) -> bool:
    """Whether a name is valid UTF-8; the system represents other bytes as lone surrogates."""
    return name.isascii() or not _HALF.search(name)


def _is_hidden(name: str) -> bool:
    return name.startswith(".")


def _not_read(folder: Path, path: Path, hint: Hint) -> Problem:
    return Problem(Message("not-read", hint), Place(called(folder, path)))
