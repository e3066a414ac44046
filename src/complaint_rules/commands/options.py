"""Options that several commands have."""

from __future__ import annotations

import click

from complaint_rules.messages import Lang


def _speak(context: click.Context, _parameter: click.Parameter, value: Lang) -> Lang:
    """Take up the language before anything else can go wrong, so that errors are told in it."""
    context.obj.lang = value
    return value


lang = click.option(
    "--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, is_eager=True, callback=_speak
)
