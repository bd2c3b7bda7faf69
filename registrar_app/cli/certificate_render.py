"""Commands ``certificate forms`` and ``certificate render``: forms known, one case laid out unsigned."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from registrar_app.cli.surroundings import Surroundings, WrongUse, answer, read_case, refuse, say_problem
from registrar_app.domain.errors import RefusedError, RegistrarError, SurroundingsError
from registrar_app.domain.problems import Problem, problem
from registrar_app.printing import case as cases
from registrar_app.printing.form import Form, Mode
from registrar_app.printing.loader import FormLibrary
from registrar_app.printing.pdfa import finish
from registrar_app.printing.render import render

_WRONG_USE = frozenset({"CERT-020", "CERT-022", "CERT-023"})
"""About an argument or an option of the command line, not a value of the case."""


@click.command("forms")
@click.pass_obj
def forms_command(surroundings: Surroundings) -> int:
    """Бланки, их редакции и способы печати."""
    found = surroundings.forms().forms()
    if surroundings.as_json:
        answer([_form_line(one) for one in found])
        return 0
    for form in found:
        click.echo(f"{form.key}: {form.title} ({', '.join(one.id for one in form.editions)})")
    return 0


def _form_line(form: Form) -> dict[str, object]:
    return {
        "form": form.key,
        "title": form.title,
        "editions": [
            {
                "id": one.id,
                "from": one.issue_date_from.isoformat() if one.issue_date_from else None,
                "to": one.issue_date_to.isoformat() if one.issue_date_to else None,
            }
            for one in form.editions
            if one.has_layout
        ],
        "modes": [str(mode) for mode in form.modes],
    }


@click.command("render")
@click.argument("form")
@click.argument("case", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Куда записать PDF."
)
@click.option("--mode", type=click.Choice([str(one) for one in Mode]), help="Чистовик, черновик, на бланк.")
@click.option("--edition", help="Редакция бланка; без неё — по дате выдачи.")
@click.pass_obj
def render_command(
    surroundings: Surroundings, form: str, case: Path, out: Path, mode: str | None, edition: str | None
) -> int:
    """Напечатать случай в PDF без подписи и без записи в журнал."""
    try:
        made, remarks = render_case(surroundings.forms(), form, read_case(case), out, mode, edition)
    except RefusedError as error:
        return refuse(error.problems or (problem("CERT-001"),), as_json=surroundings.as_json)
    except SurroundingsError:
        raise
    except RegistrarError as error:
        if error.code in _WRONG_USE:
            raise WrongUse(error.problem.full_text) from None
        return refuse((error.problem,), as_json=surroundings.as_json)
    for one in remarks:
        say_problem(one)
    if surroundings.as_json:
        answer({**made, "problems": [one.as_json() for one in remarks]} if remarks else made)
    else:
        click.echo(f"{made['out']}: {made['form']}, {made['edition']}, стр. {made['pages']}")
    return 0


def render_case(
    forms: FormLibrary,
    form_key: str,
    case: Mapping[str, Any],
    out: Path,
    mode: str | None = None,
    edition_id: str | None = None,
) -> tuple[dict[str, object], tuple[Problem, ...]]:
    """Render a case into a PDF/A file; the answer of the command and the remarks on the case.

    Raises:
        RegistrarError: no such form, no edition for the day, unknown edition, the case cannot be read.
        RefusedError: a value cannot be printed.
        SurroundingsError: the file cannot be written (CERT-033).
    """
    form, day = forms.get(form_key), cases.case_issue_date(case)
    edition = forms.edition(form.key, day, edition_id)
    reading = cases.read_case(edition, case)
    paper = render(form, edition, reading.values, mode=mode or form.default_mode, invariant=True)
    pdf = finish(paper.pdf, form.title)
    try:
        out.write_bytes(pdf)
    except OSError as error:
        raise SurroundingsError("CERT-033", path=str(out)) from error
    made = {
        "out": str(out),
        "form": form.key,
        "edition": edition.id,
        "pages": paper.pages,
        "sha256": hashlib.sha256(pdf).hexdigest(),
    }
    return made, (*reading.remarks, *paper.remarks, *(() if edition_id else forms.notes(form.key, day)))
