"""The clinic's own data, settings, drafts and printing choices."""

import dataclasses

import pytest
from desk_samples import form, issue, new_person, on_card

from registrar_app.domain.errors import RefusedError, RegistrarError, SurroundingsError
from registrar_app.domain.records import DistrictKind, Organization
from registrar_app.domain.samples import make_snils
from registrar_app.domain.values import PersonName
from registrar_app.printing.shift import Shift, SideShifts
from registrar_app.printing.spool import JobId, Printer, PrintJob, PrintOptions
from registrar_app.services.desk import Desk
from registrar_app.services.paper_shapes import PrintChoice
from registrar_app.services.prints import Prints
from registrar_app.services.settings import ALL, FONT_SCALE, HIDE_RECENT, THEME
from registrar_app.services.training import ORGANIZATION


class FakeSpool:
    """A spool that only remembers."""

    takes_pdf = True

    def __init__(self, *printers: Printer) -> None:
        self.known = printers
        self.jobs: list[tuple[bytes, str, PrintOptions]] = []

    def printers(self) -> tuple[Printer, ...]:
        return self.known

    def print_pdf(self, pdf: bytes, printer: str, options: PrintOptions) -> PrintJob:
        self.jobs.append((pdf, printer, options))
        return PrintJob(JobId(f"{printer}-{len(self.jobs)}"))


def prints_with(desk: Desk, *printers: Printer) -> tuple[Prints, FakeSpool]:
    spool = FakeSpool(*printers)
    return Prints(desk._bench, desk.settings, desk.papers, spool), spool  # type: ignore[arg-type]


def test_first_setup_ends_with_a_clinic_and_a_registrar(empty_desk: Desk) -> None:
    assert empty_desk.first_setup_needed
    with pytest.raises(RefusedError) as caught:
        empty_desk.clinic.save_organization(Organization(full_name="Поликлиника", ogrn="1029990001239"))
    fields = {one.field for one in caught.value.problems}
    assert {"short_name", "address", "head_name", "ogrn"} <= fields
    empty_desk.clinic.save_organization(ORGANIZATION)
    assert empty_desk.clinic.organization() == ORGANIZATION
    worker = empty_desk.clinic.save_staff(PersonName("Лебедева", "Наталья", None), "регистратор", "registrar")
    assert not empty_desk.first_setup_needed
    empty_desk.sign_in(worker.id, "окно 3")
    assert (empty_desk.staff_now, empty_desk.desk_name) == (worker, "окно 3")
    assert empty_desk.people.save(form()).record_number


def test_who_worked_last_sits_there_again(clinic_folder: object, desk: Desk) -> None:
    other = next(one for one in desk.clinic.staff() if one.role == "senior")
    desk.sign_in(other.id)
    desk.close()
    with Desk.open(desk.profile) as again:
        assert again.staff_now == other
    assert clinic_folder == desk.profile


def test_sign_in_of_nobody_is_refused(desk: Desk) -> None:
    from uuid import uuid4

    with pytest.raises(RegistrarError) as caught:
        desk.sign_in(uuid4())
    assert caught.value.code == "REC-004"


def test_staff_with_a_wrong_snils_or_role_is_refused(empty_desk: Desk) -> None:
    name = PersonName("Белова", "Анна", None)
    with pytest.raises(RefusedError) as caught:
        empty_desk.clinic.save_staff(name, "врач", "physician", "112-233-445 96")
    assert [one.field for one in caught.value.problems] == ["snils"]
    with pytest.raises(RefusedError):
        empty_desk.clinic.save_staff(name, "врач", "king")
    saved = empty_desk.clinic.save_staff(name, "врач", "physician", "112-233-445 95")
    assert saved.snils == "11223344595"
    renamed = empty_desk.clinic.save_staff(
        PersonName("Белова", "Яна", None), "врач", "physician", "", saved.id
    )
    assert [one.name for one in empty_desk.clinic.physicians()] == [renamed.name]


def test_district_number_stands_once(empty_desk: Desk) -> None:
    first = empty_desk.clinic.save_district("12", DistrictKind.THERAPY, None)
    with pytest.raises(RefusedError) as caught:
        empty_desk.clinic.save_district(" 12 ", DistrictKind.FAMILY, None)
    assert [one.code for one in caught.value.problems] == ["REC-035"]
    assert (
        empty_desk.clinic.save_district("12", DistrictKind.FAMILY, None, first.id).kind is DistrictKind.FAMILY
    )
    with pytest.raises(RefusedError):
        empty_desk.clinic.save_department("  ")
    assert empty_desk.clinic.save_department("Регистратура").name == "Регистратура"


def test_settings_keep_their_type_and_their_choices(empty_desk: Desk) -> None:
    assert empty_desk.settings.get(FONT_SCALE) == 100
    empty_desk.settings.set(FONT_SCALE, 130)
    empty_desk.settings.set(HIDE_RECENT, True)
    assert empty_desk.settings.get(FONT_SCALE) == 130
    assert empty_desk.settings.get(HIDE_RECENT) is True
    with pytest.raises(RegistrarError) as caught:
        empty_desk.settings.set(THEME, "розовая")
    assert caught.value.code == "REC-030"


def test_every_setting_explains_itself_and_allows_its_default() -> None:
    assert len({one.key for one in ALL}) == len(ALL)
    for one in ALL:
        assert one.about.endswith(".")
        assert not one.choices or one.default in [value for value, _words in one.choices]


def test_draft_survives_with_what_the_card_said(desk: Desk) -> None:
    identity = on_card(new_person())
    typed = {**form(), "snils": "112-233", "last_name": "Незнак"}
    kept = desk.drafts.save("person", "new", typed, identity)
    desk.close()
    with Desk.open(desk.profile) as again:
        found = again.drafts.load("person", "new")
        assert found is not None
        assert (found.values, found.identity) == (typed, identity)
        assert [one.key for one in again.drafts.all()] == ["new"]
        again.drafts.drop("person", "new")
        assert again.drafts.load("person", "new") is None
    assert kept.saved_at.tzinfo is not None


def test_print_goes_to_the_remembered_printer_and_marks_the_copy(desk: Desk) -> None:
    prints, spool = prints_with(desk, Printer("Другой", is_default=True), Printer("HP"))
    issued = issue(desk)
    prints.remember(issued.form, PrintChoice("HP", "Tray2", "none"))
    first = prints.print_pdf(issued.certificate_id, issued.form)
    second = prints.print_pdf(issued.certificate_id, issued.form)
    assert (first.printer, first.is_copy, second.is_copy) == ("HP", False, True)
    pdf, printer, options = spool.jobs[0]
    assert (pdf, printer) == (issued.pdf, "HP")
    assert (options.tray, options.paper, str(options.duplex)) == ("Tray2", "A5", "one-sided")
    assert prints.choice(issued.form) == PrintChoice("HP", "Tray2", "none")


def test_choice_when_two_desks_share_a_profile_then_each_keeps_its_own(desk: Desk) -> None:
    prints, _spool = prints_with(desk, Printer("HP"))
    first, second = PrintChoice("HP", "Tray2"), PrintChoice("Pantum", "Tray1")
    prints.remember("086u", first)
    assert desk.staff_now is not None
    before = desk.desk_name
    desk.sign_in(desk.staff_now.id, "окно 9")
    assert prints.choice("086u") == first  # better than nothing
    prints.remember("086u", second)
    assert prints.choice("086u") == second
    desk.sign_in(desk.staff_now.id, before)
    assert prints.choice("086u") == first


def test_print_without_a_choice_turns_the_lying_sheet_over_its_short_edge(desk: Desk) -> None:
    prints, spool = prints_with(desk, Printer("HP", is_default=True))
    form_key = next(one.key for one in desk.papers.forms() if one.is_issued)
    prints.print_pdf(b"%PDF-1.7", form_key)
    assert str(spool.jobs[0][2].duplex) == "two-sided-short-edge"


def test_print_when_the_printer_misses_then_the_file_is_moved_for_it_alone(
    desk: Desk,
) -> None:
    prints, spool = prints_with(desk, Printer("HP", is_default=True))
    issued = issue(desk)
    prints.remember(issued.form, PrintChoice("HP"))
    prints.set_shifts(issued.form, SideShifts(Shift(1.5, -2.0)))
    prints.print_pdf(issued.certificate_id, issued.form)
    assert spool.jobs[0][0] != issued.pdf
    assert desk.papers.pdf_of(issued.certificate_id) == issued.pdf
    prints.set_shifts(issued.form, SideShifts())
    prints.print_pdf(issued.certificate_id, issued.form)
    assert spool.jobs[1][0] == issued.pdf


def test_shifts_belong_to_form_and_printer(desk: Desk) -> None:
    prints, _spool = prints_with(desk, Printer("HP", is_default=True), Printer("Pantum"))
    prints.remember("086u", PrintChoice("HP"))
    prints.set_shifts("086u", SideShifts(Shift(1.0, 2.0), Shift(-1.0, 0.5)))
    assert (
        prints.shifts("086u") == prints.shifts("086u", "HP") == SideShifts(Shift(1.0, 2.0), Shift(-1.0, 0.5))
    )
    assert prints.shifts("086u", "Pantum") == prints.shifts("003-vu") == SideShifts()


def test_shifts_beyond_a_misfeed_are_refused_at_their_fields(desk: Desk) -> None:
    prints, _spool = prints_with(desk, Printer("HP", is_default=True))
    with pytest.raises(RefusedError) as caught:
        prints.set_shifts("086u", SideShifts(Shift(1.0, 25.0), Shift(-21.0, 0.0)))
    assert [(one.code, one.field) for one in caught.value.problems] == [
        ("PRN-021", "down"), ("PRN-021", "back_right"),
    ]  # fmt: skip
    assert prints.shifts("086u") == SideShifts()


def test_trial_sheet_marks_the_place_as_tried_until_it_is_moved(desk: Desk) -> None:
    prints, spool = prints_with(desk, Printer("HP", is_default=True))
    prints.remember("086u", PrintChoice("HP"))
    assert prints.checked("086u") is None
    prints.print_ruler("086u", "086/у")
    assert spool.jobs[0][2].title == "Лист с линейкой"
    assert prints.checked("086u") is None
    prints.print_trial(prints.ruler_sheet("086u", "086/у"), "086u")
    assert prints.checked("086u") == "21.11.2026"
    prints.set_shifts("086u", SideShifts(Shift(0.5, 0.0)))
    assert prints.checked("086u") == ""


def test_no_printer_and_no_choice_have_their_own_words(desk: Desk) -> None:
    prints, _spool = prints_with(desk)
    with pytest.raises(SurroundingsError) as caught:
        prints.print_pdf(b"%PDF-1.7", "any")
    assert caught.value.code == "PRN-003"
    prints, _spool = prints_with(desk, Printer("А"), Printer("Б"))
    with pytest.raises(RegistrarError) as nobody:
        prints.print_pdf(b"%PDF-1.7", "any")
    assert nobody.value.code == "PRN-020"
    assert prints.printers()[0].state == "готов"


def test_self_check_tells_each_part_in_words(desk: Desk) -> None:
    from registrar_app.services import self_check

    lines = {line.name: line for line in self_check.run(desk.profile)}
    assert list(lines) == ["database", "form", "signature", "libraries", "readers", "printers"]
    assert all(line.ok for line in lines.values()), lines
    assert lines["database"].detail == "открыта, записей: 1000"


def test_self_check_names_a_damaged_database(tmp_path_factory: pytest.TempPathFactory) -> None:
    from registrar_app.services import self_check

    folder = tmp_path_factory.mktemp("damaged")
    (folder / "registrar.db").write_bytes(b"not a database at all" * 400)
    line = self_check.run(folder)[0]
    assert not line.ok
    assert "DB-" in line.detail


def test_serials_of_staff_and_people_do_not_meet() -> None:
    from registrar_app.services.training_people import people

    assert make_snils(900_000) not in {one.data.snils for one in people()}
    assert dataclasses.is_dataclass(ORGANIZATION)
