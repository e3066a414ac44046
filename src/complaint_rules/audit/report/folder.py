"""The folder of a report: it is written next to its target and moved there whole, or not at all.

A report holds personal data, so only its owner may read its folder.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from complaint_rules.errors import AuditError, Problem, cause_of
from complaint_rules.messages import Message
from complaint_rules.messages.problem import Place

DECISIONS = "decisions"
"""The folder of the pages of decisions."""

MARK = "report.json"
"""The file by which a report is recognised."""

FORM = "1"
"""The version of the report's form."""

_PAGE = re.compile(r"index(-\d+)?(\.[a-z]+)?\.html")
_DECISION = re.compile(r"\d+(\.[a-z]+)?\.html")


@contextmanager
def report_folder(name: str | Path) -> Iterator[Path]:
    """A new folder that is moved to its target once all is written; a report there is replaced.

    Raises:
        AuditError: the target has something that isn't a report, or can't be written.
    """
    try:
        target = Path(name).resolve()
        _require_free(target, str(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent))
        try:
            (temporary / DECISIONS).mkdir()
            yield temporary
            _replace(target, temporary, str(name))
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    except (OSError, ValueError) as error:
        reason = cause_of(error) if isinstance(error, OSError) else str(error)
        raise AuditError(Problem(Message("unwritable", reason=reason), Place(str(name)))) from None


def _replace(target: Path, temporary: Path, name: str) -> None:
    """Replace an empty folder, or a report, by a folder."""
    _require_free(target, name)
    if not target.exists():
        temporary.rename(target)
        return
    old = Path(mkdtemp(prefix=f".{target.name}.", suffix=".old", dir=target.parent))
    target.rename(old)
    try:
        temporary.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _require_free(target: Path, name: str) -> None:
    is_free = not target.exists() or (target.is_dir() and (_is_empty(target) or _is_report(target)))
    if not is_free:
        raise AuditError.of("report-folder", value=name)


def _is_empty(folder: Path) -> bool:
    return not any(folder.iterdir())


def _is_report(folder: Path) -> bool:
    """Whether a folder is a report and holds nothing else."""
    try:
        stated = json.loads((folder / MARK).read_text(encoding="utf-8"))
        pages = [one.name for one in (folder / DECISIONS).iterdir()]
    except (OSError, ValueError):
        return False
    others = (one.name for one in folder.iterdir() if one.name not in (MARK, DECISIONS))
    is_marked = isinstance(stated, dict) and "report" in stated
    return is_marked and all(map(_PAGE.fullmatch, others)) and all(map(_DECISION.fullmatch, pages))
