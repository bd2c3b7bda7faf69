"""Verifying a file from anywhere: its signatures, its code, and what the journal here knows of the paper.

``verify_file`` needs no database and may run in any thread; ``Verifying.known_here`` asks the journal.
"""

import dataclasses
import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from registrar_app.domain.problems import Level, Problem, problem
from registrar_app.models import paper_finding
from registrar_app.models import papers as stored
from registrar_app.services.bench import Bench
from registrar_app.services.form_shelf import FormShelf
from registrar_app.services.keys import Keys
from registrar_app.services.qr_codes import CheckedCode, OwnPaper, QrCodes, own_paper
from registrar_app.services.qr_key_book import known_keys

if TYPE_CHECKING:
    from registrar_app.printing.form import Form
    from registrar_app.signing.qr import QrReport
    from registrar_app.signing.qr_keys import QrKey
    from registrar_app.signing.verify import VerificationReport

MAX_BYTES = 50_000_000
"""Of a file; what is larger is no paper."""
_SILENT = frozenset({"SIGN-110", "SIGN-111"})
"""Problems of a code that say nothing against the file: another clinic's keys are not known everywhere."""
_MOST_REVISIONS = 24
_END = re.compile(rb"%%EOF(?:\r\n|\r|\n)?")
_STEM = 4
"""Letters of a surname that stay in every case of it."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file and the verdict over it."""

    pdf: bytes = dataclasses.field(repr=False)
    report: "VerificationReport" = dataclasses.field(repr=False)
    code: "QrReport | None" = dataclasses.field(default=None, repr=False)
    """Of the code that stands in the file; None: there is none of this kind."""
    paper: OwnPaper | None = None
    """The paper, when it is in the journal here."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Of the file, of the code where that says nothing against the file, and of the journal."""
        quiet = tuple(one for one in self.code.problems if one.level is not Level.ERROR) if self.code else ()
        return (*self.report.problems, *quiet, *(self.paper.problems if self.paper else ()))

    def as_json(self) -> dict[str, Any]:
        """The shape of the command line contract."""
        own = self.paper.problems if self.paper else ()
        answer = self.report.as_json()
        answer["problems"] += [one.as_json() for one in own]
        return {**answer, "valid": self.is_valid}

    @property
    def is_valid(self) -> bool:
        """The signatures hold, the code holds or says nothing, the paper stands."""
        against = self.paper is not None and any(one.level is Level.ERROR for one in self.paper.problems)
        return self.report.is_valid and not against


class Verifying:
    """Use cases of checking what others bring."""

    def __init__(self, bench: Bench, keys: Keys, codes: QrCodes) -> None:
        self._bench = bench
        self._keys = keys
        self._codes = codes
        self._shelf = FormShelf(bench)

    def check_file(self, pdf: bytes) -> CheckedFile:
        """Verify a file; touches no database: it may be called from any worker thread."""
        return verify_file(
            pdf,
            self._keys.trust_roots(),
            known_keys(self._keys.folder),
            now=self._bench.clock(),
            form_of=self._shelf.form_or_none,
        )

    def known_here(self, checked: CheckedFile) -> CheckedFile:
        """The same with what the journal knows: that it is ours, withdrawn, or another paper's code."""
        claims = checked.code.claims if checked.code else None
        with self._bench.store.read() as session:
            same = paper_finding.by_files(session, tuple(_digests(checked.pdf)))
            record = stored.load_certificate(session, same) if same else None
            if record is None and checked.code is not None:
                record = self._codes.paper_of(session, checked.code)
        if record is None:
            return checked
        paper = own_paper(record, claims.fingerprint if claims else None)
        if same is None and record.data.blob_sha256:
            # The code is of this paper, the file around it is not the one that was kept.
            paper = dataclasses.replace(paper, problems=(*paper.problems, problem("SIGN-146")))
        return dataclasses.replace(checked, paper=paper)

    def check_code(self, text: str) -> CheckedCode:
        """See ``QrCodes.check``."""
        return self._codes.check(text)


def verify_file(
    pdf: bytes,
    roots: Sequence[bytes],
    keys: "Sequence[QrKey]",
    *,
    now: datetime,
    form_of: "Callable[[str], Form | None]",
) -> CheckedFile:
    """Verify the signatures of a file and the code in it.

    The code is read from the pictures of its pages and compared with the letters on them: they are what is
    signed. A code that is forged, was copied from another paper, or whose key did not hold makes the file not
    valid; one of a clinic whose keys are not known says nothing.

    Args:
        pdf: Any bytes; never raises for a bad file.
        roots: Trusted X.509, as ``signing.verify.verify`` takes them.
        keys: Known keys of codes.
        now: Aware.
        form_of: A form by its key, to know whether its number is printed.
    """
    from registrar_app.printing.paper_reader import read_paper
    from registrar_app.signing.qr import check_qr, is_paper_code
    from registrar_app.signing.verify import verify

    report = verify(pdf, roots, now=now)
    content = read_paper(pdf)
    codes = [one for one in content.codes if is_paper_code(one)]
    if not codes:
        return CheckedFile(pdf, report)
    code = check_qr(codes[0], keys, now=now)
    said = list(_strange(code, content.letters, form_of))
    if len(codes) > 1:
        said.append(problem("SIGN-147"))
    code = dataclasses.replace(code, problems=(*code.problems, *said))
    against = tuple(one for one in code.problems if one.level is Level.ERROR and one.code not in _SILENT)
    report = dataclasses.replace(report, qr=code.as_json(), problems=(*report.problems, *against))
    return CheckedFile(pdf, report, code)


def _strange(code: "QrReport", letters: str, form_of: "Callable[[str], Form | None]") -> Iterator[Problem]:
    """A code that was copied from another paper: its name or number is not on the sheet."""
    if code.claims is None or not letters:
        return
    claims, folded = code.claims, letters.casefold()
    surname = claims.owner.split()[0].casefold() if claims.owner else ""
    form = form_of(claims.form)
    number = claims.number.rsplit(" ", 1)[-1].casefold()
    is_other = surname[:_STEM] not in folded
    if form is not None and _prints_number(form):
        is_other = is_other or number not in folded
    if is_other:
        yield problem("SIGN-115")


def _prints_number(form: "Form") -> bool:
    """Whether every edition of a form shows its number on the sheet."""
    return all(
        any(one.id == "number" and one.type != "hidden" for one in edition.fields)
        or any("{number}" in line for line in (*edition.title_lines, *edition.header_right))
        for edition in form.editions
        if edition.has_layout
    )


def _digests(pdf: bytes) -> Iterator[str]:
    """SHA-256 of the file and of its earlier revisions: what is added later begins with what was signed."""
    running, done = hashlib.sha256(), 0
    for found in list(_END.finditer(pdf))[:_MOST_REVISIONS]:
        running.update(pdf[done : found.end()])
        done = found.end()
        yield running.hexdigest()
    running.update(pdf[done:])
    yield running.hexdigest()
