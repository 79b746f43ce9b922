# make demo       set up .venv and print the example article in English
# make test       what CI runs: lint, types, tests, benchmarks with floors, and a real model
# make check      the same without the benchmarks and the real model
# make test-long  what takes an hour: many more examples of each property, more kills, and load

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# On Linux the plain torch on the package index carries several gigabytes of CUDA libraries;
# the +cpu build does not. Elsewhere the plain one is the CPU build.
TORCH_VERSION := 2.13.0
ifeq ($(shell uname -s),Linux)
TORCH := torch==$(TORCH_VERSION)+cpu --extra-index-url https://download.pytorch.org/whl/cpu
else
TORCH := torch==$(TORCH_VERSION)
endif
INSTALL := $(BIN)/python tools/install.py --log $(VENV)/install.log
# The model that the tests of a real model translate with.
MODEL := qwen2.5-coder-1.5b-instruct

# Tests start hundreds of processes. Where this is set, each compiles all that it imports.
unexport PYTHONDONTWRITEBYTECODE

JOBS := $(or $(shell getconf _NPROCESSORS_ONLN),2)
# What is done side by side prints its lines when it is done.
SYNC := $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)

.PHONY: demo test check test-long lint types units model real bench clean

demo: $(VENV)/.run
	$(BIN)/newsxlate translate examples/kim-in-russland.txt --to en

# Tests that wait leave cores idle, and types and benchmarks fill them; the model is on its way
# meanwhile. It translates at the end, since it takes all cores.
test: lint
	$(MAKE) --jobs $(JOBS) $(SYNC) units model types $(BENCHES:%=bench-%)
	$(MAKE) real

check: lint
	$(MAKE) --jobs $(JOBS) $(SYNC) units types

# A process for each core; the tests of a module stay together, since they share what they set up.
# Modules come in the order that tests/conftest.py gives them, not by their number of tests.
units: $(VENV)/.dev
	$(BIN)/python -m pytest -q --numprocesses auto --dist loadfile --no-loadscope-reorder \
	  -m "not real_model and not long"

test-long: $(VENV)/.dev
	$(BIN)/python -m pytest -q --numprocesses auto --dist load -m "hypothesis or long" \
	  --hypothesis-profile long
	$(BIN)/python benchmarks/review_load.py --check

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

model: $(VENV)/.dev
	$(BIN)/newsxlate models pull $(MODEL)

real: $(VENV)/.dev
	$(BIN)/python -m pytest -q -m real_model

# Every figure that has a floor and needs no model, the longest first: each takes one core. Checking
# is held to it in four languages here; all ten take minutes.
BENCHES := faithfulness swaps checking summaries repairs names mentions segmentation cleaning pages memory
FLAGS_checking := --languages fr,es,pl,uk --half held-out
FLAGS_faithfulness := --languages en,fr

bench: $(VENV)/.dev
	$(MAKE) --jobs $(JOBS) $(SYNC) $(BENCHES:%=bench-%)

bench-%: $(VENV)/.dev
	$(BIN)/python benchmarks/$*.py --check $(FLAGS_$*)

# torch comes first and alone: with it in place, nothing that needs torch looks for another one.
# Without it everything runs but the conversion of Hub models, so the demo goes on if it cannot be installed.
$(VENV)/.torch:
	@echo "Setting up $(VENV): 0.5 GB of packages to download, 1.4 GB on disk (with what tests need" \
	  "0.7 and 2 GB); it takes one to three minutes. A model comes after that, 0.3 to 1.1 GB." >&2
	@$(PYTHON) -m venv $(VENV)
	@$(INSTALL) $(TORCH) || echo "torch cannot be installed: going on without it" >&2
	@touch $@

$(VENV)/.run: $(VENV)/.torch pyproject.toml models.toml
	@if $(BIN)/python -c "import torch" 2>/dev/null; \
	then $(INSTALL) --editable ".[torch,review]"; else $(INSTALL) --editable ".[review]"; fi
	@touch $@

# All at once: what a demo needs is among it.
$(VENV)/.dev: $(VENV)/.torch pyproject.toml models.toml
	@$(INSTALL) --editable ".[torch,review,dev]"
	@touch $(VENV)/.run $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache
