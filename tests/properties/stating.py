"""One property compiled on a ruleset of its own."""

from __future__ import annotations

from complaint_rules import Engine


def properties_of(folder, engine="python"):
    """The engine of a ruleset, and its properties by id."""
    made = Engine.load(folder, engine=engine)
    return made, {one.id: one for one in made.ruleset.properties}
