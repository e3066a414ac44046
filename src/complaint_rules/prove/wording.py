"""The messages of `check` and `diff`, in English and Chinese: every sentence is made in both at once."""

from __future__ import annotations

from collections.abc import Iterable

from complaint_rules.compile.names import Label

SAYS: dict[str, Label] = {
    # what is found
    "no-tier": ("no rule gives this complaint a tier", "没有规则为此投诉定级"),
    "no-lead": ("no rule names a lead for this complaint", "没有规则为此投诉确定牵头部门"),
    "no-deadline": ("no rule sets this complaint a deadline", "没有规则为此投诉设定时限"),
    "no-remedy": (
        "the customer asks for {remedy}, and no rule requires, permits or forbids it",
        "顾客要求{remedy}，但没有规则规定必须、允许或不允许",
    ),
    "no-clock": (
        "{rule} asks for {action}, which needs the clock {clock}, and nothing sets that clock",
        "{rule}要求{action}，该行动需要时限{clock}，但没有规则设定该时限",
    ),
    "conflict": (
        "{first} and {second} disagree on {output}: {one} and {other}",
        "{first}与{second}对“{output}”的规定不一致：{one}与{other}",
    ),
    "conflict-remedy": (
        "{first} and {second} disagree on {output}: one requires what the other forbids",
        "{first}与{second}对“{output}”的规定不一致：一条必须，另一条不允许",
    ),
    "conflict-item": ("{first} and {second} disagree on {output}", "{first}与{second}对“{output}”的规定不一致"),
    "always-silenced": (
        "{rule} never fires: whenever it is met, an exception silences it: {names}",
        "{rule}永不触发：每当条件成立，都被例外排除：{names}",
    ),
    "contradicted": (
        "{rule} never fires: no complaint meets {tests}",
        "{rule}永不触发：没有投诉能满足{tests}",
    ),
    "contradicted-together": (
        "{rule} never fires: no complaint meets {tests} together",
        "{rule}永不触发：没有投诉能同时满足{tests}",
    ),
    "nested": ("its nested conditions", "其嵌套条件"),
    "effective-dates": ("its effective dates", "其有效期"),
    "idle-exception": (
        "{rule} is an exception to {other}, but never takes anything from it",
        "{rule}是{other}的例外，但从未排除其任何结果",
    ),
    "masked": (
        "{rule} fires in vain: whatever it says, another rule beats it",
        "{rule}触发而无效：其全部结果总被其他规则压过",
    ),
    "impossible-cell": (
        "{rule}: {cell} is never met beside the rule's other cells",
        "{rule}：与该规则的其他条件并列时，{cell}永不成立",
    ),
    "idle-cell": (
        "{rule}: {cell} is always met beside the rule's other cells",
        "{rule}：与该规则的其他条件并列时，{cell}恒成立",
    ),
    "empty-remedy": ("what {rules} leave of {output} is no sum at all", "{rules}合起来没有给{output}留下任何可行金额"),
    "empty-item": (
        "{rule}: the least of {output} ({least}) lies above the most ({most})",
        "{rule}：{output}的下限（{least}）高于上限（{most}）",
    ),
    "below-statute": (
        "{rule} says less of {output} than the statute: {names}",
        "{rule}就“{output}”的规定低于法律：{names}",
    ),
    "below-statute-more": (
        "{rule} says less of {output} than the statute: {names} and {more} more",
        "{rule}就“{output}”的规定低于法律：{names}，另有{more}条",
    ),
    "no-figure": (
        "parameter {parameter} has no figure on a day on which {rule} needs it",
        "参数{parameter}在{rule}需要它的日期没有数值",
    ),
    "overlap": (
        "{older} still applies, until {until}, when {newer} takes over from {start}",
        "{newer}自{start}起接替时，{older}仍适用至{until}",
    ),
    "gap": (
        "{older} ends on {until}, {newer} starts on {start}: nothing applies between",
        "{older}至{until}止，{newer}自{start}起：其间没有规则适用",
    ),
    "property": ("{id} ({title}) does not hold", "{id}（{title}）不成立"),
    "repeated-figure": (
        "{rule} writes {figure}, {relation} the figure of parameter {parameter} from {start}",
        "{rule}写有{figure}，而参数{parameter}自{start}起的数值与其{relation}",
    ),
    "repeated-rung": (
        "the authority of {role} ends at {figure}, {relation} the figure of parameter {parameter} from {start}",
        "{role}的权限上限写为{figure}，而参数{parameter}自{start}起的数值与其{relation}",
    ),
    "equal": ("equal to", "相同"),
    "next-to": ("one fen from", "相差一分"),
    "unused-acceptance": ("{subject} accepts {kind}, which is not found", "{subject}接受了{kind}，但并未发现该问题"),
    # what to do
    "set-clock": (
        "set the clock there, give the action another time, or narrow the rule",
        "在此情形下设定该时限，或改变行动的时间，或收窄该规则",
    ),
    "exclude": (
        "make one an exception to the other, or let their conditions exclude each other",
        "将其中一条设为另一条的例外，或使两者的条件互斥",
    ),
    "narrow-exceptions": ("narrow the exceptions, or drop the rule", "收窄例外，或删除该规则"),
    "drop-tests": ("drop one of these tests, or the rule", "删除其中一项条件，或删除该规则"),
    "drop-exception": ("drop the exception", "删除该例外"),
    "drop-rule": (
        "drop the rule, or make it an exception to what beats it",
        "删除该规则，或将其设为压过它的规则的例外",
    ),
    "drop-cell": ("drop the cell", "删除该条件"),
    "correct-cell": ("correct the cell, or drop it", "更正或删除该条件"),
    "least-below-most": (
        "let the least of one lie below the most of the other",
        "使一条规则的下限低于另一条规则的上限",
    ),
    "write-min": ("write the lower sum as `min`", "将较低的金额写为`min`"),
    "follows-statute": (
        "the decision follows the statute; narrow the rule, or accept this with a reason",
        "处理决定以法律为准；请收窄该规则，或说明理由后接受",
    ),
    "add-figure": (
        "add the figure, or accept this with the reason why there is none",
        "补充数值，或说明没有数值的理由后接受",
    ),
    "end-before": (
        "let the older rule end on the day before the newer one starts",
        "使旧规则在新规则生效的前一日终止",
    ),
    "start-after": (
        "let the newer rule start on the day after the older one ends",
        "使新规则自旧规则终止的次日起生效",
    ),
    "name-parameter": (
        "name the parameter, so that both change together, or accept this with the reason why they are two figures",
        "请引用该参数，使两处同时变更；若为两个不同的金额，请说明理由后接受",
    ),
    "keep-equal": (
        "keep the two in step, and accept this with the reason",
        "请保持两处一致，并说明理由后接受",
    ),
    "drop-acceptance": ("drop the acceptance", "删除该项接受"),
    # why something is not settled, or simplified
    "no-answer": ("no answer within {seconds} s", "{seconds}秒内未得出结论"),
    "no-witness": ("no witness within {seconds} s", "{seconds}秒内未找到投诉样例"),
    "starts-late": (
        "it starts on {start}; {last} is the last day asked about",
        "自{start}起生效，而查验的最后一日为{last}",
    ),
    "below-zero": ("a product of what may lie below zero", "含可能为负数的乘积"),
    "no-region": ("a difference was found, but no region around it", "发现一处差异，但未能确定其所在区域"),
    "no-complaint": (
        "a difference was found, but no complaint that shows it",
        "发现一处差异，但未找到能体现它的投诉",
    ),
    "no-dated-day": (
        "the calendar covers no day of receipt on which all deadlines that are compared have a date",
        "日历所含日期中，没有一天能使所比较的时限都确定日期",
    ),
    "one-dependant": (
        "taken as one dependant, listed in full, supported for any whole number of years",
        "按一名信息完整的被扶养人计，扶养年限为任意整数",
    ),
    "days-looked-at": (
        "which span ends first is looked up on every day of receipt from {first} to {last} on which all have dates",
        "各时限的先后，按{first}至{last}期间各时限均可定日的每一收到日查验",
    ),
    "needs-unknown": (
        "holds only while a fact is not stated; left out, since proofs are about complete complaints",
        "仅在某项事实未载明时成立；证明只针对完整的投诉，故不列入",
    ),
    # separators
    "and": (" and ", "和"),
    "comma": (", ", "、"),
}


def say(word: str, **values: object) -> Label:
    """A sentence in both languages; a value that is a pair has one text for each."""
    en, zh = (
        text.format(**{name: value[at] if isinstance(value, tuple) else value for name, value in values.items()})
        for at, text in enumerate(SAYS[word])
    )
    return en, zh


def joined(parts: Iterable[Label], joint: str) -> Label:
    """Several texts in one line, in both languages."""
    texts = list(parts)
    return SAYS[joint][0].join(en for en, _ in texts), SAYS[joint][1].join(zh for _, zh in texts)


def quoted(text: object) -> str:
    """What the author wrote, the same in both languages."""
    return f"`{text}`"
