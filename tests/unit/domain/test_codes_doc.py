"""The catalogue of codes and the document made from it."""

import re
import runpy
import string
from pathlib import Path

import pytest

from registrar_app.domain.codes import CATALOGUE
from registrar_app.domain.problems import CodeEntry, Level

ROOT = Path(__file__).resolve().parents[3]
ENTRIES = [pytest.param(entry, id=entry.code) for entry in CATALOGUE.values()]
TAKEN_WORDS = {"code", "field", "field_id"}
"""Names of ``problem()``'s and ``RegistrarError``'s own arguments: no placeholder can be called so."""


def placeholders(entry: CodeEntry) -> list[str | None]:
    formatter = string.Formatter()
    return [name for text in (entry.text, entry.way_out) for _, name, _, _ in formatter.parse(text)]


def test_document_when_made_again_is_the_one_in_the_repository() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "make_codes_doc.py"))
    made = script["codes_document"](CATALOGUE.values())
    kept = (ROOT / "docs" / "codes.md").read_text(encoding="utf-8")
    assert kept == made, "run: .venv/bin/python scripts/make_codes_doc.py"


def test_document_when_a_subject_is_new_still_lists_its_code() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "make_codes_doc.py"))
    made = script["codes_document"]([CodeEntry("NEW-001", Level.WARN, "Стало | так.", "Делать вот что.")])
    assert "## NEW" in made
    assert "| NEW-001 | подтвердить | Стало \\| так. | Делать вот что. |" in made


@pytest.mark.parametrize("entry", ENTRIES)
def test_entry_when_shown_follows_the_house_words(entry: CodeEntry) -> None:
    words = f"{entry.text} {entry.way_out}"
    assert re.fullmatch(r"[A-Z]{2,4}-\d{3}", entry.code)
    assert "!" not in words
    assert not re.search(r"пожалуйста|некорректн|валидаци|ошибка!", words, re.IGNORECASE)
    assert entry.text.endswith((".", "?", "»", "…")), entry.text
    if entry.level in (Level.WARN, Level.ERROR):
        assert entry.way_out.strip(), "what shall the person do?"


@pytest.mark.parametrize("entry", ENTRIES)
def test_entry_when_filled_takes_named_words_only(entry: CodeEntry) -> None:
    names = {name for name in placeholders(entry) if name is not None}
    for name in names:
        root = re.split(r"[.\[]", name)[0]
        assert root.isidentifier(), f"a placeholder needs a name: {{{name}}}"
        assert root not in TAKEN_WORDS
