"""Logs, records and keys that the tests of the log share."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from complaint_rules import AuditLog, Engine, Record, Signer
from tests.audit import postgres
from tests.audit.hostile_report import write_hostile_report
from tests.browser import PROGRAM, Page, browser
from tests.conftest import HEADER
from tests.hostile import as_yaml

ORIGIN = "shop.example/complaints"

RULES = [
    {"id": "grave", "when": {"kind": "personal_injury"}, "then": {"severity": "high"}},
    {"id": "plain", "then": {"severity": "low", "lead": "customer_service", "permit": "apology"}},
    {"id": "kept", "then": {"deadline.retain": {"within": "3 years", "from": "resolved"}}},
]


@pytest.fixture(scope="session")
def rules(tmp_path_factory) -> Path:
    """The folder of a small ruleset with a clock of retention."""
    folder = tmp_path_factory.mktemp("rules") / "house"
    folder.mkdir()
    stated = [{"basis": "assumption", "reason": "an example", **rule} for rule in RULES]
    header = {"ruleset": "house", **HEADER, "tiers": ["low", "high"], "calendar": "weekends", "rules": stated}
    (folder / "ruleset.yaml").write_text(as_yaml(header), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def engine(rules) -> Engine:
    """An engine that runs them."""
    return Engine.load(rules, engine="python")


@pytest.fixture(scope="session")
def key() -> Signer:
    """A signing key."""
    return Signer.new(ORIGIN)


@pytest.fixture
def complaint() -> Callable[..., dict[str, Any]]:
    """A complaint, each of an id of its own."""
    numbers = itertools.count(1)

    def make(**facts: Any) -> dict[str, Any]:
        made = {"id": f"C-{next(numbers)}", "received_at": "2026-03-04T10:00:00+08:00", "kind": "other"}
        return made | facts

    return make


@pytest.fixture
def record(engine, complaint) -> Callable[..., Record]:
    """A record of a decision."""
    return lambda **facts: engine.record(complaint(**facts))


@pytest.fixture
def url(tmp_path) -> str:
    """Where a log can be made."""
    return f"sqlite:///{tmp_path}/log.db"


@pytest.fixture
def log(url, engine) -> Iterator[AuditLog]:
    """An empty log that has kept the rules."""
    with AuditLog(url, origin=ORIGIN) as made:
        made.keep_rules(engine)
        yield made


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A PostgreSQL server."""
    if postgres.binaries() is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres.server() as url:
        yield url


@pytest.fixture
def postgres_url(server) -> Iterator[str]:
    """An empty database of the server."""
    import psycopg

    name = f"log{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield urlsplit(server)._replace(path=f"/{name}").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


_numbers = itertools.count(1)


@pytest.fixture(params=["sqlite", "postgresql"])
def any_url(request) -> str:
    """Where a log can be made, in each kind of database in turn."""
    return str(request.getfixturevalue("url" if request.param == "sqlite" else "postgres_url"))


@pytest.fixture
def any_log(any_url, engine) -> Iterator[AuditLog]:
    """An empty log in each kind of database in turn."""
    with AuditLog(any_url, origin=ORIGIN) as made:
        made.keep_rules(engine)
        yield made


@pytest.fixture(scope="session")
def report(tmp_path_factory) -> Path:
    """The folder of a report full of hostile words."""
    return write_hostile_report(tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="session")
def opened(tmp_path_factory) -> Iterator[Page]:
    """A browser."""
    if PROGRAM is None:
        pytest.skip("chromium is not installed")
    with browser(tmp_path_factory.mktemp("chromium") / "profile") as page:
        yield page


@pytest.fixture
def page(opened) -> Page:
    """A page as on a desk, in light colours."""
    opened.size(1280)
    opened.prefer("light")
    return opened


@pytest.fixture
def index(page, report) -> Page:
    """The index of the report, in English."""
    page.open(report / "index.html")
    return page
