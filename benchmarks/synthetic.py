"""Made-up rulesets of any size: a chain whose sites have rules of their own. However many sites, as many rules apply.

Five rules hold for every site, whatever the sum claimed. Each site has five more, each for one kind of complaint from
some sum on; a complaint comes from one site, so one of these applies or none, and all other sites' rules are idle.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SIZES = (10, 100, 1_000, 10_000)
OF_EVERY_SITE = 5
OF_EACH_SITE = 5
KINDS = ("lost_property", "vehicle", "conflict", "product_quality", "service_quality")
_ACTIONS = ("record_statement", "read_back_record", "review_cctv", "preserve_cctv", "contact_family")
_TITLE = {"en": "Made up", "zh": "虚构"}


def write(folder: Path, size: int) -> Path:
    """Write a ruleset of so many rules into a folder, as an author would."""
    header = {
        "ruleset": f"made-up-{size}",
        "language": 1,
        "version": "1.0.0",
        "title": _TITLE,
        "tiers": ["low", "high"],
        "facts": {"site": {"type": "text", "title": {"en": "Site", "zh": "门店"}}},
    }
    folder.mkdir(parents=True)
    text = json.dumps(header | {"rules": list(_rules(size))}, ensure_ascii=False)
    (folder / "ruleset.yaml").write_text(text, encoding="utf-8")  # JSON is YAML
    return folder


def _rules(size: int) -> Iterator[dict[str, Any]]:
    common = {"basis": "assumption", "reason": _TITLE, "title": _TITLE}
    for number in range(OF_EVERY_SITE):
        then = {"severity": "low", "lead": "front_desk"} if number == 0 else {"action": {_ACTIONS[number]: "at_once"}}
        yield {"id": f"all-{number}", "when": {"claimed_amount": f">= {number}.00"}, "then": then} | common
    for number in range(size - OF_EVERY_SITE):
        site, place = divmod(number, OF_EACH_SITE)
        when = {"extra.site": _site(site), "kind": KINDS[place], "claimed_amount": f">= {100 + site % 50}.00"}
        then = {"severity": "high", "action": {_ACTIONS[place]: "resolve"}}
        yield {"id": f"site-{site}-{place}", "when": when, "then": then} | common


def _site(number: int) -> str:
    return f"site-{number:05}"


def complaints(size: int, count: int, seed: int) -> list[dict[str, Any]]:
    """Complaints from sites that have rules."""
    rng = random.Random(seed)
    sites = max((size - OF_EVERY_SITE) // OF_EACH_SITE, 1)
    return [
        {
            "id": f"S-{number}",
            "received_at": f"2026-11-{rng.randint(1, 27):02}T10:00:00+08:00",
            "kind": rng.choice(KINDS),
            "claimed_amount": f"{rng.randint(50, 250)}.00",
            "extra": {"site": _site(rng.randrange(sites))},
        }
        for number in range(count)
    ]
