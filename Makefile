# Every command of the book. `make help` lists them.

SOURCE ?= source
BUILD ?= build
PYTHON ?= python3
VENV ?= .venv

NAME := $(shell sed -n 's/^  name: *//p' $(SOURCE)/data/relations.yaml 2>/dev/null | head -n 1)
RUN := $(VENV)/bin/python
SPHINX := $(RUN) -m sphinx -W --keep-going -n -q -j auto -d $(BUILD)/doctrees
# The date in the files is that of the edition, not of the day: equal sources give equal bytes.
export SOURCE_DATE_EPOCH ?= $(shell date -u -d "$$(sed -n 's/^  published: *//p' $(SOURCE)/data/relations.yaml | head -n 1)" +%s 2>/dev/null)
export PYTHONDONTWRITEBYTECODE := 1

TEXT := $(shell find $(SOURCE) -type f -not -path '*/_ext/*' -not -name '.*' 2>/dev/null)
CODE := $(shell find scripts source/_ext -type f -not -name '*.pyc' 2>/dev/null)
HTML := $(BUILD)/html/index.html
EPUB := $(BUILD)/epub/$(NAME).epub
LATEXPDF := $(BUILD)/latex/$(NAME).pdf

.DEFAULT_GOAL := all
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: all help html epub latexpdf linkcheck gettext check schema test lint clean distclean lock

##@ The book
all: $(EPUB) $(HTML)  ## the book: HTML and EPUB (the default)
html: $(HTML)  ## the web book: build/html/index.html
epub: $(EPUB)  ## the e-book: build/epub/<name>.epub
latexpdf: $(LATEXPDF)  ## the PDF set by XeLaTeX: build/latex/<name>.pdf (installs TeX through apt where it may)

##@ Writing
check: $(VENV)/.ready  ## judge the data alone, in about a second
	@$(RUN) scripts/check.py $(SOURCE)
schema: $(VENV)/.ready  ## write the JSON schema and the field reference from the model
	@$(RUN) scripts/write_schema.py source/data/relations.schema.json
	@$(RUN) scripts/describe_data.py docs
linkcheck: $(BUILD)/.code  ## ask every external address whether it still answers
	$(SPHINX) -b linkcheck $(SOURCE) $(BUILD)/linkcheck
gettext: $(BUILD)/.code  ## extract the text for translators: build/gettext/*.pot
	$(SPHINX) -b gettext $(SOURCE) $(BUILD)/gettext

##@ Working on the pipeline
test: $(VENV)/.ready  ## every test; builds what it needs
	$(RUN) -m pytest $(PYTEST)
lint: $(VENV)/.ready  ## ruff, mypy and the import contracts
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports
lock: $(VENV)/.ready  ## pin the dependencies anew, with hashes, for Python 3.11 to 3.13
	$(RUN) -m pip install --quiet uv
	$(VENV)/bin/uv pip compile --quiet pyproject.toml --group build --group test --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-annotate --no-header --upgrade -o requirements.lock

##@ Cleaning
clean:  ## remove everything that was built
	rm -rf $(BUILD)
distclean: clean  ## remove the virtual environment too
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

##@ Help
help:  ## this list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} \
	  /^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@printf '\nAnother volume: make SOURCE=path/to/volume BUILD=build/volume\n'

$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) scripts/setup_venv.py $(VENV)
	@touch $@

# Pages know nothing of the code that made them: when it changes, they are all made anew.
$(BUILD)/.code: $(VENV)/.ready $(CODE)
	@rm -rf $(BUILD)/doctrees $(BUILD)/work && mkdir -p $(BUILD) && touch $@

# A format is built in build/work and published only when it is whole: a failed build leaves the last good one.
# After a failure the doctrees go too, or the next build would not see the fault again.
define sphinx
	@echo "$(1): building"
	@$(SPHINX) -b $(1) $(SOURCE) $(BUILD)/work/$(1) || { rm -rf $(BUILD)/doctrees $(BUILD)/work; exit 1; }
endef
define publish
	@$(RUN) scripts/publish.py $(BUILD)/work/$(1) $(BUILD)/$(1)
	@touch $@ && echo "$(1): $@"
endef

$(EPUB): $(BUILD)/.code $(TEXT)
	$(call sphinx,epub)
	$(call publish,epub)

# The web book offers the other formats for download: it is made again when one has come or gone.
OFFERED := $(BUILD)/.offered
ifneq ($(strip $(wildcard $(EPUB) $(LATEXPDF))),$(strip $(shell cat $(OFFERED) 2>/dev/null)))
$(HTML): FORCE
endif
FORCE:
$(HTML): $(BUILD)/.code $(TEXT)
	$(call sphinx,html)
	@ls $(EPUB) $(LATEXPDF) 2>/dev/null >$(OFFERED) || true
	$(call publish,html)

$(LATEXPDF): $(BUILD)/.code $(TEXT)
	@$(RUN) scripts/ensure_tex.py
	$(call sphinx,latex)
	@FORCE_SOURCE_DATE=1 $(MAKE) --silent -C $(BUILD)/work/latex all-pdf \
	  LATEXMKOPTS="-quiet -halt-on-error -interaction=nonstopmode" >$(BUILD)/latex.log 2>&1 \
	  || { tail -n 40 $(BUILD)/latex.log; exit 1; }
	$(call publish,latex)
