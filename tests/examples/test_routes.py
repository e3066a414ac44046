"""What each route answers: status, body, and every error as problem details in the language asked for."""

from __future__ import annotations

import json
import logging

import pytest

from complaint_rules import ComplaintError, ComplaintRulesError, Engine, OfferError, PathError, __version__
from complaint_rules.errors import TYPES
from examples.service import Limits, create_app
from examples.service.problems import language_of
from tests.examples.asking import COMPLAINT, TOKEN, Client
from tests.shipped import shipped

WRONG = {**COMPLAINT, "kind": "lost_propery", "claimed_amount": "1.005"}
LANGS = ("en", "zh")


def is_problem(answer, status, lang="en"):
    """Whether an answer is problem details; returns them."""
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-language"] == lang
    assert answer.headers["vary"] == "Accept-Language"
    details = answer.json()
    assert details["status"] == status
    assert details["instance"] == answer.request.url.path
    assert details["errors"]
    assert all(one["text"][lang] in details["detail"] for one in details["errors"])
    return details


# --- decisions


def test_decide_answers_the_decision_of_the_engine(client):
    answer = client.post("retail-store/decide", COMPLAINT)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == shipped("retail-store").decide(COMPLAINT).to_dict()


def test_each_ruleset_decides_for_itself(client):
    answer = client.post("mall-emergency/decide", COMPLAINT)
    assert answer.json()["ruleset"]["id"] == "mall-emergency"


@pytest.mark.parametrize("lang", LANGS)
def test_a_wrong_complaint_is_told_as_the_library_tells_it(client, lang):
    with pytest.raises(ComplaintError) as refused:
        shipped("retail-store").decide(WRONG)
    details = is_problem(client.post("retail-store/decide", WRONG, accept_language=lang), 422, lang)
    assert details == refused.value.to_problem(lang, instance="/rulesets/retail-store/decide")
    assert len(details["errors"]) == 2


def test_numbers_stay_exact_and_what_only_json_allows_is_refused(client):
    headers = {"content-type": "application/json; charset=utf-8"}
    text = json.dumps({**COMPLAINT, "claimed_amount": 0}).replace(": 0", ": 0.1000000000000000000001")
    for body, code in ((text, "too-many-decimals"), (text.replace('"kind"', '"id"'), "given-twice")):
        answer = client.ask("POST", "/rulesets/retail-store/decide", content=body.encode(), headers=headers)
        assert code in [one["code"] for one in is_problem(answer, 422)["errors"]]


@pytest.mark.parametrize("lang", LANGS)
def test_one_wrong_complaint_among_many_is_told_in_its_place(client, lang):
    body = {"complaints": [COMPLAINT, WRONG, 7, {**COMPLAINT, "id": "C-4"}]}
    answer = client.post("retail-store/decide-many", body, accept_language=lang)
    assert answer.status_code == 200
    found = answer.json()
    assert (found["decided"], found["refused"]) == (2, 2)
    assert [sorted(one) for one in found["results"]] == [["decision"], ["error"], ["error"], ["decision"]]
    assert found["results"][3]["decision"] == shipped("retail-store").decide(body["complaints"][3]).to_dict()
    first, second = found["results"][1]["error"], found["results"][2]["error"]
    assert [one["pointer"] for one in first["errors"]] == ["#/complaints/1/kind", "#/complaints/1/claimed_amount"]
    assert first["instance"] == "/rulesets/retail-store/decide-many#/complaints/1"
    assert first["title"] == ComplaintError.titles[lang == "zh"]
    assert [one["code"] for one in second["errors"]] == ["not-a-complaint"]


def test_a_key_given_twice_in_one_of_many_leaves_the_others_decided(client):
    twice = json.dumps(COMPLAINT).replace('"kind"', '"id"')
    body = f'{{"complaints": [{twice}, {json.dumps(COMPLAINT)}]}}'.encode()
    headers = {"content-type": "application/json"}
    answer = client.ask("POST", "/rulesets/retail-store/decide-many", content=body, headers=headers)
    first, second = answer.json()["results"]
    assert first["error"]["errors"][0]["code"] == "given-twice"
    assert second["decision"]["complaint_id"] == "C-1"


def test_an_offer_is_judged(client):
    made = {"remedy": "compensation", "amount": "250.00"}
    answer = client.post("retail-store/offer", {"complaint": COMPLAINT, **made})
    expected = shipped("retail-store").decide(COMPLAINT).offer("compensation", "250.00")
    assert answer.status_code == 200
    assert answer.json() == {"complaint_id": "C-1", **expected.to_dict()}
    assert answer.json()["nearest"] == "150.00", "the claim, below the 200.00 of a locker"


@pytest.mark.parametrize("lang", LANGS)
def test_an_offer_of_no_remedy_or_without_its_sum_is_refused(client, lang):
    for made, code in (({"remedy": "compensatio"}, "unknown-remedy"), ({"remedy": "compensation"}, "amount-missing")):
        answer = client.post("retail-store/offer", {"complaint": COMPLAINT, **made}, accept_language=lang)
        details = is_problem(answer, 422, lang)
        assert (details["type"], details["title"]) == (TYPES + OfferError.kind, OfferError.titles[lang == "zh"])
        assert details["code"] == code


def test_questions_are_those_of_the_decision(client):
    answer = client.post("retail-store/questions", {"complaint": COMPLAINT})
    expected = [one.to_dict() for one in shipped("retail-store").decide(COMPLAINT).next_questions()]
    assert answer.status_code == 200
    assert answer.json() == {"complaint_id": "C-1", "status": "provisional", "questions": expected}
    assert expected


@pytest.mark.parametrize("lang", LANGS)
def test_entries_are_explained_with_a_text_in_the_language(client, lang):
    body = {"complaint": COMPLAINT, "why": ["severity"], "why_not": ["severity=escalated"]}
    answer = client.post("retail-store/explain", body, accept_language=lang)
    decision = shipped("retail-store").decide(COMPLAINT)
    why, why_not = decision.explain("severity"), decision.why_not("severity=escalated")
    assert answer.status_code == 200
    assert answer.headers["content-language"] == lang
    assert answer.json()["why"] == [why.to_dict()]
    assert answer.json()["why_not"] == [why_not.to_dict()]
    assert answer.json()["text"] == f"{why.to_text(lang)}\n{why_not.to_text(lang)}"


def test_all_entries_are_explained_where_none_is_named(client):
    found = client.post("retail-store/explain", {"complaint": COMPLAINT}).json()
    assert len(found["why"]) == len(shipped("retail-store").decide(COMPLAINT).explain_all()) > 10
    assert found["why_not"] == []


@pytest.mark.parametrize("lang", LANGS)
def test_an_entry_that_there_is_not_is_not_found(client, lang):
    body = {"complaint": COMPLAINT, "why": ["sverity"]}
    details = is_problem(client.post("retail-store/explain", body, accept_language=lang), 404, lang)
    assert details["type"] == TYPES + PathError.kind
    assert details["params"]["suggestion"] == "severity"


@pytest.mark.parametrize("route", ["offer", "questions", "explain"])
def test_a_wrong_complaint_inside_a_body_has_paths_from_the_top_of_the_body(client, route):
    body = {"complaint": WRONG} | ({"remedy": "refund"} if route == "offer" else {})
    details = is_problem(client.post(f"retail-store/{route}", body), 422)
    assert [one["pointer"] for one in details["errors"]] == ["#/complaint/kind", "#/complaint/claimed_amount"]


# --- what is no proper request


@pytest.mark.parametrize("route", ["decide-many", "offer", "questions", "explain"])
@pytest.mark.parametrize("lang", LANGS)
def test_a_body_of_another_shape_is_refused_with_all_that_is_wrong(client, route, lang):
    details = is_problem(client.post(f"retail-store/{route}", {"complain": 1}, accept_language=lang), 422, lang)
    assert details["type"] == f"{TYPES}invalid-body"
    assert {"missing", "unknown-key"} == {one["code"] for one in details["errors"]}


@pytest.mark.parametrize("route", ["decide", "decide-many", "offer", "questions", "explain"])
@pytest.mark.parametrize("lang", LANGS)
def test_what_is_no_json_or_not_utf_8_is_malformed(client, route, lang):
    for content, code in ((b'{"id": }', "not-json"), (b"\xff", "not-utf-8"), (b"[" * 9000, "nested-too-deeply")):
        headers = {"content-type": "application/json", "accept-language": lang}
        answer = client.ask("POST", f"/rulesets/retail-store/{route}", content=content, headers=headers)
        details = is_problem(answer, 400, lang)
        assert (details["code"], details["errors"][0]["code"]) == ("malformed-body", code)


@pytest.mark.parametrize("route", ["decide", "decide-many", "offer", "questions", "explain", "reload"])
@pytest.mark.parametrize("lang", LANGS)
def test_an_unknown_ruleset_is_not_found_and_the_nearest_is_named(client, route, lang):
    headers = {"accept_language": lang, "authorization": f"Bearer {TOKEN}"}
    details = is_problem(client.post(f"retail-stor/{route}", {}, **headers), 404, lang)
    assert details["type"] == f"{TYPES}unknown-ruleset"
    assert details["params"]["suggestion"] == "retail-store"


@pytest.mark.parametrize(
    ("method", "path", "status", "title"),
    [
        ("GET", "/nothing", 404, "Not Found"),
        ("POST", "/rulesets/retail-store/decide/", 404, "Not Found"),
        ("GET", "/rulesets/retail-store/decide", 405, "Method Not Allowed"),
    ],
)
@pytest.mark.parametrize("lang", LANGS)
def test_what_http_itself_refuses_is_problem_details_too(client, method, path, status, title, lang):
    answer = client.ask(method, path, headers={"accept-language": lang})
    details = is_problem(answer, status, lang)
    assert (details["type"], details["title"]) == ("about:blank", title)
    assert status != 405 or answer.headers["allow"] == "POST"


@pytest.mark.parametrize("lang", LANGS)
def test_another_media_type_is_refused(client, lang):
    for sent in ({"content-type": "text/plain"}, {}):
        headers = {**sent, "accept-language": lang}
        answer = client.ask("POST", "/rulesets/retail-store/decide", content=b"{}", headers=headers)
        assert is_problem(answer, 415, lang)["code"] == "not-json-content"


@pytest.mark.parametrize("lang", LANGS)
def test_bodies_and_lists_have_limits(lang):
    limits = Limits(one_bytes=1_000, many_bytes=2_000, complaints=2, entries=1)
    small = Client(create_app(["mall-emergency"], engine="python", limits=limits))
    largest = json.dumps(COMPLAINT).encode().ljust(1_000)
    headers = {"content-type": "application/json", "accept-language": lang}
    assert small.ask("POST", "/rulesets/mall-emergency/decide", content=largest, headers=headers).status_code == 200
    read = []

    async def in_pieces():
        for _ in range(1_000):
            read.append(1)
            yield b" " * 500

    for content in (largest + b" ", in_pieces()):
        answer = small.ask("POST", "/rulesets/mall-emergency/decide", content=content, headers=headers)
        details = is_problem(answer, 413, lang)
        assert (details["code"], details["params"]) == ("body-too-large", {"limit": 1_000})
    assert len(read) == 3
    many = {"complaints": [COMPLAINT] * 3}
    details = is_problem(small.post("mall-emergency/decide-many", many, accept_language=lang), 422, lang)
    assert (details["errors"][0]["code"], details["errors"][0]["path"]) == ("too-many", "/complaints")
    for key in ("why", "why_not"):
        body = {"complaint": COMPLAINT, key: ["severity", "liability"]}
        details = is_problem(small.post("mall-emergency/explain", body, accept_language=lang), 422, lang)
        assert details["errors"][0]["params"] == {"count": 2, "limit": 1}


@pytest.mark.parametrize("lang", LANGS)
def test_a_fault_is_answered_without_what_it_says_and_logged_likewise(lang, monkeypatch, caplog):
    app = create_app(["mall-emergency"], engine="python")

    def broken(_, complaint):
        raise RuntimeError(complaint["id"])

    monkeypatch.setattr(Engine, "decide", broken)
    with caplog.at_level(logging.DEBUG):
        answer = Client(app).post("mall-emergency/decide", {**COMPLAINT, "id": "Zhang"}, accept_language=lang)
    details = is_problem(answer, 500, lang)
    assert details["code"] == "fault"
    assert "RuntimeError" in caplog.text
    assert "Zhang" not in answer.text + caplog.text


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        (None, "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB, zh;q=0.5", "en"),
        ("fr, zh;q=0.3, en;q=0.2", "zh"),
        ("fr", "en"),
        ("zh;q=0, en;q=0.1", "en"),
        ("*", "en"),
        ("zh;q=high", "en"),
        ("ZH-Hant", "zh"),
    ],
)
def test_the_language_is_the_one_that_the_caller_likes_best(header, lang):
    assert language_of(header) == lang


# --- the service itself


def test_health_and_readiness(client):
    answer = client.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive", "version": __version__})
    answer = client.get("/ready")
    assert is_problem(answer, 503)["code"] == "not-ready"
    assert answer.headers["retry-after"] == "1"


@pytest.mark.parametrize("lang", LANGS)
def test_reload_asks_for_the_token(client, lang):
    for sent in ({}, {"authorization": "Bearer wrong"}, {"authorization": f"Basic {TOKEN}"}):
        answer = client.post("retail-store/reload", accept_language=lang, **sent)
        details = is_problem(answer, 401, lang)
        assert (details["code"], details["title"]) == ("wrong-token", "Unauthorized")
        assert answer.headers["www-authenticate"] == "Bearer"
    answer = client.post("retail-store/reload", authorization=f"Bearer {TOKEN}")
    ruleset = shipped("retail-store").ruleset
    told = {"id": "retail-store", "version": ruleset.version, "digest": ruleset.digest}
    assert (answer.status_code, answer.json()) == (200, {"reloaded": False, "ruleset": told})


def test_without_a_token_there_is_no_such_route():
    app = create_app(["mall-emergency"], engine="python")
    assert Client(app).post("mall-emergency/reload", authorization="Bearer ").status_code == 404


def test_a_ruleset_may_have_another_name_and_two_may_not_have_one(write):
    folder = write({"when": {}, "then": {"severity": "low"}})
    app = create_app({"here": folder, "there": "mall-emergency"}, engine="python")
    assert Client(app).post("here/decide", COMPLAINT).json()["ruleset"]["id"] == "house"
    with pytest.raises(ValueError, match="two rulesets are called house"):
        create_app([folder, folder], engine="python")


def test_a_wrong_ruleset_keeps_the_service_from_starting(write):
    folder = write({"when": {"kin": "other"}, "then": {"severity": "low"}})
    with pytest.raises(ComplaintRulesError, match="kin"):
        create_app([folder], engine="python")
