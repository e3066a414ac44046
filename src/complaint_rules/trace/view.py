"""A decision laid out for reading in one language: sections of lines, which text and HTML only format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from complaint_rules.decide.decision import DecisionBase
from complaint_rules.decide.entries import Action, Deadline, Item, Payable, Prohibition, Remedy
from complaint_rules.decide.trace import Trace
from complaint_rules.money import LARGEST_FEN, format_fen
from complaint_rules.trace.identity import identity
from complaint_rules.trace.labels import Labels
from complaint_rules.trace.layout import Section, TextLine, View
from complaint_rules.trace.reasons import reasons
from complaint_rules.trace.whatever import whatever
from complaint_rules.trace.wording import Lang, capital, count, inline, language, listed, say
from complaint_rules.vocabulary import WHEN


def view_of(decision: DecisionBase, lang: str = "en") -> View:
    """Lay out one decision.

    Raises:
        LanguageError: there is no view in this language.
    """
    return Viewer(decision, language(lang)).view()


_SETTLED = {"final": "final", "provisional": "lacks_figure"}
"""The word for a decision that no answer can change, by its status."""
_FEW = 3
"""Facts that are named within a line."""


class Waiting(Protocol):
    """An entry: the rules behind it, and the facts that can change it."""

    @property
    def because(self) -> tuple[str, ...]:
        """Ids of rules."""
        ...

    @property
    def waits_for(self) -> tuple[str, ...]:
        """Paths of facts."""
        ...


class Viewer:
    """Lays one decision out in one language."""

    def __init__(self, decision: DecisionBase, lang: Lang) -> None:
        self._decision = decision
        self._lang = lang
        self._labels = Labels(decision.glossary, lang)
        self._trace: Trace = decision.trace
        trace = self._trace
        ids = [line.rule for part in (trace.rules, trace.silenced, trace.undecided) for line in part]
        self._numbers = {rule: number for number, rule in enumerate(dict.fromkeys(ids), 1)}
        self._due = {one.clock: one.due for one in decision.deadlines if one.due is not None}
        self._at_once = {one.clock for one in decision.deadlines if one.within == "at once" and one.due is not None}

    def view(self) -> View:
        """The whole page."""
        labels, notice = self._labels, self._trace.notice
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
            subtitle=f"{labels.pick(labels.names.title)} {self._decision.ruleset.version}",
            status=self._decision.status,
            sections=self._sections(parts),
            trace_title=self._say("trace"),
            trace=self._sections(reasons(self._trace, labels, self._numbers)),
            notice="" if notice is None else notice[self._lang],
            identity=Section("identity", self._say("identity"), identity(self._decision, self._lang)),
        )

    def entry(self, part: str, name: str) -> TextLine:
        """One entry: its head and its text."""
        d, labels = self._decision, self._labels
        if part in ("severity", "lead", "support", "liability", "payable"):
            head = self._say(part)
            return next((line for line in self._summary() if line.head == head), TextLine(head, ""))
        found = {
            "deadlines": [self._deadline(one) for one in d.deadlines if one.clock == name],
            "remedies": [self._remedy(one) for one in d.remedies if one.kind == name],
            "items": [self._item(one) for one in d.items if one.item == name],
            "actions": [
                TextLine(labels.of("actions", name), self._joined(self._when(one), self._waits(one)))
                for one in d.actions
                if one.do == name
            ],
            "prohibited": [
                TextLine(labels.of("prohibited", name), self._joined(self._say("prohibited"), self._until(one)))
                for one in d.prohibited
                if one.do == name
            ],
            "approvals": [
                TextLine(labels.of("approvals", name), self._joined(labels.of("lead", one.role), self._waits(one)))
                for one in d.approvals
                if one.purpose == name
            ],
        }[part]
        return found[0]._replace(text=self._joined(*[line.text for line in found]))

    def _sections(self, parts: dict[str, list[TextLine]]) -> tuple[Section, ...]:
        return tuple(Section(key, self._say(key), tuple(map(_begun, lines))) for key, lines in parts.items() if lines)

    def _say(self, word: str, *values: object) -> str:
        return say(self._lang, word, *values)

    def _marks(self, because: Iterable[str]) -> tuple[int, ...]:
        return tuple(sorted({self._numbers[rule] for rule in because if rule in self._numbers}))

    def _joined(self, *parts: str) -> str:
        return self._say("semicolon").join(part for part in parts if part)

    def _facts(self, paths: Sequence[str], few: int = _FEW) -> str:
        """Some facts within a sentence, only the first of many; another section lists all open facts."""
        return self._few([inline(self._labels.fact(path)) for path in paths], few)

    def _few(self, names: list[str], few: int) -> str:
        shown = listed(self._lang, names[:few])
        left = len(names) - few
        return self._say("and_more", shown, left, len(names)) if left > 1 else listed(self._lang, names)

    def _waits(self, one: Waiting) -> str:
        """What an entry waits for; where it waits for nothing, what its rules wait for."""
        if one.waits_for:
            return self._say("can_change", self._facts(one.waits_for, 1))
        needless = whatever(one.because, one.waits_for, self._trace)
        return self._say("whatever", self._facts(needless)) if needless else ""

    def _until(self, one: Prohibition) -> str:
        return self._say("until_known", self._facts(one.until_known)) if one.until_known else self._waits(one)

    def _chosen(self, kind: str, value: str | None, could_be: Sequence[str | None]) -> str:
        """The label of a tier, a lead or a finding, and what else it could become."""
        others = self._few([self._labels.of(kind, one) for one in could_be if one != value], 2)
        could = self._say("could_be", others) if others else ""
        return self._joined(self._labels.of(kind, value), could)

    def _summary(self) -> list[TextLine]:
        d, labels = self._decision, self._labels
        open_facts = len(d.questions)
        status = count(self._lang, "provisional", open_facts) if open_facts else self._say(_SETTLED[d.status])
        disputed = self._say("disputed") if d.liability.disputed else ""
        severity = self._chosen("severity", d.severity.tier, d.severity.could_be)
        lead = self._chosen("lead", d.department.lead, d.department.could_be)
        finding = self._joined(self._chosen("liability", d.liability.finding, d.liability.could_be), disputed)
        lines = [
            TextLine(self._say("status"), status, tone=d.status),
            TextLine(
                self._say("severity"),
                self._joined(severity, self._needless(d.severity)),
                self._marks(d.severity.because),
            ),
            TextLine(self._say("lead"), lead, self._marks(d.department.because)),
        ]
        if d.department.support:
            lines.append(TextLine(self._say("support"), labels.all_of("support", d.department.support)))
        finding = self._joined(finding, self._needless(d.liability))
        lines.append(TextLine(self._say("liability"), finding, self._marks(d.liability.because)))
        lines.append(TextLine(self._say("payable"), self._payable(d.payable)))
        return lines

    def _needless(self, one: Waiting) -> str:
        return "" if one.waits_for else self._waits(one)

    def _payable(self, one: Payable) -> str:
        """The range from what is owed whatever the answers to what may be agreed to today, and what answers allow."""
        most = "" if one.max_fen is None or one.max_fen == one.now_fen else self._say("opens", _grouped(one.max_fen))
        if one.max_fen is None and one.now_fen is not None:
            most = self._say("opens_all")
        return self._joined(self._range(one.min_fen, one.now_fen), most)

    def _range(self, least: int | None, most: int | None) -> str:
        low = least or 0
        if most is None:
            return self._say("from", _grouped(low)) if low else self._say("open_top")
        if most == 0:
            return self._say("nothing")
        return self._say("sum", _grouped(most)) if low == most else self._say("range", _grouped(low), _grouped(most))

    def _actions(self) -> list[TextLine]:
        lines, above = [], None
        for action in sorted(self._decision.actions, key=self._soonest):
            when = self._when(action)
            head = "" if when == above else when
            text = self._joined(capital(self._labels.of("actions", action.do)), self._waits(action))
            tone = self._time(action)
            lines.append(TextLine(head, text, self._marks(action.because), tone=tone if tone in WHEN else ""))
            above = when
        return lines

    def _prohibited(self) -> list[TextLine]:
        return [
            TextLine(
                "", self._joined(self._labels.of("prohibited", one.do), self._until(one)), self._marks(one.because)
            )
            for one in self._decision.prohibited
        ]

    def _soonest(self, action: Action) -> tuple[int, bool, float]:
        """A sort key: the soonest due first; those without a date yet in the order of the clocks."""
        time = self._time(action)
        if time in WHEN:
            return tuple(WHEN).index(time), False, 0.0
        due, clocks = self._due.get(time), tuple(self._labels.names.clocks)
        return len(WHEN), due is None, due.timestamp() if due else float(clocks.index(time))

    def _time(self, action: Action) -> str:
        """When an action is due; the end of a clock that ends as it starts means at once."""
        return "at_once" if action.when in self._at_once else action.when

    def _when(self, action: Action) -> str:
        time = self._time(action)
        if time in WHEN:
            return self._labels.pick(WHEN[time])
        due = self._due.get(action.when)
        if due is None:
            return self._say("with_clock", self._labels.of("deadlines", action.when))
        return self._say("by", self._labels.moment(due))

    def _deadline(self, one: Deadline) -> TextLine:
        sooner = one.earliest is not None and one.due is not None and one.earliest != one.due
        earliest = self._earliest(one.earliest) if sooner and one.earliest else ""
        text = self._joined(self._due_text(one, one.due), earliest, self._waits(one))
        return TextLine(self._labels.of("deadlines", one.clock), text, self._marks(one.because))

    def _earliest(self, moment: datetime) -> str:
        if moment == datetime.fromisoformat(self._decision.trace.received_at):
            return self._say("earliest_at_once")
        return self._say("earliest", self._labels.moment(moment))

    def _due_text(self, one: Deadline, due: datetime | None) -> str:
        labels, start = self._labels, self._labels.of("starts", one.start)
        if one.not_before is not None:
            return f"{self._say('not_before', one.not_before)}{labels.aside(labels.span(one.within))}"
        if due is None:
            known = one.within == "at once"
            return self._say("at_event", start) if known else self._say("after", labels.span(one.within), start)
        if one.within == "at once":
            return self._say("at_receipt")
        return f"{self._say('by', labels.moment(due))}{labels.aside(labels.span(one.within))}"

    def _remedy(self, one: Remedy) -> TextLine:
        if one.status == "open":
            parts = [self._say("find_out", self._facts(one.waits_for)) if one.waits_for else self._say("open")]
        else:
            parts = [self._say(one.status), *self._terms(one)]
        parts += [self._settling(one), self._alternatives(one), "" if one.status == "open" else self._waits(one)]
        return TextLine(
            self._labels.of("remedies", one.kind), self._joined(*parts), self._marks(one.because), tone=one.status
        )

    def _terms(self, one: Remedy) -> list[str]:
        """How a remedy that is not open may be offered: in public, which sums, who approves, what it may become."""
        has_sum = one.status != "forbidden" and (one.max_fen is not None or one.min_fen is not None)
        others = [self._say(status or "not_said") for status in one.could_be if status != one.status]
        return [
            self._say("public") if one.public else "",
            self._range(one.min_fen, one.max_fen) if has_sum else "",
            "" if one.max_fen == 0 else self._ladder(one),
            self._say("could_be", self._say("comma").join(others)) if others else "",
        ]

    def _settling(self, one: Remedy) -> str:
        settles = one.settles_from_fen
        if one.status == "forbidden" or settles is None or not one.min_fen != settles < LARGEST_FEN:
            return ""
        return self._say("settles_from", _grouped(settles))

    def _alternatives(self, one: Remedy) -> str:
        """The other remedies of the same group, and whose choice among them it is."""
        others = [
            inline(self._labels.of("remedies", other.kind))
            for other in self._decision.remedies
            if one.group is not None and other.group == one.group and other.kind != one.kind
        ]
        if not others or one.status == "forbidden":
            return ""
        choice = self._say(f"{one.choice}_choice") if one.choice in ("customer", "house") else ""
        return self._say("comma").join(
            part for part in (self._say("instead_of", self._say("comma").join(others)), choice) if part
        )

    def _ladder(self, one: Remedy) -> str:
        steps = []
        for index, step in enumerate(one.approval_ladder):
            role = inline(self._labels.of("lead", step.role))
            if step.upto_fen is not None and (index or step.upto_fen != one.max_fen):
                steps.append(self._say("approves_upto", _grouped(step.upto_fen), role))
            else:
                steps.append(self._say("approves_above" if index and step.upto_fen is None else "approves", role))
        return self._say("comma").join(steps)

    def _item(self, one: Item) -> TextLine:
        status = self._say("payable_item" if one.status == "payable" else one.status)
        money = "" if one.status == "not_payable" else self._range(one.min_fen, one.max_fen)
        word = "unmet" if one.status == "not_payable" else "missing"
        notes = (self._say(word, self._labels.facts(one.missing)),) if one.missing else ()
        text = self._joined(status, money, "" if notes else self._waits(one))
        return TextLine(self._labels.of("items", one.item), text, self._marks(one.because), notes, tone=one.status)

    def _approvals(self) -> list[TextLine]:
        lines = []
        for one in self._decision.approvals:
            what = inline(self._labels.of("approvals", one.purpose))
            text = self._joined(self._say("approves_for", self._labels.of("lead", one.role), what), self._waits(one))
            lines.append(TextLine("", text, self._marks(one.because)))
        return lines

    def _questions(self) -> list[TextLine]:
        labels = self._labels
        return [
            TextLine(labels.fact(e.fact), self._say("affects", labels.outputs(e.affects)), notes=(e.fact,))
            for e in self._decision.questions
        ]

    def _review(self) -> list[TextLine]:
        lines = []
        for one in self._decision.review:
            lines.append(TextLine("", self._labels.pick(one.text), self._marks(one.rules), tone="forbidden"))
        return lines

    def _assumptions(self) -> list[TextLine]:
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
        lines = [TextLine("", self._say("comma").join(made))]
        for id in parts["rule"]:
            lines.append(TextLine("", labels.title(id) or id, self._marks([id]), (reason[id],) if reason[id] else ()))
        for id in parts["figure"]:
            lines.append(TextLine("", labels.fact(id), notes=(reason[id],) if reason[id] else ()))
        if parts["presumed"]:
            lines.append(TextLine("", f"{self._say('presumed')}{self._say('colon')}{labels.facts(parts['presumed'])}"))
        return lines

    def _overridden(self) -> list[TextLine]:
        lines = []
        for one in self._trace.overridden:
            text = f"{self._labels.rule(one.rule)}{self._say('colon')}"
            text += self._say("gives_way", self._labels.output(one.output))
            lines.append(TextLine("", text, self._marks([one.rule, *one.by])))
        return lines


def entry_line(decision: DecisionBase, part: str, name: str, lang: Lang) -> TextLine:
    """One entry as the page has it: its head and its text.

    Args:
        decision: the decision.
        part: `severity`, `lead`, `support`, `liability`, `payable`, `deadlines` ...
        name: the entry within the part; empty where the part is a single entry.
        lang: the language.
    """
    return Viewer(decision, lang).entry(part, name)


def _grouped(fen: int) -> str:
    """Yuan with a comma between thousands."""
    whole, decimals = format_fen(fen).split(".")
    return f"{int(whole):,}.{decimals}"


def _begun(line: TextLine) -> TextLine:
    """A line that begins with a capital; an id stays as it is."""
    text = line.text if line.head or "/" in line.text.split(" ", 1)[0] else capital(line.text)
    return line._replace(head=capital(line.head), text=text)
