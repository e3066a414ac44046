"""The files of a ruleset's folder, by what they hold; what can't be listed or would be overlooked is a problem."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from complaint_rules.errors import Place, Problem, shown
from complaint_rules.load.document import unreadable

HEADER = "ruleset.yaml"
_CASES, _CLAUSES = "cases", "clauses"
_YAML = (".yaml", ".yml")


def rule_files(folder: Path, problems: list[Problem]) -> list[Path]:
    """The files of rules beside a header, in order."""
    return [path for path in _listed(folder, "", problems) if path.name != HEADER]


def clause_files(folder: Path, problems: list[Problem]) -> list[Path]:
    """The files of clauses of a ruleset, in order."""
    return _listed(folder, _CLAUSES, problems)


def case_files(folder: Path, problems: list[Problem]) -> list[Path]:
    """The files of cases of a ruleset, in order."""
    return _listed(folder, _CASES, problems)


def called(folder: Path, path: Path) -> str:
    """What errors call something in a ruleset's folder."""
    return (folder.name / path.relative_to(folder)).as_posix()


def _listed(folder: Path, part: str, problems: list[Problem]) -> list[Path]:
    """The files in one part of a ruleset's folder; none where there is no such part."""
    try:
        paths = sorted((folder / part).iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        problems.append(Problem(unreadable(error), Place(called(folder, folder / part))))
        return []
    inner = () if part else (_CASES, _CLAUSES)
    for path in paths:
        if not path.name.endswith(".yaml") and path.name not in inner and not _is_hidden(path.name):
            problems += _overlooked(folder, path)
    return [path for path in paths if path.name.endswith(".yaml")]


def _overlooked(folder: Path, path: Path) -> Iterator[Problem]:
    """The problem of a file that would not be read, or those of such files in a further folder."""
    if path.name.lower().endswith(_YAML):
        yield _not_read(folder, path, f"call it {shown(f'{path.stem}.yaml')}")
    place = f"beside {HEADER}" if path.parent == folder else f"into `{path.parent.name}`"
    for found in sorted(_yaml_below(path)):
        yield _not_read(folder, found, f"move it {place}")


def _yaml_below(folder: Path) -> Iterator[Path]:
    """The files of YAML in a folder and those inside it, but for what is hidden and for rulesets of their own."""
    for place, folders, names in os.walk(folder):
        if HEADER in names:
            folders.clear()
            continue
        folders[:] = [name for name in folders if not _is_hidden(name)]
        yield from (Path(place, name) for name in names if name.lower().endswith(_YAML) and not _is_hidden(name))


def _is_hidden(name: str) -> bool:
    return name.startswith(".")


def _not_read(folder: Path, path: Path, help: str) -> Problem:
    return Problem("is not read", Place(called(folder, path)), help=help)
