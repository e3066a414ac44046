"""A complaint is taken as the contract says, or refused with one line for each fact that is wrong."""

from __future__ import annotations

import json
import time
from datetime import date, datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from complaint_rules import Complaint
from complaint_rules.errors import ComplaintError
from complaint_rules.facts.complaint import Evidence, Kind, Requests
from complaint_rules.facts.fact import Fact, FactType, declared_facts
from complaint_rules.facts.sheet import SheetMaker

BASE = {"id": "C-1", "received_at": "2026-11-20T10:00:00+08:00", "kind": "other"}
SHEETS_ZONE = datetime.fromisoformat(BASE["received_at"]).tzinfo
SHEETS = SheetMaker(declared_facts(), {}, SHEETS_ZONE)
OWN = [
    ("vip", FactType.BOOL, (False, True)),
    ("years", FactType.INTEGER, ()),
    ("spent", FactType.MONEY, ()),
    ("since", FactType.DATE, ()),
    ("level", FactType.ORDERED, ("silver", "gold")),
    ("note", FactType.TEXT, ()),
]
FLAG = st.sampled_from([True, False, None])
YUAN = st.integers(0, 10**9).map(lambda fen: f"{fen // 100}.{fen % 100:02d}") | st.none()
DAY = st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(date.isoformat) | st.none()
DEPENDANT = st.fixed_dictionaries(
    {}, optional={"age": st.integers(0, 150), "incapable": FLAG, "supporters": st.integers(1, 20)}
)
COMPLAINTS = st.fixed_dictionaries(
    {
        "id": st.text("abc-123", min_size=1),
        "kind": st.sampled_from(get_args(Kind)),
        "received_at": st.just(BASE["received_at"]),
    },
    optional={
        "occurred_on": DAY,
        "claimed_amount": YUAN,
        "facts_clear": FLAG,
        "liability_confirmed_by": st.none() | st.lists(st.sampled_from(["security", "finance"])),
        "purchase": st.none() | st.fixed_dictionaries({}, optional={"price": YUAN, "purchased_on": DAY}),
        "injury": st.none()
        | st.fixed_dictionaries({}, optional={"daily_income": YUAN, "dependants": st.none() | st.lists(DEPENDANT)}),
        "requests": st.dictionaries(st.sampled_from(list(Requests.model_fields)), FLAG),
        "evidence": st.dictionaries(st.sampled_from(list(Evidence.model_fields)), FLAG),
        "extra": st.none() | st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5)),
    },
)


def refused(**facts):
    with pytest.raises(ComplaintError) as error:
        Complaint.of({**BASE, **facts})
    return str(error.value)


def sheet_of(complaint):
    return SHEETS.sheet(complaint)


def stated(sheet):
    return sheet.values, sheet.unknown, sheet.presumed, sheet.as_of


@given(COMPLAINTS)
def test_a_complaint_survives_being_dumped_and_read_again(data):
    complaint = Complaint.of(data)
    assert Complaint.of(complaint.model_dump()) == complaint
    assert Complaint.of(json.loads(complaint.model_dump_json())) == complaint


@given(COMPLAINTS.map(lambda data: {**data, "extra": None}))
def test_null_says_no_more_than_leaving_it_out(data):
    without = {name: value for name, value in data.items() if value is not None}
    assert stated(sheet_of(Complaint.of(data))) == stated(sheet_of(Complaint.of(without)))


def test_a_group_of_null_is_a_group_left_out_and_an_empty_one_is_not():
    by_path = {fact.path: fact for fact in declared_facts()}
    states = [
        sheet_of(Complaint.of({**BASE, **facts})).state(by_path["injury.age"])
        for facts in ({}, {"injury": None}, {"injury": {}}, {"injury": {"age": None}}, {"injury": {"age": 5}})
    ]
    assert states == ["absent", "absent", "unknown", "unknown", "known"]


def test_a_complaint_can_not_be_changed():
    complaint = Complaint.of({**BASE, "injury": {"age": 5}})
    with pytest.raises(ValidationError, match="frozen"):
        complaint.kind = "privacy"
    with pytest.raises(ValidationError, match="frozen"):
        complaint.injury.age = 6


def test_a_complaint_is_taken_as_it_is():
    complaint = Complaint.of(BASE)
    assert Complaint.of(complaint) is complaint


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"clamed_amount": 5}, "`clamed_amount`: unknown key (did you mean `claimed_amount`?)"),
        ({"purchase": {"prize": 5}}, "`purchase.prize`: unknown key (did you mean `price`?)"),
        ({"evidence": {"reciept": True}}, "`evidence.reciept`: unknown key (did you mean `receipt`?)"),
        (
            {"injury": {"dependants": [{"age": 3}, {"agee": 3}]}},
            "`injury.dependants.1.agee`: unknown key (did you mean `age`?)",
        ),
        ({"kind": "lost_propery"}, "`kind`: `lost_propery` is not one of its values (did you mean `lost_property`?)"),
        (
            {"media_risk": "x"},
            "`media_risk`: `x` is not one of its values (one of: none, possible, contacted, published)",
        ),
        ({"media_risk": True}, "`media_risk`: `true` is not one of its values"),
        ({"kind": None}, "`kind`: `null` is not one of its values"),
        ({"facts_clear": "yes"}, "`facts_clear`: `yes` is not a bool; write true or false"),
        (
            {"evidence": {"receipt": "unknown"}},
            "`evidence.receipt`: `unknown` is not a value; leave out what is not known",
        ),
        ({"claimed_amount": "unknown"}, "`claimed_amount`: `unknown` is not a value; leave out what is not known"),
        (
            {"media_risk": "unknown"},
            "`media_risk`: `unknown` is not a value; leave out what is not known, or write null",
        ),
        ({"kind": "unknown"}, "`kind`: `unknown` is not one of its values"),
        ({"facts_clear": 1}, "`facts_clear`: `1` is not a bool"),
        ({"departments_involved": 0}, "`departments_involved`: `0` is too little; at least 1"),
        ({"departments_involved": True}, "`departments_involved`: `true` is not a whole number"),
        ({"departments_involved": "3"}, "`departments_involved`: `3` is not a whole number"),
        ({"departments_involved": 1.5}, "`departments_involved`: `1.5` is not a whole number"),
        ({"departments_involved": float("nan")}, "`departments_involved`: `nan` is not a whole number"),
        ({"departments_involved": 10**5000}, "is too much; at most 100000"),
        ({"injury": {"disability_grade": 11}}, "`injury.disability_grade`: `11` is too much; at most 10"),
        ({"injury": {"victim_fault_percent": -1}}, "`injury.victim_fault_percent`: `-1` is too little; at least 0"),
        ({"injury": True}, "`injury`: `true` is not a mapping of names to values"),
        ({"injury": [{"age": 5}]}, "`injury`: `[{age: 5}]` is not a mapping"),
        ({"injury": {"dependants": {"age": 3}}}, "`injury.dependants`: `{age: 3}` is not a list"),
        ({"injury": {"dependants": [3]}}, "`injury.dependants.0`: `3` is not a mapping"),
        ({"liability_confirmed_by": "security"}, "`liability_confirmed_by`: `security` is not a list"),
        ({"liability_confirmed_by": ["security", 5]}, "`5` is not a text"),
        ({"claimed_amount": float("nan")}, "`claimed_amount`: `NaN` is not an amount of money"),
        ({"claimed_amount": 0.1 + 0.2}, "has more than two decimals"),
        ({"claimed_amount": True}, "`claimed_amount`: `true` is not an amount of money"),
        ({"id": ""}, "`id`: is empty"),
        ({"id": 5}, "`id`: `5` is not a text"),
        ({"id": "\ud800"}, "is not a text"),
        ({"extra": [1]}, "`extra`: `[1]` is not a mapping"),
    ],
)
def test_a_wrong_fact_is_named_with_what_was_written_and_what_would_do(facts, says):
    assert says in refused(**facts)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("2026-11-20T10:00:00", "has no offset; write it as 2026-11-20T10:00:00+08:00"),
        ("2026-11-20", "is not a date-time"),
        (datetime(2026, 11, 20, 10), "has no offset"),  # noqa: DTZ001  # that is the point
        ("2026-02-30T10:00:00+08:00", "is not a day of the calendar"),
        ("2026-11-20T10:60:00+08:00", "is not a date-time"),
        ("2026-11-20T10:00:00+25:00", "is not a date-time"),
        ("yesterday", "is not a date-time"),
        (1_700_000_000, "is not a date-time"),
        (None, "`null` is not a date-time"),
        ("1900-12-31T10:00:00+08:00", "lies outside the years 1901 to 2198"),
    ],
)
def test_the_moment_of_receipt_needs_an_offset_and_must_exist(written, says):
    assert says in refused(received_at=written)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("2026-02-30", "is not a day of the calendar"),
        ("2026-13-01", "is not a day of the calendar"),
        ("2026-2-3", "is not a date; write it as 2026-11-20"),
        ("20261120", "is not a date"),
        ("2026-W47-5", "is not a date"),
        ("2026-11-20T00:00:00", "is not a date"),
        (datetime(2026, 11, 20), "is not a date"),  # noqa: DTZ001  # that is the point
        (True, "`true` is not a date"),
        ("9999-12-31", "lies outside the years"),
    ],
)
def test_an_impossible_day_is_refused(written, says):
    assert says in refused(occurred_on=written)


@pytest.mark.parametrize("data", ["text", None, 5, [("id", "C-1")]])
def test_what_is_no_mapping_at_all_is_refused(data):
    with pytest.raises(ComplaintError, match="is not a mapping of names to values"):
        Complaint.of(data)


def test_all_wrong_facts_are_reported_at_once():
    with pytest.raises(ComplaintError) as error:
        Complaint.of({"id": "C-1", "claimed_amount": -1, "injury": {"age": 200, "ag": 3}})
    assert [problem.fact for problem in error.value.problems] == [
        "received_at",
        "kind",
        "claimed_amount",
        "injury.age",
        "injury.ag",
    ]


@pytest.mark.parametrize(
    "name", ["id", "kind", "received_at", "occurred_on", "claimed_amount", "facts_clear", "injury"]
)
def test_ten_megabytes_in_the_wrong_place_make_one_short_line(name):
    message = refused(**{name: "9" * 10_000_000})
    assert len(message) < 400
    assert "\n" not in message


def test_ten_megabytes_of_key_make_one_short_line():
    assert len(refused(**{"k" * 10_000_000: 1})) < 600


def test_a_hundred_thousand_wrong_keys_are_counted_not_listed():
    lines = refused(**{f"k{n}": n for n in range(100_000)}).splitlines()
    assert len(lines) == 101
    assert lines[-1] == "99,900 more problems of this kind"


def test_a_key_that_would_break_the_line_does_not():
    assert len(refused(**{"two\nlines\x1b[31m": 1}).splitlines()) == 1


def own_facts(**extra):
    facts = [
        Fact(f"extra.{n}", k, len(declared_facts()) + i, n, n, None, v, "extra") for i, (n, k, v) in enumerate(OWN)
    ]
    sheet = SheetMaker((*declared_facts(), *facts), {}, SHEETS_ZONE).sheet(Complaint.of({**BASE, "extra": extra}))
    return {fact.path: sheet.values[fact.index] for fact in facts if sheet.state(fact) == "known"}


def test_facts_of_a_rulesets_own_are_read_by_their_type_and_null_is_unknown():
    given = own_facts(vip=True, years=3, spent="5.50", since="2024-07-01", level="gold", note=None)
    assert given == {
        "extra.vip": True,
        "extra.years": 3,
        "extra.spent": 550,
        "extra.since": date(2024, 7, 1),
        "extra.level": "gold",
    }


@pytest.mark.parametrize(
    ("extra", "says"),
    [
        ({"yeers": 3}, "`extra.yeers`: unknown key (did you mean `years`?)"),
        ({"vip": "yes"}, "`extra.vip`: `yes` is not one of its values: false, true"),
        ({"vip": 1}, "`extra.vip`: `1` is not one of its values"),
        ({"vip": "unknown"}, "`extra.vip`: `unknown` is not a value; leave out what is not known"),
        ({"years": "unknown"}, "`extra.years`: `unknown` is not a value; leave out what is not known"),
        ({"since": "unknown"}, "`extra.since`: `unknown` is not a value; leave out what is not known"),
        ({"years": "3"}, "`extra.years`: `3` is not a whole number"),
        ({"years": True}, "`extra.years`: `true` is not a whole number"),
        ({"years": -1}, "`extra.years`: `-1` is too little; at least 0"),
        ({"spent": "lots"}, "`extra.spent`: `lots` is not an amount of money"),
        ({"since": "2024-02-30"}, "`extra.since`: `2024-02-30` is not a day of the calendar"),
        ({"since": "9999-12-31"}, "`extra.since`: `9999-12-31` lies outside the years 1900 to 2199"),
        ({"since": "20240701"}, "`extra.since`: `20240701` is not a date; write it as 2026-11-20"),
        ({"since": 5}, "`extra.since`: `5` is not a date"),
        ({"level": ["gold"]}, "`extra.level`: `[gold]` is not one of its values"),
        ({"note": "x" * 10_000_000}, "is 10,000,000 characters long; at most 200"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_wrong_fact_of_a_rulesets_own_is_named_as_any_other(extra, says):
    with pytest.raises(ComplaintError) as error:
        own_facts(**extra)
    assert says in str(error.value)


def test_a_text_of_a_rulesets_own_may_say_unknown():
    assert own_facts(note="unknown") == {"extra.note": "unknown"}


def test_a_complaint_is_a_value_with_facts_of_a_rulesets_own_too():
    first, second = (Complaint.of({**BASE, "extra": {"vip": True}}) for _ in range(2))
    assert {first, second} == {first}
    with pytest.raises(TypeError, match="can't be changed"):
        first.extra["vip"] = False


def test_texts_of_a_class_of_their_own_are_read_as_texts():
    class Text(str):
        __slots__ = ()

    stated = {name: Text(value) for name, value in BASE.items()} | {"claimed_amount": Text("1.50")}
    assert Complaint.of({**stated, "occurred_on": Text("2026-11-20")}) == Complaint.of(
        {**BASE, "claimed_amount": "1.50", "occurred_on": "2026-11-20"}
    )


def test_wrong_facts_of_a_rulesets_own_are_counted_and_shortened_as_any_others():
    start = time.monotonic()
    with pytest.raises(ComplaintError) as many:
        own_facts(**{f"key{number}": number for number in range(100_000)})
    with pytest.raises(ComplaintError) as long:
        own_facts(**{"x" * 10_000_000: 1})
    assert time.monotonic() - start < 5
    assert len(many.value.problems) == 101
    assert many.value.problems[-1].message == "99,900 more problems of this kind"
    assert len(str(long.value)) < 400
    assert len(long.value.problems[0].fact) < 100
