from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from complaint_rules.compile.ruleset import compile_stack
from complaint_rules.load.folder import read_stack
from complaint_rules.mutate.mutants import Mutant, make_mutants
from complaint_rules.mutate.run import Mutation, mutate


@pytest.fixture
def mutants(write) -> Callable[..., list[Mutant]]:
    """The mutants of a small ruleset."""

    def make(*rules: dict[str, Any], **header: Any) -> list[Mutant]:
        layers = read_stack(write(*rules, **header))
        return list(make_mutants(compile_stack(layers), layers[-1]))

    return make


@pytest.fixture
def says(mutants) -> Callable[..., dict[str, list[str]]]:
    """What the mutants of a small ruleset say, by kind."""

    def make(*rules: dict[str, Any], **header: Any) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for mutant in mutants(*rules, **header):
            found.setdefault(mutant.kind, []).append(mutant.says)
        return found

    return make


@pytest.fixture
def add_cases() -> Callable[..., None]:
    """Writes cases beside a ruleset."""

    def add(folder: Path, *cases: dict[str, Any]) -> None:
        (folder / "cases").mkdir(exist_ok=True)
        (folder / "cases" / "own.yaml").write_text(json.dumps(cases), encoding="utf-8")

    return add


def mutation_of(folder: Path, **options: Any) -> Mutation:
    layers = read_stack(folder)
    return mutate(compile_stack(layers), layers[-1], **options)
