"""One whole decision of each ruleset, as text in both languages: what changes here, changes for an auditor.

`UPDATE_GOLDEN=1` writes the files anew; the difference is then read like that of a rule.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from complaint_rules.load.folder import find_folder, read_cases
from tests.shipped import SHIPPED, shipped

CASES = {
    "chain-supermarket": "a bag left at the counter was handed to somebody else",
    "cn-statute": "a third party pushed a customer over and the mall had failed its duty",
    "crisis-prevention": "a product crisis starts the plan",
    "home-furnishing-mall": "false furniture of a tenant whose lease runs",
    "mall-emergency": "a fall on a moving walkway, three tenths the customer's own doing",
    "retail-store": "a bottle falls from a shelf, half is the customer's own share",
}
GOLDEN = Path(__file__).parent / "golden"


def told(ruleset):
    """The text, without what each edit of a ruleset or release of the library changes: digests, versions, lines."""
    complaint = next(case.complaint for case, _ in read_cases(find_folder(ruleset)) if case.case == CASES[ruleset])
    decision = shipped(ruleset).decide(complaint)
    text = "\n".join([CASES[ruleset], decision.to_text("en"), decision.to_text("zh")])
    text = re.sub(r"\b[0-9a-f]{12,64}\b", "DIGEST", text)
    return re.sub(r"(\.yaml):\d+(:\d+)?", r"\1:LINE", re.sub(r"\b\d+\.\d+\.\d+\b", "VERSION", text))


@pytest.mark.parametrize("ruleset", SHIPPED)
def test_a_whole_decision_reads_as_it_did(ruleset):
    file = GOLDEN / f"{ruleset}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(told(ruleset), encoding="utf-8")
    assert told(ruleset) == file.read_text(encoding="utf-8")
