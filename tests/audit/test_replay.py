"""Entries are decided again by the rules, days and figures of then, and what differs is told."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from complaint_rules import AuditError, AuditLog, CalendarError, Engine, RulesetError
from complaint_rules.audit import tables
from tests.conftest import HEADER
from tests.hostile import as_yaml

INJURY = {"kind": "personal_injury"}


@pytest.fixture
def house(tmp_path):
    """Writes a ruleset that extends another one, with a calendar of announced days."""

    def write(tier="low", version="1.0.0", rest="2026-03-09"):
        base, folder = tmp_path / "base", tmp_path / "house"
        for one in (base, folder / "calendars"):
            one.mkdir(parents=True, exist_ok=True)
        stated = {"basis": "assumption", "reason": "an example"}
        below = {"id": "lead", "then": {"lead": "customer_service"}, **stated}
        header = {**HEADER, "ruleset": "base", "tiers": ["low", "high"], "rules": [below]}
        (base / "ruleset.yaml").write_text(as_yaml(header), encoding="utf-8")
        above = [
            {"id": "tier", "then": {"severity": tier}, **stated},
            {"id": "days", "then": {"deadline.resolve": "3 working days"}, **stated},
        ]
        header = {
            **HEADER,
            "ruleset": "house",
            "version": version,
            "extends": "../base",
            "calendar": "own",
            "rules": above,
        }
        (folder / "ruleset.yaml").write_text(as_yaml(header), encoding="utf-8")
        days = {"calendar": "own", "years": {2026: {"rest": [rest], "work": []}}}
        (folder / "calendars" / "own.yaml").write_text(as_yaml(days), encoding="utf-8")
        return folder

    return write


def test_a_log_gives_the_rules_and_days_of_then_whatever_became_of_the_files(any_url, house, complaint):
    folder = house()
    stated = complaint(received_at="2026-03-05T10:00:00+08:00")
    with AuditLog(any_url) as log:
        engine = Engine.load(folder, engine="python", log=log)
        decided = engine.decide(stated)
        house(tier="high", version="2.0.0", rest="2026-03-06")
        assert Engine.load(folder, engine="python").decide(stated).to_dict() != decided.to_dict()
        then = Engine.load(engine.ruleset.digest, engine="python", store=log)
        assert then.decide(stated).to_dict() == decided.to_dict()
        assert then.ruleset.calendar.digest == engine.ruleset.calendar.digest
        assert log.replay().same == 1


def test_rules_are_stored_once(any_log, engine):
    def counts():
        with any_log._database.reading() as connection:
            return [
                connection.execute(select(func.count()).select_from(table)).scalar()
                for table in (tables.rulesets, tables.files)
            ]

    before = counts()
    with AuditLog(any_log._database._url.render_as_string(hide_password=False)) as other:
        other.keep_rules(engine)
        other.keep_rules(Engine.load("retail-store", engine="python"))
    after = counts()
    assert before == [1, 1]
    assert after[0] == 2
    assert after[1] > 10
    any_log.keep_rules(Engine.load("cn-statute", engine="python"))  # a layer whose files are there already
    assert counts() == [3, after[1]]


def test_announced_days_that_were_handed_in_are_kept_too(log, tmp_path, complaint):
    days = tmp_path / "days.yaml"
    days.write_text(
        as_yaml({"calendar": "CN", "years": {2027: {"rest": ["2027-01-01"], "work": []}}}), encoding="utf-8"
    )
    stated = complaint(received_at="2026-12-30T10:00:00+08:00")
    engine = Engine.load("retail-store", engine="python", calendar=days, log=log)
    decided = engine.decide(stated)
    days.unlink()
    with pytest.raises(CalendarError):
        Engine.load("retail-store", calendar=days)
    then = Engine.load(engine.ruleset.digest, engine="python", store=log)
    assert then.decide(stated).to_dict() == decided.to_dict()
    assert then.calendar_until == date(2027, 12, 31)
    assert log.replay().ok


def test_what_was_not_kept_is_told(log):
    with pytest.raises(AuditError) as caught:
        Engine.load("sha256:0000", store=log)
    assert caught.value.code == "ruleset-not-kept"
    digest = Engine.load("retail-store").ruleset.digest
    with pytest.raises(AuditError):
        Engine.load(digest, store=log)
    with pytest.raises(RulesetError):
        Engine.load(digest)
    log.keep_rules(Engine.load("retail-store"))
    with pytest.raises(AuditError) as caught:
        Engine.load(digest, store=log, calendar="sha256:0000")
    assert caught.value.code == "calendar-not-kept"


def test_a_replay_tells_all_alike_from_erased_and_from_what_has_no_rules(any_log, engine, record):
    other = Engine.load("retail-store", engine="python")
    for made in (record(), record(**INJURY), record(), other.record({**record().complaint})):
        any_log.append(made)
    any_log.erase("C-3", reason="an example")
    found = any_log.replay(by="an auditor")
    assert (found.entries, found.same, found.erased, found.missing, found.ok) == (4, 2, 1, 1, False)
    assert next(any_log.find(kind="read")).outline["what"] == "replay"
    any_log.keep_rules(other)
    assert any_log.replay().ok


def test_a_replay_tells_other_entries_from_other_provenance(log, engine, record):
    from dataclasses import replace

    made = record()
    decision = made.decision

    def changed(**parts):
        return replace(made, decision={**decision, **parts}, digest=f"sha256:{len(str(parts)):064x}")

    renamed = {
        **decision["trace"],
        "rules": [{**line, "place": "else.yaml:1:1"} for line in decision["trace"]["rules"]],
    }
    fewer = {**decision["trace"], "rules": decision["trace"]["rules"][1:]}
    log.append(changed(trace=renamed))
    log.append(changed(severity={**decision["severity"], "tier": "high"}, prohibited=[]))
    log.append(changed(trace=fewer, review=[]))
    found = log.replay()
    assert (found.entries, found.same, found.provenance_only, found.different) == (3, 0, 1, 2)
    assert [one.to_dict() for one in found.differences] == [
        {"index": 1, "complaint": "C-1", "differs": ["severity"]},
        {"index": 2, "complaint": "C-1", "differs": ["trace"]},
    ]


def test_what_todays_rules_would_say_is_counted(log, engine, record, house):
    for facts in ({}, {}, INJURY):
        log.append(record(**facts))
    found = log.replay(Engine.load(house(tier="high"), engine="python")).to_dict()
    assert found["entries"] == found["different"] == 3
    assert found["tiers"] == [{"from": "low", "to": "high", "count": 2}]
    assert found["remedies"] == [{"kind": "apology", "from": "permitted", "to": None, "count": 3}]
    assert found["approvals"] == []


def test_a_replay_says_how_far_it_is(log, record):
    for _ in range(3):
        log.append(record())
    log.event("C-2", "resolved", "2026-11-20T10:00:00+08:00")
    log.erase("C-2", reason="an example")
    told = []
    log.replay(progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]
