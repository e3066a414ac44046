"""Messages about calendars: how a header names one, and files of announced days."""

from __future__ import annotations

from complaint_rules.messages.template import Wording

_HOW = (
    "add `calendar:` to the header: CN, another country, weekends, or a file in `calendars`",
    "请在文件头添加 `calendar:`：`CN`、其他国家、`weekends`，或 `calendars` 中的文件",
)

CALENDARS: dict[str, Wording] = {
    "not-a-year": Wording(("{value:q} is not a year; write it as 2027", "{value:q}不是年份，请写作 2027")),
    "no-years": Wording(("`years` is empty", "`years` 为空"), ("state one year at least", "请至少写明一年")),
    "rest-and-work": Wording(
        ("`{day}` is in `rest` too", "`{day}` 也列在 `rest` 中"),
        ("a day is one or the other", "同一天只能是其中一种"),
    ),
    "day-of-another-year": Wording(("`{day}` is not a day of {year}", "`{day}` 不是{year}年的日期")),
    "day-listed-twice": Wording(("`{day}` is listed twice", "`{day}` 重复列出")),
    "year-stated-twice": Wording(
        ("the year {year} of calendar `{calendar}` is stated twice", "日历 `{calendar}` 的{year}年重复"),
        ("first at {first}", "首次出现于 {first}"),
    ),
    "other-calendars-days": Wording(
        (
            "these are days of calendar {calendar:q}, and the ruleset counts by `{counted}`",
            "这是日历{calendar:q}的日期，而规则集按 `{counted}` 计日",
        )
    ),
    "announced-until-missing": Wording(
        (
            "{country:q} announces its days of rest year by year: the last such year is not stated",
            "{country:q}逐年公布休息日，但未写明最后公布的年份",
        ),
        (
            "write `calendar: {{country: {country}, announced_until: YEAR}}`",
            "请写 `calendar: {{country: {country}, announced_until: 年份}}`",
        ),
    ),
    "unused-calendar-file": Wording(
        ("no layer counts by calendar {calendar:q}", "没有任何一层按日历{calendar:q}计日"), _HOW
    ),
    "no-calendar-for-rule": Wording(
        (
            "`{rule}` counts in {unit}, and no layer names a calendar",
            "`{rule}` 以 {unit} 计算，但没有任何一层写明日历",
        ),
        _HOW,
    ),
    "no-calendar-for-property": Wording(
        (
            "property `{property}` counts in {unit}, and no layer names a calendar",
            "性质 `{property}` 以 {unit} 计算，但没有任何一层写明日历",
        ),
        _HOW,
    ),
    "no-such-calendar": Wording(("no calendar {name:q}", "没有日历{name:q}")),
    "holidays-missing": Wording(
        ("calendar {name:q} needs {library}, which is not installed", "日历{name:q}需要 {library}，此处未安装"),
        (
            "install the extra: pip install 'complaint-rules[{extra}]'",
            "请安装：pip install 'complaint-rules[{extra}]'",
        ),
    ),
}
