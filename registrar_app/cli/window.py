"""``demo``: the tour through the main job in the real window."""

import importlib
from pathlib import Path

import click

from registrar_app.cli.surroundings import Surroundings, answer, say


@click.command("demo")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    metavar="DIR",
    help="Куда положить картинки шагов и справки.",
)
@click.option("--keep-open", is_flag=True, help="Оставить окно открытым.")
@click.pass_obj
def demo(surroundings: Surroundings, out: Path | None, keep_open: bool) -> int:
    """Показать главное дело от карты до подписанной справки."""
    # The tour makes a training clinic of its own. With --json its story gives way to the one answer.
    tell = say if surroundings.as_json else click.echo
    report = importlib.import_module("registrar_app.tour.play").run(out, keep_open, tell)
    if surroundings.as_json:
        answer({**report.as_json(), "out": str(report.folder)})
    else:
        click.echo(f"Картинки и справка: {report.folder}")
        click.echo(report.verdict + ("" if report.failure else f": {len(report.steps)} шагов."))
    return int(bool(report.failure))
