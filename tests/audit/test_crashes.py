"""What was acknowledged survives the death of its writer; the long form is `python -m benchmarks.crashes`."""

from __future__ import annotations

import os
import random
import signal
import time

from benchmarks.crashes import kill_some, prepare
from complaint_rules import AuditLog


def outcome(url, kills, tmp_path, engine, record):
    prepare(url, engine)
    made = [record() for _ in range(5)]
    found = kill_some(url, made, kills, tmp_path, random.Random(kills), engine)  # noqa: S311  # random places need no cryptography
    assert found.wrong == []
    assert found.kills >= kills
    assert found.entries >= found.acknowledged > 0


def test_nothing_acknowledged_is_lost_where_writers_are_killed(url, tmp_path, engine, record):
    outcome(url, 60, tmp_path, engine, record)


def test_nothing_acknowledged_is_lost_where_writers_to_a_server_are_killed(postgres_url, tmp_path, engine, record):
    outcome(postgres_url, 12, tmp_path, engine, record)


def test_a_log_may_be_killed_while_it_is_made(url, tmp_path, engine, record):
    found = kill_some(url, [record()], 10, tmp_path, random.Random(1), engine)  # noqa: S311  # random places need no cryptography
    assert found.wrong == []


def test_many_may_make_a_log_at_once_though_one_of_them_is_killed(tmp_path):
    for number in range(6):
        url = f"sqlite:///{tmp_path}/made{number}.db"
        makers = [_make(url) for _ in range(5)]
        time.sleep(number / 100)
        os.kill(makers[0], signal.SIGKILL)
        ended = [os.waitstatus_to_exitcode(os.waitpid(maker, 0)[1]) for maker in makers]
        assert ended[1:] == [0] * 4


def _make(url):
    child = os.fork()
    if child == 0:
        code = 1
        try:
            with AuditLog(url, wait_seconds=30) as log:
                code = log.size
        finally:
            os._exit(code)
    return child
