"""Messages about the decision log: its database, its entries, its keys, checkpoints and proofs."""

from __future__ import annotations

from complaint_rules.messages.template import Wording

LOG: dict[str, Wording] = {
    # the database
    "log-url": Wording(
        ("{value:q} names no log", "{value:q}不是日志的地址"),
        (
            "write `sqlite:///FILE` or `postgresql://HOST/DATABASE`",
            "请写作 `sqlite:///文件` 或 `postgresql://主机/数据库`",
        ),
    ),
    "log-in-memory": Wording(
        ("a log in memory would be lost with the process", "内存中的日志会随进程消失"),
        ("name a file: `sqlite:///decisions.db`", "请指定文件：`sqlite:///decisions.db`"),
    ),
    "log-not-named": Wording(
        ("no log is named", "未指定日志"),
        ("give `--log URL`, or set `COMPLAINT_RULES_LOG`", "请给出 `--log URL`，或设置 `COMPLAINT_RULES_LOG`"),
    ),
    "log-not-there": Wording(("there is no log {value:q}", "没有日志{value:q}")),
    "log-newer": Wording(
        (
            "the log is of the form {version:q}, and this library knows forms up to {known:q}",
            "日志的格式为{version:q}，而本库只支持到{known:q}",
        ),
        ("use the version of the library that wrote it, or a newer one", "请使用写入该日志的版本或更新版本"),
    ),
    "log-busy": Wording(
        (
            "another writer has kept {value:q} locked for more than {seconds} s",
            "{value:q}被其他写入者锁定超过{seconds}秒",
        ),
        ("try again, or wait longer: `wait_seconds`", "请重试，或延长等待：`wait_seconds`"),
    ),
    "log-full": Wording(
        ("nothing can be written to {value:q}: {reason:q}", "{value:q}无法写入：{reason:q}"),
        ("free space on its disk, or raise the quota; nothing was written", "请释放磁盘空间或提高配额；未写入任何内容"),
    ),
    "log-read-only": Wording(
        ("{value:q} may only be read: {reason:q}", "{value:q}只读：{reason:q}"),
        ("give this user the right to write", "请授予该用户写入权限"),
    ),
    "log-damaged": Wording(
        ("{value:q} is damaged, or no database of a log: {reason:q}", "{value:q}已损坏，或不是日志数据库：{reason:q}"),
        ("bring back a backup, and verify it", "请恢复备份并校验"),
    ),
    "log-lost": Wording(
        ("the connection to {value:q} failed: {reason:q}", "与{value:q}的连接失败：{reason:q}"),
        (
            "what was not acknowledged may be appended again: the same record is written once",
            "未确认的内容可再次追加：同一记录只写入一次",
        ),
    ),
    "log-refused": Wording(("the database {value:q} refused: {reason:q}", "数据库{value:q}拒绝执行：{reason:q}")),
    "log-text-unencodable": Wording(
        (
            "what is looked for is no Unicode text: it has half of a surrogate pair",
            "要查找的内容不是有效的文本：含有不成对的代理项",
        ),
        ("give it in UTF-8", "请以UTF-8给出"),
    ),
    "log-unwritten": Wording(
        ("the decision is refused, since it can't be logged: {reason}", "决定无法写入日志，因此不予作出：{reason}"),
        (
            'mend the log, or let decisions through with `on_log_failure="count"`',
            '请修复日志，或用 `on_log_failure="count"` 放行并计数',
        ),
    ),
    # entries
    "entry-missing": Wording(
        ("the log has no entry {value:q}", "日志中没有条目{value:q}"),
        (
            "name a complaint by its id, or an entry by its number: `@17`",
            "请用投诉编号，或用条目序号，例如 `@17`",
        ),
    ),
    "entry-no-decision": Wording(
        ("entry {index} is no decision", "第{index}条不是决定"),
        ("its outline says all that there is", "其概要即全部内容"),
    ),
    "entry-damaged": Wording(
        ("entry {index} is damaged", "第{index}条已损坏"),
        ("`audit verify` says where", "请运行 `audit verify` 查看位置"),
    ),
    "entry-erased": Wording(
        ("the record of entry {index} was erased", "第{index}条的记录已删除"),
        ("its outline is left: `find`", "仅存概要：`find`"),
    ),
    "event-unknown": Wording(
        ("{value:q} is no event", "{value:q}不是事件"),
        (
            "`resolved`, `transferred`, `appealed`, or `met:CLOCK` with one of the clocks",
            "可用 `resolved`、`transferred`、`appealed`，或 `met:时限`",
        ),
    ),
    "log-moment": Wording(
        ("{value:q} is no moment with an offset", "{value:q}不是带时区的时间"),
        ("write it as `2026-11-20T10:00:00+08:00`", "请写作 `2026-11-20T10:00:00+08:00`"),
    ),
    "log-text": Wording(
        ("a text of 1 to {limit} characters on one line is needed here", "此处须为1至{limit}个字符的单行文本"),
    ),
    "search-unknown": Wording(("{value:q} is nothing to search by", "不能按{value:q}查找")),
    "retention-runs": Wording(
        ("the record of {value:q} must be kept until {until}", "{value:q}的记录须保存至{until}"),
        ("give a reason to erase it before", "如须提前删除，请给出理由"),
    ),
    "retention-open": Wording(
        (
            "nothing says until when the record of {value:q} must be kept",
            "无法确定{value:q}的记录须保存到何时",
        ),
        (
            "note the event that its time runs from (`event`), or give a reason to erase it",
            "请登记保存期的起算事件（`event`），或给出删除理由",
        ),
    ),
    # records
    "record-newer": Wording(
        ("the record was written by a newer version of this library", "该记录由本库的更新版本写入"),
        ("use that version to read it", "请用该版本读取"),
    ),
    "record-unreadable": Wording(
        ("the record can't be decrypted with its key", "记录无法用其密钥解密"),
        (
            "the key, the record or its complaint's id was changed: `audit verify`",
            "密钥、记录或投诉编号已被更改：`audit verify`",
        ),
    ),
    "record-changed": Wording(
        ("the record is not as its digest says", "记录与其摘要不符"), ("append it as it was made", "请按原样追加")
    ),
    "ruleset-not-kept": Wording(
        ("the log has not kept the ruleset {value:q}", "日志未保存规则集{value:q}"),
        (
            "load the engine with `log=`, or call `keep_rules` with one that runs these rules",
            "请用 `log=` 载入引擎，或用运行该规则的引擎调用 `keep_rules`",
        ),
    ),
    "ruleset-changed": Wording(
        ("what the log kept as {value:q} is not that ruleset any more", "日志中保存的{value:q}已不是该规则集"),
        ("`audit verify` names what was changed", "请运行 `audit verify` 查看更改之处"),
    ),
    "calendar-not-kept": Wording(("the log has not kept the calendar {value:q}", "日志未保存日历{value:q}")),
    # keys, checkpoints, proofs
    "master-key-missing": Wording(
        ("the complaints' keys are under a master key, and none is given", "投诉密钥由主密钥加密，但未提供主密钥"),
        (
            "set `COMPLAINT_RULES_MASTER_KEY`, or give `master_key`",
            "请设置 `COMPLAINT_RULES_MASTER_KEY`，或给出 `master_key`",
        ),
    ),
    "master-key-wrong": Wording(("this is not the master key of the log", "这不是该日志的主密钥")),
    "master-key-not-one": Wording(
        ("a master key is 32 bytes, in base64", "主密钥为32字节，以 BASE64 书写"),
        ("make one with `openssl rand -base64 32`", "可用 `openssl rand -base64 32` 生成"),
    ),
    "log-key-not-one": Wording(
        ("this is no key for signed notes", "这不是签名便笺的密钥"),
        ("make one with `complaint-rules audit key`", "请用 `complaint-rules audit key` 生成"),
    ),
    "log-key-name": Wording(
        ("{value:q} can't name a key", "{value:q}不能作为密钥名称"),
        (
            "take a name without blanks and plus signs, such as `shop.example/log`",
            "名称不含空格和加号，例如 `shop.example/log`",
        ),
    ),
    "log-key-not-named": Wording(
        ("no key is named", "未指定密钥"),
        ("give `--key FILE`; `audit key` makes one", "请给出 `--key 文件`；可用 `audit key` 生成"),
    ),
    "file-exists": Wording(("{value:q} is there already", "{value:q}已存在"), ("name a new file", "请指定新文件")),
    "note-not-one": Wording(
        ("this is no signed note", "这不是签名便笺"),
        ("a text, an empty line, and signatures that begin with a dash", "应为文本、空行和以破折号开头的签名"),
    ),
    "checkpoint-not-one": Wording(
        ("this is no checkpoint", "这不是检查点"),
        (
            "`audit checkpoint` writes one: origin, size, root, signature",
            "由 `audit checkpoint` 写出：来源、条目数、根、签名",
        ),
    ),
    "checkpoint-before": Wording(
        (
            "entry {index} is not among the first {size}, which the checkpoint has",
            "条目{index}不在检查点的前{size}条之中",
        ),
        ("give a later checkpoint", "请给出更晚的检查点"),
    ),
    "checkpoint-unlike": Wording(
        ("the log does not lead to this checkpoint", "日志与该检查点不符"),
        ("`audit verify --checkpoint` says what was changed", "用 `audit verify --checkpoint` 查明更改之处"),
    ),
    "signature-wrong": Wording(
        ("the signature of {key:q} is not of this text", "{key:q}的签名与文本不符"),
        ("the text was changed, or signed with another key", "文本已被更改，或由其他密钥签名"),
    ),
    "signature-missing": Wording(("{key:q} has not signed this", "{key:q}未签名")),
    "proof-not-one": Wording(
        ("this is no proof of an entry", "这不是条目的证明"),
        ("`audit prove` writes one", "由 `audit prove` 写出"),
    ),
    # reports
    "report-folder": Wording(
        ("{value:q} is not empty and is no report", "{value:q}不是空文件夹，也不是报告"),
        ("name a new folder", "请指定新文件夹"),
    ),
    "report-large": Wording(
        (
            "{count} decisions are more than the {limit} that a report may have",
            "{count}项决定超过报告的上限（{limit}项）",
        ),
        (
            "narrow it with filters such as `--since`, or allow more with `--most`",
            "请用 `--since` 等条件缩小范围，或用 `--most` 放宽上限",
        ),
    ),
}
