"""What comes again is kept, what comes once is not, and never too much."""

from __future__ import annotations

from complaint_rules.keeping import SEEN_FOR_ONE_KEPT, SecondHitCache


def test_what_comes_once_is_not_kept_and_what_comes_again_is():
    kept: SecondHitCache[str] = SecondHitCache(10)
    assert kept.find("a") is None
    assert kept.keep("a", "first") == "first"
    assert kept.find("a") is None
    assert kept.keep("a", "second") == "second"
    assert kept.find("a") == "second"


def test_no_more_is_kept_than_it_may():
    kept: SecondHitCache[int] = SecondHitCache(10)
    for number in range(1000):
        kept.keep(number, number)
        kept.keep(number, number)
        assert sum(kept.find(other) is not None for other in range(1000)) <= 10
        assert kept.find(number) == number


def test_what_was_seen_once_is_forgotten_before_it_fills_memory():
    kept: SecondHitCache[int] = SecondHitCache(1)
    for number in range(SEEN_FOR_ONE_KEPT + 1):
        kept.keep(number, number)
    kept.keep(0, 0)
    assert kept.find(0) is None
