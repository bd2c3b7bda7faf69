"""QR codes of papers: what is put on a paper here, and what a code says that somebody shows."""

import dataclasses
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy.orm import Session

from registrar_app.domain.dates import ru_date
from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.problems import Problem, problem
from registrar_app.domain.records import CertificateRecord, CertificateState, Organization, PersonData
from registrar_app.models import clinic as clinic_rows
from registrar_app.models import paper_finding
from registrar_app.models import papers as stored
from registrar_app.services.bench import Bench
from registrar_app.services.key_shelf import FOLDER
from registrar_app.services.qr_key_book import QrKeyBook
from registrar_app.services.settings import QR_ADDRESS, Settings

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from registrar_app.printing.form import Form
    from registrar_app.signing.qr import QrReport

PLACE = "qr"
"""Id of the code's place in a form's table."""
_ADDRESS = re.compile(r"https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?", re.ASCII)
_LEAST_BYTES = 8
"""Of a paper's hash, to call two papers the same by it."""
_WITHDRAWN = {
    CertificateState.SPOILED: "SIGN-140",
    CertificateState.ANNULLED: "SIGN-140",
    CertificateState.REPLACED: "SIGN-140",
    CertificateState.LOST: "SIGN-141",
}


@dataclass(frozen=True, slots=True)
class OwnPaper:
    """A paper of this workplace's journal that somebody shows."""

    certificate_id: UUID
    number: str = dataclasses.field(repr=False)
    state: CertificateState
    problems: tuple[Problem, ...] = ()
    """That it does not stand any more, or that the code is not this paper's."""


@dataclass(frozen=True, slots=True)
class CheckedCode:
    """The verdict over a code with what this workplace knows of the paper."""

    report: "QrReport" = dataclasses.field(repr=False)
    is_own_key: bool = False
    """Signed by a key that was made here."""
    paper: OwnPaper | None = None
    """The paper, when it is in the journal here."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Of the code, then of the journal; each once."""
        return (*self.report.problems, *(self.paper.problems if self.paper else ()))

    @property
    def is_valid(self) -> bool:
        """The code holds and the journal says nothing against the paper."""
        against = any(one.level.value == "error" for one in self.problems)
        return self.report.is_valid and not against


class CodeMaker:
    """Makes the codes of one form's papers; touches no database."""

    def __init__(
        self, key: "Ed25519PrivateKey", issuer: str, address: str, form: str, since: date | None
    ) -> None:
        self._key, self._issuer, self._address, self._form = key, issuer, address, form
        self._since = since

    def text(
        self,
        number: str,
        values: Mapping[str, Any],
        person: PersonData,
        issued_on: date,
        expires: date | None,
    ) -> str:
        """The text of a paper's code; empty for a day on which the key did not hold yet.

        Args:
            number: Series and number.
            values: All values, as the journal keeps them.
            person: Of whom.
            issued_on: Day of issue.
            expires: Last day on which the paper counts.
        """
        from registrar_app.signing.qr import QrClaims, make_qr, paper_hash

        if self._since is not None and issued_on < self._since:
            # A paper entered later for an earlier day: its code would be called forged by every reader.
            return ""
        claims = QrClaims(
            issuer=self._issuer,
            issued=issued_on,
            expires=expires,
            number=number,
            form=self._form,
            owner=person.name.short,
            born=person.birth_date,
            fingerprint=paper_hash(kept_values(values)),
        )
        return make_qr(claims, self._key, self._address)


class QrCodes:
    """Use cases around codes."""

    def __init__(self, bench: Bench, settings: Settings) -> None:
        self._bench = bench
        self._settings = settings
        self.keys = QrKeyBook(bench.profile / FOLDER)
        """Keys known here."""

    def maker(
        self, form: "Form", organization: Organization
    ) -> tuple["CodeMaker | None", tuple[Problem, ...]]:
        """What makes the codes of a form's papers; None where the form has no place for one.

        A key that cannot be used stops no paper: the person at the window gets it without a code, and that is
        told (``SIGN-142``).
        """
        if not any(one.id == PLACE for one in form.places):
            return None, ()
        issuer = issuer_of(organization)
        try:
            key = self.keys.own(issuer, self._bench.today())
        except RegistrarError as fault:
            return None, (problem("SIGN-142", reason=fault.code),)
        public = key.public_key().public_bytes_raw()
        since = next((one.key.valid_from for one in self.keys.known() if one.key.public == public), None)
        return CodeMaker(key, issuer, self._settings.get(QR_ADDRESS), form.key, since), ()

    def check(self, text: str) -> CheckedCode:
        """Check a code that was scanned, pasted or found in a file. No network.

        Args:
            text: As it came.
        """
        from registrar_app.signing.qr import check_qr

        known = self.keys.known()
        report = check_qr(text, [one.key for one in known], now=self._bench.clock())
        own = report.key is not None and any(one.is_own and one.key == report.key for one in known)
        if report.claims is None:
            return CheckedCode(report, own)
        with self._bench.store.read() as session:
            paper = self.paper_of(session, report)
        if paper is None:
            return CheckedCode(_with(report, problem("SIGN-143")) if own else report, own)
        return CheckedCode(report, own, own_paper(paper, report.claims.fingerprint))

    def paper_of(self, session: Session, report: "QrReport") -> CertificateRecord | None:
        """The paper of this journal that a code speaks of.

        Numbers repeat from clinic to clinic and from desk to desk: a code by another's key speaks of a paper
        here only when the data are the same; one by our own key does, and differences are then told.
        """
        from registrar_app.signing.qr import paper_hash

        claims = report.claims
        found = claims and paper_finding.by_code(session, claims.form, claims.number, claims.issued)
        if not claims or not found:
            return None
        paper = stored.load_certificate(session, found)
        if paper is None or any(one.is_own and one.key == report.key for one in self.keys.known()):
            return paper
        is_same = paper_hash(json.loads(paper.data.values)).startswith(claims.fingerprint)
        return paper if is_same and len(claims.fingerprint) >= _LEAST_BYTES else None

    def issuer(self) -> str:
        """What codes name this clinic by; empty while it has no organisation."""
        with self._bench.store.read() as session:
            return issuer_of(clinic_rows.organization(session) or Organization())

    def export_keys(self) -> bytes:
        """The signed list of this clinic's public keys, for others.

        Raises:
            SurroundingsError: the key or the list cannot be read or written (``SIGN-118``, ``SIGN-145``).
        """
        return self.keys.export(self.issuer(), self._bench.today())

    def renew_key(self) -> None:
        """A new own key from today on. Raises as ``export_keys``."""
        self.keys.renew(self.issuer(), self._bench.today())

    def set_address(self, address: str) -> None:
        """Keep the address of the page where anybody checks codes; empty: codes without one.

        Raises:
            RegistrarError: it is no address of a site (``SIGN-144``).
        """
        address = address.strip().lower().rstrip("/")
        if address and not _ADDRESS.fullmatch(address):
            raise RegistrarError("SIGN-144", "address")
        self._settings.set(QR_ADDRESS, address)


def issuer_of(organization: Organization) -> str:
    """What codes name a clinic by: its object identifier, else its OGRN."""
    return organization.oid or organization.ogrn


def kept_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the journal keeps them: without empty ones, as JSON gives them back."""
    from registrar_app.services.issuing import dumped

    kept: dict[str, Any] = json.loads(
        dumped({key: value for key, value in values.items() if value not in (None, "")})
    )
    return kept


def own_paper(paper: CertificateRecord, fingerprint: bytes | None = None) -> OwnPaper:
    """What the journal says of a paper that is shown.

    Args:
        paper: The paper.
        fingerprint: Of the code at hand; None: there is none to compare.
    """
    from registrar_app.signing.qr import paper_hash

    data, said = paper.data, []
    number = f"{data.series} {data.number}".strip()
    code = _WITHDRAWN.get(paper.state)
    if code is not None:
        ends = [one for one in paper.events if str(one.kind) == str(paper.state)]
        day = ru_date(ends[-1].at.date()) if ends else ""
        said.append(problem(code, number=number, state=paper.state.word, day=day))
    if fingerprint is not None:
        expected = paper_hash(json.loads(data.values))
        if not expected.startswith(fingerprint):
            said.append(problem("SIGN-115"))
    return OwnPaper(paper.id, number, paper.state, tuple(said))


def _with(report: "QrReport", remark: Problem) -> "QrReport":
    return dataclasses.replace(report, problems=(*report.problems, remark))
