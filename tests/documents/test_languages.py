"""Languages grow document by document: what a document that lacks one becomes there, and what is asked of whom."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from quaybook.documents.coverage import State, term_problems
from quaybook.documents.templating.reach import Reach
from quaybook.model.document import Document
from quaybook.pipeline import Prepared, prepare
from quaybook.problems import Problem, describe
from quaybook.resources import policy_source
from quaybook.wording.words import FILES, load_messages

from tests.conftest import TODAY
from tests.helpers.languages import BACKUP, ENGLISH, begun, held, own_kit, say_it_in

BOTH = ("ja", "en")
OURS = "terminals/x/overrides/"
HELD = held()


def made(root: Path, languages: Iterable[str] | None = BOTH, files: dict[str, str] | None = None) -> Prepared:
    prepared, problems = prepare(begun(root, files), "x", TODAY, languages)
    assert prepared is not None, said(problems)
    assert problems == (), said(problems)
    return prepared


def wrong(root: Path, languages: Iterable[str] | None = BOTH, **files: str) -> list[str]:
    """What is told of the terminal whose English texts are replaced by `files`, by the ends of their names."""
    texts = {name: next((t for key, t in files.items() if key in name), text) for name, text in ENGLISH.items()}
    return said(prepare(begun(root, texts), "x", TODAY, languages)[1])


def said(problems: Sequence[Problem]) -> list[str]:
    """The problems in English; each can be said in Japanese too."""
    messages = {language: load_messages(policy_source(), language) for language in BOTH}
    assert all(len(describe(problem, messages["ja"])) > 30 for problem in problems)
    return [describe(problem, messages["en"]) for problem in problems]


def document(prepared: Prepared, language: str, name: str) -> Document:
    return next(d for d in prepared.sets[language].documents if d.spec.id == name)


def test_a_document_stands_in_the_languages_in_which_it_has_a_text(tmp_path: Path) -> None:
    prepared = made(tmp_path)
    japanese, english = (prepared.sets[language] for language in BOTH)
    assert [d.spec.id for d in english.documents] == ["card-desk", "backup"]
    assert {"home", "backup", "card-desk", "organisation"} <= {d.spec.id for d in japanese.documents}
    assert (english.count, english.count_in_all) == (2, japanese.count)
    assert japanese.count == japanese.count_in_all > 70
    assert (japanese.is_complete, english.is_complete) == (True, False)
    assert dict(document(prepared, "en", "backup").control.rows)["Owner"] == "Backup administrator"
    assert dict(document(prepared, "ja", "backup").control.rows)["所管"] == "バックアップ管理者"


def test_the_source_language_is_the_same_whether_others_are_begun_or_not(tmp_path: Path) -> None:
    together, alone = made(tmp_path / "both").sets["ja"], made(tmp_path / "one", ("ja",)).sets["ja"]
    assert [d.body for d in together.documents] == [d.body for d in alone.documents]
    assert together.rows == alone.rows


def test_a_reference_leads_to_the_other_language_and_names_it(tmp_path: Path) -> None:
    prepared = made(tmp_path)
    backup, card = (document(prepared, "en", name) for name in ("backup", "card-desk"))
    assert "[“Action Card: Information Desk”, “Whom to call”](doc:card-desk#call) says" in backup.body
    assert "“Information Security Organisation Rules”, 第1条 (in Japanese)](doc:organisation#purpose)" in backup.body
    assert "[Form F20 “Restart Judgement Sheet” (in Japanese)](doc:F20)" in backup.body
    assert "and “Backup and Restore Test Procedure” (not in this set)." in backup.body
    assert "](doc:matrix#r-3-4-3){#c-3-4-3 .cite}" in backup.body
    assert "[“Backup Management Rules”, Article 2](doc:backup#generations)" in card.body
    assert set(card.spec.related) >= {"reporting-matrix", "F18"}


def test_a_reference_to_a_language_that_is_not_made_is_a_title(tmp_path: Path) -> None:
    prepared = made(tmp_path, ("en",))
    assert list(prepared.sets) == ["en"]
    backup, card = (document(prepared, "en", name) for name in ("backup", "card-desk"))
    assert "as “Information Security Organisation Rules”, 第1条 (in Japanese) and Form F20" in backup.body
    assert "](doc:backup#c-3-4-3){#c-3-4-3 .cite}" in backup.body
    assert set(re.findall(r"\(doc:([\w-]+)", backup.body + card.body)) == {"backup", "card-desk"}
    assert card.spec.related == ()


def test_a_japanese_text_may_refer_to_a_document_that_is_english_only(tmp_path: Path) -> None:
    spec = 'number: "X-01"\norder: 1\ntitle: {ja: 来訪者, en: Visitors}\nnumbering: none\naudience: staff\n'
    own = "documents/procedure/visitors/"
    files = {
        f"{own}document.yml": f"{spec}owner: {{ja: 守衛, en: Gatekeeper}}\n",
        f"{own}en.md.j2": '{{ heading("badge", "Badges") }}\n\nVisitors wear one.\n',
        "documents/card/card-desk/ja.md.j2": '{{ ref("visitors#badge") }}と{{ ref("visitors#hat") }}による。\n',
    }
    prepared, problems = prepare(begun(tmp_path, files), "x", TODAY, BOTH)
    assert prepared is not None
    about = {(p.code, p.file, p.line) for p in problems if "visitors" in f"{p.file}{p.values}"}
    assert about == {
        ("dangling_reference", f"{OURS}documents/card/card-desk/ja.md.j2", 1),
        # Japanese is the language that lacks no document.
        ("document_not_in_language", f"{OURS}{own}ja.md.j2", 0),
    }
    assert "[「来訪者」の“Badges”（英語）](doc:visitors#badge)と" in document(prepared, "ja", "card-desk").body
    assert [d.spec.id for d in prepared.sets["en"].documents] == ["visitors"]
    prepared, problems = prepare(begun(tmp_path, files), "x", TODAY, ("ja",))
    assert prepared is not None
    assert "dangling_reference" not in {problem.code for problem in problems}
    assert "「来訪者」（英語）と「来訪者」（英語）による" in document(prepared, "ja", "card-desk").body


def test_a_heading_is_looked_for_in_the_language_that_has_it(tmp_path: Path) -> None:
    (line,) = wrong(tmp_path, ("en",), backup=BACKUP.replace("organisation#purpose", "organisation#porpoise"))
    assert line.startswith(f"{OURS}documents/policy/backup/en.md.j2:")
    assert "organisation#porpoise" in line


def test_nothing_is_claimed_of_a_language_that_is_not_complete(tmp_path: Path) -> None:
    rows = made(tmp_path).sets["en"].rows
    assert {row.state for row in rows} == {State.NOT_CHECKED, State.INFORMATION}
    assert [row.requirement.id for row in rows if row.passages] == ["3-4-3"]
    assert not any(row.missing for row in rows)


def test_a_language_that_is_declared_complete_lacks_no_document(tmp_path: Path) -> None:
    workspace = begun(tmp_path, complete_languages=["ja", "en"])
    for languages in (BOTH, None):
        _, problems = prepare(workspace, "x", TODAY, languages)
        assert {problem.code for problem in problems} == {"document_not_in_language"}
        written = {problem.file.split("/")[-2] for problem in problems}
        assert written == HELD - {"backup", "card-desk", "port"}
        assert all(problem.file.endswith("/en.md.j2") for problem in problems)
    told = next(line for line in said(problems) if "/organisation/" in line)
    assert told.startswith('policy_src/documents/policy/organisation/en.md.j2: P-02 "')
    assert 'has no text in the language "en"' in told
    assert prepare(workspace, "x", TODAY)[1] == ()


def complete(root: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Any]:
    """A kit in which what the smallest set holds is said in English too, in Japanese words that its sets take."""
    kit = own_kit(root, monkeypatch)
    say_it_in(kit, "en", HELD)
    file = kit / "requirements" / "mlit-interim-1.yml"
    text = file.read_text(encoding="utf-8")
    text, count = re.subn(r"(      ja: (\[.*\])\n      en: )\[.*\]", r"\1\2", text)
    assert count > 300
    file.write_text(text, encoding="utf-8")
    return kit, begun(root, {}, complete_languages=["ja", "en"])


def test_a_complete_language_is_asked_for_what_its_profile_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kit, workspace = complete(tmp_path, monkeypatch)
    prepared, problems = prepare(workspace, "x", TODAY, BOTH)
    assert problems == (), said(problems)[:5]
    assert prepared is not None
    states = {language: [row.state for row in prepared.sets[language].rows] for language in BOTH}
    assert states["en"] == states["ja"]
    assert {State.COVERED, State.LEFT_OUT} <= set(states["en"])

    text = kit / "documents" / "policy" / "backup" / "en.md.j2"
    kept = re.sub(r"{% covers .*? %}|{% endcovers %}", "", text.read_text(encoding="utf-8"))
    text.write_text(kept, encoding="utf-8")
    found = prepare(workspace, "x", TODAY, BOTH)[1]
    assert {problem.code for problem in found} == {"not_covered"}
    assert "3-4-3" in {dict(problem.values)["id"] for problem in found}
    assert prepare(workspace, "x", TODAY, ("ja",))[1] == ()


def test_a_third_language_is_words_and_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kit = own_kit(tmp_path, monkeypatch)
    for name in (f"{group}en.yml" for group in FILES):
        shutil.copy(kit / "words" / name, kit / "words" / re.sub(r"\ben\b", "ko", name))
    for language in ("ja", "en", "ko"):
        file = kit / "words" / f"{language}.yml"
        names = "language: {ja: Japanese, en: English, ko: Korean}"
        text, count = re.subn(r"^language: .*$", names, file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert count == 1
        file.write_text(text, encoding="utf-8")
    say_it_in(kit, "ko", {"card-desk"})
    _, problems = prepare(begun(tmp_path, {}), "x", TODAY, None)
    assert [(p.code, p.path, p.file) for p in problems] == [
        ("description_not_in_language", key, "policy_src/documents/card/card-desk/document.yml")
        for key in ("title", "owner")
    ]
    spec = kit / "documents" / "card" / "card-desk" / "document.yml"
    text = (
        spec.read_text(encoding="utf-8")
        .replace(', en: "', ', ko: "정보 창구", en: "')
        .replace("{ja: 情報窓口,", "{ko: 창구, ja: 情報窓口,")
    )
    spec.write_text(text, encoding="utf-8")
    prepared, problems = prepare(begun(tmp_path, {}), "x", TODAY, None)
    assert problems == (), said(problems)
    assert prepared is not None
    assert list(prepared.sets) == ["ja", "ko"]
    (card,) = prepared.sets["ko"].documents
    assert prepared.sets["ko"].findings.keys() == prepared.sets["ja"].findings.keys()
    assert (card.title, dict(card.control.rows)["Owner"]) == ("정보 창구", "창구")
    assert "[Form F18 “Failure and Incident Report” (in Japanese)](doc:F18)" in card.body


@pytest.mark.parametrize(
    ("value", "code"), [(["ja", "xx"], "unknown_language"), ([], "too_few_entries"), (["TODO"], "unknown_language")]
)
def test_only_languages_that_have_words_can_be_complete(tmp_path: Path, value: list[str], code: str) -> None:
    _, problems = prepare(begun(tmp_path, {}, complete_languages=value), "x", TODAY, None)
    told = [p for p in problems if p.code == code]
    assert [(p.file, p.line > 0, p.path.startswith("document_control.complete_languages")) for p in told] == [
        ("terminals/x/facts.yml", True, True)
    ]


def test_a_text_in_a_language_needs_its_title_and_owner_in_it(tmp_path: Path) -> None:
    own = "documents/procedure/visitors/"
    spec = (
        'number: "X-01"\norder: 1\ntitle: {ja: 来訪者, en: Visitors}\nnumbering: none\naudience: staff\nowner: 守衛\n'
    )
    files = {f"{own}document.yml": spec, f"{own}ja.md.j2": "来訪者は名札を付ける。\n"}
    prepared = made(tmp_path / "ja", None, files)
    assert dict(document(prepared, "ja", "visitors").control.rows)["所管"] == "守衛"
    _, problems = prepare(begun(tmp_path / "en", files | {f"{own}en.md.j2": "Wear a badge.\n"}), "x", TODAY)
    (line,) = said(problems)
    assert line.startswith(f"{OURS}{own}document.yml:6: owner: ")
    assert f"({OURS}{own}en.md.j2)" in line
    assert "{ja: …, en: …}" in line


@pytest.mark.parametrize("name", ["contact.ja", "contact.en"])
def test_a_partial_that_a_language_lacks_is_told_with_the_file_to_write(tmp_path: Path, name: str) -> None:
    text = BACKUP.replace("greeting.en", name).replace("greeting", "at_work")
    files = {"documents/policy/backup/en.md.j2": text}
    _, problems = prepare(begun(tmp_path, files), "x", TODAY, BOTH)
    assert [problem.code for problem in problems] == ["partial_not_in_language"]
    (line,) = said(problems)
    assert line.startswith(f"{OURS}documents/policy/backup/en.md.j2:1: partials/contact.ja.j2 is not there in the")
    assert line.endswith(f"Write {OURS}partials/contact.en.j2 and take in partials/contact.en.j2")


def test_a_text_takes_in_partials_of_its_language(tmp_path: Path) -> None:
    files = ENGLISH | {
        "partials/greeting.ja.j2": ENGLISH["partials/greeting.en.j2"],
        "documents/card/card-desk/en.md.j2": '{% from "partials/greeting.ja.j2" import greeting %}\n{{ greeting("") }}',
    }
    _, problems = prepare(begun(tmp_path / "3", files), "x", TODAY, BOTH)
    (line,) = said([problem for problem in problems if problem.code == "partial_of_another_language"])
    assert line.startswith(f"{OURS}documents/card/card-desk/en.md.j2:1: partials/greeting.ja.j2 is in another language")
    assert line.endswith("Take in partials/greeting.en.j2")


def test_every_template_is_looked_at_whatever_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken_text = f"{{% endif %}}\n{BACKUP}"
    assert wrong(tmp_path / "own", backup=broken_text, languages=("ja",)) == []
    kit = own_kit(tmp_path, monkeypatch)
    broken = {
        "documents/policy/audit/en.md.j2": "fine\n\n{% endif %}\nx\n",
        "documents/status/port/en.md.j2": "{{ x | no_such_filter }}\n",
        "documents/policy/cloud/zz.md.j2": "{% for %}\n",
        "partials/spare.en.j2": "\n{% include x without context %}\n",
    }
    for name, text in broken.items():
        (kit / name).write_text(text, encoding="utf-8")
    workspace = begun(tmp_path)
    assert prepare(workspace, "x", TODAY)[1] == ()
    _, problems = prepare(workspace, "x", TODAY, None)
    assert [(p.file.removeprefix("policy_src/"), p.line, p.code) for p in problems] == [
        ("documents/policy/audit/en.md.j2", 3, "template_syntax"),
        ("documents/policy/cloud/zz.md.j2", 1, "template_syntax"),
        ("documents/status/port/en.md.j2", 1, "template_syntax"),
        ("partials/spare.en.j2", 2, "template_statement_refused"),
    ]
    (line,) = wrong(tmp_path / "own", backup=broken_text, languages=None)[-1:]
    assert line.startswith(f"{OURS}documents/policy/backup/en.md.j2:1: The template is not written correctly")


def test_what_no_document_is_made_of_is_compiled_once_in_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kit = own_kit(tmp_path, monkeypatch)
    (kit / "partials" / "spare.en.j2").write_text("{{ 1 }} once\n", encoding="utf-8")
    compiled: list[str] = []
    compile_ = Reach.compile

    def counted(self: Reach, source: Any, name: Any = None, *rest: Any, **named: Any) -> Any:
        compiled.append(str(name))
        return compile_(self, source, name, *rest, **named)

    monkeypatch.setattr(Reach, "compile", counted)
    workspace = begun(tmp_path)
    shutil.copytree(tmp_path / "terminals" / "x", tmp_path / "terminals" / "y")
    for name in ("x", "y"):
        assert prepare(workspace, name, TODAY, None)[1] == ()
    assert len(compiled) > 100
    assert sum(name.endswith("partials/spare.en.j2") for name in compiled) == 1


def test_a_complete_language_needs_terms_by_which_answers_are_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kit, workspace = complete(tmp_path, monkeypatch)
    file = kit / "requirements" / "mlit-interim-1.yml"
    text = file.read_text(encoding="utf-8")
    before, after = text.split("\n- id: 3-4-3\n")
    after = re.sub(r"\n      en: \[.*\]", r"\n      en: [no such words]", after, count=1)
    file.write_text(f"{before}\n- id: 3-4-3\n{after}", encoding="utf-8")
    _, problems = prepare(workspace, "x", TODAY, BOTH)
    assert {p.code for p in problems} == {"element_missing"}
    judged = made(tmp_path / "judged", ("ja",), {}).judged
    found = term_problems(judged.catalogue, "ko")
    assert [problem.code for problem in found] == ["terms_not_in_language"]
    (line,) = said(found)
    assert line.startswith("policy_src/requirements: ")
    assert 'The set "mlit-interim-1" does not say by which terms 123 of its requirements' in line
    assert term_problems(judged.catalogue, "en") == ()
