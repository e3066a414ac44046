"""One folder per way of being wrong: its ruleset, and beside it the message that its author must see."""

from __future__ import annotations

from pathlib import Path

import pytest

from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.errors import RulesetError
from complaint_rules.load.folder import shipped_ids

FOLDERS = sorted((Path(__file__).parent / "bad").iterdir())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_broken_folder_is_refused_with_every_problem_and_its_place(folder):
    with pytest.raises(RulesetError) as refused:
        load_ruleset(folder)
    expected = (folder / "expected.txt").read_text(encoding="utf-8")
    assert f"{refused.value}\n" == expected.replace("{shipped}", ", ".join(shipped_ids()))
