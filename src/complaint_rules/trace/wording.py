"""The words of the views of a decision, in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Mapping

from complaint_rules.errors import language as language
from complaint_rules.messages import LANGS as LANGS
from complaint_rules.messages import Lang as Lang

WORDS: dict[str, tuple[str, str]] = {
    # titles of sections
    "decision": ("Decision", "处理决定"),
    "summary": ("Summary", "概要"),
    "actions": ("To do", "应做"),
    "prohibited": ("Not to do", "禁止"),
    "deadlines": ("Deadlines", "时限"),
    "remedies": ("Remedies", "补救方式"),
    "items": ("Items of compensation", "赔偿项目"),
    "approvals": ("Approvals", "审批"),
    "questions": ("Still to be found out", "待查明"),
    "review": ("A person must look at this", "须人工复核"),
    "assumptions": ("Rests on assumptions", "依据的假设"),
    "overridden": ("The law stands over house rules", "法律优先于内部规定"),
    "trace": ("Why", "依据"),
    "stated": ("Facts stated", "已知事实"),
    "presumed": ("Facts presumed", "推定事实"),
    "rules": ("Rules that fired", "适用的规则"),
    "silenced": ("Rules silenced by an exception", "因例外不适用的规则"),
    "undecided": ("Rules that an answer may bring about", "待查明后可能适用的规则"),
    "parameters": ("Figures used", "所用数据"),
    "calendar": ("Calendar", "日历"),
    "identity": ("Identity", "标识信息"),
    "complaint": ("Complaint", "投诉"),
    "layers": ("Layers", "各层规则"),
    "figures_of": ("Figures of", "数据所属日期"),
    "library": ("Library", "程序库"),
    "procedure_of": ("{0}, procedure of {1}", "{0}，程序规则按{1}"),
    # the summary
    "status": ("Status", "状态"),
    "severity": ("Severity", "级别"),
    "lead": ("Lead", "牵头"),
    "support": ("Support", "协办"),
    "department": ("Who leads and helps", "牵头与协办"),
    "liability": ("Liability", "责任"),
    "payable": ("Payable today", "今日可付"),
    "law_of": ("Law of", "适用法律日期"),
    "received_at": ("Received", "接收时间"),
    "engine": ("Engine", "引擎"),
    "ruleset": ("Ruleset", "规则集"),
    "final": ("final: no open fact can change it", "最终：无待查事实可改变结论"),
    "provisional": ("provisional: {} open facts can change it", "暂定：{}项待查事实可能改变结论"),
    "provisional_one": ("provisional: one open fact can change it", "暂定：1项待查事实可能改变结论"),
    "lacks_figure": (
        "provisional: no open fact can change it, but a figure is missing",
        "暂定：无待查事实，但缺少数据",
    ),
    "could_be": ("could still become {}", "仍可能为{}"),
    "disputed": ("disputed in law", "法律上有争议"),
    "not_set": ("not set by any rule", "规则未定"),
    "nothing": ("nothing", "无"),
    "none": ("none", "无"),
    # the one screen
    "offer": ("May be offered", "可以提供"),
    "not_yet": ("Not yet", "暂不能定"),
    "first_find_out": ("first find out {}", "先查明{}"),
    "no_sum_yet": ("no sum yet: first find out {}", "暂无数额，先查明{}"),
    "sooner": ("could come forward to {}", "可能提前至{}"),
    "sooner_at_once": ("could be due at once", "可能须立即完成"),
    "one_of_these": ("one of these", "择一"),
    "items_payable": ("Items payable", "应付项目"),
    "items_pending": ("Items pending", "待定项目"),
    "items_not_payable": ("Items not payable", "不付项目"),
    "never": ("Never", "不可"),
    "never_offered": ("Offer", "提供"),
    "never_done": ("Do", "行为"),
    "ask_next": ("To ask next", "下一步查明"),
    "more_in_full": ("and {} more: --full shows them", "另有{}项：用--full查看"),
    "lines_in_full": ("... {} more lines: --full shows them", "……另有{}行：用--full查看"),
    "foot": ("All entries, rules, clauses and assumptions: --full", "全部内容、规则、条款和假设：--full"),
    "rests_on": ("Assumptions", "假设"),
    # sums
    "range": ("{} to {} yuan", "{}至{}元"),
    "sum": ("{} yuan", "{}元"),
    "upto": ("up to {} yuan", "至多{}元"),
    "opens": ("answers can open up to {} yuan", "查明后至多{}元"),
    "opens_all": ("answers can open more, without a bound yet", "查明后可能更多，上限待定"),
    "public": ("in public", "公开"),
    "settles_from": ("{} yuan settles it whatever the answers", "达到{}元即可了结"),
    "instead_of": ("instead of: {}", "与以下择一：{}"),
    "customer_choice": ("the customer chooses", "由顾客选择"),
    "house_choice": ("the house chooses", "由商家选择"),
    "from": ("{} yuan or more; no upper bound is known yet", "{}元以上，上限待定"),
    "open_top": ("no upper bound is known yet", "上限待定"),
    "approves": ("{} approves", "由{}批准"),
    "approves_upto": ("up to {} yuan {} approves", "{}元以内由{}批准"),
    "approves_above": ("above that {} approves", "超出部分由{}批准"),
    "approves_for": ("{0} approves {1}", "{1}须经{0}批准"),
    "missing": ("waits for: {}", "尚缺：{}"),
    "unmet": ("not met: {}", "不具备：{}"),
    # statuses
    "required": ("required", "必须"),
    "permitted": ("permitted", "允许"),
    "forbidden": ("forbidden", "不允许"),
    "open": ("not yet", "暂不能定"),
    "find_out": ("not yet: first find out {}", "暂不能定，先查明{}"),
    "can_change": ("can change with: {}", "视以下事实而定：{}"),
    "and_more": ("{0} and {1} more", "{0}等{2}项"),
    "until_known": ("until it is known: {}", "在查明以下事实之前：{}"),
    "whatever": ("whatever this is: {}", "无论以下事实如何：{}"),
    "earliest_at_once": ("an answer could bring it forward to at once", "查明后可能须立即完成"),
    "earliest": ("an answer could bring it forward to {}", "查明后可能提前至{}"),
    "not_said": ("not provided for", "规则未规定"),
    "payable_item": ("payable", "应付"),
    "pending": ("pending", "待定"),
    "not_payable": ("not payable", "不付"),
    # deadlines
    "by": ("by {}", "{}前"),
    "not_before": ("no date yet; no earlier than {}", "日期待定，不早于{}"),
    "with_clock": ("with: {}", "{}时"),
    "after": ("{0} after: {1}", "自“{1}”起{0}"),
    "at_event": ("at once after: {}", "“{}”后立即"),
    "at_receipt": ("at once", "立即"),
    # facts and rules
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "known": ("known", "已知"),
    "unknown": ("unknown", "未知"),
    "absent": ("does not apply", "不适用"),
    "decided": ("decided", "已定"),
    "not": ("not", "不为"),
    "affects": ("can change: {}", "影响：{}"),
    "gives_way": ("gives way on: {}", "就“{}”让位"),
    "silenced_by": ("silenced by {}", "被{}排除"),
    "waits_for": ("waits for: {}", "待查：{}"),
    "always": ("always holds", "一律适用"),
    "test": ("test: {}", "条件：{}"),
    "binding": ("law, binding", "法律强制"),
    "certain": ("whatever the answers", "无论查明结果如何"),
    "today": ("as things stand", "按目前情况"),
    "assumption": ("assumption: {}", "假设：{}"),
    "assumption_bare": ("assumption", "假设"),
    "note": ("note: {}", "说明：{}"),
    "cites": ("cites {}", "出处：{}"),
    "source": ("source: {}", "来源：{}"),
    "since": ("since {}", "自{}起"),
    "no_figure": ("no figure is known", "尚无数据"),
    "secondary": ("from a secondary source", "二手来源"),
    "primary": ("read in the source", "原文核实"),
    "derived": ("worked out of published figures", "由公布数据推算"),
    "stated_for": ("that of {}", "{}的数据"),
    "national_stands_in": (
        "the national figure stands in, since none is stated for the province",
        "本省无此数据，暂用全国数据",
    ),
    "default_stands_in": ("the default stands in, since none is stated for the place", "该地区无此数据，暂用默认数据"),
    "unverified": ("not verified", "未核实"),
    "rule_count": ("{} rules", "{}条规则"),
    "figure_count": ("{} figures", "{}项数据"),
    "presumed_count": ("{} presumed facts", "{}项推定事实"),
    "rule_count_one": ("one rule", "1条规则"),
    "figure_count_one": ("one figure", "1项数据"),
    "presumed_count_one": ("one presumed fact", "1项推定事实"),
    "until": ("known until {}", "已知至{}"),
    "times_in": ("times in {}", "时区：{}"),
    # punctuation
    "comma": (", ", "、"),
    "semicolon": ("; ", "；"),
    "colon": (": ", "："),
    "opening": (" (", "（"),
    "closing": (")", "）"),
}

OUTPUTS: dict[str, tuple[str, str]] = {
    "deadlines": ("deadline", "时限"),
    "actions": ("to do", "应做"),
    "prohibited": ("not to do", "禁止"),
    "approvals": ("approval", "审批"),
    "remedies": ("remedy", "补救"),
    "items": ("item", "赔偿项目"),
    "support": ("support", "协办"),
}
"""The parts of a decision whose path continues with a name, as in `deadlines.respond`."""

UNITS: dict[str, tuple[str, str]] = {
    "CNY": ("yuan", "元"),
    "CNY/day": ("yuan a day", "元/天"),
    "CNY/month": ("yuan a month", "元/月"),
    "CNY/year": ("yuan a year", "元/年"),
    "days": ("days", "天"),
    "years": ("years", "年"),
    "percent": ("percent", "%"),
    "number": ("", ""),
}

_SPAN_UNITS = {
    "h": ("hours", "小时"),
    "days": ("days", "日"),
    "working days": ("working days", "个工作日"),
    "years": ("years", "年"),
}
_SPAN = re.compile(r"(\d+) ?(h|days?|working days?|years?)")


Words = Mapping[str, tuple[str, str]]
"""Words and sentences, each in English and Chinese, with placeholders."""


def phrase(words: Words, lang: Lang, word: str, *values: object) -> str:
    """A word or sentence of a table in one language, with its placeholders filled in."""
    return words[word][LANGS.index(lang)].format(*values)


def say(lang: Lang, word: str, *values: object) -> str:
    """A word or sentence of the views, in one language."""
    return phrase(WORDS, lang, word, *values)


def count(lang: Lang, word: str, number: int) -> str:
    """A sentence about a number of things, with a separate form for one."""
    return say(lang, f"{word}_one") if number == 1 else say(lang, word, number)


def capital(text: str) -> str:
    """A text that begins a line."""
    return text[:1].upper() + text[1:]


def inline(text: str) -> str:
    """A label within a sentence."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def listed(lang: Lang, parts: list[str]) -> str:
    """Some things in one line."""
    return say(lang, "comma").join(parts)


def span(lang: Lang, text: str) -> str:
    """A span of time as the rules write it (`48h`, `2 working days`) in words."""
    if text == "at once":
        return say(lang, "at_receipt")
    match = _SPAN.fullmatch(text)
    if match is None:
        return text
    number, unit = match.groups()
    unit = unit if unit == "h" or unit.endswith("s") else f"{unit}s"
    en, zh = _SPAN_UNITS[unit]
    return f"{number}{zh}" if lang == "zh" else f"{number} {en if number != '1' else en.removesuffix('s')}"


def unit(lang: Lang, name: str) -> str:
    """A unit of a parameter."""
    return UNITS.get(name, (name, name))[LANGS.index(lang)]
