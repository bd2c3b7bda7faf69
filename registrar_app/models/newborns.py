"""The same newborn twice: found by the representative, the birth date and the number of the child.

A newborn has no name and no number of his own, so the usual keys do not tell him apart.

Source: project's domain notes on identifiers, section 6 (rule 8): the registers name a newborn by his
representative and his order of birth.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from registrar_app.domain.names import fold
from registrar_app.domain.records import Double, DoubleStrength, PersonData, RepresentativeData
from registrar_app.models.joined import merged_set, survivor_id
from registrar_app.models.person_rows import search_rows
from registrar_app.models.person_tables import PersonRow, RepresentativeRow


def newborn_doubles(
    session: Session,
    data: PersonData,
    representatives: Sequence[RepresentativeData],
    exclude_id: UUID | None = None,
) -> tuple[Double, ...]:
    """Other children of the same representative born on the same day.

    Args:
        session: A reading session.
        data: What is typed; nothing is looked for unless it is a newborn with a birth date.
        representatives: Who represents him; patients are compared by record, others by name and birth date.
        exclude_id: The record being edited.

    Returns:
        Weak doubles where the number of the child agrees or the other has his papers already, else similar
        ones: twins.
    """
    order, born = data.newborn_order, data.birth_date
    if order is None or born is None or not representatives:
        return ()
    found: dict[UUID, Double] = {}
    for child in _children(session, data, representatives):
        if child.id == exclude_id or child.id in found:
            continue
        same = child.newborn_order in (order, None) and child.sex in (None, str(data.sex or child.sex))
        rows = search_rows(session, [child.id])
        if rows:
            strength = DoubleStrength.WEAK if same else DoubleStrength.SIMILAR
            found[child.id] = Double(rows[0], strength, ("newborn",) if same else ("newborn_sibling",))
    order_of = tuple(DoubleStrength)
    return tuple(sorted(found.values(), key=lambda one: order_of.index(one.strength)))


def _children(
    session: Session, data: PersonData, representatives: Sequence[RepresentativeData]
) -> list[PersonRow]:
    """Living records born on that day that one of these people represents."""
    patients = [one.person_id for one in representatives if one.person_id]
    ids = [one for patient in patients for one in merged_set(session, survivor_id(session, patient))]
    names = {_key(one) for one in representatives if not one.person_id and one.last_name}
    typed = {one.last_name for one in representatives if not one.person_id and one.last_name}
    rows = session.execute(
        select(PersonRow, RepresentativeRow)
        .join(RepresentativeRow, RepresentativeRow.person_id == PersonRow.id)
        .where(
            PersonRow.birth_date == data.birth_date,
            PersonRow.void_at.is_(None),
            PersonRow.merged_into.is_(None),
            RepresentativeRow.void_at.is_(None),
            or_(RepresentativeRow.representative_id.in_(ids), RepresentativeRow.last_name.in_(typed)),
        )
        .order_by(PersonRow.id)
    )
    return [child for child, row in rows if row.representative_id in ids or _key(row) in names]


def _key(one: RepresentativeData | RepresentativeRow) -> tuple[object, ...]:
    return fold(one.last_name), fold(one.first_name), fold(one.patronymic or ""), one.birth_date
