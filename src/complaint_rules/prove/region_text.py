"""Regions in words: the author's own names in English, labels in Chinese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from complaint_rules.compile.condition import In, OfFact, leaves
from complaint_rules.compile.rule import CompiledRule, Ruleset
from complaint_rules.decide.glossary import Glossary
from complaint_rules.facts.fact import FINITE, SUMS, Fact, FactType
from complaint_rules.money import format_fen
from complaint_rules.prove.changes import span_word
from complaint_rules.prove.literals import (
    Applies,
    Decides,
    Differs,
    Earlier,
    FactLiteral,
    Group,
    Holds,
    Literal,
    OrderLiteral,
)
from complaint_rules.prove.regions import Region, Shift
from complaint_rules.prove.symbolic.choices import DISPUTED
from complaint_rules.prove.symbolic.complaint import limits
from complaint_rules.trace.labels import Labels
from complaint_rules.trace.wording import LANGS, Lang, listed, say, span
from complaint_rules.vocabulary import CHOICES, WHEN

Pair = tuple[str, str]

GROUPS: Mapping[str, tuple[Pair, Pair]] = {
    "purchase": (("a purchase", "涉及购买"), ("no purchase", "不涉及购买")),
    "injury": (("somebody hurt", "有人受伤"), ("nobody hurt", "无人受伤")),
    "belongings": (("belongings concerned", "涉及随身物品"), ("no belongings concerned", "不涉及随身物品")),
    "vehicle": (("a vehicle concerned", "涉及车辆"), ("no vehicle concerned", "不涉及车辆")),
    "conflict": (("a conflict", "有冲突"), ("no conflict", "无冲突")),
    "security_stop": (("somebody stopped", "有安检截停"), ("nobody stopped", "无安检截停")),
    "merchant": (("a merchant concerned", "涉及商户"), ("no merchant concerned", "不涉及商户")),
}
"""For each group of facts: that it applies, and that it does not."""

_WORDS: Mapping[str, Pair] = {
    "always": ("every complaint", "所有投诉"),
    "old": ("old ", "旧"),
    "new": ("new ", "新"),
    "applies": ("where {rules} applies", "适用{rules}"),
    "applies not": ("where {rules} does not apply", "不适用{rules}"),
    "list": (" and ", "、"),
    "wherever it differs": ("wherever the sums are not the same", "凡金额不同之处"),
    "or": (" or ", " 或 "),
    "not": ("not ", "不为"),
    "and": (", ", "，"),
    "colon": (": ", "："),
    "unknown": ("unknown", "未知"),
    "years": ("years of support", "扶养年限"),
    "known": ("known", "已知"),
    "days": ("days", "天"),
    "true": ("true", "是"),
    "false": ("false", "否"),
    "yes": ("yes", "有"),
    "no": ("no", "无"),
    "none": ("none", "无"),
    "other text": ("another text", "其他文本"),
    "contains": ("contains", "包含"),
    "without": ("does not contain", "不包含"),
    "ends before": ("ends before", "先于"),
    "differs": ("differs", "不同"),
    "here": ("here", "此例"),
    "from": ("from", "自"),
    "disputed": ("disputed", "有争议"),
    "tier": ("tier", "等级"),
    "lead": ("lead", "牵头部门"),
    "support": ("support", "协助部门"),
    "liability": ("liability", "责任"),
    "approval": ("approval", "审批"),
    "by": ("by", "审批人"),
    "prohibited": ("prohibited", "禁止"),
    "conflict": ("rules disagree on", "规则冲突"),
    "min": ("min", "下限"),
    "max": ("max", "上限"),
    "ladder": ("approved by", "审批权限"),
    "group": ("among the alternatives", "所属择一组"),
    "choice": ("chosen by", "选择权"),
    "public": ("in public", "公开"),
    "open": ("open", "待定"),
    "no limit": ("no limit", "无上限"),
    "required": ("required", "必须"),
    "permitted": ("permitted", "允许"),
    "forbidden": ("forbidden", "不允许"),
    "payable": ("payable", "应付"),
    "pending": ("pending", "待定"),
    "not_payable": ("not payable", "不应付"),
}
_ATTRIBUTES = {"severity": "tier", "lead": "lead", "liability": "liability"}
_VALUED = ("severity.tier", "department.lead", "liability.finding")
_KINDS = {"severity": "severity", "department": "lead", "liability": "liability"}


def rule_name(rule: CompiledRule, *, plain: bool) -> str:
    """A rule's name in a line: its id if `plain`, else its Chinese title."""
    return rule.id if plain else f"“{rule.title[1]}”"


class RegionText:
    """Renders regions in one language."""

    def __init__(self, old: Ruleset, new: Ruleset, lang: Lang) -> None:
        self._at = LANGS.index(lang)
        self._plain = lang == "en"
        self._labels = [Labels(Glossary.of(ruleset), lang) for ruleset in (new, old)]
        self._named = {
            (leaf.fact.path, value)
            for rule in (*old.rules, *new.rules)
            for leaf in leaves(rule.condition)
            if isinstance(leaf, In)
            for value in leaf.values
        }

    def line(self, region: Region) -> str:
        """A region in one line: where, and what changes there."""
        return f"{self.where(region)}{self._say('colon')}{self.changes(region)}"

    def where(self, region: Region) -> str:
        """Which complaints a region contains."""
        rules = [one for one in region.literals if isinstance(one, Applies)]
        texts = [self._literal(one) for one in sorted(region.literals, key=_in_order) if not isinstance(one, Applies)]
        texts += [
            self._applying(rules, there=there) for there in (True, False) if any(one.there == there for one in rules)
        ]
        return self._say("and").join(texts) or self._say("always")

    def changes(self, region: Region) -> str:
        """What changes in a region."""
        return self._say("and").join(self.shift(shift) for shift in region.shifts)

    def _say(self, word: str) -> str:
        return _WORDS[word][self._at]

    # --- literals

    def _literal(self, literal: Literal) -> str:
        if isinstance(literal, Group):
            return self._group(literal.group, there=literal.there)
        if isinstance(literal, Applies):
            return self._applying([literal], there=literal.there)
        if isinstance(literal, Decides):
            return self._decides(literal)
        if isinstance(literal, Differs):
            return self._say("wherever it differs")
        if isinstance(literal, Earlier):
            one, other = (self._span(span_word(span.within.text, span.start)) for span in (literal.one, literal.other))
            return f"{one} {self._say('ends before')} {other}"
        if isinstance(literal, Holds):
            verb = self._say("contains" if literal.there else "without")
            return f"{self._fact(literal.fact)} {verb} {self._value(literal.fact, literal.word)}"
        return self._stands(literal) if isinstance(literal, OrderLiteral) else self._cell(literal)

    def _decides(self, literal: Decides) -> str:
        others = [one for one in literal.outcomes if one not in literal.values]
        is_short = len(literal.values) <= len(others) or not others
        shown = literal.values if is_short else others
        labels = self._labels[0 if literal.new else 1]
        names = [
            self._say("none") if one is None else one if self._plain else labels.of(literal.attribute, one)
            for one in shown
        ]
        side = "" if literal.alike else self._say("new" if literal.new else "old")
        negation = "" if is_short else self._say("not")
        return f"{side}{self._say(_ATTRIBUTES[literal.attribute])} {negation}{self._say('or').join(sorted(names))}"

    def _applying(self, rules: Sequence[Applies], *, there: bool) -> str:
        names = [rule_name(one.rule, plain=self._plain) for one in rules if one.there == there]
        return self._say("applies" if there else "applies not").format(rules=self._say("list").join(names))

    def _group(self, group: str, *, there: bool) -> str:
        return GROUPS[group][0 if there else 1][self._at]

    def _fact(self, fact: Fact) -> str:
        return fact.path if self._plain else self._labels[0].fact(fact.path)

    def _stands(self, literal: OrderLiteral) -> str:
        leaf = literal.leaf
        assert isinstance(leaf.operand, OfFact)
        opposite = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
        order = leaf.order if literal.there else opposite[leaf.order]
        shift = leaf.operand.days
        days = f" {'+' if shift > 0 else '-'} {abs(shift)} {self._say('days')}" if shift else ""
        return f"{self._fact(leaf.fact)} {order} {self._fact(leaf.operand.fact)}{days}"

    def _cell(self, cell: FactLiteral) -> str:
        states = [self._say("unknown")] if cell.unknown else []
        states += [self._group(str(cell.fact.group), there=False)] if cell.absent else []
        name = self._fact(cell.fact)
        if cell.known and not cell.values and (cell.low, cell.high) != (None, None):
            years = f" ({self._say('years')})" if cell.fact.type is FactType.DEPENDANTS else ""
            return self._say("or").join([interval(name + years, cell, self._say("known")), *states])
        if cell.known and not cell.values:
            return self._say("or").join([f"{name} {self._say('known')}", *states])
        others = [value for value in cell.fact.values if value not in cell.values]
        if cell.known and len(cell.values) > len(others) > 0 and not states and cell.fact.type in FINITE:
            return f"{name} {self._say('not')}{self._values(cell.fact, others)}"
        values = [self._values(cell.fact, self._ordered(cell))] if cell.known else []
        return f"{name} {self._say('or').join([*values, *states])}"

    @staticmethod
    def _ordered(cell: FactLiteral) -> list[Any]:
        return [value for value in cell.fact.values if value in cell.values] or sorted(cell.values)

    def _values(self, fact: Fact, values: Sequence[Any]) -> str:
        return self._say("or").join(self._value(fact, value) for value in values)

    def _value(self, fact: Fact, value: Any) -> str:
        if fact.type is FactType.BOOL:
            return self._say("true" if value else "false")
        if fact.type is FactType.TEXT and (fact.path, value) not in self._named:
            return self._say("other text")
        if fact.type is FactType.TEXT_SET:
            return self._label("lead", value)
        return value if self._plain or fact.type not in FINITE else fact.label_of(value)[self._at]

    # --- changes

    def shift(self, shift: Shift) -> str:
        """One change."""
        name = self._output(shift.path)
        old, new = (self._word(shift.path, word) for word in (shift.old, shift.new))
        if not shift.exact:
            return f"{name} {self._say('differs')} ({self._say('here')} {old} -> {new})"
        return f"{name} {old} -> {new}"

    def about(self, output: str) -> str:
        """The name of an output in an unsettled question."""
        return output if self._plain or output == "difference" else self._disputed(output)

    def _label(self, kind: str, name: str) -> str:
        if self._plain:
            return name
        found = [labels.of(kind, name) for labels in self._labels]
        return next((text for text in found if text != name.replace("_", " ")), found[0])

    def _output(self, path: str) -> str:
        group, _, name = path.partition(".")
        if path in _VALUED:
            return self._say({"severity": "tier", "department": "lead"}.get(group, group))
        if group == "department":
            return f"{self._say('support')} {self._label('support', name.removeprefix('support.'))}"
        if group == "approvals":
            purpose, _, role = name.partition(".")
            return (
                f"{self._say('approval')} {self._label(group, purpose)} {self._say('by')} {self._label('lead', role)}"
            )
        if group == "review":
            return f"{self._say('conflict')} {self._disputed(name)}"
        if group == "prohibited":
            return f"{self._say('prohibited')} {self._label(group, name)}"
        return self._entry(group, name)

    def _disputed(self, output: str) -> str:
        """The output on which rules disagree."""
        group, _, name = output.partition(".")
        group = "lead" if group == "department" else group
        if self._plain:
            return output if name else group
        return self._entry(group, name) if name else say("zh", group)

    def _entry(self, group: str, name: str) -> str:
        name, _, aspect = name.partition(".")
        label = self._label(group, name)
        return label if aspect in ("", "status") else f"{label} {self._say(aspect)}"

    def _word(self, path: str, word: str | None) -> str:
        group = path.partition(".")[0]
        if word in ("yes", None):
            flag = path.startswith(("department.support", "approvals", "prohibited", "review"))
            return self._say("yes" if word else "no" if flag else "none")
        assert word is not None
        if path in _VALUED:
            label = self._label(_KINDS[group], word.removesuffix(DISPUTED))
            return f"{label} ({self._say('disputed')})" if word.endswith(DISPUTED) else label
        return self._said(group, path.rpartition(".")[2], word)

    def _said(self, group: str, aspect: str, word: str) -> str:
        """The word of an entry: a status, a span, a time, a sum, or who approves up to what."""
        if word in _WORDS:
            return self._say(word)
        if self._plain:
            return word
        if group == "deadlines":
            return self._span(word)
        if group == "actions":
            return WHEN[word][self._at] if word in WHEN else say("zh", "with_clock", self._label("deadlines", word))
        if aspect == "group":
            return word
        if aspect == "choice":
            return CHOICES[word][self._at]
        return self._ladder(word) if aspect == "ladder" else say("zh", "sum", word)

    def _span(self, word: str) -> str:
        """A span as the rules write it, and what it runs from."""
        if self._plain:
            return word
        within, _, start = word.partition(" from ")
        text = span("zh", within)
        return say("zh", "after", text, self._label("starts", start)) if start else text

    def _ladder(self, word: str) -> str:
        steps = [step.partition(" up to ") for step in word.split(", ")]
        named = [(self._label("lead", role), upto) for role, _, upto in steps]
        return listed("zh", [say("zh", "approves_upto", upto, role) if upto else role for role, upto in named])


def _in_order(literal: Literal) -> tuple[int, int]:
    """A sort key: facts in the contract's order, then groups, then comparisons."""
    if isinstance(literal, FactLiteral | Holds):
        return 0, literal.fact.index
    return (1 if isinstance(literal, Group) else 2), 0


def interval(name: str, cell: FactLiteral, known: str = "known") -> str:
    """An interval in words, with a strict bound where that makes a round figure; `known` where it is unbounded."""
    least, greatest = limits(cell.fact)
    low = None if cell.low is None or cell.low <= least else cell.low
    high = None if cell.high is None or cell.high >= greatest else cell.high
    if low is not None and low == high:
        return f"{name} = {_figure(cell.fact, low)}"
    money = cell.fact.type in SUMS
    start = end = ""
    if low is not None:
        past = money and low % 100 == 1
        start = f"{_figure(cell.fact, low - past)} {'<' if past else '<='} "
    if high is not None:
        short = money and high % 100 == 99  # a fen below a full yuan
        end = f" {'<' if short else '<='} {_figure(cell.fact, high + short)}"
    return f"{start}{name}{end}" if start or end else f"{name} {known}"


def _figure(fact: Fact, value: int) -> str:
    if fact.type is FactType.DATE:
        return date.fromordinal(value).isoformat()
    money = fact.type in SUMS
    return format_fen(value) if money else str(value)
