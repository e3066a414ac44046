"""Messages about the value of a fact, or of a key in a ruleset's files."""

from __future__ import annotations

from complaint_rules.messages.template import Wording

COMPLAINT: dict[str, Wording] = {
    "unknown-key": Wording(("unknown key", "未知的键")),
    "missing": Wording(("is missing", "缺失"), ("this one is required", "此项必填")),
    "said-unknown": Wording(
        (
            "{value:q} is not a value; leave out what is not known, or write null",
            "{value:q}不是可取的值；未知的事实请省略，或写 null",
        )
    ),
    "not-one-of": Wording(("{value:q} is not one of its values", "{value:q}不是可取的值")),
    "not-one-of-own": Wording(
        ("{value:q} is not one of its values: {allowed:all}", "{value:q}不是可取的值，可取：{allowed:all}")
    ),
    "not-a-bool": Wording(
        ("{value:q} is not a bool; write true or false", "{value:q}不是布尔值，请填写 true 或 false")
    ),
    "not-a-whole-number": Wording(("{value:q} is not a whole number", "{value:q}不是整数")),
    "not-a-text": Wording(("{value:q} is not a text", "{value:q}不是文本")),
    "not-a-mapping": Wording(("{value:q} is not a mapping of names to values", "{value:q}不是“名称: 值”的映射")),
    "not-a-list": Wording(("{value:q} is not a list", "{value:q}不是列表")),
    "too-little": Wording(("{value:q} is too little; at least {limit}", "{value:q}过小，至少为{limit}")),
    "too-much": Wording(("{value:q} is too much; at most {limit}", "{value:q}过大，至多为{limit}")),
    "too-long": Wording(("is {length:n} characters long; at most {limit:n}", "长{length:n}个字符，至多{limit:n}个")),
    "empty": Wording(("is empty", "为空")),
    "not-valid": Wording(("{value:q} is not valid here", "{value:q}在此无效")),
    "more-problems": Wording(("{count:n} more problems of this kind", "另有{count:n}个同类问题")),
    # days and moments
    "not-a-date": Wording(
        ("{value:q} is not a date; write it as 2026-11-20", "{value:q}不是日期，请写成 2026-11-20 的形式")
    ),
    "not-a-date-or-year": Wording(
        (
            "{value:q} is neither a date nor a year; write 2026-11-20 or 2026",
            "{value:q}既不是日期也不是年份，请写成 2026-11-20 或 2026 的形式",
        )
    ),
    "no-such-day": Wording(("{value:q} is not a day of the calendar", "{value:q}不是日历上的日期")),
    "not-a-date-time": Wording(
        (
            "{value:q} is not a date-time; write it as 2026-11-20T10:00:00+08:00",
            "{value:q}不是日期时间，请写成 2026-11-20T10:00:00+08:00 的形式",
        )
    ),
    "no-offset": Wording(
        (
            "{value:q} has no offset; write it as 2026-11-20T10:00:00+08:00",
            "{value:q}缺少时区偏移，请写成 2026-11-20T10:00:00+08:00 的形式",
        )
    ),
    "year-out-of-range": Wording(
        ("{value:q} lies outside the years {least} to {most}", "{value:q}不在{least}年至{most}年之内")
    ),
    # money
    "not-money": Wording(
        (
            "{value:q} is not an amount of money; write yuan as a string or number such as 199.99",
            "{value:q}不是金额，请以元为单位填写文本或数字，如 199.99",
        )
    ),
    "negative-money": Wording(("{value:q} is negative; money is zero or more", "{value:q}为负数，金额不得小于零")),
    "too-many-decimals": Wording(
        ("{value:q} has more than two decimals; money is held to the fen", "{value:q}的小数多于两位，金额精确到分")
    ),
    "too-much-money": Wording(
        (
            "{value:q} is more than {limit} yuan, the most that an amount may be",
            "{value:q}超过{limit}元，即金额的上限",
        )
    ),
    # what JSON can hold but a complaint can't
    "number-out-of-range": Wording(("{value:q} is out of range", "{value:q}超出范围")),
    "not-a-json-number": Wording(
        ("{value:q} is not a number that JSON knows", "{value:q}不是 JSON 中的数字"),
        ("leave the fact out where it is not known", "不知道的事实请不要填写"),
    ),
    "given-twice": Wording(("is given twice", "重复填写"), ("keep one", "请只保留一个")),
    "half-a-character": Wording(
        ("holds half a character, {value:q}", "含有半个字符 {value:q}"),
        ("write both halves, or the character itself", "请写出完整的字符"),
    ),
    "not-a-complaint": Wording(
        ("is not a complaint", "不是投诉"), ("write a mapping of facts to values", "请写成“事实: 值”的映射")
    ),
}
