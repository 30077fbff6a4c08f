# Firstdesk. Two commands: `make run` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test check bench bench-guidance pins format clean help

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

run: $(VENV)/run.stamp ## set up and start Firstdesk with its demo bank
	@exec $(BIN)/firstdesk up

test: $(VENV)/dev.stamp ## set up and pass every check and test
	@$(BIN)/python tools/test.py

check: $(VENV)/dev.stamp ## the checks alone: format, lint, types, rooms, migrations
	@$(BIN)/python tools/test.py --checks-only

bench: $(VENV)/dev.stamp ## measure; see bench/README.md
	@$(BIN)/python bench/run.py

bench-guidance: $(VENV)/dev.stamp ## rules beside another engine; checks among a million customers
	@$(BIN)/python bench/guidance.py

format: $(VENV)/dev.stamp ## format the code
	@$(BIN)/ruff format src tests tools bench
	@$(BIN)/ruff check --fix-only --quiet src tests tools bench

# Every lock file carries hashes and no address of a registry.
pins: $(VENV)/dev.stamp ## renew the pinned versions from requirements*.in
	@$(BIN)/pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-annotate --no-header --universal --python-version 3.11 --upgrade requirements.in -o requirements.txt
	@$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-annotate --no-header --universal --python-version 3.11 --upgrade -c requirements.txt requirements-dev.in -o requirements-dev.txt

clean: ## remove what was set up; the demo's data stays
	rm -rf $(VENV) .cache .mypy_cache .ruff_cache .pytest_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if (3, 11) <= v < (3, 14) else "Firstdesk needs Python 3.11, 3.12 or 3.13; this is %d.%d. Say make PYTHON=python3.11 …" % v[:2])'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing what Firstdesk needs (pinned, with hashes) …"
	@$(BIN)/pip install --quiet --require-hashes -r requirements.txt
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	@echo "Installing what the tests need (pinned, with hashes) …"
	@$(BIN)/pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@
