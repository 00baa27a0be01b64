# Everything works from a plain python3 and make: `make run`, `make test`. `make help` lists the rest.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header
DESKTOP := xvfb xdotool openbox xfce4-panel dunst xfce4-notifyd dbus dbus-x11 imagemagick wmctrl x11-utils tmux fonts-dejavu-core libnotify-bin xfconf \
	gcc libc6-dev mate-screensaver pulseaudio pulseaudio-utils alsa-utils libasound2-plugins espeak-ng speech-dispatcher speech-dispatcher-espeak-ng \
	mpv mpv-mpris mako-notifier sway foot kwin-wayland libglib2.0-bin gsettings-desktop-schemas python3-dbusmock chromium chromium-driver syncthing \
	desktop-file-utils dex zsh fish strace systemd x11-xserver-utils
AXE := axe-core@4.14.1
HEAVY := gnome-shell gnome-shell-extension-appindicator gjs xwayland plasma-desktop plasma-workspace kwin-x11 kded5 waybar grim
SECONDS ?= 60
KILLS ?= 500
# pytest's exit code when ARGS choose none of its tests: allowed for those that run alone or for the rest, not for both.
NONE_CHOSEN := 5
TERMINAL := $(if $(filter Linux,$(shell uname -s)),$(if $(DISPLAY)$(WAYLAND_DISPLAY),,--terminal))

.DEFAULT_GOAL := help
.PHONY: help run test test-desktops faults fuzz soak bench demo check audit format pictures lock wheel clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 15

run: $(VENV)/.run ## start sitbreak in the tray, or in the terminal where there is no display
	$(BIN)/sitbreak run $(TERMINAL) $(ARGS)

demo: $(VENV)/.run ## a made-up week at speed, in a folder of its own
	$(BIN)/sitbreak demo

test: $(VENV)/.dev $(VENV)/.desktop $(VENV)/.browser ## all tests; ARGS="tests/core -k midnight" chooses some
	@most=0; $(BIN)/python -m pytest -n 3 --dist loadfile -m "not alone" $(ARGS) || most=$$?; \
	[ $$most = 0 ] || [ $$most = $(NONE_CHOSEN) ] || exit $$most; \
	$(BIN)/python -m pytest -m alone $(ARGS) || [ $$?$$most = $(NONE_CHOSEN)0 ]

test-desktops: $(VENV)/.dev $(VENV)/.heavy ## the program in GNOME Shell, Plasma, KWin and waybar: minutes, and packages of 0.8 GB
	$(BIN)/python -m pytest tests/heavy -n 2 $(ARGS)

faults: $(VENV)/.dev $(VENV)/.desktop ## break everything around the running program, and kill it; KILLS=500 times; ends with a table
	$(BIN)/python -m pytest -m fault -n 2 --dist loadfile --kills $(KILLS) $(ARGS)

fuzz: $(VENV)/.dev ## look for bytes that break a reader, SECONDS=60 for each; what is found stays in .fuzz/
	@$(PIP) install --no-build-isolation -e '.[fuzz]'
	$(BIN)/python -m tests.fuzz.run --seconds $(SECONDS) $(ARGS)

soak: $(VENV)/.dev $(VENV)/.desktop ## a made-up year, and a month of days in the running program; ARGS=--real-hour goes on for an hour
	$(BIN)/python -m tests.soak --write docs/dependability.md $(ARGS)

bench: $(VENV)/.dev $(VENV)/.desktop ## what it costs to run, beside peers that are installed; 40 minutes, ARGS=--quick tries it; writes docs/performance.md
	$(BIN)/python -m benchmarks.footprint --write docs/performance.md $(ARGS)

check: $(VENV)/.dev ## lint, format, types, who imports whom, shipped data, known vulnerabilities
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --platform linux --cache-dir .mypy_cache/linux
	for system in darwin win32; do $(BIN)/mypy --platform $$system --cache-dir .mypy_cache/$$system -p sitbreak || exit 1; done
	$(BIN)/lint-imports
	$(BIN)/python -c 'from sitbreak.adapters.catalogue_files import load_shipped; load_shipped()'
	$(BIN)/sitbreak config check config/sitbreak.toml
	$(MAKE) --no-print-directory audit

audit: $(VENV)/.audit ## ask whether a dependency has a known vulnerability; says so where nobody can be asked
	$(VENV)/audit/bin/python .ci/audit requirements.lock requirements-dev.lock || [ $$? = 3 ]

format: $(VENV)/.dev ## put imports and layout in order
	$(BIN)/ruff check --select I --fix .
	$(BIN)/ruff format .

pictures: $(VENV)/.run ## draw the pictures of the drills and the tray icons again
	$(BIN)/python -m sitbreak.ui.pictures icons/drills
	$(BIN)/python -m sitbreak.adapters.tray.draw icons/tray
	$(BIN)/python -m sitbreak.ui.sheet docs/pictures/drills.png
	$(BIN)/python -m sitbreak.ui.animated standing-march docs/pictures/standing-march.gif

wheel: $(VENV)/.dev ## build dist/*.whl
	$(BIN)/python -m hatchling build -t wheel

lock: ## choose the newest allowed versions again (needs uv)
	$(LOCK) --upgrade --extra build pyproject.toml -o requirements.lock
	$(LOCK) --upgrade --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean: ## remove what can be made again
	rm -rf $(VENV) dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis .fuzz .import_linter_cache

$(VENV)/.python:
	@.ci/venv $(PYTHON) $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.python requirements.lock pyproject.toml
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q -o 0 -o 2 sitbreak
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.audit: $(VENV)/.python
	@$(PYTHON) -m venv $(VENV)/audit
	@$(VENV)/audit/bin/python -m pip --disable-pip-version-check --quiet install "pip-audit>=2.9"
	@touch $@

$(VENV)/.desktop: $(VENV)/.python Makefile
	@.ci/packages "The tests that need a desktop" $(DESKTOP)
	@touch $@

$(VENV)/.browser: $(VENV)/.desktop Makefile
	@command -v npm >/dev/null || .ci/packages "The test with an accessibility checker" npm
	@if command -v npm >/dev/null; then npm install --prefix $(VENV)/browser --no-save --no-audit --no-fund --ignore-scripts --silent $(AXE); fi
	@touch $@

$(VENV)/.heavy: $(VENV)/.desktop Makefile
	@.ci/packages "The tests in large desktops" $(HEAVY)
	@touch $@
