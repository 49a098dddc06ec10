# `make demo` and `make test` set up everything by themselves; see README.md.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup demo test trust versions check format docs lock bench clean

VENV := .venv
BIN := $(VENV)/bin
UV := .uv/bin/uv
PACKAGES := expectations flows transforms warehouse
DEMO_HOME := newsmill-demo
TEST_WORKERS := 2
GOLD := ../shared/gold

# Builds of Python differ more than its versions do (docs/benchmarks.md, "Interpreters"). So each that is
# found and runs is timed, and the quickest comes first; none is downloaded. One may be on PATH and still
# not run, as a shim of pyenv.
TIMED := import re, ssl, sqlite3, sys, timeit; \
	assert (3, 11) <= sys.version_info < (3, 14); \
	text = "On Monday, Mr Smith told 1,250 people of it. " * 300; \
	read = lambda: {found: found.lower() for found in re.findall(r"\b[A-Z][a-z]+|\d+", text)}; \
	count = lambda: sum(len(word) for word in text.split() if word.startswith("p")); \
	print(round(1e9 * min(timeit.repeat(lambda: (read(), count()), number=5, repeat=20))), sys.executable)
PYTHONS = $(eval PYTHONS := $(shell \
	for python in $$(readlink -f $$(type -aP python3.13 python3.12 python3.11 python3 python) \
		$${PYENV_ROOT:-$$HOME/.pyenv}/versions/3.1[123].*/bin/python3 | sort -u); do \
	"$$python" -c '$(TIMED)' 2>/dev/null || :; done | sort -n | cut -d" " -f2))$(or $(PYTHONS),$(error \
	newsmill needs Python 3.11, 3.12 or 3.13, and none was found))

help: ## Show what there is to do
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 10

# Where PYTHONDONTWRITEBYTECODE is set, as in many images, every process would compile it all anew.
setup: $(VENV)/.complete ## Install newsmill and all it needs into .venv
	@$(BIN)/python -m compileall -q $(PACKAGES)

$(VENV)/.complete: requirements.lock pyproject.toml | .uv/.complete
	$(UV) venv --quiet --clear --python "$(firstword $(PYTHONS))" $(VENV)
	VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --compile-bytecode --require-hashes -r requirements.lock
	VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.uv/.complete:
	@for python in $(PYTHONS); do \
		"$$python" -c 'import ensurepip' 2>/dev/null && exec "$$python" -m venv --clear .uv; done; \
		echo "none of $(PYTHONS) can make an environment with pip: install python3-venv or the like"; exit 1
	.uv/bin/pip install --quiet --disable-pip-version-check 'uv>=0.9,<1'
	@touch $@

demo: setup ## Run the five seeds end to end, and show the result
	@$(BIN)/newsmill run seeds --home $(DEMO_HOME)
	@$(BIN)/python docs/examples.py --home $(DEMO_HOME)

test: setup ## Run the tests
	$(BIN)/python -m pytest -n $(TEST_WORKERS) --dist worksteal -m "not trust"

trust: setup ## Run the long trials: schedules, a cluster, a watched run
	$(BIN)/python -m pytest -n $(TEST_WORKERS) --dist worksteal -m trust

versions: setup ## Test what reads news on the other versions of Python that are found
	@version='import sys; print("%d.%d" % sys.version_info[:2])'; \
	tested=$$($(BIN)/python -c "$$version"); \
	for python in $(PYTHONS); do \
		other=$$("$$python" -c "$$version"); \
		case " $$tested " in *" $$other "*) continue; esac; \
		tested="$$tested $$other"; \
		$(MAKE) VENV=.uv/$$other PYTHONS="$$python" setup; \
		.uv/$$other/bin/python -m pytest -n $(TEST_WORKERS) --dist worksteal tests/transforms; \
	done; \
	echo "tested on Python $$tested"

check: setup ## Lint, check types, run the doctests, see that the docs are current
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q --doctest-modules expectations transforms warehouse flows
	$(BIN)/python -m expectations.dictionary --check

format: setup ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: setup ## Write the generated parts of the docs anew
	$(BIN)/python -m expectations.dictionary
	$(BIN)/newsmill run seeds --home $(DEMO_HOME) --quiet
	$(BIN)/python docs/examples.py --home $(DEMO_HOME) --write

lock: .uv/.complete ## Pin the dependencies anew
	$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
		--no-header --no-annotate -p 3.11 --extra dask --group dev pyproject.toml -o requirements.lock

bench: setup ## Measure quality and speed on the gold data, if it is there
	$(BIN)/python benchmarks/seeds.py
	$(BIN)/python benchmarks/speed.py $(GOLD)

clean: ## Remove all that was set up or made
	rm -rf .venv .uv $(DEMO_HOME) .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find $(PACKAGES) -name __pycache__ -prune -exec rm -rf {} +
