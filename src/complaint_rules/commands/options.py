"""Options that several commands have."""

from __future__ import annotations

import click

from complaint_rules.messages import Lang


def _speak(context: click.Context, _parameter: click.Parameter, value: Lang) -> Lang:
    """Set the language before anything else can fail, so that errors are written in it."""
    context.obj.lang = value
    return value


lang = click.option(
    "--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, is_eager=True, callback=_speak
)


def _speak_if_named(context: click.Context, _parameter: click.Parameter, value: Lang | None) -> Lang | None:
    """Set the language if one is named."""
    if value is not None:
        context.obj.lang = value
    return value


lang_or_both = click.option(
    "--lang", type=click.Choice(["en", "zh"]), is_eager=True, callback=_speak_if_named, help="Default: both."
)
