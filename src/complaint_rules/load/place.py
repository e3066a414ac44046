"""Where rulesets are: shipped ones by id, others by folder."""

from __future__ import annotations

import os
from functools import cache
from importlib import resources
from pathlib import Path

from complaint_rules.errors import Message, Place, Problem, RulesetError, cause_of, nearest_or_listed
from complaint_rules.load.listing import HEADER

_OR_A_FOLDER = {"did-you-mean": "ruleset-meant", "one-of": "ruleset-one-of", "none-declared": "ruleset-none"}


@cache
def shipped_folder() -> Path:
    """The folder of the shipped rulesets: inside the installed package, or next to the sources in a checkout."""
    installed = Path(str(resources.files("complaint_rules"))) / "rulesets"
    return installed if installed.is_dir() else Path(__file__).resolve().parents[3] / "rulesets"


def shipped_ids() -> list[str]:
    """The ids of the shipped rulesets."""
    return sorted(path.parent.name for path in shipped_folder().glob(f"*/{HEADER}"))


def _is_shipped(name: str) -> bool:
    folder = shipped_folder()
    return name in os.listdir(folder) and (folder / name / HEADER).is_file()  # noqa: PTH208  # names suffice


def find_folder(name: str | Path, beside: Path | None = None) -> Path:
    """Find a ruleset by shipped id or by folder.

    Raises:
        RulesetError: there is no such ruleset.
    """
    text = str(name)
    if _is_shipped(text):
        return (shipped_folder() / text).resolve()
    folder = (beside / text) if beside is not None else Path(text)
    try:
        if folder.name == HEADER and folder.is_file():
            folder = folder.parent
        if HEADER in os.listdir(folder):  # noqa: PTH208  # as all other folders are listed
            return folder.resolve()
        problem = Problem(Message("no-header", file=HEADER), Place(text))
    except PermissionError as error:
        problem = Problem(Message("unreadable-folder", reason=cause_of(error)), Place(text))
    except (OSError, ValueError):  # no folder, or a name that no file can have
        near = nearest_or_listed(text, shipped_ids()).reworded(_OR_A_FOLDER)
        problem = Problem(Message("no-such-ruleset", near, name=text))
    raise RulesetError([problem])
