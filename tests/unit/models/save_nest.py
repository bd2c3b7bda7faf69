"""A nest of victims: a process that forks children which save until they are killed.

Orders come by lines: ``point N PROFILE`` (the child kills itself at the N-th step of its work),
``after MS PROFILE`` (the nest kills it after so many milliseconds), ``numbers N PROFILE`` (N children take
numbers at once; the answer is the numbers). Without threads of its own, so forking is safe.
"""

import dataclasses
import os
import signal
import sys
import time
from datetime import date
from pathlib import Path
from uuid import UUID

from model_samples import ACTOR, IVANOV

from registrar_app.domain.records import AttachmentBasis, CertificateEventKind, NewCertificate
from registrar_app.models import attachments, clinic, merges, papers, people
from registrar_app.models.store import Store
from registrar_app.models.unit_of_work import UnitOfWork

FORM = {"form": "f1", "year": 2026, "desk": "окно 3"}


class Victim:
    """Saves for ever; dies at a given step."""

    def __init__(self, profile: Path, point: int) -> None:
        self._steps_left = point
        self._store = Store.open(profile, probe=self._step)

    def _step(self, _name: str) -> None:
        self._steps_left -= 1
        if self._steps_left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def run(self) -> None:
        number, former = 0, None
        while True:
            number += 1
            with self._store.change(ACTOR) as work:
                person_id = self._save(work, number)
            if former is not None:
                self._join(number, person_id, former)
            former = person_id

    @staticmethod
    def _save(work: UnitOfWork, number: int) -> UUID:
        person_id = people.save_person(work, None, dataclasses.replace(IVANOV, last_name=f"Иванов{number}"))
        work.session.flush()
        people.save_person(work, person_id, dataclasses.replace(IVANOV, last_name="Петров", phone=""))
        district = clinic.districts(work.session)[0].id
        for basis in (AttachmentBasis.TERRITORY, AttachmentBasis.APPLICATION):
            attachments.attach(work, person_id, district, basis, IVANOV.birth_date)  # type: ignore[arg-type]
            work.session.flush()
        taken = papers.take_number(work, **FORM)
        new = NewCertificate(person_id, "f1", "e", taken, IVANOV.birth_date, "{}", "{}")  # type: ignore[arg-type]
        papers.add_event(work, papers.add_certificate(work, new), CertificateEventKind.PRINTED)
        return person_id

    def _join(self, number: int, person_id: UUID, former: UUID) -> None:
        with self._store.change(ACTOR) as work:
            merge_id = merges.merge(work, person_id, former, ("fio",), date(2026, 11, 21))
        if number % 3 == 0:
            with self._store.change(ACTOR) as work:
                merges.unmerge(work, merge_id)


def forked(job: object) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            job()  # type: ignore[operator]
        finally:
            os._exit(1)
    return pid


def take_numbers(profile: Path, count: int, out: int) -> None:
    store = Store.open(profile)
    for _ in range(count):
        with store.change(ACTOR) as work:
            number = papers.take_number(work, **FORM)
        os.write(out, f"{number} ".encode())
    os._exit(0)


def race(profile: Path, count: int) -> str:
    inner, outer = os.pipe()
    children = [forked(lambda: take_numbers(profile, count, outer)) for _ in range(3)]
    os.close(outer)
    with os.fdopen(inner) as answers:
        text = answers.read()
    ends = [os.waitpid(child, 0)[1] for child in children]
    return text if ends == [0, 0, 0] else f"failed {ends}"


def main() -> None:
    for line in sys.stdin:
        order, number, folder = line.split(maxsplit=2)
        profile = Path(folder.strip())
        if order == "numbers":
            answer = race(profile, int(number))
        else:
            point = int(number) if order == "point" else 0
            child = forked(lambda: Victim(profile, point).run())  # noqa: B023 - runs within this turn
            if order == "after":
                time.sleep(int(number) / 1000)
                os.kill(child, signal.SIGKILL)
            answer = str(os.WTERMSIG(os.waitpid(child, 0)[1]))
        print(answer, flush=True)


if __name__ == "__main__":
    main()
