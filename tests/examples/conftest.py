"""The service in this process."""

from __future__ import annotations

import pytest

from examples.service import create_app
from tests.examples.asking import TOKEN, Client


@pytest.fixture(scope="session")
def client():
    """A service of two shipped rulesets; its files are not watched."""
    return Client(create_app(["retail-store", "mall-emergency"], engine="python", token=TOKEN))
