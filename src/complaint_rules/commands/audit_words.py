"""The words of the commands of the log, in English and Chinese."""

from __future__ import annotations

from complaint_rules.messages import Lang
from complaint_rules.trace.wording import phrase

_WORDS: dict[str, tuple[str, str]] = {
    "ok": ("entries verified: {}; nothing was changed", "已校验{}条，均未更改"),
    "since": (
        "up to the checkpoint at size {} all is as it was signed",
        "截至检查点的{}条均与签名时一致",
    ),
    "unsigned": (
        "the checkpoint's signature was not checked: no `--key`",
        "未给出 `--key`，未校验检查点的签名",
    ),
    "unchecked": ("keys under a master key, not checked: {}", "{}个密钥由主密钥加密，未校验"),
    "first": ("the first entry that is not as it was written: {}", "首个与写入时不符的条目：{}"),
    "more": ("and {} more", "另有{}项"),
    "proof_ok": (
        "proved: entry {} of {} is in the log {} of {} entries",
        "已证明：第{}条（{}）属于日志{}（共{}条）",
    ),
    "proof_unsigned": (
        "hashes agree, but nothing shows whose log it is: give the log's key with `--key`",
        "哈希一致，但无法确定日志归属：请用 `--key` 给出日志的密钥",
    ),
    "proof_wrong": (
        "not proved: outline, path, checkpoint and record do not belong together",
        "未能证明：概要、路径、检查点与记录不一致",
    ),
    "erased": ("{}: erased", "{}：已删除"),
    "due": ("{}: kept until {}", "{}：保存至{}"),
    "none_due": ("nothing is due", "没有到期的投诉"),
    "entry": ("Entry {}, written {}", "第{}条，写入于{}"),
    "record": ("Record: {}", "记录：{}"),
    "gone": ("The record was erased; this is left of it:", "记录已删除，现存概要："),
    "became": ("What became of the case:", "后续："),
    "replay": (
        "{} decided again: {} alike, {} alike but for provenance, {} otherwise",
        "重新决定{}条：{}条一致，{}条仅来源信息不同，{}条结果不同",
    ),
    "not_again": (
        "not decided again: {} erased, {} without their rules, {} refused by the rules",
        "未能重新决定：{}条已删除，{}条缺少规则，{}条被规则拒绝",
    ),
    "differs": ("entry {} ({}): {}", "第{}条（{}）：{}"),
    "tiers": ("severity {} -> {}: {}", "级别 {} -> {}：{}"),
    "leads": ("lead {} -> {}: {}", "牵头 {} -> {}：{}"),
    "remedies": ("{} {} -> {}: {}", "{} {} -> {}：{}"),
    "approvals": ("approval of {} {}: {}", "{}审批 {}：{}"),
    "added": ("added", "新增"),
    "dropped": ("dropped", "取消"),
    "nothing": ("none", "无"),
    "reported": ("decisions: {}; erased: {}", "{}项决定，其中{}项记录已删除"),
    "key": ("anyone can check signatures with: {}", "任何人可用以下密钥校验签名：{}"),
}


def say(lang: Lang, word: str, *values: object) -> str:
    """A word or sentence, with its placeholders filled in."""
    return phrase(_WORDS, lang, word, *values)
