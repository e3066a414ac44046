"""Each decision of an engine that logs is in the log before it is returned, or is refused or counted."""

from __future__ import annotations

import logging

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from complaint_rules import AuditError, AuditLog, ComplaintError, Engine
from complaint_rules import logged as module

COMPLAINT = {"id": "SECRET-7", "received_at": "2026-03-04T10:00:00+08:00", "kind": "other", "claimed_amount": "4321.09"}


@pytest.fixture
def house(write):
    return write({"then": {"severity": "low"}}, tiers=["low"])


def load(house, log, **options):
    return Engine.load(house, engine="python", log=log, **options)


def test_each_decision_is_logged_with_its_service_before_it_is_returned(house, tmp_path):
    with AuditLog(f"sqlite:///{tmp_path}/log.db") as log:
        engine = load(house, log, service="shop/1")
        decision = engine.decide(COMPLAINT)
        record = log.get("SECRET-7")
        assert record.decision == decision.to_dict()
        assert record.provenance["service"] == "shop/1"
        assert record.provenance["at"] is not None
        assert [*engine.decide_many([COMPLAINT, COMPLAINT])]
        assert len([*log.find()]) == 3
        assert log.replay().ok
        assert engine.unlogged == 0


def test_a_function_will_do_as_a_log(house):
    records = []
    decision = load(house, records.append).decide(COMPLAINT)
    assert [record.decision for record in records] == [decision.to_dict()]


def test_a_decision_that_cannot_be_logged_is_refused(house):
    def broken(_record):
        raise OSError("no such disk")

    engine = load(house, broken)
    with pytest.raises(AuditError, match="OSError") as caught:
        engine.decide(COMPLAINT)
    assert (caught.value.code, engine.unlogged) == ("log-unwritten", 1)


def test_or_it_is_let_through_and_counted(house, tmp_path, caplog):
    url = f"sqlite:///{tmp_path}/log.db"
    with AuditLog(url, wait_seconds=0.1) as log, AuditLog(url) as other:
        engine = load(house, log, on_log_failure="count")
        with other._database.writing(), caplog.at_level(logging.INFO, "complaint_rules.decisions"):
            assert engine.decide(COMPLAINT).severity.tier == "low"
        assert engine.unlogged == 1
        (said,) = [one for one in caplog.records if one.event == "unlogged"]
        assert (said.code, said.unlogged, said.levelno) == ("log-busy", 1, logging.ERROR)
        engine.decide(COMPLAINT)
        assert (engine.unlogged, len(log)) == (1, 1)


def test_a_log_that_cannot_keep_the_rules_refuses_the_load_or_lets_it_through(house, tmp_path):
    url = f"sqlite:///{tmp_path}/log.db"
    with AuditLog(url, wait_seconds=0.1) as log, AuditLog(url) as other, other._database.writing():
        with pytest.raises(AuditError):
            load(house, log)
        assert load(house, log, on_log_failure="count").decide(COMPLAINT)


def test_a_refused_complaint_is_an_event_and_no_entry(house, caplog):
    records = []
    engine = load(house, records.append)
    with caplog.at_level(logging.INFO, "complaint_rules.decisions"), pytest.raises(ComplaintError):
        engine.decide({**COMPLAINT, "kind": "no such kind"})
    (said,) = caplog.records
    assert (said.event, said.codes, records, engine.unlogged) == ("refused", ["not-one-of"], [], 0)


def test_events_have_what_was_decided_by_what_and_nothing_of_the_complaint(house, caplog):
    engine = load(house, lambda _: None)
    with caplog.at_level(logging.INFO, "complaint_rules.decisions"):
        engine.decide(COMPLAINT)
    (said,) = caplog.records
    assert (said.event, said.ruleset, said.tier, said.status) == ("logged", "house", "low", "final")
    assert said.digest == engine.ruleset.digest
    text = str(vars(said))
    assert "SECRET" not in text
    assert "4321" not in text


def test_a_span_says_as_little(house, monkeypatch):
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    engine = load(house, lambda _: None)
    engine.decide(COMPLAINT)
    with pytest.raises(ComplaintError):
        engine.decide({**COMPLAINT, "kind": "SECRET"})
    spans = exporter.get_finished_spans()
    assert [span.name for span in spans] == ["complaint_rules.log", "complaint_rules.decide", "complaint_rules.decide"]
    assert spans[1].attributes["complaint_rules.ruleset"] == "house"
    assert spans[2].attributes["complaint_rules.codes"] == ("not-one-of",)
    text = "".join(span.to_json() for span in spans)
    assert "SECRET" not in text
    assert "4321" not in text


def test_without_opentelemetry_decisions_are_logged_all_the_same(house, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    records = []
    load(house, records.append).decide(COMPLAINT)
    assert len(records) == 1


def test_what_becomes_of_an_unlogged_decision_is_one_of_two(house):
    with pytest.raises(ValueError, match="refuse or count"):
        load(house, print, on_log_failure="ignore")
    assert module.OnFailure
