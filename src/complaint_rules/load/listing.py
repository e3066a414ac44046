"""The files of a ruleset's folder, by what they hold; a folder that can't be listed is a problem, not an empty one."""

from __future__ import annotations

from pathlib import Path

from complaint_rules.errors import Place, Problem
from complaint_rules.load.document import unreadable

HEADER = "ruleset.yaml"
_CASES, _CLAUSES = "cases", "clauses"


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
    return [path for path in paths if path.name.endswith(".yaml")]
