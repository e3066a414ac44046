"""The decision on one screen: what is on it, how long it is, what is never cut."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaint_rules.decision import Decision
from complaint_rules.engine import Engine
from complaint_rules.load.folder import shipped_ids
from complaint_rules.testing import complaints
from complaint_rules.trace.columns import width_of
from complaint_rules.trace.labels import Labels
from complaint_rules.trace.wording import LANGS, say

LOCKER = {
    "id": "C-1",
    "received_at": "2026-11-20T18:40:00+08:00",
    "kind": "lost_property",
    "claimed_amount": "150.00",
    "belongings": {"location": "locker", "circumstance": "stolen"},
}
REFUND = {
    "id": "C-2",
    "received_at": "2026-11-22T11:10:00+08:00",
    "kind": "product_quality",
    "purchase": {"category": "general", "defect": "quality", "price": "89.00", "purchased_on": "2026-11-18"},
}


@cache
def engine(ruleset):
    return Engine.load(ruleset)


@cache
def drawn(ruleset):
    return complaints(engine(ruleset))


def plain(text):
    """Without line breaks, columns and capitals; Chinese without any blanks."""
    return re.sub(r"\s+", " ", text).lower()


def has(screen, label, lang):
    """Whether a label is there, however its line is broken."""
    return plain(label).replace(" ", "") in plain(screen).replace(" ", "")


@pytest.mark.parametrize("ruleset", shipped_ids())
@settings(max_examples=max(settings().max_examples // 2, 12))
@given(data=st.data())
def test_whatever_the_complaint_one_screen_has_what_must_be_known(ruleset, data):
    """At most 45 lines of 100 columns, with tier, lead, all to do at once, all owed, all prohibited, and the way on."""
    decision = engine(ruleset).decide(data.draw(drawn(ruleset)))
    for lang in LANGS:
        screen = decision.to_text(lang, full=False)
        labels = Labels(decision.glossary, lang)
        lines = screen.splitlines()
        assert len(lines) <= 45
        assert max(map(width_of, lines)) <= 100
        at_once = {one.clock for one in decision.deadlines if one.within == "at once" and one.due is not None}
        named = [labels.of("severity", decision.severity.tier), labels.of("lead", decision.department.lead)]
        named += [labels.of("actions", one.do) for one in decision.actions if one.when in {"at_once", *at_once}]
        named += [labels.of("prohibited", one.do) for one in decision.prohibited]
        named += [
            labels.of("remedies", one.kind) for one in decision.remedies if one.status in ("required", "forbidden")
        ]
        assert [label for label in named if not has(screen, label, lang)] == []
        assert "--full" in lines[-1]


@pytest.mark.parametrize("ruleset", shipped_ids())
@settings(max_examples=max(settings().max_examples // 2, 12))
@given(data=st.data())
def test_a_remedy_that_waits_is_never_among_what_is_never_offered(ruleset, data):
    decision = engine(ruleset).decide(data.draw(drawn(ruleset)))
    waiting = [one.kind for one in decision.remedies if one.status == "open"]
    forbidden = [one.kind for one in decision.remedies if one.status == "forbidden"]
    for lang in LANGS:
        labels = Labels(decision.glossary, lang)
        never = say(lang, "never").upper()
        screen = decision.to_text(lang, full=False)
        found = re.search(rf"^{never}\n  {say(lang, 'never_offered')} +(.*)$", screen, re.MULTILINE)
        offered = found[1].lower() if found else ""
        assert bool(offered) == bool(forbidden)
        assert offered == labels.all_of("remedies", forbidden).lower()
        assert not set(waiting) & set(forbidden)


def test_a_remedy_that_waits_says_what_to_find_out_first():
    decision = engine("retail-store").decide(REFUND)
    assert {one.kind for one in decision.remedies if one.status == "open"} >= {"refund"}
    english, chinese = (plain(decision.to_text(lang, full=False)) for lang in LANGS)
    assert re.search(r"not yet refund, repair, exchange: first find out purchase: sold here", english)
    assert re.search(r"暂不能定 退款、修理、换货：先查明购买情况：本店所售", chinese)
    assert "forbidden" not in english


def test_a_remedy_without_a_sum_yet_says_what_the_sum_waits_for():
    """An amount that is not known is no amount of nothing."""
    owed = {"id": "C-3", "received_at": "2026-11-20T10:00:00+08:00", "kind": "service_quality", "fault": "company"}
    decision = engine("retail-store").decide(owed)
    found = {one.kind: one for one in decision.remedies}["compensation"]
    assert (found.status, found.max_fen) == ("permitted", 0)
    english, chinese = (plain(decision.to_text(lang, full=False)) for lang in LANGS)
    assert "permitted compensation: no sum yet: first find out amount claimed" in english
    assert "赔偿：暂无数额，先查明索赔金额" in chinese


def test_the_screen_says_what_it_is_who_leads_what_to_offer_who_signs_and_by_which_clause():
    screen = plain(engine("retail-store").decide(LOCKER).to_text(full=False))
    for said in (
        "complaint lost property; amount claimed: 150.00 yuan; received 2026-11-20 fri 18:40",
        "severity routine; could still become escalated",
        "lead risk control",
        "compensation: 0.00 to 150.00 yuan; duty manager approves",
        "payable today 0.00 to 150.00 yuan",
        "acknowledge at once",
        "cites retail-store/2.4f3 up to 200 yuan",
    ):
        assert said in screen


def test_what_is_cut_is_counted_and_the_way_to_it_is_named():
    decision = engine("retail-store").decide(LOCKER)
    screen = decision.to_text(full=False)
    asked = screen.split("TO ASK NEXT\n")[1].split("WHY\n")[0].strip("\n").splitlines()
    left = re.fullmatch(r"  and (\d+) more: --full shows them", asked[-1])
    assert left is not None
    assert sum(not line.startswith("    ") for line in asked[:-1]) + int(left[1]) == len(decision.questions)


def test_deadlines_stand_soonest_first():
    decision = engine("retail-store").decide(LOCKER)
    screen = decision.to_text(full=False)
    shown = screen.split("DEADLINES\n")[1].split("TO ASK NEXT")[0]
    labels = Labels(decision.glossary, "en")
    dated = sorted((one for one in decision.deadlines if one.due), key=lambda one: one.due)
    places = [plain(shown).index(labels.of("deadlines", one.clock)) for one in dated]
    assert len(places) > 2
    assert places == sorted(places)


def test_both_languages_have_the_same_parts():
    decision = engine("retail-store").decide(LOCKER)
    english, chinese = (decision.to_text(lang, full=False) for lang in LANGS)
    keys = ("offer", "never", "actions", "deadlines", "ask_next", "trace")
    for lang, screen in zip(LANGS, (english, chinese), strict=True):
        places = [screen.splitlines().index(say(lang, key).upper()) for key in keys]
        assert places == sorted(places)


@pytest.mark.parametrize("lang", LANGS)
def test_a_stored_decision_has_the_same_screen(lang):
    """Without any ruleset at hand."""
    decision = engine("retail-store").decide(LOCKER)
    stored = Decision.from_dict(decision.to_dict())
    assert stored.to_text(lang, full=False) == decision.to_text(lang, full=False)


def test_more_to_do_at_once_than_a_screen_holds_is_all_there(load, write, complaint):
    """What is urgent is never cut, be the screen longer for it."""
    names = {f"act_{number}_{'long' * 12}": "at_once" for number in range(90)}
    loaded = load(write({"then": {"action": names}}, actions={name: {"en": name, "zh": name} for name in names}))
    screen = loaded.decide(complaint()).to_text(full=False)
    assert all(plain(name) in plain(screen).replace(" ", "") for name in names)
