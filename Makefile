# make demo   set up once, plan a sample school into ./demo-out, show the rota
# make test   linters, types, import order, tests
# make coverage  the same tests, measured: which lines and branches no test runs
# make messages  bring the catalogues of words up to date
# make pictures  take the pictures of the guide anew
# make scripts   the types of the pages' scripts; needs npm
# make campaign  the tests with all examples of the property tests
# make fuzz   100 000 spoiled files through every reader, new ones each time
# make chaos  kills at random moments, on both databases; MINUTES=20
# make district  a night of 200 schools: four workers, kills, a stopped database
# make soak   2 000 subscribers and 20 librarians for an hour; HOUR=60
# make mutants  small changes of the code, and whether a test finds them
# make bench  the benchmark, into benchmarks/RESULTS.md    make bench-check  names what has become slower
# make bench-doors  the board, waiting behind giants, and attacks, against their goals
# make lint   linters and types only        make clean   remove what make made
#
# PYTHON=python3.12 make demo   uses another interpreter; Python 3.11 or later is needed.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
OUT := demo-out
COVERAGE := 85
# Whatever the surroundings say: what is loaded in many processes is compiled once.
export PYTHONDONTWRITEBYTECODE :=
MINUTES := 20
HOUR := 60

.DEFAULT_GOAL := help
.PHONY: help demo test coverage types types-windows messages pictures scripts campaign fuzz chaos district soak mutants lint bench bench-doors bench-check clean

help:
	@sed -n 's/^# \{0,1\}//p' Makefile | sed -n '1,/^PYTHON=/p'

# The stamp is written last: a set-up that was interrupted starts again from the beginning.
$(READY): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	  echo "lunjie: '$(PYTHON)' not found. Install Python 3.11 or later, or say which: PYTHON=/path/to/python3.12 make demo" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "lunjie: Python 3.11 or later is needed, '$(PYTHON)' is $$($(PYTHON) -V 2>&1). Try: PYTHON=python3.12 make demo" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "lunjie: this Python cannot make virtual environments. On Debian and Ubuntu: sudo apt install python3-venv" >&2; exit 1; }
	@echo "lunjie: setting up $(VENV) with $$($(PYTHON) -V) (once)"
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@echo "lunjie: installing the locked dependencies"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $(READY)

demo: $(READY)
	@$(BIN)/lunjie demo --out $(OUT)

# Four processes on two cores: the tests of the service wait for it most of the time. They share files (tests/scheduling.py).
test: lint
	@$(BIN)/pytest -n 4 --dist loadfile

# Apart from the tests, since measuring takes half as long again as they do.
coverage: $(READY)
	@$(BIN)/pytest -n 4 --dist loadfile --cov --cov-report=term-missing:skip-covered --cov-fail-under=$(COVERAGE)

# Both platforms' types at the same time.
lint: $(READY)
	@$(BIN)/ruff check .
	@$(MAKE) --no-print-directory -j 2 types types-windows
	@$(BIN)/lint-imports

types: $(READY)
	@$(BIN)/mypy

types-windows: $(READY)
	@$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/windows planner api cli

messages: $(READY)
	@$(BIN)/python -m tests.messages

# Looked at before they are committed: a page that has changed is seen there.
pictures: $(READY)
	@$(BIN)/python -m tests.api.pages.pictures

# Comments say the types (JSDoc), so that nothing has to be built; the checker is no part of the program.
scripts:
	@npx --yes --package typescript@5 tsc -p jsconfig.json

# Every test with all its examples, some of them new each time: about half an hour.
campaign: $(READY)
	@LUNJIE_CAMPAIGN=1 LUNJIE_EXPLORE=1 $(BIN)/pytest -n 4 --dist loadfile

fuzz: $(READY)
	@$(BIN)/python -W ignore -m tests.fuzz

chaos: $(READY)
	@$(BIN)/python -m tests.chaos --minutes $(MINUTES)

district: $(READY)
	@$(BIN)/python -m tests.district

soak: $(READY)
	@$(BIN)/python -m tests.soak --minutes $(HOUR)

mutants: $(READY)
	@$(BIN)/python -m tests.mutants

bench: $(READY)
	@$(BIN)/python -m benchmarks.ratios

bench-doors: $(READY)
	@for name in board turns attack pages; do echo "benchmarks.$$name"; $(BIN)/python -m benchmarks.$$name; done

bench-check: $(READY)
	@$(BIN)/python -m benchmarks.ratios --check

clean:
	rm -rf $(VENV) $(OUT) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage dist
	find planner api tests benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true
