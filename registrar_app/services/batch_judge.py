"""Whether a line of a batch can be issued: person, values, repeats, the paper drawn once. Writes nothing."""

import dataclasses
import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from registrar_app.domain.dates import ru_date
from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.problems import Level, Problem, problem
from registrar_app.domain.records import PersonRecord
from registrar_app.models import batch_rows as stored
from registrar_app.services.batch_columns import caption_of, paper_fields, value_of
from registrar_app.services.batch_matching import PERSON, Match, match, words_of
from registrar_app.services.batch_shapes import BatchLine, BatchOutcome, RowCase
from registrar_app.services.bench import Bench
from registrar_app.services.paper_entry import issue_day, refuse_dead
from registrar_app.services.paper_shapes import PaperDraft
from registrar_app.services.papers import Papers
from registrar_app.services.people import People

if TYPE_CHECKING:
    from registrar_app.printing.form import Edition, Form

_LATELY = timedelta(days=30)
"""A paper of the same form that is not older is asked about."""


class Judge:
    """Looks at lines of one batch. Lives on the database thread."""

    def __init__(
        self, bench: Bench, papers: Papers, people: People, form_key: str, common: Mapping[str, str]
    ) -> None:
        """Prepare for a form.

        Args:
            bench: The workplace.
            papers: Use cases of papers.
            people: Use cases of people.
            form_key: The form.
            common: Texts the same for all, by field id.

        Raises:
            RegistrarError: no such form, no edition of it, no organisation.
        """
        self._bench, self._papers, self._people = bench, papers, people
        self.form_key = form_key
        self._common = {key: text for key, text in common.items() if text}
        blank = papers.start(form_key)
        self._fields = {one.id: one for one in paper_fields(blank)}
        day = next((one.id for one in blank.fields if one.is_day), "")
        named = self._texts_to_values({day: self._common.get(day, "")})[0]
        self.day = issue_day({"issue_date": named.get(day)}, bench.today())
        self.blank = papers.start(form_key, None, self.day)
        self._fields = {one.id: one for one in paper_fields(self.blank)}

    @property
    def common_values(self) -> dict[str, Any]:
        """The values that are the same for all."""
        return self._texts_to_values(self._common)[0]

    @property
    def kind(self) -> "tuple[Form, Edition]":
        """The form and its edition of the day."""
        shelf = self._papers.shelf
        return shelf.library.get(self.form_key), shelf.edition(self.form_key, self.day)

    def common_problems(self) -> tuple[Problem, ...]:
        """What is wrong with the texts that are the same for all."""
        return self._texts_to_values(self._common)[1]

    def record_of(self, person_id: UUID) -> PersonRecord:
        """The record of a line's person.

        Raises:
            RegistrarError: there is no such record (``REC-001``).
        """
        return self._people.peek(person_id)

    def person_of(self, case: RowCase) -> Match:
        """Whose paper it is."""
        with self._bench.store.read() as session:
            found = match(session, case.who, self._bench.today())
        if case.person_id is None:
            return found
        record = self._people.peek(case.person_id)
        return Match(words_of(record.data), record.id)

    def draft_of(
        self, record: PersonRecord, case: RowCase
    ) -> tuple[PaperDraft, dict[str, Any], tuple[Problem, ...]]:
        """The paper of a line: as it starts, the values over it, and what cannot be understood in them.

        Args:
            record: Whose it is, read this moment.
            case: What the line asks for.

        Raises:
            RegistrarError: nobody is examined after his death (``REC-084``).
        """
        draft = self._papers.start(self.form_key, record.id, self.day, record=record)
        values, wrong = self._texts_to_values({**self._common, **_filled(case.values)})
        doctor = next((one.id for one in draft.fields if one.source == "staff"), "")
        position = draft.positions.get(str(values.get(doctor) or ""), "")
        if position:
            values |= {
                one.id: position
                for one in draft.fields
                if one.id in ("doctor_position", "official_position") and one.id not in values
            }
        refuse_dead(record, issue_day({**draft.values, **values}, self._bench.today()))
        return draft, values, wrong

    def line(
        self, number: int, case: RowCase, seen: Mapping[UUID, int], more: Iterable[Problem] = ()
    ) -> BatchLine:
        """Judge a line.

        Args:
            number: Row of the list.
            case: What it asks for.
            seen: Which earlier line each person has.
            more: What reading the row has found already.
        """
        broken = tuple(more)
        found = self.person_of(case)
        problems: tuple[Problem, ...] = (*broken, *found.problems)
        if found.person_id is not None and not broken:
            problems = self._of_paper(found.person_id, case, seen)
        return self._said(number, case, found, problems)

    def _of_paper(self, person_id: UUID, case: RowCase, seen: Mapping[UUID, int]) -> tuple[Problem, ...]:
        try:
            draft, values, wrong = self.draft_of(self.record_of(person_id), case)
        except RegistrarError as error:
            return problems_of(error)
        known = {one.field for one in wrong}
        look = self._papers.preview(draft, {key: one for key, one in values.items() if key not in known})
        rest = [one for one in look.problems if one.level is Level.ERROR and one.field not in known]
        asked = () if case.is_sure else self._repeats(person_id, seen)
        return (*wrong, *rest, *asked)

    def _repeats(self, person_id: UUID, seen: Mapping[UUID, int]) -> tuple[Problem, ...]:
        if person_id in seen:
            return (problem("CERT-155", PERSON, row=seen[person_id]),)
        since = self._bench.today() - _LATELY
        with self._bench.store.read() as session:
            former = stored.lately_issued(session, person_id, self.form_key, since)
        if former is None:
            return ()
        return (problem("CERT-156", PERSON, number=former[0], day=ru_date(former[1])),)

    def _said(self, number: int, case: RowCase, found: Match, problems: Iterable[Problem]) -> BatchLine:
        ordered = tuple(sorted(problems, key=lambda one: -one.level.weight))
        heaviest = ordered[0].level if ordered else Level.OK
        outcome = {Level.ERROR: BatchOutcome.FAILED, Level.WARN: BatchOutcome.ASKS}.get(
            heaviest, BatchOutcome.WAITING
        )
        field = ordered[0].field if ordered else None
        return BatchLine(number, outcome, found.who, self.caption(field), ordered, found.person_id, case=case)

    def caption(self, field: str | None) -> str:
        """Words of a field of this batch."""
        return "" if field == PERSON else caption_of(self.blank, field)

    def _texts_to_values(self, texts: Mapping[str, str]) -> tuple[dict[str, Any], tuple[Problem, ...]]:
        values: dict[str, Any] = {}
        wrong = []
        for key, text in texts.items():
            field = self._fields.get(key)
            if field is None or not text.strip():
                continue
            values[key], found = value_of(field, text, self._bench.today())
            wrong += [found] if found else []
        return values, tuple(wrong)


def _filled(texts: Mapping[str, str]) -> dict[str, str]:
    """An empty cell leaves what is the same for all."""
    return {key: text for key, text in texts.items() if text.strip()}


def problems_of(error: RegistrarError) -> tuple[Problem, ...]:
    """What an error says of a line, field by field."""
    if isinstance(error, RefusedError) and error.problems:
        return tuple(error.problems)
    return (dataclasses.replace(error.problem, field=error.problem.field or PERSON),)


# -- kept as text ---------------------------------------------------------------------------------


def packed_case(case: RowCase, who: str) -> str:
    """A case as JSON text, with the words for its person."""
    node = {
        "who": dict(case.who), "values": dict(case.values), "sure": case.is_sure, "name": who,
        "person": str(case.person_id) if case.person_id else "",
    }  # fmt: skip
    return json.dumps(node, ensure_ascii=False, separators=(",", ":"))


def unpacked_case(text: str) -> tuple[RowCase, str]:
    """A case and the words for its person."""
    node = json.loads(text)
    person = UUID(node["person"]) if node["person"] else None
    return RowCase(node["who"], node["values"], person, node["sure"]), node["name"]


def packed_problems(problems: Iterable[Problem]) -> str:
    """Problems as JSON text: code, field, words of the text."""
    nodes = [
        [one.code, one.field or "", {key: str(value) for key, value in one.params.items()}]
        for one in problems
    ]
    return json.dumps(nodes, ensure_ascii=False) if nodes else ""


def unpacked_problems(text: str) -> tuple[Problem, ...]:
    """Problems in full words again."""
    return tuple(
        problem(code, field or None, **params) for code, field, params in (json.loads(text) if text else ())
    )


def line_of(
    row: stored.StoredBatchRow, judge_caption: Mapping[str, str], numbers: Mapping[UUID, str]
) -> BatchLine:
    """A kept line for the screen.

    Args:
        row: As kept.
        judge_caption: Words of fields.
        numbers: Numbers by paper.
    """
    case, who = unpacked_case(row.case)
    problems = unpacked_problems(row.codes)
    field = problems[0].field if problems else None
    return BatchLine(
        row.row_no, BatchOutcome(row.outcome), who, judge_caption.get(field or "", ""), problems,
        row.person_id, numbers.get(row.paper_id, ""), row.paper_id, case,
    )  # fmt: skip


def kept(line: BatchLine, paper_id: UUID) -> stored.StoredBatchRow:
    """A line as it is kept."""
    return stored.StoredBatchRow(
        line.number, str(line.outcome), packed_case(line.case, line.who), paper_id, line.person_id,
        packed_problems(line.problems),
    )  # fmt: skip
