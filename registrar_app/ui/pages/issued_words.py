"""What the page of an issued paper says: facts, state, events, what can be done with it."""

from registrar_app.domain.dates import ru_date
from registrar_app.domain.records import CertificateEvent, CertificateRecord, CertificateState
from registrar_app.services.paper_shapes import PaperForm
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.badge import Badge
from registrar_app.ui.widgets.form_spec import FieldKind, FieldSpec
from registrar_app.ui.widgets.section import Definition
from registrar_app.ui.widgets.tables import TableRow

_S = CertificateState
_ENDS = {
    _S.VALID: (
        ("spoiled", "испорчена: лист замят, ошибка в данных"),
        ("lost", "утрачена: потеряли до или после выдачи"),
        ("annulled", "аннулирована: выдана без оснований"),
    ),
    _S.LOST: (("annulled", "аннулирована: выдана без оснований"),),
}
DUPLICATED = (_S.VALID, _S.LOST, _S.SPOILED)
"""States of which a duplicate can be made."""
_ADDED = {
    "B-T": "добавлена метка времени",
    "B-LT": "добавлены метка времени и данные проверки",
    "B-LTA": "добавлено всё для долгого хранения",
}
"""What the program added to a file, by the level it has since."""
_REASON = FieldSpec("reason", "Причина", 12, hint="останется в журнале")
ENDING = (FieldSpec("kind", "Справка", 12, FieldKind.COMBO), _REASON)
COPYING = (_REASON,)


def ends_of(state: CertificateState) -> tuple[tuple[str, str], ...]:
    """Ways in which a paper in this state can end: (key, words)."""
    return _ENDS.get(state, ())


def facts(paper: CertificateRecord, form: PaperForm | None) -> tuple[Definition, ...]:
    """Rows above the signatures."""
    data = paper.data
    return (
        Definition("Дата выдачи", ru_date(data.issued_on)),
        Definition("Номер", f"{data.series} {data.number}".strip() or "без номера", bold=True),
        Definition("Справка", form.title if form else data.form),
        Definition("Врач", data.physician),
        Definition("Действует", f"до {ru_date(data.valid_until)}" if data.valid_until else ""),
    )


def state_badge(theme: Theme, paper: CertificateRecord) -> Badge:
    """The badge of the head."""
    if paper.state is _S.VALID:
        words = f"выдана, копия {paper.copies}" if paper.copies else "выдана"
        return Badge(theme, words, Role.OK)
    if paper.state is _S.REPLACED:
        return Badge(theme, paper.state.word, Role.NEUTRAL, icon="copy")
    return Badge(theme, paper.state.word, Role.ERROR, icon="circle-x")


def event_row(event: CertificateEvent, when: str) -> TableRow:
    """One line of «Что было со справкой»."""
    note = _ADDED.get(event.note, event.note) if event.blob_sha256 else event.note
    words = ", ".join(part for part in (event.staff, note) if part)
    return TableRow((event.at, event.kind), (when, event.kind.word, words))
