"""The live preview: the paper as it would come out now, and what stands against signing it. No database."""

from types import MappingProxyType
from typing import Any

from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.problems import Problem
from registrar_app.printing.form import Edition, Form, Mode
from registrar_app.printing.render import RenderedPaper, render
from registrar_app.services.paper_prefill import is_on_stock
from registrar_app.services.paper_shapes import PaperBox, PaperFill, Preview


def look(form: Form, edition: Edition, values: dict[str, Any]) -> Preview:
    """Render without a number.

    A paper that may be signed is shown as it will be; of one on protected stock that is the clinic's full
    page. One with gaps, or with values that do not agree, is shown as a draft beside the problems that stop
    the signing. One that does not fit has no picture: the page keeps the last good one.
    """
    try:
        whole = render(form, edition, values, mode=form.default_mode, copy_mark=is_on_stock(form))
        return _preview(whole, edition, whole.remarks)
    except RefusedError as error:
        problems = error.problems
    except RegistrarError as error:
        return Preview(None, problems=(error.problem,), edition_id=edition.id)
    if Mode.DRAFT not in form.modes:
        return Preview(None, problems=problems, edition_id=edition.id)
    try:
        draft = render(form, edition, values, mode=Mode.DRAFT, agree=False)
        return _preview(draft, edition, _all(problems, draft.remarks))
    except RefusedError as error:
        # The draft says what does not fit, the final what is missing: both at once.
        return Preview(None, problems=_all(problems, error.problems), edition_id=edition.id)


def _all(problems: tuple[Problem, ...], more: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Each problem of a field once."""
    known = {(one.code, one.field) for one in problems}
    return (*problems, *(one for one in more if (one.code, one.field) not in known))


def _preview(paper: RenderedPaper, edition: Edition, problems: tuple[Problem, ...]) -> Preview:
    boxes = tuple(
        PaperBox(one.field, one.page, one.x_mm, one.y_mm, one.width_mm, one.height_mm) for one in paper.boxes
    )
    fills = {name: PaperFill(name, one.used_chars, one.limit or None) for name, one in paper.fills.items()}
    return Preview(paper.pdf, boxes, MappingProxyType(fills), problems, edition.id)
