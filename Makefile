# What a person does with this project. Everything is made inside the checkout: .venv, build and dist.

PYTHON ?= python3
MEDIA ?=
# One more than cores: the journeys on a real window wait half of their time.
WORKERS ?= 3

venv := .venv
bin := $(venv)/bin
app := $(venv)/app-installed
tools := $(venv)/tools-installed
pip := $(bin)/python -m pip --disable-pip-version-check --quiet
lock := packaging/requirements.lock
tools-lock := packaging/requirements-development.lock

.PHONY: setup run test check format bench shots wheel lock clean help

help: ## Say what can be made
	@sed -n 's/^\([a-z]*\):.*## /make \1	/p' Makefile | expand -t 16

setup: $(app) ## Install the app into .venv
	@packaging/system-packages.sh window

run: setup ## Open the app; MEDIA=folder moderates that folder first
	@packaging/run.sh "$(MEDIA)"

test: setup $(tools) ## Run every test, those on a real window too
	@packaging/system-packages.sh window screen robot || echo "Tests that need those say so and are skipped." >&2
	$(bin)/python -m pytest -n $(WORKERS) --maxschedchunk 1 $(ARGUMENTS)

check: $(tools) ## Look for faults without running the app: style, types, import rules
	$(bin)/ruff check
	$(bin)/ruff format --check
	$(bin)/mypy
	$(bin)/lint-imports
	@packaging/no-registry-hosts.sh
	$(bin)/python -m pip check

format: $(tools) ## Lay the code out as `make check` wants it
	$(bin)/ruff check --fix
	$(bin)/ruff format

bench: setup $(tools) ## Measure what the app promises to be quick at
	$(bin)/python -m tests.benchmarks

shots: setup $(tools) ## Paint every screen, dark and light, into build/shots
	$(bin)/python -m tests.shots build/shots

wheel: $(app) ## Build the wheel into dist
	$(pip) wheel --no-deps --wheel-dir dist .

lock: $(app) ## Choose the newest versions of all dependencies anew
	$(pip) install uv
	$(bin)/uv pip compile $(lock-options) pyproject.toml --output-file $(lock)
	$(bin)/uv pip compile $(lock-options) pyproject.toml --extra test --extra check --constraints $(lock) --output-file $(tools-lock)

lock-options := --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-annotate --custom-compile-command "make lock"

clean: ## Remove all that was made
	rm -rf $(venv) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(bin)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "rekreview needs Python 3.11 or later; name one by PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv $(venv)

$(app): $(bin)/python pyproject.toml $(lock)
	@echo "Installing the app and what it needs into $(venv) ..."
	$(pip) install --require-hashes --requirement $(lock)
	$(pip) install --no-deps --editable .
	@touch $@

$(tools): $(app) $(tools-lock)
	@echo "Installing what the tests and checks need into $(venv) ..."
	$(pip) install --require-hashes --requirement $(tools-lock)
	@touch $@
