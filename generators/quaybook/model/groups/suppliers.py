"""Model stage: companies that build, maintain or host what the terminal depends on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, ValidatorFunctionWrapHandler

from ..audience import CONTROLLED, STAFF
from ..base import (
    Choice,
    ConnectionRef,
    ContactRef,
    Count,
    Day,
    Facts,
    Flag,
    ForFew,
    Hours,
    Id,
    NotApplicable,
    Provisional,
    SupplierRef,
    Switch,
    Text,
)
from ..notation import assumed, renewal
from ..written import Renewable
from .contents import MeasureGroup
from .kinds import Clause, CloudClause, SupplierKind


@dataclass(frozen=True)
class Unending(NotApplicable):
    """In the place of its end: that a contract goes on until somebody ends it, in the terminal's own words."""


def _renewed_or(value: object, handler: ValidatorFunctionWrapHandler) -> object:
    rest = assumed(value) if isinstance(value, str) else None
    if (said := renewal(value if rest is None else rest)) is None:
        return handler(value)
    return Unending(said) if rest is None else Provisional("", value=Unending(said))


ContractEnd = Annotated[Day, Renewable(_renewed_or)]


class Outsourcing(Facts):
    used: Switch
    selection_procedure: Flag
    selection_criteria: Flag
    vendor_requirements: Flag
    check_month: Count
    criteria: tuple[Text, ...] = Field(min_length=1)
    requirements: tuple[Text, ...] = Field(min_length=1)


class Supplier(Facts):
    id: Id
    name: Text
    kinds: tuple[Choice[SupplierKind], ...] = Field(min_length=1)
    services: Text
    contact: ContactRef
    connections: Annotated[tuple[ConnectionRef, ...], CONTROLLED] = ()
    selected_by_criteria: Flag
    contract_signed: Flag
    contract_on: Day
    contract_until: ContractEnd
    contract_clauses: Annotated[tuple[Choice[Clause], ...], CONTROLLED] = ()
    subcontracting: Text
    recovery_procedure_shared_on: Annotated[Day | None, CONTROLLED] = None
    checked_on: Annotated[Day, CONTROLLED]


class CloudService(Facts):
    id: Id
    name: Text
    provider: SupplierRef
    use: Text
    region: Text
    requirements: Annotated[tuple[Choice[CloudClause], ...], CONTROLLED] = ()
    contract_clauses: Annotated[tuple[Choice[CloudClause], ...], CONTROLLED] = ()
    restore_hours: Hours
    own_copy: Text
    exit: Text


class AppliedMeasure(Facts):
    name: Text
    covers: tuple[Choice[MeasureGroup], ...] = ()


class Cloud(Facts):
    used: Switch
    absence_reason: Text | None = None
    measures_applied: tuple[AppliedMeasure, ...] = ()
    services: tuple[CloudService, ...] = ()


class LiabilitySplit(Facts):
    event: Text
    owner: Text
    user: Text


class Demarcation(Facts):
    """Where, on a connection by which a user comes to the TOS, the owner's equipment ends and the user's begins."""

    connection: ConnectionRef
    user: Text
    point: Text


class Liability(Facts):
    owner_user_differ: Switch
    split_documented: Flag
    agreed_on: Day | None = None
    splits: tuple[LiabilitySplit, ...] = ()
    demarcations: tuple[Demarcation, ...] = ()
    claims_handler: Text


class Insurance(Facts):
    considered: Flag
    considered_on: Day | None = None
    held: Annotated[Flag, STAFF]
    insurer: ContactRef | None = None
    decision: ForFew
    covers: tuple[Text, ...] = ()
    review_on: Day | None = None
