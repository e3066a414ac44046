"""Spans and metrics of OpenTelemetry, with nothing in them of a person or a complaint.

What is recorded is named here: the ruleset and its version, what became of a complaint, codes of problems. No id of a
complaint, no fact, no text, no address of a caller. Without a provider nothing is recorded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPMethod
from time import perf_counter
from typing import Any

from fastapi import FastAPI
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from opentelemetry.metrics import Histogram, MeterProvider, NoOpMeterProvider, get_meter
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.trace import Span, TracerProvider, get_tracer
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from complaint_rules import ComplaintRulesError, Decision, Engine, ReloadFailure

NAME = "complaint_rules.service"

KEPT = frozenset({"http.method", "http.request.method", "http.route", "http.scheme", "url.scheme", "http.flavor"})
"""What is kept of a request's attributes; its address, its path with what a caller put into it and the like are not."""

HIDDEN = "-"

_METHODS = frozenset(HTTPMethod)


class Telemetry:
    """Records what a service does."""

    def __init__(
        self, tracer_provider: TracerProvider | None = None, meter_provider: MeterProvider | None = None
    ) -> None:
        self._tracer_provider = tracer_provider
        self._tracer = get_tracer(NAME, tracer_provider=tracer_provider)
        meter = get_meter(NAME, meter_provider=meter_provider)
        self._decided = meter.create_counter("complaint_rules.decisions", "{decision}", "complaints decided")
        self._refused = meter.create_counter("complaint_rules.refusals", "{problem}", "problems of refused complaints")
        self._duration = meter.create_histogram("complaint_rules.decide.duration", "s", "time to decide a complaint")
        self._requests = meter.create_histogram("http.server.request.duration", "s", "time to answer a request")
        self._reloads = meter.create_counter("complaint_rules.reloads", "{reload}", "edited rulesets, by outcome")

    def watch(self, app: FastAPI) -> None:
        """Record every request: route, status and duration."""
        app.add_middleware(_Timed, requests=self._requests)
        FastAPIInstrumentor.uninstrument_app(app)  # what `opentelemetry-instrument` put on hides nothing
        app.middleware_stack = None  # made anew with the first request
        FastAPIInstrumentor.instrument_app(
            app,
            server_request_hook=_hide,
            tracer_provider=self._tracer_provider,
            meter_provider=NoOpMeterProvider(),  # it would tell requests apart by the host that a caller names
            exclude_spans=["receive", "send"],
        )

    @contextmanager
    def span(self, name: str, ruleset: str, engine: Engine) -> Iterator[Span]:
        """A span around work with a ruleset; an error is not recorded with it, since its text quotes the complaint."""
        about = {
            "complaint_rules.ruleset": ruleset,
            "complaint_rules.version": engine.ruleset.version,
            "complaint_rules.digest": engine.ruleset.digest,
            "complaint_rules.engine": engine.engine,
        }
        with self._tracer.start_as_current_span(
            name, attributes=about, record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                yield span
            except ComplaintRulesError as error:
                span.set_attribute("complaint_rules.error", error.kind)
                span.set_attribute("complaint_rules.codes", sorted({one.code for one in error.problems}))
                raise

    def decide(self, ruleset: str, engine: Engine, complaint: Mapping[str, Any]) -> Decision:
        """Decide a complaint; how long that took and what came of it is counted.

        Raises:
            ComplaintError: with every fact that is wrong.
        """
        start, about = perf_counter(), {"complaint_rules.ruleset": ruleset}
        try:
            decision = engine.decide(complaint)
            self._decided.add(1, {**about, "complaint_rules.status": decision.status})
        except ComplaintRulesError as error:
            for code, count in Counter(one.code for one in error.problems).items():
                self._refused.add(count, {**about, "complaint_rules.code": code})
            raise
        finally:
            self._duration.record(perf_counter() - start, about)
        return decision

    def swapped(self, ruleset: str, _engine: Engine) -> None:
        """An edited ruleset runs."""
        self._reloads.add(1, {"complaint_rules.ruleset": ruleset, "complaint_rules.outcome": "runs"})

    def refused(self, ruleset: str, _failure: ReloadFailure) -> None:
        """An edited ruleset was refused."""
        self._reloads.add(1, {"complaint_rules.ruleset": ruleset, "complaint_rules.outcome": "refused"})


class _Timed:
    """Measures requests by method, route and status, of which there are not many."""

    def __init__(self, app: ASGIApp, requests: Histogram) -> None:
        self._app, self._requests = app, requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        start, about = perf_counter(), {}

        async def sending(event: Message) -> None:
            if event["type"] == "http.response.start":
                about["http.response.status_code"] = event["status"]
            await send(event)

        try:
            await self._app(scope, receive, sending)
        finally:
            if scope["type"] == "http":
                method, route = scope["method"], getattr(scope.get("route"), "path", None)
                about["http.request.method"] = method if method in _METHODS else "_OTHER"
                if route is not None:
                    about["http.route"] = route
                self._requests.record(perf_counter() - start, about)


def _hide(span: Span, _scope: Mapping[str, Any]) -> None:
    if isinstance(span, ReadableSpan):
        span.set_attributes({name: HIDDEN for name in span.attributes or {} if name not in KEPT})
