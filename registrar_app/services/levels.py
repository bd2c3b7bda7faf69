"""Levels of signatures: what can be had this moment, what is added later by ``upgrades``.

A service that did not answer is left alone for some minutes: forty people wait behind each paper, not for it.
"""

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.problems import Problem, problem
from registrar_app.models import upgrades as rows
from registrar_app.models.unit_of_work import UnitOfWork
from registrar_app.services.bench import Bench
from registrar_app.services.keys import Keys
from registrar_app.services.settings import (
    SIGN_LEVEL,
    STAMP_DOWN_MM,
    STAMP_FRAME,
    STAMP_RIGHT_MM,
    STAMP_TEXT,
    TSA_URL,
    Settings,
)

if TYPE_CHECKING:
    from registrar_app.services.issuing import Signers
    from registrar_app.signing.levels import TrustServices
    from registrar_app.signing.ports import Signer

ORDER = ("B-B", "B-T", "B-LT", "B-LTA")
_AT_SIGNING_S = 4.0
"""A service that needs longer is asked later, not while somebody waits at the desk."""
_LATER_S = 8.0
_REST = timedelta(minutes=3)
_ASK_AGAIN = timedelta(minutes=30)
"""When nobody answered whether a key is revoked: a revoked one must not sign all day. Doubled each time: in a
network closed to the outside nobody ever answers, and each question makes somebody at the desk wait."""
_MOST_DOUBLINGS = 4


@dataclass(frozen=True, slots=True, repr=False)
class StampPlan:
    """How the mark of a signature is drawn."""

    lines: tuple[str, ...] = ()
    """Template lines; empty: those of the standard."""
    has_frame: bool = True
    right_mm: int = 0
    down_mm: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class LevelPlan:
    """How a paper is signed now."""

    services: "TrustServices | None" = None
    """Where a timestamp is asked for; None: sign without."""
    missed: bool = False
    """A timestamp is wanted, but the service did not answer a moment ago."""
    stamp: StampPlan = dataclasses.field(default=StampPlan())


class Levels:
    """Knows the settings of levels and what answered last."""

    def __init__(self, bench: Bench, settings: Settings, keys: Keys) -> None:
        self._bench, self._settings, self._keys = bench, settings, keys
        self._rests_until: datetime | None = None
        self._fresh_until: dict[str, datetime] = {}
        """Fingerprint of a key -> how long the answer about its revocation counts."""
        self._silences = 0
        """How often in a row nobody answered that question."""
        self._silent_until: datetime | None = None
        self._told: dict[str, date] = {}
        """Fingerprint of a key -> day on which it was said that nobody answers."""

    @property
    def wanted(self) -> str:
        """The level papers are to have in the end; ``B-B`` where no timestamp service is set."""
        return self._settings.get(SIGN_LEVEL) if self._settings.get(TSA_URL) else "B-B"

    def services(self, *, in_background: bool = True) -> "TrustServices":
        """The clinic's services of trust."""
        from registrar_app.signing.levels import TrustServices

        roots = self._keys.trust_roots()
        return TrustServices(self._settings.get(TSA_URL), roots, _LATER_S if in_background else _AT_SIGNING_S)

    def plan(self, signers: "Signers") -> tuple[LevelPlan, tuple[Problem, ...]]:
        """How to sign now, and what is to be said of it.

        Revocation is asked for before the first signature of the day of each key, also where no timestamp
        service is set; when nobody answers, again after half an hour, an hour, …

        Raises:
            RegistrarError: a key is revoked (``SIGN-094``).
        """
        stamp = self.stamp()
        if not signers.in_order:
            return LevelPlan(stamp=stamp), ()
        is_stamped = self.wanted != "B-B"
        if is_stamped and self._is_resting():
            return LevelPlan(missed=True, stamp=stamp), ()
        services = self.services(in_background=False)
        said = tuple(found for _name, key in signers.in_order if (found := self._revoked(key, services)))
        return LevelPlan(services if is_stamped else None, stamp=stamp), said

    def stamp(self) -> StampPlan:
        """The look of the mark as set."""
        get = self._settings.get
        lines = tuple(line.strip() for line in get(STAMP_TEXT).splitlines() if line.strip())
        return StampPlan(lines, get(STAMP_FRAME), get(STAMP_RIGHT_MM), get(STAMP_DOWN_MM))

    def queue(self, work: UnitOfWork, certificate_id: UUID, level: str) -> bool:
        """Put a paper into the queue when it has less than is wanted; tells whether it was put there."""
        if not level or is_enough(level, self.wanted):
            return False
        if level == "B-B":
            self._rests_until = self._bench.clock() + _REST
        rows.add(work, certificate_id, self.wanted, work.made_at)
        return True

    def note_answer(self, *, answered: bool) -> None:
        """The background asked: papers need not avoid the service any more, or should for a while."""
        self._rests_until = None if answered else self._bench.clock() + _REST

    def _is_resting(self) -> bool:
        return self._rests_until is not None and self._bench.clock() < self._rests_until

    def _revoked(self, key: "Signer", services: "TrustServices") -> Problem | None:
        from registrar_app.signing.key_checks import names_revocation
        from registrar_app.signing.levels import require_not_revoked
        from registrar_app.signing.ports import RawSigner
        from registrar_app.signing.x509_reader import chain_of

        owner, now = key.signing_certificate, self._bench.clock()
        mark = owner.fingerprint
        if now < self._fresh_until.get(mark, now) or (self._silent_until and now < self._silent_until):
            return None
        if self.wanted == "B-B" and not names_revocation(owner):
            return None
        own = key.chain if isinstance(key, RawSigner) else ()
        chain = chain_of(owner, (*own, *self._keys.authorities()))
        try:
            require_not_revoked(owner, chain, services, now)
        except RegistrarError as fault:
            if fault.code == "SIGN-094":
                raise
            if fault.code != "SIGN-095":
                self._fresh_until[mark] = now + _ASK_AGAIN
                return self._once_a_day(mark, fault.problem)
            self._silent_until = now + _ASK_AGAIN * 2 ** min(self._silences, _MOST_DOUBLINGS)
            self._silences += 1
            return self._once_a_day(mark, problem("SIGN-121"))
        self._silences, self._silent_until = 0, None
        self._fresh_until[mark] = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        return None

    def _once_a_day(self, mark: str, said: Problem) -> Problem | None:
        """What concerns a key and changes nothing is said with the first paper of the day only."""
        today = self._bench.today()
        if self._told.get(mark) == today:
            return None
        self._told[mark] = today
        return said


def is_enough(level: str, wanted: str) -> bool:
    """Whether a level carries at least what is wanted."""
    return level in ORDER and ORDER.index(level) >= ORDER.index(wanted)
