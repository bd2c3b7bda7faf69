"""``certificate``: forms, render, issue, verify - each from its own module."""

from collections.abc import Mapping
from typing import ClassVar

import click

from registrar_app.cli import LazyGroup


class _CertificateGroup(LazyGroup):
    places: ClassVar[Mapping[str, str]] = {
        "forms": "registrar_app.cli.certificate_render:forms_command",
        "render": "registrar_app.cli.certificate_render:render_command",
        "issue": "registrar_app.cli.certificate_issue:command",
        "verify": "registrar_app.cli.certificate_verify:command",
    }


@click.group("certificate", cls=_CertificateGroup)
def group() -> None:
    """Справки: показать формы, напечатать, выдать, проверить."""
