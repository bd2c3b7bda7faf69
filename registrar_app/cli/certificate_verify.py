"""``certificate verify``: every signature of a PDF, whose it is, whether it is whole and trusted; its code.

The code is read from the pictures of the pages, so the signatures are over it too. Its key is looked for
among those the profile knows; whether the paper was withdrawn is asked of the profile's journal, when there
is one and no other roots are named.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from registrar_app.cli.surroundings import Surroundings, answer, say, say_problem
from registrar_app.domain.clock import local_now

if TYPE_CHECKING:
    from registrar_app.services.verifying import CheckedFile
    from registrar_app.signing.verify import SignatureReport


@click.command("verify")
@click.argument("pdf", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--trust",
    "trust",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    metavar="PEM",
    help="Файл доверенных корней; можно несколько раз. Без него — корни этого рабочего места.",
)
@click.pass_obj
def command(surroundings: Surroundings, pdf: Path, trust: tuple[Path, ...]) -> int:
    """Проверить подписи и код в файле PDF. Код возврата 1, если файл не действителен."""
    checked = _checked(surroundings, pdf.read_bytes(), trust)
    if surroundings.as_json:
        answer(checked.as_json())
    else:
        _show(checked)
    return 0 if checked.is_valid else 1


def _checked(surroundings: Surroundings, pdf: bytes, trust: tuple[Path, ...]) -> "CheckedFile":
    from registrar_app.models.store import DATABASE
    from registrar_app.services.key_shelf import FOLDER
    from registrar_app.services.qr_key_book import known_keys
    from registrar_app.services.verifying import verify_file

    library, profile = surroundings.forms(), surroundings.clinic_profile
    checked = verify_file(
        pdf,
        _roots(surroundings, trust),
        known_keys(profile / FOLDER),
        now=local_now(),
        form_of=lambda key: next((one for one in library.forms() if one.key == key), None),
    )
    if not trust and (profile / DATABASE).exists():
        return surroundings.desk().verifying.known_here(checked)
    return checked


def _roots(surroundings: Surroundings, trust: tuple[Path, ...]) -> tuple[bytes, ...]:
    """Files named on the command line, else what the profile trusts."""
    return tuple(path.read_bytes() for path in trust) if trust else surroundings.trust_roots()


def _show(checked: "CheckedFile") -> None:
    """Words for a person: names on standard output, problems without them on standard error."""
    report = checked.report
    for one in report.signatures:
        click.echo(_line(one))
        for remark in one.problems:
            say_problem(remark)
    if checked.code is not None and checked.code.claims is not None:
        claims = checked.code.claims
        click.echo(f"Код: № {claims.number} · {claims.owner} · {claims.issued:%d.%m.%Y}")
    for remark in checked.problems:
        say_problem(remark)
    say("Подпись действительна." if checked.is_valid else "Подпись не действительна.")


def _line(one: "SignatureReport") -> str:
    owner = one.signer.owner if one.signer else "владелец не читается"
    # A time that a timestamp proves goes before the signer's own clock; both in the signer's zone.
    zone = one.signed_at.tzinfo if one.signed_at else None
    at = one.timestamp.astimezone(zone) if one.timestamp else one.signed_at
    when = f"{at:%d.%m.%Y %H:%M}" if at else "время не указано"
    return f"{owner} · {when} · {one.algorithm} · {one.level.word}"
