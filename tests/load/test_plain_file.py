"""Only plain files of a stated size are read: whatever else lies in a folder is told, and never waited for."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from complaint_rules.engine import Engine
from complaint_rules.errors import CalendarError, Message, RulesetError
from complaint_rules.limits import LARGEST_RULESET_FILE
from complaint_rules.load import plain_file
from complaint_rules.load.folder import read_calendar_file, read_cases
from complaint_rules.load.plain_file import read_plain_file

RULE = {"then": {"severity": "low"}}


def pipe(path):
    os.mkfifo(path)


def unix_socket(path):
    here = Path.cwd()
    os.chdir(path.parent)  # the name of a socket is at most 108 bytes long
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def device(path):
    path.symlink_to("/dev/zero")


def folder_in_its_place(path):
    path.mkdir()


def huge(path):
    with path.open("wb") as file:
        file.truncate(50 * LARGEST_RULESET_FILE)


ODD = {
    "a pipe": (pipe, "is no plain file but a pipe"),
    "a socket": (unix_socket, "is no plain file but a socket"),
    "a device": (device, "is no plain file but a device"),
    "a folder": (folder_in_its_place, "is no plain file but a folder"),
    "a huge file": (huge, "is larger than 5 MB, the most for YAML (split it into several files)"),
}


@pytest.fixture
def house(write):
    made = write(RULE)
    for part in ("cases", "clauses", "calendars"):
        (made / part).mkdir()
    return made


@pytest.mark.parametrize("name", ["further.yaml", "clauses/law.yaml", "calendars/cn.yaml"])
@pytest.mark.parametrize("kind", ODD)
def test_what_is_no_plain_file_is_one_error_wherever_it_lies(house, kind, name):
    make, says = ODD[kind]
    make(house / name)
    with pytest.raises(RulesetError) as refused:
        Engine.load(house, engine="interpreter")
    assert [str(problem) for problem in refused.value.problems] == [
        f"house/{name}: {says}" if "(" in says else f"house/{name}: {says} (put a file in its place)"
    ]


@pytest.mark.parametrize("kind", ODD)
def test_the_same_goes_for_a_header_a_case_file_and_a_file_of_announced_days(house, kind, tmp_path):
    make, says = ODD[kind]
    make(house / "cases" / "a.yaml")
    with pytest.raises(RulesetError) as refused:
        list(read_cases(house))
    assert says in str(refused.value)
    make(tmp_path / "days.yaml")
    with pytest.raises(CalendarError) as wrong:
        read_calendar_file(tmp_path / "days.yaml")
    assert says in str(wrong.value)
    (house / "ruleset.yaml").unlink()
    make(house / "ruleset.yaml")
    with pytest.raises(RulesetError) as headless:
        Engine.load(house, engine="interpreter")
    assert says in str(headless.value)


def test_a_file_that_grows_while_it_is_read_is_held_to_the_limit_too(tmp_path, monkeypatch):
    path = tmp_path / "a.yaml"
    path.write_bytes(b"x" * 100)
    monkeypatch.setattr(plain_file, "LARGEST_RULESET_FILE", 1_000)
    asked = []

    def more(_descriptor, room):
        asked.append(room)
        return b"x" * min(room, 400)

    monkeypatch.setattr(os, "read", more)
    found = read_plain_file(path)
    assert isinstance(found, Message)
    assert (found.code, len(asked)) == ("too-large", 3)


def test_a_file_of_the_largest_size_is_read_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(plain_file, "LARGEST_RULESET_FILE", 200_000)
    path = tmp_path / "a.yaml"
    for size in (0, 1, 65_535, 65_536, 65_537, 200_000):
        path.write_bytes(os.urandom(size))
        assert read_plain_file(path) == path.read_bytes()
    path.write_bytes(b"x" * 200_001)
    assert isinstance(read_plain_file(path), Message)


@pytest.mark.parametrize("name", [b"odd\xff.yaml", b"clauses/\xe5\xba.yaml", b"cases/\xff.yaml"])
def test_a_name_that_is_not_utf_8_is_told_and_its_bytes_are_seen(house, name):
    Path(os.fsdecode(os.fsencode(house) + b"/" + name)).write_text("rules: []", encoding="utf-8")

    def read():
        Engine.load(house, engine="interpreter")
        list(read_cases(house))

    with pytest.raises(RulesetError, match="the name of the file is not UTF-8") as refused:
        read()
    (problem,) = refused.value.problems
    assert "\\udc" in str(problem)
    str(problem.to_dict()).encode()


def test_other_files_whose_names_are_not_utf_8_do_no_harm(house):
    for name in (b"note\xff.txt", b".hidden\xff", b"cases/note\xff"):
        Path(os.fsdecode(os.fsencode(house) + b"/" + name)).write_text("x", encoding="utf-8")
    Engine.load(house, engine="interpreter")


@pytest.mark.parametrize(
    "text",
    [
        '"": 1\n',
        "? ''\n: 1\n",
        "rules:\n  - {id: a, when: {'': 1}, then: {}}\n",
        "parameters: {'': {'': ''}}\n",
        "'':\n",
    ],
)
def test_an_empty_key_is_one_error_with_its_place(house, text):
    (house / "further.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RulesetError, match=r"house/further.yaml:\d+:\d+: a key is empty"):
        Engine.load(house, engine="interpreter")
