"""What lies in a ruleset's folder is read, or a problem; nothing is passed over in silence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from complaint_rules.errors import RulesetError
from complaint_rules.load.folder import find_folder, read_cases, read_stack

LAW = "document: law\ntitle: {en: Law, zh: 法}\nclauses: []\n"


@pytest.fixture
def house(write):
    """A ruleset with a file of rules, clauses and cases of its own."""
    folder = write(name="house")
    for name, text in {"more": "rules: []\n", "clauses/law": LAW, "cases/all": "[]\n"}.items():
        path = folder / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def refused(read, *given):
    with pytest.raises(RulesetError) as error:
        list(read(*given))
    return str(error.value).splitlines()


@pytest.fixture
def lock(monkeypatch):
    """Makes a folder one that nobody may list; the file system itself would let an administrator in."""

    def locked(folder):
        list_ = os.listdir

        def refusing(path="."):
            if Path(path) == folder:
                raise PermissionError(13, "Permission denied", str(path))
            return list_(path)

        monkeypatch.setattr(os, "listdir", refusing)

    return locked


def test_clauses_that_cant_be_listed_are_a_problem(house, lock):
    (house / "clauses" / "law.yaml").unlink()
    lock(house / "clauses")
    assert refused(read_stack, house) == ["house/clauses: can't be read: permission denied"]


def test_cases_that_cant_be_listed_are_a_problem(house, lock):
    lock(house / "cases")
    assert refused(read_cases, house) == ["house/cases: can't be read: permission denied"]


def test_a_folder_that_cant_be_listed_is_not_called_missing(house, lock):
    lock(house)
    assert refused(find_folder, house) == [f"{house}: folder can't be read: permission denied"]


def test_a_folder_below_that_cant_be_listed_is_named_where_it_is_extended(write, house, lock):
    above = write(name="above", extends=["../house"])
    lock(above / "../house")
    (problem,) = refused(read_stack, above)
    assert problem.startswith("above/ruleset.yaml:1:")
    assert problem.endswith(": folder can't be read: permission denied")


@pytest.mark.parametrize("name", ["nowhere", "x" * 5000, "a\0b", "\ud800"])
def test_what_is_no_folder_is_no_ruleset(name):
    (problem,) = refused(find_folder, name)
    assert problem.startswith("no ruleset `")


def test_a_ruleset_needs_neither_clauses_nor_cases(write):
    folder = write()
    assert len(read_stack(folder)) == 1
    assert list(read_cases(folder)) == []


def put(folder, name):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("[]", encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "help_"),
    [
        ("x.yml", "call it `x.yaml`, or take it away"),
        ("x.YAML", "call it `x.yaml`, or take it away"),
        ("x.yaml.txt", "call it `x.yaml`, or take it away"),
        ("x.yaml~", "call it `x.yaml`, or take it away"),
        ("x.json", "call it `x.yaml`, or take it away"),
        ("x.yam", "call it `x.yaml`, or take it away"),
        ("ruleset.yaml.bak", "call it `ruleset.yaml`, or take it away"),
        ("clauses/x.yml", "call it `x.yaml`, or take it away"),
        ("rules/x.yaml", "move it beside ruleset.yaml"),
        ("rules/deeper/x.yml", "move it beside ruleset.yaml"),
        ("clauses/old/x.yaml", "move it into `clauses`"),
    ],
)
def test_a_file_of_rules_or_clauses_that_would_be_overlooked_is_a_problem(house, name, help_):
    put(house, name)
    assert refused(read_stack, house) == [f"house/{name}: is not read ({help_})"]
    assert list(read_cases(house)) == []


@pytest.mark.parametrize(
    ("name", "help_"),
    [
        ("cases/x.yml", "call it `x.yaml`, or take it away"),
        ("cases/x.yaml.txt", "call it `x.yaml`, or take it away"),
        ("cases/a/x.yaml", "move it into `cases`"),
    ],
)
def test_a_file_of_cases_that_would_be_overlooked_is_a_problem(house, name, help_):
    put(house, name)
    assert refused(read_cases, house) == [f"house/{name}: is not read ({help_})"]
    assert len(read_stack(house)) == 1


def test_hidden_files_other_files_and_rulesets_inside_the_folder_are_left_alone(house):
    for name in (".ci.yml", ".github/x.yaml", "notes/.kept/x.yaml", "notes/readme.md", "notes.txt"):
        put(house, name)
    for name in ("ruleset.yaml", "more.yaml", "cases/x.yaml"):
        put(house / "stores" / "north", name)
    assert len(read_stack(house)) == 1
    assert list(read_cases(house)) == []
