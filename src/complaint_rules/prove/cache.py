"""A disk cache of reports, keyed by all they depend on: the ruleset's files, this package's code, solver, calendar."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from complaint_rules.compile.rule import Ruleset
from complaint_rules.errors import Message, Problem
from complaint_rules.load.folder import Layer
from complaint_rules.prove.finding import Report
from complaint_rules.prove.symbolic.terms import VERSION, ProverMissingError

try:
    import platformdirs
except ImportError:
    raise ProverMissingError(Problem(Message("prover-missing", library="platformdirs", extra="prove"))) from None

PACKAGE = Path(__file__).resolve().parents[1]


def find_report(ruleset: Ruleset, layers: Sequence[Layer]) -> Report | None:
    """The cached report of an unchanged ruleset; None where there is none, or its file was altered."""
    key = _key(ruleset, layers)
    path = _file(key)
    try:
        data: Any = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
        if not isinstance(data, dict) or data.get("seal") != _seal(key, data["report"]):
            return None
        return Report.from_dict(data["report"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def keep_report(ruleset: Ruleset, layers: Sequence[Layer], report: Report) -> None:
    """Cache a report in which everything is settled; a failure to write is ignored."""
    if report.unsettled:
        return
    key = _key(ruleset, layers)
    path, found = _file(key), report.to_dict()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
            json.dump({"seal": _seal(key, found), "report": found}, file, ensure_ascii=False)
        Path(file.name).replace(path)
    except OSError:
        return


def _key(ruleset: Ruleset, layers: Sequence[Layer]) -> str:
    """A digest of all that a report depends on."""
    folders = "/".join(layer.folder.name for layer in layers)  # findings name their files by these
    calendar = ruleset.calendar
    depends_on = f"{ruleset.digest} {folders} {_code()} {VERSION} {calendar.version} {calendar.digest}"
    return hashlib.sha256(depends_on.encode()).hexdigest()


def _file(key: str) -> Path:
    return Path(platformdirs.user_cache_dir("complaint-rules")) / "check" / f"{key}.json"


def _seal(key: str, report: Any) -> str:
    """A digest of a report and its key, by which altered contents are detected."""
    return hashlib.sha256(f"{key} {json.dumps(report, sort_keys=True)}".encode()).hexdigest()


@cache
def _code() -> str:
    """A digest of this package's code, since code may change without its version."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
