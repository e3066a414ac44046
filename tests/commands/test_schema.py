from __future__ import annotations

import copy
import json
import re

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from complaint_rules.commands.schema import SCHEMAS
from complaint_rules.engine import Engine
from complaint_rules.errors import ComplaintError
from complaint_rules.facts.complaint import Complaint
from complaint_rules.load.document import read_file
from complaint_rules.load.folder import shipped_folder, shipped_ids
from complaint_rules.testing import complaints
from tests.hostile import TEXTS
from tests.shipped import some_cases

VALIDATORS = {what: Draft202012Validator(schema(), format_checker=FormatChecker()) for what, schema in SCHEMAS.items()}
RETAIL = Engine.load("retail-store", engine="python")
FILES = sorted(path for path in shipped_folder().rglob("*.yaml"))


def faults(data, what):
    return [error.message[:300] for error in VALIDATORS[what].iter_errors(data)]


@pytest.mark.parametrize("what", ["complaint", "decision", "record", "ruleset"])
def test_schema_prints_json(command, what):
    ran = command("schema", what)
    assert ran.code == 0
    schema = json.loads(ran.out)
    assert schema["$schema"].endswith("2020-12/schema")
    assert schema["$id"] == f"urn:complaint-rules:schema:{what}:{schema['version']}"
    assert re.fullmatch(r"[0-9]+\.[0-9]+", schema["version"])
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("ruleset", shipped_ids())
def test_decisions_on_worked_complaints_meet_the_schema(ruleset):
    engine = Engine.load(ruleset, engine="python")
    quick = jsonschema_rs.validator_for(SCHEMAS["decision"](), validate_formats=True)
    for case in some_cases(ruleset):
        try:
            decision = engine.decide(case.complaint)
        except ComplaintError:
            continue
        data = json.loads(decision.to_json())
        assert [error.message[:300] for error in quick.iter_errors(data)] == [], case.case


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["status"], "maybe"),
        (["payable", "min"], 3.5),
        (["trace", "facts", 0, "state"], "guessed"),
        (["extra"], 1),
        (["remedies", 0, "status"], "allowed"),
    ],
)
def test_the_decision_schema_refuses_what_no_decision_says(path, value):
    complaint = {"id": "x", "received_at": "2026-11-20T10:00:00+08:00", "kind": "other"}
    data = copy.deepcopy(Engine.load("retail-store").decide(complaint).to_dict())
    at = data
    for part in path[:-1]:
        at = at[part]
    at[path[-1]] = value
    assert faults(json.loads(json.dumps(data)), "decision") != []


@pytest.mark.parametrize("ruleset", shipped_ids())
def test_the_complaint_schema_takes_every_worked_complaint_that_the_model_takes(ruleset):
    for case in some_cases(ruleset):
        try:
            Complaint.of(case.complaint)
        except ComplaintError:
            continue
        assert faults(case.complaint, "complaint") == [], case.case


@pytest.mark.parametrize("amount", ["12.34", 12.34, 12, "12"])
def test_money_may_be_a_text_or_a_number(amount):
    stated = {"id": "x", "received_at": "2026-11-20T10:00:00+08:00", "kind": "other", "claimed_amount": amount}
    assert faults(stated, "complaint") == []


@pytest.mark.parametrize("wrong", [{"claimed_amount": "12.345"}, {"claimed_amount": -1}, {"knd": 1}, {"kind": "oter"}])
def test_the_complaint_schema_refuses_what_the_model_refuses(wrong):
    stated = {"id": "x", "received_at": "2026-11-20T10:00:00+08:00", "kind": "other"} | wrong
    assert faults(stated, "complaint") != []
    with pytest.raises(ComplaintError):
        Complaint.of(stated)


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-3:]))
def test_the_ruleset_schema_takes_every_shipped_file(path):
    data = read_file(path, path.name, numbers=True).data
    assert faults(data, "ruleset") == []


@given(complaint=complaints("retail-store"), id=st.sampled_from(TEXTS))
def test_every_decision_on_a_drawn_complaint_meets_the_schema(complaint, id):
    decision = RETAIL.decide({**complaint, "id": id})
    assert faults(json.loads(decision.to_json()), "decision") == []


@pytest.mark.parametrize("version", ["1.0.0\n", "1.0", "１.0.0", "v1.0.0"])
def test_the_ruleset_schema_holds_texts_to_their_patterns_as_the_library_does(version):
    header = {"ruleset": "x", "language": 1, "title": {"en": "x", "zh": "x"}, "tiers": ["low"]}
    assert faults(header | {"version": "1.0.0"}, "ruleset") == []
    assert faults(header | {"version": version}, "ruleset") != []


def test_schema_of_a_complaint_has_the_facts_that_a_ruleset_adds(command, write):
    fact = {"type": "integer", "title": {"en": "Points", "zh": "积分"}}
    folder = write({"then": {"permit": "apology"}}, facts={"points": fact})
    ran = command("schema", "complaint", "--ruleset", str(folder))
    assert ran.code == 0
    schema = json.loads(ran.out)
    assert schema["$id"].endswith(":house:1.0.0")
    (own, _) = schema["properties"]["extra"]["anyOf"]
    assert own["properties"]["points"]["anyOf"][0] == {"type": "integer", "minimum": 0, "maximum": 10**9}
    assert own["properties"]["points"]["title_zh"] == "积分"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("decision", "--ruleset", "retail-store"), "goes with"),
        (("complaint", "--ruleset", "retail-stor"), "retail-store"),
        (("complaint", "--ruleset", ""), "no ruleset is named"),
    ],
)
def test_schema_refuses_a_ruleset_where_none_counts_or_there_is_none(command, arguments, says):
    ran = command("schema", *arguments)
    assert ran.code == 2
    assert says in ran.err
    assert ran.out == ""


def test_the_ruleset_schema_takes_figures_without_quotes():
    values = {"2020-01-01": 5.0, "2021-01-01": None, "2022-01-01": {"1": 100}}
    header = {
        "ruleset": "x",
        "language": 1,
        "version": "1.0.0",
        "title": {"en": "x", "zh": "x"},
        "extends": "cn-statute",
    }
    header |= {"authority": [{"role": "boss", "upto": 200.0}], "parameters": {"p": {"unit": "CNY", "values": values}}}
    assert faults(header, "ruleset") == []
    assert faults(header | {"languge": 1}, "ruleset") != []
