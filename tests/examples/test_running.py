"""The service as a process of its own, and decisions while its rulesets are edited and reloaded."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from complaint_rules import Engine
from examples.service import create_app
from tests.examples.asking import COMPLAINT, TOKEN

ROOT = Path(__file__).parents[2]
TIERS = ("low", "mid", "high")
WAIT = 20


def edited(folder, tier):
    """Give the one rule another tier; saved by rename."""
    file = folder / "ruleset.yaml"
    text = re.sub(r'"severity": "\w+"', f'"severity": "{tier}"', file.read_text(encoding="utf-8"))
    beside = file.with_suffix(".next")
    beside.write_text(text, encoding="utf-8")
    beside.replace(file)


@pytest.fixture
def folder(write):
    return write({"when": {}, "then": {"severity": "low"}})


@pytest.fixture
def start(tmp_path):
    """Starts the service on a port that the system picks; stops it in the end."""
    started = []

    def starter(*arguments, token=TOKEN):
        log = (tmp_path / "log").open("w+", encoding="utf-8")
        environment = {**os.environ, "COMPLAINT_RULES_TOKEN": token}
        command = [sys.executable, "-m", "examples.service", *map(str, arguments), "--engine", "python", "--port", "0"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, text=True)  # noqa: S603
        started.append((process, log))
        for _ in range(WAIT * 20):
            said = Path(log.name).read_text(encoding="utf-8")
            found = re.search(r"running on (http://\S+)", said)
            if found:
                return process, httpx.Client(base_url=found[1])
            if process.poll() is not None:
                return process, said
            time.sleep(0.05)
        raise AssertionError(said)

    yield starter
    for process, log in started:
        process.kill()
        process.wait()
        log.close()


def test_a_process_answers_over_http_takes_up_an_edited_file_and_stops_when_told(folder, start):
    process, client = start("retail-store", folder)
    with client:
        ready = client.get("/ready")
        assert (ready.status_code, [one["id"] for one in ready.json()["rulesets"]]) == (200, ["retail-store", "house"])
        answer = client.post("/rulesets/retail-store/decide", json=COMPLAINT)
        expected = Engine.load("retail-store", engine="python").decide(COMPLAINT).to_dict()
        assert (answer.status_code, answer.json()) == (200, expected)
        wrong = client.post("/rulesets/house/decide", json={}, headers={"accept-language": "zh"})
        assert (wrong.status_code, wrong.headers["content-type"]) == (422, "application/problem+json")
        large = client.post("/rulesets/house/decide", json={"id": "x" * 300_000})
        assert large.status_code == 413
        edited(folder, "high")
        until = time.monotonic() + WAIT
        while client.post("/rulesets/house/decide", json=COMPLAINT).json()["severity"]["tier"] != "high":
            assert time.monotonic() < until
            time.sleep(0.05)
        assert client.get("/openapi.json").json()["openapi"].startswith("3.")
    process.send_signal(signal.SIGTERM)
    process.wait(WAIT)


def test_a_wrong_ruleset_keeps_the_process_from_starting(folder, start):
    edited(folder, "lowest")
    process, said = start(folder)
    assert process.returncode == 2
    assert said.startswith("error: ")
    assert "`lowest`" in said


def test_a_wrong_ruleset_never_replaces_a_running_one(folder):
    app = create_app([folder], engine="python", token=TOKEN)
    headers = {"authorization": f"Bearer {TOKEN}", "accept-language": "zh"}

    async def story():
        transport = httpx.ASGITransport(app)
        async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url="http://s") as ask:

            async def reload():
                return await ask.post("/rulesets/house/reload", headers=headers)

            async def served():
                return (await ask.get("/ready")).json()["rulesets"][0]

            async def tier():
                return (await ask.post("/rulesets/house/decide", json=COMPLAINT)).json()["severity"]["tier"]

            edited(folder, "lowest")
            wrong = await reload(), await served(), await tier()
            edited(folder, "mid")
            return *wrong, await reload(), await served(), await tier()

    refused, then, tier_then, again, now, tier_now = asyncio.run(story())
    details = refused.json()
    assert (refused.status_code, details["status"], refused.headers["content-language"]) == (409, 409, "zh")
    assert details["type"] == "urn:complaint-rules:error:invalid-ruleset"
    assert details["title"] == "规则集有误"
    assert details["errors"][0]["place"]["file"].endswith("ruleset.yaml")
    assert (tier_then, tier_now) == ("low", "mid")
    assert then["refused_at"] is not None
    assert now["refused_at"] is None
    assert again.status_code == 200
    assert again.json()["ruleset"]["digest"] == now["digest"] != then["digest"]


def test_no_request_is_dropped_or_decided_by_a_mixture_while_rulesets_are_reloaded(folder):
    """Requests and reloads run in threads at once; each decision is that of the version whose digest it names."""
    by_digest = {}
    for tier in TIERS:
        edited(folder, tier)
        by_digest[Engine.load(folder, engine="interpreter").ruleset.digest] = tier
    app = create_app([folder], engine="python", token=TOKEN)
    headers = {"authorization": f"Bearer {TOKEN}"}

    async def work():
        seen, over = [], asyncio.Event()
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://service") as ask:

            async def decide(route, body):
                while not over.is_set():
                    answer = await ask.post(f"/rulesets/house/{route}", json=body)
                    found = answer.json()
                    one = [found] if route == "decide" else [entry["decision"] for entry in found["results"]]
                    seen.append((answer.status_code, {(x["ruleset"]["digest"], x["severity"]["tier"]) for x in one}))

            async def reload():
                try:
                    for number in range(30):
                        edited(folder, TIERS[number % 3])
                        answer = await ask.post("/rulesets/house/reload", headers=headers)
                        assert answer.status_code == 200
                finally:
                    over.set()

            many = {"complaints": [COMPLAINT] * 10}
            asked = [decide("decide", COMPLAINT) for _ in range(12)] + [decide("decide-many", many) for _ in range(4)]
            await asyncio.gather(reload(), *asked)
        return seen

    seen = asyncio.run(work())
    assert {status for status, _ in seen} == {200}
    assert {len(decided) for _, decided in seen} == {1}
    versions = {version for _, decided in seen for version in decided}
    assert versions == set(by_digest.items())
