# `make` builds the base and the site and asks the question; `make check` runs every static check; `make test` those and the tests.
VENV := .venv
PY := $(VENV)/bin/python

.PHONY: all check test clean

all:
	$(VENV)/bin/kb build
	$(VENV)/bin/kb site
	$(VENV)/bin/kb who 托育
	@echo "站点：$(CURDIR)/build/site/index.html"

check:
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

test: check
	$(PY) -m pytest

clean:
	rm -rf build dist
