"""``demo``: the tour through the main job in the real window."""

import importlib
from pathlib import Path

import click

from registrar_app.cli.surroundings import Surroundings


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
    del surroundings  # the tour makes a training clinic of its own
    return int(importlib.import_module("registrar_app.tour").run(out, keep_open) or 0)
