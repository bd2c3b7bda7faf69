"""The command line: one entry point over the same services as the window.

Commands are imported when they are called, so that none pays for another's libraries; Qt is touched by the
window and the tour only.
"""

import gc
import importlib
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

import click

from registrar_app import __version__
from registrar_app.cli.surroundings import Surroundings, WrongUse, guarded, say

_COMMANDS = {
    "demo": "registrar_app.cli.window:demo",
    "check": "registrar_app.cli.check:command",
    "card": "registrar_app.cli.cards:group",
    "policy": "registrar_app.cli.policy:group",
    "certificate": "registrar_app.cli.certificate:group",
    "self-check": "registrar_app.cli.self_check:command",
}
BUG = 70


class LazyGroup(click.Group):
    """A group whose commands live in modules that are imported when asked for."""

    places: ClassVar[Mapping[str, str]] = {}
    """Name of a command -> ``module:attribute``; each group names its own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the contract."""
        del ctx
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; every leaf takes the options common to all."""
        del ctx
        if cmd_name not in self.places:
            return None
        module, _, attribute = self.places[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        add_globals(command)
        return command


def global_options() -> tuple[click.Option, ...]:
    """``--data``, ``--training`` and ``--json``, which write into the ``Surroundings``."""

    def set_data(ctx: click.Context, param: click.Parameter, value: Path | None) -> None:
        del param
        if value is not None:
            ctx.ensure_object(Surroundings).profile = value

    def set_training(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        del param
        ctx.ensure_object(Surroundings).training |= value

    def set_json(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        del param
        ctx.ensure_object(Surroundings).as_json |= value

    return (
        click.Option(
            ["--data"],
            type=click.Path(file_okay=False, path_type=Path),
            callback=set_data,
            expose_value=False,
            is_eager=True,
            metavar="DIR",
            help="Папка с базой, настройками и ключами.",
        ),
        click.Option(
            ["--training"],
            is_flag=True,
            callback=set_training,
            expose_value=False,
            is_eager=True,
            help="Учебная поликлиника с придуманными пациентами.",
        ),
        click.Option(
            ["--json"],
            is_flag=True,
            callback=set_json,
            expose_value=False,
            is_eager=True,
            help="Ответ одним значением JSON.",
        ),
    )


def add_globals(command: click.Command) -> None:
    """Give a command and all below it the common options; leaves of a lazy group get theirs when imported."""
    if isinstance(command, click.Group):
        for leaf in command.commands.values():
            add_globals(leaf)
    taken = {name for param in command.params for name in param.opts}
    command.params.extend(option for option in global_options() if not taken & set(option.opts))


def _window(ctx: click.Context) -> int:
    """Open the window; Qt comes in here and nowhere before."""
    # 900 modules make no garbage, yet the collector would look through them 200 times: a tenth of the start.
    gc.disable()
    program = importlib.import_module("registrar_app.app")
    gc.freeze()
    gc.enable()
    return int(program.run_window(ctx.ensure_object(Surroundings)) or 0)


class _TopGroup(LazyGroup):
    places: ClassVar[Mapping[str, str]] = _COMMANDS


@click.group(
    cls=_TopGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    params=list(global_options()),
)
@click.version_option(__version__, "--version", message="%(version)s")
@click.pass_context
def cli(ctx: click.Context) -> int:
    """Регистратура поликлиники. Без команды открывается окно."""
    if ctx.invoked_subcommand is None:
        return _window(ctx)
    return 0


def run(words: Sequence[str]) -> int:
    """Run a command line and give its exit status: 0, 1, 2, 3 or 70 (see the contract in docs).

    Args:
        words: The arguments without the program's name.
    """
    surroundings = Surroundings()

    def call() -> int:
        return int(
            cli.main(list(words), prog_name="registrar-app", standalone_mode=False, obj=surroundings) or 0
        )

    try:
        return guarded(call, as_json=lambda: surroundings.as_json or "--json" in words)
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else int(bool(error.code))
    except click.UsageError as error:
        say(_usage_words(error))
        return 2
    except click.ClickException as error:
        say(error.format_message())
        return 2
    except (click.Abort, KeyboardInterrupt):
        say("Прервано.")
        return 130
    except Exception as error:  # noqa: BLE001 - the last line of defence: reported, status 70
        say(_bug_words(error))
        return BUG
    finally:
        surroundings.close()


def main() -> None:
    """Entry point of ``registrar-app``."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            # The program without a console has no streams on Windows; what is said goes nowhere.
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - to the end
        else:
            # Windows consoles are not UTF-8 by themselves; the contract is UTF-8 everywhere.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def _usage_words(error: click.UsageError) -> str:
    """Wrong use in Russian; click speaks English."""
    where = error.ctx.command_path if error.ctx else "registrar-app"
    match error:
        case WrongUse():
            what = error.message
        case click.NoSuchOption():
            what = f"Нет такого ключа: {error.option_name}."
        case click.MissingParameter(param=click.Parameter() as param):
            what = f"Не хватает: {_called(param)}."
        case click.BadParameter(param=click.Parameter() as param):
            what = f"Не подходит значение: {_called(param)}."
        case _:
            what = "Команда написана неверно."
    return f"{what} Как писать: {where} --help"


def _called(param: click.Parameter) -> str:
    """What a person writes for a parameter: «--wait», «FORM»."""
    return param.opts[0] if isinstance(param, click.Option) else param.human_readable_name


def _bug_words(error: BaseException) -> str:
    """A failure of ours without what it was about: kinds and places only, never values."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    places = "\n".join(f"  {Path(one.filename).name}:{one.lineno} {one.name}" for one in frames)
    return f"Сбой программы: {type(error).__name__}. Данные целы. Передайте разработчику:\n{places}"
