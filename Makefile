# Dauys: one word for each thing one does with it. `make help` lists them.
# Needs python3 (3.11 to 3.13) and make; everything else is installed into .venv from the pinned lists.

PYTHON ?= python3
PORT ?= 8000
AT ?=
N ?=
TIMES ?=
MEMBERS ?=
SECONDS ?=

# The demo has a home of its own, so that it never touches a real installation.
DEMO_HOME := $(CURDIR)/build/demo

# What the caller's shell says about Python is not meant for .venv; and bytecode is written, once, so that every
# later start is quick.
unexport PYTHONDONTWRITEBYTECODE PYTHONPATH PYTHONHOME

PY := .venv/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input
PYTEST := $(PY) -m pytest -n 2
INSTALL := $(PIP) install --require-hashes --no-compile
# Stamps carry the content of the lock in their name: a fresh checkout with new file dates reinstalls nothing.
RUNTIME := .venv/runtime-$(firstword $(shell cksum < requirements/runtime.txt))
SERVER := .venv/server-$(firstword $(shell cksum < requirements/server.txt))
DEV := .venv/dev-$(firstword $(shell cksum < requirements/dev.txt))

.DEFAULT_GOAL := help
.PHONY: help demo serve test check style types contract migrations pages site sqlite browser postgresql screens server deploy-check audit bench bench-crash bench-load fmt docs clean .venv

help:  ## what can be made
	@echo "make demo    build, publish and serve the sample election     PORT=8000 AT=2021-07-25T22:00:00+06:00"
	@echo "make serve   serve what the demo published last, as it is     PORT=8000"
	@echo "make test    the whole suite on SQLite"
	@echo "make check   everything CI asks: style, types, import contract, migrations, docs, the whole site, both databases, browser"
	@echo "make site    the whole sample site, its sums added up and its links followed from outside (part of check)"
	@echo "make audit   ask the advisory database about every pinned part   AUDIT_COPY=all.zip"
	@echo "make bench   speed against the limit and against peers        N=1000000"
	@echo "make server  install what a server needs, and nothing else: see docs/installing.md"
	@echo "make deploy-check  deploy/ tried here: nginx, units, the server behind TLS (part of test)"
	@echo "make bench-crash  kill -9 at 200 moments on each database: nothing half done; up to an hour   TIMES=200"
	@echo "make bench-load   500 members at work for five minutes, on each database   MEMBERS=500 SECONDS=300"
	@echo "make fmt     put the code into its one format"
	@echo "make docs    write the generated pages of docs/ again"
	@echo "make clean   remove what make has made: .venv, build/, caches"
	@echo "PYTHON=python3.12 chooses the interpreter."

demo: $(RUNTIME)
	@exec env -u DATABASE_URL DAUYS_HOME="$(DEMO_HOME)" $(if $(AT),DAUYS_AT="$(AT)") .venv/bin/dauys demo --port $(PORT)

serve: $(RUNTIME)
	@test -d "$(DEMO_HOME)/site" || { echo "Nothing is published yet: run make demo first." >&2; exit 1; }
	@exec $(PY) -m http.server --bind 127.0.0.1 --directory "$(DEMO_HOME)/site" $(PORT)

test: $(DEV)
	env -u DATABASE_URL $(PYTEST) -m "not browser"

# `make -k check` goes on after a failure and shows them all.
check: style types contract migrations pages site postgresql screens sqlite

style: $(DEV)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: $(DEV)
	$(PY) -m mypy

contract: $(DEV)
	$(PY) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'

migrations: $(DEV)
	@mkdir -p build/check
	DAUYS_HOME=$(CURDIR)/build/check $(PY) -m django makemigrations --check --dry-run --settings dauys.config.settings

pages: $(DEV)
	$(PY) -m dauys.ops.docs --check

# The whole sample site: built, every sum added up from outside, every link followed where linklint is installed
# (Debian: apt-get install linklint; it ends with 0 whatever it finds, so what it says is looked at).
site: $(DEV)
	@env -u DATABASE_URL -u DAUYS_AT DAUYS_HOME="$(CURDIR)/build/whole" .venv/bin/dauys demo --no-serve
	$(PY) -m dauys_verify build/whole/site
	@if command -v linklint >/dev/null; then \
	  found=$$(linklint -root build/whole/site -limit 200000 -index index.html -no_warn_index -no_anchors -error '/@' 2>build/whole/links.txt); \
	  tail -3 build/whole/links.txt; echo "$$found"; test -z "$$found"; \
	else echo "linklint is not installed: links were not followed."; fi

sqlite: $(DEV)
	env -u DATABASE_URL $(PYTEST)

# What `make test` leaves out, so that the two together are `make sqlite`.
browser: $(DEV)
	env -u DATABASE_URL $(PYTEST) -m browser

# Without the tests that ask no database anything or SQLite only, and without the screens: they have their own word.
ELSEWHERE := core laws house press verify apps/publication web config $(addprefix ops/test_,installed.py installing.py \
  demo_process.py ending.py serving.py serving_workplace.py voice.py)
postgresql: $(DEV)
	$(PY) tests/on_postgresql.py $(PYTEST) -m "not browser" -k "not sqlite" $(addprefix --ignore tests/,$(ELSEWHERE))

screens: $(DEV)
	$(PY) tests/on_postgresql.py $(PYTEST) tests/web

# Whether anything is known against a pinned part; says so loudly where nobody can be asked.
audit: $(DEV)
	@$(PY) .ci/audit.py

# What an installation runs on, and no tests: docs/installing.md.
server: $(SERVER)

# deploy/ tried on this machine, with nginx and systemd-analyze where they are installed (part of test).
deploy-check: $(DEV)
	env -u DATABASE_URL $(PY) -m pytest tests/ops/test_installing.py tests/ops/test_installed.py tests/config/test_production.py

bench: $(DEV)
	@$(PY) bench/run.py $(if $(N),--rows $(N))

bench-crash: $(DEV)
	@$(PY) bench/crash.py $(if $(TIMES),--times $(TIMES))

# Members at work in the workplace, on both databases, for five minutes each; MEMBERS and SECONDS make it shorter.
bench-load: $(DEV)
	@$(PY) bench/load.py $(if $(MEMBERS),--members $(MEMBERS)) $(if $(SECONDS),--seconds $(SECONDS))

fmt: $(DEV)
	$(PY) -m ruff check --fix --quiet . ; $(PY) -m ruff format .

docs: $(DEV)
	$(PY) -m dauys.ops.docs

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

.venv: $(DEV)

# ---------------------------------------------------------------- the environment

.venv/made:
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) was not found: install Python 3.11, 3.12 or 3.13, or say where it is with PYTHON=…" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { echo "Dauys needs Python 3.11, 3.12 or 3.13; $(PYTHON) is $$($(PYTHON) -V 2>&1). Choose another with PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "This Python cannot make environments (no venv or ensurepip). On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "Making .venv with $$($(PYTHON) -V 2>&1) …"
	@rm -rf .venv && $(PYTHON) -m venv .venv
	@# Nothing here is built from source, and setuptools weighs more than all of our own code.
	@$(PIP) uninstall --quiet --yes setuptools 2>/dev/null || true
	@# Our own code is used from where it stands; the path is relative, so the folder may be moved.
	@echo ../../../../src > "$$($(PY) -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/dauys.pth"
	@cp requirements/dauys.in .venv/bin/dauys && chmod +x .venv/bin/dauys
	@touch $@

$(RUNTIME): .venv/made
	@echo "Installing what the demo needs into .venv: once, about a minute …"
	@rm -f .venv/runtime-* .venv/server-* .venv/dev-*
	@$(INSTALL) --requirement requirements/runtime.txt
	@touch $@

$(SERVER): .venv/made
	@echo "Installing what a server needs into .venv: once, about a minute …"
	@rm -f .venv/runtime-* .venv/server-* .venv/dev-*
	@$(INSTALL) --requirement requirements/server.txt
	@touch $(RUNTIME) $@

$(DEV): .venv/made
	@echo "Installing what tests and checks need into .venv: once, a minute or two …"
	@rm -f .venv/runtime-* .venv/server-* .venv/dev-*
	@$(INSTALL) --requirement requirements/dev.txt
	@# The pins of the other two are among those of dev.txt (tests/house holds this true).
	@touch $(RUNTIME) $(SERVER) $@
