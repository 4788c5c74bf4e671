"""Editions: no reader finds more than is for him, in whatever format; profiles and drafts say what they are."""

from __future__ import annotations

import html
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_args, get_origin

import pytest
import yaml
from quaybook.facts.positions import KeyPath
from quaybook.model.audience import AudienceLevel
from quaybook.model.document import Document, Kind
from quaybook.model.fields import group_at, leaf_types, may_be_open, reader_of, target_of
from quaybook.pipeline import Prepared, Workspace, open_facts, prepare

from tests.conftest import SAMPLES, TODAY
from tests.helpers.workspaces import FILES, facts_of, write_config, write_facts

LOWER = (AudienceLevel.PUBLIC, AudienceLevel.STAFF)
NO_TEXT = ("forms", "form", "id", "opens", "closes")
TOKEN = re.compile(r"CANARY\d{4}X")


def least(path: KeyPath) -> AudienceLevel | None:
    """The lowest readers who may see the text at `path`; None for what is no free text, or for everybody."""
    way = path[:-1] if isinstance(path[-1], int) else path
    group = group_at(way[:-1])
    field = group.model_fields.get(str(way[-1])) if group else None
    # Forms are names of documents, and the hours of a desk are no text.
    if field is None or not may_be_open(way) or way[-1] in NO_TEXT or target_of(way):
        return None
    if str not in leaf_types(way) and group_at(way) is None and not is_text_list(field.annotation):
        return None
    found = reader_of(field)
    return None if found == AudienceLevel.PUBLIC else found


def is_text_list(annotation: object) -> bool:
    return get_origin(annotation) is tuple and str in {
        get_args(each)[0] for each in get_args(annotation) if get_args(each)
    }


def with_canaries(value: object, path: KeyPath, levels: dict[str, AudienceLevel]) -> object:
    """`value` with a token of its own in the place of every marked fact; `levels` gathers them."""
    if isinstance(value, dict):
        return {key: with_canaries(item, (*path, key), levels) for key, item in value.items()}
    if isinstance(value, list):
        return [with_canaries(item, (*path, number), levels) for number, item in enumerate(value)]
    if (level := least(path)) is None:
        return value
    token = f"CANARY{len(levels):04d}X"
    levels[token] = level
    return token


# Documents of the terminal's own that print what their readers may not see: the kit's hardly try to.
LEAKY_PUBLIC = """\
{{ section("all", "全て") }}

{% for p in people -%}
- {{ p.id | person }}：{{ p.name }}、{{ p | means }}、{{ p | numbers }}、{{ p.id }}、{{ p.verified_on | day }}
{% endfor %}

{{ servers }}、{{ terminal.berths | number }}、{{ cloud.used }}、{{ contact_points.means | means }}、{{ plan }}
"""
LEAKY = """\
{{ section("all", "全て") }}

{% for p in people -%}
- {{ p.id | person }}：{{ p.name }}、{{ p | means }}、{{ p | numbers }}
{% endfor %}

| 名称 | 場所 | 更新 |
|---|---|---|
{% for s in servers -%}
| {{ s.name }} | {{ s.os }}、{{ s.location }} | {{ s.pending_updates | number }}、{{ s.checked_on | day }} |
{% endfor %}

{{ backups | map(attribute="locations") | map("first") | map(attribute="place") | names }}
{{ remote_access.ways[0].auth_factors | names }}
{{ plan }}、{{ exceptions }}、{{ external_connections[0].controls | names }}
"""
LEAKY_SPEC = """\
number: "{number}"
order: 900
title: {{ja: "写し{number}", en: "Copy {number}"}}
numbering: sections
owner: 情報セキュリティ担当者
audience: {audience}
"""


def write_leaky(folder: Path) -> None:
    for number, reader in enumerate(AudienceLevel):
        place = folder / "overrides" / "documents" / "procedure" / f"leaky-{reader.value}"
        place.mkdir(parents=True)
        (place / "document.yml").write_text(LEAKY_SPEC.format(number=f"X-{number}", audience=reader.value))
        highest = reader == AudienceLevel.CONTROLLED
        # The highest readers see all of it, so there the lists could be printed only entry by entry.
        text = LEAKY_PUBLIC if reader == AudienceLevel.PUBLIC else LEAKY.rsplit("\n", 3)[0] + "\n" if highest else LEAKY
        (place / "ja.md.j2").write_text(text)


def marked_workspace(sample: str, root: Path) -> dict[str, AudienceLevel]:
    levels: dict[str, AudienceLevel] = {}
    facts = with_canaries(facts_of(sample), (), levels)
    assert isinstance(facts, dict)
    facts.pop("requirement_sets", None)
    facts["plan"] = [item for item in facts.get("plan", []) if re.match(r"[1-5]-", item["requirement"])]
    write_facts(root / "terminals" / "marked", facts)
    write_leaky(root / "terminals" / "marked")
    assert len(levels) > 500
    assert set(levels.values()) == {AudienceLevel.STAFF, AudienceLevel.CONTROLLED}
    return levels


def private(root: Path) -> set[str]:
    """The tokens that stand for a person's own numbers."""
    facts = yaml.safe_load((root / "terminals" / "marked" / "facts.yml").read_text(encoding="utf-8"))
    means = [
        each for person in facts["people"] for each in person["means"] if each["kind"] not in ("extension", "radio")
    ]
    found = {each[key] for each in means for key in ("value", "note") if key in each}
    assert len(found) > 10
    return found


def edition(root: Path, reader: AudienceLevel, terminal: str = "marked") -> Prepared:
    prepared, problems = prepare(Workspace(root), terminal, TODAY, reader=reader)
    assert prepared is not None, problems[:5]
    assert problems == ()
    return prepared


def everything(document: Document) -> str:
    """All that any output can take from a document."""
    return html.unescape(repr(document))


@pytest.mark.parametrize("sample", SAMPLES)
def test_no_document_holds_what_its_readers_may_not_see(sample: str, tmp_path: Path) -> None:
    levels = marked_workspace(sample, tmp_path)
    own = private(tmp_path)
    for reader in AudienceLevel:
        documents = edition(tmp_path, reader).sets["ja"].documents
        assert documents
        seen: set[str] = set()
        for document in documents:
            found = set(TOKEN.findall(everything(document)))
            seen |= found
            allowed = reader if document.spec.kind == Kind.PAGE else document.spec.audience
            too_high = {token for token in found if not allowed.may_read(levels[token])}
            assert too_high == set(), (document.spec.id, reader)
        assert {token for token in seen if not reader.may_read(levels[token])} == set()
        personal = [d for d in documents if set(TOKEN.findall(everything(d))) & own]
        assert [d.spec.id for d in personal if not d.spec.personal or d.spec.outside] == []
        assert bool(personal) == (reader != AudienceLevel.PUBLIC)
        # What never appears anywhere would prove nothing.
        assert bool(seen) == (reader != AudienceLevel.PUBLIC)
        public = next(d.body for d in documents if d.spec.id == "leaky-public")
        assert "（社内版に記載）" in public
        assert "（管理者版に記載）" in public


def texts_in(path: Path) -> Iterator[tuple[str, str]]:
    """Every file's text, those packed into Office files too, in all spellings of its format."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as packed:
            for name in packed.namelist():
                text = packed.read(name).decode("utf-8", errors="replace")
                yield f"{path}!{name}", text
                # Word cuts a text into runs as it likes.
                yield f"{path}!{name} text", re.sub(r"<[^>]*>", "", text.replace("<w:noBreakHyphen/>", "-"))
        return
    text = path.read_bytes().decode("utf-8", errors="replace")
    yield str(path), text
    yield f"{path} unescaped", html.unescape(text)


def build(root: Path, reader: AudienceLevel, formats: str = FILES) -> Path:
    config = write_config(root, "marked", formats)
    environment = os.environ | {
        "QUAYBOOK_AUDIENCE": reader.value,
        "QUAYBOOK_TODAY": TODAY.isoformat(),
        "NO_MKDOCS_2_WARNING": "1",
    }
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(config)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, env=environment, timeout=300)
    assert done.returncode == 0, done.stderr
    return root / "site"


@pytest.mark.parametrize("reader", LOWER)
def test_no_file_of_a_lower_edition_holds_a_restricted_fact(reader: AudienceLevel, tmp_path: Path) -> None:
    levels = marked_workspace("aonagi", tmp_path)
    site = build(tmp_path, reader)
    files = [path for path in site.rglob("*") if path.is_file()]
    kinds = {path.suffix for path in files}
    assert {".html", ".docx", ".json", ".xml", ".js"} <= kinds
    assert (".svg" in kinds and ".xlsx" in kinds) == (reader == AudienceLevel.STAFF)
    leaks, seen = {}, set()
    for path in files:
        for name, text in texts_in(path):
            found = set(TOKEN.findall(text))
            seen |= found
            if bad := {token for token in found if not reader.may_read(levels[token])}:
                leaks[name] = bad
        assert not TOKEN.search(str(path))
    assert leaks == {}
    assert bool(seen) == (reader == AudienceLevel.STAFF)


def test_an_edition_leaves_out_documents_and_says_where_they_are(tmp_path: Path) -> None:
    marked_workspace("aonagi", tmp_path)
    whole = edition(tmp_path, AudienceLevel.CONTROLLED).sets["ja"].documents
    staff = edition(tmp_path, AudienceLevel.STAFF).sets["ja"].documents
    kept = {d.spec.id for d in staff}
    assert {d.spec.id for d in whole if d.spec.audience != AudienceLevel.CONTROLLED} == kept
    assert any("（管理者版）" in document.body for document in staff)
    for document in staff:
        targets = re.findall(r"\]\(doc:([\w-]+)", document.body)
        assert set(targets) <= kept, document.spec.id
        assert set(document.spec.related) <= kept


def rows(prepared: Prepared) -> Mapping[str, str]:
    return {row.requirement.id: row.state.value for row in prepared.sets["ja"].rows}


@pytest.mark.parametrize("reader", LOWER)
def test_an_edition_changes_nothing_of_what_is_covered(reader: AudienceLevel, tmp_path: Path) -> None:
    marked_workspace("hoshimisaki", tmp_path)
    whole = rows(edition(tmp_path, AudienceLevel.CONTROLLED))
    assert len(whole) > 100
    assert rows(edition(tmp_path, reader)) == whole


def profiled(root: Path, profile: str) -> Prepared:
    facts = facts_of("chitoseura")
    control = facts["document_control"]
    assert isinstance(control, dict)
    control["profile"] = profile
    write_facts(root / "terminals" / profile, facts)
    return edition(root, AudienceLevel.CONTROLLED, profile)


def test_a_profile_holds_fewer_documents_and_the_matrix_says_what_is_outside(tmp_path: Path) -> None:
    sizes = {}
    for profile in ("minimum", "standard", "full"):
        prepared = profiled(tmp_path, profile)
        documents = prepared.sets["ja"].documents
        sizes[profile] = len(documents)
        kept = {d.spec.id for d in documents}
        assert len(documents) > 20
        for document in documents:
            assert set(re.findall(r"\]\(doc:([\w-]+)", document.body)) <= kept, document.spec.id
        states = set(rows(prepared).values())
        assert "not_covered" not in states
        assert ("left_out" in states) == (profile == "minimum")
        matrix = next(d.body for d in documents if d.spec.id == "matrix")
        assert ("構成の外" in matrix) == (profile == "minimum")
        # Only what no document of the terminal's has to answer is a task of the state.
        state = sum(row.requirement.required is False and not row.passages for row in prepared.sets["ja"].rows)
        assert state
        assert matrix.count("国の取組であり") == state
    assert sizes["minimum"] < sizes["standard"] < sizes["full"]


def test_open_facts_stamp_every_document_as_a_draft(tmp_path: Path) -> None:
    facts = facts_of("chitoseura")
    facts["document_control"] = facts["document_control"] | {"approver": "TODO: 社長に聞く"}  # type: ignore[operator]
    write_facts(tmp_path / "terminals" / "draft", facts)
    documents = edition(tmp_path, AudienceLevel.CONTROLLED, "draft").sets["ja"].documents
    assert documents
    for document in documents:
        assert document.control.draft == "下書き"
        assert document.control.classification.startswith("下書き")


def test_a_set_whose_facts_are_all_known_is_no_draft(large: Prepared) -> None:
    documents = large.sets["ja"].documents
    assert len(documents) > 125
    assert [d.spec.id for d in documents if d.control.draft] == []


def own_document(folder: Path, name: str, audience: str, text: str) -> None:
    place = folder / "overrides" / "documents" / "procedure" / name
    place.mkdir(parents=True)
    (place / "document.yml").write_text(LEAKY_SPEC.format(number=f"X-{name}", audience=audience))
    (place / "ja.md.j2").write_text(f'{{{{ section("all", "全て") }}}}\n\n{text}\n')


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{{ findings["3-4-3"].gap }}', "assessment_not_for_readers"),
        ("{% for g in gaps %}{{ g.gap }}{% endfor %}", "assessment_not_for_readers"),
        ("{% if status %}はい{% endif %}", "assessment_not_for_readers"),
        ('{{ passages_of["3-4-3"] | length }}', "assessment_not_for_readers"),
        ('{{ figure("status-by-section") }}', "unknown_figure"),
        ('{{ "棟：" ~ servers[0].location }}', "withheld_met"),
        ('{{ servers | map(attribute="location") | join("、") }}', "withheld_met"),
        ("{{ servers[0].location | length }}", "withheld_met"),
        ("{{ servers[0].location[:2] }}", "withheld_met"),
    ],
)
def test_what_a_lower_document_may_not_say_is_refused(text: str, code: str, tmp_path: Path) -> None:
    facts = facts_of("chitoseura")
    write_facts(tmp_path / "terminals" / "own", facts)
    own_document(tmp_path / "terminals" / "own", "plain", "staff", text)
    _, problems = prepare(Workspace(tmp_path), "own", TODAY)
    assert [p.code for p in problems] == [code]
    assert "overrides" in problems[0].file


def test_pages_written_by_hand_stand_in_the_highest_edition_only(tmp_path: Path) -> None:
    write_facts(tmp_path / "terminals" / "marked", facts_of("chitoseura"))
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "notes.md").write_text("# 会議の記録\n\nHANDWRITTEN\n", encoding="utf-8")
    for reader in (AudienceLevel.STAFF, AudienceLevel.CONTROLLED):
        site = build(tmp_path, reader, "")
        everywhere = "".join(p.read_text(encoding="utf-8") for p in site.rglob("*.*") if p.suffix in (".html", ".json"))
        assert ("HANDWRITTEN" in everywhere) == (reader == AudienceLevel.CONTROLLED)
        # Its heading is found by its words, whatever is written above it later.
        assert ('id="会議の記録"' in everywhere) == (reader == AudienceLevel.CONTROLLED)


def test_a_blank_that_is_no_fact_stamps_the_set_and_keeps_it_from_release(tmp_path: Path) -> None:
    facts = facts_of("aonagi")
    facts.pop("requirement_sets")
    facts["plan"] = []
    write_facts(tmp_path / "terminals" / "own", facts)
    whole = edition(tmp_path, AudienceLevel.CONTROLLED, "own")
    assert not open_facts(whole)
    assert not any(d.control.draft for d in whole.sets["ja"].documents)
    own_document(tmp_path / "terminals" / "own", "planned", "controlled", '{{ plan_for("3-4-3") }}')
    unplanned = edition(tmp_path, AudienceLevel.CONTROLLED, "own")
    assert unplanned.sets["ja"].documents
    assert all(d.control.draft == "下書き" for d in unplanned.sets["ja"].documents)
    (problem,) = open_facts(unplanned)
    assert (problem.code, problem.path, dict(problem.values)["id"]) == ("plan_in_release", "plan", "3-4-3")
    assert problem.file == "terminals/own/facts.yml"


def test_a_blank_of_a_text_is_named_by_its_template(tmp_path: Path) -> None:
    facts = facts_of("aonagi")
    facts.pop("requirement_sets")
    facts["plan"] = []
    write_facts(tmp_path / "terminals" / "own", facts)
    own_document(tmp_path / "terminals" / "own", "open", "controlled", "決める者：【要記入：総務】")
    (problem,) = open_facts(edition(tmp_path, AudienceLevel.CONTROLLED, "own"))
    assert (problem.code, "overrides" in problem.file) == ("blank_in_release", True)
