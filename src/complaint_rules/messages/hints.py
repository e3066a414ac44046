"""Hints that are chosen case by case, and contexts before a message: the fact or the amount that it is about."""

from __future__ import annotations

from complaint_rules.messages.template import Texts

HINTS: dict[str, Texts] = {
    # names
    "did-you-mean": ("did you mean `{suggestion}`?", "是否指 `{suggestion}`？"),
    "one-of": ("one of: {allowed:list}", "可用：{allowed:list}"),
    "none-declared": ("none is declared", "没有声明任何一个"),
    "write-mapping": ("write {mapping}", "请写 {mapping}"),
    "put-in-quotes": ("put it in quotes", "请加引号"),
    "a-group": (
        "it is a group; name one of its facts, such as `{example}`",
        "这是一组事实，请写其中一个，如 `{example}`",
    ),
    "declare-it": ("declare it under `facts:` in the header", "请在文件头的 `facts:` 下声明"),
    "schema-lists-facts": ("`schema complaint` lists the facts", "`schema complaint` 列出全部事实"),
    "decision-or-fact": (
        "did you mean `{suggestion}`, or the fact `{other}`?",
        "是否指 `{suggestion}`，或事实 `{other}`？",
    ),
    # numbers and JSON
    "no-exponent": ("write the number out, without an exponent", "请写出完整的数字，不用指数"),
    "is-it-a-number": ("is it a number at all? a text stands in quotes", "这是数字吗？文本须加引号"),
    "json-lines": (
        "one complaint to a line is JSON Lines: use `--input-format jsonl`; several complaints else go in a list",
        "每行一件投诉是 JSON Lines，请用 `--input-format jsonl`；否则多件投诉应写成列表",
    ),
    # YAML
    "yaml-tab": ("indent with spaces, not with tabs", "请用空格缩进，不要用制表符"),
    "yaml-greater": ('put quotes around a cell that starts with `>`: ">= 5"', '以 `>` 开头的单元格请加引号：">= 5"'),
    "yaml-interval": ('put quotes around an interval: "[200..1000)"', '区间请加引号："[200..1000)"'),
    "yaml-not": (
        'put quotes around a `not` of several values: "not([a, b])"',
        '多个值的 `not` 请加引号："not([a, b])"',
    ),
    "yaml-sign": ("put quotes around a value that starts with a sign", "以符号开头的值请加引号"),
    "yaml-colon": ("put quotes around a text that holds a colon", "含有冒号的文本请加引号"),
    "yaml-any": ("check indentation, quotes and colons", "请检查缩进、引号和冒号"),
    "split-file": ("split it into several files", "请拆分为几个文件"),
    # folders
    "ruleset-meant": (
        "did you mean `{suggestion}`?; or give a ruleset's folder",
        "是否指 `{suggestion}`？也可给出规则集的文件夹",
    ),
    "ruleset-one-of": (
        "one of: {allowed:list}; or give a ruleset's folder",
        "可用：{allowed:list}；也可给出规则集的文件夹",
    ),
    "ruleset-none": ("none is declared; or give a ruleset's folder", "没有自带的规则集，请给出规则集的文件夹"),
    "calendar-meant": (
        "did you mean `{suggestion}`?; or name a file in `calendars`",
        "是否指 `{suggestion}`？也可写 `calendars` 中的文件",
    ),
    "calendar-one-of": (
        "one of: {allowed:list}; or name a file in `calendars`",
        "可用：{allowed:list}；也可写 `calendars` 中的文件",
    ),
    "calendar-none": ("it has no parts; or name a file in `calendars`", "它没有下级地区；也可写 `calendars` 中的文件"),
    "call-it": ("call it {name:q}, or take it away", "请改名为{name:q}，或移走"),
    "move-beside": ("move it beside {file}", "请移到 {file} 旁边"),
    "move-into": ("move it into `{folder}`", "请移到 `{folder}` 中"),
    "property-meant": (
        "write `property#` and the property: did you mean `{suggestion}`?",
        "请写 `property#` 和性质，是否指 `{suggestion}`？",
    ),
    "property-one-of": (
        "write `property#` and the property: one of: {allowed:list}",
        "请写 `property#` 和性质，可用：{allowed:list}",
    ),
    "property-none": ("write `property#` and the property: none is declared", "下层规则集没有声明任何性质"),
    "register-document": ("register it in clauses/{document}.yaml", "请在 clauses/{document}.yaml 中登记"),
    "name-a-rule": (
        "name a rule or table of this ruleset, or ruleset-id/rule-id",
        "请写本规则集的规则或表，或 规则集/规则",
    ),
    "such-as-shanghai": ("such as Asia/Shanghai", "如 Asia/Shanghai"),
    "deadline-clock": ("write `deadline.CLOCK: 15 days`", "请写 `deadline.时限: 15 days`"),
    "nothing-follows": ("nothing follows `{known}`", "`{known}` 之后没有内容"),
    # cells
    "sign-order": ("write `<=` or `>=`", "请写 `<=` 或 `>=`"),
    "value-alone": ("write the value alone", "请只写值"),
    "write-not": ("write not(...)", "请写 not(...)"),
    "write-interval": ('write an interval such as "[200..1000)"', '请写区间，如 "[200..1000)"'),
    "write-at-least": ('write ">= ..."', '请写 ">= ..."'),
    "write-at-most": ('write "<= ..."', '请写 "<= ..."'),
    "write-list": ("write a list of cells", "请写单元格的列表"),
    "no-commas": ("write the number without commas", "数字中请不要写逗号"),
    "leave-out-or-fewer": ("leave the rule out, or name fewer values", "请去掉该规则，或少写一些值"),
    "text-at-most": ("a text has 1 to {limit} characters", "文本长1至{limit}个字符"),
    "lowest-first": ("its values, lowest first: {allowed:all}", "其值由低到高：{allowed:all}"),
    "values-from-to": ("its values run from {least} to {most}", "其值为{least}至{most}"),
    "list-the-values": ("list the values that are meant", "请列出所指的值"),
    "write-the-text": ("write the text that is meant", "请写出所指的文本"),
    "use-received-on": ("use `received_on` for its day", "其日期请用 `received_on`"),
    "takes-a-sign": (
        "did you mean `{suggestion}`? it takes a sign such as `<`",
        "是否指 `{suggestion}`？须加 `<` 之类的符号",
    ),
    "write-operand": ("write a value, parameter or fact", "请写值、参数或事实"),
    "write-money": ("write 200.00, or a comparison such as `< 200.00`", "请写 200.00，或比较，如 `< 200.00`"),
    "write-number": ("write 5, or a comparison such as `>= 5`", "请写 5，或比较，如 `>= 5`"),
    "write-date": (
        "write it as 2026-11-20, or a comparison such as `>= 2026-11-20`",
        "请写成 2026-11-20，或比较，如 `>= 2026-11-20`",
    ),
    # amounts
    "sign-missing": ("a sign such as `*` may be missing", "可能缺少 `*` 之类的符号"),
    "write-percent": ("write `percent`", "请写 `percent`"),
    "no-opening": ("it has no `(`", "缺少对应的 `(`"),
    "write-times": ("write `*` instead", "请改写 `*`"),
    "money-has-decimals": ("money is written with two decimals: {example}", "金额写两位小数：{example}"),
    # effects and properties
    "write-span": (
        "write 48h, 15 days, 2 working days, 3 years, at once, or a parameter in days or years",
        "请写 48h、15 days、2 working days、3 years、at once，或以天、年为单位的参数",
    ),
    "write-span-or-state": (
        "write 48h, 15 days, 2 working days, 3 years, at once, known, absent, or `<= deadline.resolve`",
        "请写 48h、15 days、2 working days、3 years、at once、known、absent，或 `<= deadline.resolve`",
    ),
    "span-at-most": ("write at most {days} days or {years} years", "至多写{days}天或{years}年"),
    "approval-shapes": (
        "write {{role: ..., for: ...}}, or `approval.PURPOSE: ROLE`",
        "请写 {{role: ..., for: ...}}，或 `approval.事项: 角色`",
    ),
    "write-sum": (
        "write an amount such as 0.00, or a comparison such as `<= 200.00` or `<= claimed_amount`",
        "请写金额，如 0.00，或比较，如 `<= 200.00`、`<= claimed_amount`",
    ),
    "write-known-or-absent": ("write known or absent", "请写 known 或 absent"),
    "write-outcomes": ("write {outcomes:qs}", "请写{outcomes:qs}"),
    # paths
    "there-is": ("there is {allowed:all}", "现有{allowed:all}"),
    "there-is-or-why-not": (
        "there is {allowed:all}; `why-not {path}` says what would bring it about",
        "现有{allowed:all}；`why-not {path}` 说明如何才会出现",
    ),
    "has-none": (
        "it has none; `why-not` says what would bring one about",
        "没有任何一项；`why-not` 说明如何才会出现",
    ),
}

CONTEXTS: dict[str, Texts] = {
    "of": ("`{about}`: ", "`{about}`："),
    "at": ("{way:way}: ", "{way:way}："),
    "amount": ("amount {amount:q}: ", "金额{amount:q}："),
    "parameter": ("parameter `{parameter}` from {day}: ", "参数 `{parameter}` 自{day}起："),
}
