"""Model stage: every way in from outside, and how those who come in prove who they are."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ..audience import CONTROLLED, FEW
from ..base import (
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
from .kinds import ConnectionKind, Factor, UserClass


class ExternalConnection(Facts):
    id: Id
    name: Text
    kind: ConnectionKind
    counterpart: ForFew
    user_class: UserClass
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


class Vpn(Facts):
    present: Switch
    absence_reason: Text | None = None
    purpose: ForFew | None = None
    accounts: Annotated[Count | None, CONTROLLED] = None
    authorised_register: Flag | None = None
    unregistered_accounts: Annotated[Count | None, CONTROLLED] = None
    allowed_source_ips: Annotated[tuple[SourceAddress, ...], CONTROLLED] = ()
    source_ip_owner_recorded: Flag | None = None
    emergency_bypass: Flag | None = None
    emergency_access: Controlled | None = None
    auth_factors: Annotated[tuple[Factor, ...], CONTROLLED] = ()
    auth_method: ForFew | None = None
    password: Password | None = None
    account_lock: AccountLock | None = None
    anomaly_detection: AnomalyDetection | None = None
    review_months: Months | None = None


class AdminAuth(Facts):
    factors: Annotated[tuple[Factor, ...], CONTROLLED] = Field(min_length=1)
    method: ForFew
    accounts: Annotated[Count, CONTROLLED]
    password: Password
    account_lock: AccountLock
    review_months: Months
