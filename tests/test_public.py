"""The names that a caller may rely on: each is there, each class that one of them gives is among them."""

from __future__ import annotations

import importlib
import inspect
import typing
from pathlib import Path

import pytest

import complaint_rules
from complaint_rules import Complaint, Decision, Engine, ReloadingEngine, Ruleset

PUBLIC = {name: getattr(complaint_rules, name) for name in complaint_rules.__all__}
CLASSES = [one for one in PUBLIC.values() if inspect.isclass(one)]
GIVEN_BY = [one for one in CLASSES if one not in (Complaint, Ruleset)]
"""Of a complaint and of a compiled ruleset the fields are within: callers state facts by name, in mappings."""

WITHIN = {
    "DecisionBase.evaluation",
    "DecisionBase.glossary",
    "DecisionBase.sheet",
    "Explanation.decision",
    "Unmet.leaf",
    "WhyNot.decision",
    "WhyNot.wanted",
}
"""What the stages of the library itself read of public classes; it gives classes that are not public."""


def hints(function, owner):
    """The types that a function or class is declared with; names that are imported for types only are public ones."""
    known = {}
    for base in reversed(owner.__mro__):
        known |= vars(importlib.import_module(base.__module__))
    return typing.get_type_hints(function, known, {**PUBLIC, **vars(typing)}, include_extras=False)


def given(owner):
    """What a caller gets of a class: the types of its fields, its properties and what its methods return."""
    if not issubclass(owner, Exception):
        yield from ((owner.__name__, name, one) for name, one in hints(owner, owner).items() if name[0] != "_")
    for base in owner.__mro__:
        if not base.__module__.startswith("complaint_rules"):
            continue
        for name, member in list(vars(base).items()):
            function = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
            if not name.startswith("_") and inspect.isfunction(function):
                yield base.__name__, name, hints(function, base)["return"]


def parts(type_):
    arguments = typing.get_args(type_) if typing.get_origin(type_) is not typing.Literal else ()
    return [type_] if not arguments else [part for one in arguments for part in parts(one)]


def test_every_public_name_is_there():
    assert all(PUBLIC.values())
    assert complaint_rules.__all__ == sorted(complaint_rules.__all__)
    with pytest.raises(AttributeError, match="nothing_such"):
        complaint_rules.nothing_such  # noqa: B018


@pytest.mark.parametrize("owner", [Decision, Engine, ReloadingEngine])
def test_nothing_that_a_decision_or_an_engine_gives_is_of_any_type(owner):
    found = [(name, type_) for _, name, type_ in given(owner)]
    assert len(found) > 5
    assert [name for name, type_ in found if type_ is typing.Any] == []


def test_every_class_that_a_public_one_gives_is_public_itself():
    found = [
        (f"{owner}.{name}", part) for one in GIVEN_BY for owner, name, type_ in given(one) for part in parts(type_)
    ]
    named = [(where, part) for where, part in found if not isinstance(part, typing.TypeVar)]
    ours = [(where, part) for where, part in named if getattr(part, "__module__", "").startswith("complaint_rules")]
    assert len(ours) > 50
    assert {(where, part) for where, part in ours if part not in CLASSES and where not in WITHIN} == set()
    assert {where for where, part in ours if part not in CLASSES} == WITHIN


def test_the_typed_caller_uses_every_class_that_is_not_an_error():
    used = (Path(__file__).parent / "typing" / "public_api.py").read_text(encoding="utf-8")
    classes = [one.__name__ for one in CLASSES if not issubclass(one, Exception)]
    assert len(classes) > 30
    assert [name for name in classes if f"    {name},\n" not in used] == []
