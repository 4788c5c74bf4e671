"""What an edition withholds leaves no trace: whatever its value, whatever its type, the pages are the same.

A canary finds a value that is printed. A branch of a text gives one away too, so all that some readers may not know is
changed here at once (texts, numbers, days, choices, yes and no, whole lists), and their edition may not differ.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import Enum
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from quaybook.model.audience import AudienceLevel
from quaybook.model.base import Ref
from quaybook.model.document import Kind
from quaybook.model.fields import group_of, is_personal, marked_for, marks, may_be_open, reader_of
from quaybook.model.terminal import Terminal
from quaybook.model.written import CLOCK, Open

from tests.conftest import SAMPLES
from tests.helpers.workspaces import facts_of, write_facts
from tests.model.test_editions import build, edition, everything

LOWER = (AudienceLevel.PUBLIC, AudienceLevel.STAFF)
# A requirement, a question of a checklist, a form: what names a thing of the kit would be refused if it were another.
FIXED = {"requirement", "item", "form", "forms", "area", "facts_version"}


def choices(annotation: Any) -> list[str]:
    """The values of the vocabulary in an annotation, if there is one."""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return [member.value for member in annotation]
    return next((found for part in get_args(annotation) if (found := choices(part))), [])


def plain_types(annotation: Any) -> set[type]:
    if isinstance(annotation, type):
        return {annotation}
    return {found for part in get_args(annotation) for found in plain_types(part)}


def other(value: Any, field: FieldInfo, facts: dict[str, Any]) -> Any:
    """A valid value that is not `value`."""
    if isinstance(value, list):
        least = next((m.min_length for m in field.metadata if hasattr(m, "min_length")), 0)
        kept = value[: max(least, len(value) - 1)] if group_of(field) is None else value[:least]
        return [each if isinstance(each, dict) else other(each, field, facts) for each in kept]
    if value.startswith(("TODO", "該当なし")):
        return value
    targets = [mark.to for mark in marks(field.annotation, field.metadata) if isinstance(mark, Ref)]
    vocabulary = [each["id"] for each in facts[targets[0]]] if targets else choices(field.annotation)
    if vocabulary:
        return next((each for each in vocabulary if each != value), value)
    types = plain_types(field.annotation)
    if bool in types:
        return "no" if value in ("yes", "true", "はい") else "yes"
    if date in types:
        return (date.fromisoformat(value) - timedelta(days=1)).isoformat()
    if types & {int, float}:
        return str(int(float(value)) + 1)
    if re.fullmatch(CLOCK, value):
        return "06:30"
    if value.startswith("https://"):
        return f"{value}other/"
    return f"{value}・別の値"


def is_switch(field: FieldInfo) -> bool:
    """Whether the shape of the facts hangs on the field, so that it cannot be changed alone."""
    open_to = any(isinstance(mark, Open) for mark in marks(field.annotation, field.metadata))
    return bool in plain_types(field.annotation) and not open_to


def changed(group: type[BaseModel], data: Any, reader: AudienceLevel, facts: dict[str, Any], seen: list[str]) -> Any:
    """`data` with every fact of `group` changed that `reader` may not see; `seen` gathers their names."""
    made = {}
    for name, value in data.items():
        field = group.model_fields[name]
        within = group_of(field)
        if within is not None and marked_for(field) is None:
            each = [
                changed(within, item, reader, facts, seen) for item in (value if isinstance(value, list) else [value])
            ]
            made[name] = each if isinstance(value, list) else each[0]
        elif reader.may_read(reader_of(field)) or name in FIXED or name == "id" or is_switch(field):
            made[name] = value
        else:
            made[name] = other(value, field, facts)
            if made[name] != value:
                seen.append(f"{group.__name__}.{name}")
    return made


def pair(sample: str, reader: AudienceLevel, root: Path) -> list[str]:
    """Two workspaces whose facts differ in all that `reader` may not see; the names of what differs."""
    facts: dict[str, Any] = facts_of(sample)
    facts.pop("requirement_sets", None)
    facts["plan"] = [item for item in facts.get("plan", []) if re.match(r"[1-5]-", item["requirement"])]
    seen: list[str] = []
    write_facts(root / "one" / "terminals" / "marked", facts)
    write_facts(root / "other" / "terminals" / "marked", changed(Terminal, facts, reader, facts, seen))
    return seen


@pytest.mark.parametrize("reader", LOWER)
@pytest.mark.parametrize("sample", SAMPLES)
def test_what_is_withheld_changes_no_document(sample: str, reader: AudienceLevel, tmp_path: Path) -> None:
    seen = pair(sample, reader, tmp_path)
    assert len(set(seen)) > 100
    one, two = (edition(tmp_path / name, reader).sets["ja"].documents for name in ("one", "other"))
    assert len(one) == len(two) > 0
    for first, second in zip(one, two, strict=True):
        assert everything(first) == everything(second), first.spec.id


def files(site: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(site.rglob("*")):
        if path.is_file():
            yield path.relative_to(site).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("reader", LOWER)
def test_what_is_withheld_changes_no_file(reader: AudienceLevel, tmp_path: Path) -> None:
    pair("aonagi", reader, tmp_path)
    one, two = (dict(files(build(tmp_path / name, reader))) for name in ("one", "other"))
    assert {Path(name).suffix for name in one} >= {".html", ".docx", ".json", ".js"}
    assert one == two


def with_notes(group: type[BaseModel], data: Any) -> Any:
    """`data` with a TODO in the place of every fact that may be one, each with a note that nobody below may read."""
    made = {}
    for name, value in data.items():
        field = group.model_fields[name]
        within = group_of(field)
        if within is not None:
            made[name] = (
                [with_notes(within, each) for each in value] if isinstance(value, list) else with_notes(within, value)
            )
        elif any(isinstance(mark, Open) for mark in marks(field.annotation, field.metadata)):
            note = f"TODO: CANARYNOTE見本 花子に聞く {group.__name__}.{name}"
            made[name] = [note for _ in value] if isinstance(value, list) else note
        else:
            made[name] = value
    return made


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_blank_below_the_highest_edition_says_nothing_of_whom_to_ask(sample: str, tmp_path: Path) -> None:
    facts = facts_of(sample)
    facts.pop("requirement_sets", None)
    facts["plan"] = []
    open_ones = with_notes(Terminal, facts)
    assert str(open_ones).count("CANARYNOTE") > 400
    write_facts(tmp_path / "terminals" / "marked", open_ones)
    for reader in AudienceLevel:
        documents = edition(tmp_path, reader).sets["ja"].documents
        assert documents
        noted = [d for d in documents if "CANARYNOTE" in everything(d)]
        # The home page is made for whoever reads the edition.
        assert [
            d.spec.id for d in noted if d.spec.audience != AudienceLevel.CONTROLLED and d.spec.kind != Kind.PAGE
        ] == []
        assert bool(noted) == (reader == AudienceLevel.CONTROLLED)
        assert any("【要記入】" in d.body for d in documents) or reader == AudienceLevel.PUBLIC


def test_every_fact_has_a_class_and_each_class_is_used() -> None:
    found: dict[str, int] = {}
    waiting, done = [Terminal], set()
    while waiting:
        group = waiting.pop()
        done.add(group)
        for field in group.model_fields.values():
            within = group_of(field)
            if within is not None and within not in done:
                waiting.append(within)
            key = "personal" if is_personal(field) else reader_of(field).value
            found[key] = found.get(key, 0) + 1
    assert set(found) == {"public", "staff", "controlled", "personal"}
    assert may_be_open(("remote_access", "ways", "auth_method"))
    assert sum(found.values()) > 450
