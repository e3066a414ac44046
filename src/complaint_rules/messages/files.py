"""Messages about a file or a folder, before its content is read."""

from __future__ import annotations

from complaint_rules.messages.template import Wording

_AS_LINES = (
    "write one complaint to a line, as JSON Lines: that is read line by line",
    "请改用 JSON Lines，每行一件投诉：可以逐行读取",
)

FILES: dict[str, Wording] = {
    "unreadable": Wording(("can't be read: {reason:reason}", "无法读取：{reason:reason}")),
    "unwritable": Wording(("can't be written: {reason:reason}", "无法写入：{reason:reason}")),
    "is-a-folder": Wording(("is a folder", "是文件夹"), ("name a file of complaints", "请指定投诉文件")),
    "no-such-file": Wording(
        ("no such file", "没有这个文件"),
        (
            "name a file of complaints, or `-` to read them from standard input",
            "请指定投诉文件，或用 `-` 从标准输入读取",
        ),
    ),
    "not-a-plain-file": Wording(
        ("is no plain file but {kind:w}", "不是普通文件，而是{kind:w}"),
        ("put a file in its place", "请换成普通文件"),
    ),
    "name-not-utf-8": Wording(
        ("the name of the file is not UTF-8", "文件名不是 UTF-8 编码"), ("give the file another name", "请给文件改名")
    ),
    "empty-file": Wording(
        ("is empty", "为空"),
        ("a complaint has `id`, `received_at` and `kind`", "投诉须有 `id`、`received_at` 和 `kind`"),
    ),
    "not-utf-8": Wording(("is not UTF-8", "不是 UTF-8 编码"), ("save the file as UTF-8", "请以 UTF-8 编码保存")),
    "too-large": Wording(
        (
            "is larger than {limit} MB, the most for {format}",
            "超过{limit}兆字节，即{format}文件的上限",
        ),
        _AS_LINES,
    ),
    "line-too-long": Wording(
        ("the line is longer than {limit:n} bytes", "该行超过{limit:n}字节"),
        ("a complaint is some thousand bytes; is a newline missing?", "一件投诉约数千字节，是否缺少换行？"),
    ),
    # JSON and YAML
    "not-json": Wording(
        ("is not JSON: {reason:reason}", "不是 JSON：{reason:reason}"),
        ("check commas, quotes and brackets", "请检查逗号、引号和括号"),
    ),
    "not-yaml": Wording(("is not YAML: {reason:reason}", "不是 YAML：{reason:reason}")),
    "several-documents": Wording(
        ("holds several documents", "含有多个文档"),
        (
            "keep one, without `---`; put each other one into its own file",
            "请只保留一个，去掉 `---`，其余各自另存为文件",
        ),
    ),
    "control-character": Wording(("holds the control character {character}", "含有控制字符 {character}")),
    "nested-too-deeply": Wording(("is nested too deeply", "嵌套过深")),
    "too-many-values": Wording(("holds too many values", "值过多")),
    "contains-itself": Wording(
        ("contains itself", "包含自身"),
        ("write the value out instead of the alias", "请写出值本身，不要用别名"),
    ),
    "text-too-long": Wording(
        ("a text of {length:n} characters; at most {limit:n}", "文本长{length:n}个字符，至多{limit:n}个")
    ),
    "key-not-plain": Wording(("a key must be a plain text", "键必须是普通文本")),
    "empty-key": Wording(("a key is empty", "键为空"), ("write a name before the colon", "请在冒号前写上名称")),
    "full-width": Wording(
        ("the full-width `{sign}` is not the sign that is meant", "全角的 `{sign}` 不是所需的符号"),
        ("write `{write}`, or put quotes around a text", "请写半角的 `{write}`；如为文本，请加半角引号"),
    ),
    "comma-in-number": Wording(
        ("{value:q}: a comma inside a number ends it", "{value:q}：数字中的逗号会把它断成两个"),
        (
            "write {without:q}; of two values, write a blank after the comma",
            "请写{without:q}；如为两个值，请在逗号后加空格",
        ),
    ),
    "duplicate-key": Wording(
        ("duplicate key {key:q}", "键{key:q}重复"),
        ("first used at line {line}; keep one", "首次出现在第{line}行，请只保留一个"),
    ),
    # a ruleset's folder
    "no-header": Wording(
        ("folder has no {file}", "文件夹中没有 {file}"),
        ("docs/tutorial.md writes one", "写法见 docs/tutorial.md"),
    ),
    "unreadable-folder": Wording(("folder can't be read: {reason:reason}", "文件夹无法读取：{reason:reason}")),
    "no-such-ruleset": Wording(("no ruleset {name:q}", "没有规则集{name:q}")),
    "not-read": Wording(("is not read", "不会被读取")),
    "not-cases": Wording(("is not a list of cases", "不是案例列表")),
    "symbolic-link": Wording(
        ("{name:q} is a symbolic link, and nothing is written through one", "{name:q}是符号链接，不会通过链接写入"),
        ("put the file itself in its place, or paste the cases", "请换成文件本身，或自行粘贴案例"),
    ),
    "cases-not-added": Wording(
        (
            "is laid out so that cases can't be added without harm to it",
            "现有的写法无法在不影响内容的情况下添加案例",
        ),
        ("paste the cases into it by hand", "请自行粘贴案例"),
    ),
}
