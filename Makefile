# Each target works alone and first: the environment is made where it is missing.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
BFI := examples/bfi

CLIENTS := clients/.installed
NODE_CLIENTS := $(dir $(wildcard clients/*/package.json))
PYTHON_CLIENTS := $(patsubst clients/%/requirements.txt,%,$(wildcard clients/*/requirements.txt))

.PHONY: help demo test test-slow test-lowest test-clients check benchmark clean

help:
	@echo "make demo         evaluate 2,800 real answers: out/report.html and out/evidence.json"
	@echo "make test         the tests"
	@echo "make test-slow    the tests and all simulations"
	@echo "make test-lowest  the tests with the oldest versions that are allowed"
	@echo "make test-clients other people's programs read our files; needs Node, Java and Chromium"
	@echo "make check        style, types, floors"
	@echo "make benchmark    time against other programs"

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if v >= (3, 11) else "Python 3.11 or newer is needed, this is %d.%d: make PYTHON=/path/to/python3.11" % v[:2])'
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[all]'
	@touch $@

demo: $(STAMP)
	$(BIN)/covalue evaluate $(BFI)/bfi.csv --instrument $(BFI)/instrument --map $(BFI)/import_map.yaml --out out
	$(BIN)/covalue verify out/evidence.json --data $(BFI)/bfi.csv

test: $(STAMP)
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

test-slow: $(STAMP)
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --slow

test-lowest:
	$(PYTHON) -m venv --clear .venv-lowest
	.venv-lowest/bin/python -m pip install --quiet --upgrade pip uv
	.venv-lowest/bin/uv pip install --quiet --python .venv-lowest/bin/python --resolution lowest-direct --editable '.[crosscheck,spss,interchange,pdf,test]'
	.venv-lowest/bin/python -m pytest --numprocesses auto --dist loadfile

$(CLIENTS): $(wildcard clients/*/package-lock.json clients/*/requirements.txt clients/*/install.sh)
	for folder in $(NODE_CLIENTS); do \
	  if [ -f $$folder/install.sh ]; then bash $$folder/install.sh; \
	  else (cd $$folder && npm ci --ignore-scripts --no-audit --no-fund); fi || exit 1; done
	for name in $(PYTHON_CLIENTS); do \
	  $(PYTHON) -m venv --clear .venv-clients-$$name && \
	  .venv-clients-$$name/bin/python -m pip install --quiet --requirement clients/$$name/requirements.txt \
	  || exit 1; done
	@touch $@

test-clients: $(STAMP) $(CLIENTS)
	$(BIN)/python -m pytest --clients --numprocesses auto --dist loadfile tests/clients

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

benchmark: $(STAMP)
	$(BIN)/python benchmarks/polychoric.py
	$(BIN)/python benchmarks/structural.py

clean:
	rm -rf $(VENV) .venv-lowest .venv-clients-* clients/*/node_modules $(CLIENTS) out
