from __future__ import annotations

import json

import pytest

from tests.covered_ruleset import parts, put

COMPLAINT = {"id": "x", "received_at": "2026-11-20T10:00:00+08:00", "kind": "other"}


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


def test_a_bad_complaint_in_a_case_is_told_with_the_place_of_every_wrong_fact(command, write):
    folder = write({"id": "always", "then": {"severity": "low"}})
    (folder / "cases").mkdir()
    text = "".join(
        [
            "- case: bad\n  complaint:\n    id: x\n    received_at: 2026-11-20T10:00:00+08:00\n    kind: othr\n",
            "    injury: {rest_days: many}\n    nope: 1\n  expect: {severity.tier: low}\n",
            "- case: meant\n  complaint: {id: x}\n  expect: {error: is missing}\n",
            "- case: another\n  complaint: {id: x}\n  expect: {error: unknown key}\n",
        ]
    )
    (folder / "cases" / "a.yaml").write_text(text, encoding="utf-8")
    ran = command("test", folder)
    first, second, last = ran.out.splitlines()
    assert first.startswith("house/cases/a.yaml:1:3: bad: the complaint is refused: house/cases/a.yaml:5:5: `kind`: ")
    assert "house/cases/a.yaml:6:14: `injury.rest_days`: `many` is not a whole number" in first
    assert "house/cases/a.yaml:7:5: `nope`: unknown key" in first
    assert second.startswith("house/cases/a.yaml:12:3: another: error: expected unknown key, found house/cases/a.yaml:")
    assert last == "1 passed, 2 failed"


@pytest.mark.parametrize("text", [None, "[]\n"])
def test_a_ruleset_without_cases_is_not_said_to_have_passed(command, write, text):
    folder = write({"id": "always", "then": {"severity": "low"}})
    if text is not None:
        (folder / "cases").mkdir()
        (folder / "cases" / "a.yaml").write_text(text, encoding="utf-8")
    ran = command("test", folder)
    assert ran.code == 1
    assert ran.err == "house has no cases, so nothing was tested; write some into cases/*.yaml\n"


def test_coverage_of_a_whole_ruleset(command, tmp_path):
    ran = command("test", put(tmp_path, *parts()), "--coverage")
    assert ran.code == 0
    assert ran.out.startswith("3 passed, 0 failed\n\nCOVERAGE of house\n  rules               2 of 2  100 %\n")
    assert "NO CASE FIRES" not in ran.out


def test_a_rule_and_a_row_that_no_case_fires_are_findings_with_their_places(command, tmp_path):
    header, book, cases = parts()
    folder = put(tmp_path, header, book, cases[:1])
    ran = command("test", folder, "--coverage")
    assert ran.code == 1
    assert "rules               1 of 2  50.0 %" in ran.out
    assert "RULES AND ROWS THAT NO CASE FIRES\n  house/ruleset.yaml:" in ran.out
    assert "  house/clocks#2\n" in ran.out
    assert "never true or unknown claimed_amount: >= limit house/large" in " ".join(ran.out.split())
    assert command("test", folder).code == 0


def test_a_clause_or_a_test_that_is_not_covered_is_no_finding(command, tmp_path):
    header, book, cases = parts()
    book["clauses"].append({"id": "4", "kind": "decides", "title": {"en": "More", "zh": "其他"}, "says": "More."})
    ran = command("test", put(tmp_path, header, book, cases[:2]), "--coverage")
    assert ran.code == 0
    assert "book/4  More (no rule)\n" in ran.out
    assert "never unknown" in ran.out


def test_json_tells_failures_and_coverage(command, tmp_path):
    header, book, cases = parts()
    cases[0]["expect"] = {"severity.tier": "high"}
    folder = put(tmp_path, header, book, cases[:2])
    plain = json.loads(command("test", folder, "--format", "json").out)
    ran = command("test", folder, "--coverage", "--format", "json")
    data = json.loads(ran.out)
    assert ran.code == 1
    assert (data["passed"], data["failed"]) == (1, 1)
    assert data["failures"][0]["differences"] == [{"path": "severity.tier", "expected": "high", "found": "low"}]
    assert plain == {key: data[key] for key in ("ruleset", "passed", "failed", "failures")}
    coverage = data["coverage"]
    assert coverage["layers"] == ["house"]
    assert coverage["rows"] == {"covered": 2, "of": 2, "percent": 100.0}
    assert coverage["uncovered"]["rules"] == []
    assert [one["rule"] for one in coverage["by_rule"]] == [
        "house/always",
        "house/large",
        "house/clocks#1",
        "house/clocks#2",
    ]
    assert {one["test"]: one["missing"] for one in coverage["uncovered"]["tests"]}["claimed_amount: >= limit"] == [
        "unknown"
    ]


def test_with_all_layers_those_below_bring_their_own_cases(command, write):
    below = write({"id": "law", "then": {"permit": "apology"}}, name="statute", tiers=["low"], calendar="CN")
    above = write({"id": "always", "then": {"severity": "low"}}, extends=["../statute"])
    for folder in (below, above):
        (folder / "cases").mkdir()
        cases = [{"case": "any", "complaint": COMPLAINT, "expect": {"remedies.apology.status": "permitted"}}]
        (folder / "cases" / "a.yaml").write_text(json.dumps(cases), encoding="utf-8")
    own, whole = (command("test", above, "--coverage", *more).out for more in ((), ("--all",)))
    assert "COVERAGE of house\n" in own
    assert "COVERAGE of statute, house\n" in whole
    assert int(whole.split()[0]) > int(own.split()[0])


@pytest.mark.parametrize(
    "ruleset", ["chain-supermarket", "home-furnishing-mall", "mall-emergency"]
)  # others: `make rulesets`
def test_the_cases_of_a_shipped_ruleset_pass_and_fire_every_rule_and_row(command, ruleset):
    ran = command("test", ruleset, "--coverage", "--format", "json")
    assert ran.code == 0, ran.out
    coverage = json.loads(ran.out)["coverage"]
    assert (coverage["uncovered"]["rules"], coverage["uncovered"]["rows"]) == ([], [])
