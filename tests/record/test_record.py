"""A record says all that a decision was made of, and a digest holds it together."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from complaint_rules import Complaint, Decision, Engine, Record, RecordError, RulesetNeededError
from complaint_rules.commands.schema import SCHEMAS
from complaint_rules.facts.given import as_given
from complaint_rules.record.canonical import canonical, salted_digest
from complaint_rules.testing import complaints

KEY = bytes(range(32))
ENGINE = Engine.load("retail-store", engine="python")
STATED = {
    "id": "C-1",
    "received_at": "2026-11-20T10:00:00+08:00",
    "kind": "personal_injury",
    "claimed_amount": 12.5,
    "media_risk": None,
    "liability_confirmed_by": ["z", "customer_service"],
    "injury": {"severity": "minor", "dependants": [{"age": 3}, {"age": None}]},
}
RECORD = ENGINE.record(STATED, by="clerk 7", service="desk", at=datetime(2026, 11, 20, 3, tzinfo=UTC), key=KEY)
VALIDATOR = Draft202012Validator(SCHEMAS["record"](), format_checker=FormatChecker())


def test_a_record_has_the_complaint_as_it_was_given_in_the_contracts_writing():
    assert RECORD.complaint == {
        **STATED,
        "claimed_amount": "12.50",
        "liability_confirmed_by": ["customer_service", "z"],
    }


def test_a_record_says_who_decided_when_and_by_what():
    stated = RECORD.provenance
    assert (stated["by"], stated["service"], stated["at"]) == ("clerk 7", "desk", "2026-11-20T03:00:00+00:00")
    assert [layer["id"] for layer in stated["layers"]] == ["cn-statute", "retail-store"]
    assert stated["calendar"]["digest"] == ENGINE.ruleset.calendar.digest
    assert stated["engine"] == "python"


def test_what_is_not_given_of_the_circumstances_is_null():
    stated = ENGINE.decide(STATED).record().provenance
    assert (stated["by"], stated["service"], stated["at"]) == (None, None, None)


def test_law_procedure_and_figures_each_have_their_day():
    days = {"occurred_on": "2025-05-01", "settled_on": "2026-12-01"}
    stated = ENGINE.record(STATED | days).provenance
    assert (stated["law_of"], stated["procedure_of"], stated["figures_of"]) == (
        "2025-05-01",
        "2026-11-20",
        "2026-12-01",
    )


def test_the_digest_is_that_of_the_canonical_json_of_all_else_salted_with_the_key():
    content = {name: value for name, value in RECORD.to_dict().items() if name != "digest"}
    assert RECORD.digest == salted_digest(KEY, content)
    assert RECORD.verify(KEY)
    assert not RECORD.verify(bytes(32))


def test_keys_are_random_and_are_not_written_with_the_record():
    one, other = ENGINE.record(STATED), ENGINE.record(STATED)
    assert one.key != other.key
    assert one.digest != other.digest
    assert set(one.to_dict()) == {"record", "complaint", "decision", "provenance", "digest"}
    assert repr(one.key) not in repr(one)


def test_a_change_of_any_value_is_noticed():
    changed = 0
    for path in paths(RECORD.to_dict()):
        data = RECORD.to_dict()
        at = data
        for part in path[:-1]:
            at = at[part]
        old = at[path[-1]]
        at[path[-1]] = not old if isinstance(old, bool) else "other" if old != "other" else "another"
        assert salted_digest(KEY, {k: v for k, v in data.items() if k != "digest"}) != RECORD.digest or path == [
            "digest"
        ]
        changed += 1
    assert changed > 500


def paths(data, at=()):
    """The way to every single value."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    if not items:
        yield [*at]
    for key, value in items:
        yield from paths(value, (*at, key))


def test_a_record_read_back_is_the_record():
    read = Record.from_dict(json.loads(RECORD.to_json()), KEY)
    assert read == RECORD
    assert read.verify(KEY)
    assert Decision.from_dict(read.decision).to_dict() == RECORD.decision


def test_what_is_handed_out_shares_nothing_with_the_record():
    RECORD.to_dict()["complaint"]["injury"]["severity"] = "death"
    assert RECORD.verify(KEY)


@pytest.mark.parametrize(
    ("given", "path", "code"),
    [
        ({"at": datetime(2026, 11, 20)}, "/at", "no-offset"),  # noqa: DTZ001 - a moment without offset is the subject
        ({"at": "2026-11-20"}, "/at", "not-a-date-time"),
        ({"by": ""}, "/by", "empty"),
        ({"by": "x" * 201}, "/by", "too-long"),
        ({"service": "\ud800"}, "/service", "not-a-text"),
        ({"key": b"short"}, "", "key-length"),
    ],
)
def test_a_record_refuses_what_nobody_could_check_later(given, path, code):
    with pytest.raises(RecordError) as refused:
        ENGINE.record(STATED, **given)
    assert (refused.value.path, refused.value.code) == (path, code)


def test_a_moment_keeps_its_offset():
    at = datetime(2026, 11, 20, 10, tzinfo=timezone(timedelta(hours=8)))
    assert ENGINE.record(STATED, at=at).provenance["at"] == "2026-11-20T10:00:00+08:00"


def test_a_stored_decision_has_no_complaint_to_make_a_record_of():
    with pytest.raises(RulesetNeededError, match=r"Engine\.load"):
        Decision.from_dict(RECORD.decision).record()


@pytest.mark.parametrize(
    ("path", "value", "pointer"),
    [
        (["record"], "2", "/record"),
        (["digest"], "sha256:0", "/digest"),
        (["complaint", "kind"], "oter", "/complaint/kind"),
        (["decision", "severity", "rank"], -1, "/decision/severity/rank"),
        (["provenance", "layers", 0, "digest"], 3, "/provenance/layers/0/digest"),
        (["provenance", "at"], "2026-11-20T03:00:00", "/provenance/at"),
        (["more"], 1, "/more"),
    ],
)
def test_what_is_no_record_is_refused_with_its_path(path, value, pointer):
    data = RECORD.to_dict()
    at = data
    for part in path[:-1]:
        at = at[part]
    at[path[-1]] = value
    with pytest.raises(RecordError) as refused:
        Record.from_dict(data)
    assert refused.value.path == pointer


@pytest.mark.parametrize("member", ["record", "complaint", "decision", "provenance", "digest"])
def test_no_member_of_a_record_may_be_missing(member):
    data = RECORD.to_dict()
    del data[member]
    with pytest.raises(RecordError, match="is missing"):
        Record.from_dict(data)


def test_records_meet_their_schema():
    assert [*VALIDATOR.iter_errors(RECORD.to_dict())] == []
    wrong = copy.deepcopy(RECORD.to_dict())
    wrong["decision"]["status"] = "maybe"
    wrong["complaint"]["kind"] = "oter"
    assert {error.absolute_path[0] for error in VALIDATOR.iter_errors(wrong)} == {"decision", "complaint"}


@given(complaint=complaints("retail-store"))
def test_a_complaint_as_given_is_the_complaint(complaint):
    made = Complaint.of(complaint)
    written = as_given(made, ENGINE.ruleset.facts)
    again = Complaint.of(json.loads(json.dumps(written)))
    assert again == made
    assert again.model_fields_set == made.model_fields_set


def test_facts_of_a_rulesets_own_are_written_as_the_contract_has_them(write, complaint):
    text = {"en": "x", "zh": "x"}
    facts = {
        "fee": {"type": "money", "title": text},
        "since": {"type": "date", "title": text},
        "card": {"type": "enum", "values": ["gold"], "title": text},
    }
    engine = Engine.load(write({"then": {"permit": "apology"}}, facts=facts), engine="python")
    own = {"fee": 3, "since": "2026-01-01", "card": None}
    record = engine.record(complaint(extra=own))
    assert record.complaint["extra"] == own | {"fee": "3.00"}
    assert engine.decide(record.complaint) == engine.decide(complaint(extra=own))


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(2**53) + 1, 2**53 - 1)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_canonical_json_is_that_of_the_library(data):
    import rfc8785

    assert canonical(data) == rfc8785.dumps(data)
