"""Runs the service: `python -m examples.service retail-store my-rules/ --port 8000`.

The token that `reload` asks for comes from the environment, `COMPLAINT_RULES_TOKEN`. Telemetry goes to the global
providers of OpenTelemetry, where there are any.
"""

from __future__ import annotations

import argparse
import os
import sys

import uvicorn

from complaint_rules import ComplaintRulesError
from examples.service.app import create_app


def main() -> None:
    """Serve until the process is told to stop; a wrong ruleset keeps it from starting, with exit code 2."""
    reader = argparse.ArgumentParser(prog="python -m examples.service", description=(__doc__ or "").split("\n")[0])
    reader.add_argument("rulesets", nargs="+", metavar="RULESET", help="a shipped id or a ruleset's folder")
    reader.add_argument("--host", default="127.0.0.1")
    reader.add_argument("--port", type=int, default=8000)
    reader.add_argument("--engine", help="rete, python or interpreter")
    reader.add_argument("--cases", action="store_true", help="an edited ruleset runs only if its cases pass")
    given = reader.parse_args()
    try:
        app = create_app(
            given.rulesets,
            token=os.environ.get("COMPLAINT_RULES_TOKEN") or None,
            engine=given.engine,
            cases=given.cases,
        )
    except ComplaintRulesError as error:
        sys.stderr.write(f"error: {error}\n")
        sys.exit(2)
    uvicorn.run(app, host=given.host, port=given.port, access_log=False)


if __name__ == "__main__":
    main()
