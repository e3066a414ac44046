"""Reports kept between runs, by what they depend on: the ruleset's files, this package's code, prover and calendar."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from complaint_rules.compile.rule import Ruleset
from complaint_rules.decide.calendar import version as calendar
from complaint_rules.load.folder import Layer
from complaint_rules.prove.encode.terms import VERSION, ProverMissingError
from complaint_rules.prove.finding import Report

try:
    import platformdirs
except ImportError:
    raise ProverMissingError(
        "proofs need platformdirs, which is not installed; install the extra: pip install 'complaint-rules[prove]'"
    ) from None

PACKAGE = Path(__file__).resolve().parents[1]


def find_report(ruleset: Ruleset, layers: Sequence[Layer]) -> Report | None:
    """The report of an unchanged ruleset; None where there is none, or it can't be read."""
    try:
        data: Any = json.loads(_file(ruleset, layers).read_text(encoding="utf-8"))
        return Report.from_dict(data)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def keep_report(ruleset: Ruleset, layers: Sequence[Layer], report: Report) -> None:
    """Keep a report in which everything is settled; where nothing can be written, nothing is kept."""
    if report.unsettled:
        return
    path = _file(ruleset, layers)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
            json.dump(report.to_dict(), file, ensure_ascii=False)
        Path(file.name).replace(path)
    except OSError:
        return


def _file(ruleset: Ruleset, layers: Sequence[Layer]) -> Path:
    folders = "/".join(layer.folder.name for layer in layers)  # findings name their files by these
    key = hashlib.sha256(f"{ruleset.digest} {folders} {_code()} {VERSION} {calendar()}".encode()).hexdigest()
    return Path(platformdirs.user_cache_dir("complaint-rules")) / "check" / f"{key}.json"


@cache
def _code() -> str:
    """What this package's code is, whatever its version says."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
