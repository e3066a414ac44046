"""Engines, small rulesets and the Hypothesis profiles that all tests share.

`HYPOTHESIS_PROFILE=soak` draws many more examples, and shrinks what fails, which may take minutes.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

from complaint_rules import Engine
from complaint_rules.match.engines import ENGINES, rete_available
from tests.hostile import as_yaml

_COMMON: dict[str, Any] = {
    "deadline": None,  # a first decision compiles its rules
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
}
settings.register_profile("ci", max_examples=24, derandomize=True, phases=[Phase.explicit, Phase.generate], **_COMMON)
settings.register_profile("soak", max_examples=5_000, print_blob=True, **_COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

gc.set_threshold(200_000, 20, 20)  # many engines are held; going through them takes a fifth of the time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts background jobs with interruptions ignored

HEADER = {"language": 1, "version": "1.0.0", "title": {"en": "x", "zh": "x"}}


@pytest.fixture(autouse=True, scope="session")
def _networks_for_all_tests():
    """The tests of one process make networks of more rulesets than any service does."""
    if rete_available():
        from complaint_rules.match import network

        network.MOST_NETWORKS = network.MOST_RULES = 10**9


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """Each engine in turn; `rete` only where durable-rules can be had."""
    if request.param == "rete" and not rete_available():
        pytest.skip("durable-rules is not installed")
    return str(request.param)


@pytest.fixture
def load(engine_name: str) -> Callable[[Any], Engine]:
    """Loads a ruleset on each engine in turn."""
    return lambda ruleset: Engine.load(ruleset, engine=engine_name)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a small ruleset, as an author would, and returns its folder; what an author must state is filled in."""

    def writer(*rules: dict[str, Any], name: str = "house", **header: Any) -> Path:
        stated = [
            {"id": f"r{index}", "basis": "assumption", "reason": "an example", **rule}
            for index, rule in enumerate(rules)
        ]
        if "extends" not in header:
            header = {"tiers": ["low", "mid", "high"], "calendar": "CN", **header}
        folder = tmp_path / name
        folder.mkdir()
        text = as_yaml({"ruleset": name, **HEADER, **header, "rules": stated})
        (folder / "ruleset.yaml").write_text(text, encoding="utf-8")
        return folder

    return writer


@pytest.fixture
def complaint() -> Callable[..., dict[str, Any]]:
    """A complaint of no particular kind, and whatever facts are added."""

    def make(**facts: Any) -> dict[str, Any]:
        return {"id": "C-1", "received_at": "2026-03-04T10:00:00+08:00", "kind": "other", **facts}

    return make
