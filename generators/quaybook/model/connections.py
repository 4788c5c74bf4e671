"""Model stage: every way in from outside, and how those who come in prove who they are."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .audience import CONTROLLED
from .base import (
    Controlled,
    Count,
    Day,
    DeviceRef,
    Facts,
    Flag,
    Id,
    Months,
    SupplierRef,
    Switch,
    SystemRef,
    Text,
)
from .kinds import ConnectionKind, Factor, UserClass


class ExternalConnection(Facts):
    id: Id
    name: Text
    kind: ConnectionKind
    counterpart: Controlled
    user_class: UserClass
    purpose: Text
    systems: tuple[SystemRef, ...] = Field(min_length=1)
    device: DeviceRef | None = None
    supplier: SupplierRef | None = None
    firewall: Flag
    other_measures: Annotated[tuple[Text, ...], CONTROLLED] = ()
    controls: Annotated[tuple[Text, ...], CONTROLLED] = ()
    in_inventory: Flag
    reviewed_on: Annotated[Day, CONTROLLED]


class SourceAddress(Facts):
    address: Controlled
    owner: Controlled
    use: Controlled


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
    notified: Controlled


class Vpn(Facts):
    present: Switch
    absence_reason: Text | None = None
    purpose: Controlled | None = None
    accounts: Annotated[Count | None, CONTROLLED] = None
    authorised_register: Flag | None = None
    unregistered_accounts: Annotated[Count | None, CONTROLLED] = None
    allowed_source_ips: Annotated[tuple[SourceAddress, ...], CONTROLLED] = ()
    source_ip_owner_recorded: Flag | None = None
    emergency_bypass: Flag | None = None
    emergency_access: Controlled | None = None
    auth_factors: Annotated[tuple[Factor, ...], CONTROLLED] = ()
    auth_method: Controlled | None = None
    password: Password | None = None
    account_lock: AccountLock | None = None
    anomaly_detection: AnomalyDetection | None = None
    review_months: Months | None = None


class AdminAuth(Facts):
    factors: Annotated[tuple[Factor, ...], CONTROLLED] = Field(min_length=1)
    method: Controlled
    accounts: Annotated[Count, CONTROLLED]
    password: Password
    account_lock: AccountLock
    review_months: Months
