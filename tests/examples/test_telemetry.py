"""Spans and metrics say what was done, and hold nothing of a person or a complaint."""

from __future__ import annotations

import json

import fastapi
import pytest
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from complaint_rules import Engine
from examples.service import create_app
from tests.examples.asking import COMPLAINT, TOKEN, Client

PERSONAL = "zhang-13800000000"
OURS = {**COMPLAINT, "id": PERSONAL, "liability_confirmed_by": [PERSONAL]}


class Recorded:
    """What a service sent to OpenTelemetry."""

    def __init__(self):
        self._spans, self._metrics = InMemorySpanExporter(), InMemoryMetricReader()
        self.tracer_provider = TracerProvider()
        self.tracer_provider.add_span_processor(SimpleSpanProcessor(self._spans))
        self.meter_provider = MeterProvider([self._metrics])

    @property
    def spans(self):
        return {span.name: span for span in self._spans.get_finished_spans()}

    @property
    def points(self):
        """The points of each metric, as attributes and value."""
        data = json.loads(self._metrics.get_metrics_data().to_json())
        (resource,) = data["resource_metrics"]
        found = {}
        for metric in (one for scope in resource["scope_metrics"] for one in scope["metrics"]):
            found[metric["name"]] = [
                (point["attributes"], point.get("value", point.get("count"))) for point in metric["data"]["data_points"]
            ]
        return found

    @property
    def text(self):
        spans = [json.loads(span.to_json()) for span in self._spans.get_finished_spans()]
        return json.dumps([spans, self.points])


@pytest.fixture
def recorded():
    return Recorded()


@pytest.fixture
def client(recorded):
    return Client(
        create_app(
            ["retail-store"],
            engine="python",
            token=TOKEN,
            tracer_provider=recorded.tracer_provider,
            meter_provider=recorded.meter_provider,
        )
    )


def test_a_decision_has_a_span_and_is_counted(client, recorded):
    client.post("retail-store/decide", OURS)
    route = "POST /rulesets/{ruleset}/decide"
    assert set(recorded.spans) == {route, "decide"}
    request, ours = recorded.spans[route], recorded.spans["decide"]
    assert ours.parent.span_id == request.context.span_id
    assert ours.attributes["complaint_rules.ruleset"] == "retail-store"
    assert ours.attributes["complaint_rules.version"] == "1.0.0"
    assert ours.attributes["complaint_rules.digest"].startswith("sha256:")
    assert (request.attributes["http.route"], request.attributes["http.status_code"]) == (route[5:], 200)
    about = {"complaint_rules.ruleset": "retail-store"}
    points = recorded.points
    assert points["complaint_rules.decisions"] == [({**about, "complaint_rules.status": "provisional"}, 1)]
    assert points["complaint_rules.decide.duration"] == [(about, 1)]
    answered = {"http.request.method": "POST", "http.route": route[5:], "http.response.status_code": 200}
    assert points["http.server.request.duration"] == [(answered, 1)]


def test_a_refused_complaint_is_counted_by_its_codes(client, recorded):
    client.post("retail-store/decide", {**OURS, "kind": PERSONAL, PERSONAL: PERSONAL})
    assert recorded.spans["decide"].attributes["complaint_rules.codes"] == ("not-one-of", "unknown-key")
    codes = {point["complaint_rules.code"]: count for point, count in recorded.points["complaint_rules.refusals"]}
    assert codes == {"not-one-of": 1, "unknown-key": 1}


def test_many_complaints_are_one_span_with_counts(client, recorded):
    client.post("retail-store/decide-many", {"complaints": [OURS, {**OURS, "kind": PERSONAL}, OURS]})
    ours = recorded.spans["decide-many"].attributes
    assert (ours["complaint_rules.complaints"], ours["complaint_rules.refused"]) == (3, 1)
    assert [count for _, count in recorded.points["complaint_rules.decisions"]] == [2]


def test_reloads_are_counted_by_outcome(recorded, write):
    folder = write({"when": {}, "then": {"severity": "low"}})
    app = create_app([folder], engine="python", token=TOKEN, meter_provider=recorded.meter_provider)
    text = (folder / "ruleset.yaml").read_text(encoding="utf-8")
    for edited in (
        text.replace('"severity": "low"', '"severity": "hig"'),
        text.replace('"severity": "low"', '"severity": "high"'),
    ):
        assert edited != text
        (folder / "ruleset.yaml").write_text(edited, encoding="utf-8")
        Client(app).post("house/reload", authorization=f"Bearer {TOKEN}")
    outcomes = {point["complaint_rules.outcome"]: n for point, n in recorded.points["complaint_rules.reloads"]}
    assert outcomes == {"refused": 1, "runs": 1}


def everything(client, monkeypatch):
    """All that a caller may send, with something personal in all of it, and a fault that quotes it."""
    headers = {"user-agent": PERSONAL, "cookie": PERSONAL, "x-forwarded-for": PERSONAL, "authorization": PERSONAL}
    bodies = {
        "decide": OURS,
        "decide-many": {"complaints": [OURS, {PERSONAL: 1}]},
        "offer": {"complaint": OURS, "remedy": PERSONAL, "amount": PERSONAL},
        "questions": {"complaint": OURS, PERSONAL: 1},
        "explain": {"complaint": OURS, "why": [PERSONAL]},
        "reload": None,
    }
    seen = set()
    for route, body in bodies.items():
        for path in (f"/rulesets/retail-store/{route}?name={PERSONAL}", f"/rulesets/{PERSONAL}/{route}"):
            seen.add(client.ask("POST", path, json=body, headers=headers).status_code)
    for method, path in (("GET", f"/{PERSONAL}"), ("GET", f"/rulesets/{PERSONAL}/decide"), (PERSONAL, "/health")):
        seen.add(client.ask(method, path, headers={**headers, "host": PERSONAL}).status_code)

    def broken(_, complaint):
        raise RuntimeError(complaint["id"])

    with monkeypatch.context() as patched:
        patched.setattr(Engine, "decide", broken)
        seen.add(client.post("retail-store/decide", OURS).status_code)
    return seen


def test_nothing_personal_is_recorded_whatever_is_sent(client, recorded, monkeypatch):
    assert everything(client, monkeypatch) == {200, 401, 404, 405, 422, 500}
    assert len(recorded.spans) > 5
    assert PERSONAL not in recorded.text.lower()
    assert COMPLAINT["claimed_amount"] not in recorded.text


def test_nothing_personal_is_recorded_under_an_instrumentation_put_on_from_outside(recorded, monkeypatch):
    """`opentelemetry-instrument` puts one on each app that is made, and that one keeps paths and callers."""
    outside = FastAPIInstrumentor()
    outside.instrument(tracer_provider=recorded.tracer_provider, meter_provider=recorded.meter_provider)
    try:
        monkeypatch.setattr("examples.service.app.FastAPI", fastapi.FastAPI)
        providers = {"tracer_provider": recorded.tracer_provider, "meter_provider": recorded.meter_provider}
        client = Client(create_app(["retail-store"], engine="python", token=TOKEN, **providers))
        everything(client, monkeypatch)
    finally:
        outside.uninstrument()
    assert recorded.spans["POST /rulesets/{ruleset}/decide"]
    assert PERSONAL not in recorded.text.lower()
