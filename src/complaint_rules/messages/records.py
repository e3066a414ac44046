"""Messages about records, stored decisions, and requests to them."""

from __future__ import annotations

from complaint_rules.messages.template import Wording

RECORDS: dict[str, Wording] = {
    "key-length": Wording(
        ("a key has {wanted} bytes, and this one {length}", "密钥须为{wanted}字节，此处为{length}字节"),
        ("leave it out to get a random one", "不填写则随机生成"),
    ),
    "ruleset-needed": Wording(
        (
            "this decision was read from a store, and `{asked}` needs the rules that made it: {ruleset} {version}",
            "该决定由存储读回，`{asked}` 需要作出该决定的规则：{ruleset} {version}",
        ),
        (
            'load them with `Engine.load("{ruleset}")` and decide the complaint again',
            '请用 `Engine.load("{ruleset}")` 载入规则，再对投诉作出决定',
        ),
    ),
}
