"""What every command works in: the profile folder, the training clinic, the way of answering."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.problems import Problem, problem
from registrar_app.paths import default_profile

if TYPE_CHECKING:
    from registrar_app.cards.backend import ReaderBackend
    from registrar_app.printing.loader import FormLibrary
    from registrar_app.services.desk import Desk


class Surroundings:
    """Holds the global options and opens what a command asks for, as late as possible."""

    def __init__(self) -> None:
        self.profile: Path = default_profile()
        """Folder named by ``--data``."""
        self.training = False
        self.as_json = False
        self._desk: Desk | None = None

    @property
    def clinic_profile(self) -> Path:
        """The folder whose database, settings and keys count: the training clinic's with ``--training``."""
        return self.profile / "training" if self.training else self.profile

    def desk(self) -> "Desk":
        """The opened profile; the training clinic is made on first use.

        Raises:
            SurroundingsError: the database cannot be opened.
        """
        if self._desk is None:
            from registrar_app.services.desk import Desk

            self._desk = Desk.open(self.profile, training=self.training)
        return self._desk

    def backend(self) -> "ReaderBackend":
        """The machine's readers; with ``--training`` the simulated one, a card of that clinic in it."""
        if self.training:
            from registrar_app.cards.simulator import SimulatedReader
            from registrar_app.services.training_cards import TRAINING_CARDS, card_image

            reader = SimulatedReader()
            reader.insert(card_image(TRAINING_CARDS[0].key))
            return reader
        from registrar_app.cards.pcsc import PcscBackend

        return PcscBackend()

    def forms(self) -> "FormLibrary":
        """The forms that ship, then the clinic's own; what cannot be taken of these is told."""
        from registrar_app.paths import resource
        from registrar_app.printing.loader import FormLibrary

        library = FormLibrary([resource("forms")], self.clinic_profile / "forms")
        for one in library.broken:
            for found in (problem("CERT-130", file=one.file), *one.problems):
                say_problem(found)
        return library

    def trust_roots(self) -> tuple[bytes, ...]:
        """Roots the profile trusts, PEM; none when there is no profile yet."""
        if self.training:
            from registrar_app.services.training import build

            build(self.profile)
        from registrar_app.services.key_shelf import FOLDER
        from registrar_app.signing.trust_store import TrustStore

        return TrustStore(self.clinic_profile / FOLDER).contents()

    def close(self) -> None:
        """Close what was opened."""
        if self._desk is not None:
            self._desk.close()
            self._desk = None


class WrongUse(click.UsageError):
    """A command line that cannot be meant, told in words of our own: exit status 2."""


def answer(value: Any) -> None:  # noqa: ANN401 - any JSON value
    """Write the one JSON value of a command to standard output, UTF-8, letters as they are."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")
    sys.stdout.flush()


def show_rows(rows: Sequence[tuple[str, str | None]]) -> None:
    """Write «label: value» lines for a person to standard output; rows without a value are left out."""
    for label, value in rows:
        if value:
            click.echo(f"{label}: {value}")


def say(words: str) -> None:
    """Write words for a person to standard error."""
    sys.stderr.write(words + "\n")


def read_case(path: Path) -> dict[str, Any]:
    """The case of a paper: an object of JSON.

    Raises:
        RegistrarError: the file holds none (``CERT-027``).
    """
    try:
        case = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        # "from None": the text of the parser's error may quote the case.
        raise RegistrarError("CERT-027", what="это не JSON") from None
    if not isinstance(case, dict) or not isinstance(case.get("fields", {}), dict):
        raise RegistrarError("CERT-027", what="ждали один объект с разделом fields")
    return case


def refuse(problems: Sequence[Problem], *, as_json: bool) -> int:
    """Say no to a paper, with the reasons; the exit status to end with."""
    for one in problems:
        say_problem(one)
    if as_json:
        answer({"refused": [one.as_json() for one in problems]})
    return 1


def say_problem(one: Problem) -> None:
    """Write a problem for a person: its words without personal data, and the code."""
    from registrar_app.domain.codes import CATALOGUE

    entry = CATALOGUE[one.code]
    # The filled text may name a person; standard error gets it only when nothing was filled in.
    words = one.full_text if not one.params else f"{_bare(entry.text)} {_bare(entry.way_out)}"
    place = f"{one.field}: " if one.field else ""
    say(f"{place}{words.strip()} [{one.code}]")


def _bare(text: str) -> str:
    """A text of the catalogue with its placeholders shown as dots."""

    class Dots(dict[str, str]):
        def __missing__(self, key: str) -> str:
            return "…"

    return text.format_map(Dots())


def guarded(run: Callable[[], int], *, as_json: Callable[[], bool]) -> int:
    """Run a command and turn what it raises into the exit status of the contract.

    Returns:
        0 done, 1 the answer is no, 3 the surroundings fail; whatever else is raised passes through.
    """
    from registrar_app.domain.errors import RefusedError, SurroundingsError

    try:
        return run()
    except RegistrarError as error:
        problems = error.problems if isinstance(error, RefusedError) else ()
        for one in (error.problem, *problems):
            say_problem(one)
        if as_json():
            answer({"problems": [one.as_json() for one in (problems or (error.problem,))]})
        return 3 if isinstance(error, SurroundingsError) else 1
