"""`list` and `show`: the rulesets; one ruleset as readable tables, its rules in their author's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from complaint_rules.commands.console import DONE, Console
from complaint_rules.compile.names import Parameter
from complaint_rules.compile.rule import Ruleset
from complaint_rules.compile.ruleset import compile_stack
from complaint_rules.load import source
from complaint_rules.load.folder import Layer, Located, read_stack, shipped_ids
from complaint_rules.money import format_fen
from complaint_rules.trace.columns import table, two_columns, wrap
from complaint_rules.trace.labels import Labels
from complaint_rules.trace.wording import Lang, language

_NARROW = 12

_HEADS: dict[str, tuple[str, str]] = {
    "ruleset": ("Ruleset", "规则集"),
    "title": ("Title", "名称"),
    "holds": ("Holds", "内容"),
    "digest": ("Digest", "摘要"),
    "extends": ("Extends", "基于"),
    "calendar": ("Calendar", "日历"),
    "notice": ("Notice", "提示"),
    "tiers": ("TIERS, lowest first", "级别（由低到高）"),
    "departments": ("DEPARTMENTS", "部门"),
    "roles": ("ROLES", "角色"),
    "authority": ("AUTHORITY", "审批权限"),
    "parameters": ("PARAMETERS", "参数"),
    "presume": ("PRESUMED where nothing is said", "未说明时的推定"),
    "facts": ("FACTS OF ITS OWN (under `extra`)", "自有事实（置于`extra`）"),
    "rules": ("RULES", "规则"),
    "tables": ("TABLES", "规则表"),
    "upto": ("up to {} yuan", "{}元以内"),
    "above": ("without limit", "无上限"),
    "when": ("when", "条件"),
    "then": ("then", "结果"),
    "cite": ("cites", "出处"),
    "exception_to": ("silences", "排除"),
    "binding": ("binding", "强制"),
    "effective": ("in force", "有效期"),
    "reason": ("reason", "理由"),
    "always": ("always", "一律适用"),
    "assumption": ("assumption", "假设"),
    "counts": ("rules {}, tables {}, parameters {}", "规则{}条，规则表{}张，参数{}个"),
    "no_figure": ("no figure", "无数据"),
}


def list_rulesets(console: Console, *, lang: str) -> int:
    """List the shipped rulesets.

    Raises:
        RulesetError: one of them can't be read.
    """
    wanted = language(lang)
    rows = []
    for name in shipped_ids():
        layer = read_stack(name)[-1]
        title = layer.header.title.zh if wanted == "zh" else layer.header.title.en
        rows.append((layer.id, layer.header.version, title, _counts(layer, wanted)))
    for line in table(rows, indent=0):
        console.line(line)
    return DONE


def show_ruleset(ruleset: str, console: Console, *, lang: str) -> int:
    """Show one ruleset: its own layer in full, those below it by name.

    Raises:
        RulesetError: the ruleset has problems.
    """
    layers = read_stack(ruleset)
    for line in _Sheet(layers, compile_stack(layers), language(lang)).lines():
        console.line(line)
    return DONE


def _counts(layer: Layer, lang: Lang) -> str:
    return _head("counts", lang).format(len(layer.rules), len(layer.tables), len(layer.parameters))


def _head(word: str, lang: Lang) -> str:
    return _HEADS[word][1 if lang == "zh" else 0]


class _Sheet:
    def __init__(self, layers: list[Layer], ruleset: Ruleset, lang: Lang) -> None:
        self._layers = layers
        self._own = layers[-1]
        self._ruleset = ruleset
        self._lang: Lang = lang
        self._labels = Labels(ruleset, lang)

    def lines(self) -> Iterator[str]:
        header = self._own.header
        yield from self._header()
        yield from self._section("tiers", self._tiers())
        yield from self._section("departments", self._named(header.departments))
        yield from self._section("roles", self._named(header.roles))
        yield from self._section("authority", self._authority())
        yield from self._section("presume", self._presumed())
        yield from self._section("facts", self._facts())
        yield from self._parameters()
        if self._own.rules:
            yield from ("", self._say("rules"))
            for rule, at in self._own.rules:
                yield from self._rule(rule, at)
        if self._own.tables:
            yield from ("", self._say("tables"))
            for one, at in self._own.tables:
                yield from self._table(one, at)

    def _say(self, word: str) -> str:
        return _head(word, self._lang)

    def _label(self, label: source.Label | None) -> str:
        return "" if label is None else label.zh if self._lang == "zh" else label.en

    def _row(self, word: str, text: str, indent: int = 2) -> list[str]:
        return two_columns(self._say(word), _NARROW, text, indent) if text else []

    def _header(self) -> Iterator[str]:
        header, ruleset = self._own.header, self._ruleset
        yield from self._row("ruleset", f"{ruleset.id} {ruleset.version}", 0)
        yield from self._row("title", self._labels.pick(ruleset.title), 0)
        yield from self._row("digest", ruleset.digest, 0)
        below = [f"{one.id} {one.header.version} ({_counts(one, self._lang)})" for one in self._layers[:-1]]
        yield from self._row("extends", "; ".join(below), 0)
        yield from self._row("calendar", f"{ruleset.calendar}, {ruleset.timezone}", 0)
        yield from self._row("notice", self._label(header.notice), 0)
        yield from self._row("holds", _counts(self._own, self._lang), 0)

    def _section(self, word: str, rows: list[tuple[str, ...]]) -> Iterator[str]:
        if rows:
            yield from ("", self._say(word))
            yield from table(rows)

    def _named(self, names: dict[str, source.Label]) -> list[tuple[str, ...]]:
        return [(name, self._label(label)) for name, label in names.items()]

    def _tiers(self) -> list[tuple[str, ...]]:
        return [(name, self._labels.pick(pair)) for name, pair in self._ruleset.names.tiers.items()]

    def _presumed(self) -> list[tuple[str, ...]]:
        return [(self._labels.fact(path), written(value)) for path, value in self._own.header.presume.items()]

    def _facts(self) -> list[tuple[str, ...]]:
        return [(name, one.type, self._label(one.title)) for name, one in self._own.header.facts.items()]

    def _authority(self) -> list[tuple[str, ...]]:
        rows: list[tuple[str, ...]] = []
        for rung in self._ruleset.authority:
            limit = self._say("above") if rung.upto_fen is None else self._say("upto").format(format_fen(rung.upto_fen))
            rows.append((rung.role, self._labels.of("lead", rung.role), limit))
        return rows

    def _parameters(self) -> Iterator[str]:
        own = [self._ruleset.parameters[name] for name in self._own.parameters]
        if own:
            yield from ("", self._say("parameters"))
        for parameter in own:
            yield from two_columns(parameter.id, 26, self._labels.pick(parameter.title))
            for day, value in parameter.values:
                yield f"{' ' * 30}{day}  {self._figure(value, parameter)}"
            for note in self._notes(parameter):
                yield from (" " * 30 + part for part in wrap(note, 70))

    def _figure(self, value: Any, parameter: Parameter) -> str:
        if value is None:
            return self._say("no_figure")
        return self._labels.figure(_plain(value, parameter.unit), parameter.unit)

    def _notes(self, one: Parameter) -> Iterator[str]:
        if one.cite:
            yield f"{self._say('cite')} {self._labels.clauses(one.cite)}"
        yield from filter(None, [one.source, one.confidence and self._labels.confidence(one.confidence)])
        if one.reason:
            yield f"{self._say('assumption' if one.assumed else 'reason')}: {self._either(one.reason)}"

    def _rule(self, rule: source.Rule, at: Located) -> Iterator[str]:
        yield from self._titled(rule, at)
        yield from self._row("when", inline_yaml(rule.when) if rule.when else self._say("always"), 4)
        yield from self._row("then", inline_yaml(rule.then), 4)
        yield from self._grounds(rule)

    def _titled(self, one: source.Rule | source.Table, at: Located) -> Iterator[str]:
        title = self._label(one.title)
        yield ""
        yield f"  {one.id}  {title}".rstrip() + f"  ({at.place()})"

    def _either(self, reason: tuple[str, str]) -> str:
        """A reason in the reader's language; one that was given in English only serves for both."""
        return reason[1] or reason[0] if self._labels.lang == "zh" else reason[0]

    def _grounds(self, one: source.Rule | source.Table) -> Iterator[str]:
        yield from self._row("cite", self._labels.clauses(one.cite), 4)
        reason = "" if one.reason is None else self._either((one.reason.en, one.reason.zh))
        yield from self._row("assumption" if one.basis else "reason", reason, 4)
        yield from self._row("exception_to", ", ".join(one.exception_to), 4)
        if one.binding:
            yield from self._row("binding", written(one.binding), 4)
        if one.effective:
            yield from self._row("effective", f"{one.effective.from_ or '...'} - {one.effective.until or '...'}", 4)

    def _table(self, one: source.Table, at: Located) -> Iterator[str]:
        yield from self._titled(one, at)
        heads = ["", *one.when, *(f"-> {name}" for name in one.then)]
        rows = [[f"#{number}", *map(written, row)] for number, row in enumerate(one.rows, 1)]
        yield from table([heads, *rows], indent=4, widest=30)
        yield from self._grounds(one)


def _plain(value: Any, unit: str) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner, unit) for key, inner in value.items()}
    return format_fen(value) if unit.startswith("CNY") else str(value)


def written(value: Any) -> str:
    """A value as its author may have written it in YAML's short form."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return f"{{{inline_yaml(value)}}}"
    return f"[{_joined(value)}]" if isinstance(value, list) else str(value)


def inline_yaml(value: dict[str, Any]) -> str:
    """A mapping in YAML's short form, without the outer braces."""
    return ", ".join(f"{key}: {written(inner)}" for key, inner in value.items())


def _joined(values: Iterable[Any]) -> str:
    return ", ".join(map(written, values))
