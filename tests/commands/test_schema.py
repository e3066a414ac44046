from __future__ import annotations

import copy
import json

import pytest

from complaint_rules.commands.schema import complaint_schema, decision_schema, ruleset_schema
from complaint_rules.engine import Engine
from complaint_rules.errors import ComplaintError
from complaint_rules.facts.complaint import Complaint
from complaint_rules.load.document import read_file
from complaint_rules.load.folder import read_cases, shipped_folder, shipped_ids
from tests.commands.structure import faults

FILES = sorted(path for path in shipped_folder().rglob("*.yaml"))


def worked(ruleset):
    return [case for case, _ in read_cases(shipped_folder() / ruleset)]


@pytest.mark.parametrize("what", ["complaint", "decision", "ruleset"])
def test_schema_prints_json(command, what):
    ran = command("schema", what)
    assert ran.code == 0
    assert json.loads(ran.out)["$schema"].endswith("2020-12/schema")


@pytest.mark.parametrize("ruleset", shipped_ids())
def test_every_decision_on_a_worked_complaint_meets_the_schema(ruleset):
    engine, schema = Engine.load(ruleset, engine="python"), decision_schema()
    for case in worked(ruleset):
        try:
            decision = engine.decide(case.complaint)
        except ComplaintError:
            continue
        assert faults(json.loads(decision.to_json()), schema, schema) == [], case.case


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
    schema = decision_schema()
    assert faults(json.loads(json.dumps(data)), schema, schema) != []


@pytest.mark.parametrize("ruleset", shipped_ids())
def test_the_complaint_schema_takes_every_worked_complaint_that_the_model_takes(ruleset):
    schema = complaint_schema()
    for case in worked(ruleset):
        try:
            Complaint.of(case.complaint)
        except ComplaintError:
            continue
        assert faults(case.complaint, schema, schema) == [], case.case


@pytest.mark.parametrize("amount", ["12.34", 12.34, 12, "12"])
def test_money_may_be_a_text_or_a_number(amount):
    schema = complaint_schema()
    stated = {"id": "x", "received_at": "2026-11-20T10:00:00+08:00", "kind": "other", "claimed_amount": amount}
    assert faults(stated, schema, schema) == []


@pytest.mark.parametrize("wrong", [{"claimed_amount": "12.345"}, {"claimed_amount": -1}, {"knd": 1}, {"kind": "oter"}])
def test_the_complaint_schema_refuses_what_the_model_refuses(wrong):
    schema = complaint_schema()
    stated = {"id": "x", "received_at": "2026-11-20T10:00:00+08:00", "kind": "other"} | wrong
    assert faults(stated, schema, schema) != []
    with pytest.raises(ComplaintError):
        Complaint.of(stated)


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-3:]))
def test_the_ruleset_schema_takes_every_shipped_file(path):
    schema = ruleset_schema()
    data = read_file(path, path.name, numbers=True).data
    assert faults(data, schema, schema) == []


def test_the_ruleset_schema_takes_figures_without_quotes():
    schema = ruleset_schema()
    values = {"2020-01-01": 5.0, "2021-01-01": None, "2022-01-01": {"1": 100}}
    header = {
        "ruleset": "x",
        "language": 1,
        "version": "1.0.0",
        "title": {"en": "x", "zh": "x"},
        "extends": "cn-statute",
    }
    header |= {"authority": [{"role": "boss", "upto": 200.0}], "parameters": {"p": {"unit": "CNY", "values": values}}}
    assert faults(header, schema, schema) == []
    assert faults(header | {"languge": 1}, schema, schema) != []
