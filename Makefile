# Every target makes its own virtual environment: Python 3.11 and make are all that it needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Stamps: the environment holds what the requirements file said when it was last changed.
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
COMPILE := $(BIN)/python -m uv pip compile --quiet --generate-hashes --universal --python-version 3.11 \
	--no-header --no-emit-index-url $(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo run import export-readings acknowledge link-policy test lint check translations chaos broadcast bench mutants fonts golden requirements clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(RUNTIME) ## a chat page with demo data; no token, no Telegram
	@$(BIN)/python -m bot demo

run: $(RUNTIME) ## the bot on Telegram: BOT_TOKEN=… make run
	@$(BIN)/python -m bot run

import: $(RUNTIME) ## an exchange package: make import PACKAGE=folder-or.zip [ALLOW_SHRINK=1]
	@test -n "$(PACKAGE)" || { echo "Name the package: make import PACKAGE=folder-or.zip"; exit 2; }
	@$(BIN)/python -m bot import "$(PACKAGE)" $(if $(ALLOW_SHRINK),--allow-shrink)

export-readings: $(RUNTIME) ## confirmed readings into files for the accounting system: make export-readings [DIR=folder]
	@$(BIN)/python -m bot export-readings $(if $(DIR),--dir "$(DIR)")

acknowledge: $(RUNTIME) ## its answers: make acknowledge FILE=readings_ack_….csv
	@test -n "$(FILE)" || { echo "Name the file: make acknowledge FILE=readings_ack_….csv"; exit 2; }
	@$(BIN)/python -m bot acknowledge "$(FILE)"

link-policy: $(RUNTIME) ## how far guessing gets with the loaded data
	@$(BIN)/python -m bot link-policy

test: $(DEV) ## all tests: make test [ARGS='tests/core -x']; PostgreSQL as well where TEST_POSTGRES_URL is set
	$(BIN)/python -m pytest $(or $(ARGS),-n auto --dist worksteal)

lint: $(DEV) ## format, style, types, directions of imports, requirements, translations
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m deptry .
	$(BIN)/python locales/update.py --check

check: lint $(if $(filter no,$(TESTS)),,test) ## lint and test: what CI asks; TESTS=no where they have just run

translations: $(RUNTIME) ## bring locales/ up to the sources; says what has no translation yet
	@$(BIN)/python locales/update.py

chaos: $(DEV) ## kills at random, an accounting system away: nothing lost, nothing twice; make chaos [KILLS=200] [QUEUED=50000]
	KILLS=$(or $(KILLS),200) SEED=$(or $(SEED),7) QUEUED=$(or $(QUEUED),50000) $(BIN)/python -m pytest -q -s -m soak \
		tests/faults/test_exactly_once.py tests/faults/test_accounting_away.py

broadcast: $(DEV) ## a campaign to a hundred thousand chats, killed twenty times: make broadcast [RECIPIENTS=100000] [KILLS=20] [RATE=500]
	RECIPIENTS=$(or $(RECIPIENTS),100000) KILLS=$(or $(KILLS),20) RATE=$(or $(RATE),500) $(BIN)/python -m pytest -q -s -m soak \
		tests/faults/test_campaigns.py

bench: $(RUNTIME) ## the figures of speed and size on this machine
	@$(BIN)/python -m bot bench

mutants: $(DEV) ## is every alteration of the rules of the trade noticed by a test? 25 minutes; docs/mutants.md
	$(BIN)/mutmut run --max-children 1
	@$(BIN)/python -m tests.mutants

fonts: $(DEV) ## the letters of documents, cut from the whole fonts to what core/documents/fonts/__init__.py lists
	@$(BIN)/python -m tests.fonts

golden: $(DEV) ## the pictures that documents are compared with, drawn anew: look at each before it is committed
	RENEW_GOLDEN=1 $(BIN)/python -m pytest -q tests/core/documents/test_golden.py

requirements: $(DEV) ## requirements*.txt from requirements*.in: make requirements [UPGRADE=1]
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) requirements-dev.in --constraint requirements.txt -o requirements-dev.txt

clean: ## everything that make has made; data/ stays
	rm -rf $(VENV) mutants .coverage htmlcov .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find bot core sandbox tests bench locales -name __pycache__ -prune -exec rm -rf {} +

$(RUNTIME): requirements.txt | $(BIN)/python
	@echo "Installing what the bot needs …"
	@$(INSTALL) -r requirements.txt
	@touch $@

$(DEV): requirements-dev.txt | $(BIN)/python
	@echo "Installing what the bot and its tests need …"
	@$(INSTALL) -r requirements-dev.txt
	@touch $(RUNTIME) $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed. Where it has another name: make $(MAKECMDGOALS) PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "This Python cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
