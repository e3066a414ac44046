"""The app: its routes, and the rulesets that it serves, each reloaded when its files change."""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import JSONResponse, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from opentelemetry.metrics import MeterProvider
from opentelemetry.trace import TracerProvider
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from complaint_rules import ComplaintError, ComplaintRulesError, Decision, Engine, ReloadingEngine, __version__
from examples.service.bodies import (
    ExplainBody,
    Limits,
    ManyBody,
    OfferBody,
    One,
    body_within,
    complaint_in,
    few_enough,
    read_body,
    shaped,
)
from examples.service.openapi import document_of, gives, takes
from examples.service.problems import (
    FaultsAnswered,
    HttpError,
    Told,
    UnknownRulesetError,
    below,
    http_error,
    language_headers,
    language_of,
    respond,
)
from examples.service.telemetry import Telemetry


@dataclass
class Service:
    """What the routes share."""

    rulesets: dict[str, ReloadingEngine]
    telemetry: Telemetry
    limits: Limits
    token: str | None
    ready: bool = field(default=False)


@dataclass(frozen=True)
class Served:
    """The ruleset of a request: the version that runs as the request comes decides all of it."""

    name: str
    rules: ReloadingEngine
    engine: Engine
    telemetry: Telemetry

    def decide(self, complaint: Mapping[str, Any]) -> Decision:
        """Decide a complaint that is a part of the body.

        Raises:
            ComplaintError: with every fact that is wrong, by its path from the top of the body.
        """
        try:
            return self.telemetry.decide(self.name, self.engine, complaint)
        except ComplaintError as error:
            raise below(error, "complaint") from None


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


def _served(ruleset: str, service: Annotated[Service, Depends(_service)]) -> Served:
    rules = service.rulesets.get(ruleset)
    if rules is None:
        raise UnknownRulesetError(ruleset, service.rulesets)
    return Served(ruleset, rules, rules.engine, service.telemetry)


_Service = Annotated[Service, Depends(_service)]
_Ruleset = Annotated[Served, Depends(_served)]
_OneBody = Annotated[bytes, Depends(body_within(lambda limits: limits.one_bytes))]
_ManyBody = Annotated[bytes, Depends(body_within(lambda limits: limits.many_bytes))]

_bearer = HTTPBearer(auto_error=False, description="the token that the service was started with")


def _allowed(service: _Service, sent: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]) -> None:
    wanted = service.token
    if wanted is None or sent is None or not hmac.compare_digest(sent.credentials.encode(), wanted.encode()):
        raise HttpError(HTTPStatus.UNAUTHORIZED, Told("wrong-token"), {"WWW-Authenticate": "Bearer"})


_rulesets = APIRouter(prefix="/rulesets/{ruleset}", tags=["rulesets"])
_guarded = APIRouter(prefix="/rulesets/{ruleset}", tags=["rulesets"], dependencies=[Depends(_allowed)])
_state = APIRouter(tags=["state"])

_OF_BODY = (400, 404, 413, 415, 422)


@_rulesets.post("/decide", responses=gives("Decision", *_OF_BODY), openapi_extra=takes("Complaint"))
def decide(served: _Ruleset, body: _OneBody) -> Response:
    """Decide one complaint."""
    with served.telemetry.span("decide", served.name, served.engine):
        decision = served.telemetry.decide(served.name, served.engine, complaint_in(read_body(body)))
        return Response(decision.to_json(), media_type="application/json")


@_rulesets.post("/decide-many", responses=gives("Decided", *_OF_BODY), openapi_extra=takes("Complaints"))
def decide_many(request: Request, served: _Ruleset, body: _ManyBody, service: _Service) -> Response:
    """Decide many complaints by one version of the ruleset; an error is answered in the place of its complaint."""
    lang = language_of(request.headers.get("accept-language"))
    results: list[dict[str, Any]] = []
    with served.telemetry.span("decide-many", served.name, served.engine) as span:
        complaints = shaped(body, ManyBody).complaints
        few_enough(complaints, service.limits.complaints, "complaints")
        for place, complaint in enumerate(complaints):
            try:
                decision = served.telemetry.decide(served.name, served.engine, complaint_in(complaint))
                results.append({"decision": decision.to_dict()})
            except ComplaintError as error:
                wrong = below(error, "complaints", place)
                results.append({"error": wrong.to_problem(lang, instance=f"{request.url.path}#/complaints/{place}")})
        refused = sum("error" in one for one in results)
        span.set_attributes({"complaint_rules.complaints": len(results), "complaint_rules.refused": refused})
    found = {"results": results, "decided": len(results) - refused, "refused": refused}
    return JSONResponse(found, headers=language_headers(lang))


@_rulesets.post("/offer", responses=gives("Offer", *_OF_BODY), openapi_extra=takes("OfferMade"))
def offer(served: _Ruleset, body: _OneBody) -> Response:
    """May this remedy be offered at this amount; who approves, what limits it."""
    with served.telemetry.span("offer", served.name, served.engine):
        asked = shaped(body, OfferBody)
        decision = served.decide(asked.complaint)
        judged = decision.offer(asked.remedy, asked.amount)
        return JSONResponse({"complaint_id": decision.complaint_id, **judged.to_dict()})


@_rulesets.post("/questions", responses=gives("Questions", *_OF_BODY), openapi_extra=takes("Asked"))
def questions(served: _Ruleset, body: _OneBody) -> Response:
    """What to ask next: exactly the facts that can still change an entry, the most decisive first."""
    with served.telemetry.span("questions", served.name, served.engine):
        decision = served.decide(shaped(body, One).complaint)
        asked = [one.to_dict() for one in decision.next_questions()]
        status = "provisional" if asked else "final"
        return JSONResponse({"complaint_id": decision.complaint_id, "status": status, "questions": asked})


@_rulesets.post("/explain", responses=gives("Explained", *_OF_BODY), openapi_extra=takes("ToExplain"))
def explain(request: Request, served: _Ruleset, body: _OneBody, service: _Service) -> Response:
    """Why entries are as they are, and why others are not."""
    lang = language_of(request.headers.get("accept-language"))
    with served.telemetry.span("explain", served.name, served.engine):
        asked = shaped(body, ExplainBody)
        few_enough(asked.why, service.limits.entries, "why")
        few_enough(asked.why_not, service.limits.entries, "why_not")
        decision = served.decide(asked.complaint)
        whole = not asked.why and not asked.why_not
        why = decision.explain_all() if whole else tuple(map(decision.explain, asked.why))
        why_not = [decision.why_not(path) for path in asked.why_not]
        found = {
            "complaint_id": decision.complaint_id,
            "ruleset": decision.ruleset._asdict(),
            "why": [one.to_dict() for one in why],
            "why_not": [one.to_dict() for one in why_not],
            "text": "\n".join(one.to_text(lang, 1 if whole else 2) for one in (*why, *why_not)),
        }
        return JSONResponse(found, headers=language_headers(lang))


@_guarded.post("/reload", responses=gives("Reloaded", 401, 404, 409))
def reload(request: Request, served: _Ruleset) -> Response:
    """Take up the files as they are now; where they are wrong, the version before goes on and the answer says why."""
    reloaded = served.rules.reload()
    failure = served.rules.last_error
    if failure is not None:
        if isinstance(failure.error, ComplaintRulesError):
            return respond(request, failure.error, status=HTTPStatus.CONFLICT)
        raise failure.error
    ruleset = served.rules.engine.ruleset
    told = {"id": ruleset.id, "version": ruleset.version, "digest": ruleset.digest}
    return JSONResponse({"reloaded": reloaded, "ruleset": told})


@_state.get("/health", responses=gives("Health"))
def health() -> Response:
    """Whether the process answers."""
    return JSONResponse({"status": "alive", "version": __version__})


@_state.get("/ready", responses=gives("Ready", 503))
def ready(service: _Service) -> Response:
    """Whether requests may be sent here, and which versions decide; `refused_at` where an edited one was refused."""
    if not service.ready:
        raise HttpError(HTTPStatus.SERVICE_UNAVAILABLE, Told("not-ready"), {"Retry-After": "1"})
    return JSONResponse({"status": "ready", "rulesets": [_told(*one) for one in service.rulesets.items()]})


def _told(name: str, rules: ReloadingEngine) -> dict[str, Any]:
    engine, failure = rules.engine, rules.last_error
    until = engine.calendar_until
    return {
        "id": name,
        "version": engine.ruleset.version,
        "digest": engine.ruleset.digest,
        "engine": engine.engine,
        "calendar_until": None if until is None else until.isoformat(),
        "refused_at": None if failure is None else failure.at.isoformat(),
    }


def create_app(
    rulesets: Mapping[str, str | Path] | Iterable[str | Path],
    *,
    token: str | None = None,
    engine: str | None = None,
    cases: bool = False,
    limits: Limits = Limits(),  # noqa: B008  # can't be changed
    tracer_provider: TracerProvider | None = None,
    meter_provider: MeterProvider | None = None,
) -> FastAPI:
    """Make the app; its rulesets are loaded now, and watched while it runs.

    Args:
        rulesets: shipped ids or folders; a mapping says by which name each is served, else its own id is the name.
        token: what `reload` asks for; without one there is no such route.
        engine: as in `Engine.load`.
        cases: an edited ruleset runs only if all cases beside it pass.
        limits: what a request may hold at most.
        tracer_provider: where spans go; by default to the global provider of OpenTelemetry.
        meter_provider: where metrics go; likewise.

    Raises:
        RulesetError: one of the rulesets is wrong.
        EngineUnavailableError: the engine can't run here.
        ValueError: two rulesets have one name.
    """
    telemetry = Telemetry(tracer_provider, meter_provider)
    loaded: dict[str, ReloadingEngine] = {}
    named = rulesets.items() if isinstance(rulesets, Mapping) else [(None, one) for one in rulesets]
    for name, ruleset in named:
        served_as = name or Engine.load(ruleset, engine=engine).ruleset.id
        if served_as in loaded:
            raise ValueError(f"two rulesets are called {served_as}")
        loaded[served_as] = ReloadingEngine(
            ruleset,
            engine=engine,
            cases=cases,
            on_swap=partial(telemetry.swapped, served_as),
            on_error=partial(telemetry.refused, served_as),
        )
    app = FastAPI(
        title="complaint-rules",
        version=__version__,
        description="Decides customer complaints by declared policy. Errors are problem details of RFC 9457, in English"
        " or Chinese by `Accept-Language`.",
        lifespan=_watching,
        redirect_slashes=False,
        # What FastAPI records by itself has paths and texts of errors in it.
        telemetry={"tracing": False, "metrics": False, "logs": False, "operation_spans": False},
    )
    app.state.service = Service(loaded, telemetry, limits, token)
    app.include_router(_rulesets)
    if token is not None:
        app.include_router(_guarded)
    app.include_router(_state)
    app.openapi = document_of(app, loaded, limits)  # type: ignore[method-assign]  # as FastAPI's pages say
    app.add_exception_handler(ComplaintRulesError, _refuse)
    app.add_exception_handler(HTTPException, _refuse_http)
    app.add_middleware(FaultsAnswered)
    telemetry.watch(app)
    return app


@asynccontextmanager
async def _watching(app: FastAPI) -> AsyncIterator[None]:
    """Watch the files of all rulesets while the app runs."""
    service: Service = app.state.service
    try:
        for rules in service.rulesets.values():
            rules.start()
        service.ready = True
        yield
    finally:
        service.ready = False
        for rules in service.rulesets.values():
            await run_in_threadpool(rules.stop)


def _refuse(request: Request, error: Exception) -> Response:
    assert isinstance(error, ComplaintRulesError)
    return respond(request, error)


def _refuse_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return respond(request, http_error(error))
