"""Model stage: every way in from outside, and how those who come in prove who they are."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ..audience import CONTROLLED, FEW
from ..base import (
    Choice,
    ConnectionRef,
    Controlled,
    Count,
    Day,
    DeviceRef,
    Facts,
    Flag,
    ForFew,
    Id,
    Months,
    SupplierRef,
    Switch,
    SystemRef,
    Text,
)
from .kinds import AccessKind, ConnectionKind, Factor, UserClass


class ExternalConnection(Facts):
    id: Id
    name: Text
    kind: Choice[ConnectionKind]
    counterpart: ForFew
    user_class: Choice[UserClass]
    purpose: Text
    systems: tuple[SystemRef, ...] = Field(min_length=1)
    device: DeviceRef | None = None
    supplier: SupplierRef | None = None
    firewall: Flag
    other_measures: Annotated[tuple[Text, ...], FEW] = ()
    controls: Annotated[tuple[Text, ...], FEW] = ()
    in_inventory: Flag
    reviewed_on: Annotated[Day, CONTROLLED]


class SourceAddress(Facts):
    address: Controlled
    owner: ForFew
    use: ForFew


class Password(Facts):
    used: Switch
    min_length: Annotated[Count, CONTROLLED]
    upper_lower: Flag
    digit: Flag
    symbol: Flag
    weak_rejected: Flag


class AccountLock(Facts):
    enabled: Flag
    threshold: Annotated[Count | None, CONTROLLED] = None
    minutes: Annotated[Count | None, CONTROLLED] = None


class AnomalyDetection(Facts):
    enabled: Flag
    unusual_ip_mail: Flag
    notified: ForFew


class AccessWay(Facts):
    """One way in for people from outside: a VPN, the login of a service, a tool for work from afar."""

    id: Id
    name: Text
    kind: Choice[AccessKind]
    connection: ConnectionRef | None = None
    purpose: ForFew | None = None
    accounts: Annotated[Count | None, CONTROLLED] = None
    authorised_register: Flag | None = None
    unregistered_accounts: Annotated[Count | None, CONTROLLED] = None
    allowed_source_ips: Annotated[tuple[SourceAddress, ...], CONTROLLED] = ()
    source_ip_owner_recorded: Flag | None = None
    emergency_bypass: Flag | None = None
    emergency_access: Controlled | None = None
    auth_factors: Annotated[tuple[Choice[Factor], ...], CONTROLLED] = ()
    auth_method: ForFew | None = None
    password: Password | None = None
    account_lock: AccountLock | None = None
    anomaly_detection: AnomalyDetection | None = None
    logs_kept: Flag | None = None
    review_months: Months | None = None


class RemoteAccess(Facts):
    """Every way in, and why there is none where there is none."""

    absence_reason: Text | None = None
    ways: tuple[AccessWay, ...] = ()


class AdminLogin(Facts):
    """Devices whose administrators prove who they are in another way than all others."""

    name: Text
    factors: Annotated[tuple[Choice[Factor], ...], CONTROLLED] = Field(min_length=1)
    method: ForFew


class AdminAuth(Facts):
    factors: Annotated[tuple[Choice[Factor], ...], CONTROLLED] = Field(min_length=1)
    method: ForFew
    accounts: Annotated[Count, CONTROLLED]
    password: Password
    account_lock: AccountLock
    review_months: Months
    differing: Annotated[tuple[AdminLogin, ...], CONTROLLED] = ()
