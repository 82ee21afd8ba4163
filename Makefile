# Every command of the book. The work is done by `bilateral`; this file says how it is called. `make help` lists all.

SOURCE ?= source
BUILD ?= build
PYTHON ?= python3
VENV ?= .venv
JOBS ?= 0
# Minutes that a process stands by after a build, so that the next one is faster; 0 is none. A job of a server ends with it.
STANDBY ?= $(if $(CI),0,10)

# These stand in commands: there, some signs would be code.
UNSAFE := ; | & < > ` " ' * ? ! { } [ ] \ $$
FOUND := $(words $(SOURCE) $(BUILD) $(VENV))$(strip $(foreach sign,$(UNSAFE),$(findstring $(sign),$(SOURCE)$(BUILD)$(VENV))))
$(if $(filter-out 3,$(FOUND)),$(error SOURCE, BUILD and VENV must be folders without spaces and signs such as $(firstword $(UNSAFE)) in their names))

export PYTHONUTF8 := 1
RUN := $(VENV)/bin/python
NODE := $(VENV)/node
TESTS := $(RUN) -m pytest --numprocesses auto --dist worksteal
READY := $(VENV)/.ready
BILATERAL := @$(RUN) -m bilateral_cli
# The shell may have a LANGUAGE of its own, in which programs speak: only one that is given to make chooses a translation.
IN := $(if $(filter command,$(firstword $(origin LANGUAGE))),--language $(LANGUAGE))
WHERE := $(SOURCE) --output $(BUILD) --jobs $(JOBS)
KNOWN := all check live schema catalogues volume anchors freeze citation linkcheck gettext update-po languages quick test weekly fuzz foreign reproduce verify lint bench sbom lock clean distclean help
FORMATS := $(filter-out $(KNOWN) $(READY) $(NODE)/.ready,$(MAKECMDGOALS))
.PHONY: $(KNOWN) $(FORMATS) .formats
.NOTPARALLEL:

##@ The book
all: $(READY)  ## the book: HTML, EPUB and PDF (the default)
	$(BILATERAL) build $(WHERE) $(IN) --standby $(STANDBY)
# As in Sphinx's own Makefile, a target that is not known here is a format; `bilateral` knows which there are, and writes
# all that are asked for from one reading. Sphinx calls the PDF of LaTeX latexpdf.
$(FORMATS): .formats ; @:
.formats: $(READY)
	$(BILATERAL) build $(WHERE) $(IN) --standby $(STANDBY) $(addprefix --format ,$(patsubst latexpdf,latex,$(FORMATS)))
volume: $(READY)  ## write a new volume on two countries: PAIR="GE JP" SOURCE=folder
	$(BILATERAL) new $(PAIR) $(SOURCE)
check: $(READY)  ## judge the data, and the chapters by them, in about a second
	$(BILATERAL) check $(SOURCE)
live: $(READY)  ## write with the book in a browser: what is saved is shown at once (PORT=8000 LANGUAGE=lt)
	$(BILATERAL) live $(SOURCE) --output $(BUILD) --port $(or $(PORT),8000) $(IN)
schema: $(READY)  ## write the JSON schema and the field reference from the model
	@$(RUN) -m bilateral_workshop.documentation
anchors: $(READY)  ## enter new anchors into the ledger, source/anchors.txt
	$(BILATERAL) anchors $(WHERE)
freeze: $(READY)  ## the same, and freeze the edition: its anchors, its pages, and what it tells, for the next to be compared with
	$(BILATERAL) anchors --freeze $(WHERE)
citation: $(READY)  ## write CITATION.cff from the title page in the data file
	$(BILATERAL) cite $(SOURCE)
linkcheck: $(READY)  ## ask every address of the sources whether it still answers: build/linkcheck/report.html
	$(BILATERAL) linkcheck $(WHERE)
gettext: $(READY)  ## extract the text for translators: build/gettext/*.pot
	$(BILATERAL) gettext $(WHERE)
update-po: $(READY)  ## bring the catalogues of translators up to date, source/locale; LANGUAGE=lt begins one
	$(BILATERAL) translate $(WHERE) $(IN)
languages: $(READY)  ## the book in all its languages; one alone: make LANGUAGE=lt, into build/lt
	$(BILATERAL) languages $(WHERE)

##@ Working on the press
quick: $(READY)  ## in a minute: lint, and every test that needs no browser, TeX or Java and starts no program
	@$(MAKE) --silent lint & $(TESTS) -m "not (browser or latex or java or process or book or slow or weekly)" $(PYTEST); tested=$$?; wait $$! && exit $$tested
test: $(READY) $(NODE)/.ready  ## every test but the long ones; builds what it needs
	$(TESTS) -m "not weekly" $(PYTEST)
weekly: $(READY) $(NODE)/.ready  ## every test, in another order each time
	$(TESTS) -p randomly $(PYTEST)
fuzz: $(READY)  ## look for inputs that break something, for SECONDS=600 each; what is found is kept in build/fuzz
	@$(RUN) -m bilateral_workshop.fuzzing.fuzz --seconds $(or $(SECONDS),600) --seed 0 --found $(abspath $(BUILD))/fuzz $(TARGETS)
foreign: $(READY)  ## set documentations of known projects by Typst and by LaTeX, verify and compare them (an hour, network)
	@$(RUN) scripts/sphinx-typst-pdf/tools/foreign_projects.py $(BUILD)/foreign --write scripts/sphinx-typst-pdf/docs/foreign-projects.md
reproduce: $(READY)  ## build twice in other circumstances, and compare every byte
	@$(RUN) -m bilateral_workshop.reproduction.reproduce $(VENV)
verify: all  ## judge what is built by every validator there is for it
	$(BILATERAL) verify --output $(BUILD) $(VERIFY)
catalogues: $(READY)  ## enter new words of the press into its catalogues, scripts/bilateral/locale
	@$(RUN) -m bilateral_workshop.catalogues
lint: $(READY)  ## ruff, mypy and the import contracts
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports
bench: $(READY)  ## measure this pipeline beside plain Sphinx and pandoc (half an hour), and write docs/benchmarks.md
	@$(RUN) -m bilateral_workshop.benchmarking $(BUILD)
sbom: $(READY)  ## the bill of materials of all that builds the book: build/sbom.json (CycloneDX)
	@$(RUN) -m bilateral_workshop.dependencies sbom $(BUILD)/sbom.json
lock: $(READY)  ## pin the dependencies anew, with hashes, for Python 3.11 to 3.13
	@$(RUN) -m bilateral_workshop.dependencies lock

##@ Cleaning and help
clean:  ## remove everything that was built
	rm -rf $(BUILD)
distclean: clean  ## remove the virtual environment too
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
help:  ## this list
	@$(PYTHON) scripts/make_help.py $(firstword $(MAKEFILE_LIST))

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) scripts/setup_venv.py $(VENV)
$(NODE)/.ready: scripts/bilateral_workshop/verification/node/package-lock.json $(READY)
	@$(RUN) -m bilateral_workshop.verification.node_packages $(NODE)
