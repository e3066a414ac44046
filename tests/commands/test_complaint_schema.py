"""The published schema of a complaint says what the library takes: no more, no less, but for what is listed here."""

from __future__ import annotations

import json
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from complaint_rules import ComplaintError, Engine
from complaint_rules.commands.schema import complaint_schema
from complaint_rules.facts import fact as declared
from complaint_rules.facts.fact import FactType
from complaint_rules.intake.exact_json import odd_ones, read_json
from tests.hostile import TEXTS, as_yaml

OWN = {
    "vip": {"type": "bool"},
    "points": {"type": "integer"},
    "spent": {"type": "money"},
    "since": {"type": "date"},
    "note": {"type": "text"},
    "level": {"type": "enum", "values": ["low", "high"], "ordered": True},
}
MOMENT = "2026-11-20T10:00:00+08:00"
BASE = {"id": "C-1", "received_at": MOMENT, "kind": "other"}

SUMS = ["0", "0.1", "150.00", "150.005", "1e3", "1e10", "999999999.99", "1000000000", "000000000001", "0000000000001"]
SUMS += [
    "-1",
    "-0",
    "+1",
    ".5",
    "5.",
    "1,000",
    " 1",
    "1\n",
    "１２",
    "1２",
    "٣",
    "١.5",
    "",
    "NaN",
    "0x10",
    "1_000",
    "¥1",
]
NUMBERS = [0, -0.0, 1, 1.0, 2.5, 150.25, 150.005, 1e10, 1e2, 999999999.99, 999999999.995, 10**9, 10**30, 1e300, -1]
NUMBERS += [0.1 + 0.2, 36_600, 36_601, 100_000, 100_001, 150, 151, 20, 21, 10, 11, 5e-324, 10**400]
DAYS = ["2026-11-20", "2024-02-29", "2026-02-29", "2026-02-30", "1900-02-29", "2000-02-29", "2100-02-29", "2026-13-01"]
DAYS += ["1899-12-31", "1900-01-01", "2199-12-31", "2200-01-01", "2026-00-10", "2026-01-00", "2026-04-31", "20261120"]
DAYS += [
    "2026-W47-5",
    "2026-324",
    "２０２６-11-20",
    "2026-11-2٠",
    "2026-11-20\n",
    " 2026-11-20",
    "26-11-20",
    "2026-11-20Z",
]
MOMENTS = [f"2026-11-20{sep}10:00:00{off}" for sep in "Tt _x" for off in ("+08:00", "Z", "z", "+08", "+0800", "")]
MOMENTS += [f"2026-11-20T{clock}+08:00" for clock in ("24:00:00", "23:59:60", "10:00", "10", "1:00:00", "10:60:00")]
MOMENTS += [f"2026-11-20T10:00:00{part}Z" for part in (".5", ".123456789", ".1234567890", ",5", ".")]
MOMENTS += [
    f"2026-11-20T10:00:00{off}" for off in ("+08:00:30", "-00:00", "+23:59", "+24:00", "+08:60", "Z\n", "+٠8:00")
]
MOMENTS += ["2026-W47-5T10:00:00Z", "20261120T100000Z", "1900-12-31T23:59:59-12:00", "1901-01-01T00:00:00+14:00"]
MOMENTS += ["2198-12-31T23:59:59-12:00", "2199-01-01T00:00:00Z", "2026-02-30T10:00:00Z", "２026-11-20T10:00:00Z"]
ODD = [None, True, False, [], {}, [None], {"a": 1}, "x" * 200, "x" * 201, "😀" * 200, "😀" * 201, " ", "\n", "\0"]
HOSTILE = [*SUMS, *NUMBERS, *DAYS, *MOMENTS, *ODD, *TEXTS, "none", "None", "true", "low", "finance"]


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rules") / "house"
    folder.mkdir()
    titled = {name: {"title": {"en": name, "zh": name}, **fact} for name, fact in OWN.items()}
    header = {"ruleset": "house", "language": 1, "version": "1.0.0", "title": {"en": "x", "zh": "x"}}
    header |= {"tiers": ["low", "high"], "calendar": "CN", "facts": titled}
    (folder / "ruleset.yaml").write_text(as_yaml(header), encoding="utf-8")
    return Engine.load(folder, engine="interpreter")


@pytest.fixture(scope="module", params=["formats asserted", "formats for the reader"])
def schema(engine, request):
    """The schema as both kinds of validators take it: `format` may be asserted or not."""
    checker = FormatChecker() if request.param == "formats asserted" else None
    return Draft202012Validator(complaint_schema(engine.ruleset), format_checker=checker)


def takes(engine, complaint):
    try:
        engine.decide(complaint)
    except ComplaintError:
        return False
    return True


def is_money(fact):
    return fact.type in declared.SUMS


def finer_than_fen(facts, complaint):
    """What the schema can't say: a number with more than two decimals, since `multipleOf` is not exact on floats."""
    for fact in filter(is_money, facts):
        group, _, name = fact.path.rpartition(".")
        holder = complaint.get(group) if group else complaint
        value = holder.get(name) if isinstance(holder, dict) else None
        if isinstance(value, float) and Fraction(repr(value)) * 100 % 1:
            return True
    return False


def near(text):
    """A text with one character more, less or other than a good one."""
    places = st.integers(0, max(len(text) - 1, 0))
    signs = st.sampled_from("0129-:.TtZz+ \n２٣xW")
    put = st.builds(lambda at, sign: text[:at] + sign + text[at + 1 :], places, signs)
    more = st.builds(lambda at, sign: text[:at] + sign + text[at:], places, signs)
    less = st.builds(lambda at: text[:at] + text[at + 1 :], places)
    return put | more | less


NUMBERS_AND_TEXTS = st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5)
JSON_VALUES = NUMBERS_AND_TEXTS | st.lists(NUMBERS_AND_TEXTS, max_size=2)
JSON_VALUES |= st.dictionaries(st.text(max_size=3), NUMBERS_AND_TEXTS, max_size=2)
CENTS = st.integers(0, 10**12).map(lambda fen: fen / 100)
FEW = st.integers(-2, 200) | st.integers(0, 200).map(float)
VALUES = st.sampled_from(HOSTILE) | JSON_VALUES | CENTS | FEW
VALUES |= st.sampled_from(["2026-11-20", "2024-02-29", MOMENT, "150.25"]).flatmap(near)
PERSON = st.dictionaries(st.sampled_from(["age", "incapable", "supporters", "name"]), FEW | VALUES, max_size=2)


FITTING = {
    FactType.BOOL: st.booleans(),
    FactType.INTEGER: st.integers(1, 10) | st.integers(1, 10).map(float),
    FactType.MONEY: CENTS | CENTS.map(str) | st.integers(0, 10**9),
    FactType.MONEY_PER_DAY: CENTS | CENTS.map(str),
    FactType.MONEY_PER_MONTH: CENTS | CENTS.map(str),
    FactType.DATE: st.dates(date(1890, 1, 1), date(2210, 1, 1)).map(date.isoformat),
    FactType.INSTANT: st.sampled_from([MOMENT, "2024-02-29T23:59:59.5z"]),
    FactType.TEXT: st.text(min_size=1, max_size=3),
    FactType.TEXT_SET: st.lists(st.text(min_size=1, max_size=3), max_size=3),
    FactType.DEPENDANTS: st.lists(PERSON, max_size=2),
}


def stated(facts):
    """Complaints that state a few facts, as they should be or as nobody should."""
    groups = sorted({fact.group for fact in facts if fact.group})
    by_path = {fact.path: fact for fact in facts}

    @st.composite
    def complaint(draw):
        made = dict(BASE)
        hostile = draw(st.booleans())
        for path in draw(st.lists(st.sampled_from([*by_path]), max_size=5)):
            group, _, name = path.rpartition(".")
            fact = by_path[path]
            fitting = st.sampled_from(fact.values) if fact.values else FITTING[fact.type]
            value = draw(fitting | VALUES if hostile else fitting)
            (made.setdefault(group, {}) if group else made)[name] = value
        if hostile and draw(st.booleans()):
            made[draw(st.sampled_from([*groups, "nothing_such"]))] = draw(VALUES)
        if hostile and draw(st.booleans()):
            made.pop(draw(st.sampled_from([*BASE])))
        return made

    return complaint()


@settings(max_examples=settings().max_examples * 10)
@given(data=st.data())
def test_schema_and_library_take_the_same_complaints(engine, schema, data):
    facts = engine.ruleset.facts
    complaint = data.draw(stated([fact for fact in facts if fact.path != "received_on"]))
    taken = takes(engine, complaint)
    event("taken" if taken else "refused")
    if finer_than_fen(facts, complaint):
        assert not taken
        return
    assert schema.is_valid(complaint) == taken


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: ascii(value)[:40])
def test_schema_and_library_take_the_same_value_of_each_type(engine, schema, value):
    by_type = {}
    for fact in engine.ruleset.facts:
        if fact.path != "received_on":
            by_type.setdefault((fact.type, fact.group == "extra", fact.least, fact.most), fact)
    assert len(by_type) > 15
    for fact in by_type.values():
        group, _, name = fact.path.rpartition(".")
        complaint = {**BASE, group: {name: value}} if group else {**BASE, name: value}
        taken = takes(engine, complaint)
        expected = False if finer_than_fen([fact], complaint) else schema.is_valid(complaint)
        assert (fact.path, taken) == (fact.path, expected)


def test_schema_and_library_know_the_same_days(engine, schema):
    """Each month of each year near and within the limits, and days that there are not."""
    years = [*range(1895, 1910), *range(1995, 2005), *range(2095, 2105), *range(2190, 2205)]
    days = [
        f"{year:04}-{month:02}-{day:02}" for year in years for month in range(14) for day in (0, 1, 28, 29, 30, 31, 32)
    ]
    fine = date(1900, 1, 1)
    known = {(fine + timedelta(number)).isoformat() for number in range((date(2199, 12, 31) - fine).days + 1)}
    read = Draft202012Validator(schema.schema["$defs"]["Day"])
    assert len(days) > 4000
    assert {day for day in days if read.is_valid(day)} == known & {*days}
    assert {day for day in days if takes(engine, {**BASE, "extra": {"since": day}})} == known & {*days}


def test_whatever_the_time_zone_the_day_of_a_complaint_is_within_the_limits_of_days(engine):
    for moment in ("1901-01-01T00:00:00+23:59", "2198-12-31T23:59:59-23:59"):
        sheet = engine.decide({**BASE, "received_at": moment}).sheet
        received_on = next(fact for fact in engine.ruleset.facts if fact.path == "received_on")
        assert received_on.allows(sheet.values[received_on.index])


@pytest.mark.parametrize("sum_", [150.005, 0.001, 0.30000000000000004])
def test_the_schema_does_not_say_how_many_decimals_a_number_has(engine, schema, sum_):
    complaint = {**BASE, "claimed_amount": sum_}
    assert schema.is_valid(complaint)
    assert not takes(engine, complaint)
    assert not schema.is_valid({**BASE, "claimed_amount": str(sum_)})


@pytest.mark.parametrize("complaint", [{**BASE, "id": "\ud83d"}, {**BASE, "extra": {"note": "a\ud83d"}}])
def test_the_schema_does_not_say_that_a_text_is_whole_characters(engine, schema, complaint):
    assert schema.is_valid(complaint)
    assert not takes(engine, complaint)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ('"claimed_amount": 1, "claimed_amount": 1', "given-twice"),
        (f'"claimed_amount": 1.{"0" * 50}', "number-out-of-range"),
    ],
)
def test_the_schema_is_of_data_and_not_of_the_text_that_it_was_read_from(schema, more, code):
    text = json.dumps(BASE)[:-1] + f", {more}}}"
    assert schema.is_valid(json.loads(text))
    assert [problem.code for problem in odd_ones(read_json(text, "x").data)] == [code]


def test_without_a_ruleset_the_schema_leaves_facts_of_its_own_open(engine, schema):
    free = Draft202012Validator(complaint_schema())
    assert free.is_valid({**BASE, "extra": {"anything": [1]}})
    assert not schema.is_valid({**BASE, "extra": {"anything": [1]}})
    assert schema.schema["$id"] == "urn:complaint-rules:schema:complaint:1.0:house:1.0.0"
