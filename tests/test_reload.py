"""A service takes up an edited ruleset without dropping a request, and never a wrong one."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from complaint_rules import Engine, ReloadingEngine, RulesetError
from complaint_rules.errors import ComplaintRulesError
from complaint_rules.reload import WatchfilesMissingError

WAIT = 60
COMPLAINT = {"id": "C-1", "received_at": "2026-03-04T10:00:00+08:00", "kind": "other"}
TIERS = ("low", "mid", "high")


def rules(tier: str) -> dict:
    return {"then": {"severity": tier}}


def text_of(folder, tier):
    data = json.loads((folder / "ruleset.yaml").read_text(encoding="utf-8"))
    data["rules"][0]["then"]["severity"] = tier
    return json.dumps(data)


def edit(folder, tier):
    (folder / "ruleset.yaml").write_text(text_of(folder, tier), encoding="utf-8")


def tier_of(engine):
    return engine.decide(COMPLAINT).severity.tier


class Told:
    """Callbacks that a test can wait for."""

    def __init__(self):
        self.swapped, self.refused = threading.Semaphore(0), threading.Semaphore(0)
        self.failures = []

    def on_swap(self, engine):
        self.swapped.release()

    def on_error(self, failure):
        self.failures.append(failure)
        self.refused.release()


@pytest.fixture
def folder(write):
    return write(rules("low"))


@pytest.fixture
def told():
    return Told()


@pytest.fixture
def watched(folder, told):
    options = {"engine": "python", "settle_seconds": 0.05, "recheck_seconds": 0.2}
    with ReloadingEngine(folder, on_swap=told.on_swap, on_error=told.on_error, **options) as rules:
        yield rules


def test_an_edited_ruleset_is_taken_up_when_asked_and_an_unchanged_one_is_the_same(folder):
    rules = ReloadingEngine(folder, engine="python")
    before = rules.engine
    assert rules.reload() is False
    assert rules.engine is before
    edit(folder, "high")
    assert tier_of(rules) == "low"
    assert rules.reload() is True
    assert (tier_of(rules), tier_of(before)) == ("high", "low")


def test_a_wrong_ruleset_never_replaces_a_running_one_and_its_error_is_data(folder, told):
    rules = ReloadingEngine(folder, engine="python", on_error=told.on_error)
    edit(folder, "nosuch")
    assert rules.reload() is False
    assert tier_of(rules) == "low"
    assert told.failures == [rules.last_error]
    assert "nosuch" in rules.last_error.problems[0].message
    assert "nosuch" in json.dumps(rules.last_error.to_dict())
    edit(folder, "low")
    assert rules.reload() is False
    assert rules.last_error is None


def test_the_first_version_must_be_right(folder):
    edit(folder, "nosuch")
    with pytest.raises(RulesetError):
        ReloadingEngine(folder)


def test_a_version_runs_only_if_its_cases_pass(folder):
    (folder / "cases").mkdir()
    case = [{"case": "x", "complaint": COMPLAINT, "expect": {"severity.tier": "low"}}]
    (folder / "cases" / "c.yaml").write_text(json.dumps(case), encoding="utf-8")
    rules = ReloadingEngine(folder, engine="python", cases=True)
    edit(folder, "high")
    assert rules.reload() is False
    assert tier_of(rules) == "low"
    assert "case `x`" in rules.last_error.problems[0].message


def test_a_version_runs_only_if_the_callers_check_passes(folder):
    def check(engine):
        if tier_of(engine) == "high":
            raise ValueError("too strict")

    rules = ReloadingEngine(folder, engine="python", check=check)
    edit(folder, "high")
    assert rules.reload() is False
    assert (tier_of(rules), str(rules.last_error.error)) == ("low", "too strict")
    edit(folder, "mid")
    assert rules.reload() is True


def test_a_callback_that_fails_stops_nothing(folder, caplog):
    def broken(_):
        raise ValueError("mine")

    rules = ReloadingEngine(folder, engine="python", on_swap=broken)
    edit(folder, "high")
    assert rules.reload() is True
    assert "callback" in caplog.text


def test_the_watcher_sees_a_file_written_in_place(folder, told, watched):
    edit(folder, "high")
    assert told.swapped.acquire(timeout=WAIT)
    assert tier_of(watched) == "high"


def test_the_watcher_sees_a_file_saved_by_rename(folder, told, watched):
    other = folder / ".ruleset.yaml.swp"
    for tier in ("high", "mid"):
        other.write_text(text_of(folder, tier), encoding="utf-8")
        other.replace(folder / "ruleset.yaml")
        assert told.swapped.acquire(timeout=WAIT)
        assert tier_of(watched) == tier


def test_a_half_written_file_is_refused_and_the_whole_one_taken_up(folder, told, watched):
    whole = text_of(folder, "high")
    (folder / "ruleset.yaml").write_text(whole[: len(whole) // 2], encoding="utf-8")
    assert told.refused.acquire(timeout=WAIT)
    assert tier_of(watched) == "low"
    (folder / "ruleset.yaml").write_text(whole, encoding="utf-8")
    assert told.swapped.acquire(timeout=WAIT)
    assert tier_of(watched) == "high"
    assert watched.last_error is None


def test_a_deleted_folder_leaves_the_rules_running_until_it_is_there_again(folder, told, watched):
    text = text_of(folder, "high")
    shutil.rmtree(folder)
    assert told.refused.acquire(timeout=WAIT)
    assert tier_of(watched) == "low"
    folder.mkdir()
    (folder / "ruleset.yaml").write_text(text, encoding="utf-8")
    assert told.swapped.acquire(timeout=WAIT)
    assert tier_of(watched) == "high"


def test_a_folder_replaced_as_a_whole_is_watched_on(folder, told, watched, tmp_path):
    for number, tier in enumerate(("high", "mid")):
        shutil.copytree(folder, tmp_path / "next" / folder.name)
        edit(tmp_path / "next" / folder.name, tier)
        folder.rename(tmp_path / f"old{number}")
        (tmp_path / "next" / folder.name).rename(folder)
        assert told.swapped.acquire(timeout=WAIT)
        assert tier_of(watched) == tier


def test_a_lower_layer_is_watched_too_also_one_that_was_missing(write, told, tmp_path):
    write(rules("low"), name="below")
    house = write(name="house", extends=["../below"])
    options = {"engine": "python", "settle_seconds": 0.05, "recheck_seconds": 0.2}
    with ReloadingEngine(house, on_swap=told.on_swap, on_error=told.on_error, **options) as watched:
        edit(tmp_path / "below", "mid")
        assert told.swapped.acquire(timeout=WAIT)
        assert tier_of(watched) == "mid"
        (tmp_path / "below").rename(tmp_path / "away")
        assert told.refused.acquire(timeout=WAIT)
        edit(tmp_path / "away", "high")
        (tmp_path / "away").rename(tmp_path / "below")
        assert told.swapped.acquire(timeout=WAIT)
        assert tier_of(watched) == "high"


def test_sixteen_threads_decide_by_one_version_each_while_it_is_edited(folder, load, engine_name):
    by_digest = {}
    for tier in TIERS:
        edit(folder, tier)
        by_digest[Engine.load(folder, engine="interpreter").ruleset.digest] = tier
    rules = ReloadingEngine(folder, engine=engine_name)
    done = threading.Event()

    def work():
        wrong = count = 0
        while count < 20 or not done.is_set():
            decision = rules.decide(COMPLAINT)
            wrong += by_digest[decision.ruleset.digest] != decision.severity.tier
            count += 1
        return wrong

    with ThreadPoolExecutor(16) as pool:
        found = [pool.submit(work) for _ in range(16)]
        for number in range(12):
            edit(folder, TIERS[number % 3])
            rules.reload()
        done.set()
        assert [one.result() for one in found] == [0] * 16


def test_an_edit_during_the_check_is_not_lost_and_nothing_stale_runs(folder, told):
    def check(engine):
        if tier_of(engine) == "mid":
            edit(folder, "high")

    options = {"engine": "python", "settle_seconds": 0.05, "recheck_seconds": 0.2}
    with ReloadingEngine(folder, check=check, on_swap=told.on_swap, **options) as watched:
        edit(folder, "mid")
        while tier_of(watched) != "high":
            assert told.swapped.acquire(timeout=WAIT)


def test_without_watchfiles_the_error_names_the_extra_and_reloading_by_hand_works(folder):
    program = """
import sys
sys.modules["watchfiles"] = None
from complaint_rules import ReloadingEngine
rules = ReloadingEngine(sys.argv[1])
print(rules.reload())
try:
    rules.start()
except ImportError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program, folder], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.startswith("False\n")
    assert "pip install 'complaint-rules[reload]'" in done.stdout
    assert issubclass(WatchfilesMissingError, ComplaintRulesError)
