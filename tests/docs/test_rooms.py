"""The picture of the stages: each once, below all that it imports."""

from __future__ import annotations

import re

import mkdocs_hooks


def test_every_stage_is_drawn_once_below_those_that_it_imports():
    graph = mkdocs_hooks.stages()
    found = re.findall(r'y="(\d+)">([a-z]+)<', mkdocs_hooks.drawn(mkdocs_hooks.reduced(graph)))
    at = {name: int(y) for y, name in found}
    assert len(found) == len(at) == len(graph) > 15
    assert all(at[name] > at[end] for name, ends in graph.items() for end in ends)


def test_an_import_that_another_one_implies_is_left_out():
    assert mkdocs_hooks.reduced({"a": set(), "b": {"a"}, "c": {"a", "b"}}) == {"a": set(), "b": {"a"}, "c": {"b"}}
