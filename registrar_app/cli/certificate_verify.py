"""``certificate verify``: every signature of a PDF, whose it is, whether it is whole and trusted."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from registrar_app.cli.surroundings import Surroundings, answer, say, say_problem

if TYPE_CHECKING:
    from registrar_app.signing.verify import SignatureReport, VerificationReport


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
    """Проверить подписи в файле PDF. Код возврата 1, если файл не действителен."""
    from registrar_app.signing.verify import verify

    report = verify(pdf.read_bytes(), _roots(surroundings, trust))
    if surroundings.as_json:
        answer(report.as_json())
    else:
        _show(report)
    return 0 if report.is_valid else 1


def _roots(surroundings: object, trust: tuple[Path, ...]) -> tuple[bytes, ...]:
    """Files named on the command line, else what the profile trusts."""
    if trust:
        return tuple(path.read_bytes() for path in trust)
    ask = getattr(surroundings, "trust_roots", None)
    return tuple(ask()) if ask else ()


def _show(report: "VerificationReport") -> None:
    """Words for a person: names on standard output, problems without them on standard error."""
    for one in report.signatures:
        click.echo(_line(one))
        for remark in one.problems:
            say_problem(remark)
    for remark in report.problems:
        say_problem(remark)
    say("Подпись действительна." if report.is_valid else "Подпись не действительна.")


def _line(one: "SignatureReport") -> str:
    owner = one.signer.owner if one.signer else "владелец не читается"
    # A time that a timestamp proves goes before the signer's own clock; both in the signer's zone.
    zone = one.signed_at.tzinfo if one.signed_at else None
    at = one.timestamp.astimezone(zone) if one.timestamp else one.signed_at
    when = f"{at:%d.%m.%Y %H:%M}" if at else "время не указано"
    return f"{owner} · {when} · {one.algorithm} · {one.level.word}"
