"""The guides for auditors and for those who run the log: all they say is so, in English and in Chinese."""

from __future__ import annotations

import re
import sqlite3
import subprocess
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from complaint_rules import AuditLog, Engine, Signer
from complaint_rules.messages.catalogue import WORDINGS
from tests.audit import postgres
from tests.docs.blocks import DOCS, Session, read_blocks

GUIDES = ("auditors.md", "operations.md")
COMPLAINT = {"id": "C-1", "received_at": "2026-11-20T10:00:00+08:00", "kind": "other"}


@pytest.fixture(autouse=True)
def apart(tmp_path, monkeypatch):
    """A folder to work in."""
    folder = tmp_path / "reader"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def server():
    """A PostgreSQL server; its programs come with it."""
    if postgres.binaries() is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres.server() as url:
        yield url


def functions(page="operations.md"):
    """The functions that a page defines."""
    names = {}
    for block in read_blocks(page):
        if block.language == "python" and "\ndef " in block.text:
            exec(compile(block.text, str(block), "exec"), names)  # noqa: S102  # our own pages
    return names


def fill(url, key, count=3):
    """A log with some decisions and an erased one; returns its checkpoint."""
    with AuditLog(url, origin=key.name) as log:
        engine = Engine.load("retail-store", engine="python", log=log)
        for number in range(count):
            engine.decide({**COMPLAINT, "id": f"C-{number}"})
        log.erase("C-1", reason="an example")
        return log.checkpoint(key)


def sound(url, checkpoint, key):
    """Whether a log fits a checkpoint, decides as it did, and goes on."""
    with AuditLog(url) as log:
        engine = Engine.load("retail-store", engine="python", log=log)
        engine.decide({**COMPLAINT, "id": "later"})
        return log.verify(checkpoint, verifier=key.verifier).ok and log.replay().ok


@pytest.fixture
def key():
    return Signer.new("shop.example/complaints")


@pytest.mark.parametrize("page", ["operations.md", *(f"zh/{page}" for page in GUIDES)])
def test_whoever_follows_a_guide_sees_what_it_says(page, apart):
    Session(apart).follow(page)


@pytest.mark.parametrize("page", GUIDES)
def test_both_languages_run_the_same_commands_and_have_the_same_parts(page):
    english, chinese = read_blocks(page), read_blocks(f"zh/{page}")
    assert [(one.language, one.title) for one in english] == [(one.language, one.title) for one in chinese]
    for one, other in zip(english, chinese, strict=True):
        if one.is_file:
            assert one.text == other.text, str(one)
        elif one.language == "python":
            assert code(one) == code(other), str(one)
        else:
            assert typed(one) == [line.replace(" --lang zh", "") for line in typed(other)], str(one)
    texts = [(DOCS / name).read_text(encoding="utf-8") for name in (page, f"zh/{page}")]
    for part in (r"^#+ ", r"^\|", r"^- "):
        assert len({len(re.findall(part, text, re.MULTILINE)) for text in texts}) == 1, part


def typed(block):
    return [re.sub('"[^"]*"', '""', line) for line in block.text.splitlines() if line.startswith("$ ")]


def code(block):
    """Python without what is said in it."""
    lines = [re.sub(r"  #.*|^ *\"\"\".*", "", line) for line in block.text.splitlines()]
    return [line for line in lines if line.strip()]


def test_a_backup_has_no_key_in_it_and_is_whole_with_its_keys(key):
    checkpoint = fill("sqlite:///log.db", key)
    with closing(sqlite3.connect("log.db")) as connection:
        keys = [row[0] for row in connection.execute("SELECT key FROM log_keys")]
    made = functions()
    made["back_up"]("log.db", "backup.db", "keys.db")
    with open("backup.db", "rb") as file:  # noqa: PTH123
        content = file.read()
    assert len(keys) == 2
    assert not any(one in content for one in keys)
    made["restore"]("backup.db", "keys.db", "restored.db")
    assert sound("sqlite:///restored.db", checkpoint, key)


def test_a_log_moves_from_sqlite_to_postgresql_and_goes_on_there(server, key):
    checkpoint = fill("sqlite:///log.db", key)
    target = server.replace("postgresql://", "postgresql+psycopg://")
    functions()["move"]("sqlite:///log.db", target)
    assert sound(target, checkpoint, key)


def test_a_dump_of_postgresql_and_its_keys_apart_are_a_whole_log_together(server, key):
    import psycopg

    checkpoint = fill(server, key)
    dump = postgres.binaries() / "pg_dump"
    other = urlsplit(server)._replace(path="/other").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        (stored,) = connection.execute("SELECT encode(key, 'hex') FROM log_keys LIMIT 1").fetchone()
        connection.execute("CREATE DATABASE other")
    (commands,) = [line for line in (DOCS / "operations.md").read_text().splitlines() if "`pg_dump --ex" in line]
    parts = []
    for words in re.findall("`pg_dump ([^`]+)`", commands):
        done = subprocess.run([dump, *words.split(), server], check=True, capture_output=True)  # noqa: S603  # of the server
        parts.append(done.stdout)
        subprocess.run([dump.with_name("psql"), "-q", other], check=True, input=done.stdout, stdout=subprocess.DEVNULL)  # noqa: S603
    assert [stored.encode() in part for part in parts] == [False, True]
    assert sound(other, checkpoint, key)


def test_the_faults_name_codes_that_there_are():
    page = (DOCS / "operations.md").read_text(encoding="utf-8")
    named = set(
        re.findall(r"`((?:log|master|signature|ruleset)-[a-z-]+)`", page.partition("## When something fails")[2])
    )
    assert len(named) > 8
    assert named <= {*WORDINGS}
