"""Reads papers back for tests: words with their places, samples, forms."""

import html
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from registrar_app.paths import resource
from registrar_app.printing.case import case_issue_date, read_case
from registrar_app.printing.form import Edition, Form
from registrar_app.printing.loader import FormLibrary
from registrar_app.printing.render import RenderedPaper, render

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
"""Synthetic cases. Source: project's domain notes, samples."""
MM = 25.4 / 72
LIBRARY = FormLibrary([resource("forms")])
SAMPLE_NAMES = tuple(sorted(path.stem for path in SAMPLES.glob("086u-*.json")))


@dataclass(frozen=True)
class Word:
    """A word on a page, mm from the upper left corner."""

    page: int
    text: str
    x: float
    y: float
    x2: float
    y2: float


def sample(name: str) -> dict[str, Any]:
    return json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def form_of(case: Mapping[str, Any]) -> tuple[Form, Edition]:
    form = LIBRARY.get(case["form"])
    return form, LIBRARY.edition(form.key, case_issue_date(case))


def paper_of(case: Mapping[str, Any], **options: Any) -> RenderedPaper:
    form, edition = form_of(case)
    return render(form, edition, read_case(edition, case).values, **options)


def changed(name: str, **fields: Any) -> dict[str, Any]:
    """A sample with other values in ``fields``."""
    case = sample(name)
    case["fields"].update(fields)
    return case


def words_of(pdf: bytes) -> list[Word]:
    """Words as poppler's pdftotext finds them; skips without it, fails in continuous integration."""
    if not shutil.which("pdftotext"):
        if os.environ.get("CI"):
            pytest.fail("pdftotext (poppler-utils) is missing")
        pytest.skip("pdftotext (poppler-utils) is missing")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paper.pdf"
        path.write_bytes(pdf)
        found = subprocess.run(
            ["pdftotext", "-bbox", str(path), "-"], capture_output=True, text=True, check=True
        ).stdout
    out, page = [], -1
    for line in found.splitlines():
        if "<page " in line:
            page += 1
        hit = re.search(
            r'xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*)</word>', line
        )
        if hit:
            x, y, x2, y2 = (float(one) * MM for one in hit.groups()[:4])
            out.append(Word(page, html.unescape(hit[5]), x, y, x2, y2))
    return out


def text_of(words: list[Word]) -> str:
    """All words in reading order: page, line, place on the line."""
    ordered = sorted(words, key=lambda one: (one.page, round(one.y2 / 1.2), one.x))
    return " ".join(one.text for one in ordered)
