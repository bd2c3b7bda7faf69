"""Whom a row of a list is about: somebody who is here already, another row, or a new person.

Equal numbers are a strong sign and decide; an equal name and birth date alone is a weak one: such a row makes
a record of its own, whose pair waits in the list of suspected ones, unless the row says nothing new at all.
"""

import dataclasses
import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from registrar_app.domain.draft import from_person
from registrar_app.domain.names import fold
from registrar_app.domain.problems import Problem, problem
from registrar_app.domain.records import PersonData
from registrar_app.models.key_rows import Kind, document_token, name_token
from registrar_app.services.import_compare import Comparison, agrees, compare
from registrar_app.services.import_prepare import Prepared
from registrar_app.services.import_shapes import Outcome

Key = tuple[Kind, str]
Load = Callable[[UUID], PersonData | None]
_STRONG = (Kind.ENP, Kind.SNILS, Kind.DOCUMENT)


@dataclass(frozen=True, slots=True, repr=False)
class Verdict:
    """What is to be done with a row."""

    outcome: Outcome
    problems: tuple[Problem, ...] = ()
    person_id: UUID | None = None
    """The record that is here already."""
    data: PersonData | None = None
    """What to save; None: nothing."""
    base: PersonData | None = None
    """The record before."""


def strong_keys(data: PersonData) -> tuple[Key, ...]:
    """Keys whose owner is the same person."""
    document = data.document
    keys = []
    if data.policy.enp:
        keys.append((Kind.ENP, data.policy.enp))
    if data.snils:
        keys.append((Kind.SNILS, data.snils))
    if document.number:
        keys.append((Kind.DOCUMENT, document_token(document.kind, document.series, document.number)))
    return tuple(keys)


def weak_key(data: PersonData) -> Key:
    """The key of the name with the birth date."""
    return Kind.NAME, f"{name_token(data.last_name, data.first_name, data.patronymic)}|{data.birth_date}"


def number_key(row: Prepared) -> Key:
    """The key of the record number."""
    return Kind.RECORD, row.record_number.lstrip("0") or "0"


def keys_wanted(rows: Iterable[Prepared]) -> dict[Kind, list[str]]:
    """All keys of a part of a list, for one look at the database."""
    wanted: dict[Kind, dict[str, None]] = {}
    for row in rows:
        if not row.is_refused:
            for kind, token in (*strong_keys(row.data), weak_key(row.data)):
                wanted.setdefault(kind, {})[token] = None
            if row.record_number:
                wanted.setdefault(Kind.RECORD, {})[number_key(row)[1]] = None
    return {kind: list(tokens) for kind, tokens in wanted.items()}


class Matcher:
    """Judges the rows of one list in their order; knows what earlier rows were about.

    Rows that are not in the database yet (all of them in a trial) are remembered by digests of their keys.
    """

    def __init__(self, claims: Mapping[bytes, int] | None = None) -> None:
        self._claims = dict(claims or {})
        self._rows: dict[int, int] = {}
        self._filled: dict[int, bytes] = {}

    def forget_rows(self) -> None:
        """The rows so far are in the database now."""
        self._rows.clear()
        self._filled.clear()

    def take_back(self, numbers: Collection[int]) -> None:
        """The transaction with these rows has failed: nothing of them is in the database."""
        self.forget_rows()
        self._claims = {person: row for person, row in self._claims.items() if row not in numbers}

    def claim(self, person_id: UUID, number: int) -> None:
        """A record belongs to a row of this list."""
        self._claims.setdefault(person_id.bytes, number)

    def judge(self, row: Prepared, holders: Mapping[Key, tuple[bytes, ...]], load: Load) -> Verdict:
        """Decide about a row.

        Args:
            row: A row without errors.
            holders: Owners of all its keys.
            load: Reads a record.
        """
        strong = strong_keys(row.data)
        verdict = self._by_numbers(row, strong, holders, load) or self._by_name(row, holders, load)
        if verdict.person_id is not None:
            self.claim(verdict.person_id, row.number)
        if verdict.outcome is Outcome.CREATED:
            for key in (*strong, weak_key(row.data)):
                self._rows.setdefault(_digest(*key), row.number)
            self._filled[row.number] = _facts(row.data)
        return verdict

    def _by_numbers(
        self, row: Prepared, strong: tuple[Key, ...], holders: Mapping[Key, tuple[bytes, ...]], load: Load
    ) -> Verdict | None:
        for key in strong:
            earlier = self._rows.get(_digest(*key))
            if earlier is not None:
                return _repeats(earlier)
        owners = list(dict.fromkeys(one for key in strong for one in holders.get(key, ())))
        found = [(one, data) for one in owners if (data := load(UUID(bytes=one))) is not None]
        if not found:
            return None
        same = [(one, data) for one, data in found if agrees(data, row.data)]
        if len(found) > 1:
            return Verdict(Outcome.DOUBLE, (problem("REC-154"),))
        if not same:
            who = found[0][1].name.full
            return Verdict(Outcome.DOUBLE, (problem("REC-153", who=who),))
        owner, record = same[0]
        if owner in self._claims:
            return _repeats(self._claims[owner])
        return _beside(UUID(bytes=owner), record, row)

    def _by_name(self, row: Prepared, holders: Mapping[Key, tuple[bytes, ...]], load: Load) -> Verdict:
        key = weak_key(row.data)
        is_paired = False
        earlier = self._rows.get(_digest(*key))
        if earlier is not None:
            if _unpacked(_facts(row.data)) <= _unpacked(self._filled[earlier]):
                return _repeats(earlier)
            is_paired = True
        for owner in holders.get(key, ()):
            record = load(UUID(bytes=owner))
            if record is None:
                continue
            beside = _compared(record, row)
            if not beside.filled and not beside.differs:
                if owner in self._claims:
                    return _repeats(self._claims[owner])
                return Verdict(Outcome.SAME, person_id=UUID(bytes=owner))
            is_paired = True
        remarks = (problem("REC-156"),) if is_paired else ()
        return Verdict(Outcome.CREATED, remarks, data=row.data)


def _repeats(number: int) -> Verdict:
    return Verdict(Outcome.DOUBLE, (problem("REC-152", row=number),))


def _compared(record: PersonData, row: Prepared) -> Comparison:
    # An empty cell says nothing about the patronymic (REC-158), «нет» does.
    says_none = not any(one.code == "REC-158" for one in row.problems)
    return compare(record, row.data, says_no_patronymic=says_none)


def _beside(person_id: UUID, record: PersonData, row: Prepared) -> Verdict:
    """The row belongs to a record."""
    found = _compared(record, row)
    told = tuple(problem("REC-155", field) for field in found.differs)
    data = found.together if found.filled else None
    outcome = Outcome.DIFFERS if told else Outcome.CHANGED if found.filled else Outcome.SAME
    return Verdict(outcome, told, person_id, data, record)


def _digest(kind: Kind, token: str) -> int:
    return int.from_bytes(hashlib.blake2b(f"{kind.value}{token}".encode(), digest_size=8).digest(), "big")


def _facts(data: PersonData) -> bytes:
    """Digests of all that is filled, so that «says nothing new» can be asked without keeping the values."""
    plain = dataclasses.replace(
        data,
        last_name=fold(data.last_name),
        first_name=fold(data.first_name),
        patronymic=fold(data.patronymic) if data.patronymic else None,
    )
    texts = from_person(plain)
    if not texts.get("doc_number"):
        texts.pop("doc_kind", None)
    if not texts.get("enp") and not texts.get("policy_number"):
        texts.pop("policy_kind", None)
    return b"".join(
        hashlib.blake2b(f"{field}={text}".encode(), digest_size=8).digest()
        for field, text in texts.items()
        if text
    )


def _unpacked(facts: bytes) -> frozenset[bytes]:
    return frozenset(facts[at : at + 8] for at in range(0, len(facts), 8))
