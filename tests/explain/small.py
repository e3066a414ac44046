"""Small rulesets for explanations: those of the prover's tests without properties, and without cells for unknowns."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.prove.small import small_rulesets


def _answered(when: Any) -> Any:
    if isinstance(when, dict):
        return {key: _answered(value) for key, value in when.items()}
    if isinstance(when, list):
        return [_answered(one) for one in when]
    return "known" if when == "unknown" else when


def _plain(source: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {key: value for key, value in layer.items() if key != "properties"}
        | {"rules": [rule | {"when": _answered(rule["when"])} for rule in layer["rules"]]}
        for layer in source
    ]


def small_sources() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Sources of rulesets of two to seven rules, small enough to try out on every complaint."""
    return small_rulesets().map(_plain)
