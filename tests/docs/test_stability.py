"""What the pages promise about names, schemas and installing is what the package has."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import complaint_rules
from complaint_rules.commands.schema import VERSIONS, complaint_schema
from tests.test_public import WITHIN

ROOT = Path(__file__).parents[2]
STABILITY = (ROOT / "docs" / "stability.md").read_text(encoding="utf-8")
INSTALL = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def section(page, title):
    return page.split(f"\n## {title}\n")[1].split("\n## ")[0]


def names_of(requirements):
    return {re.match(r"[A-Za-z0-9-]+", one)[0].lower() for one in requirements}


def test_the_page_lists_the_public_names_and_no_others():
    rows = [line.split("|")[2] for line in section(STABILITY, "Public names").splitlines() if line.startswith("| ")]
    listed = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert len(listed) > 40
    assert sorted(listed) == complaint_rules.__all__


def test_the_page_names_each_public_attribute_that_is_of_no_public_class():
    text = section(STABILITY, "Public names")
    exceptions = text.split("with the exceptions:")[1]
    assert {name.partition(".")[2] for name in WITHIN} <= set(re.findall(r"\.(\w+)`", exceptions))


def test_the_page_gives_the_id_of_a_schema_as_it_is():
    assert f"`{complaint_schema()['$id']}`" in section(STABILITY, "Schemas")
    assert all(f"schema {what}`" in section(STABILITY, "Schemas") for what in VERSIONS)


def test_what_is_installed_without_a_compiler_is_all_but_what_needs_one():
    needed = names_of(one for one in PROJECT["dependencies"] if "win32" not in one)
    line = next(line for line in INSTALL.splitlines() if line.startswith("pip install chinesecalendar"))
    assert {name.lower() for name in line.split()[2:]} == needed - {"durable-rules"}


def test_the_page_on_installing_names_every_extra_and_what_it_brings():
    extras = PROJECT["optional-dependencies"]
    rows = {line.split("`")[1]: line for line in INSTALL.splitlines() if line.startswith("| `")}
    assert len(rows) >= 5
    assert all(f"`{extra}`" in INSTALL for extra in extras)
    for extra, row in rows.items():
        brought = {name.split("-")[0] for name in names_of(extras[extra]) - {"complaint-rules"}}
        assert [name for name in brought if name not in row] == []
