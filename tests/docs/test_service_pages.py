"""The commands that start the service and ask it are true, on the page for services and in the README."""

from __future__ import annotations

import inspect
import json
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time

import pytest

from complaint_rules import Engine
from examples.service.app import _guarded, _rulesets, _state
from examples.service.telemetry import Telemetry
from tests.docs.blocks import DOCS, ROOT, read_blocks

WAIT = 30


def commands(page):
    """The commands of the block that starts the service."""
    (block,) = [one for one in read_blocks(page) if "examples.service" in one.text]
    return [line.removeprefix("$ ") for line in block.text.splitlines()]


@pytest.fixture
def follow(tmp_path):
    """Types commands as they are written, but for the port; returns what those that ask print."""
    started = []

    def type_(command, port):
        words = [word.replace("8000", port) for word in shlex.split(command)]
        if words[0] == "curl":
            words[:1] = ["curl", "--silent", "--fail"]
            return subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True).stdout  # noqa: S603
        assert words[0] == "python", command
        log = (tmp_path / "log").open("w+")
        command = [sys.executable, *words[1:]]
        started.append((subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log), log))  # noqa: S603
        until = time.monotonic() + WAIT
        while not re.search("running on http", (tmp_path / "log").read_text()):
            assert time.monotonic() < until, (tmp_path / "log").read_text()
            time.sleep(0.05)
        return None

    yield lambda page, port: [type_(one, port) for one in commands(page) if not one.startswith("pip install")]
    for process, log in started:
        process.kill()
        process.wait()
        log.close()


@pytest.fixture
def port():
    """A port that was free just now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return str(one.getsockname()[1])


@pytest.mark.skipif(shutil.which("curl") is None, reason="the commands of the pages use curl")
@pytest.mark.parametrize(("page", "ruleset"), [("services.md", "mall-emergency"), ("../README.md", "retail-store")])
def test_the_commands_start_the_service_and_it_decides(page, ruleset, follow, port):
    started, decided, *more = follow(page, port)
    complaint = json.loads((ROOT / "examples" / "injury.json").read_text(encoding="utf-8"))
    expected = Engine.load(ruleset, engine="python").decide(complaint).to_dict()
    assert started is None
    assert {**json.loads(decided), "engine": None} == {**expected, "engine": None}
    assert [json.loads(one)["status"] for one in more] == (["ready"] if page == "services.md" else [])


def test_the_page_has_every_route_and_every_metric():
    page = (DOCS / "services.md").read_text(encoding="utf-8")
    routes = [route for router in (_rulesets, _guarded, _state) for route in router.routes]
    assert len(routes) == 8
    for route in routes:
        (method,) = route.methods
        assert f"`{method} {route.path.replace('{ruleset}', '{id}')}`" in page
    metrics = set(re.findall(r'"(complaint_rules\.[\w.]+)"', inspect.getsource(Telemetry.__init__)))
    assert len(metrics) == 4
    for name in {*metrics, "http.server.request.duration"}:
        assert f"| `{name}` |" in page
