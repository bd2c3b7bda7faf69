"""What the settings say of a key: its row, what it can do, how the trial went. Pure functions."""

from collections.abc import Sequence

from registrar_app.domain.dates import ru_date
from registrar_app.domain.problems import Level
from registrar_app.domain.records import StaffMember
from registrar_app.services.key_shapes import KeyKind, KeyTest, KeyView
from registrar_app.ui.messages import ROLES
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.tables import BadgeCell, TableRow

_LOCKED = frozenset({"CERT-052", "SIGN-071"})


def row_of(view: KeyView, doctors: Sequence[StaffMember]) -> TableRow:
    """The row of a key."""
    source = view.source
    end = ru_date(source.valid_to) if source.valid_to else ""
    return TableRow(
        source.id, (whose(view, doctors), source.owner or "ещё не открывали", _where(view), end, state(view))
    )


def whose(view: KeyView, doctors: Sequence[StaffMember]) -> str:
    """«Поликлиника», the doctor's short name, or «Врач» when nobody here has that SNILS."""
    if view.source.role == "organisation":
        return "Поликлиника"
    return next((one.name.short for one in doctors if one.snils and one.snils == view.source.holder), "Врач")


def _where(view: KeyView) -> str:
    source = view.source
    if source.kind is KeyKind.TOKEN and source.token_label:
        return f"токен «{source.token_label}»"
    return source.kind.word


def state(view: KeyView) -> BadgeCell:
    """The badge of a key."""
    if not view.source.is_chosen:
        return BadgeCell("не выбран", Role.NEUTRAL)
    real = [one for one in view.problems if one.code not in _LOCKED]
    if real and real[0].level is Level.ERROR:
        return BadgeCell("подписать нельзя", Role.ERROR)
    if any(one.code == "SIGN-011" for one in real):
        return BadgeCell("скоро закончится", Role.WARN)
    if view.is_open:
        return BadgeCell("готов подписывать", Role.OK)
    return BadgeCell("спросит PIN-код" if view.source.kind is KeyKind.TOKEN else "спросит пароль", Role.INFO)


def beside_words(view: KeyView) -> list[tuple[Role, str, str]]:
    """Boxes under the table: what is the matter, what the key can and cannot do."""
    said = [
        (ROLES[one.level], one.text, f"{one.way_out} {one.code}".strip())
        for one in view.problems
        if one.code not in _LOCKED
    ]
    source = view.source
    facts = [f"{source.algorithm}." if source.algorithm else "", *view.abilities]
    if source.issuer:
        facts.append(f"Выдал: {source.issuer}.")
    if source.mchd:
        facts.append(f"Доверенность (МЧД) № {source.mchd}.")
    if source.reason:
        facts.append(f"Один ключ на двоих: {source.reason}.")
    return [*said, (Role.INFO, "Что можно этим ключом", " ".join(filter(None, facts)))]


def test_words(test: KeyTest) -> tuple[Role, str, str, str]:
    """Role, title, text and code of the banner after «Проверить»."""
    spent = f"{test.took.total_seconds():.1f}".replace(".", ",")
    title = f"Пробный лист подписан и проверен за {spent} с"
    text = f"{test.owner}, {test.algorithm}."
    if not test.problems:
        return Role.OK, title, f"{text} Подпись верна, владелец доверенный.", ""
    worst = max(test.problems, key=lambda one: one.level.weight)
    return Role.WARN, title, f"{text} {' '.join(one.full_text for one in test.problems)}", worst.code
