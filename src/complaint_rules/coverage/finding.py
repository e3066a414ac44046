"""Findings about a ruleset's matrix and labels, as data, and their wording."""

from __future__ import annotations

from typing import Literal, NamedTuple

from complaint_rules.errors import Place
from complaint_rules.trace.wording import LANGS, Lang

Kind = Literal[
    "clause-without-rule",
    "clause-without-case",
    "clause-of-parameters-only",
    "process-clause-without-rule",
    "without-ground",
    "unknown-clause",
    "rule-without-case",
    "row-without-case",
    "label-missing",
    "cases-fail",
]

_SAYS: dict[Kind, tuple[str, str]] = {
    "clause-without-rule": ("clause `{0}` decides, but no rule cites it", "裁决性条款`{0}`没有规则引用"),
    "clause-of-parameters-only": (
        "clause `{0}` decides, but no rule cites it, only parameters do: {1}",
        "裁决性条款`{0}`没有规则引用，仅有参数引用：{1}",
    ),
    "clause-without-case": (
        "clause `{0}` decides, but no case fires a rule that cites it",
        "裁决性条款`{0}`的规则没有案例触发",
    ),
    "process-clause-without-rule": ("process clause `{0}`: no rule cites it", "流程性条款`{0}`没有规则引用"),
    "without-ground": (
        "{0} `{1}` cites nothing and is no assumption",
        "{0}`{1}`既无出处也未注明为假设",
    ),
    "unknown-clause": ("{0} `{1}` cites `{2}`, which is not registered", "{0}`{1}`引用的`{2}`未登记"),
    "rule-without-case": ("no case fires rule `{0}`", "规则`{0}`没有案例触发"),
    "row-without-case": ("no case fires row `{0}`", "规则表行`{0}`没有案例触发"),
    "label-missing": ("{0} `{1}` has no label in {2}", "{0}`{1}`缺少{2}名称"),
    "cases-fail": (
        "{0} of {1} cases fail; `complaint-rules test` says how",
        "{1}个案例中有{0}个未通过，详见`test`命令",
    ),
}

_NOUNS: dict[str, tuple[str, str]] = {
    "reason": ("reason of", "理由"),
    "ruleset": ("ruleset", "规则集"),
    "notice": ("notice", "提示"),
    "tier": ("tier", "级别"),
    "department": ("department", "部门"),
    "role": ("role", "角色"),
    "clock": ("clock", "时限"),
    "action": ("action", "行动"),
    "prohibition": ("prohibition", "禁止事项"),
    "approval": ("approval", "审批事项"),
    "fact": ("fact", "事实"),
    "value": ("value", "取值"),
    "parameter": ("parameter", "参数"),
    "rule": ("rule", "规则"),
    "table": ("table", "规则表"),
    "document": ("document", "文件"),
    "clause": ("clause", "条款"),
    "en": ("English", "英文"),
    "zh": ("Chinese", "中文"),
}

_NOUNS_AT: dict[Kind, tuple[int, ...]] = {"without-ground": (0,), "unknown-clause": (0,), "label-missing": (0, 2)}
"""The words of a finding that are nouns, written in the reader's language; all others are ids."""

_NOTES: frozenset[Kind] = frozenset({"process-clause-without-rule", "cases-fail"})


class CoverageFinding(NamedTuple):
    """One finding: its kind, its place, and the words that its sentence needs."""

    kind: Kind
    place: Place
    words: tuple[str, ...]

    @property
    def is_note(self) -> bool:
        """Whether it is only information, not a hole."""
        return self.kind in _NOTES

    def say(self, lang: Lang) -> str:
        """The finding as a sentence."""
        at = LANGS.index(lang)
        nouns = _NOUNS_AT.get(self.kind, ())
        words = [_NOUNS[word][at] if number in nouns else word for number, word in enumerate(self.words)]
        return _SAYS[self.kind][at].format(*words)
