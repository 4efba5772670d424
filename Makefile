# Two commands do everything on a fresh Debian machine: `make demo` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := demo-world
SPEAK ?= nl
STAMP := $(VENV)/.installed
# One more than there are cores: tests with programs and browsers wait for those now and then
WORKERS := $(shell expr $$(nproc) + 1)

.PHONY: help install system demo test check soak bench single-file words docs lock clean

help:  ## what there is to make
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 13

system:  ## Debian packages that PDFs and the tests need
	@tools/system-packages

$(STAMP): requirements-dev.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $(STAMP)

install: $(STAMP)  ## a virtual environment with sluis in it

demo: install  ## a world of parties, one exchange through it, and the portal; SPEAK=en for English
	@$(BIN)/sluis --language $(SPEAK) demo --dir $(DEMO)

test: install system  ## everything that must hold
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	SLUIS_PORTAL=$(VENV)/portal $(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q -n $(WORKERS) --dist worksteal

check: test  ## the same as test

soak: install system  ## faults at random moments, 200 of each kind; hours
	SLUIS_FAULT_RUNS=200 $(BIN)/pytest -q tests/network/test_faults.py

bench: install system  ## ratios to peers, measured in one run
	$(BIN)/python -m benchmarks

single-file:  ## one executable of a source's program for this system, in dist/; not part of the tests
	$(PYTHON) tools/single_file/build.py

words: install  ## collect texts for translation, compile them, and make the reference of codes
	$(BIN)/python tools/words.py update
	$(BIN)/python tools/words.py compile
	$(BIN)/python tools/words.py docs

docs: words  ## make the parts of the reference that come from the code
	PYTHONPATH=src $(BIN)/python tools/commands.py
	$(BIN)/python tools/side_by_side.py

lock: install  ## renew the locked requirements
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --no-header --no-annotate --generate-hashes pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --no-header --no-annotate --generate-hashes --extra dev pyproject.toml -o requirements-dev.txt

clean:  ## remove what was made
	rm -rf $(VENV) $(DEMO) build dist
