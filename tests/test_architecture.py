"""Data flows one way, each outside library has one door, and the engines do not know each other."""

from __future__ import annotations

import ast
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "complaint_rules"

ROOMS = [
    "facts",
    "calendars",
    "load",
    "intake",
    "compile",
    "match",
    "entries",
    "evaluate",
    "decide",
    "trace",
    "explain",
    "record",
    "decision",
    "assembly",
    "logged",
    "engine",
    "audit",
    "cases",
    "reload",
    "properties",
    "coverage",
    "describe",
    "prove",
    "mutate",
    "testing",
    "cli",
]
BELOW_ALL = {
    *("display", "errors", "cache", "frozen_dict", "generated", "limits", "lines", "masks", "messages", "money"),
    "version",
    "vocabulary",
}
"""What every room may import, and which imports no room."""

SQL = {
    *("database.py", "migrations/versions/0001_log.py", "schema.py", "tables.py"),
    *("log.py", "opened.py", "reading.py", "replay.py", "retention.py", "rules.py", "search.py", "writing.py"),
    *("rest_check.py", "verification.py"),
}
"""The files of the log that state what they ask of its database; connections, and errors, are `database.py`'s alone."""

DOORS = {
    "alembic": {"audit/schema.py", "audit/migrations/env.py", "audit/migrations/versions/0001_log.py"},
    "cryptography": {"audit/notes.py", "audit/sealing.py"},
    "opentelemetry": {"logged.py"},
    "pyarrow": {"audit/tabular.py"},
    "sqlalchemy": {f"audit/{name}" for name in SQL},
    "yaml": {"load/document.py"},
    "chinese_calendar": {"calendars/chinese.py"},
    "holidays": {"calendars/countries.py"},
    "durable_rules_engine": {"match/network.py"},
    "hypothesis": {"testing/door.py"},
    "jinja2": {"trace/html.py"},
    "platformdirs": {"prove/cache.py"},
    "orjson": {"audit/stored_json.py"},
    "rfc8785": {"record/canonical.py"},
    "zstandard": {"audit/packing.py"},
    "watchfiles": {"reload.py"},
    "z3": {"prove/symbolic/terms.py"},
    "click": {"cli.py"},
    "pydantic": {
        "facts/complaint.py",
        "facts/scalars.py",
        "facts/refusals.py",
        "facts/fact.py",
        "load/source.py",
        "load/folder.py",
        "commands/schema.py",
    },
}
"""Outside libraries and the files that may import them; `commands/` is one with `cli.py`."""

UNTELLING = {"utils", "util", "helpers", "common", "manager", "misc"}

FILES = sorted(path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py"))


def imports(file: str) -> set[str]:
    """The modules that a file imports anywhere, inside functions and under TYPE_CHECKING too."""
    tree = ast.parse((SOURCE / file).read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports relatively"
            base = node.module or ""
            found |= {base} | {f"{base}.{alias.name}" for alias in node.names if is_module(f"{base}.{alias.name}")}
    return found


def is_module(name: str) -> bool:
    path = SOURCE.parent / name.replace(".", "/")
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def room(module_or_file: str) -> str:
    """The room of `complaint_rules.match.rete` or of `match/rete.py`."""
    name = module_or_file.removesuffix(".py").replace("/", ".").removeprefix("complaint_rules.")
    first = name.split(".")[0]
    return "cli" if first == "commands" else first


def ours(file: str) -> set[str]:
    return {name for name in imports(file) if name.startswith("complaint_rules.") and is_module(name)}


@pytest.mark.parametrize("file", [file for file in FILES if file not in ("__init__.py", "__main__.py")])
def test_a_room_imports_only_rooms_before_it(file):
    own = room(file)
    allowed = BELOW_ALL if own in BELOW_ALL else {*ROOMS[: ROOMS.index(own) + 1], *BELOW_ALL}
    assert {name for name in ours(file) if room(name) not in allowed} == set()


def test_no_module_imports_itself_by_way_of_others():
    """Inside rooms neither, nor inside functions or for types alone."""
    sorter = TopologicalSorter({f"complaint_rules.{module(file)}": ours(file) for file in FILES if module(file)})
    sorter.prepare()  # raises CycleError, which names the circle


def module(file: str) -> str:
    return file.removesuffix(".py").replace("/", ".").removesuffix(".__init__").removesuffix("__init__")


def test_no_public_class_has_the_name_of_another():
    found = {}
    for file in FILES:
        for node in ast.parse((SOURCE / file).read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found.setdefault(node.name, []).append(file)
    assert {name: files for name, files in found.items() if len(files) > 1} == {}


def test_every_module_belongs_to_a_room():
    assert {room(file) for file in FILES} - {"__init__", "__main__"} <= {*ROOMS, *BELOW_ALL}


def test_the_command_line_is_not_imported_by_any_module_but_itself():
    users = {file for file in FILES if room(file) != "cli" and any(room(name) == "cli" for name in ours(file))}
    assert users <= {"__main__.py"}


@pytest.mark.parametrize("library", DOORS)
def test_an_outside_library_has_one_door(library):
    users = {file for file in FILES if any(name.split(".")[0] == library for name in imports(file))}
    allowed = DOORS[library]
    if library == "click":
        allowed = allowed | {file for file in users if file.startswith("commands/")}
    assert users <= allowed
    assert users, f"nothing imports {library}: drop it from the dependencies and from this test"


def test_every_outside_library_is_listed_here():
    outside = {name.split(".")[0] for file in FILES for name in imports(file)}
    assert outside - sys.stdlib_module_names - {"complaint_rules"} <= set(DOORS)


def test_engines_do_not_import_each_other():
    engines = ["match/interpreter.py", "match/python.py", "match/rete.py"]
    modules = {f"complaint_rules.{file.removesuffix('.py').replace('/', '.')}" for file in engines}
    for file in engines:
        assert imports(file) & modules == set(), file


def test_no_module_has_a_name_that_says_nothing():
    names = {part.removesuffix(".py") for file in FILES for part in Path(file).parts}
    assert names & UNTELLING == set()
