"""Who stands behind a paper: the clinic, its physicians, and the keys that sign."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.problems import Problem, problem
from registrar_app.domain.records import Organization, PersonRecord, StaffMember
from registrar_app.models import clinic as clinic_rows
from registrar_app.models.store import Store
from registrar_app.services.keys import Keys
from registrar_app.services.paper_shapes import Values

if TYPE_CHECKING:
    from registrar_app.printing.form import Edition
    from registrar_app.services.issuing import Signers


def organization_and_doctors(store: Store) -> tuple[Organization, tuple[StaffMember, ...]]:
    """The organisation and its physicians.

    Raises:
        RegistrarError: there is no organisation yet (``REC-036``).
    """
    with store.read() as session:
        organization = clinic_rows.organization(session)
        staff = clinic_rows.staff(session)
    if organization is None:
        raise RegistrarError("REC-036")
    return organization, tuple(one for one in staff if one.role == "physician")


def usual_doctor(record: PersonRecord | None, doctors: tuple[StaffMember, ...]) -> StaffMember | None:
    """The physician of the person's district, else the first."""
    physician = record.attachment.physician if record and record.attachment else ""
    own = [one for one in doctors if physician and one.name.short == physician]
    return next(iter(own or doctors), None)


def named_doctor(edition: "Edition", values: Values, doctors: tuple[StaffMember, ...]) -> StaffMember:
    """The physician named on the paper.

    Raises:
        RefusedError: none is named, or he does not work here (``CERT-059`` at the field).
    """
    field = next((one.id for one in edition.fields if one.source == "staff"), None)
    name = str(values.get(field) or "") if field else ""
    found = next((one for one in doctors if name in (one.name.full, one.name.short)), None)
    if found is None:
        raise RefusedError("CERT-001", (problem("CERT-059", field),))
    return found


@contextmanager
def opened_signers(
    keys: Keys, doctor: StaffMember, organization: Organization, *, by_hand: bool
) -> "Iterator[tuple[Signers, tuple[Problem, ...]]]":
    """The opened keys and what is to be said about their owners; none for a paper to be signed by hand.

    Raises:
        RegistrarError: no key of this doctor (``CERT-050``), closed (``CERT-052``, ``SIGN-071``), expired.
        SurroundingsError: a token is gone (``SIGN-073``).
    """
    from registrar_app.services.issuing import Signers

    if by_hand:
        yield Signers(None, None), ()
        return
    with keys.signers(doctor.snils, organization.ogrn) as found:
        yield Signers(found.doctor, found.organization), found.remarks
