# Everyday commands. All that a fresh machine needs is Python 3.11 or newer, a C compiler and make:
# each target makes its own environment from the locked requirements first.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --quiet
LOCKED := $(VENV)/.locked
READY  := $(VENV)/.ready

# What the benchmarks compare with wants older versions of some of the above, and so an environment of its own.
BENCH_VENV  := build/bench-venv
BENCH_BIN   := $(BENCH_VENV)/bin
BENCH_PIP   := $(BENCH_BIN)/python -m pip --quiet
BENCH_READY := $(BENCH_VENV)/.ready

# What somebody set for another project must not reach into this environment.
unexport PYTHONPATH VIRTUAL_ENV

CHECKED  := src mkdocs_hooks.py $(wildcard tests benchmarks examples)
TYPED    := src mkdocs_hooks.py $(wildcard tests/typing examples)
RULESETS := $(notdir $(patsubst %/ruleset.yaml,%,$(wildcard rulesets/*/ruleset.yaml)))
# Mutations of all rulesets take an hour on two cores; those in this one some minutes.
MUTATED  := home-furnishing-mall

.DEFAULT_GOAL := help
.PHONY: help venv demo test test-quick check lint types rulesets proofs proofs-all docs guard soak every-day bench build lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

venv: $(READY) ## make the environment in .venv

# Two steps, because durable-rules comes as source only: the pinned build tools first, then everything else,
# built with those tools. Nothing is installed whose hash is not in a lock.
$(LOCKED): requirements-build.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'complaint-rules needs Python 3.11 or newer; say which: make PYTHON=/path/to/python3.11 ...' >&2; exit 2; }
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP) install --require-hashes --only-binary :all: -r requirements-build.txt
	$(PIP) install --require-hashes --no-build-isolation --use-pep517 -r requirements-dev.txt
	@touch $@

$(READY): $(LOCKED) pyproject.toml
	$(PIP) install --no-deps --no-build-isolation --editable .
	$(BIN)/python -m pip check
	@touch $@

demo: $(READY) ## decide one real complaint
	$(BIN)/complaint-rules decide examples/locker.yaml --ruleset retail-store

test: $(READY) ## run the tests
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

# What may differ between Pythons: engines, numbers and dates, files and streams, the command line. About a minute.
QUICK := tests/match tests/decide tests/facts tests/intake tests/load tests/commands/test_decide.py \
         tests/commands/test_schema.py tests/docs/test_concepts.py tests/test_cli.py tests/test_threads.py

test-quick: $(READY) ## run the part of the tests that may differ between Pythons; VENV= and PYTHON= say which
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal --quiet -r NfE $(QUICK)

check: lint types rulesets docs ## everything but the tests: style, types, rulesets, pages

lint: $(READY) ## style and format (ruff)
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/ruff format --check $(CHECKED)

types: $(READY) ## types (mypy --strict)
	$(BIN)/mypy --strict $(TYPED)

rulesets: $(READY) ## run the cases of every shipped ruleset; every rule and row fired, every deciding clause ruled
	@set -e; for ruleset in $(RULESETS); do \
		echo "complaint-rules test $$ruleset --coverage"; $(BIN)/complaint-rules test $$ruleset --coverage; \
		echo "complaint-rules clauses $$ruleset"; \
		matrix=$$($(BIN)/complaint-rules clauses $$ruleset) || { echo "$$matrix"; exit 1; }; echo "$$matrix" | tail -n 1; done

# `--no-cache`: what is proved here is proved of the code and rules as they are now. As many rulesets at once as there are cores.
proofs: $(READY) ## prove every shipped ruleset; test that the cases of one catch small mutations
	@$(MAKE) --no-print-directory --jobs="$$(nproc)" --output-sync=target $(addprefix mutants-of-,$(MUTATED)) $(addprefix proof-of-,$(RULESETS))

proof-of-%: $(READY)
	@echo "complaint-rules check $*"; $(BIN)/complaint-rules check $* --no-cache

mutants-of-%: $(READY)
	@echo "complaint-rules test $* --mutate"; found=$$($(BIN)/complaint-rules test $* --mutate) || { echo "$$found"; exit 1; }; \
		echo "$$found" | grep '% caught'

proofs-all: ## the same, with the small mutations of every ruleset (an hour)
	@$(MAKE) --no-print-directory proofs MUTATED="$(RULESETS)"

docs: $(READY) ## build the pages into site/, a warning is an error
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

$(BENCH_READY): requirements-build.txt requirements-bench.txt pyproject.toml
	$(PYTHON) -m venv --clear $(BENCH_VENV)
	$(BENCH_PIP) install --require-hashes --only-binary :all: -r requirements-build.txt
	$(BENCH_PIP) install --require-hashes --no-build-isolation --use-pep517 -r requirements-bench.txt
	$(BENCH_PIP) install --no-deps --no-build-isolation --editable .
	$(BENCH_BIN)/python -m pip check
	@touch $@

bench: $(BENCH_READY) ## measure speed, also of what users would pick instead, and write docs/benchmarks.md
	$(BENCH_BIN)/python -m pytest --quiet tests/benchmarks
	$(BENCH_BIN)/python -m benchmarks --write

guard: $(READY) ## fail where a decision or a load costs too many times a yardstick of the same run
	$(BIN)/python -m benchmarks.guard

soak: $(READY) ## reload, decide and reload under threads for hours; fail where memory grows (SOAK=--short: a minute)
	$(BIN)/python -m benchmarks.soak $(SOAK)

every-day: $(READY) ## decide a complaint for every day from 2021 to 2035 by every shipped ruleset (DAYS='--each 5': more)
	$(BIN)/python -m benchmarks.every_day $(DAYS)

build: $(READY) ## build the wheel and the source archive into dist/
	rm -rf dist
	$(BIN)/hatchling build

# Needs the network, and a resolver of its own that nothing else here uses. LOCK_ARGS=--upgrade takes newer versions.
LOCK_VENV := build/lock-venv
LOCK      := $(LOCK_VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
             --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' $(LOCK_ARGS)

lock: ## pin the environment anew after a change of pyproject.toml
	$(PYTHON) -m venv $(LOCK_VENV)
	$(LOCK_VENV)/bin/python -m pip install --quiet 'uv>=0.6'
	$(LOCK) --group build -o requirements-build.txt
	$(LOCK) --extra dev -c requirements-build.txt pyproject.toml -o requirements-dev.txt
	$(LOCK) --extra bench -c requirements-build.txt pyproject.toml -o requirements-bench.txt

clean: ## remove everything that make made
	rm -rf $(VENV) build dist site .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find src tests benchmarks examples -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
