"""A service that decides complaints over HTTP: `create_app` makes it, `python -m examples.service` runs it."""

from examples.service.app import create_app
from examples.service.bodies import Limits

__all__ = ["Limits", "create_app"]
