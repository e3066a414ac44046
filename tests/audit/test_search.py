"""A search finds exactly the entries whose outlines say what is looked for."""

from __future__ import annotations

import csv
import io
import itertools
import json
from datetime import date

import pytest

from benchmarks.complaints import at_random
from complaint_rules import AuditError, AuditLog, Engine, Record
from complaint_rules.audit import writing
from complaint_rules.audit.outline import of_decision, terms
from complaint_rules.audit.stored_json import canonical
from complaint_rules.audit.tabular import COLUMNS, write_csv, write_parquet
from complaint_rules.record.canonical import canonical as of_rfc8785


@pytest.fixture(scope="module")
def retail():
    return Engine.load("retail-store", engine="python")


@pytest.fixture(scope="module")
def filled(tmp_path_factory, retail):
    """A log in which terms begin and end in several blocks of its index."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "BLOCK", 8)
        from complaint_rules.audit import entry_check, search

        patch.setattr(search, "BLOCK", 8)
        patch.setattr(entry_check, "BLOCK", 8)
        with AuditLog(f"sqlite:///{tmp_path_factory.mktemp('filled')}/log.db") as log:
            for number, complaint in enumerate(at_random(60)):
                log.append(retail.record(complaint))
                if number % 7 == 0:
                    log.event(complaint["id"], "resolved", "2026-11-20T10:00:00+08:00")
            assert log.verify().ok
            yield log


def every(log):
    return [*log.find(kind="any")]


FIELDS = {
    "tier": lambda o: {o["tier"]},
    "department": lambda o: {o["lead"]},
    "finding": lambda o: {o["finding"]},
    "status": lambda o: {o["status"]},
    "rule": lambda o: {*o["rules"]},
    "clause": lambda o: {*o["clauses"]},
    "approval": lambda o: {*o["approvals"]},
    "ruleset": lambda o: {o["ruleset"]["id"], o["ruleset"]["digest"]},
    "complaint": lambda o: {o["complaint"]},
}


@pytest.mark.parametrize("field", FIELDS)
def test_each_field_finds_what_a_scan_of_all_outlines_finds(filled, field):
    decisions = [entry for entry in every(filled) if entry.kind == "decision"]
    values = {value for entry in decisions for value in FIELDS[field](entry.outline)} - {None}
    assert values
    for value in sorted(values):
        wanted = [entry for entry in decisions if value in FIELDS[field](entry.outline)]
        assert [*filled.find(**{field: value})] == wanted
        assert [*filled.find(**{field: value}, newest_first=True)] == wanted[::-1]


def test_fields_are_joined_by_and(filled):
    for one, other in itertools.combinations(["tier", "department", "finding", "status"], 2):
        outline = next(filled.find()).outline
        asked = {one: next(iter(FIELDS[one](outline))), other: next(iter(FIELDS[other](outline)))}
        wanted = [
            entry
            for entry in filled.find()
            if all(value in FIELDS[field](entry.outline) for field, value in asked.items())
        ]
        assert [*filled.find(**asked)] == wanted != []


def test_decisions_are_found_unless_another_kind_is_asked_for(filled):
    assert {entry.kind for entry in filled.find()} == {"decision"}
    assert {entry.kind for entry in filled.find(kind="event")} == {"event"}
    assert [entry.index for entry in every(filled)] == [*range(len(filled))]
    assert {entry.kind for entry in filled.find(complaint="R-0", kind="any")} == {"decision", "event"}
    assert [*filled.find(tier="nothing such")] == []


def test_days_are_those_of_utc_and_both_ends_count(filled):
    today = next(filled.find()).at[:10]
    assert len([*filled.find(since=today, until=today)]) == 60
    assert len([*filled.find(since=date.fromisoformat(today), tier=next(filled.find()).outline["tier"])]) > 0
    assert [*filled.find(until="2020-01-01")] == [] == [*filled.find(since="2100-01-01T00:00:00+08:00")]
    moment = [*filled.find()][30].at
    assert len([*filled.find(since=moment)]) + len([*filled.find(until=moment)]) >= 60
    for wrong in ("tomorrow", "2026-11-20T10:00:00"):
        with pytest.raises(AuditError, match="moment"):
            filled.find(since=wrong)


def test_an_outline_is_canonical_json_and_has_all_its_terms(retail):
    for complaint in at_random(10):
        outline = of_decision(retail.record(complaint)) | {
            "entry": "decision",
            "index": 7,
            "at": "x",
            "complaint": "投\u2028诉",
        }
        assert canonical(outline) == of_rfc8785(outline)
        assert {value for _, value in terms(outline)} >= {*outline["rules"], *outline["clauses"], outline["tier"]}


def test_a_csv_is_safe_to_open_and_has_every_entry(filled):
    file = io.StringIO()
    write_csv(filled.find(kind="any"), file)
    rows = [*csv.DictReader(io.StringIO(file.getvalue()))]
    assert len(rows) == len(filled)
    assert rows[0]["complaint"] == "R-0"
    assert tuple(rows[0]) == COLUMNS


@pytest.mark.parametrize("name", ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "＝1", 'a,b"c'])
def test_what_a_spreadsheet_would_run_is_told_to_be_text(log, engine, complaint, name):
    log.append(engine.record(complaint(id=name)))
    file = io.StringIO()
    write_csv(log.find(), file)
    (row,) = csv.DictReader(io.StringIO(file.getvalue()))
    assert row["complaint"] == (name if name[0] == "a" else f"'{name}")


def test_a_parquet_file_has_every_entry(filled, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "log.parquet"
    with path.open("wb") as file:
        write_parquet(filled.find(), file)
    rows = parquet.read_table(path).to_pylist()
    assert [row["index"] for row in rows] == [entry.index for entry in filled.find()]
    assert rows[0]["tier"] == next(filled.find()).outline["tier"]


def test_an_entry_is_json_data(filled):
    entry = next(filled.find())
    assert json.loads(json.dumps(entry.to_dict())) == entry.to_dict()
    assert isinstance(filled.get(entry.index), Record)


def test_a_text_that_is_no_unicode_is_told_and_not_a_crash(filled):
    half = "\udcff"
    calls = (
        lambda: filled.entry(half),
        lambda: filled.get(half),
        lambda: filled.erase(half),
        lambda: list(filled.find(complaint=half)),
        lambda: list(filled.find(tier=half)),
        lambda: filled.event(half, "resolved", "2026-01-01T00:00:00+00:00"),
    )
    for call in calls:
        with pytest.raises(AuditError) as caught:
            call()
        assert caught.value.code == "log-text-unencodable"
    for call in (lambda: filled.note_read(half), lambda: filled.get(0, by=half)):
        with pytest.raises(AuditError) as caught:
            call()
        assert caught.value.code == "log-text"
