"""Commands ``certificate forms`` and ``certificate render``: forms known, one case laid out unsigned."""

import hashlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

import click

from registrar_app.domain.errors import RefusedError, RegistrarError, SurroundingsError
from registrar_app.domain.problems import Problem, problem
from registrar_app.paths import resource
from registrar_app.printing.case import case_issue_date, read_case
from registrar_app.printing.form import Form, Mode
from registrar_app.printing.loader import FormLibrary
from registrar_app.printing.pdfa import finish
from registrar_app.printing.render import render

NO, WRONG_USE, SURROUNDINGS = 1, 2, 3
"""Exit status: the answer is no; wrong use; the surroundings fail."""


def library(profile: Path | None = None) -> FormLibrary:
    """The forms shipped, then those of a clinic's profile folder, which take precedence."""
    folders = [resource("forms")]
    if profile is not None and (profile / "forms").is_dir():
        folders.append(profile / "forms")
    return FormLibrary(folders)


def _profile(context: click.Context) -> Path | None:
    """The profile folder that the top command keeps for all commands, if one was named."""
    folder = getattr(context.find_root().obj, "profile", None)
    return Path(folder) if isinstance(folder, str | Path) else None


def _wants_json(context: click.Context, *, here: bool) -> bool:
    """``--json`` may stand before the command's name as well."""
    return here or bool(getattr(context.find_root().obj, "as_json", False))


def _answer(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))


def _say(problems: tuple[Problem, ...]) -> None:
    """Words for people; a text may quote what was typed, so only catalogue texts without values go here."""
    for one in problems:
        place = f"{one.field}: " if one.field else ""
        click.echo(f"{place}{one.code}", err=True)


@click.command("forms", help="Бланки, их редакции и способы печати.")
@click.option("--json", "as_json", is_flag=True, help="Ответ одним значением JSON.")
@click.pass_context
def forms_command(context: click.Context, *, as_json: bool) -> None:
    """List the forms."""
    as_json = _wants_json(context, here=as_json)
    try:
        found = library(_profile(context)).forms()
    except RefusedError as error:
        _refuse(error.problems, as_json=as_json)
    if as_json:
        _answer([_form_line(one) for one in found])
        return
    for form in found:
        click.echo(f"{form.key}: {form.title} ({', '.join(one.id for one in form.editions)})")


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


@click.command("render", help="Печать случая в PDF без подписи и без записи в журнал.")
@click.argument("form_key", metavar="FORM")
@click.argument("case_file", metavar="CASE", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Куда записать PDF.")
@click.option("--mode", type=click.Choice([str(one) for one in Mode]), help="Чистовик, черновик, на бланк.")
@click.option("--edition", "edition_id", help="Редакция бланка; без неё - по дате выдачи.")
@click.option("--json", "as_json", is_flag=True, help="Ответ одним значением JSON.")
@click.pass_context
def render_command(
    context: click.Context,
    *,
    form_key: str,
    case_file: Path,
    out: Path,
    mode: str | None,
    edition_id: str | None,
    as_json: bool,
) -> None:
    """Lay out one case."""
    as_json = _wants_json(context, here=as_json)
    try:
        forms = library(_profile(context))
        form = _known_form(forms, form_key)
        case = _read_case_file(case_file)
        answer, remarks = render_case(forms, form, case, out, mode, edition_id)
    except RefusedError as error:
        _refuse(error.problems, as_json=as_json)
    except SurroundingsError as error:
        click.echo(error.problem.full_text, err=True)
        sys.exit(SURROUNDINGS)
    except RegistrarError as error:
        if error.code in {"CERT-022", "CERT-023"}:  # an option of the command line, not a value of the case
            raise click.UsageError(error.problem.full_text) from error
        _refuse((error.problem,), as_json=as_json)
    if as_json:
        _answer({**answer, "problems": [one.as_json() for one in remarks]} if remarks else answer)
    else:
        click.echo(f"{answer['out']}: {answer['form']}, {answer['edition']}, стр. {answer['pages']}")


def _known_form(forms: FormLibrary, key: str) -> Form:
    try:
        return forms.get(key)
    except RefusedError:
        raise
    except RegistrarError as error:
        if error.code == "CERT-029":  # known, and the answer is no
            raise
        raise click.BadParameter(error.problem.full_text, param_hint="FORM") from error


def _read_case_file(path: Path) -> Mapping[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise click.BadParameter(f"файла нет: {path}", param_hint="CASE") from error
    except (OSError, UnicodeDecodeError) as error:
        raise click.BadParameter(f"файл не читается: {path}", param_hint="CASE") from error
    try:
        case = json.loads(text)
    except ValueError as error:
        raise RegistrarError("CERT-027", what="это не JSON") from error
    if not isinstance(case, dict):
        raise RegistrarError("CERT-027", what="ждали один объект")
    return case


def render_case(
    forms: FormLibrary,
    form: Form,
    case: Mapping[str, Any],
    out: Path,
    mode: str | None = None,
    edition_id: str | None = None,
) -> tuple[dict[str, object], tuple[Problem, ...]]:
    """Render a case into a PDF/A file; the answer of the command and the remarks on the case.

    Raises:
        RegistrarError: no edition for the day, unknown edition, the case cannot be read.
        RefusedError: a value cannot be printed.
        SurroundingsError: the file cannot be written (CERT-033).
    """
    day = case_issue_date(case)
    edition = forms.edition(form.key, day, edition_id)
    reading = read_case(edition, case)
    paper = render(form, edition, reading.values, mode=mode or form.default_mode, invariant=True)
    pdf = finish(paper.pdf, form.title)
    try:
        out.write_bytes(pdf)
    except OSError as error:
        raise SurroundingsError("CERT-033", path=str(out)) from error
    answer = {
        "out": str(out),
        "form": form.key,
        "edition": edition.id,
        "pages": paper.pages,
        "sha256": hashlib.sha256(pdf).hexdigest(),
    }
    return answer, (*reading.remarks, *paper.remarks, *(() if edition_id else forms.notes(form.key, day)))


def _refuse(problems: tuple[Problem, ...], *, as_json: bool) -> NoReturn:
    """Say no, with the reasons, and end the command."""
    shown = problems or (problem("CERT-001"),)
    if as_json:
        _answer({"refused": [one.as_json() for one in shown]})
    else:
        for one in shown:
            click.echo(f"{one.field or ''}: {one.full_text} {one.code}".lstrip(": "))
    _say(shown)
    sys.exit(NO)


commands: tuple[click.Command, ...] = (forms_command, render_command)
