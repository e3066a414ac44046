from __future__ import annotations

import json

from complaint_rules.commands import mutate_report
from complaint_rules.mutate.prover import no_prover

RULE = {"id": "small", "when": {"claimed_amount": "< 200.00"}, "then": {"severity": "low"}}


def test_too_many_survivors_are_findings_with_place_and_proposed_case(command, write):
    ran = command("test", write(RULE), "--mutate")
    assert ran.code == 1
    assert "MUTATION of house\n  0.0 % caught, at least 95 % asked for: " in ran.out
    assert "house/small: claimed_amount: < 200.00 -> < 199.99\n      would be caught by: " in ran.out
    assert "\n- case: " in ran.out


def test_what_is_asked_for_may_be_less(command, write):
    folder = write(RULE)
    (folder / "cases").mkdir()
    stated = {"id": "C-1", "received_at": "2026-03-04T10:00:00+08:00", "kind": "other", "claimed_amount": "300.00"}
    expected = [{"case": "large", "complaint": stated, "expect": {"severity.tier": None}}]
    (folder / "cases" / "small.yaml").write_text(json.dumps(expected), encoding="utf-8")
    assert command("test", folder, "--mutate").code == 1
    assert command("test", folder, "--mutate", "--least", "0").code == 0


def test_written_cases_make_the_next_run_pass(command, write):
    folder = write(RULE)
    ran = command("test", folder, "--mutate", "--write-cases")
    assert "wrote " in ran.err
    again = command("test", folder, "--mutate")
    assert again.code == 0, again.out
    assert "SURVIVORS" not in again.out
    assert "100.0 %" in again.out


def test_where_cases_can_not_be_written_the_report_is_printed_all_the_same(command, write):
    folder = write(RULE)
    (folder / "cases").write_text("in the way", encoding="utf-8")
    ran = command("test", folder, "--mutate", "--write-cases")
    assert ran.code == 2
    assert "MUTATION of house" in ran.out
    assert ran.err == "error: house/cases/mutants.yaml: can't be written: file exists\n"


def test_json_has_score_kinds_survivors_and_cases(command, write):
    ran = command("test", write(RULE), "--mutate", "--format", "json")
    (found,) = json.loads(ran.out)["mutation"]
    assert {key: found[key] for key in ("ruleset", "caught", "percent")} == {
        "ruleset": "house",
        "caught": 0,
        "percent": 0.0,
    }
    assert found["mutants"] == found["survived"] == len(found["survivors"])
    assert sum(one["mutants"] for one in found["by_kind"].values()) == found["mutants"]
    names = {one["case"] for one in found["proposed_cases"]}
    assert {one["proposed_case"] for one in found["survivors"]} <= {*names, None}
    assert all(one["catches"] for one in found["proposed_cases"])


MEDIA = {"id": "media-never-lowers", "monotone": {"severity": {"rises_with": "media_risk"}}}
LOUD = {"id": "loud", "when": {"media_risk": ">= possible"}, "then": {"severity": "mid"}}


def test_what_only_a_property_notices_is_listed_with_the_property_it_breaks(command, write):
    folder = write({**RULE, "when": {}}, LOUD, properties=[MEDIA])
    text = command("test", folder, "--mutate", "--least", "0").out
    caught, survived = text.split("SURVIVORS")
    assert "house/loud: media_risk: >= possible -> not so\n      breaks the property: media-never-lowers\n" in caught
    assert "house/loud: severity: mid -> severity: high\n" in survived


def test_json_shows_a_broken_property_with_its_complaints_and_counts_it_as_caught(command, write):
    folder = write({**RULE, "when": {}}, LOUD, properties=[MEDIA])
    (found,) = json.loads(command("test", folder, "--mutate", "--format", "json").out)["mutation"]
    caught = found["caught_by_properties"]
    assert {one["property"] for one in caught} == {"media-never-lowers"}
    assert {len(one["complaints"]) for one in caught} == {2}
    assert (found["caught"], found["caught_by_cases"]) == (len(caught), 0)
    assert found["mutants"] == len(caught) + len(found["survivors"])


def test_cases_are_written_only_for_mutants(command, write):
    ran = command("test", write(RULE), "--write-cases")
    assert ran.code == 2
    assert ran.err.startswith("error: `--write-cases` goes with `--mutate`")


def test_the_layers_below_are_mutated_against_their_own_cases(command, write):
    write({"id": "below", "then": {"severity": "low"}}, name="below")
    folder = write(RULE, extends=["../below"], tiers=["low", "mid"])
    ran = command("test", folder, "--mutate", "--all", "--format", "json")
    assert [one["ruleset"] for one in json.loads(ran.out)["mutation"]] == ["below", "house"]


def test_without_the_prover_nothing_is_proved_and_the_twin_survives(command, write, monkeypatch):
    folder = write({**RULE, "id": "one"}, {**RULE, "id": "other"})
    (proved,) = json.loads(command("test", folder, "--mutate", "--format", "json").out)["mutation"]
    monkeypatch.setattr(mutate_report, "installed_prover", lambda: no_prover)
    (plain,) = json.loads(command("test", folder, "--mutate", "--format", "json").out)["mutation"]
    assert plain["equivalent"] == 0 < proved["equivalent"]
    assert plain["mutants"] == proved["mutants"] + proved["equivalent"]
