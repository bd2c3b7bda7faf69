"""veraPDF judges what the program makes: every sample, every form in each edition and mode is PDF/A-2u."""

import json
import sys
from datetime import date
from pathlib import Path

import pytest
from verapdf_runner import verdicts

from registrar_app.paths import resource
from registrar_app.printing.case import case_issue_date, read_case
from registrar_app.printing.loader import FormLibrary
from registrar_app.printing.pdfa import finish
from registrar_app.printing.render import render

sys.path.append(str(Path(__file__).parents[1] / "unit" / "printing"))
from paper_values import case_for

TODAY = date(2026, 3, 1)
CODES = {"qr": "HTTPS://CLINIC.EXAMPLE/V/" + "2KCE3IQBE4CEQ5X44JAWZHPUDWQFQ4ABCD" * 9}
SAMPLES = Path(__file__).parents[1] / "data" / "samples"
pytestmark = pytest.mark.verapdf


def test_papers_when_finished_then_pdfa_2u_and_raw_file_is_not(tmp_path):
    library = FormLibrary([resource("forms")])
    files, expected = [], {}
    for path in sorted(SAMPLES.glob("*.json")):
        case = json.loads(path.read_text(encoding="utf-8"))
        if case["form"] not in {form.key for form in library.forms()}:
            continue
        form = library.get(case["form"])
        edition = library.edition(form.key, case_issue_date(case))
        paper = render(form, edition, read_case(edition, case).values, mode=form.default_mode, codes=CODES)
        files.append(tmp_path / f"{path.stem}.pdf")
        files[-1].write_bytes(finish(paper.pdf, form.title))
        expected[files[-1].name] = "PASS"
    for form in library.forms():
        for edition in (one for one in form.editions if one.has_layout):
            values = read_case(edition, case_for(edition, edition.issue_date_from or TODAY)).values
            for mode in form.modes:
                files.append(tmp_path / f"{form.key}-{edition.id}-{mode}.pdf")
                paper = render(form, edition, values, mode=mode, codes=CODES)
                files[-1].write_bytes(finish(paper.pdf, form.title))
                expected[files[-1].name] = "PASS"
    label = library.get("record-label")
    values = {"full_name": "Соколова Мария Андреевна", "birth_date": "2008-03-09", "card_number": "014287"}
    paper = render(label, label.editions[0], values)
    files += [tmp_path / "label.pdf", tmp_path / "raw.pdf"]
    files[-2].write_bytes(finish(paper.pdf, label.title))
    files[-1].write_bytes(paper.pdf)
    found = verdicts(files)
    raw = found.pop("raw.pdf")
    assert found == {**expected, "label.pdf": "PASS"}
    assert raw.startswith("FAIL ")
