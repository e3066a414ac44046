"""The tutorial, followed in English and in Chinese: each file is written, each command run, each output compared."""

from __future__ import annotations

import pytest

from tests.docs.blocks import Session, read_blocks

PAGES = ("tutorial.md", "zh/tutorial.md")


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Where proofs are kept: apart from the user's own, and the same for both languages."""
    return tmp_path_factory.mktemp("kept")


@pytest.mark.parametrize("page", PAGES)
def test_whoever_follows_the_tutorial_sees_what_it_says(page, tmp_path, kept, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda name: str(kept / name))
    session = Session(tmp_path)
    session.follow(page)
    assert {*session.ran} >= {"decide", "offer", "questions", "explain", "test", "check", "diff"}


def test_both_languages_write_the_same_files_and_run_the_same_commands():
    english, chinese = map(read_blocks, PAGES)
    assert [(one.language, one.title) for one in english] == [(one.language, one.title) for one in chinese]
    for one, other in zip(english, chinese, strict=True):
        if one.is_file:
            assert one.text == other.text, str(one)
        else:
            assert commands(one) == [line.replace(" --lang zh", "") for line in commands(other)], str(one)


def test_the_chinese_tutorial_asks_for_chinese_wherever_a_command_speaks_it():
    speaking = ("decide", "offer", "check", "diff", "explain", "questions")
    for block in read_blocks("zh/tutorial.md"):
        for line in commands(block):
            words = line.split()
            if words[1] == "complaint-rules" and words[2] in speaking:
                assert line.endswith(" --lang zh"), line


def commands(block):
    return [line for line in block.text.splitlines() if line.startswith("$ ")] if block.language == "console" else []
