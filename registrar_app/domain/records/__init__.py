"""Frozen shapes that cross the borders between layers and threads; everybody imports them from here.

Names follow the command line's vocabulary: ``last_name``, ``first_name``, ``patronymic``, ISO dates inside.
``repr`` of anything with personal data shows no data.
"""

from registrar_app.domain.records.attachments import (
    AttachmentBasis,
    AttachmentView,
    DetachReason,
    District,
    DistrictKind,
)
from registrar_app.domain.records.clinic import Actor, Department, Organization, StaffMember
from registrar_app.domain.records.papers import (
    CertificateEvent,
    CertificateEventKind,
    CertificateRecord,
    CertificateState,
    JournalFilter,
    JournalPage,
    JournalRow,
    NewCertificate,
    NumberRange,
)
from registrar_app.domain.records.person import Address, DocumentData, Identity, PersonData, PolicyData
from registrar_app.domain.records.person_record import Confirmation, Draft, HistoryLine, Mark, PersonRecord
from registrar_app.domain.records.search import Double, DoubleStrength, SearchResult, SearchRow

__all__ = [
    "Actor",
    "Address",
    "AttachmentBasis",
    "AttachmentView",
    "CertificateEvent",
    "CertificateEventKind",
    "CertificateRecord",
    "CertificateState",
    "Confirmation",
    "Department",
    "DetachReason",
    "District",
    "DistrictKind",
    "DocumentData",
    "Double",
    "DoubleStrength",
    "Draft",
    "HistoryLine",
    "Identity",
    "JournalFilter",
    "JournalPage",
    "JournalRow",
    "Mark",
    "NewCertificate",
    "NumberRange",
    "Organization",
    "PersonData",
    "PersonRecord",
    "PolicyData",
    "SearchResult",
    "SearchRow",
    "StaffMember",
]
