"""Messages about conditions: their shape and their cells."""

from __future__ import annotations

from complaint_rules.messages.template import Wording

CELLS: dict[str, Wording] = {
    "not-a-condition": Wording(
        ("a condition is a mapping of facts to cells", "条件是“事实: 单元格”的映射"),
        ("write `fact: cell`, or any:, all:, not:", "请写 `事实: 单元格`，或 any:、all:、not:"),
    ),
    "condition-too-deep": Wording(
        ("the condition is nested too deeply", "条件嵌套过深"), ("split the rule", "请拆分规则")
    ),
    "not-of-nothing": Wording(
        ("a `not` of nothing is never met", "空的 `not` 永不成立"),
        ("write `not: {{fact: cell}}`", "请写 `not: {{事实: 单元格}}`"),
    ),
    "not-a-list-of-conditions": Wording(
        ("`{key}` takes a list of conditions", "`{key}` 须为条件的列表"),
        ("write `{key}: [{{fact: cell}}, ...]`", "请写 `{key}: [{{事实: 单元格}}, ...]`"),
    ),
    "empty-cell-list": Wording(
        ("an empty list is met by no value", "没有值符合空列表"),
        ("write the values, or `-` for any", "请写出值，任意值写 `-`"),
    ),
    "not-a-cell": Wording(
        ("{value:q} is not a cell", "{value:q}不是单元格"),
        (
            "write a value, a comparison such as `>= 3`, or `unknown`",
            "请写值、比较（如 `>= 3`）或 `unknown`",
        ),
    ),
    "never-met": Wording(("no value meets {cell:q}", "没有值符合{cell:q}")),
    "empty-interval": Wording(
        ("no value lies in {cell:q}", "没有值在{cell:q}之内"),
        ("the lower end comes first; `(` and `)` leave an end out", "请先写下限；`(` 和 `)` 不含端点"),
    ),
    "cell-too-long": Wording(
        ("a cell of {length:n} characters; at most {limit:n}", "单元格长{length:n}个字符，至多{limit:n}个"),
        ("write a list, or split the rule", "请写成列表，或拆分规则"),
    ),
    "full-width-cell": Wording(
        ("{value:q} is written with full-width signs", "{value:q}含有全角符号"),
        ("write {write:q}", "请写{write:q}"),
    ),
    "list-of-ends": Wording(
        (
            "`[{low}, {high}]` is a list of two values, none between them",
            "`[{low}, {high}]` 是两个值的列表，不含其间的值",
        ),
        (
            'write the interval as "[{low}..{high}]"; of two sums, write the decimals: [{low}.00, {high}.00]',
            '区间请写 "[{low}..{high}]"；如确为两个金额，请写出小数：[{low}.00, {high}.00]',
        ),
    ),
    "values-without-order": Wording(("{cell:q}: its values have no order", "{cell:q}：其值没有大小顺序")),
    "cell-not-a-bool": Wording(
        ("{value:q} is not a bool", "{value:q}不是布尔值"), ("write true or false", "请写 true 或 false")
    ),
    "only-states": Wording(
        (
            "a {type} takes no cell but known, unknown, absent",
            "{type:w}只能用 known、unknown、absent",
        )
    ),
    "cell-of-other-type": Wording(("{value:q} is not {wanted:w}", "{value:q}不是{wanted:w}")),
    "operand-of-other-type": Wording(
        ("{value:q} is not {wanted:w}, a parameter or a fact", "{value:q}不是{wanted:w}、参数或事实")
    ),
    "parameter-is-a-mapping": Wording(
        ("parameter `{name}` is a mapping, the fact is {type}", "参数 `{name}` 是映射，该事实是{type:w}")
    ),
    "parameter-in-other-unit": Wording(
        ("parameter `{name}` is in {unit}, the fact is {type}", "参数 `{name}` 的单位是 {unit}，该事实是{type:w}")
    ),
    "fact-of-other-type": Wording(
        ("`{name}` is {other}, the fact is {type}", "`{name}` 是{other:w}，该事实是{type:w}")
    ),
    "units-differ": Wording(
        ("`{name}` is in {unit}, the fact is in {own}", "`{name}` 的单位是{unit:w}，该事实的单位是{own:w}")
    ),
    "only-dates-take-days": Wording(
        ("{cell:q}: only dates take days", "{cell:q}：只有日期可以加减天数"),
        ("compare with a value, parameter or fact alone", "请只与值、参数或事实比较"),
    ),
    "compares-with-itself": Wording(
        ("compares the fact with itself", "该事实与自身比较"),
        ("write a value, parameter or another fact", "请写值、参数或另一个事实"),
    ),
}
