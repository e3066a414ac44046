"""Networks of durable-rules, shared by all programs whose tests have the same shape. The one file that imports it.

durable-rules is exact and fast when used in one way and crashes otherwise, so it is used in that way only: its C
module, one persistent state in each network, a catch-all rule so that every fact is handled, a fresh integer `id` for
each fact, then assert, drain, retract, all under one lock. No host, no timers, no threads; session ids and property
names are chosen here.

It never frees a network. So networks are cached by their definition, across rulesets, for as long as the process runs.
There are at most `MOST_NETWORKS`, of `MOST_RULES` rules together; a rule takes about 24 kB.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from itertools import count
from threading import Lock
from typing import Any, NamedTuple

import durable_rules_engine as durable

from complaint_rules.match.matcher import NetworksExhaustedError

MOST_NETWORKS = 1_000
"""Networks that one process makes. When there are as many, what needs another one is matched by generated code."""

MOST_RULES = 3_200
"""Rules of all these networks together: about 80 MB."""

_log = logging.getLogger("complaint_rules")
_ids = count(1)
_lock = Lock()
_by_definition: dict[str, Network] = {}
_told = False


class Made(NamedTuple):
    """Counts of what was made since the process began; durable-rules frees none of it."""

    networks: int = 0
    rules: int = 0


_made = Made()


def networks_made() -> Made:
    """The networks made in this process, and their rules."""
    return _made


def network(definition: str) -> Network:
    """The network of a definition, made at the first call.

    Raises:
        NetworksExhaustedError: there are too many already.
    """
    found = _by_definition.get(definition)
    if found is None:
        with _lock:
            found = _by_definition.get(definition) or Network(definition)
            _by_definition[definition] = found
    return found


def definition_of(patterns: Mapping[str, Sequence[Any]]) -> str:
    """The text of a definition: the conditions of each rule by its name, which is four characters long."""
    rules = {
        name: {"all": [{"m": conditions[0] if len(conditions) == 1 else {"$and": conditions}}]}
        for name, conditions in patterns.items()
    }
    return json.dumps({CATCH_ALL: {"all": [{"m": {"z": 1}}]}, **rules})


CATCH_ALL = "r000"


class Network:
    """One durable-rules ruleset and its one state."""

    def __init__(self, definition: str) -> None:
        self._definition = definition
        self._rules = definition.count('"all"')
        self._lock = Lock()
        self._handle: Any = self._create()

    def _create(self) -> Any:
        """Create the network and pass one empty fact, since the first one of a state is handled differently."""
        global _made  # noqa: PLW0603  # one count for the process
        made = Made(_made.networks + 1, _made.rules + self._rules)
        if made.networks > MOST_NETWORKS or made.rules > MOST_RULES:
            _warn()
            raise NetworksExhaustedError(f"there would be {made.networks:,} networks of {made.rules:,} rules")
        _made = made
        handle = durable.create_ruleset(f"n{made.networks}", self._definition)
        _pass(handle, "")
        return handle

    def fired(self, body: str) -> list[str]:
        """The names of the rules that a fact fires, the catch-all one among them.

        Args:
            body: the text of the fact's properties, each after a comma.

        Raises:
            NetworksExhaustedError: the network broke, and there are too many to make it again.
        """
        with self._lock:
            handle = self._handle
            if handle is None:
                with _lock:
                    handle = self._create()
            self._handle = None  # stays None if anything fails half way: then a new network is made
            found = _pass(handle, body)
            self._handle = handle
        return found


def _pass(handle: Any, body: str) -> list[str]:
    """Assert one fact, drain what fires, retract it."""
    message = f'{{"id":{next(_ids)},"sid":"s","z":1{body}}}'
    found: list[str] = []
    advance = durable.complete_and_start_action
    _, state = durable.assert_fact(handle, message)
    started = durable.start_action_for_state(handle, state)
    text = started[1] if started else None
    while text:
        found.append(text[2:6])  # `{"r017":...`
        text = advance(handle, state)
    durable.retract_fact(handle, message)
    return found


def _warn() -> None:
    global _told  # noqa: PLW0603  # once in a process
    if not _told:
        _told = True
        _log.warning(
            "%s networks of durable-rules with %s rules were made, which can't be freed: what needs further ones is "
            "matched by generated code from now on, which decides the same",
            *_made,
        )
