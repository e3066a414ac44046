"""A report whose ids, names and texts are words that mean something in markup and source text."""

from __future__ import annotations

from keyword import iskeyword
from pathlib import Path

from complaint_rules import AuditLog, Engine
from complaint_rules.audit.report.report import write_report
from complaint_rules.trace.html import render
from tests.conftest import HEADER
from tests.hostile import TEXTS, as_yaml

MARKUP = '<img src="x" onerror="bad()"><script>bad()</script>\'"&amp;</title></style>'


def write_hostile_report(folder: Path) -> Path:
    """A report of four decisions, of which entry 1 is erased, and beside it the page of a decision, `decide.html`."""
    engine = _engine(folder / "rules")
    stated = [
        {"id": MARKUP, "received_at": "2026-03-04T10:00:00+08:00", "kind": "other"},
        {"id": "C-2", "received_at": "2026-03-05T10:00:00+08:00", "kind": "other"},
        {"id": "C-3", "received_at": "2026-03-12T10:00:00+08:00", "kind": "personal_injury"},
        {"id": "C-4", "received_at": "2026-03-20T10:00:00+08:00", "kind": "lost_property"},
    ]
    with AuditLog(f"sqlite:///{folder}/log.db", origin="shop.example/log") as log:
        log.keep_rules(engine)
        for one in stated:
            log.append(engine.record(one))
        log.event(MARKUP, "met:respond", "2026-03-05T09:00:00+08:00", by=MARKUP)
        log.event("C-3", "met:respond", "2026-03-25T09:00:00+08:00")
        log.erase("C-2", reason=MARKUP, by=MARKUP)
        write_report(log, folder / "out", by=MARKUP)
    page = render([engine.decide(stated[0]), engine.decide(stated[2])])
    (folder / "out" / "decide.html").write_text(page, encoding="utf-8")
    return folder / "out"


def _engine(folder: Path) -> Engine:
    """An engine whose rules, tiers and texts are words that mean something in markup and source text."""
    folder.mkdir()
    titles = [*(one for one in TEXTS if not iskeyword(one)), MARKUP, "</script>", "-->", "]]>"]
    named = [
        {
            "id": f"r-{number}",
            "title": {"en": title, "zh": title},
            "reason": {"en": title, "zh": title},
            "basis": "assumption",
            "then": {"support": ["finance"]} if number else {"severity": "low"},
        }
        for number, title in enumerate(titles)
    ]
    others = {
        "id": "all",
        "basis": "assumption",
        "reason": "an example",
        "then": {
            "lead": "customer_service",
            "permit": "apology",
            "approval": {"role": "duty_manager", "for": "solution"},
            "deadline.respond": {"within": "24h", "from": "received"},
            "deadline.resolve": {"within": "7 days", "from": "received"},
        },
    }
    grave = {"id": "grave", "when": {"kind": "personal_injury"}, "then": {"severity": "high", "lead": "security"}}
    rules = [*named, others, {**grave, "basis": "assumption", "reason": "an example"}]
    tiers = {"low": {"en": MARKUP, "zh": MARKUP}, "high": {"en": "High", "zh": "高"}}
    header = {"ruleset": "hostile", **HEADER, "tiers": tiers, "calendar": "weekends", "rules": rules}
    (folder / "ruleset.yaml").write_text(as_yaml(header), encoding="utf-8")
    return Engine.load(folder, engine="python")
