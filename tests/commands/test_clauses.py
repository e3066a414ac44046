from __future__ import annotations

import json

import pytest

from complaint_rules.load.folder import read_stack
from tests.covered_ruleset import parts, put


@pytest.mark.parametrize(
    ("ruleset", "lang"), [("chain-supermarket", "zh"), ("home-furnishing-mall", "en"), ("mall-emergency", "en")]
)
def test_a_shipped_rulesets_matrix_has_every_clause_and_no_hole(command, ruleset, lang):
    ran = command("clauses", ruleset, "--lang", lang)
    assert ran.err == ""
    assert "HOLES" not in ran.out
    assert "缺口\n" not in ran.out
    for name, file in read_stack(ruleset)[-1].clauses.items():
        assert f"\n{name}  " in ran.out
        for clause in file.clauses:
            assert f"\n  {clause.id} " in ran.out


def test_each_rule_stands_under_its_clause_with_the_cases_that_fire_it(command, tmp_path):
    ran = command("clauses", put(tmp_path, *parts()))
    assert ran.code == 0
    assert ran.out == (
        "House 1.0.0 (house)\n"
        "\n"
        "book  The book\n"
        "  0  context  A label\n"
        "  1  decides  A label\n"
        "              always    all 3 cases\n"
        "  2  decides  A label\n"
        "              large     1 case: large\n"
        "              parameter `limit`\n"
        "  3  process  A label\n"
        "              clocks#1  2 cases: small; unknown\n"
        "              clocks#2  1 case: large\n"
        "\n"
        "4 clauses (2 decide), 4 rules and rows, 3 cases: 0 holes, 0 labels missing, 0 notes\n"
    )


def test_a_hole_and_a_missing_label_are_findings_with_their_places(command, tmp_path):
    header, book, cases = parts()
    del header["tables"][0]["title"]
    ran = command("clauses", put(tmp_path, header, book, cases[:1]))
    assert ran.code == 1
    assert "HOLES\n  house/clauses/book.yaml:" in ran.out
    assert ": clause `book/2` decides, but no case fires a rule that cites it\n" in ran.out
    assert ": no case fires row `house/clocks#2`\n" in ran.out
    assert ": table `house/clocks` has no label in Chinese\n" in ran.out
    assert "large     NO CASE" in ran.out


def test_a_missing_label_alone_is_a_finding(command, tmp_path):
    header, book, cases = parts()
    header["tiers"] = ["low", "high"]
    assert command("clauses", put(tmp_path, header, book, cases)).code == 1


def test_notes_alone_are_no_findings(command, tmp_path):
    header, book, cases = parts()
    book["clauses"].append({"id": "4", "kind": "process", "title": {"en": "Notes", "zh": "记录"}, "says": "Write."})
    ran = command("clauses", put(tmp_path, header, book, cases))
    assert (ran.code, "NOTES\n" in ran.out) == (0, True)


def test_json_has_the_matrix_in_full(command, tmp_path):
    header, book, cases = parts()
    del header["rules"][0]["cite"]
    ran = command("clauses", put(tmp_path, header, book, cases), "--format", "json", "--lang", "zh")
    data = json.loads(ran.out)
    assert ran.code == 1
    assert [hole["kind"] for hole in data["holes"]] == ["without-ground", "clause-without-rule"]
    assert data["holes"][0]["message"] == "规则`house/always`既无出处也未注明为假设"
    (document,) = data["documents"]
    assert document["title"] == {"en": "The book", "zh": "手册"}
    clause = document["clauses"][2]
    assert (clause["id"], clause["kind"], clause["parameters"]) == ("2", "decides", ["limit"])
    assert [(one["rule"], [case["case"] for case in one["cases"]]) for one in clause["rules"]] == [
        ("house/large", ["large"])
    ]
    assert [one["rule"] for one in data["elsewhere"]] == ["house/always"]


def test_many_cases_take_one_line(command, tmp_path):
    header, book, cases = parts()
    cases += [{**cases[1], "case": f"another large claim, number {number}"} for number in range(9)]
    out = command("clauses", put(tmp_path, header, book, cases)).out
    (line,) = [line for line in out.splitlines() if line.strip().startswith("large ")]
    assert "10 cases: large; another large claim, number 0; " in line
    assert line.endswith("; ...")
    assert len(line) <= 100


def test_a_broken_ruleset_is_wrong_input(command, tmp_path):
    header, book, cases = parts()
    header["rules"][0]["when"] = {"knd": "other"}
    ran = command("clauses", put(tmp_path, header, book, cases))
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean `kind`?" in ran.err
