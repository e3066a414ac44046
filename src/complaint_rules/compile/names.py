"""The names that a stack of layers may use: facts, tiers, parties, clocks, parameters, rules, with their labels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from complaint_rules import vocabulary
from complaint_rules.compile.parameter import DatedParameter, Label
from complaint_rules.errors import Hint, Message, Place, Problem, nearest, nearest_or_listed
from complaint_rules.facts.fact import Fact
from complaint_rules.load import source


@dataclass(frozen=True, slots=True)
class AlternativeGroup:
    """Remedies that exclude one another; `choice` says who chooses among them, if anybody."""

    id: str
    of: tuple[str, ...]
    choice: str | None


@dataclass(slots=True)
class Names:
    """All names that a rule may use, and the problems of those that it may not."""

    facts: dict[str, Fact]
    tiers: dict[str, Label] = field(default_factory=dict)
    dropped: dict[str, Problem] = field(default_factory=dict)
    """Tiers of lower layers that a higher one leaves out, each with the problem to report where a rule names it."""
    parties: dict[str, Label] = field(default_factory=lambda: dict(vocabulary.PARTIES))
    clocks: dict[str, Label] = field(default_factory=lambda: dict(vocabulary.CLOCKS))
    actions: dict[str, Label] = field(default_factory=lambda: dict(vocabulary.ACTIONS))
    prohibited: dict[str, Label] = field(default_factory=lambda: dict(vocabulary.PROHIBITED))
    approvals: dict[str, Label] = field(default_factory=lambda: dict(vocabulary.APPROVALS))
    parameters: dict[str, DatedParameter] = field(default_factory=dict)
    alternatives: dict[str, AlternativeGroup] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def entries(self) -> dict[str, list[str]]:
        """The possible names of the entries of each list of a decision, in order; actions may be prohibited too."""
        return {
            "deadlines": [*self.clocks],
            "approvals": [*self.approvals],
            "remedies": [*vocabulary.REMEDIES],
            "items": [*vocabulary.ITEMS],
            "actions": [*self.actions],
            "prohibited": [*self.prohibited, *self.actions],
        }

    def refuse(self, what: Message, place: Place) -> None:
        """Note a problem; the compiler goes on to find the others."""
        self.problems.append(Problem(what, place))

    def check(self, what: str, name: object, known: Iterable[str], place: Place) -> str | None:
        """A name that must be one of the known ones; None, with a problem noted, where it is not."""
        names = list(known)
        if not isinstance(name, str):
            self.refuse(Message("not-a-name-of", nearest_or_listed("", names), what=what, value=name), place)
        elif name in names:
            return name
        else:
            near = self.near_fact(name) if what == "fact" else nearest_or_listed(name, names)
            if what == "tier" and name in self.dropped:
                self.problems.append(self.dropped[name])
            self.refuse(Message("unknown-name", near, what=what, name=name), place)
        return None

    def near_fact(self, name: str, others: Iterable[str] = ()) -> Hint:
        """What to write instead of the unknown name of a fact."""
        groups = [path for path in self.facts if path.startswith(f"{name}.")]
        if groups:
            return Hint("a-group", {"example": groups[0]})
        if name.startswith("extra."):
            own = [path for path in self.facts if path.startswith("extra.")]
            return nearest(name, own) or Hint("declare-it", {})
        inside = [path for path in self.facts if path.endswith(f".{name}")]
        if inside:
            return Hint("did-you-mean", {"suggestion": inside[0]})
        return nearest(name, [*self.facts, *others]) or Hint("schema-lists-facts", {})

    @property
    def ranks(self) -> dict[str, int]:
        """Each tier's rank, from 1."""
        return {tier: rank for rank, tier in enumerate(self.tiers, 1)}


def label(shape: source.Label | None, name: str) -> Label:
    """A label pair; a name without one is its own label."""
    return (shape.en, shape.zh) if shape is not None else (name.replace("_", " "), name.replace("_", " "))


__all__ = ["AlternativeGroup", "Label", "Names", "label"]
