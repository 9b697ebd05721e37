# The portal's commands; CI calls the same ones.
#   make run     set up what is missing, then serve (.env.example lists what changes how)
#   make test    the tests, but for the slow ones; make test-all runs all
#   make lint    everything that must be in order
#   make bench   measure

PY := .venv/bin/python
PYTEST := $(PY) -m pytest -n 2
MO := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore

.PHONY: run test test-all test-debian lint bench ready ready-dev installed browser
.SILENT:

run: ready
	$(PY) manage.py serve

test: ready-dev browser
	$(PYTEST) -m "not slow" $(ARGS)

test-all: ready-dev browser
	$(PYTEST) $(ARGS)

# all but the browser tests on the system's own PostgreSQL, as a throw-away server
test-debian: ready-dev
	TEST_POSTGRES=$$($(PY) -m tests.find_postgres) && export TEST_POSTGRES \
	&& $(PYTEST) -m "not slow and not browser" $(ARGS)

lint: ready-dev
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m djlint --lint --quiet templates
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) -m tests.lint_translations
	HTTPS=1 SITE_URL=https://portal.example.org ALLOWED_HOSTS=portal.example.org \
	  $(PY) manage.py check --deploy --fail-level WARNING

bench: ready-dev browser
	$(PY) -m benchmarks

# Set-up. A copy of the requirements inside .venv says what is installed: one that was cut short
# leaves none, and the next goes on.
ready: installed $(MO)

installed: .venv/bin/python
	cmp -s requirements.txt .venv/requirements.txt || { \
	  echo "Installing packages, once (a minute or two) ..." \
	  && $(PY) -m pip install --quiet --requirement requirements.txt \
	  && cp requirements.txt .venv/requirements.txt; }

ready-dev: ready
	cmp -s requirements-dev.txt .venv/requirements-dev.txt || { \
	  echo "Installing packages for tests and linting, once ..." \
	  && $(PY) -m pip install --quiet --requirement requirements-dev.txt \
	  && cp requirements-dev.txt .venv/requirements-dev.txt; }

browser: ready-dev
	$(PY) -m tests.find_browser

# a python3 that is there may be too old, cannot make environments, or is a shim that cannot run
.venv/bin/python:
	for python in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
	  if $$python -c 'import ensurepip, sys, venv; \
	    sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; \
	  then exec $$python -m venv --clear .venv; fi; \
	done; \
	echo "The portal needs Python 3.11, 3.12 or 3.13 with venv; none was found." >&2; \
	echo "On Debian and Ubuntu: apt install python3 python3-venv" >&2; \
	echo "If it is somewhere else: make run PYTHON=/path/to/python3" >&2; exit 1

$(MO): %.mo: %.po | installed
	$(PY) -m kalasin_network.translations $<
