"""One engine serves many threads, leaves none behind, and holds no more memory after many decisions than after few."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from complaint_rules import Engine
from complaint_rules.match.engines import rete_available
from tests.shipped import some_cases

THREADS = 8
ROOT = Path(__file__).parents[1]


@pytest.fixture(params=["rete", "python"])
def engine(request):
    if request.param == "rete" and not rete_available():
        pytest.skip("durable-rules is not installed")
    return Engine.load("retail-store", engine=request.param)


@pytest.fixture(scope="module")
def worked():
    return [case.complaint for case in some_cases("retail-store", 60)]


def test_eight_threads_decide_as_one_does(engine, worked):
    serial = [engine.decide(complaint).to_dict() for complaint in worked]
    barrier = threading.Barrier(THREADS)

    def all_of_them(shift):
        barrier.wait(timeout=60)
        order = [(index + 7 * shift) % len(worked) for index in range(len(worked))] * 2
        return [(index, engine.decide(worked[index]).to_dict()) for index in order]

    with ThreadPoolExecutor(THREADS) as pool:
        results = [one for found in pool.map(all_of_them, range(THREADS)) for one in found]
    assert len(results) == THREADS * 2 * len(worked)
    assert [index for index, decision in results if decision != serial[index]] == []


def test_deciding_starts_no_threads(engine, worked):
    before = set(threading.enumerate())
    for complaint in worked:
        engine.decide(complaint)
    assert set(threading.enumerate()) == before


def test_two_loads_of_one_ruleset_share_what_is_compiled(engine):
    assert Engine.load("retail-store", engine=engine.engine)._assembly is engine._assembly


def test_threads_that_load_at_the_same_time_share_what_is_compiled(write):
    folder = write({"then": {"permit": "apology"}})
    with ThreadPoolExecutor(THREADS) as pool:
        engines = list(pool.map(lambda _: Engine.load(folder, engine="python"), range(THREADS)))
    assert len({id(engine._assembly) for engine in engines}) == 1


_MEASURE = """
import sys
from itertools import cycle, islice
from benchmarks.alone import megabytes
from complaint_rules import Engine
from tests.shipped import some_cases

engine = Engine.load("retail-store", engine=sys.argv[1])
complaints = cycle([case.complaint for case in some_cases("retail-store", 100)])

def decide(count):
    for index, complaint in enumerate(islice(complaints, count)):
        decision = engine.decide({**complaint, "id": f"C-{index}", "claimed_amount": f"{index}.00"})
        decision.status
    return megabytes()

first = decide(2_000)
print(decide(2_000) - first)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="resident memory as Linux counts it")
@pytest.mark.parametrize("name", ["rete", "python"])
def test_resident_memory_stays_flat_over_four_thousand_decisions(name):
    if name == "rete" and not rete_available():
        pytest.skip("durable-rules is not installed")
    done = subprocess.run(  # noqa: S603  # our own text, run by this very Python
        [sys.executable, "-c", _MEASURE, name], cwd=ROOT, capture_output=True, text=True, timeout=300, check=True
    )
    assert float(done.stdout) < 4, "2,000 decisions after the first 2,000 took over 4 MiB more"
