"""``certificate issue``: the whole way of a paper, from a case to a signed file in the journal."""

import dataclasses
import hashlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from registrar_app.cli.surroundings import Surroundings, WrongUse, answer, read_case, refuse, say, say_problem
from registrar_app.domain.errors import RefusedError, RegistrarError, SurroundingsError

if TYPE_CHECKING:
    from registrar_app.services.desk import Desk
    from registrar_app.services.key_shapes import KeyAsk
    from registrar_app.services.paper_shapes import Issued


@click.command("issue")
@click.argument("form")
@click.argument("case", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Куда записать PDF."
)
@click.option(
    "--pin-fd",
    type=click.IntRange(0),
    default=None,
    help="Номер открытого файла с паролями и PIN-кодами, по строке на ключ: врача, потом поликлиники.",
)
@click.pass_obj
def command(surroundings: Surroundings, form: str, case: Path, out: Path, pin_fd: int | None) -> int:
    """Выдать справку: номер, подпись, журнал, файл."""
    desk = surroundings.desk()
    try:
        issued = _lifted(desk, _issue(desk, form, read_case(case), out, Secrets(pin_fd)), out)
    except RefusedError as error:
        return refuse(error.problems, as_json=surroundings.as_json)
    except RegistrarError as error:
        if error.code == "CERT-020":
            raise WrongUse(error.problem.full_text) from None
        raise
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


def _issue(desk: "Desk", form: str, case: dict[str, Any], out: Path, secrets: "Secrets") -> "Issued":
    """Issue; a key that wants a secret is opened and the paper tried again, each key once.

    Raises:
        RegistrarError: as ``Papers.issue_case``; a secret is wrong, or there is none.
    """
    entered: set[str] = set()
    while True:
        try:
            return desk.papers.issue_case(form, case, out)
        except RegistrarError as error:
            ask = desk.keys.ask_of(error)
            secret = secrets.next(ask) if ask is not None and ask.id not in entered else ""
            if ask is None or not secret:
                raise
            entered.add(ask.id)
            desk.keys.enter(ask.id, secret)


def _lifted(desk: "Desk", issued: "Issued", out: Path) -> "Issued":
    """The paper with the data of verification that are wanted, where the services answer now.

    Raises:
        SurroundingsError: the file cannot be written (``CERT-033``).
    """
    if issued.level != "B-T" or not desk.upgrades.run(issued.certificate_id):
        return issued
    pdf = desk.papers.pdf_of(issued.certificate_id)
    level = desk.papers.record(issued.certificate_id).level
    try:
        out.write_bytes(pdf)
    except OSError as error:
        raise SurroundingsError("CERT-033", path=str(out)) from error
    signers = tuple(dataclasses.replace(one, level=level) for one in issued.signers)
    digest = hashlib.sha256(pdf).hexdigest()
    return dataclasses.replace(issued, pdf=pdf, level=level, signers=signers, sha256=digest)


class Secrets:
    """Where passwords and PINs come from: an open file, else the terminal. Never the command line.

    Args:
        descriptor: Number of the open file; None: the terminal, where there is one.
    """

    def __init__(self, descriptor: int | None) -> None:
        self._descriptor = descriptor
        self._lines: list[str] | None = None

    def next(self, ask: "KeyAsk") -> str:
        """The secret of a key; empty when there is none."""
        if self._descriptor is not None:
            if self._lines is None:
                with os.fdopen(self._descriptor, encoding="utf-8") as file:
                    self._lines = file.read().splitlines()
            return self._lines.pop(0) if self._lines else ""
        if not sys.stdin.isatty():
            return ""
        whose = "поликлиники" if ask.role == "organisation" else "врача"
        what = "PIN-код токена" if ask.kind == "token" else "Пароль ключа"
        return str(click.prompt(f"{what} {whose}", hide_input=True, err=True, default="", show_default=False))
