"""A decision laid out for reading in one language: sections of lines. Text and HTML only set what stands here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from complaint_rules.decide.decision import Decision
from complaint_rules.money import format_fen
from complaint_rules.resolve.entries import Action, Deadline, Item, Remedy, Review
from complaint_rules.trace.labels import Labels
from complaint_rules.trace.layout import Line, Section, View
from complaint_rules.trace.reasons import reasons
from complaint_rules.trace.trace import Trace
from complaint_rules.trace.tracer import parameters_of_rule
from complaint_rules.trace.wording import Lang, capital, count, inline, language, say
from complaint_rules.vocabulary import WHEN


def view_of(decision: Decision, lang: str = "en") -> View:
    """Lay out one decision.

    Raises:
        LanguageError: there is no view in this language.
    """
    return _Viewer(decision, language(lang)).view()


class _Viewer:
    def __init__(self, decision: Decision, lang: Lang) -> None:
        self._decision = decision
        self._lang = lang
        self._labels = Labels(decision.resolution.resolver.program.ruleset, lang)
        self._trace: Trace = decision.trace
        trace = self._trace
        ids = [line.rule for part in (trace.rules, trace.silenced, trace.undecided) for line in part]
        self._numbers = {rule: number for number, rule in enumerate(dict.fromkeys(ids), 1)}
        self._due = {one.clock: one.due for one in decision.deadlines if one.due is not None}

    def view(self) -> View:
        labels, ruleset = self._labels, self._labels.ruleset
        parts = {
            "summary": self._summary(),
            "actions": self._actions(),
            "prohibited": self._prohibited(),
            "deadlines": [self._deadline(entry) for entry in self._decision.deadlines],
            "remedies": [self._remedy(entry) for entry in self._decision.remedies],
            "items": [self._item(entry) for entry in self._decision.items],
            "approvals": self._approvals(),
            "questions": self._questions(),
            "review": self._review(),
            "assumptions": self._assumptions(),
            "overridden": self._overridden(),
        }
        return View(
            lang=self._lang,
            title=self._decision.complaint_id,
            subtitle=f"{labels.pick(ruleset.title)} {ruleset.version}",
            status=self._decision.status,
            sections=self._sections(parts),
            trace_title=self._say("trace"),
            trace=self._sections(reasons(self._trace, labels, self._numbers)),
            notice=labels.pick(ruleset.notice),
        )

    def entry(self, part: str, name: str) -> Line:
        """One entry: its head, and what is said of it."""
        d, labels = self._decision, self._labels
        if part in ("severity", "lead", "support", "liability", "payable"):
            head = self._say(part)
            return next((line for line in self._summary() if line.head == head), Line(head, ""))
        found = {
            "deadlines": [self._deadline(one) for one in d.deadlines if one.clock == name],
            "remedies": [self._remedy(one) for one in d.remedies if one.kind == name],
            "items": [self._item(one) for one in d.items if one.item == name],
            "actions": [Line(labels.of("actions", name), self._when(one)) for one in d.actions if one.do == name],
            "prohibited": [Line(labels.of("prohibited", name), self._say("prohibited"))],
            "approvals": [
                Line(labels.of("approvals", name), labels.of("lead", one.role))
                for one in d.approvals
                if one.purpose == name
            ],
        }[part]
        return found[0]._replace(text=self._joined(*[line.text for line in found]))

    def _sections(self, parts: dict[str, list[Line]]) -> tuple[Section, ...]:
        return tuple(Section(key, self._say(key), tuple(map(_begun, lines))) for key, lines in parts.items() if lines)

    def _say(self, word: str, *values: object) -> str:
        return say(self._lang, word, *values)

    def _marks(self, because: Iterable[str]) -> tuple[int, ...]:
        return tuple(sorted({self._numbers[rule] for rule in because if rule in self._numbers}))

    def _joined(self, *parts: str) -> str:
        return self._say("semicolon").join(part for part in parts if part)

    def _summary(self) -> list[Line]:
        d, labels = self._decision, self._labels
        tier, others = d.severity.tier, [one for one in d.severity.could_be if one != d.severity.tier]
        open_tier = self._say("could_be", labels.all_of("severity", others)) if others else ""
        open_facts = len(d.questions)
        severity = self._joined(labels.of("severity", tier), open_tier)
        status = count(self._lang, "provisional", open_facts) if open_facts else self._say("final")
        disputed = self._say("disputed") if d.liability.disputed else ""
        lines = [
            Line(self._say("status"), status, tone=d.status),
            Line(self._say("severity"), severity, self._marks(d.severity.because)),
            Line(self._say("lead"), labels.of("lead", d.department.lead), self._marks(d.department.because)),
        ]
        if d.department.support:
            lines.append(Line(self._say("support"), labels.all_of("support", d.department.support)))
        finding = self._joined(labels.of("liability", d.liability.finding), disputed)
        lines.append(Line(self._say("liability"), finding, self._marks(d.liability.because)))
        lines.append(Line(self._say("payable"), self._range(d.payable.min_fen, d.payable.max_fen)))
        return lines

    def _range(self, least: int | None, most: int | None) -> str:
        low = least or 0
        if most is None:
            return self._say("from", _grouped(low)) if low else self._say("open_top")
        if most == 0:
            return self._say("nothing")
        return self._say("sum", _grouped(most)) if low == most else self._say("range", _grouped(low), _grouped(most))

    def _actions(self) -> list[Line]:
        lines, above = [], None
        for action in sorted(self._decision.actions, key=self._soonest):
            when = self._when(action)
            head = "" if when == above else when
            text = capital(self._labels.of("actions", action.do))
            lines.append(Line(head, text, self._marks(action.because), tone=action.when if action.when in WHEN else ""))
            above = when
        return lines

    def _prohibited(self) -> list[Line]:
        entries = self._decision.prohibited
        return [Line("", self._labels.of("prohibited", one.do), self._marks(one.because)) for one in entries]

    def _soonest(self, action: Action) -> tuple[int, bool, float, str]:
        due = self._due.get(action.when)
        rank = tuple(WHEN).index(action.when) if action.when in WHEN else len(WHEN)
        return rank, due is None, due.timestamp() if due else 0.0, "" if due else action.when

    def _when(self, action: Action) -> str:
        if action.when in WHEN:
            return self._labels.pick(WHEN[action.when])
        due = self._due.get(action.when)
        if due is None:
            return self._say("with_clock", self._labels.of("deadlines", action.when))
        return self._say("by", self._labels.moment(due))

    def _deadline(self, one: Deadline) -> Line:
        labels = self._labels
        return Line(labels.of("deadlines", one.clock), self._due_text(one, one.due), self._marks(one.because))

    def _due_text(self, one: Deadline, due: datetime | None) -> str:
        labels, start = self._labels, self._labels.of("starts", one.start)
        if due is None:
            known = one.within == "at once"
            return self._say("at_event", start) if known else self._say("after", labels.span(one.within), start)
        if one.within == "at once":
            return self._say("at_receipt")
        return f"{self._say('by', labels.moment(due))}{labels.aside(labels.span(one.within))}"

    def _remedy(self, one: Remedy) -> Line:
        money = ""
        if one.status != "forbidden" and (one.max_fen is not None or one.min_fen is not None):
            money = self._range(one.min_fen, one.max_fen)
        others = [self._say(status) for status in one.could_be if status != one.status]
        could = self._say("could_be", self._say("comma").join(others)) if others else ""
        text = self._joined(self._say(one.status), money, self._ladder(one), could)
        return Line(self._labels.of("remedies", one.kind), text, self._marks(one.because), tone=one.status)

    def _ladder(self, one: Remedy) -> str:
        steps = []
        for index, step in enumerate(one.approval_ladder):
            role = inline(self._labels.of("lead", step.role))
            if step.upto_fen is not None and (index or step.upto_fen != one.max_fen):
                steps.append(self._say("approves_upto", _grouped(step.upto_fen), role))
            else:
                steps.append(self._say("approves_above" if index and step.upto_fen is None else "approves", role))
        return self._say("comma").join(steps)

    def _item(self, one: Item) -> Line:
        status = self._say("payable_item" if one.status == "payable" else one.status)
        money = "" if one.status == "not_payable" else self._range(one.min_fen, one.max_fen)
        word = "unmet" if one.status == "not_payable" else "missing"
        notes = (self._say(word, self._labels.facts(one.missing)),) if one.missing else ()
        text = self._joined(status, money)
        return Line(self._labels.of("items", one.item), text, self._marks(one.because), notes, tone=one.status)

    def _approvals(self) -> list[Line]:
        lines = []
        for one in self._decision.approvals:
            what = inline(self._labels.of("approvals", one.purpose))
            text = self._say("approves_for", self._labels.of("lead", one.role), what)
            lines.append(Line("", text, self._marks(one.because)))
        return lines

    def _questions(self) -> list[Line]:
        labels = self._labels
        return [
            Line(labels.fact(e.fact), self._say("affects", labels.outputs(e.affects)), notes=(e.fact,))
            for e in self._decision.questions
        ]

    def _review(self) -> list[Line]:
        lines = []
        for one in self._decision.review:
            if one.output == "parameters":
                text = self._message(one, self._lacking(one))
                lines.append(Line("", text, self._marks(one.rules), tone="forbidden"))
                continue
            kept = self._kept(one.output, one.kept)
            text = self._say("kept", self._labels.output(one.output), kept)
            note = self._message(one, self._say("disagreeing", self._placed(one.rules)))
            lines.append(Line("", text, self._marks(one.rules), notes=(note,), tone="forbidden"))
        return lines

    def _message(self, one: Review, in_chinese: str) -> str:
        """What the decision itself says in English; in Chinese the same, made of what it is about."""
        return in_chinese if self._lang == "zh" else one.message

    def _lacking(self, one: Review) -> str:
        """That a rule can't be decided for want of figures on the day."""
        ruleset = self._labels.ruleset
        names = dict.fromkeys(name for id in one.rules for name in parameters_of_rule(ruleset.rule(id)))
        found = [ruleset.parameters[name] for name in names]
        missing = [self._labels.pick(each.title) for each in found if each.on(self._decision.as_of)[1] is None]
        return self._say("lacking", self._placed(one.rules), self._say("comma").join(missing))

    def _placed(self, rules: Iterable[str]) -> str:
        """Rules by their ids, each with where it stands."""
        ruleset = self._labels.ruleset
        return self._say("comma").join(f"`{id}`{self._labels.aside(str(ruleset.rule(id).place))}" for id in rules)

    def _kept(self, output: str, kept: str) -> str:
        head = output.partition(".")[0]
        if head in ("remedies", "items"):
            return self._say("payable_item" if kept == "payable" else kept)
        return self._labels.of("lead" if head == "department" else head, kept)

    def _assumptions(self) -> list[Line]:
        """A count, then each rule and figure; presumed facts in one line."""
        parts: dict[str, list[str]] = {"rule": [], "figure": [], "presumed": []}
        for name in self._trace.assumptions:
            head, _, rest = name.partition(".")
            kind = {"presumed": "presumed", "parameters": "figure"}.get(head, "rule")
            parts[kind].append(name if kind == "rule" else rest)
        made = [count(self._lang, f"{kind}_count", len(names)) for kind, names in parts.items() if names]
        if not made:
            return []
        labels = self._labels
        trace, lang = self._trace, self._lang
        reason = {line.rule: line.reason[lang] if line.reason else "" for line in trace.rules}
        reason |= {line.rule: line.reason[lang] if line.reason else "" for line in trace.undecided}
        reason |= {line.parameter: line.reason[lang] if line.reason else "" for line in trace.parameters}
        lines = [Line("", self._say("comma").join(made))]
        for id in parts["rule"]:
            lines.append(Line("", labels.title(id) or id, self._marks([id]), (reason[id],) if reason[id] else ()))
        for id in parts["figure"]:
            lines.append(Line("", labels.fact(id), notes=(reason[id],) if reason[id] else ()))
        if parts["presumed"]:
            lines.append(Line("", f"{self._say('presumed')}{self._say('colon')}{labels.facts(parts['presumed'])}"))
        return lines

    def _overridden(self) -> list[Line]:
        lines = []
        for one in self._trace.overridden:
            text = f"{self._labels.rule(one.rule)}{self._say('colon')}"
            text += self._say("gives_way", self._labels.output(one.output))
            lines.append(Line("", text, self._marks([one.rule, *one.by])))
        return lines


def entry_line(decision: Decision, part: str, name: str, lang: Lang) -> Line:
    """One entry as the page has it: its head, and what is said of it.

    Args:
        decision: the decision.
        part: `severity`, `lead`, `support`, `liability`, `payable`, `deadlines` ...
        name: the entry within the part; empty where the part is one.
        lang: the language.
    """
    return _Viewer(decision, lang).entry(part, name)


def _grouped(fen: int) -> str:
    """Yuan with a comma between thousands."""
    whole, decimals = format_fen(fen).split(".")
    return f"{int(whole):,}.{decimals}"


def _begun(line: Line) -> Line:
    """A line that begins as lines do, with a capital; an id stays as it is."""
    text = line.text if line.head or "/" in line.text.split(" ", 1)[0] else capital(line.text)
    return line._replace(head=capital(line.head), text=text)
