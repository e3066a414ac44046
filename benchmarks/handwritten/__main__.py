"""Print a shipped ruleset, written out: `python -m benchmarks.handwritten retail-store`."""

from __future__ import annotations

import sys

from benchmarks.handwritten import HandWritten
from benchmarks.policies import Policy
from complaint_rules.compile.ruleset import load_ruleset

print(HandWritten(Policy(load_ruleset(sys.argv[1]))).source, end="")
