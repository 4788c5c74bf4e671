"""Model stage: the whole of one terminal's facts, as every later stage sees them.

The groups are the top-level keys of the facts; each stands in exactly one YAML file of the
terminal's folder or of a folder that it inherits from.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .audience import CONTROLLED
from .base import Facts, PlainText, SureCount
from .groups.backups import Backup, BackupPlan, RestoreTest
from .groups.connections import AdminAuth, ExternalConnection, RemoteAccess
from .groups.continuity import Bcp, Incident, PublicInfo, Sharing
from .groups.followup import PlanItem, Thresholds
from .groups.manual import Manual
from .groups.organisation import (
    Contact,
    ContactPoints,
    DutyLine,
    Expert,
    Organisation,
    Person,
    PortManager,
    Reporting,
    TerminalProfile,
)
from .groups.paper import Paper, Printed
from .groups.programme import (
    Audit,
    Awareness,
    Course,
    DocumentControl,
    Drill,
    InfoGathering,
    PeerSharing,
    Programme,
    RuleException,
    Vulnerability,
)
from .groups.results import CourseResult, DrillResult
from .groups.suppliers import Cloud, Insurance, Liability, Outsourcing, Supplier
from .groups.systems import (
    Assets,
    Endpoint,
    LinkedDevice,
    Logs,
    NetworkDevice,
    RemovableMedia,
    Risk,
    Segment,
    Server,
    Site,
    Spare,
    Standby,
    System,
    SystemLink,
    UnmanagedDevice,
)


class Terminal(Facts):
    """All facts of one terminal; the fields are the variables that templates see."""

    facts_version: SureCount
    terminal: TerminalProfile
    people: tuple[Person, ...] = Field(min_length=1)
    org: Organisation
    contacts: tuple[Contact, ...] = Field(min_length=1)
    experts: tuple[Expert, ...] = ()
    contact_points: ContactPoints
    duty: DutyLine | None = None
    port_manager: PortManager
    reporting: Reporting
    sites: tuple[Site, ...] = ()
    systems: tuple[System, ...] = Field(min_length=1)
    system_links: Annotated[tuple[SystemLink, ...], CONTROLLED] = ()
    servers: tuple[Server, ...] = ()
    network_devices: tuple[NetworkDevice, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    unmanaged_devices: Annotated[tuple[UnmanagedDevice, ...], CONTROLLED] = ()
    linked_devices: tuple[LinkedDevice, ...] = ()
    segments: tuple[Segment, ...] = ()
    spares: tuple[Spare, ...] = ()
    standby: Standby
    assets: Assets
    risk: Risk
    logs: Logs
    removable_media: RemovableMedia
    external_connections: tuple[ExternalConnection, ...] = Field(min_length=1)
    remote_access: RemoteAccess
    admin_auth: AdminAuth
    backup_plan: BackupPlan
    backups: tuple[Backup, ...] = ()
    restore_tests: Annotated[tuple[RestoreTest, ...], CONTROLLED] = ()
    outsourcing: Outsourcing
    suppliers: tuple[Supplier, ...] = ()
    cloud: Cloud
    liability: Liability
    insurance: Insurance
    incident: Incident
    sharing: Sharing
    public_info: PublicInfo
    bcp: Bcp
    manual: Manual
    programme: Programme
    infogathering: InfoGathering
    peer_sharing: PeerSharing
    awareness: Awareness
    courses: tuple[Course, ...] = Field(min_length=1)
    drills: tuple[Drill, ...] = Field(min_length=1)
    course_results: Annotated[tuple[CourseResult, ...], CONTROLLED] = ()
    drill_results: Annotated[tuple[DrillResult, ...], CONTROLLED] = ()
    vuln: Vulnerability
    audit: Audit
    exceptions: Annotated[tuple[RuleException, ...], CONTROLLED] = ()
    plan: Annotated[tuple[PlanItem, ...], CONTROLLED] = ()
    document_control: DocumentControl
    paper: Paper = Paper()
    printed: tuple[Printed, ...] = ()
    thresholds: Thresholds = Thresholds()
    requirement_sets: tuple[PlainText, ...] = ("mlit-interim-1",)
