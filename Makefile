# The chores of the project; README.md says which to use when. Everything lands in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PROSE := tests/prose/node_modules/.installed
SAMPLES := aonagi chitoseura hoshimisaki

# The theme announces its successor at every build; that is not the reader's business.
export NO_MKDOCS_2_WARNING := 1

.PHONY: site workspace test check prose bench golden schema pictures lock clean

# The site of the sample (or of TERMINAL) with all its Word files, ready at site/index.html.
site: $(VENV)/.installed
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict
	@echo "site/index.html"

# A private workspace for a terminal of your own in DIR, with this kit in it as a wheel.
workspace: $(VENV)/.installed
	@test -n "$(DIR)" || { echo "make workspace DIR=../my-port"; exit 2; }
	$(BIN)/pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .
	$(BIN)/quaybook init "$(DIR)" --kit dist

# Everything the tests need, then the whole suite.
test: $(VENV)/.installed-dev
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

# Format, lint, types, tests, and a strict site of every sample.
check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(MAKE) test
	for id in $(SAMPLES); do NO_MKDOCS_2_WARNING=1 QUAYBOOK_TERMINAL=$$id $(BIN)/mkdocs build --strict || exit 1; done

# What reads the Japanese: one word for one thing, sentences that stay sentences, and textlint where node is at hand.
prose: $(VENV)/.installed-dev $(PROSE)
	$(BIN)/pytest -q tests/prose tests/documents/test_grammar.py

$(PROSE): tests/prose/package-lock.json
	command -v npm >/dev/null || { echo "npm is not here: textlint is left out"; exit 0; }; \
	npm ci --prefix tests/prose --no-audit --no-fund --silent && touch $@

# Each against its own floor, or against itself, in one run; all are measured before one that is too slow fails it.
bench: $(VENV)/.installed-dev
	failed=0; for each in findings full_build rebuild binder practice many pages search; do $(BIN)/python tests/bench/$$each.py || failed=1; done; exit $$failed

# Accept the rendered documents as they are now; read the diff before committing it.
golden: $(VENV)/.installed-dev
	$(BIN)/pytest -q tests/documents/test_golden.py --update-golden

# The facts' schema for editors, beside the samples that name it.
schema: $(VENV)/.installed-dev
	$(BIN)/quaybook schema > terminals/facts.schema.json

# The pictures of README and manual, of the samples as they are now; look at them before committing.
pictures: $(VENV)/.installed-dev
	$(BIN)/python tests/pictures/make.py

# Pin what pyproject.toml asks for.
lock: $(VENV)/.installed-dev
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-strip-extras --extra build -o requirements.lock pyproject.toml
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-strip-extras --extra build --extra dev -o requirements-dev.lock pyproject.toml

# Only what the kit has made: what anybody else has put there stays.
clean:
	test ! -x $(BIN)/quaybook || $(BIN)/python -m quaybook.files.clearing site build
	test -L .cache || rm -rf .cache/quaybook
	test -L dist || rm -f dist/quaybook-[0-9]*-py3-none-any.whl
	test -L .cache || rmdir .cache 2>/dev/null || true
	test -L dist || rmdir dist 2>/dev/null || true

$(BIN)/pip:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/pip
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock pyproject.toml | $(BIN)/pip
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.installed
