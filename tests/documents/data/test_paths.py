"""Paths for newcomers: each audience has one, each step leads somewhere, and the times are those of the steps."""

from __future__ import annotations

import re
from functools import cache

import pytest
from quaybook.documents.data.steps import held_steps
from quaybook.model.data.path import Act, PathData
from quaybook.model.document import Document, Kind, ReaderGroup
from quaybook.model.groups.contents import PeopleClass
from quaybook.wording.dialect.blocks import parted
from quaybook.wording.dialect.links import links_in

from tests.conftest import SAMPLES, prepared_sample
from tests.helpers.renderings import judged_with, rendered

ROW = re.compile(r"^\| (\d+)/(\d+) \| (.*?) \| (?:(?:読む)?(\d+)分(?:＋確認問題(\d+)分)?|訓練の日) \|", re.MULTILINE)
TOTAL = re.compile(r"時間の合計.*? \| (\d+)分 \|")


@cache
def held(name: str) -> dict[str, Document]:
    return {d.spec.id: d for d in prepared_sample(name).sets["ja"].documents}


def paths(documents: dict[str, Document]) -> dict[str, PathData]:
    found = {name: d.data["path"] for name, d in documents.items() if d.spec.kind == Kind.ONBOARDING}
    assert len(found) > 9
    assert {type(data) for data in found.values()} == {PathData}
    return {name: data for name, data in found.items() if isinstance(data, PathData)}


def rows(document: Document) -> list[tuple[int, int, str, int]]:
    """Of each step its number, how many there are, what is done, and its minutes."""
    text = parted(document.body, {"steps", "sign"})["steps"]
    return [(int(n), int(of), what, int(read or 0) + int(quiz or 0)) for n, of, what, read, quiz in ROW.findall(text)]


def test_every_audience_has_a_path() -> None:
    documents = held("aonagi")
    assert {reader for name in paths(documents) for reader in documents[name].spec.readers} == set(ReaderGroup)
    assert {people for data in paths(documents).values() for people in data.people} == set(PeopleClass)


def test_every_reading_is_in_some_path() -> None:
    """Those in another language where the facts name staff who read it."""
    languages = [{"language": "英語など", "staff": "3", "cards": ["en", "easy_ja"]}]
    made, problems = rendered(judged_with("aonagi", {"terminal.staff_languages": languages}))
    assert problems == []
    documents = {d.spec.id: d for d in made.documents}
    read = {step.name for data in paths(documents).values() for step in data.steps}
    quizzes = {name for name, document in documents.items() if "quiz" in document.data}
    assert len(quizzes) == 10
    assert quizzes - read == set()
    assert {n for n in quizzes if n.startswith("finder")} & {
        s.name for s in paths(held("aonagi"))["path-staff"].steps
    } == set()


@pytest.mark.parametrize("name", SAMPLES)
def test_steps_lead_to_documents_and_count_them_and_their_time(name: str) -> None:
    documents = held(name)
    for path, data in paths(documents).items():
        listed, taken = rows(documents[path]), list(held_steps(data, documents))
        assert [step.document for step, _, _ in taken] == [step.document for step in data.steps]
        assert [(n, of) for n, of, _, _ in listed] == [(n, len(taken)) for n in range(1, len(taken) + 1)]
        assert [minutes for *_, minutes in listed] == [minutes for _, _, minutes in taken]
        assert [minutes for step, _, minutes in taken if step.act != Act.JOIN and not minutes] == []
        found = TOTAL.search(documents[path].body)
        assert found is not None
        assert int(found[1]) == sum(minutes for _, _, minutes in taken)
        for (_, _, what, _), (step, document, _) in zip(listed, taken, strict=True):
            if step.act == Act.JOIN:
                # Whoever is to take part is not led to the script of the drill.
                assert document.title in what
                assert {link.document for link in links_in(what)} == {"training-plan"}
                continue
            assert step.document == next(f"{link.document}#{link.anchor}".rstrip("#") for link in links_in(what))


def test_a_path_asks_to_sign_and_its_sheet_lists_what_was_read() -> None:
    documents = held("aonagi")
    for path, data in paths(documents).items():
        assert {"F30", "F31"} <= {step.name for step in data.steps if step.act == Act.SIGN}
        sheet = parted(documents[path].body, {"acknowledgement"})["acknowledgement"]
        read = [step.name for step in data.steps if step.act.is_reading]
        assert read
        assert [link.document for link in links_in(sheet)] == [*read, "F30", "F31"]
        version = documents[path].control.edition.split()[-1].replace(".", "&#46;")
        assert sheet.count(f" | {version} | ") == len(read)


def test_the_list_of_paths_holds_all_of_them_word_for_word() -> None:
    documents = held("aonagi")
    listed = documents["onboarding"].body
    for path in paths(documents):
        steps = parted(documents[path].body, {"steps", "sign"})["steps"].partition("\n")[2].strip()
        assert steps in listed, path
    # Whom the requirements name is sent to a path that is for them.
    told = {
        PeopleClass.SYSTEM_STAFF: "システム業務の従事者",
        PeopleClass.SYSTEM_USERS: "システムの利用者（港運3社のTOS利用者を含む）",
        PeopleClass.PC_OPERATORS: "PCの操作者（事務端末だけを使う者を含む）",
    }
    for people, name in told.items():
        row = next(line for line in listed.splitlines() if line.startswith(f"| {name} |"))
        sent = [link.document for link in links_in(row)]
        assert sent
        assert [path for path in sent if people not in paths(documents)[path].people] == []


def test_a_small_set_has_shorter_paths_without_gaps() -> None:
    made, problems = rendered(judged_with("hoshimisaki", {"document_control.profile": "minimum"}))
    assert list(problems) == []
    documents = {d.spec.id: d for d in made.documents}
    assert "training-all" not in documents
    for path, data in paths(documents).items():
        listed = rows(documents[path])
        assert [n for n, *_ in listed] == list(range(1, len(listed) + 1))
        assert len(listed) < len(data.steps)
        assert {of for _, of, *_ in listed} == {len(listed)}
        assert {link.document for _, _, what, _ in listed for link in links_in(what)} <= documents.keys()


def test_whoever_uses_no_media_does_not_ask_for_their_check() -> None:
    changes = {"removable_media.used": "no", "removable_media.kinds": []}
    made, _ = rendered(judged_with("aonagi", changes))
    documents = {d.spec.id: d for d in made.documents}
    assert "F16" in {step.name for step in paths(held("aonagi"))["path-users"].steps}
    assert "F16" not in {step.name for step in paths(documents)["path-users"].steps}
    assert "USB検査記録" not in documents["path-users"].body


def test_quizzes_have_time_of_their_own_and_no_drill_is_waited_for() -> None:
    documents = held("aonagi")
    gate = documents["path-gate"].body
    assert gate.count("＋確認問題10分") == 3
    begin = parted(gate, {"when", "steps"})["when"]
    assert "（訓練の段を除く）" in begin
    assert "最初の訓練の日" in begin
    # A path without drills says nothing of them.
    assert "訓練の段" not in documents["path-auditor"].body


def test_whoever_reads_no_japanese_is_led_on_though_no_such_staff_is_named() -> None:
    documents = held("aonagi")
    readings = {"finder-reading-plain", "finder-reading-english"}
    steps = parted(documents["path-staff"].body, {"steps", "sign"})["steps"]
    assert readings <= {link.document for link in links_in(steps)}
    assert "If Japanese is hard to read for you" in steps
    cards = {"card-finder-plain", "card-finder-english"}
    roles = parted(documents["home"].body, {"roles", "call"})["roles"]
    assert readings | cards <= {link.document for link in links_in(roles)}
    assert not readings & {link.document for link in links_in(documents["path-gate"].body)}


def test_every_role_leads_to_its_path() -> None:
    documents = held("aonagi")
    roles = [document for document in documents.values() if document.spec.kind == Kind.ROLE]
    assert len(roles) == 10
    for role in roles:
        led = [link.document for link in links_in(role.body) if link.document.startswith("path-")]
        assert led
        assert set(documents[led[0]].spec.readers) & set(role.spec.readers)
    assert {"onboarding", "path-staff"} <= {link.document for link in links_in(documents["home"].body)}
