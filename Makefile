# make          install what the program needs from the lock, build the base and the site, and ask the question
# make extras   what reads web pages, PDF and OFD, writes Word and Excel, and the shell
# make release  what is handed over: wheel, sdist, shuiguan.pyz, the folder for a desk without a network, checksums
# make docs     the documentation as a site, in build/docs
# make quick    checks and the tests of the rules a desk changes most, in under a minute
# make test     every check and every test, in parallel; what a tool is missing for is skipped, and said
# make check    ruff, mypy --strict, import-linter
# make coverage the tests of kb with coverage, failing below 95 %      make mutants  faults put into kb that its tests have to see
# make lock     renew the hashed locks        make bench    print the benchmarks        make clean    remove what was built
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
# Asked in this order, each by running it: a version manager leaves names on the path that do not run.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; break; }; done)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps
# Processes for the tests: one a core. Tests of one file stay in one process, so that what they share is made once; in the order of
# folders, since otherwise files of few and long tests come last and one process waits for the other.
WORKERS ?= auto
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

.PHONY: all install extras tools release docs pictures check quick test bench coverage mutants lock clean

all: install
	@$(BIN)/kb build
	@$(BIN)/kb site --no-extracts
	@$(BIN)/kb who 托育
	@echo "命令：$(BIN)/kb（先运行 . $(BIN)/activate，就可以只写 kb）"
	@echo "站点：$(CURDIR)/build/site/index.html"

install: $(VENV)/.installed
extras: $(VENV)/.extras
tools: $(VENV)/.tools

# The program is compiled here, as pip compiles what it installs: otherwise its first start does, and every start does where
# Python may write no bytecode (PYTHONDONTWRITEBYTECODE).
# Each stamp is newer than the lock and the metadata when the environment holds what they name.
$(VENV)/.installed: requirements/runtime.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 或更高版本，且带 venv（No Python 3.11+ with venv was found）" >&2; exit 1; }
	@test -x $(BIN)/python || { echo "建立 $(VENV)（$(PYTHON)）"; $(PYTHON) -m venv $(VENV); }
	@echo "按 requirements/runtime.lock 安装"
	@$(PIP) --require-hashes -r requirements/runtime.lock
	@$(PIP) -e .
	@$(BIN)/python -m compileall -q kb cli site/kb_site
	@touch $@

$(VENV)/.extras: $(VENV)/.installed requirements/extras.lock
	@echo "按 requirements/extras.lock 安装"
	@$(PIP) --require-hashes -r requirements/extras.lock
	@touch $@

$(VENV)/.tools: $(VENV)/.installed requirements/dev.lock
	@echo "按 requirements/dev.lock 安装测试用的工具"
	@$(PIP) --require-hashes -r requirements/dev.lock
	@touch $@

# PLATFORMS="win_amd64 linux_x86_64 linux_aarch64": also folders with the office extras for these.
release: tools
	@$(BIN)/python release/build_release.py $(addprefix --platform ,$(PLATFORMS))

pictures: tools
	@$(BIN)/python docs/pictures.py

docs: tools
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build
	@echo "文档：$(CURDIR)/build/docs/guide/index.html"

check: tools
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# What most changes can break: reading, rules, search, answers, the browser's twin. The rest is left to `make test`, and so are
# the files that build whole indexes, start a cluster, ask every graded question or time a text of twice the length.
LONG := tests/kb/search/test_recall.py tests/kb/search/test_build.py tests/kb/search/test_engines.py tests/kb/answer/test_who_scores.py \
	tests/kb/who/test_own_questions.py tests/kb/parse/test_doubling.py tests/kb/rules/test_doubling.py tests/twin/test_parts.py
quick: check
	$(PYTEST) -q -m "not slow" $(addprefix --ignore=,$(LONG)) $(wildcard tests/kb/words tests/kb/parse tests/kb/rules tests/kb/search tests/kb/who tests/kb/answer tests/twin) tests/house/test_tree.py

test: check
	$(PYTEST)

bench: tools
	@set -e; for f in tests/bench/*.py; do echo "== $$f"; $(BIN)/python $$f; done

coverage: tools
	$(PYTEST) tests/kb tests/cli tests/site tests/trust --cov=kb --cov-report=term-missing:skip-covered --cov-fail-under=95

# mutmut is not in the lock: it is wanted here alone, and brings a compiled parser along.
mutants: tools
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input 'mutmut==3.8.1'
	@set -e; for room in words parse rules search; do $(BIN)/python tests/trust/mutants.py $$room 45; done

# Universal: one file for every Python from 3.11 and every system. The public index only, whatever the machine is set to use.
UV_COMPILE := env -u UV_INDEX -u UV_FIND_LINKS -u UV_INDEX_URL -u UV_EXTRA_INDEX_URL $(BIN)/uv pip compile --no-config --universal \
	--python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --quiet \
	--custom-compile-command "make lock" pyproject.toml
lock: tools
	$(UV_COMPILE) -o requirements/runtime.lock
	$(UV_COMPILE) --extra web --extra serve -o requirements/portable.lock
	$(UV_COMPILE) --extra import --extra office --extra serve --extra shell -o requirements/extras.lock
	$(UV_COMPILE) --all-extras -o requirements/dev.lock

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage htmlcov
