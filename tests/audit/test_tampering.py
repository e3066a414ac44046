"""Whoever has the database but not the key can't change it unseen; long form: `python -m benchmarks.tampering`."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing

import pytest

from benchmarks import tampering
from benchmarks.tampering import WHOLE, all_spots, flipped_files, make, mismatch, missed
from complaint_rules import AuditLog

ENTRIES = 60


@pytest.fixture(scope="module")
def sound(tmp_path_factory, engine):
    log = make(tmp_path_factory.mktemp("sound"), ENTRIES, engine)
    assert log.verify(log.path).ok
    return log


def test_every_removal_insertion_swap_and_truncation_is_found_at_its_entry(sound):
    chosen = random.Random(3).sample(range(sound.checkpoint.size), 12)  # noqa: S311  # random places need no cryptography
    assert missed(sound, [0, 1, sound.checkpoint.size - 1, *chosen]) == []


def test_a_changed_byte_of_any_stored_value_is_found_at_its_entry(sound):
    rng, spots = random.Random(5), all_spots(sound)  # noqa: S311  # random places need no cryptography
    kinds = {(spot.table, spot.column): spot for spot in spots}
    assert kinds.keys() == {(table, column) for table, columns in tampering.COLUMNS.items() for column in columns}
    chosen = [*kinds.values(), *(rng.choice(spots) for _ in range(60))]
    assert [said for spot in chosen if (said := mismatch(sound, spot, rng.randrange(1, 256)))] == []


def test_a_changed_byte_of_the_file_is_found_unless_nothing_that_is_stored_changed(sound):
    changed, _, lost = flipped_files(sound, 60, seed=9)
    assert lost == []
    assert changed > 20


def test_columns_are_all_that_is_stored(sound):
    with closing(sqlite3.connect(sound.path)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        stored = {name: {row[1] for row in connection.execute(f"PRAGMA table_info({name})")} for name in tables}
    assert stored.keys() == {*tampering.COLUMNS, "log_mentions", "log_version"}
    for table, columns in tampering.COLUMNS.items():
        assert stored[table] - {*columns} <= {"idx", "id"}


def test_what_was_not_checked_before_is_found_in_the_index_of_searches(sound):
    for statement in (
        "DELETE FROM log_mentions WHERE first = 0 AND name = (SELECT max(name) FROM log_mentions WHERE first = 0)",
        "INSERT INTO log_mentions VALUES (1, 4)",
        "UPDATE log_mentions SET first = 6 WHERE first = 0 AND name = 1",
        "INSERT INTO log_mentions VALUES (1, 4000)",
        "INSERT INTO log_names VALUES (4000, 'tier', 'none')",
        "DELETE FROM log_names WHERE id = 2",
    ):
        assert not sound.after(lambda connection, statement=statement: connection.execute(statement)).ok, statement


def test_rows_that_do_not_belong_to_any_entry_are_found(sound):
    for statement in (
        "INSERT INTO log_keys VALUES (4000, x'00')",
        "INSERT INTO log_files VALUES ('x', x'00')",
        "INSERT INTO log_calendars VALUES ('x', x'00')",
        "INSERT INTO log_rulesets VALUES ('x', x'00')",
        "INSERT INTO log_head VALUES (2, 'x', 0, x'')",
        "DELETE FROM log_head",
        "DELETE FROM log_rulesets",
        "DELETE FROM log_calendars",
        "DELETE FROM log_files",
        "INSERT INTO log_entries VALUES (-5, 'event', NULL, '', NULL, x'00', NULL, x'00')",
        "INSERT INTO log_entries VALUES (4000, 'event', NULL, '', NULL, x'00', NULL, x'00')",
        "UPDATE log_entries SET outline = CAST(outline AS TEXT) WHERE idx = 4",
        "UPDATE log_entries SET body = 7 WHERE idx = 0",
        "UPDATE log_head SET size = 'many'",
    ):
        assert not sound.after(lambda connection, statement=statement: connection.execute(statement)).ok, statement


def test_an_erased_key_that_was_not_erased_through_the_log_is_found_and_so_is_one_that_came_back(sound):
    def first(statement):
        found = sound.after(lambda connection: connection.execute(statement))
        return found.findings[0].code, found.first

    assert first("DELETE FROM log_keys WHERE idx = 0") == ("key-missing", 0)
    with AuditLog(f"sqlite:///{sound.path}") as log:
        erased = next(log.find(kind="erasure")).outline["keys"][0]
    code, index = first(f"INSERT INTO log_keys VALUES ({erased}, x'00')")  # noqa: S608  # names of our own tables
    assert (code, index) == ("key-left", erased)


def test_a_log_that_was_written_anew_differs_from_the_checkpoint_that_it_has_itself(sound):
    """Without any checkpoint from outside the ones in the log still tell, since nobody can sign them anew."""
    copy = sound.path.with_name("anew.db")
    copy.write_bytes(sound.path.read_bytes())
    with closing(sqlite3.connect(copy)) as connection:
        tampering.rewrite(3)(connection)
        connection.commit()
    with AuditLog(f"sqlite:///{copy}") as log:
        found = log.verify()
        held = log.verify(verifier=sound.key.verifier)
    assert [one.code for one in found.findings] == ["rewritten"] == [one.code for one in held.findings]
    assert found.findings[0].index <= 3 <= found.findings[0].until


def test_a_shorter_check_of_the_tree_alone_finds_what_is_not_in_it(sound):
    copy = sound.path.with_name("quick.db")
    for name, change in WHOLE.items():
        copy.write_bytes(sound.path.read_bytes())
        with closing(sqlite3.connect(copy)) as connection:
            change(7)(connection)
            connection.commit()
        with AuditLog(f"sqlite:///{copy}") as log:
            assert not log.verify(sound.checkpoint, full=False).ok, name
    with AuditLog(f"sqlite:///{sound.path}") as log:
        assert log.verify(sound.checkpoint, full=False).ok
