"""A decision on one screen: what, how severe, what to offer, never to do, to do now, by when, to ask, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from complaint_rules.decide.decision import DecisionBase
from complaint_rules.decide.entries import Deadline, Remedy
from complaint_rules.decide.trace import RuleLine, Undecided
from complaint_rules.display import printable
from complaint_rules.trace.columns import WIDTH, width_of
from complaint_rules.trace.fitting import Row, ScreenPart, fit, shortened
from complaint_rules.trace.view import Viewer
from complaint_rules.trace.wording import capital, inline, language
from complaint_rules.vocabulary import GRANTED, MONEY_REMEDIES

_STATUSES = ("required", "permitted", "open")
"""The statuses of remedies that may be offered, now or later, in the order in which they are shown."""
_LATEST = datetime.max.replace(tzinfo=UTC)
_ASKED = 5
_REVIEWED = 2


def render(decision: DecisionBase, lang: str = "en") -> str:
    """The decision on one screen, in English (`en`) or Chinese (`zh`).

    Raises:
        LanguageError: there is no view in this language.
    """
    return printable("\n".join(Screen(decision, language(lang)).lines())) + "\n"


class Screen(Viewer):
    """Lays one decision out on one screen; reads its entries, its trace and its labels, but no rules."""

    def lines(self) -> list[str]:
        """At most 45 lines, unless the rows that are never cut need more."""
        d, labels = self._decision, self._labels
        title = f"{d.complaint_id}  {labels.pick(labels.names.title)} {d.ruleset.version}"
        parts = [
            ScreenPart("", tuple(self._what())),
            self._part("review", self._looked_at(), least=1, most=_REVIEWED),
            self._part("offer", [*self._offers(), *self._sums()], least=4),
            self._part("never", self._never()),
            self._part("actions", self._duties()),
            self._part("deadlines", self._ends(), least=6),
            self._part("ask_next", self._asked(), least=3, most=_ASKED),
            self._part("trace", [*self._why(), *self._rests_on()]),
        ]
        return fit(shortened(title), parts, self._say("foot"), self._lang)

    def _part(self, key: str, rows: list[Row], *, least: int = 2, most: int = 100) -> ScreenPart:
        return ScreenPart(self._say(key).upper(), tuple(rows), least, most)

    def _row(self, key: str, text: str, *, must: bool = False, holds: int = 1) -> Row:
        return Row(capital(self._say(key)), text, must, holds)

    def _list(self, texts: Iterable[str]) -> str:
        """Labels in one line; some of them have commas."""
        first, *others = texts
        return self._say("semicolon").join([capital(first), *map(inline, others)])

    # --- what, how severe, who

    def _what(self) -> list[Row]:
        """The complaint, then the tier, who leads and who supports, the finding, and the status."""
        said = {line.head: line.text for line in self._summary()}
        rows = [self._row("complaint", self._complaint(), must=True)]
        for key in ("severity", "lead", "liability", "status"):
            text = said[self._say(key)]
            if key == "lead" and self._decision.department.support:
                support = self._say("support")
                text = self._joined(text, f"{inline(support)}{self._say('colon')}{said[support]}")
            rows.append(self._row(key, capital(text), must=True))
        return rows

    def _complaint(self) -> str:
        labels = self._labels
        known = {line.fact: line.value for line in self._trace.facts if line.state == "known"}
        parts = [capital(labels.value("kind", known["kind"]))] if "kind" in known else []
        if "claimed_amount" in known:
            amount = labels.value("claimed_amount", known["claimed_amount"])
            parts.append(f"{inline(labels.fact('claimed_amount'))}{self._say('colon')}{amount}")
        wishes = [labels.fact(fact) for fact, value in known.items() if fact.startswith("requests.") and value is True]
        parts += map(inline, wishes)
        received = labels.moment(datetime.fromisoformat(self._trace.received_at))
        return self._joined(*parts, f"{inline(self._say('received_at'))} {received}")

    def _looked_at(self) -> list[Row]:
        """What a person must review: disagreements first, and each missing figure once."""
        said: dict[str, int] = {}
        for one in sorted(self._decision.review, key=lambda one: one.kind != "disagreement"):
            text = self._labels.pick(one.text)
            if one.kind == "figure" and one.parameter is not None:
                figure = inline(self._labels.fact(f"parameters.{one.parameter}"))
                text = f"{capital(self._say('no_figure'))}{self._say('colon')}{figure}"
            said[text] = said.get(text, 0) + 1
        return [Row("", text, holds=holds) for text, holds in said.items()]

    # --- what may be offered, what never

    def _offers(self) -> list[Row]:
        """Remedies that are required, permitted or not yet; those with the same text share a row."""
        alike: dict[tuple[str, str, str | None], list[Remedy]] = {}
        for one in sorted(self._decision.remedies, key=lambda one: one.kind not in MONEY_REMEDIES):
            alike.setdefault((one.status, self._offered(one), one.group), []).append(one)
        return [
            self._offer(status, text, remedies)
            for wanted in _STATUSES
            for (status, text, _), remedies in alike.items()
            if status == wanted
        ]

    def _offered(self, one: Remedy) -> str:
        if one.status == "open":
            return self._say("first_find_out", self._facts(one.waits_for)) if one.waits_for else ""
        if one.max_fen == 0 and one.waits_for:
            return self._say("no_sum_yet", self._facts(one.waits_for))
        return self._joined(*self._terms(one), self._settling(one))

    def _offer(self, status: str, text: str, remedies: list[Remedy]) -> Row:
        names = self._labels.all_of("remedies", [one.kind for one in remedies])
        said = self._joined(text, self._instead(remedies))
        whole = f"{capital(names)}{self._say('colon')}{said}" if said else capital(names)
        head = "not_yet" if status == "open" else status
        return self._row(head, whole, must=status == "required", holds=len(remedies))

    def _instead(self, remedies: list[Remedy]) -> str:
        """Which of the remedies exclude each other or others, and whose choice it is."""
        first = remedies[0]
        if first.group is None:
            return ""
        kinds = [one.kind for one in remedies]
        others = [
            inline(self._labels.of("remedies", one.kind))
            for one in self._decision.remedies
            if one.group == first.group and one.kind not in kinds and one.status != "forbidden"
        ]
        parts = [self._say("one_of_these") if len(kinds) > 1 else ""]
        parts += [self._say("instead_of", self._say("comma").join(others))] if others else []
        if any(parts) and first.choice in ("customer", "house"):
            parts.append(self._say(f"{first.choice}_choice"))
        return self._joined(*parts)

    def _sums(self) -> list[Row]:
        """The whole sum, who approves, and the items of injury compensation."""
        d, labels = self._decision, self._labels
        rows = [self._row("payable", capital(self._payable(d.payable)), must=True)]
        if d.approvals:
            rows.append(self._row("approvals", self._list(self._signed()), must=True))
        for status in ("payable", "pending", "not_payable"):
            items = [one for one in d.items if one.status == status]
            names = [inline(labels.of("items", one.item)) for one in items]
            if status == "payable":
                sums = [self._range(one.min_fen, one.max_fen) for one in items]
                names = [f"{name} {sum_}" for name, sum_ in zip(names, sums, strict=True)]
            if items:
                rows.append(self._row(f"items_{status}", self._list(names), holds=len(items)))
        return rows

    def _signed(self) -> Iterator[str]:
        labels = self._labels
        for one in self._decision.approvals:
            yield self._say("approves_for", labels.of("lead", one.role), inline(labels.of("approvals", one.purpose)))

    def _never(self) -> list[Row]:
        """Remedies that are forbidden, acts that are prohibited, and until when where an answer may lift it."""
        labels, d = self._labels, self._decision
        kinds = [one.kind for one in d.remedies if one.status == "forbidden"]
        rows = [self._row("never_offered", capital(labels.all_of("remedies", kinds)), must=True)] if kinds else []
        acts: dict[str, list[str]] = {}
        for one in d.prohibited:
            until = self._say("until_known", self._facts(one.until_known)) if one.until_known else ""
            acts.setdefault(until, []).append(labels.of("prohibited", one.do))
        for until, names in sorted(acts.items()):
            rows.append(self._row("never_done", self._joined(self._list(names), until), must=True))
        return rows

    # --- what to do, by when, what to ask

    def _duties(self) -> list[Row]:
        """What to do, by time; what is to be done at once is never cut."""
        by_time: dict[str, list[str]] = {}
        urgent: set[str] = set()
        for action in sorted(self._decision.actions, key=self._soonest):
            when = self._when(action)
            by_time.setdefault(when, []).append(self._labels.of("actions", action.do))
            urgent |= {when} if self._time(action) == "at_once" else set()
        return [Row(capital(when), self._list(does), when in urgent, len(does)) for when, does in by_time.items()]

    def _ends(self) -> list[Row]:
        """Deadlines, the soonest first; those whose start has not happened come last."""
        rows = []
        for one in sorted(self._decision.deadlines, key=self._end):
            text = self._joined(self._due_text(one, one.due), self._sooner(one))
            rows.append(Row(capital(self._labels.of("deadlines", one.clock)), capital(text)))
        return rows

    def _sooner(self, one: Deadline) -> str:
        """When an answer could bring a deadline forward, and to when."""
        if one.earliest is None or one.due is None or one.earliest == one.due:
            return ""
        if one.earliest == datetime.fromisoformat(self._trace.received_at):
            return self._say("sooner_at_once")
        return self._say("sooner", self._labels.moment(one.earliest))

    def _end(self, one: Deadline) -> tuple[datetime, bool]:
        return one.due or _LATEST, one.not_before is None

    def _asked(self) -> list[Row]:
        """Open facts, first those that can change the most entries."""
        return [Row("", self._question(one.fact, one.affects)) for one in self._decision.questions]

    def _question(self, fact: str, affects: tuple[str, ...]) -> str:
        """A fact and what it can change, as much of it as a line holds."""
        name = capital(self._labels.fact(fact))
        for few in (3, 2, 1):
            said = self._labels.outputs(affects[:few])
            if len(affects) > few:
                said = self._say("and_more", said, len(affects) - few, len(affects))
            text = f"{name}{self._labels.aside(self._say('affects', said))}"
            if width_of(text) <= WIDTH - 2:
                break
        return text

    # --- why

    def _why(self) -> list[Row]:
        """The rule and clause behind the tier, and those behind the remedy that matters most, each on one line."""
        d, labels = self._decision, self._labels
        remedy = min(d.remedies, key=_weight, default=None)
        because = {capital(self._say("severity")): d.severity.because}
        if remedy is None:
            because[capital(self._say("liability"))] = d.liability.because
        else:
            because[capital(labels.of("remedies", remedy.kind))] = remedy.because
        room = WIDTH - 4 - max(map(width_of, (*because, self._say("rests_on"))))
        return [Row(head, self._reason(rules, room), must=True) for head, rules in because.items()]

    def _reason(self, because: tuple[str, ...], room: int) -> str:
        """The best supported rule behind an entry, with its clause."""
        lines: list[RuleLine | Undecided] = [*self._trace.rules, *self._trace.undecided]
        behind = [line for line in lines if line.rule in because]
        if not behind:
            return capital(self._say("not_set"))
        line = min(behind, key=lambda one: (not one.cite, one.basis is not None))
        parts = [line.title[self._lang] or line.rule, *self._cited(line.cite)]
        marked = self._joined(*parts, self._say("assumption_bare") if line.basis else "")
        return marked if width_of(marked) <= room else shortened(self._joined(*parts), room)

    def _cited(self, cites: tuple[str, ...]) -> list[str]:
        """A single clause with its title, or the numbers of several."""
        if not cites:
            return []
        return [self._say("cites", self._labels.clause(*cites) if len(cites) == 1 else self._few([*cites], 2))]

    def _rests_on(self) -> list[Row]:
        return [self._row("rests_on", line.text) for line in self._assumptions()[:1]]


def _weight(one: Remedy) -> tuple[int, int]:
    """A sort key: sums that are owed, then those that may be offered, then other granted remedies, then open ones."""
    money = one.kind in MONEY_REMEDIES
    if one.status in GRANTED:
        status = GRANTED[::-1].index(one.status)
        return (status if money else 2 + 2 * status), -(one.max_fen or 0)
    return (3 if money else 5) if one.status == "open" else 6, 0
