"""Consents and the like that run out: told beside the record before they do."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy.orm import Session

from registrar_app.domain.dates import ru_date
from registrar_app.domain.problems import problem
from registrar_app.models import papers as stored
from registrar_app.services.shapes import Advice

if TYPE_CHECKING:
    from registrar_app.printing.form import Form

AHEAD = timedelta(days=30)
"""How long before its last day a paper is spoken of."""


def ending_advice(
    session: Session, person_id: UUID, today: date, form_of: "Callable[[str], Form | None]"
) -> tuple[Advice, ...]:
    """Advice on papers of a person that run out within ``AHEAD``, or did; of each kind only the last counts.

    Args:
        session: A reading session.
        person_id: Of whom.
        today: The day.
        form_of: A form by its key; papers of an unknown one are passed over.
    """
    found = []
    for key, last, _paper in stored.ending(session, person_id, today + AHEAD):
        form = form_of(key)
        if form is None:
            continue
        word = form.title.split(" ", 1)[0]
        is_over = last < today
        said = problem("CERT-081" if is_over else "CERT-080", title=form.title, day=ru_date(last))
        verb = "истекло" if is_over else "истекает"
        role = "warn" if is_over else "info"
        text = f"{said.text} {said.way_out}"
        found.append(
            Advice(role, f"{word} {verb} {ru_date(last)}", text, f"paper:{key}", "Оформить", said.code)
        )
    return tuple(found)
