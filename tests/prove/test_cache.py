"""A kept report is used only where it is what was kept, for the very ruleset; anything else is asked anew."""

from __future__ import annotations

import json
import os

import pytest

from complaint_rules.compile.ruleset import compile_stack
from complaint_rules.load.folder import read_stack
from complaint_rules.prove.cache import find_report, keep_report
from complaint_rules.prove.check import check

DISAGREE = [
    {"id": "one", "then": {"lead": "security"}},
    {"id": "other", "then": {"lead": "finance"}},
]


@pytest.fixture
def kept(write, tmp_path, monkeypatch):
    """A ruleset with a finding, its layers, and the file of its report."""
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda name: str(tmp_path / name))
    layers = read_stack(str(write(*DISAGREE, tiers=[])))
    ruleset = compile_stack(layers)
    keep_report(ruleset, layers, check(ruleset))
    (file,) = (tmp_path / "complaint-rules" / "check").iterdir()
    return ruleset, layers, file


def test_an_unchanged_report_is_found(kept):
    ruleset, layers, _ = kept
    report = find_report(ruleset, layers)
    assert [one.kind for one in report.findings] == ["conflict"]
    assert report.to_dict() == check(ruleset).to_dict()


def emptied(text):
    data = json.loads(text)
    data["report"]["findings"] = []
    return json.dumps(data)


def without_seal(text):
    return json.dumps(json.loads(text)["report"])


@pytest.mark.parametrize(
    "changed",
    [
        emptied,
        without_seal,
        lambda text: "",
        lambda text: "{}",
        lambda text: "[]",
        lambda text: "null",
        lambda text: '{"seal": null, "report": null}',
        lambda text: text[: len(text) // 2],
        lambda text: text.replace('"conflict"', '"no-lead"'),
        lambda text: "[" * 100_000,
    ],
)
def test_contents_that_were_not_kept_so_are_not_trusted(kept, changed):
    ruleset, layers, file = kept
    text = file.read_text(encoding="utf-8")
    assert changed(text) != text
    file.write_text(changed(text), encoding="utf-8")
    assert find_report(ruleset, layers) is None


def test_the_report_of_another_ruleset_is_not_trusted(kept, write, tmp_path):
    _, _, file = kept
    layers = read_stack(str(write(DISAGREE[0], tiers=[], name="other")))
    ruleset = compile_stack(layers)
    keep_report(ruleset, layers, check(ruleset))
    (mine,) = [one for one in file.parent.iterdir() if one != file]
    mine.write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    assert find_report(ruleset, layers) is None


def test_what_is_no_file_is_not_waited_for(kept):
    ruleset, layers, file = kept
    file.unlink()
    os.mkfifo(file)
    assert find_report(ruleset, layers) is None
