"""Labels that a layer should have in English and Chinese but lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from complaint_rules.coverage.finding import CoverageFinding
from complaint_rules.errors import Place
from complaint_rules.load import source
from complaint_rules.load.document import Located
from complaint_rules.load.folder import Layer

_CHINESE = re.compile(r"[\u3400-\u9fff]")
Labelled = tuple[str, str, source.Label | None, Place]


def missing_labels(layer: Layer) -> Iterator[CoverageFinding]:
    """One finding for each label that lacks a language."""
    for noun, name, label, place in (*_header(layer), *_rules(layer), *_documents(layer)):
        for lang in _lacking(label):
            yield CoverageFinding("label-missing", place, (noun, name, lang))


def _lacking(label: source.Label | None) -> list[str]:
    """The languages that a label lacks; one that only repeats the other language is no label."""
    if label is None:
        return ["en", "zh"]
    en, zh = label.en.strip(), label.zh.strip()
    lacks_zh = not zh or (zh == en and not _CHINESE.search(zh))
    lacks_en = not en or (zh == en and not lacks_zh)
    return [lang for lang, lacks in (("en", lacks_en), ("zh", lacks_zh)) if lacks]


def _header(layer: Layer) -> Iterator[Labelled]:
    header, at = layer.header, layer.at
    yield "ruleset", layer.id, header.title, at.place("title")
    if header.notice is not None:
        yield "notice", layer.id, header.notice, at.place("notice")
    kinds: dict[str, tuple[str, Mapping[str, source.Label | None]]] = {
        "tier": ("tiers", header.tiers),
        "department": ("departments", header.departments),
        "role": ("roles", header.roles),
        "clock": ("clocks", header.clocks),
        "action": ("actions", header.actions),
        "prohibition": ("prohibited", header.prohibited),
        "approval": ("approvals", header.approvals),
        "fact": ("facts", {name: fact.title for name, fact in header.facts.items()}),
    }
    for noun, (key, labels) in kinds.items():
        for name, label in labels.items():
            yield noun, name, label, at.place(key, name)
    for name, fact in header.facts.items():
        for value, label in (fact.values or {}).items():
            yield "value", f"{name}: {value}", label, at.place("facts", name, "values")


def _rules(layer: Layer) -> Iterator[Labelled]:
    stated: list[tuple[str, str, source.Parameter | source.Rule | source.Table, Located]] = [
        *(("parameter", name, parameter, at) for name, (parameter, at) in layer.parameters.items()),
        *(("rule", f"{layer.id}/{rule.id}", rule, at) for rule, at in layer.rules),
        *(("table", f"{layer.id}/{table.id}", table, at) for table, at in layer.tables),
    ]
    for noun, name, one, at in stated:
        yield noun, name, one.title, at.place("title")
        if one.reason is not None:
            yield "reason", name, one.reason, at.place("reason")


def _documents(layer: Layer) -> Iterator[Labelled]:
    for name, file in layer.clauses.items():
        at = layer.registered[name]
        yield "document", name, file.title, at.place("title")
        for index, clause in enumerate(file.clauses):
            yield "clause", f"{name}/{clause.id}", clause.title, at.place("clauses", index, "title")
