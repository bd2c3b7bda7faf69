"""Files as they come to a desk: scans, photographs, damaged and dangerous ones. All made here."""

import io

import pikepdf
from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas


def image(width: int = 2480, height: int = 3508, mode: str = "RGB") -> Image.Image:
    """A4 at 300 dpi with a line of ink on it."""
    made = Image.new(mode, (width, height), {"CMYK": (0, 0, 0, 0)}.get(mode, "white"))
    if mode != "CMYK":
        ImageDraw.Draw(made).line((10, 10, width - 10, height - 10), fill="black", width=9)
    return made


def jpg(width: int = 2480, height: int = 3508, dpi: int | None = 300, mode: str = "RGB") -> bytes:
    buffer = io.BytesIO()
    words = {"dpi": (dpi, dpi)} if dpi else {}
    image(width, height, mode).save(buffer, "JPEG", quality=30, **words)
    return buffer.getvalue()


def png(width: int = 2480, height: int = 3508, dpi: int | None = None) -> bytes:
    buffer = io.BytesIO()
    words = {"dpi": (dpi, dpi)} if dpi else {}
    image(width, height).save(buffer, "PNG", **words)
    return buffer.getvalue()


def moving_png() -> bytes:
    buffer = io.BytesIO()
    image(60, 60).save(buffer, "PNG", save_all=True, append_images=[Image.new("RGB", (60, 60), "red")])
    return buffer.getvalue()


def text_pdf(pages: int = 1, words: str = "consent") -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for number in range(pages):
        canvas.drawString(80, 700, f"{words} {number}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def scanned_pdf(width: int = 2480, height: int = 3508, *, pages: int = 1) -> bytes:
    """A PDF as a scanner makes it: each page is one picture."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for _ in range(pages):
        canvas.drawImage(ImageReader(image(width, height)), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _changed(change: object, data: bytes | None = None) -> bytes:
    with pikepdf.open(io.BytesIO(data or text_pdf())) as pdf:
        change(pdf)  # type: ignore[operator]
        buffer = io.BytesIO()
        pdf.save(buffer)
    return buffer.getvalue()


def scripted_pdf(*, signed: bool = False) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        if signed:
            pdf.Root.AcroForm = pikepdf.Dictionary(SigFlags=3, Fields=pikepdf.Array())

    return _changed(change)


def attached_pdf() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["run.exe"] = b"MZ"

    return _changed(change)


def linked_pdf() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.linkURL("https://example.invalid/", (80, 690, 300, 720))
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def locked_pdf() -> bytes:
    with pikepdf.open(io.BytesIO(text_pdf())) as pdf:
        buffer = io.BytesIO()
        pdf.save(buffer, encryption=pikepdf.Encryption(owner="хозяин", user="ключ"))
    return buffer.getvalue()


def restricted_pdf() -> bytes:
    """Opens without a password, forbids this and that."""
    with pikepdf.open(io.BytesIO(text_pdf())) as pdf:
        buffer = io.BytesIO()
        pdf.save(buffer, encryption=pikepdf.Encryption(owner="хозяин", user=""))
    return buffer.getvalue()


def wide_pdf() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(9000, 600), invariant=1)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()
