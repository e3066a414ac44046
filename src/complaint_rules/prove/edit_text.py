"""What an author changed, in words: ids in English, labels in Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from complaint_rules.compile.rule import Ruleset
from complaint_rules.decide.glossary import Glossary
from complaint_rules.describe.sheet import plain_figure
from complaint_rules.prove.edits import Edit, Figures, ReadingRule, Since
from complaint_rules.prove.region_text import rule_name
from complaint_rules.trace.labels import Labels
from complaint_rules.trace.wording import LANGS, Lang, listed

_WORDS: Mapping[str, tuple[str, str]] = {
    "changed": ("changed", "有改动"),
    "added": ("added", "新增"),
    "removed": ("removed", "已删除"),
    "what changed": ("what changed:", "改动："),
    "nothing": ("nothing that decides was changed", "没有影响处理结果的改动"),
    "parameter": ("parameter", "参数"),
    "rule": ("rule", "规则"),
    "fact": ("fact", "事实"),
    "presumed": ("presumed", "推定"),
    "from": ("from {since}: ", "自{since}起："),
    "none": ("none", "无"),
    "read by": ("read by {rules}", "读取者：{rules}"),
    "in condition": ("{rule} (condition)", "{rule}（条件）"),
    "in bound": ("{rule} ({output} {bound})", "{rule}（{output}{bound}）"),
    "in output": ("{rule} ({output})", "{rule}（{output}）"),
    "min": ("min", "下限"),
    "max": ("max", "上限"),
    "cap": ("cap", "法定封顶"),
    "condition": ("condition", "条件"),
    "effects": ("what it says", "结论"),
    "exceptions": ("its exceptions", "例外"),
    "in force": ("when it is in force", "生效期间"),
    "binding": ("whether it binds", "约束力"),
}


class EditText:
    """Renders edits in one language."""

    def __init__(self, old: Ruleset, new: Ruleset, lang: Lang) -> None:
        self._lang: Lang = lang
        self._at = LANGS.index(lang)
        self._plain = lang == "en"
        self._labels = [Labels(Glossary.of(ruleset), lang) for ruleset in (new, old)]

    def lines(self, edits: Sequence[Edit]) -> Iterator[str]:
        """Every edit, with the rules that read what changed."""
        yield self._say("what changed" if edits else "nothing")
        for edit in edits:
            yield f"  {self.what(edit)}"
            if edit.readers:
                readers = listed(self._lang, list(dict.fromkeys([self._reader(one) for one in edit.readers])))
                yield f"    {self._say('read by').format(rules=readers)}"

    def what(self, edit: Edit) -> str:
        """One edit in one line."""
        colon = ": " if self._plain else "："
        kind = f"{self._say(edit.kind)} " if edit.kind in _WORDS else ""
        name = f"{edit.name} ({edit.label[0]})" if self._plain and kind else edit.label[self._at]
        return f"{kind}{name}{colon}{self._how(edit)}"

    def _how(self, edit: Edit) -> str:
        if edit.parts:
            return listed(self._lang, [self._say(part) for part in edit.parts])
        days = [*dict.fromkeys([*edit.old, *edit.new])]
        if (edit.way != "changed" and edit.kind != "presumed") or not days:
            return self._say(edit.way)
        return listed(self._lang, [self._step(edit, day, len(days) > 1) for day in days])

    def _step(self, edit: Edit, since: Since | None, named: bool) -> str:
        old, new = (self._figure(edit, side, since) for side in (edit.old, edit.new))
        if since is None or not named:
            return f"{old} -> {new}"
        day, place = since
        where = "" if not place else f" {place}" if self._plain else self._labels[0].value("province", place)
        return f"{self._say('from').format(since=f'{day}{where}')}{old} -> {new}"

    def _figure(self, edit: Edit, side: Figures, since: Since | None) -> str:
        if since not in side:
            return self._say("none")
        value = side[since]
        if edit.kind == "presumed":
            return self._labels[0].value(edit.name, value)
        return self._labels[0].figure(None if value is None else plain_figure(value, str(edit.unit)), str(edit.unit))

    def _reader(self, reader: ReadingRule) -> str:
        rule = rule_name(reader.rule, plain=self._plain)
        if reader.output is None:
            return self._say("in condition").format(rule=rule)
        kind, name = reader.output
        output = name if self._plain else self._labels[0].of(kind, name)
        if reader.bound is None:
            return self._say("in output").format(rule=rule, output=output)
        return self._say("in bound").format(rule=rule, output=output, bound=self._say(reader.bound))

    def _say(self, word: str) -> str:
        return _WORDS[word][self._at]
