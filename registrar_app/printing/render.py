"""Renders a paper: checks the values, lays them out, draws them with ReportLab."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.problems import Level, Problem
from registrar_app.printing import checks
from registrar_app.printing.board import Bars, Board, FieldBox, Fill, Ring, Role, StampPlace, Stroke, Words
from registrar_app.printing.fonts import MM_PER_PT, family
from registrar_app.printing.form import Edition, Form, Mode, SheetSpec
from registrar_app.printing.layout import lay_out
from registrar_app.printing.matrix import Matrix, matrix_in
from registrar_app.printing.rules import broken
from registrar_app.printing.shown import Raw

PT_PER_MM = 1 / MM_PER_PT
DRAFT_LINE = "черновик, без подписи не действителен"
_MODE_WORDS = {Mode.FINAL: "чистовик", Mode.DRAFT: "черновик", Mode.OVERPRINT: "печать на готовый бланк"}


@dataclass(frozen=True, slots=True)
class RenderedPaper:
    """A paper as a file, and where everything stands on it."""

    pdf: bytes = field(repr=False)
    pages: int = 0
    boxes: tuple[FieldBox, ...] = ()
    """Place of each value, mm from the upper left corner; a value of several lines has several."""
    places: tuple[StampPlace, ...] = ()
    """Free rectangles for marks put on later, mm from the upper left corner."""
    fills: Mapping[str, Fill] = field(default_factory=lambda: MappingProxyType({}))
    width_mm: float = 0.0
    height_mm: float = 0.0
    remarks: tuple[Problem, ...] = ()
    """What the values do not agree on but a doctor may have meant."""


def render(
    form: Form,
    edition: Edition,
    values: Mapping[str, Raw],
    *,
    mode: Mode | str = Mode.FINAL,
    number: str | None = None,
    copy_mark: bool = False,
    invariant: bool = False,
    offsets_mm: Sequence[tuple[float, float]] = (),
    codes: Mapping[str, str] = MappingProxyType({}),
    agree: bool = True,
) -> RenderedPaper:
    """Render one paper.

    Where the original is protected stock (``final`` is not offered), the draft is the clinic's full page; it
    is asked to be complete when it is marked as the copy that is kept, and so is an overprint.

    Args:
        form: The form.
        edition: Its edition.
        values: JSON values by id of field and standard name, as ``case.read_case`` gives them.
        mode: ``final`` asks for all mandatory fields; ``draft`` leaves blanks; ``overprint`` draws values
            only.
        number: The number given to the paper; None takes that of ``values``, and dashes stand where
            there is none.
        copy_mark: Print the form's line that marks a copy.
        invariant: Same input, same bytes: no time in the file.
        offsets_mm: Shift to the right and down for each page of an overprint.
        codes: Texts of QR codes by the id of their place; where the sheet has no such place, or no room,
            there is none. An overprint has none: stock has a layout of its own.
        agree: False draws it although its values break a rule of the form: for a look, never for a paper.

    Raises:
        RegistrarError: the form is not printed in this mode (CERT-023, field ``mode``).
        RefusedError: the paper cannot be made (CERT-001); ``problems`` names each field.
    """
    mode = Mode(mode)
    if mode not in form.modes:
        known = ", ".join(_MODE_WORDS[one] for one in form.modes)
        raise RegistrarError("CERT-023", "mode", title=form.title, mode=_MODE_WORDS[mode], known=known)
    if number is not None:
        values = {**values, "number": number}
    values = checks.with_term(form, edition, values)
    on_stock = Mode.FINAL not in form.modes
    complete = mode is Mode.FINAL or (on_stock and (copy_mark or mode is Mode.OVERPRINT))
    shown, problems = checks.shown_values(form, edition, values, mode, complete=complete)
    agreed = broken(form.rules, edition.fields, values)
    problems += [one for one in agreed if agree and one.level is Level.ERROR]
    board = lay_out(form, edition, shown, is_fixed=on_stock or mode is Mode.OVERPRINT)
    problems += board.problems
    problems += checks.forbidden_words(edition, board)
    if problems:
        raise RefusedError("CERT-001", tuple(checks.once(problems)))
    _foot_line(board, form, mode, copy_mark=copy_mark or on_stock)
    matrices = () if mode is Mode.OVERPRINT else _matrices(board, codes)
    pdf = _draw(form, board, mode, matrices, invariant=invariant, offsets_mm=offsets_mm)
    return RenderedPaper(
        pdf=pdf,
        pages=board.pages,
        boxes=tuple(board.boxes),
        places=tuple(board.places),
        fills=MappingProxyType(board.fills),
        width_mm=form.sheet.width_mm,
        height_mm=form.sheet.height_mm,
        remarks=agreed if not agree else tuple(one for one in agreed if one.level is not Level.ERROR),
    )


def _foot_line(board: Board, form: Form, mode: Mode, *, copy_mark: bool) -> None:
    """A small grey line in the lower margin: draft or copy."""
    is_draft = mode is Mode.DRAFT and Mode.FINAL in form.modes
    text = DRAFT_LINE if is_draft else form.copy_line if copy_mark else ""
    if not text or form.sheet.bottom < 4 or mode is Mode.OVERPRINT:
        return
    face, sheet = family(form.sheet.family).regular, form.sheet
    for page in range(board.pages):
        x = (sheet.width_mm - face.width(text, 7)) / 2
        board.words(page, x, sheet.height_mm - 3.2, text, face, 7, grey=True)


def _matrices(board: Board, codes: Mapping[str, str]) -> tuple[Matrix, ...]:
    """The QR codes that have a place with room."""
    found = (matrix_in(one, codes[one.id]) for one in board.places if codes.get(one.id))
    return tuple(one for one in found if one is not None)


def _draw(
    form: Form,
    board: Board,
    mode: Mode,
    matrices: Sequence[Matrix],
    *,
    invariant: bool,
    offsets_mm: Sequence[tuple[float, float]],
) -> bytes:
    sheet = form.sheet
    buffer = io.BytesIO()
    canvas = Canvas(
        buffer,
        pagesize=(sheet.width_mm * PT_PER_MM, sheet.height_mm * PT_PER_MM),
        initialFontName=family(sheet.family).regular.name,
        lang="ru-RU",
        pdfVersion=(1, 7),
        pageCompression=1,
        invariant=int(invariant),
    )
    canvas.setTitle(form.title)
    canvas.setAuthor("")
    canvas.setCreator("Registrar")
    pages: list[list[Words | Stroke | Ring | Bars]] = [[] for _ in range(board.pages)]
    for item in board.items:
        pages[item.page if isinstance(item, Stroke | Ring) else item.area.page].append(item)
    for page, items in enumerate(pages):
        dx, dy = offsets_mm[page] if page < len(offsets_mm) and mode is Mode.OVERPRINT else (0.0, 0.0)
        _draw_page(canvas, sheet, items, mode, dx, dy)
        for one in matrices:
            if one.area.page == page:
                _draw_matrix(canvas, sheet, one)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _draw_page(
    canvas: Canvas,
    sheet: SheetSpec,
    items: Sequence[Words | Stroke | Ring | Bars],
    mode: Mode,
    dx: float,
    dy: float,
) -> None:
    """Draw one page; y grows downwards in the layout and upwards in PDF."""
    top = (sheet.height_mm - dy) * PT_PER_MM
    left = dx * PT_PER_MM
    only_values = mode is Mode.OVERPRINT
    written, pt = canvas.beginText(), 0.0
    for item in items:
        if isinstance(item, Words):
            if not (only_values and item.role is Role.FORM):
                _write(written, item, left, top)
        elif isinstance(item, Stroke):
            if not (only_values and item.role is Role.FORM):
                if item.pt != pt:
                    pt = item.pt
                    canvas.setLineWidth(pt)
                x1, x2 = left + item.x1 * PT_PER_MM, left + item.x2 * PT_PER_MM
                canvas.line(x1, top - item.y1 * PT_PER_MM, x2, top - item.y2 * PT_PER_MM)
        elif isinstance(item, Bars):
            _draw_bars(canvas, item, left, top)
        elif item.role is Role.MARK or not only_values:
            _draw_ring(canvas, item, left, top)
            pt = 0.0
    canvas.drawText(written)


def _write(written: PDFTextObject, item: Words, left: float, top: float) -> None:
    """Add a text to the page's one text object: a text object for each would cost twice the time."""
    written.setFont(item.face, item.pt)
    written.setTextOrigin(left + item.area.x * PT_PER_MM, top - item.base * PT_PER_MM)
    if item.grey:
        written.setFillGray(0.45)
    written.textOut(item.text)
    if item.grey:
        written.setFillGray(0)


def _draw_ring(canvas: Canvas, item: Ring, left: float, top: float) -> None:
    x, y, r = left + item.x * PT_PER_MM, top - item.y * PT_PER_MM, item.r * PT_PER_MM
    if item.role is Role.MARK:
        canvas.setLineWidth(0.8)
        canvas.circle(x, y, r)
        return
    canvas.setLineWidth(0.4)
    canvas.setStrokeGray(0.6)
    canvas.setDash(2, 2)
    canvas.circle(x, y, r)
    canvas.setDash()
    canvas.setStrokeGray(0)


def _draw_matrix(canvas: Canvas, sheet: SheetSpec, one: Matrix) -> None:
    x, side = one.area.x * PT_PER_MM, one.area.w * PT_PER_MM
    y = (sheet.height_mm - one.area.y) * PT_PER_MM - side
    canvas.drawImage(ImageReader(one.picture()), x, y, side, side)


def _draw_bars(canvas: Canvas, item: Bars, left: float, top: float) -> None:
    """Dark modules as filled rectangles, neighbours as one."""
    module, height = item.module_mm * PT_PER_MM, item.area.h * PT_PER_MM
    x0, y0 = left + item.area.x * PT_PER_MM, top - item.area.y * PT_PER_MM - height
    path = canvas.beginPath()
    start = 0
    for index, sign in enumerate(item.modules + "0"):
        if sign == "0":
            if index > start:
                path.rect(x0 + start * module, y0, (index - start) * module, height)
            start = index + 1
    canvas.drawPath(path, stroke=0, fill=1)
