"""The words of a report's pages around those of its decisions, in English and Chinese."""

from __future__ import annotations

from complaint_rules.messages import Lang
from complaint_rules.trace.wording import phrase

LANGUAGES = {"en": "English", "zh": "中文"}
"""The name of each language in that language."""

_WORDS: dict[str, tuple[str, str]] = {
    "report": ("Decisions", "投诉处理决定"),
    "log": ("Log {}, {} entries", "日志{}，共{}条"),
    "made_by": ("Report made {0} by {1}", "报告由{1}于{0}生成"),
    "filters": ("Narrowed to: {}", "范围：{}"),
    "filter": ("{}: {}", "{}：{}"),
    "complaint": ("complaint", "投诉"),
    "tier": ("severity", "级别"),
    "department": ("department", "部门"),
    "rule": ("rule", "规则"),
    "clause": ("clause", "条款"),
    "approval": ("approval", "审批"),
    "finding": ("liability", "责任"),
    "since": ("written since", "写入不早于"),
    "until": ("written until", "写入不晚于"),
    "ruleset": ("ruleset", "规则集"),
    "status": ("status", "状态"),
    "language": ("Language", "语言"),
    "skip": ("Skip to the decisions", "跳到决定列表"),
    "skip_content": ("Skip to the content", "跳到正文"),
    "contents": ("Contents", "目录"),
    "personal": (
        "This report holds personal data. What is erased from the log later stays in its copies: delete them then.",
        "本报告含有个人信息。日志中日后删除的内容仍留在报告副本中：届时请一并删除副本。",
    ),
    # figures at the top
    "n_decisions": ("decisions", "项决定"),
    "n_provisional": ("provisional", "项暂定"),
    "n_erased": ("erased", "项记录已删除"),
    # the index
    "charts": ("Charts", "图表"),
    "decisions": ("List of decisions", "决定列表"),
    "search": ("Search and filters", "搜索与筛选"),
    "text": ("Text", "文字"),
    "text_hint": ("id, rule, clause, remedy …", "编号、规则、条款、补救方式……"),
    "from": ("Received from", "接收不早于"),
    "to": ("Received until", "接收不晚于"),
    "all": ("all", "全部"),
    "reset": ("Show all", "全部显示"),
    "shown": ("{0} of {1} decisions on this page shown", "本页{1}项决定，显示{0}项"),
    "nothing_found": ("No decision fits.", "没有符合条件的决定。"),
    "no_decisions": ("The log has no decision that fits.", "日志中没有符合条件的决定。"),
    "split": (
        "Page {0} of {1}. Search and filters look through this page; to narrow the whole report, make it with filters.",
        "第{0}页，共{1}页。搜索与筛选只在本页内进行；要缩小整个报告的范围，请在生成时给出筛选条件。",
    ),
    "pages": ("Pages", "分页"),
    "previous": ("Newer decisions", "较新的决定"),
    "next": ("Older decisions", "较早的决定"),
    "head_complaint": ("Complaint", "投诉"),
    "head_received": ("Received", "接收"),
    "head_written": ("Written", "写入"),
    "head_tier": ("Severity", "级别"),
    "head_department": ("Department", "部门"),
    "head_status": ("Status", "状态"),
    "head_approval": ("Approvals", "审批"),
    "head_ruleset": ("Ruleset", "规则集"),
    "caption": (
        "Decisions, newest first; days are those of the ruleset's time zone",
        "决定，新的在前；日期按规则集的时区",
    ),
    "final": ("final", "最终"),
    "provisional": ("provisional", "暂定"),
    "erased": ("erased", "已删除"),
    "not_set": ("not set", "未定"),
    # the charts
    "chart_tiers": ("Severity by week received", "按接收周统计的级别"),
    "chart_met": ("Deadlines met by day", "按日统计的履行时限"),
    "chart_rules": ("Rules that fired", "适用的规则"),
    "chart_approvals": ("Approvals", "审批"),
    "chart_assumptions": ("Assumptions relied on: rules and figures", "所依据的假设：规则与数据"),
    "chart_presumed": ("Assumptions relied on: facts presumed", "所依据的假设：推定事实"),
    "week": ("Week from", "周（起始日）"),
    "day": ("Day", "日期"),
    "role": ("Role", "角色"),
    "assumption": ("Assumption", "假设"),
    "count": ("Decisions", "决定数"),
    "figures": ("The figures", "数据"),
    "last_week": ("the last {} weeks", "最近{}周"),
    "last_day": ("the last {} days", "最近{}天"),
    "top_of": ("the {} most frequent of {}", "共{1}项，列出最多的{0}项"),
    "without_erased": ("without decisions whose record was erased", "不含记录已删除的决定"),
    "no_data": ("none", "无"),
    "in_time": ("in time", "按时"),
    "late": ("late", "逾期"),
    "undated": ("no date to compare with", "无可比日期"),
    # a decision
    "back": ("All decisions", "全部决定"),
    "timeline": ("Timeline", "时间线"),
    "zone": ("Times are those of {}.", "时间为{}时间。"),
    "received": ("received", "接收"),
    "decided": ("decision written to the log", "决定写入日志"),
    "decided_again": ("decided again: entry {}", "再次决定：第{}条"),
    "due": ("deadline: {}", "时限：{}"),
    "due_at_once": ("deadline: {}, at once", "时限：{}，立即"),
    "kept": ("met in time, {}", "按时完成（{}）"),
    "kept_late": ("met late, {}", "逾期完成（{}）"),
    "kept_undated": ("met, {}", "已完成（{}）"),
    "passed": ("not noted as met", "未记录完成"),
    "running": ("still running when the report was made", "生成报告时尚未到期"),
    "met": ("met: {}", "完成：{}"),
    "resolved": ("resolved", "已解决"),
    "transferred": ("transferred", "已转交"),
    "appealed": ("appealed", "已申诉"),
    "record_erased": ("record erased", "记录已删除"),
    "without_date": ("Deadlines without a date yet", "尚无日期的时限"),
    "after": ("{0} after: {1}", "自“{1}”起{0}"),
    "noted_by": ("noted by {}", "记录人：{}"),
    "gone": (
        "The record was erased. What is below is its outline, without any fact.",
        "记录已删除。以下为概要，不含任何事实。",
    ),
    "gone_reason": ("Reason: {}", "原因：{}"),
    "gone_by": ("Erased {} by {}.", "于{}由{}删除。"),
    "outline": ("Outline", "概要"),
    "decision": ("Decision", "处理决定"),
    "in_log": ("In the log", "日志条目"),
    "entry": ("Entry", "条目"),
    "digest": ("Digest of the record", "记录摘要值"),
    "later": ("Later entries on this complaint", "关于该投诉的后续条目"),
    "more_entries": ("Only the latest {} entries on this complaint are looked at.", "只查看关于该投诉的最近{}条。"),
    "kind_decision": ("decision", "决定"),
    "kind_event": ("event", "事件"),
    "kind_erasure": ("erasure", "删除"),
    "kind_read": ("read", "查阅"),
    "remedies": ("Remedies", "补救方式"),
    "items": ("Items of compensation", "赔偿项目"),
    "rules": ("Rules that fired", "适用的规则"),
    "clauses": ("Clauses", "条款"),
    "head_finding": ("Liability", "责任"),
    "none": ("none", "无"),
}

_STATUSES: dict[str, tuple[str, str]] = {
    "required": ("required", "必须"),
    "permitted": ("permitted", "允许"),
    "forbidden": ("forbidden", "不允许"),
    "open": ("not yet", "暂不能定"),
    "payable": ("payable", "应付"),
    "pending": ("pending", "待定"),
    "not_payable": ("not payable", "不付"),
}


def say(lang: Lang, word: str, *values: object) -> str:
    """A word or sentence."""
    return phrase(_WORDS, lang, word, *values)


def status(lang: Lang, name: str) -> str:
    """The status of a remedy or an item."""
    return phrase(_STATUSES, lang, name) if name in _STATUSES else name
