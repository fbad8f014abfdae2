# One command each. Everything happens in .venv, at the versions of uv.lock.
BIN := .venv/bin
PORT ?= 8000
DATA ?= data
# As grader itself has it: on a busy machine threads wait for each other.
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: setup run test check hostile format bench torch

setup: .venv/.ready

.venv/.ready: pyproject.toml uv.lock
	@test -x $(BIN)/python || python3 -m venv .venv
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip --upgrade
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.8"
	UV_PROJECT_ENVIRONMENT=.venv $(BIN)/uv sync --quiet --frozen --inexact
	@touch $@

run: setup
	$(BIN)/grader serve --host 127.0.0.1 --port $(PORT) --data $(DATA)

test: setup
	$(BIN)/python -m pytest

# PyTorch is the independent judge of the reference's numerics; it is large and tests only, so it is not in the lock.
torch: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check torch==2.13.0

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/grader exercise check problems
	$(BIN)/python -m pytest

# The acceptance gate of the sandbox: every hostile submission on every backend that works here, and a table of what held.
# With GRADER_CI=1 a backend that does not work is a failure.
hostile: setup
	$(BIN)/python -m pytest tests/hostile -q --no-header -r fEs

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup
	$(BIN)/grader bench
