# Registrar. Two commands on a fresh machine: `make run` and `make test`.
PY := .venv/bin/python
OUT ?= out

.PHONY: run test lint types borders check unit bench fuzz package lock docs setup-run setup-test clean

run: setup-run  ## set everything up, do the main job in the real window, leave it open where there is a display
	$(PY) -m registrar_app demo --out $(OUT)/tour --keep-open

test: setup-test lint types borders unit  ## set everything up, check and test all

lint:
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types:
	$(PY) -m mypy

borders:
	.venv/bin/lint-imports

unit:
	$(PY) -m pytest -q -n 2 --dist loadfile

bench: setup-test  ## measure beside the floors and print the table of docs/performance.md
	$(PY) -m benchmarks

fuzz: setup-test  ## a million inputs for each decoder of cards and barcodes; FUZZ_RUNS=20000 for a quick look
	$(PY) -m fuzz

package: setup-test  ## one-folder program in dist/, then its own self-check
	$(PY) -m PyInstaller --noconfirm --clean --distpath dist --workpath build build.spec
	QT_QPA_PLATFORM=offscreen dist/registrar-app/registrar-app self-check --json

docs:  ## generated pages
	$(PY) scripts/make_codes_doc.py

lock:  ## write the locks anew (no host ends up in them)
	.venv/bin/uv pip compile -q --generate-hashes --universal --python-version 3.11 --no-header requirements/app.in -o requirements/app.txt
	.venv/bin/uv pip compile -q --generate-hashes --universal --python-version 3.11 --no-header -c requirements/app.txt requirements/dev.in -o requirements/dev.txt
	.venv/bin/uv pip compile -q --generate-hashes --universal --python-version 3.11 --no-header requirements/build.in -o requirements/build.txt
	.venv/bin/uv pip compile -q --generate-hashes --universal --python-version 3.11 --no-header requirements/bootstrap.in -o requirements/bootstrap.txt

setup-run:
	@sh scripts/setup.sh run

setup-test:
	@sh scripts/setup.sh test

clean:
	rm -rf .venv build dist out
