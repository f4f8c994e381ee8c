# One command each, the same on every machine and in CI. `make` alone lists them.
#
# The environment lives in VENV (default .venv; set it to share one between clones). A stamp file named after the
# requirements' checksum tells that it is complete: the second run installs nothing, a changed pin installs again.

VENV ?= .venv
PYTHON ?= $(firstword $(shell command -v python3.11 2>/dev/null) python3.11)

bin := $(VENV)/bin
venv_python := $(bin)/python
checksum := $(shell cat constraints.txt requirements.txt | cksum | tr ' ' '-')
checksum_dev := $(shell cat constraints.txt requirements.txt requirements-dev.txt | cksum | tr ' ' '-')
product := $(VENV)/.product-$(checksum)
development := $(VENV)/.development-$(checksum_dev)
pip_install := $(venv_python) -m pip install --disable-pip-version-check --retries 10 --timeout 120

FAST_RING := not speech and not browser and not slow

.DEFAULT_GOAL := help
.PHONY: help run test test-fast search check clean python ready component models

help:
	@echo "make run        install what is missing, then open the workbench in the browser"
	@echo "make test       every test: the fast ones first, then speech and browser"
	@echo "make test-fast  the fast tests only (neither speech nor browser)"
	@echo "make search     look for examples that break what must always hold, other ones each time (some minutes)"
	@echo "make check      format, lint, types (Python and JavaScript), import directions, house rules"
	@echo "make python     print the path of the environment's interpreter (make -s python)"
	@echo "make clean      remove the environment and what tools left behind"

# The launcher verifies the model files itself: a missing one is said, and stops transcription only.
run: $(product) component
	$(venv_python) -m ui.launcher

test: ready
	$(venv_python) -m pytest -m "$(FAST_RING)"
	$(venv_python) -m pytest -m "not ($(FAST_RING))"

test-fast: ready
	$(venv_python) -m pytest -m "$(FAST_RING)"

search: ready
	for n in 1 2 3 4 5; do HYPOTHESIS_PROFILE=search $(venv_python) -m pytest -q tests/study/test_*_machine.py || exit 1; done

check: ready
	$(bin)/ruff format --check .
	$(bin)/ruff check .
	$(bin)/mypy
	$(bin)/lint-imports
	$(venv_python) -m tests.javascript
	$(venv_python) -m pytest -m "$(FAST_RING)" tests/house

python: ready
	@cd $(bin) && echo "$$(pwd)/python"

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis ui/ui.egg-info
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +

# What follows writes to standard error only, so that `$$(make -s python)` is one path and nothing else.

ready: $(development) component models

# What browsers fetch is built from the sources. A cached environment keeps the path of the clone it was made for, so
# the components are registered every time.
component: | $(product)
	@$(venv_python) -m ui.components.building >&2
	@$(pip_install) --quiet --no-deps --no-build-isolation -e ./ui >&2

models: | $(product)
	@$(venv_python) -m pipeline.models >&2

$(product):
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	  echo "Python 3.11 is not here (looked for $(PYTHON))." >&2; \
	  echo "Install it (Debian, Ubuntu: apt install python3.11 python3.11-venv; macOS: brew install python@3.11;" >&2; \
	  echo "else python.org), or name one: make run PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { \
	  echo "$(PYTHON) is not Python 3.11. Name one that is: make run PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Making the environment in $(VENV). It takes 9 to 10 GB of disk and, once, some minutes." >&2
	@test -x $(bin)/pip || $(PYTHON) -m venv $(VENV) >&2
	@$(pip_install) -r requirements.txt >&2
	@rm -f $(VENV)/.product-* && touch $@

$(development): | $(product)
	@$(pip_install) -r requirements-dev.txt >&2
	@rm -f $(VENV)/.development-* && touch $@
