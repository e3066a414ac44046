"""The soak sees memory that is never given back, and decisions that are not those of their version."""

from __future__ import annotations

import pytest

from benchmarks import soak
from complaint_rules import Engine


@pytest.fixture
def leaking(monkeypatch):
    """Every load keeps some megabytes for good."""
    kept, load = [], Engine.load

    def loading(*given, **named):
        kept.append(b"x" * 8_000_000)
        return load(*given, **named)

    monkeypatch.setattr(Engine, "load", loading)


@pytest.mark.usefixtures("leaking")
def test_a_leak_of_some_megabytes_with_each_reload_fails_the_short_form():
    found = soak.reloads("interpreter", soak.SHORT.counts["reloads"])
    most = soak.SHORT.most_mb["reloads"]["interpreter"]
    assert not found.holds(most)
    assert found.line(most).startswith("FAILED interpreter: 12 reloads with 240 decisions, 0 of them wrong;")


def test_threads_that_decide_by_another_version_than_they_name_are_wrong(monkeypatch):
    numbers = iter(range(10**9))
    monkeypatch.setattr(soak, "_compared", lambda data: str(next(numbers)))
    found = soak.threads("interpreter", 1)
    assert found.wrong == found.decisions > 0
    assert not found.holds(10**9)


@pytest.mark.parametrize("form", [soak.LONG, soak.SHORT], ids=["long", "short"])
def test_each_part_has_a_count_and_a_bound_on_each_engine(form):
    assert set(form.counts) == set(form.most_mb) == set(soak.PARTS)
    for bounds in form.most_mb.values():
        assert set(bounds) >= set(soak.available())


@pytest.mark.parametrize(("added", "wrong", "code"), [(1.0, 0, 0), (10**6, 0, 1), (1.0, 1, 1)])
def test_it_ends_with_a_failure_where_memory_grew_or_a_decision_was_wrong(monkeypatch, capsys, added, wrong, code):
    monkeypatch.setattr("sys.argv", ["soak", "--short"])
    monkeypatch.setattr(soak, "alone", lambda part, engine, count: soak.Soaked(part, engine, count, 5, added, wrong))
    with pytest.raises(SystemExit) as end:
        soak.main()
    assert end.value.code == code
    assert capsys.readouterr().out.count("FAILED") == code * len(soak.PARTS) * len(soak.available())
