# Everything here makes its own environment; Python 3.11 or newer, pip and make are all it needs.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
SHELL  := /bin/sh

.PHONY: help demo environment test check lint types contract tests coverage elsewhere generated unit real fuzz chaos format clean

help: ## Show what can be made.
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*## /\t/'

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.developing: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev
	@touch $@

environment: $(VENV)/.developing ## Make the environment in which all below is done.

demo: $(VENV)/.installed ## Run the whole of Watcher on sample data: no network, no keys.
	$(BIN)/watcher demo

test: check ## Pass all checks.

check: lint types contract tests

lint: $(VENV)/.developing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.developing
	$(BIN)/mypy
	$(BIN)/mypy --platform win32

contract: $(VENV)/.developing
	$(BIN)/lint-imports

# One worker takes over what another has left: neither waits in the end. Each begins with its half, in the order of the files, so that what
# the tests of a module share is made once.
PYTEST := $(BIN)/pytest -n 2 --dist worksteal

tests: $(VENV)/.developing ## Run the tests, those on generated texts among them.
	$(PYTEST) -m "not real"

# Texts and weeks made by a grammar are bounded in time, which to measure costs. Branches are counted by sys.monitoring from 3.14 on
# only, and the older way takes twice the time of the tests: too long for CI.
coverage: $(VENV)/.developing ## Run the tests, and see that they reach enough of every package, in other processes too.
	$(PYTEST) -m "not generated and not real" --cov --cov-branch --cov-report=json:$(VENV)/coverage.json
	$(BIN)/python tests/covered.py $(VENV)/coverage.json

# What a Python brings of its own: SQLite, sockets, processes, signals, dates, types, the command line's words. CI runs the whole suite on
# one and this on the newest other at hand: all on each would take it over ten minutes.
DIFFERS := $(addprefix tests/watcher/,store web config model formats test_saved.py test_dates.py test_border.py) tests/test_docs.py

elsewhere: $(VENV)/.developing ## Test what may differ on another Python: make elsewhere PYTHON=python3.13 VENV=.venv-3.13
	$(PYTEST) -m "not generated" $(DIFFERS)

generated: $(VENV)/.developing ## Try texts of a grammar, patterns on texts of their own, and weeks in which all goes wrong.
	$(PYTEST) -m generated

unit: $(VENV)/.developing ## Run the tests, but for those on generated texts.
	$(PYTEST) -m "not generated and not real"

# Postfix and Dovecot, each an instance of its own in a folder that is gone afterwards; they have to be installed, and root starts them.
real: $(VENV)/.developing ## Send through Postfix, and read what comes back through Dovecot; apt brings them where there is one.
	command -v postfix >/dev/null && command -v dovecot >/dev/null || DEBIAN_FRONTEND=noninteractive apt-get install -y postfix dovecot-imapd
	$(BIN)/pytest -m real

fuzz: $(VENV)/.developing ## Try every pure step on a million texts and records, and print counts.
	$(BIN)/python tests/fuzz.py --examples 1000000

chaos: $(VENV)/.developing ## Play weeks in which everything fails, and print what was told.
	PYTHONPATH=.:tests $(BIN)/python tests/chaos.py --weeks 12 --stories 3
	PYTHONPATH=.:tests $(BIN)/python tests/plots.py
	PYTHONPATH=.:tests $(BIN)/python tests/hostile_weeks.py

format: $(VENV)/.developing ## Put every file into its one form.
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## Remove what was made here.
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage demo-output
