"""What a resolution works out later is whole whenever another thread asks for it."""

from __future__ import annotations

from complaint_rules.resolve.resolver import Resolver


def test_claims_are_whole_while_another_thread_gathers_them(load, write, complaint, monkeypatch):
    rules = [{"then": {"support": name}} for name in ("finance", "security", "insurer")]
    resolution = load(write(*rules)).decide(complaint()).resolution
    seen = []
    says = Resolver.says

    def says_and_asks(resolver, position):
        if not seen:  # as if another thread came in between
            seen.append(None)
            seen[0] = dict(resolution.claims)
        return says(resolver, position)

    monkeypatch.setattr(Resolver, "says", says_and_asks)
    assert dict(resolution.claims) == seen[0]
    assert len(seen[0]) == len(rules)
