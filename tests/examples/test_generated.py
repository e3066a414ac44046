"""Requests generated from the OpenAPI document, valid and not: every answer is as the document says."""

from __future__ import annotations

import os

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from examples.service import Limits, create_app
from tests.examples.asking import TOKEN

CHECKED = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
ROUTES = [
    ("GET", "/health"),
    ("GET", "/ready"),
    *[
        ("POST", f"/rulesets/{{ruleset}}/{name}")
        for name in ("decide", "decide-many", "offer", "questions", "explain", "reload")
    ],
]
EXAMPLES = 1_000 if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 12
"""Requests of each kind for each route."""


@pytest.fixture(scope="module")
def api():
    app = create_app(["retail-store"], engine="python", token=TOKEN, limits=Limits(complaints=5))
    app.state.service.ready = True
    return schemathesis.openapi.from_asgi("/openapi.json", app)


def test_the_document_has_these_routes_and_no_others(api):
    assert sorted((one.ok().method.upper(), one.ok().path) for one in api.get_all_operations()) == sorted(ROUTES)


VALID = [(*route, GenerationMode.POSITIVE) for route in ROUTES]
INVALID = [(*route, GenerationMode.NEGATIVE) for route in ROUTES if route[0] == "POST"]


@pytest.mark.parametrize(("method", "path", "mode"), [*VALID, *INVALID], ids=lambda part: part.rpartition("/")[2])
def test_an_answer_is_as_the_document_says(api, method, path, mode):
    operation = api[path][method]
    headers = {"Authorization": f"Bearer {TOKEN}"} if mode is GenerationMode.POSITIVE else {}
    seen = set()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(st.data())
    def ask(data):
        case = data.draw(operation.as_strategy(generation_mode=mode))
        seen.add(case.call_and_validate(checks=CHECKED, headers=headers).status_code)

    ask()
    assert 200 in seen if mode is GenerationMode.POSITIVE else seen - {200}
