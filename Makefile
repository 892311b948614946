# make          install from the lock, build the base and the site, and ask the question
# make test     every check and every test; what a tool is missing for is skipped, and said
# make check    ruff, mypy --strict, import-linter
# make coverage the tests of kb with coverage, failing below 95 %      make mutants  faults put into kb that its tests have to see
# make lock     renew the hashed locks        make bench    print the benchmarks        make clean    remove what was built
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
# Asked in this order, each by running it: a version manager leaves names on the path that do not run.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; break; }; done)
QUIET_PIP := --quiet --disable-pip-version-check --no-input

.PHONY: all install base site check types test bench coverage mutants lock clean

all: install
	@$(BIN)/kb build
	@$(BIN)/kb site
	@$(BIN)/kb who 托育
	@echo "站点：$(CURDIR)/build/site/index.html"

install: $(VENV)/.installed

# The stamp is newer than the lock and the metadata when the environment holds what they name.
$(VENV)/.installed: requirements/dev.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 或更高版本，且带 venv（No Python 3.11+ with venv was found）" >&2; exit 1; }
	@test -x $(BIN)/python || { echo "建立 $(VENV)（$(PYTHON)）"; $(PYTHON) -m venv $(VENV); }
	@echo "按 requirements/dev.lock 安装"
	@$(BIN)/python -m pip install $(QUIET_PIP) --no-deps --require-hashes -r requirements/dev.lock
	@$(BIN)/python -m pip install $(QUIET_PIP) --no-deps --no-build-isolation -e .
	@touch $@

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check
	$(BIN)/python -m pytest

bench: install
	@set -e; for f in tests/bench/*.py; do echo "== $$f"; $(BIN)/python $$f; done

coverage: install
	$(BIN)/python -m pytest tests/kb tests/cli tests/site tests/trust --cov=kb --cov-report=term-missing:skip-covered --cov-fail-under=95

# mutmut is not in the lock: it is wanted here alone, and brings a compiled parser along.
mutants: install
	$(BIN)/python -m pip install $(QUIET_PIP) 'mutmut==3.8.1'
	@set -e; for room in parse rules search; do $(BIN)/python tests/trust/mutants.py $$room 45; done

# Universal: one file for every Python from 3.11 and every system. The public index only, whatever the machine is set to use.
UV_COMPILE := env -u UV_INDEX -u UV_FIND_LINKS -u UV_INDEX_URL -u UV_EXTRA_INDEX_URL $(BIN)/uv pip compile --no-config --universal \
	--python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --quiet \
	--custom-compile-command "make lock" pyproject.toml
lock:
	$(UV_COMPILE) -o requirements/runtime.lock
	$(UV_COMPILE) --all-extras -o requirements/dev.lock

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage htmlcov
