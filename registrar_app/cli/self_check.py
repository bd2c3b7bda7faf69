"""``self-check``: does every part work on this machine."""

import importlib

import click

from registrar_app.cli.surroundings import Surroundings, answer, say


@click.command("self-check")
@click.option("--no-window", is_flag=True, hidden=True, help="Без окна: только службы.")
@click.pass_obj
def command(surroundings: Surroundings, no_window: bool) -> int:
    """Проверить программу: окно, база, справка с подписью, считыватели, принтеры."""
    from registrar_app.services import self_check

    lines = list(self_check.run(surroundings.clinic_profile))
    if not no_window:
        lines.insert(0, importlib.import_module("registrar_app.app").check_window())
    is_ok = all(line.ok for line in lines)
    if surroundings.as_json:
        answer({"ok": is_ok, "checks": [line.as_json() for line in lines]})
    for line in lines:
        say(f"{'исправно' if line.ok else 'НЕ РАБОТАЕТ'}: {line.name} — {line.detail}")
    return 0 if is_ok else 1
