"""``certificate issue``: the whole way of a paper, from a case to a signed file in the journal."""

import json
from pathlib import Path
from typing import Any

import click

from registrar_app.cli.surroundings import Surroundings, answer, say, say_problem
from registrar_app.domain.errors import RefusedError, RegistrarError


@click.command("issue")
@click.argument("form")
@click.argument("case", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Куда записать PDF."
)
@click.pass_obj
def command(surroundings: Surroundings, form: str, case: Path, out: Path) -> int:
    """Выдать справку: номер, подпись, журнал, файл."""
    desk = surroundings.desk()
    try:
        issued = desk.papers.issue_case(form, _read(case), out)
    except RefusedError as error:
        for one in error.problems:
            say_problem(one)
        if surroundings.as_json:
            answer({"refused": [one.as_json() for one in error.problems]})
        return 1
    for one in issued.remarks:
        say_problem(one)
    if surroundings.as_json:
        answer(
            {
                "out": str(out),
                "form": issued.form,
                "edition": issued.edition,
                "pages": issued.pages,
                "sha256": issued.sha256,
                "number": issued.number,
                "document_id": str(issued.certificate_id),
                "level": issued.level,
                "signers": [
                    {"field": one.field, "signer": one.signer, "serial": one.serial, "level": one.level}
                    for one in issued.signers
                ],
                "trust": str(desk.keys.trust_file()),
                "problems": [one.as_json() for one in issued.remarks],
            }
        )
    else:
        say(f"Справка № {issued.number} выдана и записана в {out.name}.")
    return 0


def _read(path: Path) -> dict[str, Any]:
    """The case file.

    Raises:
        RegistrarError: it is not a case (``REC-040``).
    """
    try:
        case = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError):
        # "from None": the text of the parser's error may quote the case.
        raise RegistrarError("REC-040") from None
    if not isinstance(case, dict) or not isinstance(case.get("fields"), dict):
        raise RegistrarError("REC-040")
    return case
