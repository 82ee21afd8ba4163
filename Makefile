# Every command of the book. `make help` lists them.

SOURCE ?= source
BUILD ?= build
PYTHON ?= python3
VENV ?= .venv
JOBS ?= 0

# These stand in commands, and names of files stand in rules: there, some signs would be code.
UNSAFE := ; | & < > ` " ' * ? ! { } [ ] \ $$
ifneq ($(words $(SOURCE) $(BUILD) $(VENV))$(strip $(foreach sign,$(UNSAFE),$(findstring $(sign),$(SOURCE)$(BUILD)$(VENV)))),3)
$(error SOURCE, BUILD and VENV must be folders without spaces and signs such as $(firstword $(UNSAFE)) in their names)
endif
ODD := $(shell find $(SOURCE) -print 2>/dev/null | LC_ALL=C grep -m 1 '[];:|&<>`"*?!{}\$$%\#=[[:cntrl:]'"'"']')
ifneq ($(ODD),)
$(error the file '$(ODD)' has a sign in its name that no name may have; rename it)
endif

# Two lines of the title page are needed before anything is installed.
edition = $(shell sed -n '/^volume:/,/^[a-z]*:$$/s/^  $(1): *["'\'']*\([a-z0-9-]*\).*/\1/p' $(SOURCE)/data/relations.yaml 2>/dev/null)
NAME := $(call edition,name)
# The date in the files is that of the edition, not of the day: equal sources give equal bytes.
PUBLISHED := $(shell date -u -d "$(call edition,published)" +%s 2>/dev/null)
ifneq ($(PUBLISHED),)
export SOURCE_DATE_EPOCH ?= $(PUBLISHED)
endif

# In a language of the machine that is ASCII, Python could not read the names of folders.
export PYTHONUTF8 := 1
RUN := $(VENV)/bin/python
NODE := $(VENV)/node
SPHINX := $(RUN) -m sphinx -W --keep-going -n -q -j $(if $(filter 0,$(JOBS)),auto,$(JOBS))

# Folders are among them: a file that has gone changes its folder.
TEXT := $(SOURCE) $(shell find $(SOURCE) -mindepth 1 -name '.*' -prune -o \( -type f -o -type d \) -print 2>/dev/null \
  | sed 's/ /\\ /g')
CODE := Makefile $(shell find scripts -type f -not -name '*.pyc' 2>/dev/null)
HTML := $(BUILD)/html/index.html
EPUB := $(BUILD)/epub/$(NAME).epub
PDF := $(BUILD)/pdf/$(NAME).pdf
TABLET := $(BUILD)/tablet/$(NAME).pdf
LATEXPDF := $(BUILD)/latex/$(NAME).pdf
FORMATS := html epub pdf tablet

.DEFAULT_GOAL := all
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: all help html epub pdf tablet latexpdf anchors freeze citation live linkcheck gettext check schema test fuzz verify reproduce lint bench sbom clean distclean lock

##@ The book
all: $(EPUB) $(PDF) $(HTML)  ## the book: HTML, EPUB and PDF (the default)
html: $(HTML)  ## the web book: build/html/index.html
epub: $(EPUB)  ## the e-book: build/epub/<name>.epub
pdf: $(PDF)  ## the accessible, archival PDF: build/pdf/<name>.pdf
tablet: $(TABLET)  ## the same for the screen of a tablet: build/tablet/<name>.pdf
latexpdf: $(LATEXPDF)  ## the PDF set by XeLaTeX: build/latex/<name>.pdf (installs TeX through apt where it may)

##@ Writing
check: $(VENV)/.ready  ## judge the data alone, in about a second
	@$(RUN) -m bilateral_cli.commands.check $(SOURCE)
live: $(BUILD)/.code  ## write with the book in a browser: what is saved is shown at once (PORT=8000)
	@$(RUN) -m bilateral_cli.commands.live $(SOURCE) $(BUILD) $(NAME) --port $(or $(PORT),8000)
schema: $(VENV)/.ready  ## write the JSON schema and the field reference from the model
	@$(RUN) -m bilateral_workshop.documentation.schema_file source/data/relations.schema.json
	@$(RUN) -m cogapp -r docs/*.md
anchors: $(HTML)  ## enter new anchors into the ledger, source/anchors.txt
	@$(RUN) -m bilateral_cli.commands.anchors $(SOURCE) $(BUILD)/html/anchors.json
freeze: $(HTML)  ## the same, and freeze them: they belong to this edition from now on
	@$(RUN) -m bilateral_cli.commands.anchors $(SOURCE) $(BUILD)/html/anchors.json --freeze
citation: $(VENV)/.ready  ## write CITATION.cff from the title page in the data file
	@$(RUN) -m bilateral_cli.commands.citation $(SOURCE) CITATION.cff
# Not quietly: it takes minutes, and Sphinx takes what it says aloud of a slow host for a warning.
linkcheck: $(BUILD)/.code  ## ask every address of the sources whether it still answers: build/linkcheck/report.html
	@rm -rf $(BUILD)/linkcheck
	@$(filter-out -q,$(SPHINX)) -E -b linkcheck -d $(BUILD)/doctrees/linkcheck $(SOURCE) $(BUILD)/linkcheck; \
	  status=$$?; $(RUN) -m bilateral_cli.commands.linkcheck $(BUILD)/linkcheck $(SOURCE) && exit $$status
gettext: $(BUILD)/.code  ## extract the text for translators: build/gettext/*.pot
	$(SPHINX) -b gettext -d $(BUILD)/doctrees/gettext $(SOURCE) $(BUILD)/gettext

##@ Working on the pipeline
test: $(VENV)/.ready $(NODE)/.ready  ## every test; builds what it needs
	$(RUN) -m pytest $(PYTEST)
fuzz: $(VENV)/.ready  ## look for inputs that break something, for SECONDS=600 each; what is found is kept in build/fuzz
	@$(RUN) -m bilateral_workshop.fuzzing.fuzz --seconds $(or $(SECONDS),600) --seed 0 --found $(abspath $(BUILD))/fuzz $(TARGETS)
reproduce: $(VENV)/.ready  ## build twice in other circumstances, and compare every byte
	@$(RUN) -m bilateral_workshop.reproduction.reproduce $(VENV)
verify: all $(NODE)/.ready  ## judge what is built by every validator there is for it
	@$(RUN) -m bilateral_cli.commands.verify $(BUILD) --node $(NODE) $(VERIFY)
lint: $(VENV)/.ready  ## ruff, mypy and the import contracts
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports
bench: $(VENV)/.ready  ## measure this pipeline beside plain Sphinx and pandoc (half an hour), and write docs/benchmarks.md
	@command -v hyperfine >/dev/null || { echo "hyperfine is needed. On Debian: apt-get install hyperfine" >&2; exit 1; }
	@$(RUN) -m bilateral_cli.commands.tex
	@$(RUN) -m pip install --quiet --require-hashes -r scripts/bilateral_workshop/benchmarking/requirements.lock --target $(BUILD)/pandoc --upgrade
	$(RUN) -m bilateral_workshop.benchmarking.pipeline $(BUILD)/pandoc/pypandoc/files/pandoc --write docs/benchmarks.md
	$(RUN) -m bilateral_workshop.benchmarking.pdf --write docs/benchmarks.md
sbom: $(VENV)/.ready  ## the bill of materials of all that builds the book: build/sbom.json (CycloneDX)
	@mkdir -p $(BUILD)
	@$(RUN) -W ignore::UserWarning -m cyclonedx_py requirements requirements.lock --pyproject pyproject.toml --output-reproducible --validate \
	  --output-file $(BUILD)/sbom.json
lock: $(VENV)/.ready  ## pin the dependencies anew, with hashes, for Python 3.11 to 3.13
	$(RUN) -m pip install --quiet uv
	$(VENV)/bin/uv pip compile --quiet pyproject.toml --group build --group live --group release --group test --universal \
	  --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --upgrade -o requirements.lock

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

# Validators from npm, by the npm of the virtual environment; no script of a package is run. Where they cannot be had, the
# table of make verify says so.
NPM := ci --ignore-scripts --omit=dev --no-audit --no-fund --loglevel=error
$(NODE)/.ready: scripts/bilateral_workshop/verification/node/package-lock.json $(VENV)/.ready
	@echo "installing validators into $(NODE) (once)"
	@rm -rf $(NODE) && mkdir -p $(NODE) && cp scripts/bilateral_workshop/verification/node/package*.json $(NODE)
	@if $(VENV)/bin/npm --prefix $(NODE) $(NPM); then touch $@; fi

# Pages know nothing of the code that made them: when it changes, they are all made anew.
$(BUILD)/.code: $(VENV)/.ready $(CODE)
	@$(RUN) -m bilateral_cli.commands.invalidate $(BUILD) $^

# A format is built in build/work and published only when it is whole: a failed build leaves the last good one.
# All formats that were asked for and are out of date are written from one reading, by the rule of the first of them.
# $(1) is the format whose rule it is.
ASKED = $(filter $(FORMATS),$(MAKECMDGOALS)) $(if $(filter all verify,$(or $(MAKECMDGOALS),all)),html epub pdf)
IS_CURRENT := $(MAKE) --no-print-directory -q
# The web book has to offer what is made beside it.
unless_current = $(if $(filter html,$(1)),html,$$($(IS_CURRENT) $(1) || echo $(1)))
WRITE := $(RUN) -m bilateral_cli.commands.build --jobs $(JOBS) $(SOURCE) $(BUILD) $(NAME)
define write
	@$(WRITE) $(1) $(foreach format,$(filter-out $(1),$(sort $(ASKED))),$(call unless_current,$(format)))
endef

$(EPUB): $(BUILD)/.code $(TEXT)
	$(call write,epub)
$(PDF): $(BUILD)/.code $(TEXT)
	$(call write,pdf)
$(TABLET): $(BUILD)/.code $(TEXT)
	$(call write,tablet)

# The web book offers the other formats for download: it is made again when one has come, gone or changed.
BOOKS := $(patsubst $(BUILD)/%,%,$(EPUB) $(PDF) $(TABLET) $(LATEXPDF))
UNOFFERED = cd $(BUILD) 2>/dev/null && for book in $(BOOKS); do \
  if [ -e $$book ] || [ -e html/downloads/$$book ]; then cmp -s $$book html/downloads/$$book || echo $$book; fi; done
ifneq ($(shell $(UNOFFERED)),)
$(HTML): FORCE
endif
FORCE:
$(HTML): $(BUILD)/.code $(TEXT)
	$(call write,html)

$(LATEXPDF): $(BUILD)/.code $(TEXT)
	@$(RUN) -m bilateral_cli.commands.tex
	@$(WRITE) latex
