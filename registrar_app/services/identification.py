"""Who is it: a card or a scan against the records, differences side by side, accepted row by row."""

import dataclasses
from collections.abc import Collection, Sequence
from uuid import UUID

from registrar_app.domain.draft import from_person
from registrar_app.domain.errors import RefusedError
from registrar_app.domain.person_rules import normalize_person
from registrar_app.domain.problems import Level
from registrar_app.domain.records import Confirmation, DoubleStrength, Identity, PersonData, PersonRecord
from registrar_app.models import people as stored
from registrar_app.services import differences as table
from registrar_app.services import doubles
from registrar_app.services.bench import Bench
from registrar_app.services.files import Files
from registrar_app.services.insurers import insurer_name
from registrar_app.services.marks import agreed_groups
from registrar_app.services.people import People
from registrar_app.services.rules import read_rules
from registrar_app.services.shapes import Answer, Differences, Found
from registrar_app.services.today import note_today
from registrar_app.services.words import refusal


class Identification:
    """Use cases of a card put in or a barcode scanned."""

    def __init__(self, bench: Bench, people: People, files: Files) -> None:
        self._bench = bench
        self._people = people
        self._files = files

    def identify(self, identity: Identity) -> Found:
        """Whose card it is: exact ENP, else SNILS; equal names and birth date only ask, never decide."""
        person = identity.person
        with self._bench.store.read() as session:
            for rows, by in (
                (stored.by_enp(session, person.policy.enp), "по ЕНП"),
                (stored.by_snils(session, person.snils), "по СНИЛС"),
            ):
                if len(rows) == 1:
                    return Found("known", rows[0].id, rows, by)
                if rows:
                    return Found("several", None, rows, by)
            named = PersonData(
                last_name=person.last_name,
                first_name=person.first_name,
                patronymic=person.patronymic,
                birth_date=person.birth_date,
                sex=person.sex,
            )
            alike = stored.doubles(session, named)
        rows = tuple(one.row for one in alike if one.strength is DoubleStrength.WEAK)
        if rows:
            return Found("several", None, rows, "по имени и дате рождения")
        return Found("unknown")

    def differences(self, record: PersonRecord, identity: Identity) -> Differences:
        """What differs and what agrees.

        A value on the card where the record has none is preset to the card; where both have one the
        record stays preset: a chip is written once and may carry a maiden name and an old insurer.
        Fields that were damaged or absent on the card do not appear.
        """
        return table.compare(record, self._with_names(identity))

    def accept(
        self,
        person_id: UUID,
        identity: Identity,
        chosen: Collection[str],
        answers: Sequence[Answer] = (),
    ) -> PersonRecord:
        """Write the chosen rows into the record and mark what agrees as verified by the card.

        Choosing a value that the rules warn about is the answer to the warning and is kept as such.

        Args:
            person_id: The record.
            identity: What was read.
            chosen: Keys of ``DifferenceRow`` to take from the card; may be empty.
            answers: Answers to a number that stands in another record too.

        Raises:
            RefusedError: a chosen value cannot be saved (``REC-002``), or stands in another record.
            RegistrarError: no such record, nobody signed in.
        """
        actor = self._bench.actor(identity.source)
        record = self._people.peek(person_id)
        identity = self._with_names(identity)
        wanted = table.take(record.data, identity.person, chosen)
        with self._bench.store.read() as session:
            rules = read_rules(session, self._bench.today())
        data, problems = normalize_person(wanted, self._bench.today(), rules.terms, rules.is_workday)
        fields = table.form_fields(chosen)
        touched = [one for one in problems if one.field in fields]
        with self._bench.store.read() as session:
            likely = stored.doubles(session, data, person_id)
        stops = [one for one in touched if one.level is Level.ERROR]
        stops += doubles.open_questions(
            [one for one in likely if one.strength is DoubleStrength.STRONG], data, record, answers
        )
        if stops:
            raise RefusedError("REC-002", tuple(stops), words=refusal(stops))
        texts = from_person(data)
        kept = [
            Confirmation(
                one.code, one.field or "", texts.get(one.field or "", ""), reason=identity.source.word
            )
            for one in touched
            if one.level is Level.WARN
        ]
        with self._bench.store.change(actor) as work:
            stored.save_person(
                work,
                person_id,
                data,
                base=record.data,
                source=identity.source,
                sources=agreed_groups(data, identity),
                confirmations=[*kept, *doubles.confirmations(answers, data)],
            )
            note_today(work, self._bench, "accepted", person_id)
        self._files.keep_card_photo(identity)
        return self._people.peek(person_id)

    def to_form(self, identity: Identity) -> dict[str, str]:
        """Texts by field id for a new record filled from the card."""
        data, _problems = normalize_person(self._with_names(identity).person, self._bench.today())
        return from_person(data)

    def _with_names(self, identity: Identity) -> Identity:
        """The identity with the insurer's name, which no card carries."""
        policy = identity.person.policy
        if policy.insurer_name or not policy.insurer_ogrn:
            return identity
        with self._bench.store.read() as session:
            name = insurer_name(session, policy.insurer_ogrn)
        named = dataclasses.replace(policy, insurer_name=name)
        return dataclasses.replace(identity, person=dataclasses.replace(identity.person, policy=named))
