"""Errors as data: codes, JSON Pointers and parameters, and problem details as RFC 9457 has them."""

from __future__ import annotations

import copy
import json
import pickle
from urllib.parse import unquote, urlsplit

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_rules import Complaint, ComplaintError, Engine, LanguageError, OfferError, PathError, RulesetError
from complaint_rules.errors import ComplaintRulesError, Message, Place, Problem, by_place, pointer
from complaint_rules.load.folder import find_folder
from complaint_rules.messages.quoting import plain, shown
from tests.messages.pointers import resolve
from tests.messages.seen import RECEIVED, problems_in

RFC_9457 = {
    "type": "object",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 100, "maximum": 599},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri-reference"},
    },
}
"""The schema of appendix A, and beside it the members that this library adds."""

OURS = {
    "required": ["type", "title", "status", "detail", "code", "params", "errors"],
    "properties": {
        "code": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
        "errors": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["code", "path", "pointer", "params", "detail", "text", "help", "place", "fact"],
                "properties": {
                    "path": {"type": "string", "format": "json-pointer"},
                    "pointer": {"type": "string", "pattern": "^#", "format": "uri-reference"},
                    "params": {"type": "object"},
                    "text": {"type": "object", "required": ["en", "zh"]},
                },
            },
        },
    },
}

KEYS = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    ["a/b", "m~n", "~1", "", "[key]", "/", "%41"]
)


def wrong(**facts):
    with pytest.raises(ComplaintError) as refused:
        Complaint.of({**RECEIVED, **facts})
    return refused.value


def check(details):
    jsonschema.validate(
        json.loads(json.dumps(details)), {"allOf": [RFC_9457, OURS]}, format_checker=jsonschema.FormatChecker()
    )


def test_a_service_learns_code_path_parameters_and_texts():
    (problem,) = wrong(belongings={"location": "loker"}).problems
    assert (problem.code, problem.path, problem.fact) == ("not-one-of", "/belongings/location", "belongings.location")
    assert problem.params["value"] == "loker"
    assert problem.params["suggestion"] == "locker"
    assert problem.params["allowed"] == ["carried", "cart", "locker", "left_with_staff", "elsewhere"]
    assert problem.text == {"en": "`loker` is not one of its values", "zh": "`loker`不是可取的值"}
    assert problem.helps == {"en": "did you mean `locker`?", "zh": "是否指 `locker`？"}
    assert problem.message == problem.text["en"]
    assert problem.help == "did you mean `locker`?"


@pytest.mark.parametrize(
    ("facts", "path", "code"),
    [
        ({"nope": 1}, "/nope", "unknown-key"),
        ({"belongings": {"nope": 1}}, "/belongings/nope", "unknown-key"),
        ({"a/b": 1}, "/a~1b", "unknown-key"),
        ({"m~n": 1}, "/m~0n", "unknown-key"),
        ({"~1": 1}, "/~01", "unknown-key"),
        ({"": 1}, "/", "unknown-key"),
        ({"[key]": 1}, "/[key]", "unknown-key"),
        ({"kind": None}, "/kind", "not-one-of"),
        ({"injury": {"dependants": [{"age": 1}, {"age": -1}]}}, "/injury/dependants/1/age", "too-little"),
        ({"injury": {"dependants": [{"age": 1, "nope": 1}]}}, "/injury/dependants/0/nope", "unknown-key"),
        ({"liability_confirmed_by": ["finance", 7]}, "/liability_confirmed_by/1", "not-a-text"),
        ({"evidence": {"photo": "yes"}}, "/evidence/photo", "not-a-bool"),
        ({"received_at": "2026-03-04T10:00:00"}, "/received_at", "no-offset"),
        ({"extra": []}, "/extra", "not-a-mapping"),
        ({"claimed_amount": "1.005"}, "/claimed_amount", "too-many-decimals"),
        ({"claimed_amount": "1000000000.00"}, "/claimed_amount", "too-much-money"),
    ],
)
def test_a_path_is_a_json_pointer_to_what_is_wrong(facts, path, code):
    (problem,) = wrong(**facts).problems
    assert (problem.path, problem.code) == (path, code)


def test_a_missing_fact_is_pointed_at_where_it_should_be():
    with pytest.raises(ComplaintError) as refused:
        Complaint.of({"id": "C-1"})
    assert [(one.code, one.path) for one in refused.value.problems] == [
        ("missing", "/received_at"),
        ("missing", "/kind"),
    ]


@given(st.lists(KEYS, min_size=1, max_size=4))
def test_a_pointer_leads_back_whatever_the_keys_are(keys):
    data = value = object()
    for key in reversed(keys):
        data = {key: data}
    assert resolve(data, pointer(keys)) is value


@given(st.dictionaries(KEYS, st.integers(), min_size=1, max_size=3))
def test_wrong_keys_of_any_spelling_are_pointed_at(keys):
    stated = {**RECEIVED, **{key: value for key, value in keys.items() if key not in Complaint.model_fields}}
    if stated == RECEIVED:
        return
    with pytest.raises(ComplaintError) as refused:
        Complaint.of(stated)
    for problem in refused.value.problems:
        assert problem.code == "unknown-key"
        assert resolve(stated, problem.path) in keys.values()
    check(refused.value.to_problem())


@pytest.mark.parametrize(
    ("extra", "path", "code"),
    [
        ({"points": -1}, "/extra/points", "too-little"),
        ({"pints": 1}, "/extra/pints", "unknown-key"),
        ({"a/b~": 1}, "/extra/a~1b~0", "unknown-key"),
        ({"tone": "x"}, "/extra/tone", "not-one-of-own"),
    ],
)
def test_facts_of_the_rulesets_own_are_pointed_at(load, write, complaint, extra, path, code):
    title = {"en": "x", "zh": "x"}
    own = {"points": {"type": "integer", "title": title}, "tone": {"type": "enum", "values": ["calm"], "title": title}}
    with pytest.raises(ComplaintError) as refused:
        load(write({"then": {"permit": "apology"}}, facts=own)).decide(complaint(extra=extra))
    assert [(one.path, one.code) for one in refused.value.problems] == [(path, code)]


def test_a_problem_of_a_ruleset_has_its_place_and_points_into_its_file(write):
    folder = write(
        {"when": {"claimed_amount": "about"}, "then": {"severity": "hgh", "permit": {"refund": {"mx": "1"}}}}
    )
    with pytest.raises(RulesetError) as refused:
        Engine.load(folder)
    found = {(one.path, one.code) for one in refused.value.problems}
    assert found == {
        ("/rules/0/when/claimed_amount", "cell-of-other-type"),
        ("/rules/0/then/severity", "unknown-name"),
        ("/rules/0/then/permit/refund", "not-a-range"),
    }
    data = json.loads((folder / "ruleset.yaml").read_text(encoding="utf-8"))
    for problem in refused.value.problems:
        assert resolve(data, problem.path) is not None
        assert problem.to_dict()["place"]["line"] == 1


def test_every_problem_that_tests_know_is_valid_problem_details_in_both_languages(tmp_path):
    with pytest.MonkeyPatch.context() as patch:
        problems = list(problems_in(tmp_path, patch))
    for lang in ("en", "zh"):
        check(RulesetError(problems).to_problem(lang))
    for problem in problems:
        details = ComplaintError([problem]).to_problem("zh", instance="/complaints/C-1")
        assert urlsplit(details["errors"][0]["pointer"]).scheme == ""
        assert unquote(details["errors"][0]["pointer"]) == f"#{problem.path}"


def test_problem_details_say_the_language_that_is_asked_for_and_hold_both():
    error = wrong(kind="othr", claimed_amount="x")
    en, zh = error.to_problem(), error.to_problem("zh", instance="urn:uuid:1")
    check(en)
    check(zh)
    assert (en["type"], en["status"], en["code"]) == (
        "urn:complaint-rules:error:invalid-complaint",
        422,
        "invalid-complaint",
    )
    assert (en["title"], zh["title"]) == ("the complaint is not valid", "投诉数据有误")
    assert en["detail"] == str(error)
    assert zh["detail"].splitlines()[0] == "`kind`：`othr`不是可取的值（是否指 `other`？）"
    assert ("instance" in en, zh["instance"]) == (False, "urn:uuid:1")
    assert [one["path"] for one in en["errors"]] == ["/kind", "/claimed_amount"]
    assert en["errors"][1]["detail"] == zh["errors"][1]["text"]["en"]
    with pytest.raises(LanguageError):
        error.to_problem("fr")


def test_every_kind_of_error_has_a_code_a_kind_and_a_title_of_its_own():
    def below(kind):
        return {kind}.union(*map(below, kind.__subclasses__()))

    kinds = [one for one in below(ComplaintRulesError) if one.__module__.startswith("complaint_rules")]
    named = {one.kind for one in kinds}
    assert len(kinds) >= 12
    assert len(named) >= 11
    for one in kinds:
        assert one.titles[0] != one.titles[1]
        assert 400 <= one.status < 600


@pytest.mark.parametrize(
    ("act", "kind", "code", "params"),
    [
        (lambda d: d.offer("compensaton", "1"), OfferError, "unknown-remedy", {"suggestion": "compensation"}),
        (lambda d: d.offer("compensation", "1.005"), OfferError, "too-many-decimals", {"value": "1.005", "limit": 2}),
        (lambda d: d.offer("compensation"), OfferError, "amount-missing", {"remedy": "compensation"}),
        (lambda d: d.explain("remedies"), PathError, "several-entries", {"path": "remedies"}),
        (lambda d: d.why_not("severity=hgh"), PathError, "unknown-value", {"suggestion": "high"}),
        (lambda d: d.to_text("fr"), LanguageError, "unknown-language", {"value": "fr", "allowed": ["en", "zh"]}),
    ],
)
def test_other_errors_have_a_code_and_parameters_too(load, write, complaint, act, kind, code, params):
    decision = load(write({"then": {"permit": ["compensation", "apology"]}})).decide(complaint())
    with pytest.raises(kind) as refused:
        act(decision)
    assert refused.value.code == code
    assert refused.value.path == ""
    assert {name: refused.value.params[name] for name in params} == params
    assert refused.value.text["en"] == str(refused.value) != refused.value.text["zh"]
    check(refused.value.to_problem("zh"))


def test_a_ruleset_that_is_not_there_is_told_in_both_languages():
    with pytest.raises(RulesetError) as refused:
        find_folder("retail-stor")
    assert refused.value.text["zh"].startswith("没有规则集`retail-stor`（是否指 `retail-store`？")


def test_problems_are_hashable_sorted_by_place_and_survive_pickling_and_copying():
    first = Problem(Message("duplicate-key", key="b", line=1), Place("a.yaml", 1, 2, ("b",)))
    later = Problem(Message("not-one-of", "write-list", value=["x", {"y": 1}]), Place("a.yaml", 3))
    assert by_place([later, first, pickle.loads(pickle.dumps(later))]) == [first, later]  # noqa: S301  # ours
    assert len({first, later, copy.deepcopy(first)}) == 2
    assert Problem(Message("missing"), fact="a") != Problem(Message("missing"), fact="b")
    assert Problem(Message("not-a-text", value=1)) != Problem(Message("not-a-text", value=2))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()) | st.binary() | st.decimals(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
)


@given(ANYTHING)
def test_a_users_value_is_plain_data_of_bounded_size_and_is_shown_as_before(value):
    data = plain(value)
    sent = json.dumps(data, allow_nan=False, ensure_ascii=False).encode()
    assert json.loads(sent) == data
    if not isinstance(value, tuple):
        assert shown(data) == shown(value)


@pytest.mark.parametrize(
    "value",
    ["x" * 10_000_000, ["x" * 1000] * 100_000, dict.fromkeys(range(500_000)), 10**9_999, [[[[[[["x"]]]]]]]],
    ids=["text", "list", "mapping", "number", "deep"],
)
def test_a_huge_value_is_small_in_parameters(value):
    assert len(json.dumps(plain(value))) < 20_000


def test_parameters_cant_be_changed():
    what = Message("missing", name="x")
    with pytest.raises(TypeError):
        what.params["name"] = "y"
    with pytest.raises(AttributeError):
        what.code = "other"
