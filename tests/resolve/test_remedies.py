"""Remedies: what may be offered where a rule can not say how much."""

from __future__ import annotations


def test_a_limit_without_a_figure_on_the_day_is_the_narrowest_and_a_person_must_look(load, write, complaint):
    figures = {"2020-01-01": "50.00", "2026-01-01": None}
    sum_ = {"unit": "CNY", "basis": "assumption", "reason": "an example", "values": figures}
    rules = (
        {"id": "floor", "then": {"require": {"compensation": {"min": "sum"}}}},
        {
            "id": "top",
            "then": {"permit": {"refund": {"max": "sum"}}},
        },
    )
    engine = load(write(*rules, parameters={"sum": sum_}))
    decision = engine.decide(complaint())
    assert [(one.kind, one.min, one.max) for one in decision.remedies] == [
        ("refund", "0.00", "0.00"),
        ("compensation", "0.00", None),
    ]
    assert [(note.output, note.rules) for note in decision.review] == [
        ("parameters", ("house/floor",)),
        ("parameters", ("house/top",)),
    ]
    assert all("no figure for parameter `sum`" in note.message for note in decision.review)
    assert not engine.decide(complaint(received_at="2025-11-20T10:00:00+08:00")).review
