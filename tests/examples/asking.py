"""Asks a service that runs in this process, as over HTTP."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx

TOKEN = "of the tests"  # noqa: S105  # guards nothing
COMPLAINT = {
    "id": "C-1",
    "received_at": "2026-11-20T10:00:00+08:00",
    "kind": "lost_property",
    "claimed_amount": "150.00",
    "belongings": {"location": "locker", "circumstance": "stolen"},
}


class Client:
    """Asks an app one thing at a time, or several at once."""

    def __init__(self, app: Any) -> None:
        self.app = app

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        """One request."""
        (answer,) = self.ask_all([(method, path, options)])
        return answer

    def ask_all(self, requests: list[tuple[str, str, dict[str, Any]]]) -> list[httpx.Response]:
        """Several requests at once."""

        async def asked() -> list[httpx.Response]:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=True)
            async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
                return await asyncio.gather(*[client.request(method, path, **more) for method, path, more in requests])

        return asyncio.run(asked())

    def post(self, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """Send JSON to a ruleset's route; `accept_language` and the like are headers."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask("POST", f"/rulesets/{path}", json=body, headers=named)

    def get(self, path: str) -> httpx.Response:
        """Ask for something."""
        return self.ask("GET", path)
