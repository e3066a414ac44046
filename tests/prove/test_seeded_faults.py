"""Faults seeded into copies of the shipped rulesets are found, each by what its entry in `faults.yaml` names."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import yaml

from complaint_rules.assembly import Assembly
from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.engine import Engine
from complaint_rules.load.folder import find_folder
from complaint_rules.match.engines import available
from complaint_rules.prove.changes import changes
from complaint_rules.prove.checks import conflicts, properties, reach
from complaint_rules.prove.difference import find_difference
from complaint_rules.prove.session import Session
from tests.shipped import SHIPPED

FAULTS = yaml.safe_load((Path(__file__).parent / "faults.yaml").read_text(encoding="utf-8"))
KINDS = {"threshold", "condition", "order", "exception"}
SEEDED = [pytest.param(name, fault, id=f"{name}: {fault['fault']}") for name, all_ in FAULTS.items() for fault in all_]
FOUND_BY = {kind: [one for one in SEEDED if kind in one.values[1]["found_by"]] for kind in ("property", "difference")}
FOUND_BY["rules"] = [one for one in SEEDED if {"conflict", "never-fires"} & {*one.values[1]["found_by"]}]
ASKERS = {"conflict": conflicts.ask, "never-fires": reach.ask}


@pytest.fixture
def faulty(tmp_path):
    """A copy of a shipped ruleset with one fault."""

    def seed(name, fault):
        folder = shutil.copytree(find_folder(name), tmp_path / name)
        for edit in (fault, *fault.get("also", ())):
            slip(folder, **{key: edit[key] for key in ("rule", "instead_of", "write")})
        return load_ruleset(folder)

    return seed


def slip(folder, rule, instead_of, write):
    """Write something else inside one rule or table."""
    head = re.compile(rf"^  - id: {re.escape(rule)}$", re.MULTILINE)
    (file,) = [path for path in folder.glob("*.yaml") if head.search(path.read_text(encoding="utf-8"))]
    text = file.read_text(encoding="utf-8")
    start = head.search(text).end()
    after = re.compile(r"^(  - id|\w+):", re.MULTILINE).search(text, start)
    end = after.start() if after else len(text)
    assert instead_of in text[start:end]
    file.write_text(text[:start] + text[start:end].replace(instead_of, write) + text[end:], encoding="utf-8")


@cache
def original(name):
    return load_ruleset(name)


def broken(ruleset, name):
    """What is found of one property alone."""
    (one,) = [one for one in ruleset.properties if f"{one.layer}/{one.id}" == name]
    session = Session(replace(ruleset, properties=(one,)))
    found = list(properties.ask(session))
    assert session.unsettled == []
    return found


def found_beside(ruleset, kind):
    session = Session(ruleset)
    return {frozenset(one.cause) for one in ASKERS[kind](session) if one.kind == kind}


def test_every_shipped_ruleset_is_given_faults_of_every_kind_and_check_sees_some_of_each():
    assert set(FAULTS) == set(SHIPPED)
    for name, faults in FAULTS.items():
        assert {fault["kind"] for fault in faults} == KINDS, name
        seen = {fault["kind"] for fault in faults if "difference" not in fault["found_by"]}
        assert {"exception", "condition"} <= seen, name


@pytest.mark.parametrize(("name", "fault"), FOUND_BY["property"])
def test_a_property_that_held_is_broken_by(name, fault, faulty):
    promise = fault["found_by"]["property"]
    assert broken(original(name), promise) == []
    (one,) = broken(faulty(name, fault), promise)
    assert (one.kind, one.about) == ("property", promise)


@pytest.mark.parametrize(("name", "fault"), FOUND_BY["rules"])
def test_rules_that_went_together_are_found_at_odds_by(name, fault, faulty):
    ((kind, rules),) = fault["found_by"].items()
    assert frozenset(rules) not in found_beside(original(name), kind)
    assert frozenset(rules) in found_beside(faulty(name, fault), kind)


@pytest.mark.parametrize(("name", "fault"), FOUND_BY["difference"])
def test_a_complaint_is_decided_otherwise_on_every_engine_by(name, fault, faulty):
    wrong = faulty(name, fault)
    witness = find_difference(original(name), wrong)
    for engine in available():
        before, after = (Engine(Assembly(one, engine)).decide(witness) for one in (original(name), wrong))
        changed = [change[0] for change in changes(before, after, ladders=True)]
        assert any(path.startswith(fault["found_by"]["difference"]) for path in changed)
