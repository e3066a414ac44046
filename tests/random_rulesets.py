"""Small rulesets drawn at random, so that every feature of the language is met in every mixture.

A ruleset is drawn as data (`house`, or `house` upon `statute`), written to a folder and loaded as any other. In some
every word that an author may choose is replaced by one that means something elsewhere (see `hostile`).
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from complaint_rules import Engine
from complaint_rules.assembly import Assembly
from complaint_rules.compile.rule import Ruleset
from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.match.engines import EngineName
from tests.hostile import NAMES, TEXTS, WORDS, as_yaml

TIERS = ["low", "mid", "high"]
FINDINGS = ["company", "customer", "none", "undetermined"]
LEADS = ["reception", "security", "finance"]

OWN_FACTS = {
    "member": {"type": "bool"},
    "visits": {"type": "integer"},
    "deposit": {"type": "money"},
    "joined": {"type": "date"},
    "note": {"type": "text"},
    "colour": {"type": "enum", "values": ["red", "green", "blue"]},
    "rank": {"type": "enum", "values": ["iron", "tin", "gold"], "ordered": True},
}
TITLE = {"en": "x", "zh": "x"}
PARAMETERS = {
    "money_limit": {"unit": "CNY", "values": {"2020-01-01": "100.00", "2026-01-01": "200.00"}},
    "count_limit": {"unit": "number", "values": {"2020-01-01": "3", "2026-02-01": None, "2026-06-01": "5"}},
    "age_limit": {"unit": "years", "values": {"2020-01-01": "60"}},
    "late_limit": {"unit": "CNY", "values": {"2026-03-01": "50.00"}},
    "coefficient": {
        "unit": "percent",
        "values": {"2020-01-01": {str(grade): str(110 - 10 * grade) for grade in range(1, 11)}},
    },
}

_BOOLS = ["facts_clear", "injury.unfinished_treatment", "evidence.receipt", "extra.member"]
_ENUMS = {
    "kind": ["other", "personal_injury", "privacy"],
    "fault": ["company", "customer", "undetermined"],
    "extra.colour": ["red", "green", "blue"],
    "extra.note": ["paper", "ink"],
}
_ORDERED = {
    "media_risk": ["none", "possible", "published"],
    "injury.severity": ["none", "minor", "death"],
    "extra.rank": ["iron", "tin", "gold"],
}
_MONEY = ["claimed_amount", "purchase.price", "extra.deposit"]
_COUNTS = {
    "departments_involved": ["3", "4", "count_limit", "extra.visits"],
    "extra.visits": ["3", "5", "count_limit", "departments_involved"],
    "injury.age": ["3", "60", "age_limit"],
}
_DATES = ["occurred_on", "received_on", "purchase.purchased_on", "extra.joined"]
_STATES = st.sampled_from(["known", "unknown", "absent"])
_ORDER = st.sampled_from(["<", "<=", ">", ">="])
_ANY_FACT = [*_BOOLS, *_ENUMS, *_ORDERED, *_MONEY, *_COUNTS, *_DATES, "injury.dependants", "liability_confirmed_by"]


def _negatable(plain: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(plain, plain, plain.map(lambda text: f"not({text})"))


def _interval(low: str, high: str) -> st.SearchStrategy[str]:
    ends = st.tuples(st.sampled_from("[("), st.sampled_from("])"))
    return ends.map(lambda end: f"{end[0]}{low}..{high}{end[1]}")


def _ordered(operands: list[str]) -> st.SearchStrategy[str]:
    return st.builds("{} {}".format, _ORDER, st.sampled_from(operands))


def _cell(path: str) -> st.SearchStrategy[Any]:
    """Every kind of cell that the fact's type takes."""
    if path in _BOOLS:
        own: st.SearchStrategy[Any] = st.booleans()
    elif path in _ENUMS:
        value = st.sampled_from(_ENUMS[path])
        own = st.one_of(_negatable(value), st.lists(value, min_size=2, max_size=2, unique=True))
    elif path in _ORDERED:
        values = _ORDERED[path]
        own = st.one_of(
            _negatable(st.sampled_from(values)),
            st.sampled_from([f">= {values[1]}", f"<= {values[1]}", f"> {values[0]}", f"< {values[2]}"]),
            st.just([values[0], f">= {values[2]}"]),
        )
    elif path in _MONEY:
        operands = ["100.00", "150.00", "money_limit", "late_limit", *(other for other in _MONEY if other != path)]
        own = st.one_of(_negatable(_ordered(operands)), _interval("100.00", "200.00"), st.just("100.00"))
    elif path in _COUNTS:
        operands = _COUNTS[path]
        own = st.one_of(_negatable(_ordered(operands)), _interval("2", operands[2]), _negatable(st.just("3")))
    elif path in _DATES:
        shifts = [f"{other}{days}" for other in _DATES if other != path for days in ("", " - 7 days", " + 2 days")]
        own = st.one_of(_negatable(_ordered(["2026-01-01", *shifts])), _interval("2026-01-01", "2026-06-30"))
    elif path == "liability_confirmed_by":
        own = st.one_of(_negatable(st.just("finance")), st.just(["finance", "security"]))
    else:
        return _STATES
    return st.one_of(own, own, own, own, _STATES, st.just("-"))


def _reading(level: int) -> list[tuple[str, st.SearchStrategy[Any]]]:
    """The parts of the decision that a rule of a level may read."""
    readable = [
        ("decision.severity", st.one_of(_negatable(st.sampled_from(TIERS)), st.sampled_from([">= mid", "< high"]))),
        ("decision.liability", st.one_of(_negatable(st.sampled_from(FINDINGS)), st.just(["company", "undetermined"]))),
        ("decision.lead", _negatable(st.sampled_from(LEADS))),
    ]
    return readable[:level]


def _mapping(level: int, most: int) -> st.SearchStrategy[dict[str, Any]]:
    fact = st.sampled_from(_ANY_FACT).flatmap(lambda path: st.tuples(st.just(path), _cell(path)))
    entries = [fact, fact, fact]
    entries += [st.tuples(st.just(path), cell) for path, cell in _reading(level)]
    return st.lists(st.one_of(entries), min_size=1, max_size=most).map(dict)


def conditions(level: int = 0, most: int = 2) -> st.SearchStrategy[dict[str, Any]]:
    """Conditions: facts, readings of the decision below a level, any, all, not."""

    def nested(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
        some = st.lists(inner, min_size=1, max_size=2)
        return st.one_of(
            st.builds(lambda part: {"not": part}, inner),
            st.builds(lambda parts: {"any": parts}, some),
            st.builds(lambda parts: {"all": parts}, some),
            st.builds(lambda parts, rest: {"any": parts, **rest}, some, inner),
            st.builds(lambda part, rest: {"not": part, **rest}, inner, inner),
        )

    plain = _mapping(level, most)
    return st.one_of(plain, plain, st.recursive(plain, nested, max_leaves=3))


_SUMS = [
    "50.00",
    "100.00",
    "claimed_amount",
    "30 percent * purchase.price",
    "min(claimed_amount, money_limit)",
    "late_limit",
]
_SUMS += ["max(purchase.price - extra.deposit, 10.00)", "500.00 - (purchase.price - claimed_amount)"]
_SUMS += ["(injury.age - 4) * (claimed_amount - 100.00)", "dependants_cost(money_limit, 50 percent)"]
_SUMS += ["lookup(coefficient, injury.disability_grade) percent * (money_limit * compensation_years(injury.age))"]
_LIMITS = {name: st.sampled_from(_SUMS) for name in ("min", "max", "cap")}


def _is_crossed(limits: dict[str, str]) -> bool:
    """Whether both ends are written out, the least above the most, which is refused."""
    ends = [limits.get(name, "") for name in ("min", "max")]
    return all(end.replace(".", "").isdigit() for end in ends) and float(ends[0]) > float(ends[1])


_RANGES = st.fixed_dictionaries({}, optional={**_LIMITS, "group": st.sampled_from(["goods", "sums"])}).filter(
    lambda limits: not _is_crossed(limits)
)
_NEEDS = st.lists(
    st.sampled_from(["evidence.receipt", "injury.dependants", {"any": ["evidence.photo", "evidence.receipt"]}]),
    max_size=1,
)
_SPANS = [
    "24h",
    "2 working days",
    "3 days",
    "1 working day",
    "at once",
    "1 years",
    {"within": "2 days", "from": "resolved"},
]
_SPANS += [{"within": "3 years", "from": "resolved"}, {"within": "1 working day", "from": "resolved"}]
_WHENS = st.sampled_from(["at_once", "same_day", "respond", "resolve"])


def _remedy(mode: str) -> st.SearchStrategy[dict[str, Any]]:
    money = st.sampled_from(["compensation", "refund", "discount", "statutory_damages"])
    return st.one_of(
        st.just({mode: "apology"}),
        money.map(lambda kind: {mode: kind})
        if mode == "forbid"
        else st.builds(lambda kind, limits: {mode: {kind: limits}}, money, _RANGES),
    )


_MORE = {"needs": _NEEDS, "cap": st.sampled_from(_SUMS)}
_ITEM = st.one_of(
    st.fixed_dictionaries({"amount": st.sampled_from(_SUMS)}, optional=_MORE),
    st.fixed_dictionaries({"min": st.just("0.00"), "max": st.sampled_from(_SUMS)}, optional=_MORE),
    st.just("not_payable"),
)
_FINDING = st.one_of(
    st.sampled_from(FINDINGS), st.sampled_from(FINDINGS).map(lambda finding: {"finding": finding, "disputed": True})
)
_SETS = [
    st.sampled_from(TIERS).map(lambda tier: {"severity": tier}),
    _FINDING.map(lambda finding: {"liability": finding}),
    st.sampled_from(LEADS).map(lambda party: {"lead": party}),
]
_SAYS = [
    st.sampled_from(LEADS).map(lambda party: {"support": [party]}),
    st.sampled_from(_SPANS).map(lambda span: {"deadline.resolve": span}),
    st.sampled_from(LEADS).map(lambda role: {"approval": {"role": role, "for": "compensation"}}),
    _remedy("require"),
    _remedy("permit"),
    _remedy("permit"),
    _remedy("forbid"),
    _ITEM.map(lambda item: {"item": {"medical": item}}),
    _ITEM.map(lambda item: {"item": {"nursing": item}}),
    _WHENS.map(lambda when: {"action": {"explain": when}}),
    st.just({"prohibit": "explain"}),
    st.just({"prohibit": ["raise_compensation"]}),
]
_DATED = st.sampled_from(
    [{"from": "2026-01-01"}, {"until": "2026-02-28"}, {"from": "2025-06-01", "until": "2026-05-31"}]
)


@st.composite
def _rules(draw: st.DrawFn, prefix: str, statute: bool, below: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = []
    for index in range(draw(st.integers(1, 6))):
        level = draw(st.integers(0, 3))
        sets = [_SETS[level]] * 2 if level < 3 else []
        effects = draw(st.lists(st.one_of([*sets, *_SAYS]), min_size=1, max_size=2))
        rule: dict[str, Any] = {"id": f"{prefix}{index}", "basis": "assumption", "reason": "drawn", "level": level}
        if draw(st.integers(0, 7)):
            rule["when"] = draw(conditions(level))
        rule["then"] = {key: value for effect in effects for key, value in effect.items()}
        if _needs_unknown(rule.get("when", {})) and not _only_obliges(rule["then"]):
            rule["when"] = _stated(rule["when"])
        if draw(st.integers(0, 4)) == 0:
            rule["effective"] = draw(_DATED)
        if statute and draw(st.booleans()):
            rule["binding"] = True
        rules.append(rule)
    everything = [*below, *rules]
    for index, rule in enumerate(rules):
        after = [
            other
            for other in everything
            if other["level"] > rule["level"] or (other in rules[index + 1 :] and other["level"] == rule["level"])
        ]
        targets = [other for other in after if not (other in below and other.get("binding"))]
        if targets and draw(st.integers(0, 2)) == 0:
            target = draw(st.sampled_from(targets))
            rule["exception_to"] = [target["id"] if target in rules else f"statute/{target['id']}"]
    return rules


_OBLIGES = ("support", "deadline", "approval", "action", "prohibit")


def _only_obliges(then: dict[str, Any]) -> bool:
    """Whether effects may stand beside a test that needs a fact not to have been stated."""
    return all(key.startswith(_OBLIGES) for key in then)


def _needs_unknown(part: Any, negated: bool = False) -> bool:
    """Whether a condition, as data, has a way of holding that needs a fact not to have been stated."""
    if isinstance(part, dict):
        return any(_needs_unknown(inner, negated != (key == "not")) for key, inner in part.items())
    if isinstance(part, list):
        return any(_needs_unknown(inner, negated) for inner in part)
    return bool(part == ("known" if negated else "unknown"))


def _stated(part: Any) -> Any:
    """A condition, as data, that asks whether facts apply where it asked whether they have been stated."""
    if isinstance(part, dict):
        return {key: _stated(inner) for key, inner in part.items()}
    if isinstance(part, list):
        return [_stated(inner) for inner in part]
    return "absent" if part in ("known", "unknown") else part


def ruleset_sources() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Layers as the data of their headers; a third of them in hostile words."""
    plain = plain_sources()
    return st.one_of(plain, plain, plain.flatmap(reworded))


@st.composite
def plain_sources(draw: st.DrawFn) -> list[dict[str, Any]]:
    """One layer, or a house upon a statute, as the data of their headers; a rule's `level` keeps circles out."""
    head = {"language": 1, "version": "1.0.0", "title": TITLE}
    shared: dict[str, Any] = {
        "calendar": "CN",
        "tiers": TIERS,
        "facts": {name: {**shape, "title": TITLE} for name, shape in OWN_FACTS.items()},
        "parameters": {
            name: {**shape, "basis": "assumption", "reason": "drawn", "title": TITLE}
            for name, shape in PARAMETERS.items()
        },
        "authority": [{"role": "duty_manager", "upto": "100.00"}, {"role": "senior_management"}],
    }
    members = draw(st.lists(st.sampled_from(["refund", "discount", "compensation"]), min_size=1, unique=True))
    of = {"goods": members, "sums": ["statutory_damages"]}
    shared["alternatives"] = {name: {"of": kinds, "choice": "customer"} for name, kinds in of.items()}
    if draw(st.booleans()):
        shared["presume"] = {"media_risk": "none", "extra.visits": "3"}
    layered = draw(st.booleans())
    below = draw(_rules("s", True, [])) if layered else []
    above = draw(_rules("h", False, below))
    if not layered:
        return [{"ruleset": "house", **head, **shared, "rules": above}]
    return [
        {"ruleset": "statute", **head, **shared, "rules": below},
        {"ruleset": "house", **head, "extends": ["../statute"], "rules": above},
    ]


@st.composite
def reworded(draw: st.DrawFn, sources: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same layers in hostile words: values and texts, names of facts and parameters, titles and reasons."""

    def some(words: list[str], count: int) -> list[str]:
        return draw(st.lists(st.sampled_from(words), min_size=count, max_size=count, unique=True))

    facts = dict(zip(OWN_FACTS, some(NAMES, len(OWN_FACTS)), strict=True))
    figures = dict(zip(PARAMETERS, (f"{name}_" for name in some(NAMES, len(PARAMETERS))), strict=True))
    renamed = {f"extra.{old}": f"extra.{new}" for old, new in facts.items()} | figures
    values = [*_ENUMS["extra.colour"], *_ORDERED["extra.rank"]]
    meant = dict(zip(values, some(WORDS, len(values)), strict=True))
    meant |= dict(zip(_ENUMS["extra.note"], some(TEXTS, len(_ENUMS["extra.note"])), strict=True))

    def said(data: Any, key: str = "") -> Any:
        if isinstance(data, dict):
            return {renamed.get(name, name): said(value, name) for name, value in data.items()}
        if isinstance(data, list):
            return [said(value, key) for value in data]
        if not isinstance(data, str):
            return data
        return _replaced(data, meant if key in _WORDED else renamed)

    def titled(shape: dict[str, Any]) -> dict[str, Any]:
        word = draw(st.sampled_from(WORDS))
        return {**shape, "title": {"en": word, "zh": word}}

    made = []
    for header in said(sources):
        header["rules"] = [{**titled(rule), "reason": draw(st.sampled_from(WORDS))} for rule in header["rules"]]
        if "facts" in header:
            header["facts"] = {facts[name]: titled(shape) for name, shape in header["facts"].items()}
            header["parameters"] = {name: titled(shape) for name, shape in header["parameters"].items()}
        made.append(titled(header))
    return made


_WORDED = ("extra.colour", "extra.rank", "extra.note", "values")
"""Keys beside which words stand; all others have names."""


def _replaced(text: str, by: Mapping[str, str]) -> str:
    return re.sub(rf"(?<!\w)(?<!\w\.)(?:{'|'.join(map(re.escape, by))})(?!\w)", lambda found: by[found[0]], text)


def compiled(sources: list[dict[str, Any]]) -> Ruleset:
    """Write layers, lowest first, into folders of their own and load the top one."""
    with tempfile.TemporaryDirectory() as root:
        for header in sources:
            rules = [{key: value for key, value in rule.items() if key != "level"} for rule in header["rules"]]
            folder = Path(root) / header["ruleset"]
            folder.mkdir()
            (folder / "ruleset.yaml").write_text(as_yaml({**header, "rules": rules}), encoding="utf-8")
        return load_ruleset(Path(root) / sources[-1]["ruleset"])


def rulesets() -> st.SearchStrategy[Ruleset]:
    """Compiled rulesets."""
    return ruleset_sources().map(compiled)


def engine_of(ruleset: Ruleset, name: EngineName) -> Engine:
    """An engine that is forgotten with its test; those of `Engine.load` are kept."""
    return Engine(Assembly(ruleset, name))
