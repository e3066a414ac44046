"""Messages about the effects of a rule, and about what a property expects."""

from __future__ import annotations

from complaint_rules.messages.template import Wording

EFFECTS: dict[str, Wording] = {
    "no-effect": Wording(
        ("the rule has no effect", "该规则没有效果"),
        ("one of: {effects:all}, deadline.CLOCK", "可用：{effects:all}、deadline.时限"),
    ),
    "not-a-name": Wording(
        ("{value:q} is not a name", "{value:q}不是名称"),
        ("write all as one mapping, or names alone", "请全部写成一个映射，或只写名称"),
    ),
    "not-names": Wording(("{value:q} is not a name or a list of names", "{value:q}不是名称或名称的列表")),
    "not-a-liability": Wording(
        ("{value:q} is not a liability", "{value:q}不是责任认定"),
        ("write none, or {{finding: none, disputed: true}}", "请写 none，或 {{finding: none, disputed: true}}"),
    ),
    "not-an-approval": Wording(
        ("{value:q} is not an approval", "{value:q}不是审批"),
        ("write {{role: ..., for: ...}}", "请写 {{role: ..., for: ...}}"),
    ),
    "not-a-span": Wording(("{value:q} is not a span of time", "{value:q}不是时间长度")),
    "parameter-not-a-span": Wording(
        (
            "parameter `{parameter}` is {figure:w} {unit} from {day}, which is no span of time",
            "参数 `{parameter}` 自{day}起为{figure:w} {unit}，不是时间长度",
        ),
        ("a deadline takes a whole number from 1 to {limit}", "时限须为1至{limit}的整数"),
    ),
    "not-a-range": Wording(
        ("{value:q} is not a range", "{value:q}不是金额范围"),
        (
            "write {{min: 0.00, max: 200.00}}, or either alone, `cap` for a legal limit, `group` for alternatives",
            "请写 {{min: 0.00, max: 200.00}}，或只写其一；`cap` 为法定上限，`group` 为所属选项组",
        ),
    ),
    "takes-no-range": Wording(("`{remedy}` takes no range", "`{remedy}` 没有金额范围")),
    "forbidden-takes-no-range": Wording(("`{remedy}` takes no range here", "`{remedy}` 在此没有金额范围")),
    "not-public": Wording(
        ("`public` of `{remedy}` can't be {value:q}", "`{remedy}` 的 `public` 不能为{value:q}"),
        (
            "only an apology is public: write `apology: {{public: true}}`",
            "只有道歉可以公开：请写 `apology: {{public: true}}`",
        ),
    ),
    "min-above-max": Wording(
        ("`min` lies above `max`", "`min` 高于 `max`"), ("write the lower sum as `min`", "请将较低的金额写为 `min`")
    ),
    "not-an-item": Wording(
        ("{value:q} is not an item", "{value:q}不是赔偿项目"),
        ("write {{medical: {{amount: ..., needs: [...]}}}}", "请写 {{medical: {{amount: ..., needs: [...]}}}}"),
    ),
    "item-without-amount": Wording(
        ("`{item}` has no amount", "`{item}` 没有金额"),
        (
            "write {{amount: ..., needs: [...]}}, {{min: ..., max: ...}} or not_payable",
            "请写 {{amount: ..., needs: [...]}}、{{min: ..., max: ...}} 或 not_payable",
        ),
    ),
    "key-of-no-item": Wording(
        ("{key:q} does not belong here", "{key:q}不属于此处"),
        ("write amount, or min and max, and needs and cap", "请写 amount，或 min 和 max，以及 needs 和 cap"),
    ),
    "needs-not-a-list": Wording(
        ("{value:q} is not a list of facts", "{value:q}不是事实的列表"), ("write [fact, ...]", "请写 [事实, ...]")
    ),
    "not-a-need": Wording(
        ("{value:q} is not a need", "{value:q}不是所需事实"),
        ("write a fact, or {{any: [fact, fact]}}", "请写事实，或 {{any: [事实, 事实]}}"),
    ),
    # properties
    "property-stated-twice": Wording(
        ("property `{id}` is stated twice", "性质 `{id}` 重复"), ("first at {first}", "首次在 {first}")
    ),
    "property-says-nothing": Wording(
        ("property `{id}` says nothing", "性质 `{id}` 没有内容"),
        ("write exactly one of always, never, monotone", "always、never、monotone 请只写一个"),
    ),
    "property-says-several": Wording(
        ("property `{id}` says {said:ands}", "性质 `{id}` 同时写了{said:ands}"),
        ("write exactly one of always, never, monotone", "always、never、monotone 请只写一个"),
    ),
    "property-expects-nothing": Wording(
        ("the property expects nothing", "该性质没有预期"),
        ("write `then: {{severity: ...}}`, or any other outcome", "请写 `then: {{severity: ...}}`，或其他结果"),
    ),
    "one-outcome-only": Wording(
        ("`monotone` speaks of exactly one outcome", "`monotone` 只能涉及一个结果"),
        (
            "write {{OUTCOME: {{rises_with: DRIVER}}}}, or falls_with",
            "请写 {{结果: {{rises_with: 驱动因素}}}}，或 falls_with",
        ),
    ),
    "no-direction": Wording(
        ("{value:q} does not say what `{outcome}` goes with", "{value:q}没有写明 `{outcome}` 随什么变化"),
        (
            "write {{OUTCOME: {{rises_with: DRIVER}}}}, or falls_with",
            "请写 {{结果: {{rises_with: 驱动因素}}}}，或 falls_with",
        ),
    ),
    "outcome-needs-name": Wording(
        ("`{outcome}` needs a name", "`{outcome}` 需要名称"),
        ("write `{outcome}.{example}`", "请写 `{outcome}.{example}`"),
    ),
    "outcome-has-no-order": Wording(
        ("{outcome:q} has no order", "{outcome:q}没有大小顺序"),
        (
            "one of: severity, deadline.CLOCK, approval.PURPOSE, a remedy, and min or max of a sum",
            "可用：severity、deadline.时限、approval.事项、补救方式，以及金额的 min 或 max",
        ),
    ),
    "outcome-is-no-sum": Wording(
        ("`{outcome}` is no sum of money and has no {rest:q}", "`{outcome}` 不是金额，没有{rest:q}"),
        ("write `{outcome}` alone", "请只写 `{outcome}`"),
    ),
    "driver-has-no-order": Wording(
        ("`{fact}` has no order to rise in", "`{fact}` 没有大小顺序"),
        ("write a bool, an ordered enum, money, a number or a date", "请写布尔值、有序枚举、金额、数字或日期"),
    ),
    "driver-never-rises-alone": Wording(
        (
            "`{fact}` is the day of `received_at` and can't rise alone",
            "`{fact}` 是 `received_at` 的日期，不能单独变化",
        ),
        ("write a bool, an ordered enum, money, a number or a date", "请写布尔值、有序枚举、金额、数字或日期"),
    ),
    "always-so": Wording(
        ("every decision has {text:q}", "任何决定都有{text:q}"), ("name fewer values", "请少写一些值")
    ),
    "never-so": Wording(("no decision has {text:q}", "没有决定有{text:q}"), ("name more values", "请多写一些值")),
    "not-a-sum": Wording(("{value:q} is not an amount of money", "{value:q}不是金额")),
    "negative-sum": Wording(("{value:q} is negative", "{value:q}为负数")),
    "neither-known-nor-absent": Wording(
        ("{value:q} is neither known nor absent", "{value:q}既不是 known 也不是 absent")
    ),
    "names-none": Wording(
        ("`{part}` names none", "`{part}` 没有列出名称"), ("write a name or a list of names", "请写名称或名称的列表")
    ),
}
