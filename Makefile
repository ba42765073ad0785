# Two commands for a fresh machine with Python 3.11 or later and make:
#   make demo    an invented trust to try, on http://127.0.0.1:8000
#   make test    every check, with a real browser and a real PostgreSQL

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo test lint types imports unit coverage battery scan browser readers bench load format build sbom clean

# the first Python that is new enough
CANDIDATES := python3 python3.11 python3.12 python3.13 python3.14
NEW_ENOUGH := 'import sys; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(firstword $(foreach name,$(CANDIDATES),$(shell $(name) -c $(NEW_ENOUGH) 2>/dev/null && command -v $(name))))

UV_VERSION := 0.13.9
UV := .uv/bin/uv
RUN := $(UV) run --no-sync
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
# tests start many processes: each would compile every module anew where the machine forbids to keep
# what is compiled
export PYTHONDONTWRITEBYTECODE :=
# three processes for two cores: tests in the browser wait for pages half of their time
AT_ONCE := --numprocesses=3 --dist=loadfile --no-loadscope-reorder
# only what a test that failed has written stays
KEPT := -o tmp_path_retention_policy=failed
# linear algebra in one thread: the test processes already keep the cores busy
ONE_THREAD := OPENBLAS_NUM_THREADS=1
# The files of "make test" lie in memory where there is room for them (kB) and programs may run from
# there: on a slow disk every commit waits, and a copied database half a second. Whether a disk keeps
# what it was given is asked by "make battery", which stays on the disk.
MEMORY := /dev/shm
ROOM := 4000000
IN_MEMORY = $(shell [ -w $(MEMORY) ] && [ "$$(df -k --output=avail $(MEMORY) | tail -n 1)" -ge $(ROOM) ] && \
	! findmnt -no OPTIONS --target $(MEMORY) | grep -qw noexec && echo TMPDIR=$(MEMORY))

PORT ?= 8000

help:
	@echo "make demo   make, fill and serve an invented trust on http://127.0.0.1:$(PORT)"
	@echo "make test   run every check"
	@echo "make lint types imports unit   run one kind of check"
	@echo "make coverage   run the tests and count the lines and branches they reach"
	@echo "make battery   races, kills, power cuts and stops by the hundred, and what takes too long for make test"
	@echo "make scan   look for holes with other people's programs, in the code and through the pages"
	@echo "make bench  time our statistics beside those of other packages"
	@echo "make load   600 leads of 215 trusts at 130 requests a second, every save read back"
	@echo "make format   format the code"
	@echo "make build  the wheel, the versions it was tested with and its bill of materials, in dist/"
	@echo "make clean  remove what make has installed (instance/ stays)"

demo: .uv/run-time
	$(RUN) benchmark demo --port $(PORT)

test: lint types imports unit

lint: .uv/development
	$(RUN) ruff check .
	$(RUN) ruff format --check .

types: .uv/development
	$(RUN) mypy

imports: .uv/development
	$(RUN) lint-imports

unit: .uv/development browser readers
	$(IN_MEMORY) $(ONE_THREAD) $(RUN) pytest $(AT_ONCE) $(KEPT)

# apart from "make test": on Python 3.11 counting lines makes the tests half as slow again
coverage: .uv/development browser readers
	$(IN_MEMORY) $(ONE_THREAD) $(RUN) pytest $(AT_ONCE) $(KEPT) --cov --cov-report=term --cov-fail-under=95

# What "make test" tries a few times, and what takes too long for it: races, kills of the whole
# server, servers and workers replaced under load, power cuts, stops of PostgreSQL, migrations killed
# at so many moments each way, and damaged logs of SQLite. Each test says its name, how many are
# done, and what it has counted. KILLS=20 tries fewer.
COUNTS := RACES=$(or $(RACES),300) KILLS=$(or $(KILLS),200) POWER_CUTS=$(or $(POWER_CUTS),50) \
	STOPS=$(or $(STOPS),20) MOMENTS=$(or $(MOMENTS),20) DAMAGES=$(or $(DAMAGES),50) CASES=$(or $(CASES),10000) \
	RESTARTS=$(or $(RESTARTS),3)
battery: .uv/development .uv/scanners readers
	$(COUNTS) $(ONE_THREAD) $(RUN) pytest -m "" -vv -o console_output_style=count --durations=10 tests/battery

# bandit, semgrep with our own rules, and wapiti as each role against a server of its own; about nine
# minutes with five seconds for each kind of attack (SECONDS_EACH=20 tries longer). In memory where
# there is room: wapiti keeps what it has found in a database, and gives up where the disk is slow
scan: .uv/development .uv/scanners
	$(IN_MEMORY) $(RUN) python -m tests.security.scan $(SECONDS_EACH)

.uv/scanners: .uv/bin/uv tests/security/scanners/uv.lock tests/security/scanners/pyproject.toml
	UV_PROJECT_ENVIRONMENT=$(CURDIR)/.uv/scanners $(UV) sync --locked --project tests/security/scanners --python $(PYTHON)
	@touch $@

# one BLAS thread for both sides: waiting threads would count as work; then 1,720 reports while
# people save, about ten minutes (PACKS=25 makes packs for 25 trusts only)
bench: .uv/development
	$(ONE_THREAD) $(RUN) python -m tests.performance.bench
	$(UV) sync --locked --inexact --group bench --python $(PYTHON)
	$(ONE_THREAD) $(RUN) python -m tests.performance.pooling
	$(RUN) python -m tests.performance.packs_under_load $(PACKS)

# the deadline of a whole country for three minutes; quiet machines only
load: .uv/development
	$(UV) sync --locked --inexact --group load --python $(PYTHON)
	$(ONE_THREAD) $(RUN) python -m tests.load.deadline_day $(SECONDS)

format: .uv/development
	$(RUN) ruff format .
	$(RUN) ruff check --fix .

# what a server is installed from: the wheel, and what it needs in the versions that were tested
DIST ?= dist
build: .uv/bin/uv sbom
	$(UV) build --wheel --quiet --out-dir $(DIST)
	$(UV) export --quiet --locked --no-dev --no-emit-project --output-file $(DIST)/requirements.txt

# What the wheel needs to run, with its extras, as uv.lock has it: names, versions, SHA-256 of every
# file and what needs what, as CycloneDX. NOTICE names what is carried inside.
sbom: .uv/bin/uv
	@mkdir -p $(DIST)
	$(UV) export --quiet --locked --no-dev --all-extras --preview-features sbom-export \
		--format cyclonedx1.5 --output-file $(DIST)/sbom.cdx.json

# Debian's Chromium where we may install it, otherwise Playwright's own
browser: .uv/development
	@if command -v chromium >/dev/null; then true; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Debian's Chromium"; apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -qy install chromium; \
	elif command -v apt-get >/dev/null && sudo -n true 2>/dev/null; then \
		echo "Installing Debian's Chromium"; sudo apt-get -q update && sudo DEBIAN_FRONTEND=noninteractive apt-get -qy install chromium; \
	else echo "Installing Playwright's Chromium"; $(RUN) playwright install chromium; fi

# programs that read our files in the tests, none of them ours
readers:
	@if command -v qpdf >/dev/null && command -v pdfinfo >/dev/null && command -v unzip >/dev/null; then true; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing qpdf, poppler-utils and unzip"; apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -qy install qpdf poppler-utils unzip; \
	elif command -v apt-get >/dev/null && sudo -n true 2>/dev/null; then \
		echo "Installing qpdf, poppler-utils and unzip"; sudo apt-get -q update && sudo DEBIAN_FRONTEND=noninteractive apt-get -qy install qpdf poppler-utils unzip; \
	else echo "The tests need qpdf, poppler-utils and unzip; please install them." >&2; exit 1; fi

.uv/bin/uv:
	@if [ -z "$(PYTHON)" ]; then echo "Python 3.11 or later is needed, and none was found." >&2; exit 1; fi
	@$(PYTHON) -m venv .uv || { rm -rf .uv; echo "Python's venv module is needed; on Debian: apt-get install python3-venv" >&2; exit 1; }
	.uv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

# --inexact: the demo leaves the tools of the tests where they are
.uv/run-time: .uv/bin/uv uv.lock pyproject.toml
	$(UV) sync --locked --no-dev --inexact --python $(PYTHON)
	@touch $@

.uv/development: .uv/bin/uv uv.lock pyproject.toml
	$(UV) sync --locked --python $(PYTHON)
	@touch $@ .uv/run-time

clean:
	rm -rf .uv .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
