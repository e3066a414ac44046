"""One folder per way of being wrong: its ruleset, and beside it the message that its author must see."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.errors import RulesetError

HERE = Path(__file__).parent
FOLDERS = sorted((HERE / "bad").iterdir())
EVERY_MESSAGE = sorted(
    line for path in HERE.parent.glob("*/bad/*/expected.txt") for line in path.read_text(encoding="utf-8").splitlines()
)
PLACED = re.compile(r"[a-z0-9/-]+\.yaml(:\d+:\d+)?: (.*)")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_wrong_ruleset_is_refused_with_every_problem_and_its_place(folder):
    with pytest.raises(RulesetError) as refused:
        load_ruleset(folder)
    assert f"{refused.value}\n" == (folder / "expected.txt").read_text(encoding="utf-8")


def test_all_fixtures_together_show_more_than_two_hundred_messages():
    assert len(EVERY_MESSAGE) > 200


@pytest.mark.parametrize("line", EVERY_MESSAGE)
def test_a_message_starts_with_its_place_in_lower_case_and_speaks_no_python(line):
    placed = PLACED.fullmatch(line)
    assert placed is not None
    said = re.sub("`[^`]*`", "", placed[2])
    assert said[:1] in ("", " ", ":") or said[0].islower()
    assert not said.endswith(".")
    for leak in ("None", "True ", "False", "{'", "['", "NoneType", "dict[", "constrained", "Traceback"):
        assert leak not in line


@pytest.mark.parametrize("folder", sorted((HERE / "good").iterdir()), ids=lambda folder: folder.name)
def test_every_way_of_writing_it_right_compiles(folder):
    assert load_ruleset(folder).rules
