# Every target sets itself up; a fresh machine needs Python 3.11 or newer, make and git.
PYTHON ?= python3
BIN := .venv/bin
STORIES := tests/house/test_request_story.py tests/house/test_desk_story.py tests/house/test_curation_loop.py tests/admin/test_told_alike.py
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# Tests start many processes; none of them reads the same source anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup run test pictures check format bench migrate seed docs clean lock

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/run.stamp: requirements/run.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Pendopo needs Python 3.11 or newer; try: make PYTHON=python3.12 run")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) install --require-hashes --only-binary :all: -r requirements/run.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements/dev.lock
	$(PIP) install --require-hashes --only-binary :all: -r requirements/dev.lock
	@touch $@

.venv/bench.stamp: .venv/dev.stamp requirements/bench.lock
	$(PIP) install --require-hashes --only-binary :all: -r requirements/bench.lock
	@touch $@

setup: .venv/dev.stamp ## Make the environment with everything for development

run: .venv/run.stamp ## Start bot, poster, clockwork and panel (practice room without a token)
	@$(BIN)/pendopo run

test: .venv/dev.stamp ## Run every test on SQLite, PostgreSQL and in Chromium
	@$(BIN)/python -m tests.chromium
	$(BIN)/python -m pytest -n 2 --dist worksteal

pictures: .venv/dev.stamp ## Take the pictures of the manuals anew (needs Chromium)
	@$(BIN)/python -m tests.chromium
	PENDOPO_TEST_PICTURES=docs/pictures $(BIN)/python -m pytest $(STORIES)

check: .venv/dev.stamp ## Ruff, mypy and the import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/dev.stamp ## Let ruff arrange the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/bench.stamp ## Print every benchmark beside its baseline
	$(BIN)/python -m benchmarks

migrate: .venv/run.stamp ## Bring the database to the newest form
	@$(BIN)/pendopo migrate

seed: .venv/run.stamp ## Load the starter knowledge
	@$(BIN)/pendopo seed

lock: ## Resolve the dependencies anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q pyproject.toml --group build -o requirements/run.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q pyproject.toml --group build --group dev -c requirements/run.lock -o requirements/dev.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q --group bench -c requirements/dev.lock -o requirements/bench.lock

clean: ## Remove the environment and caches (never the data in var/)
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
