"""Messages about the files of a ruleset: names, headers, parameters, rules, tables."""

from __future__ import annotations

from complaint_rules.messages.template import Wording

_NO_SOURCE = (
    "add `cite:`, or `basis: assumption` with a `reason:`",
    "请添加 `cite:`，或 `basis: assumption` 并写明 `reason:`",
)

RULESET: dict[str, Wording] = {
    # names and keys
    "unknown-name": Wording(("unknown {what} {name:q}", "未知的{what:w}{name:q}")),
    "not-a-name-of": Wording(("{value:q} is not the name of {what:a}", "{value:q}不是{what:a}的名称")),
    "not-an-id": Wording(
        (
            "{value:q} is not an id; write small letters, digits, - and _, a letter first",
            "{value:q}不是标识，请用小写字母、数字、- 和 _，以字母开头",
        )
    ),
    "not-a-plain-name": Wording(
        (
            "{value:q} is not a name; write small letters, digits and _, a letter first",
            "{value:q}不是名称，请用小写字母、数字和 _，以字母开头",
        )
    ),
    "not-a-version": Wording(
        ("{value:q} is not a version; write three numbers such as 1.0.0", "{value:q}不是版本号，请写三个数字，如 1.0.0")
    ),
    "unknown-language-version": Wording(
        ("{value:q} is a language that this version does not read; write 1", "本版本不支持规则语言{value:q}，请写 1")
    ),
    "named-twice": Wording(("{value:q} is named twice", "{value:q}重复")),
    # layers
    "same-ruleset-id": Wording(
        ("a ruleset below is called {name:q} too", "下层规则集也叫{name:q}"),
        ("rules are known by the ruleset's id and their own", "规则由规则集标识和自身标识共同确定"),
    ),
    "extends-itself": Wording(("a ruleset extends itself: {circle}", "规则集扩展了自身：{circle}")),
    "document-registered-twice": Wording(("document `{document}` is registered twice", "文件 `{document}` 重复登记")),
    "clause-listed-twice": Wording(("clause {clause:q} is listed twice", "条款{clause:q}重复列出")),
    "tiers-left-out": Wording(
        (
            "these tiers leave out {tiers:qs} of a layer below, which its rules name",
            "这些级别遗漏了下层规则所用的{tiers:qs}",
        ),
        ("keep them, or leave `tiers` out", "请保留它们，或不写 `tiers`"),
    ),
    # own facts and presumptions
    "fact-declared-twice": Wording(("fact `{fact}` is declared twice", "事实 `{fact}` 重复声明")),
    "values-of-no-enum": Wording(
        (
            "fact `{fact}`: `values` belong to an enum, and an enum needs them",
            "事实 `{fact}`：`values` 用于枚举，枚举也必须有它",
        )
    ),
    "value-is-a-state": Wording(
        (
            "fact `{fact}`: the cell `{value}` asks for the state of a fact, not for a value",
            "事实 `{fact}`：`{value}` 表示事实的状态，不能作为值",
        ),
        ("call the value something else", "请换一个名称"),
    ),
    "value-with-blanks": Wording(
        (
            "fact `{fact}`: the value {value:q} is empty, or begins or ends with a blank, which cells leave out",
            "事实 `{fact}`：值{value:q}为空，或首尾有空白，单元格不计首尾空白",
        ),
        ("call the value something else", "请换一个名称"),
    ),
    "value-is-a-cell": Wording(
        (
            "fact `{fact}`: the cell {value:q} means other values",
            "事实 `{fact}`：单元格{value:q}表示其他的值",
        ),
        ("call the value something else", "请换一个名称"),
    ),
    "not-presumable": Wording(("can't be presumed", "不能推定")),
    # parameters and figures
    "parameter-declared-twice": Wording(
        ("parameter `{parameter}` is declared twice", "参数 `{parameter}` 重复声明"),
        ("first at {first}", "首次在 {first}"),
    ),
    "parameter-named-as-fact": Wording(
        ("parameter `{parameter}` has the name of a fact", "参数 `{parameter}` 与事实同名"),
        ("call it something else", "请换一个名称"),
    ),
    "parameter-binding": Wording(
        ("parameter `{parameter}` is binding in `{layer}`", "参数 `{parameter}` 在 `{layer}` 中为强制"),
        ("drop it here", "请在此删除"),
    ),
    "parameter-without-figure": Wording(
        ("parameter `{parameter}` has no figure", "参数 `{parameter}` 没有数值"),
        ("write {{2020-01-01: ...}}", "请写 {{2020-01-01: ...}}"),
    ),
    "parameter-days-not-in-order": Wording(
        ("parameter `{parameter}`: days are not in order", "参数 `{parameter}`：日期未按顺序"),
        ("write the earliest first", "请把最早的写在前面"),
    ),
    "parameter-mixes-figures": Wording(
        ("parameter `{parameter}`: a single figure beside a mapping", "参数 `{parameter}`：单一数值与映射混用"),
        ("write all one way", "请统一写法"),
    ),
    "parameter-without-source": Wording(
        ("parameter `{parameter}` has no source", "参数 `{parameter}` 没有依据"), _NO_SOURCE
    ),
    "place-without-names": Wording(
        (
            "parameter `{parameter}`: `{fact}` has no named values to pick a figure by",
            "参数 `{parameter}`：`{fact}` 没有可用来选取数值的命名值",
        ),
        ("name an enum, such as `province`", "请写枚举类事实，如 `province`"),
    ),
    "place-not-presumed": Wording(
        (
            "parameter `{parameter}`: `{fact}` may be unknown, and then no figure could be picked",
            "参数 `{parameter}`：`{fact}` 可能未知，届时无法选取数值",
        ),
        ("presume a value for it: `presume: {{{fact}: ...}}`", "请为其设定推定值：`presume: {{{fact}: ...}}`"),
    ),
    "not-a-figure": Wording(
        (
            "{value:q} is not a figure in {unit}; write a number such as 12 or 12.5",
            "{value:q}不是以 {unit} 为单位的数值，请写数字，如 12 或 12.5",
        )
    ),
    "not-a-lookup-key": Wording(
        ("{value:q} is not a key to look up; write whole numbers", "{value:q}不能用作查找的键，请写整数")
    ),
    # the ladder, time
    "remedy-in-two-groups": Wording(
        (
            "`{remedy}` is among the alternatives of both `{group}` and `{other}`",
            "`{remedy}` 同时属于 `{group}` 与 `{other}` 两组选项",
        ),
        (
            "name it in one group; a rule may say another for its case",
            "请只列入一组；规则可在个案中另行归组",
        ),
    ),
    "unknown-only-obliges": Wording(
        (
            "rule `{id}` holds only while a fact is unknown, and so may not set {said}",
            "规则 `{id}` 仅在事实未知时成立，不得规定 {said}",
        ),
        (
            "let it ask for an action, an approval, a deadline or a helper; say what is decided by a fact of its own",
            "请只规定行动、审批、时限或协办；结论请用专门的事实来表达",
        ),
    ),
    "needs-clock-for-nothing": Wording(
        (
            "`{id}` says what clock an action needs, but asks for no action",
            "`{id}` 写明了行动所需的时限，却没有规定行动",
        ),
        ("drop `needs_clock`, or name an action", "请删除 `needs_clock`，或写明行动"),
    ),
    "rung-not-higher": Wording(
        ("a rung of the ladder must reach higher than the one before it", "审批权限必须逐级升高"),
        ("write the lowest sum first, and a rung without `upto` last", "请先写最低金额，没有 `upto` 的写在最后"),
    ),
    "not-a-day": Wording(("not a day of the calendar", "不是日历上的日期")),
    "until-before-from": Wording(
        ("`until` lies before `from`", "`until` 早于 `from`"), ("write the earlier day first", "请先写较早的日期")
    ),
    # rules and tables
    "id-used-twice": Wording(
        ("id `{id}` is used twice", "标识 `{id}` 重复使用"), ("first at {first}", "首次在 {first}")
    ),
    "assumption-without-reason": Wording(
        ("`{id}` is an assumption without a reason", "`{id}` 是假设，却没有理由"), ("add `reason:`", "请添加 `reason:`")
    ),
    "cites-nothing": Wording(
        ("`{id}` cites nothing", "`{id}` 没有引用依据"),
        (
            "add `cite: [document/clause]`, or `basis: assumption` with a `reason:`",
            "请添加 `cite: [文件/条款]`，或 `basis: assumption` 并写明 `reason:`",
        ),
    ),
    "cite-without-clause": Wording(
        ("citation {cite:q} has no clause", "引用{cite:q}缺少条款"), ("write document/clause", "请写成 文件/条款")
    ),
    "no-such-clause": Wording(("`{document}` has no clause {clause:q}", "`{document}` 没有条款{clause:q}")),
    "too-many-alternatives": Wording(
        ("`{id}` spreads into more than {limit} alternatives", "`{id}` 展开后超过{limit}种情形"),
        ("split the rule, or use a list of values in one cell", "请拆分规则，或在一个单元格中用值的列表"),
    ),
    "row-of-other-width": Wording(
        ("row has {cells} cells instead of {wanted}", "该行有{cells}个单元格，应为{wanted}个"),
        ("{when} of `when`, then {then} of `then`", "先是 `when` 的{when}个，再是 `then` 的{then}个"),
    ),
    "columns-clash": Wording(
        ("column {column:q} says what {other:q} says", "列{column:q}与{other:q}所写相同"),
        ("write each effect in one column", "每个效果请只写一列"),
    ),
    "table-without-rows": Wording(
        ("table `{id}` has no rows", "表 `{id}` 没有行"), ("write one list for each row", "每行请写一个列表")
    ),
    "exception-to-itself": Wording(
        ("`{rule}` is an exception to itself", "`{rule}` 是自身的例外"),
        ("name the rules that it silences", "请写明它所排除的规则"),
    ),
    "exception-to-binding": Wording(
        (
            "`{rule}` is binding; `{layer}`, a layer above it, can't silence it",
            "`{rule}` 为强制规则，上层 `{layer}` 不能排除它",
        ),
        ("drop the exception: the statute stays", "请删除该例外：以法律为准"),
    ),
    "circle-of-rules": Wording(
        ("rules form a circle: {circle:circle}", "规则形成循环：{circle:circle}"),
        ("drop one of these readings or exceptions", "请删除其中一处读取或例外"),
    ),
    "no-such-row": Wording(
        ("{name:q} names no row of a table", "{name:q}不是表中的行"),
        ("write `{kind}`, or `{kind}#2` for row 2", "请写 `{kind}`，第2行写 `{kind}#2`"),
    ),
    "no-such-property": Wording(
        ("{name:q} names no property of a layer below", "{name:q}不是下层规则集的性质"),
    ),
    # cases
    "case-failed": Wording(("case {case:q}: {difference}", "案例{case:q}未通过：{difference}")),
    "unknown-case-path": Wording(("unknown path {path:q}", "未知的路径{path:q}")),
    "expects-nothing": Wording(
        ("`expect` says nothing, so the case can't fail", "`expect` 为空，案例不可能失败"),
        ("name an entry", "请写一个条目"),
    ),
    "expects-no-rule": Wording(
        ("{value:q} names no rule; list the ids of rules", "{value:q}没有写明规则，请列出规则的标识")
    ),
    "expects-no-error": Wording(
        (
            "{value:q} is no part of a message; write some words of the error that is expected",
            "{value:q}不是报错的内容，请写出预期报错中的文字",
        )
    ),
    "error-beside-others": Wording(
        (
            "{value:q} stands beside expectations of a decision, and a refused complaint has none; keep one",
            "{value:q}与对决定的预期并列，而被拒绝的投诉没有决定，请只保留其一",
        )
    ),
    "not-an-expectation": Wording(
        (
            "{value:q} is not an expectation; write a value, a list, or {{any_of: [one, another]}}",
            "{value:q}不是预期，请写值、列表或 {{any_of: [甲, 乙]}}",
        )
    ),
    "expects-anything": Wording(
        (
            "{value:q} is met by every decision; leave out what is not expected",
            "任何决定都符合{value:q}，请去掉不预期的值",
        )
    ),
    "not-a-bound": Wording(
        (
            "{value:q} holds {part:q}, which is no bound; write bounds such as '>= 100.00 and < 200.00'",
            "{value:q}中的{part:q}不是界限，请写界限，如 '>= 100.00 and < 200.00'",
        )
    ),
    "bound-of-no-order": Wording(
        (
            "{value:q} compares with what is no number, date, date-time or tier of this ruleset",
            "{value:q}所比较的不是数字、日期、日期时间或本规则集的级别",
        )
    ),
}
