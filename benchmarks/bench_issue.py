"""086/у made ready to hand out beside the bare libraries doing the same.

Both draw the sheet, make it PDF/A-2u and sign it with a key in memory and a stamp drawn before; ours checks
the values and lays them out as well.
"""

import io
import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pikepdf

from benchmarks.bench_render import SAMPLE, bare_file, medians
from benchmarks.bench_sign import bare_signature
from benchmarks.row import Row
from registrar_app.domain.values import PersonName
from registrar_app.paths import resource
from registrar_app.printing.case import case_issue_date, read_case
from registrar_app.printing.checks import shown_values
from registrar_app.printing.form import Mode
from registrar_app.printing.layout import lay_out
from registrar_app.printing.loader import FormLibrary
from registrar_app.printing.pdfa import finish
from registrar_app.printing.render import render
from registrar_app.services.issuing import Signers, make_file
from registrar_app.signing.authority import Authority, Holder, write_private
from registrar_app.signing.pades import SignatureField, sign
from registrar_app.signing.pkcs12 import open_key
from registrar_app.signing.stamp import draw_stamp, stamp_lines

NUMBER = "00001234"
_PASSWORD = "bench"
_PLACE = "signature_doctor"


def run() -> list[Row]:
    """Measure; needs no display and no network."""
    library = FormLibrary([resource("forms")])
    case = json.loads(SAMPLE.read_text(encoding="utf-8"))
    form = library.get(case["form"])
    edition = library.edition(form.key, case_issue_date(case))
    values = read_case(edition, case).values
    board = lay_out(form, edition, shown_values(form, edition, values, Mode.FINAL)[0])
    place = next(one for one in render(form, edition, values, number=NUMBER).places if one.id == _PLACE)
    field = SignatureField("doctor", place.page, place.x, place.y, place.w, place.h)
    now = datetime.now(UTC)
    authority = Authority("Мера", now)
    holder = Holder(PersonName("Соколова", "Мария", "Петровна"), snils="11223344595")
    with tempfile.TemporaryDirectory() as folder:
        path, picture = Path(folder) / "key.p12", Path(folder) / "stamp.pdf"
        write_private(path, authority.issue(holder, _PASSWORD))
        key = open_key(path, _PASSWORD, now=now)
        lines = stamp_lines(key.signing_certificate, UTC)
        picture.write_bytes(draw_stamp(lines, field.width_mm, field.height_mm))

        def ours() -> bytes:
            paper = render(form, edition, read_case(edition, case).values, number=NUMBER)
            pdf = finish(paper.pdf, form.title, now)
            return sign(pdf, key, field=field, stamp_lines=lines, signing_time=now)

        def bare() -> bytes:
            return bare_signature(archive(bare_file(form, board)), key, picture)

        def whole() -> object:
            signers, roots = Signers(key, None), [authority.root_pem]
            return make_file(form, edition, values, NUMBER, signers, roots, now, lambda _step: None)

        ours_ms, bare_ms, whole_ms = medians(ours, bare, whole)
    libraries = "beside bare ReportLab, pikepdf, pyHanko"
    return [
        Row(f"086/у rendered, PDF/A, signed, {libraries}", ours_ms, bare_ms, "≤ 45 ms"),
        Row("the same and verified before it is kept, the floor not verified", whole_ms, bare_ms),
    ]


def archive(pdf: bytes) -> bytes:
    """PDF/A marks with pikepdf as its manual shows them."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        profile = document.make_stream(resource("icc", "srgb.icc").read_bytes(), N=3)
        document.Root.OutputIntents = pikepdf.Array(
            [
                pikepdf.Dictionary(
                    Type=pikepdf.Name.OutputIntent,
                    S=pikepdf.Name.GTS_PDFA1,
                    OutputConditionIdentifier=pikepdf.String("sRGB"),
                    DestOutputProfile=profile,
                )
            ]
        )
        with document.open_metadata() as xmp:
            xmp["pdfaid:part"], xmp["pdfaid:conformance"] = "2", "U"
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


if __name__ == "__main__":
    for row in run():
        print(f"{row.name}: {row.ours_ms:.1f} ms, floor {row.floor_ms:.1f} ms, x{row.ratio:.2f}")
