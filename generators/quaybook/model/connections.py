"""Model stage: every way in from outside, and how those who come in prove who they are."""

from __future__ import annotations

from pydantic import Field

from .base import (
    Controlled,
    Count,
    Day,
    DeviceRef,
    Facts,
    Flag,
    Id,
    Months,
    Restricted,
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
    counterpart: Text
    user_class: UserClass
    purpose: Text
    systems: tuple[SystemRef, ...] = Field(min_length=1)
    device: DeviceRef | None = None
    supplier: SupplierRef | None = None
    firewall: Flag
    other_measures: tuple[Text, ...] = ()
    controls: tuple[Text, ...] = ()
    in_inventory: Flag
    reviewed_on: Day


class SourceAddress(Facts):
    address: Controlled
    owner: Text
    use: Text


class Password(Facts):
    used: Switch
    min_length: Count
    upper_lower: Flag
    digit: Flag
    symbol: Flag
    weak_rejected: Flag


class AccountLock(Facts):
    enabled: Flag
    threshold: Count | None = None
    minutes: Count | None = None


class AnomalyDetection(Facts):
    enabled: Flag
    unusual_ip_mail: Flag
    notified: Text


class Vpn(Facts):
    present: Switch
    absence_reason: Text | None = None
    purpose: Text | None = None
    accounts: Count | None = None
    authorised_register: Flag | None = None
    unregistered_accounts: Count | None = None
    allowed_source_ips: tuple[SourceAddress, ...] = ()
    source_ip_owner_recorded: Flag | None = None
    emergency_bypass: Flag | None = None
    emergency_access: Restricted | None = None
    auth_factors: tuple[Factor, ...] = ()
    auth_method: Text | None = None
    password: Password | None = None
    account_lock: AccountLock | None = None
    anomaly_detection: AnomalyDetection | None = None
    review_months: Months | None = None


class AdminAuth(Facts):
    factors: tuple[Factor, ...] = Field(min_length=1)
    method: Text
    accounts: Count
    password: Password
    account_lock: AccountLock
    review_months: Months
