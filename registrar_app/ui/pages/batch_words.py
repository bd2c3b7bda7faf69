"""Words of a batch for the screen: steps, outcomes, badges, parts of the bar."""

from registrar_app.domain.dates import plural
from registrar_app.domain.problems import problem
from registrar_app.services.batch_shapes import BatchLine, BatchOutcome, BatchTotals, RunOfBatch
from registrar_app.ui.pages.import_words import NBSP, number_words
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.part_bar import Part
from registrar_app.ui.widgets.tables import BadgeCell

STEPS = ("Файл", "Столбцы", "Общее", "Проба", "Выдача")
ATTENTION = (BatchOutcome.FAILED, BatchOutcome.ASKS)
"""Lines that want somebody's hand."""

OUTCOMES: dict[BatchOutcome, tuple[str, Role]] = {
    BatchOutcome.WAITING: ("ждёт очереди", Role.NEUTRAL),
    BatchOutcome.DONE: ("выдана", Role.OK),
    BatchOutcome.FAILED: ("не вышло", Role.ERROR),
    BatchOutcome.ASKS: ("ждёт ответа", Role.WARN),
    BatchOutcome.SKIPPED: ("исключена", Role.NEUTRAL),
}
_STATES: dict[str, tuple[str, Role]] = {
    "running": ("прервана", Role.WARN),
    "paused": ("на паузе", Role.WARN),
    "cancelled": ("остановлена", Role.WARN),
    "done": ("выдана", Role.OK),
}


def papers_words(number: int) -> str:
    """«200 справок»."""
    return f"{number_words(number)}{NBSP}{plural(number, 'справка', 'справки', 'справок')}"


def outcome_cell(line: BatchLine, *, is_trial: bool = False) -> BadgeCell:
    """What became of a line; in a trial a waiting one is ready."""
    if is_trial and line.outcome is BatchOutcome.WAITING:
        return BadgeCell("готова", Role.OK)
    return BadgeCell(*OUTCOMES[line.outcome])


def trouble_words(line: BatchLine) -> str:
    """What is the matter with a line and what to do; a field goes by its short name, so the rest is seen."""
    if not line.problems:
        return ""
    first = line.problems[0]
    if line.caption and "caption" in first.params:
        first = problem(first.code, first.field, **{**first.params, "caption": line.caption})
    return first.full_text


def state_cell(run: RunOfBatch, *, is_live: bool) -> BadgeCell:
    """How a batch stands."""
    if is_live:
        return BadgeCell("идёт", Role.INFO)
    if run.state == "done" and run.totals.of(*ATTENTION):
        return BadgeCell(f"выдана, не вышло {run.totals.of(*ATTENTION)}", Role.WARN)
    return BadgeCell(*_STATES[run.state])


def parts(totals: BatchTotals, *, is_trial: bool = False) -> tuple[Part, ...]:
    """The three parts of the bar."""
    good = BatchOutcome.WAITING if is_trial else BatchOutcome.DONE
    return (
        Part(totals.of(good), Role.ACCENT, "готово"),
        Part(totals.of(BatchOutcome.FAILED), Role.ERROR, "не вышло"),
        Part(totals.of(BatchOutcome.ASKS), Role.PLOT2, "ждёт ответа"),
    )


def badge_words(totals: BatchTotals, ahead: int, *, is_trial: bool = False) -> tuple[tuple[str, Role], ...]:
    """The badges under the bar; those with a zero are left out."""
    found = (
        (totals.of(BatchOutcome.WAITING if is_trial else BatchOutcome.DONE), "готово", Role.OK),
        (totals.of(BatchOutcome.ASKS), "ждёт ответа", Role.WARN),
        (totals.of(BatchOutcome.FAILED), "не вышло", Role.ERROR),
        (totals.of(BatchOutcome.SKIPPED), "исключено", Role.NEUTRAL),
        (ahead, "впереди", Role.NEUTRAL),
    )
    return tuple((f"{words} {number_words(number)}", role) for number, words, role in found if number)
