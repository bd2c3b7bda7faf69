"""The live preview: the paper as it would come out now, and what stands against signing it. No database."""

from types import MappingProxyType
from typing import Any

from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.problems import Problem
from registrar_app.printing.form import Edition, Form, Mode
from registrar_app.printing.render import RenderedPaper, render
from registrar_app.services.paper_shapes import PaperBox, PaperFill, Preview


def look(form: Form, edition: Edition, values: dict[str, Any]) -> Preview:
    """Render without a number.

    A paper that may be signed is shown as it will be. One with gaps is shown as a draft beside the problems
    that stop the signing. One that does not fit has no picture: the page keeps the last good one.
    """
    mode = form.default_mode
    try:
        return _preview(render(form, edition, values, mode=mode), ())
    except RefusedError as error:
        problems = error.problems
    except RegistrarError as error:
        return Preview(None, problems=(error.problem,))
    if Mode.DRAFT not in form.modes or mode is Mode.DRAFT:
        return Preview(None, problems=problems)
    try:
        return _preview(render(form, edition, values, mode=Mode.DRAFT), problems)
    except RefusedError as error:
        # The draft says what does not fit, the final what is missing: both at once.
        known = {(one.code, one.field) for one in problems}
        more = tuple(one for one in error.problems if (one.code, one.field) not in known)
        return Preview(None, problems=(*problems, *more))


def _preview(paper: RenderedPaper, problems: tuple[Problem, ...]) -> Preview:
    boxes = tuple(
        PaperBox(one.field, one.page, one.x_mm, one.y_mm, one.width_mm, one.height_mm) for one in paper.boxes
    )
    fills = {name: PaperFill(name, one.used_chars, one.limit or None) for name, one in paper.fills.items()}
    return Preview(paper.pdf, boxes, MappingProxyType(fills), problems)
