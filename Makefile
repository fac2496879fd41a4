# Everything from a fresh clone: `make run` opens the web page, `make test` runs the tests.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
GATE := .zhice/gate
CHROMIUM := $(shell command -v chromium || command -v chromium-browser)

.PHONY: install run test check gate lint types browser clean

# Compiled here because a user may not be allowed to write beside the code, or has told Python not to:
# then each command would compile all modules anew, which takes longer than an answer.
install: $(VENV)/.installed
	$(BIN)/python -m compileall -q documents index assistant evals ui
	$(BIN)/python -m documents.segmentation
	$(BIN)/python -m documents.regular_expressions documents index assistant evals ui
	$(BIN)/zhice index

$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "需要 Python 3.11 或更新版本；可用 make PYTHON=python3.12 指定。" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "缺少 venv 模块。Debian/Ubuntu 上请先执行：apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --disable-pip-version-check -c constraints.txt --config-settings editable_mode=compat -e '.[dev,training]'
	@touch $@

run: install
	$(BIN)/zhice serve

# The page is tested in a real browser; as root on Debian or Ubuntu it is installed when missing.
browser:
ifeq ($(CHROMIUM),)
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk; \
	else \
		echo "没有 Chromium：网页测试将跳过。安装：apt-get install chromium fonts-noto-cjk" >&2; \
	fi
endif

test: install browser
	$(BIN)/pytest

lint: $(VENV)/.installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.installed
	$(BIN)/mypy

# All shipped questions, and exit status 1 below evals/thresholds.toml or thresholds_harder.toml.
gate: install
	rm -rf $(GATE)
	$(BIN)/zhice eval run --runs $(GATE) --name checked > /dev/null
	$(BIN)/zhice eval gate checked --runs $(GATE) --thresholds evals/thresholds.toml evals/thresholds_harder.toml

check: lint types test gate

clean:
	rm -rf $(VENV) .zhice *.egg-info
