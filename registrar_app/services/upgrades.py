"""The queue behind signed papers: timestamps and data of verification that are added when the net is back.

The database thread hands out a job and keeps its result; the work between needs no database and runs in the
pool. The file that was signed stays for ever; the new one begins with exactly its bytes.
"""

import dataclasses
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.problems import Problem, problem
from registrar_app.domain.records import Actor, CertificateEventKind
from registrar_app.models import papers as stored
from registrar_app.models import upgrades as rows
from registrar_app.services.bench import Bench
from registrar_app.services.levels import is_enough

if TYPE_CHECKING:
    from registrar_app.services.papers import Papers
    from registrar_app.signing.levels import TrustServices

_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
_TRIES = 12
"""After so many failures other than a dead network somebody has to look: nine hours."""
_TRIES_OFFLINE = 80
"""A dead network is waited for about three weeks."""
_OFFLINE = frozenset({"SIGN-090", "SIGN-095"})
_HOPELESS = frozenset({"SIGN-094", "SIGN-020"})
"""No later try can help: the key was revoked, the file cannot be read."""

_SHORT = {
    "SIGN-094": "сертификат отозван.",
    "SIGN-096": "сертификат не ведёт к доверенному центру.",
    "SIGN-097": "цепочка сертификатов не проходит проверку.",
    "SIGN-091": "служба времени отказала.",
    "SIGN-092": "часы этого компьютера расходятся со службой времени.",
}
"""Sentences that quote nobody, for codes whose own text has something filled in."""


@dataclass(frozen=True, slots=True)
class UpgradeJob:
    """One paper to be lifted; everything the work needs."""

    certificate_id: UUID
    level: str
    pdf: bytes = dataclasses.field(repr=False)
    services: "TrustServices" = dataclasses.field(repr=False)
    now: datetime


@dataclass(frozen=True, slots=True)
class UpgradeResult:
    """What became of a job: a file, or the code of the failure."""

    certificate_id: UUID
    pdf: bytes = dataclasses.field(default=b"", repr=False)
    level: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class UpgradeCounts:
    """What the status bar and the settings say of the queue."""

    waiting: int = 0
    given_up: int = 0
    problem: Problem | None = None
    """Why papers were given up."""


class Upgrades:
    """Use cases of the queue."""

    def __init__(self, bench: Bench, papers: "Papers") -> None:
        self._bench, self._papers = bench, papers

    def counts(self) -> UpgradeCounts:
        """How many papers wait for a timestamp."""
        with self._bench.store.read() as session:
            waiting, given_up = rows.counts(session)
            code = rows.last_code(session) if given_up else ""
        if not given_up:
            return UpgradeCounts(waiting)
        reason = _plain(code).rstrip(".")
        return UpgradeCounts(waiting, given_up, problem("SIGN-126", count=given_up, reason=reason))

    def next_job(self) -> UpgradeJob | None:
        """The next paper that is due, None when none is or no timestamp service is set."""
        levels, now = self._papers.levels, self._bench.clock()
        if levels.wanted == "B-B":
            return None
        with self._bench.store.read() as session:
            found = rows.due(session, now)
        return self._job(found, now) if found else None

    def keep(self, result: UpgradeResult) -> bool:
        """Keep what a job gave: the new file and its event, or the failure and the next try.

        Returns:
            Whether the services answered: the next job may be tried at once.

        Raises:
            SurroundingsError: the database cannot be written.
        """
        actor = Actor(None, self._bench.desk_name)
        is_dead = result.code in _OFFLINE
        self._papers.levels.note_answer(answered=not is_dead)
        if not result.code:
            name = self._bench.store.blobs.put(result.pdf)
            with self._bench.store.change(actor) as work:
                kind = CertificateEventKind.UPGRADED
                stored.add_event(work, result.certificate_id, kind, result.level, name)
                rows.note_done(work, result.certificate_id)
            return True
        with self._bench.store.change(actor) as work:
            waiting = rows.one(work.session, result.certificate_id)
            if waiting is not None:
                tries = waiting.tries + 1
                gives_up = result.code in _HOPELESS or tries >= (_TRIES_OFFLINE if is_dead else _TRIES)
                next_at = self._bench.clock() + pause_after(tries)
                rows.note_failure(work, result.certificate_id, result.code, next_at, gives_up=gives_up)
        return not is_dead

    def hurry(self) -> int:
        """«Догнать сейчас»: everything is due at once, also what was given up; gives how many."""
        with self._bench.store.change(self._bench.quiet_actor()) as work:
            return rows.hurry(work, self._bench.clock())

    def run(self, certificate_id: UUID | None = None, limit: int = 1000) -> int:
        """Work the queue off here and now, for the command line; gives how many papers were lifted.

        Args:
            certificate_id: Only this paper; None: all that are due.
            limit: How many at most.
        """
        lifted = 0
        for _number in range(limit):
            job = self._job_of(certificate_id) if certificate_id else self.next_job()
            if job is None:
                break
            result = work_off(job)
            goes_on = self.keep(result)
            lifted += not result.code
            if certificate_id or not goes_on:
                break
        return lifted

    def _job_of(self, certificate_id: UUID) -> UpgradeJob | None:
        with self._bench.store.read() as session:
            found = rows.one(session, certificate_id)
        return self._job(found, self._bench.clock()) if found else None

    def _job(self, found: rows.Waiting, now: datetime) -> UpgradeJob:
        pdf = self._papers.pdf_of(found.certificate_id)
        return UpgradeJob(found.certificate_id, found.level, pdf, self._papers.levels.services(), now)


def work_off(job: UpgradeJob) -> UpgradeResult:
    """Ask the services and lift one paper; no database, never in the window's thread."""
    from registrar_app.signing.levels import upgrade
    from registrar_app.signing.ports import SignatureLevel
    from registrar_app.signing.verify import verify

    try:
        pdf = upgrade(job.pdf, SignatureLevel(job.level), job.services, now=job.now)
    except RegistrarError as fault:
        return UpgradeResult(job.certificate_id, code=fault.code)
    report = verify(pdf, job.services.roots, now=job.now)
    level = min((str(one.level) for one in report.signatures), key=_weight, default="")
    if not pdf.startswith(job.pdf) or not report.is_valid or not is_enough(level, job.level):
        return UpgradeResult(job.certificate_id, code="SIGN-127")
    return UpgradeResult(job.certificate_id, pdf, level)


def pause_after(tries: int) -> timedelta:
    """How long the next try waits: a minute, twice as long each time, six hours at most."""
    doubled: int = 2 ** min(tries - 1, 16)
    return min(_FIRST_PAUSE * doubled, _LONGEST_PAUSE)


def _weight(level: str) -> int:
    from registrar_app.services.levels import ORDER

    return ORDER.index(level) if level in ORDER else -1


def _plain(code: str) -> str:
    """The sentence of a code without what was filled in: the queue keeps codes only."""
    from registrar_app.domain.codes import CATALOGUE

    entry = CATALOGUE.get(code)
    if entry is None or "{" in entry.text:
        return {
            "SIGN-094": "сертификат отозван.",
            "SIGN-096": "сертификат не ведёт к доверенному центру.",
        }.get(code, f"код {code}.")
    return entry.text
