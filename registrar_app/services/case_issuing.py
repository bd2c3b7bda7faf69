"""Issuing a paper from a case of the command line."""

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from registrar_app.domain.errors import SurroundingsError
from registrar_app.domain.problems import Problem, problem
from registrar_app.printing.case import case_issue_date, read_case
from registrar_app.services.bench import Bench
from registrar_app.services.case_person import person_for_case
from registrar_app.services.form_shelf import FormShelf
from registrar_app.services.paper_shapes import Issued
from registrar_app.services.paper_signers import organization_and_doctors, usual_doctor
from registrar_app.services.people import People

if TYPE_CHECKING:
    from registrar_app.services.papers import Papers


def issue_case(
    papers: "Papers",
    shelf: FormShelf,
    people: People,
    bench: Bench,
    form_key: str,
    case: Mapping[str, Any],
    out: Path,
) -> Issued:
    """Issue a paper from a case and write the file to ``out``; see ``Papers.issue_case``.

    Raises:
        RefusedError: values cannot be printed, the person cannot be saved.
        RegistrarError: as ``Papers.issue``; several people fit (``REC-043``).
        SurroundingsError: the file cannot be written (``CERT-033``).
    """
    # Without a clinic there is nothing to issue: say that first.
    _organization, doctors = organization_and_doctors(bench.store)
    if not out.parent.is_dir():
        raise SurroundingsError("CERT-033", path=str(out))
    person_id, remarks = person_for_case(people, bench, case)
    issue_date = case_issue_date(case)
    draft = papers.start(form_key, person_id, issue_date)
    edition = shelf.edition(form_key, issue_date)
    own: dict[str, Any] = {**case, "organization": {}, "certificate": {"issue_date": issue_date.isoformat()}}
    reading = read_case(edition, own, today=bench.today())
    settled = {one.id for one in edition.fields if one.source in {"settings", "program"}}
    # A line in another case takes the form that the program made of the same name.
    name = people.peek(person_id).data.name.full
    settled |= {one.id for one in edition.fields if one.case and reading.values.get(one.id) == name}
    ours = {name for _id, name in draft.doctors}
    strangers = {
        one.id
        for one in edition.fields
        if one.source == "staff" and reading.values.get(one.id) and reading.values[one.id] not in ours
    }
    values = {key: value for key, value in reading.values.items() if key not in settled}
    # A doctor of elsewhere stays on the paper as the file names him; one of ours signs.
    signing = usual_doctor(people.peek(person_id), doctors) if strangers else None
    issued = papers.issue(draft, values, signing=signing)
    try:
        out.write_bytes(issued.pdf)
    except OSError as error:
        raise SurroundingsError("CERT-033", path=str(out)) from error
    said = _ignored(case, strangers)
    return dataclasses.replace(issued, remarks=(*remarks, *said, *reading.remarks, *issued.remarks))


def _ignored(case: Mapping[str, Any], strangers: set[str]) -> tuple[Problem, ...]:
    """What the case says and the clinic knows better."""
    said = [problem("REC-041")] if case.get("organization") else []
    said += [problem("REC-046", one) for one in sorted(strangers)]
    certificate = case.get("certificate")
    if isinstance(certificate, Mapping) and certificate.get("number"):
        said.append(problem("REC-042"))
    return tuple(said)
