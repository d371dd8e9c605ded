# Two commands for a newcomer: make run, make test.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: run test check format clean

run: $(VENV)/installed        ## set up, index the seeds, serve page and API on 127.0.0.1:8000
	$(BIN)/qa ingest seeds
	$(BIN)/qa serve

test: $(VENV)/installed-dev   ## install what tests need and run them all
	$(BIN)/python -m pytest -n 2 --dist loadgroup

check: $(VENV)/installed-dev  ## what a change must pass: format, lint, types, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(MAKE) test

format: $(VENV)/installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) index/articles.sqlite* index/lexical* index/vectors* index/lock

$(VENV)/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
	  f"Python {sys.version.split()[0]} is too old: 3.11 or newer is needed. Use: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet "pip>=25.1"
	$(PIP) install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(PIP) install --quiet --constraint constraints.txt --group dev
	@touch $@
