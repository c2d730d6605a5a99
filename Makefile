# Everything that a person or a machine does with this project. `make` or `make help` lists it.
PORT ?= 8000
DB ?= sqlite
ARGS ?=

PY := .venv/bin/python
PIP := -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --retries 3
RUNTIME := .venv/.runtime
DEV := .venv/.dev
NEXT := var/venv-next
PYTEST := DATA_DIR=$(CURDIR)/var/test $(PY) -m pytest
MAKEFLAGS += --no-print-directory

.PHONY: help run test test-next check fmt demo bench lock messages

help: ## List what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

run: $(RUNTIME) ## Set everything up and serve the expo at http://127.0.0.1:8000 (PORT=8123 chooses another port)
	@exec $(PY) manage.py serve --port $(PORT)

demo: $(RUNTIME) ## Load the demo edition: 225 booths, 440 products; a second time changes nothing
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py demo

test: $(DEV) ## Run all tests on SQLite and in a browser (DB=postgres: on PostgreSQL what touches a database; ARGS="-k search": only some)
ifneq ($(ARGS),)
	@$(PY) -m tests.machine $(DB) env $(PYTEST) $(ARGS)
else
	@$(PY) -m tests.machine $(DB) env $(PYTEST) -n 2 --ignore tests/e2e
ifeq ($(DB),sqlite)
	@$(PYTEST) -n 2 --dist loadfile tests/e2e
endif
endif

test-next: $(NEXT)/.made ## Run the tests on Django 6.1 with warnings as errors, where Python 3.12 or newer is at hand
	@if [ -x $(NEXT)/bin/python ]; then DATA_DIR=$(CURDIR)/var/test-next $(NEXT)/bin/python -m pytest -n 2 --ignore tests/e2e; fi

check: $(DEV) ## Check form, imports, templates, migrations, translations, settings and locks
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m djlint --lint --quiet templates
	$(PY) .venv/bin/lint-imports --cache-dir var/import_linter
	$(PYTEST) --quiet tests/test_repository.py

fmt: $(DEV) ## Bring Python code into form
	$(PY) -m ruff check --fix-only --quiet .
	$(PY) -m ruff format .

bench: $(RUNTIME) ## Measure requests per second against a constant page (about two minutes)
	@$(PY) manage.py bench

messages: $(DEV) ## Collect the words for translation into locale/en and compile them (needs GNU gettext)
	@$(PY) -m tests.machine gettext
	$(PY) manage.py makemessages --locale en --no-obsolete --add-location file --ignore var --ignore tests
	$(PY) manage.py compilemessages --locale en --locale id --ignore .venv --ignore var

lock: $(DEV) ## Lock all requirements with hashes, for Python 3.11 and newer
	for name in requirements requirements-dev requirements-scale; do \
		$(PY) -m uv pip compile --quiet --universal --python-version 3.11 --no-strip-extras --generate-hashes \
			--no-emit-index-url --no-emit-find-links --no-header $$name.in -o $$name.txt || exit 1; \
	done

$(RUNTIME): requirements.txt | .venv/.made
	@echo "Installing the site's packages into .venv ..."
	@$(PY) $(PIP) -r requirements.txt || $(no_packages)
	@touch $@

$(DEV): requirements-dev.txt | .venv/.made
	@echo "Installing the site's packages and the tools for tests into .venv ..."
	@$(PY) $(PIP) -r requirements-dev.txt || $(no_packages)
	@touch $@ $(RUNTIME)

$(NEXT)/.made: requirements-dev.txt
	@mkdir -p $(NEXT)
	@for python in $(PYTHON) python3.14 python3.13 python3.12 "$$(dirname "$$(command -v python3)")"/../versions/3.1[2-9]*/bin/python3; do \
		if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then \
			echo "Installing Django 6.1 for $$("$$python" --version) into $(NEXT) ..." && "$$python" -m venv $(NEXT) && \
			$(NEXT)/bin/python $(PIP) -r requirements-dev.txt && \
			$(NEXT)/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: 'Django~=6.1.0' && touch $@ && exit 0; \
			exit 1; \
		fi; \
	done; \
	echo "Left out: the tests on Django 6.1, for there is no Python 3.12 or newer here."

.venv/.made:
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
		if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			"$$python" -m venv .venv && touch $@ && exit 0; \
			rm -rf .venv; \
			echo "$$python could not make a virtual environment. On Debian and Ubuntu: apt install python3-venv" >&2; \
			exit 1; \
		fi; \
	done; \
	echo "Python 3.11 or newer is needed. Found: $$(python3 --version 2>&1 | head -n 1)." >&2; \
	echo "If it is installed elsewhere: make PYTHON=/path/to/python3" >&2; \
	exit 1

define no_packages
{ \
	echo "The packages could not be installed; pip says why above." >&2; \
	echo "They come from the Python package index over https. Behind a proxy set HTTPS_PROXY; for a mirror set PIP_INDEX_URL." >&2; \
	echo "Then run the same command again." >&2; \
	exit 1; \
}
endef
