"""What the signing tests share: time, people, places, a page to sign."""

import io
from datetime import UTC, datetime

from reportlab.pdfgen.canvas import Canvas

from registrar_app.domain.values import PersonName
from registrar_app.signing.authority import Holder
from registrar_app.signing.pades import SignatureField

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
PASSWORD = "верный-1"
DOCTOR = Holder(
    PersonName("Константинопольская", "Александра-Мария", "Константиновна"), snils="11223344595",
    position="врач-педиатр", organization="ГБУЗ «Северореченская городская поликлиника № 1 имени академика»",
)  # fmt: skip
CLINIC = Holder(organization="ГБУЗ «Северореченская поликлиника № 1»", ogrn="1027700132195")
FIELD = SignatureField("doctor", 0, 20, 200, 70, 25)
SECOND = SignatureField("organization", 0, 110, 200, 70, 25)


def page(text: str = "Hello") -> bytes:
    """An A4 page; the text is not compressed, so that tests can change it in place."""
    sheet = io.BytesIO()
    canvas = Canvas(sheet, pageCompression=0, invariant=1)
    canvas.drawString(100, 700, text)
    canvas.save()
    return sheet.getvalue()
