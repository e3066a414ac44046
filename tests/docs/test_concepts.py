"""The pages on concepts (what is not known, exceptions, layers, time) and those for each reader: all they say is so."""

from __future__ import annotations

import pytest

from tests.docs.blocks import Session, failures, read_blocks, read_example, titled, write_example

CONCEPTS = ("states.md", "exceptions.md", "layers.md", "time.md")
READERS = ("index.md", "decision.md", "services.md", "authors.md", "auditors.md", "explaining.md")


@pytest.fixture(autouse=True)
def apart(tmp_path, monkeypatch):
    """A folder to work in, and proofs kept apart from the user's own."""
    folder = tmp_path / "reader"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda name: str(tmp_path / "kept" / name))
    return folder


@pytest.mark.parametrize("block", [one for page in CONCEPTS for one in titled(page, "Example")], ids=str)
def test_an_example_decides_as_the_page_says_on_every_engine(block, load, tmp_path):
    folder = write_example(read_example(block).rules, tmp_path)
    assert list(failures(block, load(folder))) == []


@pytest.mark.parametrize("page", [*CONCEPTS, *READERS])
def test_the_files_commands_and_python_of_a_page_do_what_it_says(page, apart):
    Session(apart).follow(page)


@pytest.mark.parametrize("page", CONCEPTS)
def test_a_concept_has_an_example(page):
    blocks = read_blocks(page)
    assert any(block.title == "Example" or block.language == "console" for block in blocks)
