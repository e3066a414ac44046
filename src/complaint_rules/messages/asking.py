"""Messages about requests to a decision or an engine: offers, paths, engines, languages, extras."""

from __future__ import annotations

from complaint_rules.messages.template import Wording

ASKING: dict[str, Wording] = {
    # offers
    "unknown-remedy": Wording(("unknown remedy {value:q}", "未知的补救方式{value:q}")),
    "amount-missing": Wording(("`{remedy}` is a sum of money: give an amount", "`{remedy}` 是金额，请给出数额")),
    # paths
    "unknown-entry": Wording(("unknown entry {path:q}", "未知的条目{path:q}")),
    "several-entries": Wording(("`{path}` has several entries: name one", "`{path}` 有多个条目，请指定一个")),
    "no-such-entry": Wording(("the decision has no entry {path:q}", "该决定没有条目{path:q}")),
    "not-a-path": Wording(
        (
            "{value:q} is no path; write one such as `severity` or `remedies.refund`",
            "{value:q}不是路径，请写 `severity` 或 `remedies.refund` 之类",
        )
    ),
    "no-such-helper": Wording(("{name:q} does not help here", "{name:q}在此不协办")),
    "takes-no-value": Wording(("`{path}` takes no value", "`{path}` 不能取值")),
    "value-never-given": Wording(("no rule gives `{path}` the value {value:q}", "没有规则使 `{path}` 取值{value:q}")),
    "entry-not-named": Wording(
        (
            "name an entry of `{path}`, such as `{path}.{example}`",
            "请指定 `{path}` 的条目，如 `{path}.{example}`",
        )
    ),
    "value-not-named": Wording(("say which: `{path}={example}`", "请写明是哪一个：`{path}={example}`")),
    "unknown-value": Wording(("unknown value {value:q} of `{path}`", "`{path}` 没有值{value:q}")),
    "unknown-role": Wording(("unknown role {value:q}", "未知的角色{value:q}")),
    # commands
    "answers-from-input": Wording(
        (
            "`--ask` reads the answers from standard input: name the complaint's file",
            "`--ask` 从标准输入读取回答，请指定投诉文件",
        )
    ),
    "one-complaint-only": Wording(
        ("`--ask` is about one complaint, and `{file}` has {count}", "`--ask` 只用于一件投诉，而 `{file}` 有{count}件")
    ),
    "output-unwritable": Wording(("output can't be written: {reason:reason}", "无法写出结果：{reason:reason}")),
    # engines and extras
    "unknown-engine": Wording(("unknown engine {value:q}", "未知的引擎{value:q}")),
    "engine-not-installed": Wording(
        (
            (
                "engine `{engine}` needs durable-rules, which is not installed here (it builds on CPython 3.11 and "
                "3.12 with a C compiler); use engine `python`, which decides the same"
            ),
            (
                "引擎 `{engine}` 需要 durable-rules，此处未安装（须 CPython 3.11 或 3.12 及 C 编译器）；"
                "请使用引擎 `python`，决定相同"
            ),
        )
    ),
    "unknown-language": Wording(
        ("no view in language {value:q}; one of: {allowed:all}", "没有语言{value:q}的视图，可用：{allowed:all}")
    ),
    "extra-missing": Wording(
        (
            (
                "`{user}` needs {library}, which is not installed; "
                "install the extra: pip install 'complaint-rules[{extra}]'"
            ),
            "`{user}` 需要 {library}，此处未安装；请安装：pip install 'complaint-rules[{extra}]'",
        )
    ),
    "watcher-missing": Wording(
        (
            "to watch a ruleset needs {library}, which is not installed; pip install 'complaint-rules[{extra}]'",
            "监视规则集需要 {library}，此处未安装；请安装：pip install 'complaint-rules[{extra}]'",
        )
    ),
    "prover-missing": Wording(
        (
            "proofs need {library}, which is not installed; install the extra: pip install 'complaint-rules[{extra}]'",
            "证明需要 {library}，此处未安装；请安装：pip install 'complaint-rules[{extra}]'",
        )
    ),
    # proofs
    "other-zones": Wording(
        (
            "`{old}` counts days in {zone}, `{new}` in {other}, so that no day is the same to both",
            "`{old}`按{zone}计日，`{new}`按{other}计日，两者没有相同的日期",
        )
    ),
    "other-calendars": Wording(
        (
            "`{old}` and `{new}` count by calendars with other days of rest, so that no span ends the same way",
            "`{old}`与`{new}`所用日历的休息日不同，时限无从比较",
        )
    ),
    "finding-not-confirmed": Wording(
        (
            "{engine} does not confirm `{kind}`: {en}; witness: {witness}",
            "{engine} 未证实 `{kind}`：{zh}；例证：{witness}",
        )
    ),
    "difference-not-confirmed": Wording(
        (
            "the engine does not confirm that these decide differently; witness: {witness}",
            "引擎未证实两者的决定不同；例证：{witness}",
        )
    ),
}

OFFERS: dict[str, Wording] = {
    "not-granted": Wording(("no rule requires or permits it", "没有规则要求或允许")),
    "forbidden": Wording(("it is forbidden", "规则不允许")),
    "not-yet-permitted": Wording(("it is not permitted on what is known", "就已知事实尚不允许")),
    "required": Wording(("it is required", "规则要求")),
    "permitted": Wording(("it is permitted", "规则允许")),
    "below-least": Wording(("the least is {limit}", "最低为{limit}元")),
    "above-most": Wording(("the most is {limit}", "最高为{limit}元")),
    "above-authority": Wording(("nobody may approve more than {limit}", "无人有权批准超过{limit}元")),
}
"""Why an offer is allowed or refused."""
