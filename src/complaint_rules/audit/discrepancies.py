"""The findings of a verification, and their wording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from complaint_rules.messages import Lang

Code = Literal[
    "missing",
    "changed",
    "inserted",
    "tree",
    "column",
    "body",
    "key",
    "key-missing",
    "key-left",
    "terms",
    "rules",
    "rewritten",
    "signature",
    "shorter",
    "origin",
    "head",
    "extra",
    "database",
]

_TEXTS: dict[Code, tuple[str, str]] = {
    "missing": ("is not there", "缺失"),
    "changed": ("was changed: its outline is not what the tree has", "已被更改：概要与哈希树不符"),
    "inserted": ("does not belong there", "不应存在"),
    "tree": ("carries hashes that are not those of the tree", "所带哈希与哈希树不符"),
    "column": ("was changed: `{detail}` is not what its outline says", "已被更改：`{detail}` 与概要不符"),
    "body": ("was changed: its encrypted record is not what its outline says", "已被更改：加密记录与概要不符"),
    "key": ("has a key that was changed", "密钥已被更改"),
    "key-missing": ("has no key, and no entry says that it was erased", "密钥缺失，且没有删除条目"),
    "key-left": ("was erased, and has its key again", "已删除，但密钥仍在"),
    "terms": ("is not found by `{detail}`: the index of searches was changed", "检索索引已被更改：`{detail}`"),
    "rules": (
        "was decided by rules or days that the log has lost or changed: {detail}",
        "所用规则或日历已丢失或被更改：{detail}",
    ),
    "rewritten": (
        "or one after it, up to entry {until}, was changed, and all that follows from it as well",
        "至第{until}条之间有条目被更改，且其后内容一并被改写",
    ),
    "signature": ("has a checkpoint that its key did not sign", "检查点并非由其密钥签名"),
    "shorter": ("is the first that was cut off: the checkpoint has {until} entries", "起被截断：检查点有{until}条"),
    "origin": ("the log is called {detail}", "日志名称为{detail}"),
    "head": ("the head of the log is not that of its entries", "日志头与条目不符"),
    "extra": ("{detail} holds what no entry refers to", "{detail} 中有条目未引用的内容"),
    "database": ("the database says: {detail}", "数据库报告：{detail}"),
}


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """One thing that is not as it was written.

    `index` is the entry, None where none can be named; `until` the last entry that may be affected, or a size; `detail`
    the part of the entry.
    """

    index: int | None
    code: Code
    detail: str = ""
    until: int | None = None

    def text(self, lang: Lang = "en") -> str:
        """The finding in one line."""
        said = _TEXTS[self.code][lang == "zh"].format(detail=self.detail, until=self.until)
        if self.index is None:
            return said
        return f"第{self.index}条{said}" if lang == "zh" else f"entry {self.index} {said}"

    def to_dict(self) -> dict[str, Any]:
        """The finding as JSON data."""
        return {
            "index": self.index,
            "code": self.code,
            "detail": self.detail or None,
            "until": self.until,
            "text": {"en": self.text("en"), "zh": self.text("zh")},
        }


_CONSEQUENCES = ("key-missing", "key-left", "terms", "rules")
"""Findings about an entry that another one's removal or insertion may cause."""


def place_of(finding: Discrepancy) -> tuple[bool, bool, int]:
    """A sort key for findings: by entry; then those that may follow from others, and last those of no entry."""
    return finding.index is None, finding.code in _CONSEQUENCES, finding.index or 0
