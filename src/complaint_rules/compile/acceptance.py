"""Accepted findings: findings of `check` that the author accepts, with a reason stated with the rule."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from complaint_rules.compile.names import Label, Names, label
from complaint_rules.errors import Message, Place, nearest_or_listed
from complaint_rules.load import source
from complaint_rules.load.document import Located
from complaint_rules.load.folder import Layer

PROPERTY = "property"

KINDS: dict[str, Label] = {
    "no-tier": ("a complaint gets no tier", "投诉未得到级别"),
    "no-lead": ("a complaint gets no lead", "投诉无牵头部门"),
    "no-deadline": ("a complaint gets no deadline", "投诉无任何时限"),
    "no-remedy": ("a remedy asked for is not decided", "顾客所求的救济未作决定"),
    "no-clock": ("an action needs a clock that nothing sets", "行动所需的时限未设定"),
    "conflict": ("rules disagree", "规则相互矛盾"),
    "never-fires": ("a rule can never fire", "规则永不触发"),
    "idle-exception": ("an exception never silences", "例外从不生效"),
    "masked": ("whatever a rule says is always beaten", "规则的内容总被压过"),
    "impossible-cell": ("a cell is never met where it is asked", "条件格在此处永不成立"),
    "idle-cell": ("a cell is always met where it is asked", "条件格在此处恒成立"),
    "empty-range": ("a range can be empty", "区间可能为空"),
    "below-statute": ("house policy goes below a binding statute", "内部规定低于强制法规"),
    "gap": ("a gap between effective dates", "生效日期之间有空档"),
    "overlap": ("effective dates overlap", "生效日期重叠"),
    "no-figure": ("a parameter has no figure", "参数缺少数值"),
    PROPERTY: ("a property does not hold", "性质不成立"),
    "repeated-figure": ("a figure repeats a parameter", "金额与参数重复"),
    "unused-acceptance": ("an accepted finding is not found", "被接受的问题并未出现"),
}
"""The kinds of findings of `check`, with their labels."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One accepted finding.

    `subject` is a rule's, row's or table's full id, `layer/parameters.NAME`, `layer/properties.ID`, or a layer's id.
    """

    kind: str
    layer: str
    subject: str
    reason: Label
    place: Place

    def fits(self, kind: str, subjects: Collection[str], top: str) -> bool:
        """Whether it accepts a finding; what a layer accepts for itself as a whole holds for the layers above it too.

        Args:
            kind: the kind of the finding.
            subjects: those at which the finding may be accepted.
            top: the layer that is checked.
        """
        subject = top if self.subject == self.layer else self.subject
        return self.kind == kind and subject in subjects


_WRITE = {"did-you-mean": "property-meant", "one-of": "property-one-of", "none-declared": "property-none"}


def read_acceptances(layers: Sequence[Layer], names: Names) -> tuple[Acceptance, ...]:
    """All acceptances of a stack; problems are noted in `names`."""
    found: list[Acceptance] = []
    below: list[str] = []
    for layer in layers:
        found += _of_layer(layer, below, names)
        below += [f"{layer.id}/{prop.id}" for prop, _ in layer.properties]
    return tuple(found)


def _of_layer(layer: Layer, below: Sequence[str], names: Names) -> Iterator[Acceptance]:
    accept = layer.header.accept
    broken = [key for key in accept if key.partition("#")[0] == PROPERTY]
    yield from _read(layer, layer.id, {key: accept[key] for key in accept if key not in broken}, layer.at, names)
    for key in broken:
        property_ = key.partition("#")[2]
        place = layer.at.place("accept", key)
        if property_ in below:
            subject = "/properties.".join(property_.split("/", 1))
            yield Acceptance(PROPERTY, layer.id, subject, label(accept[key], ""), place)
        else:
            near = nearest_or_listed(property_, below).reworded(_WRITE)
            names.refuse(Message("no-such-property", near, name=key), place)
    for rule, at in layer.rules:
        yield from _read(layer, f"{layer.id}/{rule.id}", rule.accept, at, names)
    for table, at in layer.tables:
        yield from _read(layer, f"{layer.id}/{table.id}", table.accept, at, names, rows=len(table.rows))
    for name, (parameter, at) in layer.parameters.items():
        yield from _read(layer, f"{layer.id}/parameters.{name}", parameter.accept, at, names)
    for prop, at in layer.properties:
        yield from _read(layer, f"{layer.id}/properties.{prop.id}", prop.accept, at, names)


def _read(
    layer: Layer, subject: str, accept: Mapping[str, source.Label], at: Located, names: Names, rows: int = 0
) -> Iterator[Acceptance]:
    for key, reason in accept.items():
        kind, _, row = key.partition("#")
        place = at.place("accept", key)
        if kind not in KINDS:
            near = nearest_or_listed(kind, KINDS)
            names.refuse(Message("unknown-name", near, what="kind of finding", name=kind), place)
        elif row and not (row.isdecimal() and 1 <= int(row) <= rows):
            names.refuse(Message("no-such-row", name=key, kind=kind), place)
        else:
            yield Acceptance(kind, layer.id, f"{subject}#{row}" if row else subject, label(reason, ""), place)
