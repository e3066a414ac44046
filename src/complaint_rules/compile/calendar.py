"""The calendar of a stack: the one that its highest header names, with the announced days of all layers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from complaint_rules.calendars.calendar import NO_CALENDAR, WEEKENDS, Basis, Calendar, Exceptions, announced_only
from complaint_rules.calendars.chinese import ID as CHINA
from complaint_rules.calendars.chinese import china
from complaint_rules.calendars.countries import CountryError, announces, country
from complaint_rules.compile.effect import DurationOf, SetDeadline
from complaint_rules.compile.exceptions import Origin
from complaint_rules.compile.names import Names
from complaint_rules.compile.property import CompiledProperty, Monotone, Within
from complaint_rules.errors import CalendarError, Message, Place, Problem, nearest_or_listed
from complaint_rules.load.announced import Announced
from complaint_rules.load.folder import Layer

_COUNTED = ("days", "working days", "years")
"""Units of spans whose end depends on a calendar."""

_CODE = re.compile("[A-Z]{2}(-[A-Z0-9]+)?")


def read_calendar(layers: Sequence[Layer], names: Names, handed_in: Announced | Calendar | None) -> Calendar:
    """The calendar of a stack.

    Args:
        layers: lowest first.
        names: where problems are noted.
        handed_in: announced days from the caller, which take precedence over those of the layers and also name the
            calendar where no layer does. Or a whole calendar to use instead, such as one stored with a decision.

    Raises:
        CalendarError: the days from the caller are those of another calendar.
    """
    if isinstance(handed_in, Calendar):
        return handed_in
    files = [file for layer in layers for file in layer.calendars]
    naming = next((layer for layer in reversed(layers) if layer.header.calendar is not None), None)
    if naming is not None:
        basis = _named(naming, files, names)
    else:
        basis = None if handed_in is None else _basis(handed_in.calendar, [handed_in])
    _check_used(layers, files, names)
    if basis is None:
        return NO_CALENDAR
    if handed_in is not None and handed_in.calendar != basis.id:
        message = Message("other-calendars-days", calendar=handed_in.calendar, counted=basis.id)
        raise CalendarError(Problem(message, handed_in.at.place("calendar")))
    announced: dict[int, Exceptions] = {}
    for layer in layers:
        announced |= _years(basis.id, layer.calendars, names)
    return Calendar(basis, announced | (handed_in.years if handed_in is not None else {}))


def _named(layer: Layer, files: Sequence[Announced], names: Names) -> Basis | None:
    """The basis of the calendar that a header names; None, with a problem noted, where it can't be used."""
    header = layer.header.calendar
    assert header is not None
    place = layer.at.place("calendar")
    until = header.announced_until
    if announces(header.country) and until is None:
        names.refuse(Message("announced-until-missing", country=header.country), place)
        return None
    try:
        basis = _basis(_id(header.country, files), files)
    except CountryError as error:
        names.refuse(error.problems[0].what, place)
        return None
    return (
        basis
        if until is None
        else replace(basis, years=range(basis.years.start, min(basis.years.stop, int(until) + 1)))
    )


def _id(name: str, files: Sequence[Announced]) -> str:
    """The id of a calendar that a header names by its id or by the name of a file."""
    if any(file.calendar == name for file in files):
        return name
    return next((file.calendar for file in files if file.name == name.removesuffix(".yaml")), name)


def _basis(id: str, files: Sequence[Announced]) -> Basis:
    if id == CHINA:
        return china()
    if id == WEEKENDS.id:
        return WEEKENDS
    if not _CODE.fullmatch(id) and any(file.calendar == id for file in files):
        return announced_only(id)
    return country(id)


def _years(id: str, files: Iterable[Announced], names: Names) -> dict[int, Exceptions]:
    """The announced years of one layer."""
    found: dict[int, Exceptions] = {}
    first: dict[int, Place] = {}
    for file in files:
        for year, exceptions in file.years.items() if file.calendar == id else ():
            place = file.at.place("years", str(year), "")
            if first.setdefault(year, place) != place:
                message = Message("year-stated-twice", year=year, calendar=id, first=str(first[year]))
                names.refuse(message, place)
            found[year] = exceptions
    return found


def _check_used(layers: Sequence[Layer], files: Sequence[Announced], names: Names) -> None:
    """Refuse a file of a calendar that no layer names, since it would never be used."""
    known = dict.fromkeys(
        _id(layer.header.calendar.country, files) for layer in layers if layer.header.calendar is not None
    )
    for file in files:
        if file.calendar not in known:
            near = nearest_or_listed(file.calendar, known) if known else None
            names.refuse(Message("unused-calendar-file", near, calendar=file.calendar), file.at.place("calendar"))


def check_needed(origins: Iterable[Origin], properties: Iterable[CompiledProperty], names: Names) -> None:
    """Without a calendar, refuse rules that set a deadline which depends on days of rest, and properties about one."""
    for rule, at in origins:
        said = next((one for one in rule.effects if isinstance(one, SetDeadline) and _unit(one) in _COUNTED), None)
        if said is not None:
            place = rule.place if rule.table is not None else at.place("then", f"deadline.{said.clock}")
            names.refuse(Message("no-calendar-for-rule", rule=rule.id, unit=_unit(said)), place)
            return
    for one in properties:
        expected = () if isinstance(one.statement, Monotone) else one.statement.then
        unit = next((each.unit for each in expected if isinstance(each, Within) and each.unit in _COUNTED), None)
        if unit is not None:
            names.refuse(Message("no-calendar-for-property", property=one.id, unit=unit), one.place)
            return


def _unit(said: SetDeadline) -> str:
    return said.within.unit if isinstance(said.within, DurationOf) else str(said.within.unit)
