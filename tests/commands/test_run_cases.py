from __future__ import annotations

import json

import pytest

from complaint_rules.load.folder import shipped_ids

COMPLAINT = {"id": "x", "received_at": "2026-11-20T10:00:00+08:00", "kind": "other"}


@pytest.mark.parametrize("ruleset", shipped_ids())
def test_the_cases_of_a_shipped_ruleset_pass(command, ruleset):
    ran = command("test", ruleset)
    assert ran.code == 0, ran.out
    assert ran.out.endswith(" passed, 0 failed\n")


def test_a_failing_case_is_one_line_with_its_place_and_what_differs(command, write):
    folder = write({"id": "always", "then": {"severity": "low"}})
    (folder / "cases").mkdir()
    cases = [
        {"case": "right", "complaint": COMPLAINT, "expect": {"severity.tier": "low"}},
        {"case": "wrong", "complaint": COMPLAINT, "expect": {"severity.tier": "high", "items.medical": "1.00"}},
    ]
    (folder / "cases" / "a.yaml").write_text(json.dumps(cases, indent=1), encoding="utf-8")
    ran = command("test", folder)
    first, last = ran.out.splitlines()
    assert ran.code == 1
    assert first.startswith("house/cases/a.yaml:")
    assert first.endswith(
        ": wrong: severity.tier: expected high, found low; items.medical: expected 1.00, found nothing"
    )
    assert last == "1 passed, 1 failed"
