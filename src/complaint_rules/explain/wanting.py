"""What is wanted of an entry: whether a supposition gives it, may yet give it, and which rules say it."""

from __future__ import annotations

from collections.abc import Callable

from complaint_rules.compile import effect
from complaint_rules.compile.effect import Effect
from complaint_rules.decide.outline import remedy_of
from complaint_rules.explain.paths import Wanted
from complaint_rules.explain.supposing import Supposed
from complaint_rules.resolve.plan import Key, key_of
from complaint_rules.resolve.resolver import ATTRIBUTES

GRANTING = ("permit", "require")


def gives(wanted: Wanted, at: Supposed) -> bool:
    """Whether a supposition has the entry as it is wanted."""
    return any([_gives(wanted, at, key) for key in wanted.keys])


def _gives(wanted: Wanted, at: Supposed, key: Key) -> bool:
    said = at.says(key)
    group, value = key[0], wanted.value
    if group in ATTRIBUTES:
        assert isinstance(said, tuple)
        chosen = said[0]
        return bool(chosen[0] == value)
    if said is None:
        return False
    if group == "remedies":
        assert isinstance(said, tuple)
        return said[0] == value if value else said[0] in ("permitted", "required")
    if group == "items":
        assert isinstance(said, tuple)
        return bool(said[0] == (value or "payable"))
    if group == "deadlines":
        return value is None or (isinstance(said, tuple) and said[1] == value)
    return group != "actions" or value is None or said == value


def may_give(wanted: Wanted, at: Supposed) -> bool:
    """Whether answers may bring the entry about; never false where some can."""
    return any([gives(wanted, at) or _MAY[key[0]](wanted, at, key) for key in wanted.keys])


def _chosen(wanted: Wanted, at: Supposed, key: Key) -> bool:
    choice = at.resolution.choice(key[0])
    return choice.open and any([value == wanted.value for value, _ in choice.could_be])


def _claimed(wanted: Wanted, at: Supposed, key: Key) -> bool:
    """Whether some rule that may count says it."""
    return any([says_it(wanted, say) for _, _, say in at.resolution.claims.get(key, ())])


def _remedy(wanted: Wanted, at: Supposed, key: Key) -> bool:
    output = at.resolution.output(key)
    if output is None:
        return False
    entry = output.once(remedy_of)(at.sheet).entry
    if entry is not None:
        asked = (wanted.value,) if wanted.value else ("permitted", "required")
        return any([status in asked for status in entry.could_be])
    modes = {None: GRANTING, "permitted": ("permit",), "required": ("require",), "forbidden": ("forbid",)}[wanted.value]
    return any([say.mode in modes for _, _, say in output.claims])


def _item(_wanted: Wanted, at: Supposed, key: Key) -> bool:
    if key not in at.resolution.claims:
        return False
    return at.hangs_on(key) != 0


_MAY: dict[str, Callable[[Wanted, Supposed, Key], bool]] = {
    **dict.fromkeys(ATTRIBUTES, _chosen),
    **dict.fromkeys(("support", "approvals", "prohibited", "actions", "deadlines"), _claimed),
    "remedies": _remedy,
    "items": _item,
}


def says_it(wanted: Wanted, say: object) -> bool:
    """Whether a rule's effect, as written or laid out, would give the entry as it is wanted."""
    value = wanted.value
    if isinstance(say, effect.Severity):
        return say.tier == value
    if isinstance(say, effect.Lead):
        return say.party == value
    if isinstance(say, effect.Liability):
        return say.finding == value
    if isinstance(say, effect.Action):
        return value is None or say.when == value
    if isinstance(say, effect.Deadline):
        return value is None or not isinstance(say.within, effect.Duration) or say.within.text == value
    mode = getattr(say, "mode", None)
    if mode is not None:
        asked = {None: GRANTING, "permitted": GRANTING, "required": ("require",), "forbidden": ("forbid",)}[value]
        return mode in asked
    payable = getattr(say, "payable", None)
    if payable is not None:
        return bool(payable) == (value != "not_payable")
    return True


def speaks_of(wanted: Wanted, say: Effect) -> bool:
    """Whether an effect speaks of the entry at all."""
    return key_of(say) in wanted.keys
