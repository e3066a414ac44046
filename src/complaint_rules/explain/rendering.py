"""Explanations rendered for a person: short first, then to the depth asked for; as plain text or as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from complaint_rules.decide.trace import ParameterLine, RuleLine
from complaint_rules.display import printable
from complaint_rules.explain.answers import Candidate, ExplanationData, Ground, Unmet, WhyNotData
from complaint_rules.explain.satisfied import tests_of
from complaint_rules.explain.sentences import Sentences
from complaint_rules.facts.fact import group_label
from complaint_rules.trace.columns import WIDTH, width_of, wrap
from complaint_rules.trace.labels import Labels
from complaint_rules.trace.view import entry_line
from complaint_rules.trace.wording import Lang, capital, inline, language, listed, phrase, say

_WORDS: dict[str, tuple[str, str]] = {
    "because": ("because of {}", "依据{}"),
    "no_rule": ("no rule speaks of it; this is what holds without one", "无规则涉及，按无规则时的默认结果"),
    "applies": ("it applies: {}", "适用原因：{}"),
    "always": ("it always applies", "一律适用"),
    "clause": ("clause: {}", "条款：{}"),
    "assumed": ("an assumption: {}", "属于假设：{}"),
    "waits_for": ("not certain yet; it waits for: {}", "尚未确定，待查：{}"),
    "applies_once": ("applies for some answers to: {}", "视以下事实而适用：{}"),
    "as_it_stands": ("as things stand; an answer may change it", "按目前情况适用，查明后可能改变"),
    "binding": ("law: no house rule may go below it", "法律规定，内部规则不得低于此"),
    "stands_in": ("stands in {}", "位置：{}"),
    "grounds": ("these facts alone lead to it:", "仅凭以下事实即得出此结果："),
    "no_grounds": ("it holds whatever the facts are", "无论事实如何均成立"),
    "no_grounds_yet": ("nothing that is known speaks against it", "目前没有与之相反的已知事实"),
    "could_change": ("an answer could still change it: {}", "查明以下事实后仍可能改变：{}"),
    "whatever": (
        "one of these rules applies, whatever this is: {}",
        "无论以下事实如何，均有一条规则适用：{}",
    ),
    "presumed": ("{} (presumed)", "{}（推定）"),
    "stored": (
        "a stored decision: which facts alone lead to it, and with which figures, needs the ruleset",
        "决定由存储读回：仅凭哪些事实得出、用了哪些数据，须载入规则集才能说明",
    ),
    "keeps_away": ("{0}; if that were open, {1} might come in", "{0}；若未查明，则可能适用{1}"),
    "no_group": ("{} does not apply", "“{}”不适用"),
    "silenced": ("{0} would apply but for the exception {1}", "{0}本应适用，因例外{1}而排除"),
    "gives_way": ("{0} gives way to the law: {1}", "{0}让位于法律：{1}"),
    "figure": ("figure used: {0}, {1}", "所用数据：{0}，{1}"),
    "since": ("since {}", "自{}起"),
    "in_turn": ("In turn, {}:", "其中，{}："),
    # why not
    "why_not": ("Why not: {}", "为何不是：{}"),
    "already": ("The decision has it already.", "目前的决定已是如此。"),
    "nothing": (
        "Nothing that can still change would bring it about; that is proved.",
        "任何仍可变化的事实都不能促成（已证明）。",
    ),
    "not_found": (
        "No change was found that brings it about; the search was not completed.",
        "未找到可促成的变化，搜索未完成。",
    ),
    "smallest": ("This alone would bring it about:", "只需以下变化即可促成："),
    "certified": ("No smaller change does it; that is proved.", "已证明没有更小的变化。"),
    "uncertified": ("Whether a smaller change does it was not settled.", "是否存在更小的变化尚未判定。"),
    "turn": ("{0}: {2} instead of {1}", "{0}：由{1}变为{2}"),
    "answer": ("{0}: {1} (not known yet)", "{0}：{1}（目前未知）"),
    "said": ("{0}: {2} (presumed {1})", "{0}：{2}（推定为{1}）"),
    "rules": ("Rules that could give it:", "可能促成的规则："),
    "no_rules": ("No rule speaks of it.", "没有规则涉及。"),
    "not_in_force": ("not in force on that day", "当日未生效"),
    "not_met": ("does not apply", "不适用"),
    "waits": ("waits for an answer", "待查明"),
    "is_silenced": ("silenced by an exception", "被例外排除"),
    "beaten": ("applies, but something stands against it", "适用，但另有规则相抵"),
    "counts": ("applies", "适用"),
    "one_of": ("none of these holds:", "以下均不成立："),
    "by": ("silenced by {}", "被{}排除"),
    "may_by": ("could be silenced by {}", "可能被{}排除"),
    "against": ("against it: {}", "相抵的规则：{}"),
    "more": ("and {} more; ask deeper to see them", "另有{}条，可加深查看"),
}
_STATES = {"silenced": "is_silenced"}


class Block(NamedTuple):
    """A paragraph, at a depth of indentation."""

    level: int
    text: str


class Rendered(NamedTuple):
    """Paragraphs under a title."""

    title: str
    blocks: tuple[Block, ...]


def as_text(told: Rendered) -> str:
    """Format as plain text for a terminal of 100 columns."""
    title, *below = wrap(told.title, WIDTH - 2)
    lines = [title, *(f"  {line}" for line in below)]
    for level, text in told.blocks:
        indent = "  " * (level + 1)
        lines += [f"{indent}{line}" for line in wrap(text, WIDTH - width_of(indent))]
    return printable("\n".join(lines)) + "\n"


def as_markdown(told: Rendered) -> str:
    """Format as a Markdown heading and a nested list."""
    lines = [f"### {_plain(told.title)}", ""]
    lines += [f"{'    ' * level}- {_plain(text)}" for level, text in told.blocks]
    return printable("\n".join(lines)) + "\n"


def _plain(text: str) -> str:
    """A text with its Markdown markup escaped."""
    return "".join(f"\\{one}" if one in "\\`*_[]<>#|" else one for one in " ".join(text.split()))


class _Teller:
    """Renders the parts of an answer about one decision in one language."""

    def __init__(self, told: ExplanationData[Any] | WhyNotData, lang: str) -> None:
        self.lang: Lang = language(lang)
        decision = told.decision
        self.labels = Labels(decision.glossary, self.lang)
        self.tests = tests_of(decision, self.labels)
        self._fired = {line.rule for line in decision.trace.rules}
        self.decision = decision

    @cached_property
    def sentences(self) -> Sentences:
        """Renders single tests, from the rules."""
        return Sentences(self.labels, self.decision.evaluation.evaluator.program.figures)

    def word(self, word: str, *values: object) -> str:
        return phrase(_WORDS, self.lang, word, *values)

    def joined(self, parts: list[str]) -> str:
        return say(self.lang, "semicolon").join(part for part in parts if part)

    def entry(self, path: str) -> tuple[str, str]:
        """The label of an entry, and its value in the decision."""
        part, *rest = path.split(".")
        if part == "department" and not rest:
            lead, support = (entry_line(self.decision, name, "", self.lang) for name in ("lead", "support"))
            helped = f"{inline(support.head)}{say(self.lang, 'colon')}{support.text}" if support.text else ""
            return capital(say(self.lang, "department")), self.joined([lead.text, helped])
        if part == "department":
            part, rest = rest[0], []
        line = entry_line(self.decision, part, rest[0] if rest else "", self.lang)
        return capital(line.head), line.text

    # --- parts of an answer

    def rule(self, one: RuleLine, level: int, depth: int, *, is_certain: bool) -> Iterator[Block]:
        yield Block(level, self.word("because", self.labels.rule(one.rule)))
        if depth < 2:
            return
        held = self.tests.held(one)
        if held or one.rule in self._fired:
            yield Block(level + 1, self.word("applies", self.joined(held)) if held else self.word("always"))
        if one.cite:
            yield Block(level + 1, self.word("clause", self.labels.clauses(one.cite)))
        if one.basis and one.reason:
            yield Block(level + 1, self.word("assumed", one.reason[self.lang]))
        if one.binding:
            yield Block(level + 1, self.word("binding"))
        if one.rule in self._fired and not one.certain and not is_certain:
            yield Block(level + 1, self.word("as_it_stands"))
        waits = next((other.waits_for for other in self.decision.trace.undecided if other.rule == one.rule), ())
        if waits:
            yield Block(level + 1, self.word("applies_once" if is_certain else "waits_for", self.labels.facts(waits)))
        if depth > 2:
            yield Block(level + 1, self.word("stands_in", one.place))

    def grounds(self, grounds: Sequence[Ground], level: int) -> Iterator[Block]:
        """The premises, with those that keep the same rules away in one line."""
        kept: dict[tuple[str, ...] | str, list[Ground]] = {}
        for one in grounds:
            kept.setdefault(one.keeps_away or one.fact, []).append(one)
        for same in kept.values():
            text = self.joined([self._ground(one) for one in same])
            if same[0].keeps_away:
                rules = listed(self.lang, [self.labels.rule(rule) for rule in same[0].keeps_away[:3]])
                text = self.word("keeps_away", text, rules)
            yield Block(level, text)

    def _ground(self, one: Ground) -> str:
        if one.state == "absent":
            return self.word("no_group", self.labels.pick(group_label(one.fact)))
        text = f"{self.labels.fact(one.fact)}{say(self.lang, 'colon')}{self.labels.value(one.fact, one.value)}"
        return self.word("presumed", text) if one.state == "presumed" else text

    def figure(self, one: ParameterLine, level: int) -> Block:
        parts = [self.labels.figure(one.value, one.unit)]
        parts += [self.word("since", one.since)] if one.since else []
        parts += self.labels.stated_for(one)
        parts += [self.word("clause", self.labels.clauses(one.cite))] if one.cite else []
        parts += [self.word("assumed", one.reason[self.lang])] if one.basis and one.reason else []
        return Block(level, self.word("figure", self.labels.fact(f"parameters.{one.parameter}"), self.joined(parts)))


def render_why(told: ExplanationData[Any], lang: str, depth: int) -> Rendered:
    """Render why an entry is as it is."""
    teller = _Teller(told, lang)
    head, text = teller.entry(told.path)
    return Rendered(f"{head}{say(teller.lang, 'colon')}{text}", tuple(_why(teller, told, 0, depth)))


def _left_out(teller: _Teller, told: ExplanationData[Any], level: int) -> Iterator[Block]:
    """The rules that an exception silenced, and those that a statute overrides."""
    for word, lines in (("silenced", told.silenced), ("gives_way", told.overridden)):
        for one in lines:
            by = listed(teller.lang, [teller.labels.rule(rule) for rule in one.by])
            yield Block(level, teller.word(word, teller.labels.rule(one.rule), by))


def _why(teller: _Teller, told: ExplanationData[Any], level: int, depth: int) -> Iterator[Block]:
    if told.whatever:
        yield Block(level, teller.word("whatever", teller.labels.facts(told.whatever)))
    for rule in told.rules:
        yield from teller.rule(rule, level, depth, is_certain=not told.waits_for)
    if not told.rules and not told.parts:
        yield Block(level, teller.word("no_rule"))
    if depth < 2:
        return
    yield from _grounds(teller, told, level)
    yield from (teller.figure(one, level) for one in told.parameters)
    yield from _left_out(teller, told, level)
    for part in told.parts:
        head, text = teller.entry(part.path)
        yield Block(level, teller.word("in_turn", f"{inline(head)}{say(teller.lang, 'colon')}{text}"))
        yield from _why(teller, part, level + 1, depth if depth > 2 else 1)


def _grounds(teller: _Teller, told: ExplanationData[Any], level: int) -> Iterator[Block]:
    """The facts that suffice for an entry, and those that could still change it."""
    if told.decision.is_stored:
        yield Block(level, teller.word("stored"))
    elif told.grounds:
        yield Block(level, teller.word("grounds"))
        yield from teller.grounds(told.grounds, level + 1)
    elif told.rules:
        yield Block(level, teller.word("no_grounds_yet" if told.waits_for else "no_grounds"))
    if told.waits_for:
        yield Block(level, teller.word("could_change", teller.labels.facts(told.waits_for)))


def render_why_not(told: WhyNotData, lang: str, depth: int) -> Rendered:
    """Render why a decision does not have an entry."""
    teller = _Teller(told, lang)
    return Rendered(teller.word("why_not", _wanted(teller, told)), tuple(_why_not(teller, told, depth)))


def _wanted(teller: _Teller, told: WhyNotData) -> str:
    group, name = told.wanted.keys[0] if told.wanted.keys else ("approvals", "")
    labels, value = teller.labels, told.wanted.value
    if group in ("severity", "lead", "liability"):
        return f"{inline(say(teller.lang, group))}{say(teller.lang, 'colon')}{labels.of(group, value)}"
    wanted = labels.output(told.wanted.path if group != "support" else f"support.{name}")
    return f"{wanted}{labels.aside(value)}" if value else wanted


def _why_not(teller: _Teller, told: WhyNotData, depth: int) -> Iterator[Block]:
    if told.already:
        yield Block(0, teller.word("already"))
    elif told.change.turns is None:
        yield Block(0, teller.word("nothing" if told.change.certified else "not_found"))
    else:
        yield Block(0, teller.word("smallest"))
        yield from (Block(1, _turn(teller, one.fact, one.state, one.value, one.to)) for one in told.change.turns)
        yield Block(0, teller.word("certified" if told.change.certified else "uncertified"))
    if depth < 2:
        return
    if not told.candidates:
        yield Block(0, teller.word("no_rules"))
        return
    yield Block(0, teller.word("rules"))
    near = sorted(told.candidates, key=lambda one: (_FAR.index(one.state), len(one.unmet)))
    shown = near if depth > 2 else near[:_FEW]
    for one in shown:
        yield from _candidate(teller, one, depth)
    if len(shown) < len(near):
        yield Block(1, teller.word("more", len(near) - len(shown)))


_FAR = ("counts", "beaten", "silenced", "waits", "not_met", "not_in_force")
_FEW = 5


def _turn(teller: _Teller, fact: str, state: str, value: object, to: object) -> str:
    labels = teller.labels
    name, wished = labels.fact(fact), labels.value(fact, to)
    if state == "unknown":
        return teller.word("answer", name, wished)
    return teller.word("said" if state == "presumed" else "turn", name, labels.value(fact, value), wished)


def _candidate(teller: _Teller, one: Candidate, depth: int) -> Iterator[Block]:
    state = teller.word(_STATES.get(one.state, one.state))
    yield Block(1, f"{teller.labels.rule(one.rule)}{say(teller.lang, 'colon')}{state}")
    if one.cite:
        yield Block(2, teller.word("clause", teller.labels.clauses(one.cite)))
    yield from _unmet(teller, one.unmet)
    if one.silenced_by:
        word = "by" if one.state == "silenced" else "may_by"
        yield Block(2, teller.word(word, listed(teller.lang, [teller.labels.rule(rule) for rule in one.silenced_by])))
    if one.beaten_by:
        rules = listed(teller.lang, [teller.labels.rule(rule) for rule in one.beaten_by])
        yield Block(2, teller.word("against", rules))
    if depth > 2:
        yield Block(2, teller.word("stands_in", one.place))


def _unmet(teller: _Teller, unmet: tuple[Unmet, ...]) -> Iterator[Block]:
    group = 0
    for one in unmet:
        if one.one_of and one.one_of != group:
            yield Block(2, teller.word("one_of"))
        group = one.one_of
        text = teller.sentences.unmet(one.leaf, one.state, one.value, negated=one.negated)
        yield Block(3 if one.one_of else 2, text)
