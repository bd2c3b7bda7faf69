"""The self-check below the window: database, form, signature, libraries, readers, printers."""

import importlib
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from registrar_app.domain.errors import RegistrarError
from registrar_app.paths import resource
from registrar_app.services.shapes import CheckLine


def run(profile: Path) -> tuple[CheckLine, ...]:
    """Try each part once; a part that fails is a line that says why, never an exception.

    The database of the profile is opened if it is there, else a fresh one in a temporary folder; one
    paper is rendered, signed with a throw-away key and verified.

    Args:
        profile: The profile folder.
    """
    with tempfile.TemporaryDirectory(prefix="registrar-") as scratch:
        folder = Path(scratch)
        return (
            _line("database", lambda: _database(profile, folder)),
            _line("form", _form),
            _line("signature", lambda: _signature(folder)),
            _line("libraries", lambda: _libraries(folder)),
            _line("readers", _readers),
            _line("printers", _printers),
        )


def _line(name: str, look: Callable[[], tuple[bool, str]]) -> CheckLine:
    """Run one check; its failure becomes its detail."""
    try:
        is_ok, detail = look()
    except RegistrarError as error:
        return CheckLine(name, False, f"{error.problem.full_text} [{error.code}]")
    except Exception as error:  # noqa: BLE001 - reported in the line: the other checks go on
        return CheckLine(name, False, f"сбой: {type(error).__name__}")
    return CheckLine(name, is_ok, detail)


def _database(profile: Path, scratch: Path) -> tuple[bool, str]:
    from registrar_app.models.search import count_people
    from registrar_app.models.store import DATABASE, Store

    is_there = (profile / DATABASE).is_file()
    store = Store.open(profile if is_there else scratch / "profile")
    try:
        with store.read() as session:
            count = count_people(session)
    finally:
        store.close()
    return True, f"открыта, записей: {count}" if is_there else "своей ещё нет, новая создаётся и открывается"


def _paper() -> tuple[bytes, str]:
    """A rendered paper of the first form that is issued, as a draft."""
    from registrar_app.printing.form import Mode
    from registrar_app.printing.loader import FormLibrary
    from registrar_app.printing.pdfa import finish
    from registrar_app.printing.render import render
    from registrar_app.services.paper_prefill import is_issued

    library = FormLibrary([resource("forms")])
    form = next(one for one in library.forms() if is_issued(one) and Mode.DRAFT in one.modes)
    edition = library.edition(form.key, datetime.now(UTC).date())
    paper = render(form, edition, {}, mode=Mode.DRAFT)
    return finish(
        paper.pdf, form.title, datetime.now(UTC)
    ), f"{form.key}, {edition.id}, страниц: {paper.pages}"


def _form() -> tuple[bool, str]:
    _pdf, words = _paper()
    return True, words


def _signature(scratch: Path) -> tuple[bool, str]:
    from registrar_app.domain.values import PersonName
    from registrar_app.signing.authority import TRAINING_PASSWORD, Holder, make_training_authority
    from registrar_app.signing.pades import SignatureField, sign
    from registrar_app.signing.pkcs12 import open_key
    from registrar_app.signing.stamp import stamp_lines
    from registrar_app.signing.verify import verify

    now = datetime.now(UTC)
    doctor = Holder(PersonName("Проверкин", "Проверка", None))
    made = make_training_authority(scratch / "keys", Holder(organization="Самопроверка"), [doctor], now)
    key = open_key(made.people[0], TRAINING_PASSWORD, now=now)
    pdf, _words = _paper()
    field = SignatureField("doctor", 0, 10, 10, 68, 16)
    signed = sign(pdf, key, field=field, stamp_lines=stamp_lines(key.signing_certificate), signing_time=now)
    report = verify(signed, [made.roots.read_bytes()], now=now)
    problems = [*report.problems, *(found for one in report.signatures for found in one.problems)]
    codes = ", ".join(one.code for one in problems)
    return report.is_valid, "подписано и проверено" if report.is_valid else f"не сошлось: {codes}"


def _libraries(scratch: Path) -> tuple[bool, str]:
    """What is loaded by name or brings files of its own: a packer may forget it and nobody would notice."""
    from registrar_app.domain.values import PersonName, Sex
    from registrar_app.domain.workdays import usual_workday
    from registrar_app.services.import_xlsx import sheet_names
    from registrar_app.services.name_cases import DATIVE, name_in_case
    from registrar_app.signing.gost_math import PureMath
    from registrar_app.signing.gost_names import GOST_256

    path = scratch / "list.xlsx"
    book = importlib.import_module("openpyxl").Workbook()  # has no types of its own
    book.active.append(["Фамилия"])
    book.save(path)
    parts = {
        "таблицы": len(sheet_names(path)) == 1,
        "падежи": name_in_case(PersonName("Петрова", "Анна", None), Sex.FEMALE, DATIVE) == "Петровой Анне",
        "календарь": not usual_workday(date(2026, 1, 1)),
        "ГОСТ": len(PureMath().digest(GOST_256, b"")) == 32,
    }
    failed = [name for name, is_right in parts.items() if not is_right]
    return not failed, f"не сошлось: {', '.join(failed)}" if failed else ", ".join(parts)


def _readers() -> tuple[bool, str]:
    """A workplace without readers is whole: everything can be typed. Only a missing library fails."""
    from registrar_app.cards.connection import ServiceDownError
    from registrar_app.cards.pcsc import PcscBackend

    try:
        session = PcscBackend().open()
    except ServiceDownError:
        return True, "служба смарт-карт не запущена, ввод вручную работает"
    try:
        names = session.readers()
    finally:
        session.close()
    return True, ", ".join(names) if names else "считывателей нет, ввод вручную работает"


def _printers() -> tuple[bool, str]:
    """A workplace without printers is whole as well: files are kept and printed elsewhere."""
    from registrar_app.domain.errors import SurroundingsError
    from registrar_app.printing.spool import system_spool

    spool = system_spool()
    if not spool.takes_pdf:
        return True, "печатает само окно, на принтеры системы"
    try:
        names = [one.name for one in spool.printers()]
    except SurroundingsError as error:
        return True, error.problem.text
    return True, ", ".join(names) if names else "принтеров нет"
