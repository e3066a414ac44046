"""Each file is read once a load, and the digest is of the bytes that were parsed."""

from __future__ import annotations

import builtins
import json
import threading
from collections import Counter
from pathlib import Path

import pytest

from complaint_rules import Engine
from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.load import reading


def text_of(folder: Path, tier: str) -> bytes:
    data = json.loads((folder / "ruleset.yaml").read_bytes())
    data["rules"][0]["then"]["severity"] = tier
    return json.dumps(data).encode()


@pytest.fixture
def stack(write):
    below = write({"then": {"severity": "low"}}, name="below")
    house = write({"then": {"permit": "apology"}}, name="house", extends=["../below"])
    (below / "clauses").mkdir()
    (house / "more.yaml").write_text("rules: []\n", encoding="utf-8")
    return below, house


def test_no_file_is_read_twice_in_a_load(stack, monkeypatch):
    opened: Counter[str] = Counter()
    really = reading.read_plain_file

    def counting(path):
        opened[str(path)] += 1
        return really(path)

    monkeypatch.setattr(reading, "read_plain_file", counting)
    monkeypatch.setattr(builtins, "open", lambda path, *_: pytest.fail(f"{path} is read by another way"))
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail(f"{path} is read by another way"))
    for _ in range(2):
        opened.clear()
        Engine.load(stack[1], engine="python")
        assert sorted(Counter(opened.values())) == [1]
        assert len(opened) == 3


@pytest.mark.parametrize("layer", [0, 1])
def test_a_file_that_changes_after_each_reading_gives_no_old_rules_under_a_new_digest(stack, monkeypatch, layer):
    """Every reading of the file sees the other version, as when somebody saves at the worst moment."""
    below, house = stack
    changing = str(stack[layer] / "ruleset.yaml")
    versions = (
        [text_of(below, tier) for tier in ("low", "high")]
        if layer == 0
        else [(house / "ruleset.yaml").read_bytes().replace(b"apology", kind) for kind in (b"apology", b"explanation")]
    )
    said = {}
    for version in versions:
        Path(changing).write_bytes(version)
        ruleset = load_ruleset(house)
        said[ruleset.digest] = [rule.effects for rule in ruleset.rules]
    assert len(said) == 2
    really, turn = reading.read_plain_file, [0]

    def alternating(path):
        if path != changing:
            return really(path)
        turn[0] += 1
        return versions[turn[0] % 2]

    monkeypatch.setattr(reading, "read_plain_file", alternating)
    for _ in range(4):
        engine = Engine.load(house, engine="interpreter")
        assert [rule.effects for rule in engine.ruleset.rules] == said[engine.ruleset.digest]
    assert turn[0] == 4


def test_a_thread_that_saves_all_the_time_never_makes_old_rules_pass_as_new(stack):
    below, house = stack
    versions = [text_of(below, tier) for tier in ("low", "mid", "high")]
    tiers = {}
    for version, tier in zip(versions, ("low", "mid", "high"), strict=True):
        (below / "ruleset.yaml").write_bytes(version)
        tiers[load_ruleset(house).digest] = tier
    done = threading.Event()

    def save():
        number = 0
        while not done.is_set():
            number += 1
            (below / "next").write_bytes(versions[number % 3])
            (below / "next").replace(below / "ruleset.yaml")

    saver = threading.Thread(target=save)
    saver.start()
    complaint = {"id": "C-1", "received_at": "2026-03-04T10:00:00+08:00", "kind": "other"}
    try:
        for _ in range(60):
            engine = Engine.load(house, engine="interpreter")
            decision = engine.decide(complaint)
            assert tiers[decision.ruleset.digest] == decision.severity.tier
    finally:
        done.set()
        saver.join()


def test_an_unchanged_ruleset_is_not_parsed_again_until_a_layer_changes(stack, monkeypatch):
    below, house = stack
    first = Engine.load(house, engine="python")
    with monkeypatch.context() as patch:
        patch.setattr("complaint_rules.load.document.yaml", None)
        assert Engine.load(house, engine="python").shares(first)
    (below / "ruleset.yaml").write_bytes(text_of(below, "high"))
    assert not Engine.load(house, engine="python").shares(first)


def test_a_layer_that_another_folder_takes_the_place_of_is_noticed(stack, tmp_path):
    below, house = stack
    first = Engine.load(house, engine="python")
    below.rename(tmp_path / "old")
    below.mkdir()
    (below / "ruleset.yaml").write_bytes(text_of(tmp_path / "old", "high"))
    assert not Engine.load(house, engine="python").shares(first)


def test_a_copy_of_a_ruleset_in_a_folder_of_another_name_names_its_own_files(write, tmp_path, complaint):
    folder = write({"then": {"severity": "low"}})
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "ruleset.yaml").write_bytes((folder / "ruleset.yaml").read_bytes())
    places = [Engine.load(one).decide(complaint()).trace.rules[0].place for one in (folder, tmp_path / "copy")]
    assert [place.split("/")[0] for place in places] == ["house", "copy"]
