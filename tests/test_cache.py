"""What comes again is kept, what comes once is not, and never too much."""

from __future__ import annotations

from complaint_rules.cache import SEEN_FOR_ONE_KEPT, SecondHitCache


def test_what_comes_once_is_not_kept_and_what_comes_again_is():
    kept: SecondHitCache[str] = SecondHitCache(10)
    assert kept.get("a") is None
    assert kept.put("a", "first") == "first"
    assert kept.get("a") is None
    assert kept.put("a", "second") == "second"
    assert kept.get("a") == "second"


def test_no_more_is_kept_than_it_may():
    kept: SecondHitCache[int] = SecondHitCache(10)
    for number in range(1000):
        kept.put(number, number)
        kept.put(number, number)
        assert sum(kept.get(other) is not None for other in range(1000)) <= 10
        assert kept.get(number) == number


def test_what_was_seen_once_is_forgotten_before_it_fills_memory():
    kept: SecondHitCache[int] = SecondHitCache(1)
    for number in range(SEEN_FOR_ONE_KEPT + 1):
        kept.put(number, number)
    kept.put(0, 0)
    assert kept.get(0) is None
