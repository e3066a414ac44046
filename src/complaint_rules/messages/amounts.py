"""Messages about amounts: expressions over money and numbers."""

from __future__ import annotations

from complaint_rules.messages.template import Wording

AMOUNTS: dict[str, Wording] = {
    "not-an-amount": Wording(
        ("{value:q} is not an amount", "{value:q}不是金额"),
        ("write 200.00, or an expression over facts", "请写 200.00，或由事实组成的算式"),
    ),
    "amount-not-money": Wording(("is {unit:w}, not money", "是{unit:w}，不是金额")),
    "amount-too-many-steps": Wording(
        ("has too many steps", "步骤过多"), ("sum it up in parameters, or split the rule", "请用参数归并，或拆分规则")
    ),
    "amount-too-deep": Wording(("amount {amount:q} is nested too deeply", "金额{amount:q}嵌套过深")),
    "table-outside-lookup": Wording(
        ("the figures of `{name}` are mappings", "`{name}` 的数值是映射"),
        ("write lookup({name}, fact)", "请写 lookup({name}, 事实)"),
    ),
    "amount-too-long": Wording(
        ("is {length:n} characters long; at most {limit:n}", "长{length:n}个字符，至多{limit:n}个")
    ),
    "amount-goes-on": Wording(("can't read on at {at:q}", "从{at:q}起无法读取")),
    "value-expected-at-end": Wording(("ends where a value should follow", "末尾缺少值")),
    "sign-expected-at-end": Wording(("ends where `{wanted}` should follow", "末尾缺少 `{wanted}`")),
    "sign-expected": Wording(("`{wanted}` should stand at {at:q}", "{at:q}处应为 `{wanted}`")),
    "value-expected": Wording(("a value should stand at {at:q}", "{at:q}处应有值")),
    "units-do-not-fit": Wording(("{left:w} {sign} {right:w} has no meaning", "{left:w} {sign} {right:w} 没有意义")),
    "least-two-values": Wording(("`{function}` takes two or more values", "`{function}` 需要两个或更多的值")),
    "units-of-function-differ": Wording(
        ("`{function}` of {units:ws} has no meaning", "`{function}` 用于{units:ws}没有意义")
    ),
    "function-takes": Wording(("`{function}` takes {wanted:ws}", "`{function}` 的参数应为：{wanted:ws}")),
    "function-takes-not": Wording(
        ("`{function}` takes {wanted:ws}, not {unit:w}", "`{function}` 的参数应为：{wanted:ws}，不能是{unit:w}")
    ),
    "takes-age": Wording(("`{function}` takes the fact of an age", "`{function}` 的参数应为年龄的事实")),
    "lookup-takes": Wording(
        (
            "`lookup` takes a parameter whose figures are mappings, and a fact",
            "`lookup` 的参数应为数值是映射的参数和一个事实",
        )
    ),
    "lookup-takes-key": Wording(
        (
            "`lookup` takes as its key a fact with limits, such as injury.disability_grade",
            "`lookup` 的键应为有上下限的事实，如 injury.disability_grade",
        )
    ),
    "lookup-lacks": Wording(
        (
            "`{name}` from {day} has no figure for `{fact}` of {value}",
            "`{name}` 自{day}起没有 `{fact}` 为{value}时的数值",
        ),
        ("it takes values from {least} to {most}", "其值为{least}至{most}"),
    ),
    "fact-not-in-amounts": Wording(
        ("`{name}` is {type}; an amount takes money and whole numbers", "`{name}` 是{type:w}；金额中只能用金额和整数")
    ),
    "percent-takes-one": Wording(("`percent` takes one number", "`percent` 只需一个数字")),
    "percent-of-money": Wording(
        ("`percent` takes a number, not money", "`percent` 用于数字，不能用于金额"),
        ("a number is written without two decimals: 30 percent", "数字不写两位小数：30 percent"),
    ),
    "percent-of-unit": Wording(("`percent` takes a number, not {unit:w}", "`percent` 用于数字，不能用于{unit:w}")),
    "division-by-money": Wording(
        ("`/` takes a number, not money", "`/` 之后应为数字，不能是金额"),
        ("a number is written without two decimals: / 3", "数字不写两位小数：/ 3"),
    ),
    "division-by-other": Wording(("`/` takes a written number other than zero", "`/` 之后应为写出的数字，且不为零")),
}
