# The commands of the book; `make help` lists them. All that they write lies inside this checkout.
SHELL := /bin/sh
.DEFAULT_GOAL := help

PYTHON ?= python3
# Three on two cores: they wait for kernels and browsers a third of the time.
WORKERS ?= 3
PORT ?= 8000
ARGS ?=

VENV := .venv
RUN := $(VENV)/bin/python -W default
PYTEST := $(VENV)/bin/python -m pytest
OR_NONE := || [ $$? -eq 5 ]  # pytest's word for: no test was asked for
# A new requirements.txt or pyproject.toml has a new sum, hence a new stamp, hence an installation.
STAMP := $(VENV)/installed-$(shell cat requirements.txt pyproject.toml | cksum | tr ' ' '-')

# One thread a process: two workers share two cores, and a sum is taken in the same order everywhere.
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1
export MKL_NUM_THREADS := 1
# Jupyter, IPython, matplotlib and Dask would write outside it.
HOME_FOLDER := $(shell mkdir -p _build/home && echo $(CURDIR)/_build/home)
export IPYTHONDIR := $(HOME_FOLDER)/ipython
export JUPYTER_CONFIG_DIR := $(HOME_FOLDER)/jupyter
export JUPYTER_DATA_DIR := $(HOME_FOLDER)/jupyter-data
export DASK_TEMPORARY_DIRECTORY := $(HOME_FOLDER)/dask
export MPLCONFIGDIR := $(HOME_FOLDER)/matplotlib
export PIP_DISABLE_PIP_VERSION_CHECK := 1

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

$(STAMP):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; make PYTHON=python3.12 names another one."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "Python's venv module is missing. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(VENV)/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo "Creating $(VENV)"; $(PYTHON) -m venv --clear $(VENV); }
	@echo "Installing requirements.txt into $(VENV) (some minutes the first time)"
	@$(VENV)/bin/python -m pip install --quiet --no-cache-dir -r requirements.txt
	@rm -f $(VENV)/installed-*
	@touch $@

setup: $(STAMP) ## create .venv from requirements.txt

book: $(STAMP) ## run the notebooks and write the site to _build/html
	@$(RUN) -m tools.build

pdf: book ## the whole book on paper, into the site
	@$(RUN) -m tools.pdf
	@$(RUN) -m tools.build

slides: book ## a deck of slides for each chapter, into the site
	@$(RUN) -m tools.slides
	@$(RUN) -m tools.build

lite: book ## the notebooks in the reader's browser (JupyterLite), into the site
	@$(RUN) -m lite
	@$(RUN) -m tools.build

copies: book ## the pages as Markdown with llms.txt, and the site in one archive, into the site
	@$(RUN) -m copies
	@$(RUN) -m tools.build

problems: $(STAMP) ## the problem sets: what students get, and what marks it
	@$(RUN) -m problems make

release: problems book ## all of it: site, slides, PDF, copies, problem sets, Python in the browser
	@$(RUN) -m tools.slides
	@$(RUN) -m tools.pdf
	@$(RUN) -m lite || echo "The site goes without Python in the browser."
	@$(RUN) -m copies
	@$(RUN) -m tools.build

serve: $(STAMP) ## show the built site on localhost (PORT=8000)
	@test -f _build/html/index.html || $(MAKE) --no-print-directory book
	@echo "The book: http://127.0.0.1:$(PORT)/  (Ctrl-C ends)"
	@$(VENV)/bin/python -m http.server $(PORT) --bind 127.0.0.1 --directory _build/html

test: $(STAMP) ## what users rely on: package, notebooks, site (ARGS="-k risk")
	@$(PYTEST) -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS) $(OR_NONE)

EVERYWHERE := tests/release $(addprefix tests/site/test_,accessibility.py browsers.py page_data.py pages.py)
release-test: release ## what belongs to a release: every page, three browsers, kills, speed
	@$(PYTEST) -n $(WORKERS) --dist loadfile -m "not alone" --all-pages $(EVERYWHERE) $(ARGS) $(OR_NONE)
	@$(PYTEST) -m alone tests/release $(ARGS) $(OR_NONE)

bench: $(STAMP) ## the benchmarks, into benchmarks/README.md
	@$(RUN) -m benchmarks $(ARGS)

lint: $(STAMP) ## ruff and mypy
	@$(VENV)/bin/python -m ruff check .
	@$(VENV)/bin/python -m ruff format --check .
	@$(VENV)/bin/python -m mypy

notebooks: $(STAMP) ## run the notebooks in place and keep their text outputs (ARGS="book/theory/x.ipynb")
	@$(RUN) -m tools.refresh $(ARGS)

clean: ## remove what was built; .venv stays
	rm -rf _build

.PHONY: help setup book pdf slides lite copies problems release serve test release-test bench lint notebooks clean
