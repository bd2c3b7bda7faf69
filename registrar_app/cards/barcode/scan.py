"""What a scan gives: a policy, a bare number, or why there is nothing. Frozen, crosses threads."""

import dataclasses
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from registrar_app.cards.barcode.content import LAYOUTS, PolicyContent
from registrar_app.domain.context import Context
from registrar_app.domain.names import check_first_name, check_last_name, check_patronymic
from registrar_app.domain.problems import Problem, problem
from registrar_app.domain.records import Identity, PersonData, PolicyData
from registrar_app.domain.values import PolicyKind, Source


class ScanStatus(StrEnum):
    """How a scan ended; the words of the command line contract."""

    OK = "ok"
    NUMBER_ONLY = "number_only"
    """A valid ЕНП and nothing else."""
    ERROR = "error"


class ScanError(StrEnum):
    """Why nothing was taken; the words of the command line contract. The problem says it exactly."""

    NOT_POLICY = "not_policy"
    TRUNCATED = "truncated"
    UNKNOWN_TYPE = "unknown_type"
    DAMAGED = "damaged"


_WARNINGS = {"SCAN-031": "name_cut", "SCAN-032": "enp_person_mismatch"}
"""Remarks that the command line's contract has words for; an expiry is seen from its date."""
_UNSURE_OF_PATRONYMIC = frozenset({"SCAN-031", "SCAN-036"})
"""With these remarks a blank patronymic may be a cut or a Latin one."""
_NAME_RULES = {
    "last_name": check_last_name,
    "first_name": check_first_name,
    "patronymic": check_patronymic,
}
_NO_CONTEXT = Context(today=date.max)
"""Rules of single name parts look at nothing else."""


@dataclass(frozen=True, slots=True, repr=False)
class PolicyScan:
    """One decoded scan. Its ``repr`` shows no personal data."""

    status: ScanStatus
    content: PolicyContent | None = None
    """The whole code, with status ok."""
    policy_number: str | None = None
    """ЕНП, with status ok and number_only."""
    error: ScanError | None = None
    problems: tuple[Problem, ...] = ()
    """Remarks on what was read, or the one reason why nothing was."""
    text: str = ""
    """A code that is text and no policy, so that other things of the clinic may be looked up by it."""
    symbology: str | None = None
    """Identifier that the scanner put before the code, ``]L2``; may be logged."""
    length: int = 0
    """Characters or bytes that came; may be logged."""

    @staticmethod
    def failed(error: ScanError, code: str, **params: Any) -> "PolicyScan":  # noqa: ANN401 - words of any kind
        """A scan of which nothing was taken."""
        return PolicyScan(ScanStatus.ERROR, error=error, problems=(problem(code, **params),))

    @property
    def is_read(self) -> bool:
        """True if there is a policy number to go on with."""
        return self.status is not ScanStatus.ERROR

    @property
    def warnings(self) -> tuple[str, ...]:
        """Words of the contract for the remarks that have one."""
        return tuple(_WARNINGS[one.code] for one in self.problems if one.code in _WARNINGS)

    def __repr__(self) -> str:
        codes = ", ".join(one.code for one in self.problems)
        return f"PolicyScan({self.status}, {self.symbology}, {self.length}, [{codes}])"

    def identity(self) -> Identity | None:
        """The person as a record, or None if nothing was taken.

        Names come in the case of documents. A blank patronymic means "has none" only if the code shows no
        sign of having lost letters. A bare number gives a person with nothing but a policy number.
        """
        if self.policy_number is None:
            return None
        if self.content is None:
            person = PersonData(policy=PolicyData(enp=self.policy_number))
            return Identity(Source.BARCODE, person, self.problems, insurer_on_card=False)
        content = self.content
        unsure = any(one.code in _UNSURE_OF_PATRONYMIC for one in self.problems)
        names = {field: _in_document_case(field, getattr(content, field)) for field in _NAME_RULES}
        person = PersonData(
            last_name=names["last_name"],
            first_name=names["first_name"],
            patronymic=names["patronymic"] or None,
            has_no_patronymic=not names["patronymic"] and not unsure,
            birth_date=content.birth_date,
            sex=content.sex,
            policy=PolicyData(
                kind=PolicyKind.PAPER,
                enp=content.policy_number,
                insurer_ogrn=content.smo_ogrn or "",
                insurer_okato=content.smo_okato or "",
                valid_to=content.expires,
            ),
        )
        return Identity(Source.BARCODE, person, self.problems, insurer_on_card=content.smo_ogrn is not None)

    def as_json(self) -> dict[str, Any]:
        """The shape of the command line contract for ``policy decode``."""
        if self.error is not None:
            return {"status": str(self.status), "error": str(self.error)}
        if self.content is None:
            return {"status": str(self.status), "policy_number": self.policy_number}
        content = self.content
        answer: dict[str, Any] = {
            "status": str(self.status),
            "type": content.kind,
            "policy_number": content.policy_number,
            "last_name": content.last_name,
            "first_name": content.first_name,
            "patronymic": content.patronymic,
            "sex": str(content.sex),
            "birth_date": content.birth_date.isoformat(),
            "expires": content.expires.isoformat() if content.expires else None,
        }
        if LAYOUTS[content.kind].has_insurer:
            answer |= {"smo_ogrn": content.smo_ogrn, "smo_okato": content.smo_okato}
        return answer | {"eds_length": len(content.signature), "warnings": list(self.warnings)}

    def seen_as(self, *, text: str = "", symbology: str | None = None, length: int = 0) -> "PolicyScan":
        """The same scan with what is known of how it came; what it already has stays."""
        return dataclasses.replace(
            self,
            text=self.text or text,
            symbology=self.symbology or symbology,
            length=self.length or length,
        )


def _in_document_case(field_id: str, text: str | None) -> str:
    """A name part in the case of documents; one that the rules refuse comes as it is."""
    if text is None:
        return ""
    normal = _NAME_RULES[field_id](text, _NO_CONTEXT).normal
    return text if normal is None else normal
