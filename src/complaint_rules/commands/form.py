"""A form at the terminal: one question after the other, until the decision is final or the clerk stops."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from complaint_rules.commands.console import Console
from complaint_rules.decide.glossary import Glossary
from complaint_rules.decision import Decision
from complaint_rules.engine import Engine
from complaint_rules.errors import ComplaintRulesError
from complaint_rules.explain.next_question import Ask
from complaint_rules.facts.fact import FINITE, Fact, FactType
from complaint_rules.facts.stating import put
from complaint_rules.trace.columns import wrap
from complaint_rules.trace.labels import Labels
from complaint_rules.trace.wording import Lang, capital, phrase

_WORDS: dict[str, tuple[str, str]] = {
    "keys": (
        "Answer by number or value; ? help, u unknown, b back, q stop.",
        "请输入编号或数值；? 帮助，u 不清楚，b 返回，q 结束。",
    ),
    "not_one": ("`{}` is none of the choices", "“{}”不是可选项"),
    "refused": ("`{}` is no answer: {}", "“{}”不符合要求，应填：{}"),
    "first": ("this is the first question", "这是第一个问题"),
    "why": ("It can change: {}", "影响：{}"),
    "clause": ("See {}", "依据：{}"),
    "money": ("yuan, such as 150.00", "元，如150.00"),
    "date": ("a day, such as 2026-11-20", "日期，如2026-11-20"),
    "number": ("a whole number", "整数"),
    "list": ("names with commas between", "名称，以逗号分隔"),
    "dependants": (
        "age/incapable/supporters for each, such as `8/no/1, 70/yes/2`; `none` for none",
        "逐人填写 年龄/是否丧失劳动能力/共同扶养人数，如“8/否/1, 70/是/2”；无则填“无”",
    ),
    "done": ("Final: nothing is left to ask.", "已无须查明的事项，结论为最终结论。"),
    "passed": ("Nothing more that you know can change it; {} facts stay open.", "已无其他可问事项，仍有{}项未查明。"),
    "stopped": ("Stopped; the decision is provisional.", "已结束，结论为暂定。"),
}
_HINTS = {
    FactType.MONEY: "money",
    FactType.MONEY_PER_DAY: "money",
    FactType.MONEY_PER_MONTH: "money",
    FactType.DATE: "date",
    FactType.INTEGER: "number",
    FactType.TEXT_SET: "list",
    FactType.DEPENDANTS: "dependants",
}
"""How an answer is written, as a word of the form."""

_WHOLE = re.compile(r"\d{1,999}")
_DEPENDANT = re.compile(r"(?P<age>\d{1,3})/(?P<incapable>[^/]+)/(?P<supporters>\d{1,2})")
_YES = {"y": True, "yes": True, "true": True, "是": True, "n": False, "no": False, "false": False, "否": False}


class Form:
    """Asks about one complaint. Prompts go to standard error, so that results can go to a file."""

    def __init__(self, engine: Engine, complaint: Mapping[str, Any], console: Console, lang: Lang) -> None:
        self._engine = engine
        self._complaint = deepcopy(dict(complaint))
        self._console = console
        self._lang = lang
        self._labels = Labels(Glossary.of(engine.ruleset), lang)
        self._passed: list[str] = []
        self._before: list[tuple[dict[str, Any], list[str]]] = []

    def fill(self) -> Decision:
        """Ask until nothing is left, and return the decision.

        Raises:
            ComplaintError: the complaint is wrong to begin with.
        """
        decision = self._engine.decide(self._complaint)
        self._tell(self._word("keys"))
        while True:
            ask: Ask | None = decision.first_question(self._passed)
            if ask is None:
                self._tell(self._word("passed", len(self._passed)) if self._passed else self._word("done"))
                return decision
            if not self._one(ask, decision):
                self._tell(self._word("stopped"))
                return decision
            decision = self._engine.decide(self._complaint)

    def _one(self, ask: Ask, decision: Decision) -> bool:
        """Ask one question; False where the clerk stops."""
        fact = self._engine.ruleset.names.facts[ask.fact]
        self._show(fact)
        while True:
            self._console.stderr.write("> ")
            self._console.stderr.flush()
            line = self._console.stdin.readline()
            text = line.decode("utf-8", "replace").strip()
            if not line or text.lower() == "q":
                return False
            if text == "?":
                self._help(ask, decision)
            elif text.lower() == "b" and not self._before:
                self._tell(self._word("first"))
            elif text.lower() == "b":
                self._complaint, self._passed = self._before.pop()
                return True
            elif text and self._take(fact, text):
                return True

    def _take(self, fact: Fact, text: str) -> bool:
        """Take an answer; if it is invalid, show the reason and return False."""
        before = deepcopy(self._complaint), [*self._passed]
        if text.lower() == "u":
            self._passed.append(fact.path)
        else:
            try:
                put(self._complaint, fact, self._read(fact, text))
                self._engine.decide(self._complaint)
            except (ComplaintRulesError, ValueError) as error:
                self._complaint = before[0]
                said = error.in_language(self._lang) if isinstance(error, ComplaintRulesError) else str(error)
                self._tell(" ".join(said.split()))
                return False
        self._before.append(before)
        return True

    def _read(self, fact: Fact, text: str) -> Any:
        """An answer as a complaint states it.

        Raises:
            ValueError: it is none of the choices, or is not written as required; in the form's language.
        """
        if fact.type in FINITE:
            if _WHOLE.fullmatch(text) and 1 <= int(text) <= len(fact.values):
                return fact.values[int(text) - 1]
            named = text if text in fact.values else _YES.get(text.lower(), text)
            if named not in fact.values:
                raise ValueError(self._word("not_one", text))
            return named
        if fact.type is FactType.INTEGER:
            return int(text) if _WHOLE.fullmatch(text) else text
        if fact.type is FactType.TEXT_SET:
            return [part.strip() for part in text.replace("，", ",").split(",") if part.strip()]
        if fact.type is FactType.DEPENDANTS:
            found = _dependants(text)
            if found is None:
                raise ValueError(self._refused(fact, text))
            return found
        return text

    def _refused(self, fact: Fact, text: str) -> str:
        return self._word("refused", text, self._word(_HINTS.get(fact.type, "keys")))

    def _show(self, fact: Fact) -> None:
        self._tell("")
        self._tell(f"{capital(self._labels.fact(fact.path))}{self._labels.aside(fact.path)}")
        if fact.type in FINITE:
            for number, value in enumerate(fact.values, 1):
                self._console.note(f"  {number}  {self._labels.value(fact.path, value)}")
            return
        if fact.type in _HINTS:
            self._tell(f"  {self._word(_HINTS[fact.type])}")

    def _help(self, ask: Ask, decision: Decision) -> None:
        """What the answer can change, and the clauses of the rules that wait for it."""
        self._tell(self._word("why", self._labels.outputs(ask.affects)))
        waiting = [line for line in decision.trace.undecided if ask.fact in line.waits_for]
        cites = dict.fromkeys(cite for line in waiting for cite in line.cite)
        if cites:
            self._tell(self._word("clause", self._labels.clauses(cites)))

    def _tell(self, text: str) -> None:
        for line in wrap(text, 98) if text.strip() else [""]:
            self._console.note(line)

    def _word(self, word: str, *values: object) -> str:
        return phrase(_WORDS, self._lang, word, *values)


def _dependants(text: str) -> list[dict[str, Any]] | None:
    """The dependants that an answer names; None where it is not written so."""
    if text.lower() in ("none", "无"):
        return []
    found = []
    for part in text.replace("，", ",").split(","):
        match = _DEPENDANT.fullmatch(part.strip().lower())
        if match is None or match["incapable"] not in _YES:
            return None
        age, supporters = int(match["age"]), int(match["supporters"])
        found.append({"age": age, "incapable": _YES[match["incapable"]], "supporters": supporters})
    return found
