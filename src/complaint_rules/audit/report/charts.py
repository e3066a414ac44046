"""Charts as SVG, built from elements, so that all text is escaped; colours come from the style sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, tostring

from complaint_rules.display import one_line
from complaint_rules.trace.columns import width_of

COLOURS = 6
"""Series that have a colour of their own; the style sheet has as many."""

_WIDTH, _LEFT, _TOP, _HEIGHT, _BELOW = 440, 40, 14, 170, 26
_BAR_ROW, _BAR_HEIGHT, _COUNT_WIDTH = 38, 12, 56
_LABEL_COLUMNS = 58
_TICKS = 4
_DATES = 3


class Column(NamedTuple):
    """One column: its label, and how many of each series."""

    label: str
    counts: Mapping[str, int]


def columns(title: str, data: Sequence[Column], series: Sequence[str]) -> str:
    """Columns of stacked series, side by side.

    Args:
        title: the text for screen readers.
        data: the columns, at least one.
        series: names of series, from the bottom up.
    """
    top = _rounded_up(max(sum(one.counts.values()) for one in data))
    picture = _picture(title, _TOP + _HEIGHT + _BELOW)
    _grid(picture, top)
    step = (_WIDTH - _LEFT) / len(data)
    each = -(-len(data) // _DATES)
    for place, one in enumerate(data):
        left = _LEFT + place * step
        _stack(picture, one, series, top, left + step * 0.12, step * 0.76)
        if place % each == 0:
            at, anchor = (left + step / 2, "middle") if place else (_LEFT, "start")
            _text(picture, one.label, at, _TOP + _HEIGHT + 18, anchor=anchor)
    return tostring(picture, encoding="unicode")


def _stack(picture: Element, column: Column, series: Sequence[str], top: int, left: float, width: float) -> None:
    base = float(_TOP + _HEIGHT)
    for number, name in enumerate(series):
        count = column.counts.get(name, 0)
        if count:
            height = _HEIGHT * count / top
            base -= height
            _rect(picture, left, base, width, height, f"s{number % COLOURS}")


def _grid(picture: Element, top: int) -> None:
    for tick in range(_TICKS + 1):
        y = _TOP + _HEIGHT - _HEIGHT * tick / _TICKS
        line = {"x1": str(_LEFT), "x2": str(_WIDTH), "y1": f"{y:.1f}", "y2": f"{y:.1f}", "class": "grid"}
        SubElement(picture, "line", line)
        _text(picture, f"{top * tick // _TICKS:,}", _LEFT - 6, y + 4, anchor="end")


def bars(title: str, data: Sequence[tuple[str, int]]) -> str:
    """Bars, each below its label, with its number at the end.

    Args:
        title: the text for screen readers.
        data: labels and counts, at least one.
    """
    top = max(count for _, count in data)
    picture = _picture(title, _BAR_ROW * len(data) + 4)
    for place, (label, count) in enumerate(data):
        y = place * _BAR_ROW
        _text(picture, _shortened(label), 0, y + 15)
        _rect(picture, 0, y + 20, (_WIDTH - _COUNT_WIDTH) * count / top, _BAR_HEIGHT, "s0")
        _text(picture, f"{count:,}", (_WIDTH - _COUNT_WIDTH) * count / top + 6, y + 31)
    return tostring(picture, encoding="unicode")


def swatch(number: int) -> str:
    """The colour of a series, for a legend."""
    picture = Element("svg", {"viewBox": "0 0 12 12", "class": "swatch", "aria-hidden": "true"})
    _rect(picture, 0, 0, 12, 12, f"s{number % COLOURS}")
    return tostring(picture, encoding="unicode")


def _picture(title: str, height: float) -> Element:
    picture = Element("svg", {"viewBox": f"0 0 {_WIDTH} {height:.0f}", "class": "chart", "role": "img"})
    picture.set("aria-label", one_line(title))
    return picture


def _rect(picture: Element, x: float, y: float, width: float, height: float, kind: str) -> None:
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "width": f"{width:.1f}", "height": f"{height:.1f}"}
    SubElement(picture, "rect", place | {"class": kind})


def _text(picture: Element, text: str, x: float, y: float, *, anchor: str = "start") -> None:
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor}
    SubElement(picture, "text", place).text = one_line(text)


def _shortened(label: str) -> str:
    if width_of(label) <= _LABEL_COLUMNS:
        return label
    kept = label
    while width_of(kept) >= _LABEL_COLUMNS:
        kept = kept[: -max((width_of(kept) - _LABEL_COLUMNS) // 2, 1)]
    return f"{kept}…"


def _rounded_up(most: int) -> int:
    """The number at the top of a scale: the next one that four ticks divide evenly."""
    unit = 1
    while unit * 40 < most:
        unit *= 10
    return max(-(-most // (_TICKS * unit)), 1) * _TICKS * unit
