"""Small random rulesets that read only the facts of `tests.evaluate.completions.DOMAIN`, and complaints for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from tests.evaluate.completions import DOMAIN
from tests.random_rulesets import TITLE

TIERS = ["low", "mid", "high"]
LEADS = ["reception", "security", "finance"]
FINDINGS = ["company", "customer", "none"]
FACTS_READ = 4
"""The rules of one ruleset read so few facts, so that they meet often and all completions can be tried."""

_CELLS: dict[str, list[Any]] = {
    "kind": ["other", "personal_injury", "not(personal_injury)"],
    "facts_clear": [True, False],
    "liability_clear": [True, False],
    "media_risk": ["none", ">= possible", "published", "< contacted", "not(none)"],
    "fault": ["company", ["customer", "third_party"], "not(customer)"],
    "claimed_amount": ["> 100.00", "<= 100.00", "100.00", "[50.00..100.00)", ">= limit", "< purchase.price", "> unset"],
    "purchase.price": ["> 50.00", "absent", "<= claimed_amount", "not(< claimed_amount)", "<= unset"],
    "liability_confirmed_by": ["finance", "not(finance)", ["finance", "security"]],
    "injury.severity": ["death", "< serious", "absent", "not(death)", ">= minor"],
    "injury.rest_days": ["> 1", "0"],
    "evidence.receipt": [True, False],
}
_READS: list[tuple[str, list[Any]]] = [
    ("decision.severity", ["high", "not(high)", ">= mid"]),
    ("decision.liability", ["company", "not(none)"]),
    ("decision.lead", ["security", "not(finance)"]),
]


def _mapping(level: int, paths: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    fact = st.sampled_from(paths).flatmap(lambda path: st.tuples(st.just(path), st.sampled_from(_CELLS[path])))
    read = [st.tuples(st.just(path), st.sampled_from(cells)) for path, cells in _READS[:level]]
    return st.lists(st.one_of([fact, fact, fact, *read]), min_size=1, max_size=3).map(dict)


def _condition(level: int, paths: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    flat = _mapping(level, paths)
    return st.one_of(
        flat,
        flat,
        st.builds(lambda one, other: {"any": [one, other]}, flat, flat),
        st.builds(lambda part, rest: {"not": part, **rest}, flat, flat),
    )


_SUMS = ["50.00", "120.00", "claimed_amount", "limit", "min(claimed_amount, limit)", "injury.rest_days * daily_rate"]
_SUMS += ["purchase.price", "unset"]
_RANGE = st.fixed_dictionaries(
    {},
    optional={
        "min": st.sampled_from(["20.00", "purchase.price"]),
        "max": st.sampled_from(_SUMS),
        "cap": st.sampled_from(["60.00", "claimed_amount"]),
        "group": st.just("goods"),
    },
)
_ITEM = st.one_of(
    st.builds(
        lambda amount, needs, cap: {"amount": amount, "needs": needs, **cap},
        st.sampled_from(_SUMS),
        st.sampled_from([[], ["evidence.receipt"]]),
        st.sampled_from([{}, {}, {"cap": "60.00"}]),
    ),
    st.just("not_payable"),
)
_SETS = [
    st.sampled_from(TIERS).map(lambda tier: {"severity": tier}),
    st.sampled_from(FINDINGS).map(lambda finding: {"liability": finding}),
    st.sampled_from(LEADS).map(lambda party: {"lead": party}),
]
_SAYS = [
    st.sampled_from(LEADS).map(lambda party: {"support": [party]}),
    st.sampled_from(["24h", "2 working days", "3 days", "at once"]).map(lambda span: {"deadline.respond": span}),
    st.sampled_from(LEADS).map(lambda role: {"approval": {"role": role, "for": "compensation"}}),
    st.sampled_from(["require", "permit", "forbid"]).map(lambda mode: {mode: "apology"}),
    st.builds(lambda mode, limits: {mode: {"compensation": limits}}, st.sampled_from(["require", "permit"]), _RANGE),
    st.just({"forbid": "compensation"}),
    st.builds(lambda mode, limits: {mode: {"refund": limits}}, st.sampled_from(["require", "permit"]), _RANGE),
    _ITEM.map(lambda item: {"item": {"medical": item}}),
    st.sampled_from(["at_once", "same_day"]).map(lambda when: {"action": {"explain": when}}),
    st.just({"prohibit": "explain"}),
]


@st.composite
def _rules(draw: st.DrawFn, prefix: str, paths: list[str], below: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = []
    for index in range(draw(st.integers(2, 6))):
        level = draw(st.integers(0, 3))
        sets = [_SETS[level]] * 2 if level < len(_SETS) else []
        effects = draw(st.lists(st.one_of([*sets, *_SAYS]), min_size=1, max_size=2))
        rule: dict[str, Any] = {"id": f"{prefix}{index}", "basis": "assumption", "reason": "drawn", "level": level}
        if draw(st.integers(0, 7)):
            rule["when"] = draw(_condition(level, paths))
        rule["then"] = {key: value for effect in effects for key, value in effect.items()}
        if prefix == "s" and draw(st.booleans()):
            rule["binding"] = True
        after = [one for one in [*below, *rules] if one["level"] >= rule["level"] and not one.get("binding")]
        if after and draw(st.integers(0, 2)) == 0:
            target = draw(st.sampled_from(after))
            rule["exception_to"] = [target["id"] if target in rules else f"statute/{target['id']}"]
        rules.append(rule)
    return rules


def with_figure(sources: list[dict[str, Any]], figure: str) -> list[dict[str, Any]]:
    """The same layers with a figure for the parameter that has none."""
    head, *above = sources
    unset = {**head["parameters"]["unset"], "values": {"2020-01-01": figure}}
    return [{**head, "parameters": {**head["parameters"], "unset": unset}}, *above]


def reads_unset(sources: list[dict[str, Any]]) -> bool:
    """Whether some rule reads the parameter that has no figure."""
    return any("unset" in repr(rule) for source in sources for rule in source["rules"])


def facts_to_read() -> st.SearchStrategy[list[str]]:
    """The paths of the facts that the rules of one ruleset read."""
    return st.lists(st.sampled_from(list(DOMAIN)), min_size=2, max_size=FACTS_READ, unique=True)


@st.composite
def small_rulesets(draw: st.DrawFn, paths: list[str]) -> list[dict[str, Any]]:
    """One layer, or a house upon a statute, as the data of their headers; a rule's `level` keeps circles out.

    Conditions read the facts at `paths`; sums and items read sums, days and the receipt as well.
    """
    head = {"language": 1, "version": "1.0.0", "title": TITLE}
    figure = {"basis": "assumption", "reason": "drawn", "title": TITLE}
    shared = {
        "calendar": "CN",
        "tiers": TIERS,
        "alternatives": {"goods": {"of": ["refund", "exchange"], "choice": "customer"}},
        "parameters": {
            "limit": {"unit": "CNY", "values": {"2020-01-01": "100.00"}, **figure},
            "daily_rate": {"unit": "CNY/day", "values": {"2020-01-01": "80.00"}, **figure},
            "unset": {"unit": "CNY", "values": {"2020-01-01": None}, **figure},
        },
    }
    if not draw(st.booleans()):
        return [{"ruleset": "house", **head, **shared, "rules": draw(_rules("h", paths, []))}]
    below = draw(_rules("s", paths, []))
    return [
        {"ruleset": "statute", **head, **shared, "rules": below},
        {"ruleset": "house", **head, "extends": ["../statute"], "rules": draw(_rules("h", paths, below))},
    ]


@st.composite
def incomplete_complaints(draw: st.DrawFn, facts: Sequence[str]) -> dict[str, Any]:
    """Complaints that leave at least one of some facts open, if they apply, and state every other fact of `DOMAIN`."""
    kind = draw(st.sampled_from(["other", "personal_injury"]))
    complaint: dict[str, Any] = {"id": "S", "received_at": "2026-06-15T10:00:00+08:00", "kind": kind}
    left = draw(st.sets(st.sampled_from(facts), min_size=1))
    has_purchase = draw(st.integers(0, 3)) > 0
    if has_purchase:
        complaint["purchase"] = {}
    for path, values in DOMAIN.items():
        group, _, name = path.rpartition(".")
        if group == "purchase" and not has_purchase:
            continue
        if path not in left and (group != "injury" or kind == "personal_injury"):
            (complaint.setdefault(group, {}) if group else complaint)[name] = draw(st.sampled_from(values))
    return complaint
