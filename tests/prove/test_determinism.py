"""The same question has the same answer, word for word, whatever order Python keeps its sets in."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

SEEDS = ("1", "2", "3")
QUIET = {"then": {"severity": "low", "lead": "reception", "deadline.respond": "48h"}}
LOUD = {"severity": "high", "lead": "security", "deadline.respond": "1 working day"}
KINDS = ["service_quality", "product_quality", "facility_fault", "privacy", "other"]
HURT = {"when": {"any": [{"injury.severity": ["minor", "disability", "death"]}, {"kind": KINDS}]}, "then": LOUD}
MOVED = {"when": {"any": [{"injury.severity": ["serious", "death"]}, {"kind": KINDS[2:]}]}, "then": LOUD}
CLASH = {"when": {"fault": ["company", "merchant", "third_party"]}, "then": {"lead": "finance"}}


def printed(seed, *arguments):
    code = "from complaint_rules.cli import main; main()"
    command = [sys.executable, "-c", code, *map(str, arguments)]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment).stdout  # noqa: S603  # our own command


@pytest.mark.parametrize("command", ["diff", "check"])
def test_two_runs_print_the_same(command, write):
    old = write(QUIET, {**HURT, "exception_to": ["r0"]}, CLASH, name="before")
    new = write(QUIET, {**MOVED, "exception_to": ["r0"]}, CLASH, name="after")
    asked = (command, old, new) if command == "diff" else (command, old, "--no-cache")
    texts = {printed(seed, *asked) for seed in SEEDS}
    assert len(texts) == 1
    assert "id: witness" in texts.pop()
