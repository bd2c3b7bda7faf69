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
from registrar_app.domain.records.files import NewFile, PersonFile
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
from registrar_app.domain.records.person import (
    Address,
    DocumentData,
    Identity,
    PersonData,
    Phone,
    PolicyData,
    shown_name,
)
from registrar_app.domain.records.person_record import Confirmation, Draft, HistoryLine, Mark, PersonRecord
from registrar_app.domain.records.representative import RepresentativeData, RepresentativeView
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
    "NewFile",
    "NumberRange",
    "Organization",
    "PersonData",
    "PersonFile",
    "PersonRecord",
    "Phone",
    "PolicyData",
    "RepresentativeData",
    "RepresentativeView",
    "SearchResult",
    "SearchRow",
    "StaffMember",
    "shown_name",
]
