"""Text and HTML end with what decided: complaint, rules, days, library, engine, calendar."""

from __future__ import annotations

import pytest

from complaint_rules import Engine, __version__
from complaint_rules.trace.html import render
from complaint_rules.trace.identity import identity

ENGINE = Engine.load("retail-store", engine="python")
STATED = {"id": "C-1", "received_at": "2026-11-20T10:00:00+08:00", "kind": "other"}


def rows(**facts):
    return {line.head: line.text for line in identity(ENGINE.decide(STATED | facts), "en")}


def test_the_block_names_the_ruleset_and_each_layer_with_the_beginning_of_its_digest():
    ruleset = ENGINE.ruleset
    assert rows()["Ruleset"] == f"retail-store {ruleset.version} ({ruleset.digest[7:19]})"
    assert rows()["Layers"] == ", ".join(f"{one.id} {one.version} ({one.digest[7:19]})" for one in ruleset.layer_refs)
    assert ruleset.digest[7:] not in "".join(rows().values())


def test_the_block_names_complaint_library_engine_and_calendar():
    found = rows()
    assert (found["Complaint"], found["Library"], found["Engine"]) == (
        "C-1",
        f"complaint-rules {__version__}",
        "python",
    )
    assert found["Calendar"].startswith(f"CN {ENGINE.ruleset.calendar.version} (")


def test_the_days_of_law_procedure_and_figures_are_told_apart():
    assert (rows()["Law of"], rows()["Figures of"]) == ("2026-11-20", "2026-11-20")
    apart = rows(occurred_on="2025-05-01", settled_on="2026-12-01")
    assert (apart["Law of"], apart["Figures of"]) == ("2025-05-01, procedure of 2026-11-20", "2026-12-01")


@pytest.mark.parametrize(("lang", "head"), [("en", "IDENTITY"), ("zh", "标识信息")])
def test_the_block_is_the_last_of_the_text(lang, head):
    last = ENGINE.decide(STATED).to_text(lang).rstrip().split("\n\n")[-1]
    assert last.splitlines()[0] == head
    assert len(last.splitlines()) == 9


def test_the_block_is_on_the_page():
    page = render(ENGINE.decide(STATED))
    assert page.index('class="notice"') < page.index('class="identity"')
    assert ENGINE.ruleset.digest[7:19] in page
