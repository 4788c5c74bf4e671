"""What a terminal has of its own: what it can replace, what it cannot, and that nobody overlooks any of it.

The measured must not edit the yardstick: each case is a folder that somebody might hand in.
"""

from __future__ import annotations

import json
import os
import re
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from quaybook.catalogue.root import Root
from quaybook.cli import main
from quaybook.documents.library.load import Library, load_library
from quaybook.documents.library.selection import load_profile
from quaybook.documents.overrides.load import Overrides, load_overrides
from quaybook.facts.folder import load_folder
from quaybook.model.audience import AudienceLevel
from quaybook.model.groups.kinds import Profile
from quaybook.pipeline import Prepared, Workspace, judge, prepare
from quaybook.problems import Problem, describe
from quaybook.resources import policy_source
from quaybook.wording.words import load_messages

from tests.conftest import REPOSITORY, TODAY, prepared_sample
from tests.helpers.workspaces import facts_of, write_facts

KIT = Root(policy_source(), policy_source().name)
HOUSE = REPOSITORY / "terminals" / "aonagi" / "overrides" / "requirements" / "aonagi-house-1.yml"
SECRET = "CANARY-4711"


def put(root: Path, files: dict[str, str]) -> Path:
    """Files in the overrides of terminal `x`; the folder of the terminal."""
    for name, text in files.items():
        path = root / "terminals" / "x" / "overrides" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root / "terminals" / "x"


def spec(number: str = "X-01", title: str = "自社の文書", audience: str = "controlled", **more: str) -> str:
    given = {"number": f'"{number}"', "order": "900", "title": f'{{ja: "{title}", en: "{title} (en)"}}'}
    given |= {"numbering": "sections", "owner": "担当者", "audience": audience} | more
    return "".join(f"{key}: {value}\n" for key, value in given.items())


def kit_spec(file: str, **changes: str) -> str:
    """The kit's description of a document with some values changed or added."""
    text = (policy_source() / "documents" / file / "document.yml").read_text(encoding="utf-8")
    for key, value in changes.items():
        text = re.sub(rf"^{key}:.*\n", "", text, flags=re.MULTILINE) + f"{key}: {value}\n"
    return text


def overrides(folder: Path) -> Overrides:
    return load_overrides(folder, "terminals/x", KIT)


def library(folder: Path) -> Library:
    own = overrides(folder)
    assert own.problems == ()
    return load_library((own.root, KIT), own.listed)


def told(problems: tuple[Problem, ...]) -> dict[str, str]:
    """Code by the file below the overrides; each can be said in both languages."""
    for language in ("ja", "en"):
        messages = load_messages(policy_source(), language)
        assert all(len(describe(problem, messages)) > 30 for problem in problems)
    return {problem.file.removeprefix("terminals/x/overrides/"): problem.code for problem in problems}


def near(problems: tuple[Problem, ...]) -> dict[str, str]:
    return {p.file.removeprefix("terminals/x/overrides/"): dict(p.values).get("near", "") for p in problems}


# Names that mean nothing, and what was meant.

MISSPELT = {
    "document/policy/backup/ja.md.j2": "documents/policy/backup/ja.md.j2",
    "Documents/policy/backup/ja.md.j2": "documents/policy/backup/ja.md.j2",
    "policy/backup/ja.md.j2": "documents/policy/backup/ja.md.j2",
    "backup/ja.md.j2": "documents/policy/backup/ja.md.j2",
    "documents/backup/ja.md.j2": "documents/policy/backup/ja.md.j2",
    "documents/policies/backup/ja.md.j2": "documents/policy/backup/ja.md.j2",
    "documents/policy/backup/ja.md": "documents/policy/backup/ja.md.j2",
    "documents/policy/backup/ja.j2": "documents/policy/backup/ja.md.j2",
    "documents/policy/backup/JA.md.j2": "documents/policy/backup/ja.md.j2",
    "documents/policy/backup/fr.md.j2": "documents/policy/backup/ja.md.j2",
    "documents/policy/backup/ja.md.j2.bak": "documents/policy/backup/ja.md.j2",
    "documents/policy/backup/ja.md.j2.txt": "documents/policy/backup/ja.md.j2",
    "documents/policy/backup/document.yaml": "documents/policy/backup/document.yml",
    "documents/policy/backup/old/ja.md.j2": "documents/policy/backup/ja.md.j2",
    "documents/policy/bakup/ja.md.j2": "documents/policy/backup/",
    "documents/policy/Backup/ja.md.j2": "documents/policy/backup/",
    "documents/policy/ｂａｃｋｕｐ/ja.md.j2": "documents/policy/backup/",
    "documents/procedure/backup/ja.md.j2": "documents/policy/backup/",
    "documents/form/F01/forms.yml": "form.yml",
    "documents/training/drill-relay/scenarios.yml": "scenario.yml",
    "documents/training/training-all/quiz.eng.yml": "quiz.en.yml",
    "documents/training/training-all/quiz.fr.yml": "quiz.yml",
    "documents/training/training-all/quiz.ja.yml": "quiz.yml",
    "documents/form/F01/document.en.yml": "document.yml",
    "partial/form.ja.j2": "partials/form.ja.j2",
    "partials/form.ja": "partials/form.ja.j2",
    "partials/frm.ja.j2": "form.ja.j2",
    "requirement/own.yml": "requirements/own.yml",
    "requirements/own.yaml": "requirements/own.yml",
    "requirements/2026/own.yml": "requirements/own.yml",
    "profile.yml": "profiles.yml",
    "words/ja.yml": "documents/<kind>/<id>/",
    "style/site.css": "documents/<kind>/<id>/",
    "intake/questions.yml": "documents/<kind>/<id>/",
    "README.md": "documents/<kind>/<id>/",
}


@pytest.mark.parametrize("name", MISSPELT)
def test_a_name_that_is_read_by_nobody_is_told_with_what_was_meant(name: str, tmp_path: Path) -> None:
    found = overrides(put(tmp_path, {name: "x"}))
    assert found.listed == ()
    assert len(told(found.problems)) == 1
    (hint,) = near(found.problems).values()
    assert hint.startswith(MISSPELT[name])


@pytest.mark.parametrize("name", ["Overrides", "override", "overides", "OVERRIDES", "overrides.old", "ｏverrides"])
def test_a_folder_that_was_meant_to_be_the_overrides_is_told(name: str, tmp_path: Path) -> None:
    folder = put(tmp_path, {})
    (folder / name / "documents").mkdir(parents=True)
    assert [(p.code, p.file) for p in overrides(folder).problems] == [
        ("override_folder_misspelt", f"terminals/x/{name}")
    ]


def test_folders_put_aside_are_no_overrides(tmp_path: Path) -> None:
    folder = put(tmp_path, {})
    for name in ("_overrides", ".overrides", "systems", "_old"):
        (folder / name).mkdir(parents=True)
    assert overrides(folder).problems == ()


def test_overrides_of_an_inherited_folder_are_told(tmp_path: Path) -> None:
    write_facts(tmp_path / "terminals" / "x", {"inherits": ["_shared/port"]})
    write_facts(tmp_path / "terminals" / "_shared" / "port", {"risk": {}})
    (tmp_path / "terminals" / "_shared" / "port" / "overrides").mkdir()
    found = load_folder(tmp_path / "terminals", "x").problems
    assert [(p.code, p.file) for p in found] == [("override_inherited", "terminals/_shared/port/overrides")]


@pytest.mark.parametrize(
    "name",
    [
        ".DS_Store", "documents/.DS_Store", "Thumbs.db", "documents/policy/backup/desktop.ini",
        "documents/policy/backup/.ja.md.j2.swp", "documents/policy/backup/ja.md.j2~", "partials/#form.ja.j2#",
        ".git/config", "requirements/._own.yml", ".gitkeep",
    ],
)  # fmt: skip
def test_what_editors_and_systems_leave_behind_is_passed_over(name: str, tmp_path: Path) -> None:
    found = overrides(put(tmp_path, {name: "x"}))
    assert (found.problems, found.listed, found.root.files) == ((), (), frozenset())


def test_what_the_kit_reads_is_accepted_and_listed(tmp_path: Path) -> None:
    files = {
        "documents/policy/backup/document.yml": kit_spec("policy/backup"),
        "documents/policy/backup/ja.md.j2": "x",
        "documents/policy/backup/en.md.j2": "x",
        "documents/policy/cloud/extra.yml": "a: 1",
        "documents/policy/cloud/ja.md.j2": "{{ extra.a }}",
        "documents/form/F01/form.yml": "a: 1",
        "documents/form/F01/form.en.yml": "a: 1",
        "documents/register/register-assets/sheet.yml": "language: ja",
        "documents/register/register-assets/sheet.en.yml": "language: en",
        "documents/procedure/our-own/document.yml": spec(),
        "documents/procedure/our-own/ja.md.j2": '{% from "partials/own.ja.j2" import x with context %}',
        "documents/procedure/our-own/rota.yml": "a: 1",
        "partials/own.ja.j2": '{% import "partials/deep/er.ja.j2" as e %}{{ rota.a }}',
        "partials/deep/er.ja.j2": "x",
        "partials/form.ja.j2": "x",
        "requirements/own.yml": "x",
        "profiles.yml": "x",
    }
    found = overrides(put(tmp_path, files))
    assert found.problems == ()
    assert {each.file for each in found.listed} == found.root.files == set(files)
    replacing = {each.file for each in found.listed if each.replaces}
    assert replacing == {
        "documents/policy/backup/document.yml", "documents/policy/backup/ja.md.j2", "documents/policy/cloud/ja.md.j2",
        "documents/form/F01/form.yml", "documents/register/register-assets/sheet.yml", "partials/form.ja.j2",
        "profiles.yml",
    }  # fmt: skip


def test_data_that_a_text_does_not_use_is_told_even_if_the_word_stands_in_its_prose(tmp_path: Path) -> None:
    files = {
        "documents/policy/cloud/ja.md.j2": "rota {# rota #} {{ 'rota' }}",
        "documents/policy/cloud/rota.yml": "a: 1",
    }
    assert told(overrides(put(tmp_path, files)).problems) == {"documents/policy/cloud/rota.yml": "override_data_unused"}


@pytest.mark.parametrize("text", ["{% if", "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", "{{ x | no_such }}"])
def test_a_text_that_is_wrong_is_no_reason_to_refuse_its_data(text: str, tmp_path: Path) -> None:
    files = {"documents/policy/cloud/ja.md.j2": text + " {{ rota }}", "documents/policy/cloud/rota.yml": "a: 1"}
    assert overrides(put(tmp_path, files)).problems == ()


@given(
    st.lists(
        st.sampled_from([*"abﾊａ-_ #~", ".x", "ja.md.j2", "documents", "policy", "backup", "partials", ".yml", "/"])
    )
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_file_is_read_or_told_or_left_behind(tmp_path: Path, parts: list[str]) -> None:
    name = "/".join(filter(None, "".join(parts).split("/"))) or "x"
    root = Path(tempfile.mkdtemp(dir=tmp_path))
    found = overrides(put(root, {name: "x"}))
    told(found.problems)
    hidden = any(p.startswith(".") for p in name.split("/")) or re.search(r"~(/|$)|(^|/)#[^/]*#(/|$)", name)
    assert bool(found.listed) + bool(found.problems) == (0 if hidden else 1)
    assert {each.file for each in found.listed} == found.root.files


# What cannot be read.

AWKWARD: dict[str, tuple[Callable[[Path], object], str]] = {
    "file": (lambda p: p.symlink_to("../people.yml"), "override_link"),
    "folder": (lambda p: p.symlink_to(".."), "override_link"),
    "dangling": (lambda p: p.symlink_to("nowhere"), "override_link"),
    "circle": (lambda p: p.symlink_to(p.name), "override_link"),
    "device": (lambda p: p.symlink_to("/dev/zero"), "override_link"),
    "pipe": (os.mkfifo, "not_a_file"),
    "huge": (lambda p: p.write_bytes(b"x" * 5_000_001), "file_too_large"),
    "sparse": (lambda p: os.truncate(p, 10**10) if p.touch() is None else None, "file_too_large"),
    "encoding": (lambda p: p.write_bytes("差し替えた文".encode("cp932")), "not_utf8"),
    "binary": (lambda p: p.write_bytes(bytes(range(256))), "not_a_text_file"),
}


@pytest.mark.parametrize("kind", AWKWARD)
@pytest.mark.parametrize("name", ["partials/form.ja.j2", "documents/policy/backup/ja.md.j2", "requirements/own.yml"])
def test_what_cannot_be_read_is_told_and_not_read(kind: str, name: str, tmp_path: Path) -> None:
    make, code = AWKWARD[kind]
    path = put(tmp_path, {}) / "overrides" / name
    path.parent.mkdir(parents=True)
    make(path)
    found = overrides(tmp_path / "terminals" / "x")
    assert told(found.problems) == {name: code}
    assert (found.listed, found.root.files, found.root.find(name)) == ((), frozenset(), None)


@pytest.mark.parametrize("hidden", [".link", ".git/link", "documents/.x/y/link"])
def test_a_hidden_link_is_told_too(hidden: str, tmp_path: Path) -> None:
    path = put(tmp_path, {}) / "overrides" / hidden
    path.parent.mkdir(parents=True)
    path.symlink_to("..")
    assert told(overrides(tmp_path / "terminals" / "x").problems) == {hidden: "override_link"}


def test_the_mark_of_an_editor_beside_an_open_file_is_no_link(tmp_path: Path) -> None:
    folder = put(tmp_path, {"partials/form.ja.j2": "x"})
    (folder / "overrides" / "partials" / ".#form.ja.j2").symlink_to("someone@host.1:2")
    assert overrides(folder).problems == ()
    (folder / "overrides" / "partials" / ".#frm.ja.j2").symlink_to("form.ja.j2")
    assert told(overrides(folder).problems) == {"partials/.#frm.ja.j2": "override_link"}


@pytest.mark.parametrize("kind", ["link", "dangling", "file", "pipe"])
def test_the_folder_itself_has_to_be_a_folder(kind: str, tmp_path: Path) -> None:
    folder = tmp_path / "terminals" / "x"
    put(tmp_path, {"../../y/overrides/partials/form.ja.j2": "x"})
    (folder / "overrides").rmdir()
    own = folder / "overrides"
    {
        "link": lambda: own.symlink_to("../y/overrides"),
        "dangling": lambda: own.symlink_to("nowhere"),
        "file": own.touch,
        "pipe": lambda: os.mkfifo(own),
    }[kind]()
    found = overrides(folder)
    code = "override_link" if own.is_symlink() else "override_not_a_folder"
    assert [(p.code, p.file) for p in found.problems] == [(code, "terminals/x/overrides")]
    assert found.root.files == frozenset()


def test_a_socket_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = put(tmp_path, {"partials/form.ja.j2": "x"})
    monkeypatch.chdir(folder / "overrides" / "partials")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("own.ja.j2")
        assert told(overrides(folder).problems) == {"partials/own.ja.j2": "not_a_file"}


def test_a_folder_that_cannot_be_looked_into_is_told(tmp_path: Path) -> None:
    folder = put(tmp_path, {"partials/form.ja.j2": "x"})
    closed = folder / "overrides" / "partials"
    closed.chmod(0)
    try:
        if os.access(closed, os.R_OK):
            pytest.skip("this user may read everything")
        assert told(overrides(folder).problems) == {"partials": "folder_unreadable"}
    finally:
        closed.chmod(0o700)


@pytest.mark.parametrize("name", ["か\u3099.ja.j2", "a\x1b[31m.ja.j2", "a\u202e.ja.j2", "a\n.ja.j2", "\udcff.ja.j2"])
def test_names_that_cannot_be_printed_or_compared_are_told(name: str, tmp_path: Path) -> None:
    folder = put(tmp_path, {f"partials/{name}": "x"})
    found = overrides(folder)
    assert [p.code for p in found.problems] == ["override_name_refused"]
    said = describe(found.problems[0], load_messages(policy_source(), "ja"))
    assert said.isprintable()
    assert found.listed == ()


@pytest.mark.parametrize("form", ["text", "json", "github", "gitlab"])
def test_no_name_ends_or_steers_a_run(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_facts(put(tmp_path, {f"partials/{n}.ja.j2": "x" for n in ("\udcff", "a\n::error::b", "\x1b[31m")}), {})
    assert run(monkeypatch, "check", "x", "--root", str(tmp_path), "--format", form, "--ui-lang", "en") == 1
    printed = "".join(capsys.readouterr())
    assert printed.count("cannot be printed") == 3
    assert all(line.isprintable() for line in printed.splitlines())
    assert not any(line.startswith("::error::") for line in printed.splitlines())


def test_names_that_some_computers_take_for_one_are_told(tmp_path: Path) -> None:
    files = {f"documents/policy/cloud/{name}": "a: 1" for name in ("rota.yml", "Rota.yml")}
    found = overrides(put(tmp_path, files | {"documents/policy/cloud/ja.md.j2": "{{ rota }}{{ Rota }}"}))
    assert told(found.problems) == {"documents/policy/cloud/rota.yml": "override_name_twice"}


def test_too_much_is_told_once(tmp_path: Path) -> None:
    folder = put(tmp_path, {f"partials/{n}.ja.j2": "" for n in range(2100)})
    found = overrides(folder)
    assert told(found.problems) == {"terminals/x/overrides": "override_too_many"}
    deep = put(tmp_path / "deep", {"a/" * 60 + "x": ""})
    assert list(told(overrides(deep).problems).values()) == ["override_too_deep"]


# The yardstick.

PROTECTED = sorted(
    "/".join(path.parts[-3:-1])
    for kind in ("page", "status", "audit")
    for path in (policy_source() / "documents" / kind).glob("*/document.yml")
)


def test_no_page_that_measures_can_be_replaced_or_imitated_under_its_id(tmp_path: Path) -> None:
    assert len(PROTECTED) > 12
    for number, place in enumerate(PROTECTED):
        _, kind, name = f"documents/{place}".split("/")
        for other in (kind, "policy"):
            texts = {
                f"documents/{other}/{name}/{file}": "不足はない。" for file in ("document.yml", "ja.md.j2", "items.yml")
            }
            found = overrides(put(tmp_path / f"{number}{other}", texts))
            assert told(found.problems) == {f"documents/{other}/{name}": "override_protected"}
            assert found.root.files == frozenset()


@pytest.mark.parametrize("name", ["status", "crosswalk"])
def test_a_partial_that_only_measures_cannot_be_replaced(name: str, tmp_path: Path) -> None:
    found = overrides(put(tmp_path, {f"partials/{name}.ja.j2": "x"}))
    assert told(found.problems) == {f"partials/{name}.ja.j2": "override_protected_partial"}


def test_no_other_page_can_be_added_beside_home(tmp_path: Path) -> None:
    found = overrides(put(tmp_path, {"documents/page/front/document.yml": spec()}))
    assert told(found.problems) == {"documents/page/front": "override_page"}


@pytest.mark.parametrize("name", ["my doc", "a.b", "a&b", "-x", "[x]", "a*"])
def test_a_document_has_an_id_to_which_links_can_lead(name: str, tmp_path: Path) -> None:
    found = overrides(put(tmp_path, {f"documents/policy/{name}/document.yml": spec()}))
    assert told(found.problems) == {f"documents/policy/{name}": "override_not_an_id"}


def mistakes(folder: Path) -> list[tuple[str, str, str]]:
    """Code, path of the key and the suggestion of what is wrong between descriptions."""
    found = library(folder).problems
    told(found)
    assert all(p.file.startswith("terminals/x/overrides/documents/") and p.line for p in found)
    return [(p.code, p.path, dict(p.values).get("near", "")) for p in found]


@pytest.mark.parametrize(
    ("number", "free"),
    [("E-03", "E-05"), ("P-10", "P-20"), ("A-01", "A-05"), ("F37", "F49"), ("e-03", "e-05"), ("Ｅ－０３", "E-05"),
     ("E‐03", "E‐05"), ("E-3", "E-5"), ("—", "—"), ("E- 03", "E- 05")],
)  # fmt: skip
def test_a_number_that_another_document_has_is_told_with_the_next_free_one(
    number: str, free: str, tmp_path: Path
) -> None:
    folder = put(tmp_path, {"documents/status/ours/document.yml": spec(number)})
    ((code, path, hint),) = mistakes(folder)
    assert (code, path) == ("number_twice", "number")
    assert hint == free
    (problem,) = library(folder).problems
    assert problem.line == 1
    assert dict(problem.values)["other"].startswith("policy_src/documents/")


def test_two_own_documents_cannot_share_a_number_and_the_free_one_is_not_taken(tmp_path: Path) -> None:
    files = {
        f"documents/policy/own-{n}/document.yml": spec(number, f"文書{n}")
        for n, number in enumerate(("P-51", "P-51", "P-52"))
    }
    (problem,) = library(put(tmp_path, files)).problems
    assert problem.file == "terminals/x/overrides/documents/policy/own-1/document.yml"
    values = dict(problem.values)
    assert values["other"] == "terminals/x/overrides/documents/policy/own-0/document.yml"
    assert values["near"] == "P-53"


def test_the_kit_is_checked_for_numbers_too(tmp_path: Path) -> None:
    assert load_library((KIT,)).problems == ()
    for name in ("one", "two"):
        place = tmp_path / "documents" / "policy" / name
        place.mkdir(parents=True)
        (place / "document.yml").write_text(spec("P-01", name), encoding="utf-8")
    assert [p.code for p in load_library((Root(tmp_path, "policy_src"),)).problems] == ["number_twice"]


def test_a_number_of_many_digits_is_told_and_no_more(tmp_path: Path) -> None:
    number = "P-" + "9" * 5000
    files = {f"documents/policy/own-{n}/document.yml": spec(number, f"文書{n}") for n in range(2)}
    assert [p.code for p in library(put(tmp_path, files)).problems] == ["number_twice"]


@pytest.mark.parametrize("title", ["判定と証拠", "判定と 証拠", "不足一覧・改善計画"])
def test_a_title_that_another_document_has_is_told(title: str, tmp_path: Path) -> None:
    folder = put(tmp_path, {"documents/status/ours/document.yml": spec("E-50", title)})
    assert [(code, path) for code, path, _ in mistakes(folder)] == [("title_twice", "title.ja")]


@pytest.mark.parametrize("name", ["Backup", "BACKUP", "Findings", "Home", "ｂackup"])
def test_an_id_that_differs_in_capitals_only_is_told(name: str, tmp_path: Path) -> None:
    folder = put(tmp_path, {f"documents/status/{name}/document.yml": spec("E-50")})
    assert [code for code, _, _ in mistakes(folder)] == ["document_twice"]


def test_one_id_in_two_kinds_is_told(tmp_path: Path) -> None:
    files = {f"documents/{kind}/own/document.yml": spec(f"X-{kind}", kind) for kind in ("policy", "procedure")}
    assert [code for code, _, _ in mistakes(put(tmp_path, files))] == ["document_twice"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"audience": "public"}, [("override_audience", "audience")]),
        ({"audience": "staff"}, [("override_audience", "audience")]),
        ({"several_terminals": "yes"}, [("override_fixed", "several_terminals")]),
        ({"after_coverage": "yes"}, [("override_fixed", "after_coverage")]),
        ({"number": "E-03"}, [("number_twice", "number")]),
        ({"title": "{ja: 対応状況, en: Other}"}, [("title_twice", "title.ja")]),
        ({"title": "{ja: 別の題名, en: Other}", "number": "Z-01", "owner": "別の者", "order": "1"}, []),
    ],
)
def test_a_description_of_the_kits_may_be_renamed_but_not_weakened(
    changes: dict[str, str], expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    text = kit_spec("register/register-exceptions", **changes)
    assert "audience: controlled" in kit_spec("register/register-exceptions")
    folder = put(tmp_path, {"documents/register/register-exceptions/document.yml": text})
    assert [(code, path) for code, path, _ in mistakes(folder)] == expected


def test_a_classification_may_be_raised(tmp_path: Path) -> None:
    text = kit_spec("policy/basic-policy", audience="controlled")
    assert mistakes(put(tmp_path, {"documents/policy/basic-policy/document.yml": text})) == []


def profiles(**changes: Any) -> str:
    kept = yaml.safe_load((policy_source() / "profiles.yml").read_text(encoding="utf-8"))
    return yaml.safe_dump(kept | changes, allow_unicode=True)


@pytest.mark.parametrize(
    ("profile", "written", "dropped"),
    [
        ("full", {"leaves_out": ["gap-list", "cloud"]}, ["gap-list"]),
        ("full", {"leaves_out": ["crosswalk-cis"]}, ["crosswalk-cis"]),
        ("standard", {"leaves_out": ["crosswalk-cis", "findings", "self-check"]}, ["findings", "self-check"]),
        ("minimum", {"holds": ["home", "dashboard", "gap-list", "port", "self-check"]}, ["findings", "matrix"]),
        ("minimum", {"holds": ["home", "dashboard", "gap-list", "port", "self-check", "findings", "matrix"]}, []),
        ("standard", {"leaves_out": ["crosswalk-cis", "cloud"]}, []),
    ],
)
def test_a_profile_of_ones_own_keeps_what_the_kits_profile_measures_with(
    profile: str, written: dict[str, list[str]], dropped: list[str], tmp_path: Path
) -> None:
    found = library(put(tmp_path, {"profiles.yml": profiles(**{profile: written})}))
    _, problems = load_profile(found, Profile(profile))
    told(problems)
    assert sorted(dict(p.values)["came"] for p in problems if p.code == "profile_drops") == dropped
    assert len(problems) == len(dropped)


def catalogue(change: Callable[[dict[str, Any]], None]) -> str:
    """A copy of the kit's set with each of its requirements changed."""
    text = (policy_source() / "requirements" / "mlit-interim-1.yml").read_text(encoding="utf-8")
    loaded = yaml.load(text, Loader=yaml.BaseLoader)
    for requirement in loaded["requirements"]:
        change(requirement)
    return json.dumps(loaded, ensure_ascii=False)


WEAKER: dict[str, Callable[[dict[str, Any]], None]] = {
    "never applies": lambda r: r.update(applies_when="a VPN exists"),
    "information": lambda r: r.update(coverage="information"),
    "any word": lambda r: [e.update(says={"ja": ["の"], "en": ["the"]}) for e in r["elements"]],
    "may": lambda r: r.update(strength="may"),
    "unchanged": dict.copy,
}


def judged_with(root: Path, files: dict[str, str], **facts: object) -> tuple[int | None, list[str]]:
    """How many gaps sample B has with these files, and the codes of what is wrong; the line of each is known."""
    folder = put(root, files)
    write_facts(folder, facts_of("chitoseura") | facts)
    judged, problems = judge(Workspace(root), "x", TODAY)
    told(problems)
    return len(judged.assessed.gaps) if judged else None, [p.code for p in problems]


@pytest.mark.parametrize("name", ["mlit-interim-1.yml", "zz.yml"])
@pytest.mark.parametrize("weaker", WEAKER)
def test_a_set_of_the_kit_cannot_be_replaced_whatever_the_file_is_called(
    weaker: str, name: str, tmp_path: Path
) -> None:
    gaps, codes = judged_with(tmp_path, {f"requirements/{name}": catalogue(WEAKER[weaker])})
    assert codes == ["set_of_kit"]
    assert gaps is None


def test_a_file_named_like_the_kits_takes_no_sets_place(tmp_path: Path) -> None:
    usual, _ = judged_with(tmp_path / "usual", {})
    text = HOUSE.read_text(encoding="utf-8")
    assert usual
    assert judged_with(tmp_path / "own", {"requirements/mlit-interim-1.yml": text}) == (usual, [])


@pytest.mark.parametrize("chosen", [["own-1"], []])
def test_a_terminal_cannot_be_judged_by_its_own_sets_alone(chosen: list[str], tmp_path: Path) -> None:
    text = catalogue(WEAKER["information"]).replace('"id": "mlit-interim-1"', '"id": "own-1"')
    gaps, codes = judged_with(tmp_path, {"requirements/own.yml": text}, requirement_sets=chosen)
    assert (gaps, codes) == (None, ["no_set_of_kit"])


def test_a_copy_beside_the_kits_set_cannot_share_its_ids(tmp_path: Path) -> None:
    text = catalogue(WEAKER["information"]).replace('"id": "mlit-interim-1"', '"id": "own-1"')
    for number, chosen in enumerate((["own-1", "mlit-interim-1"], ["mlit-interim-1", "own-1"])):
        files = {"requirements/own.yml": text}
        gaps, codes = judged_with(tmp_path / str(number), files, requirement_sets=chosen)
        assert gaps is None
        assert set(codes) == {"requirement_twice"}


def test_a_requirement_that_is_the_same_takes_over_and_gives_nothing_back(tmp_path: Path) -> None:
    rules = yaml.load(HOUSE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    first = rules["requirements"][0] | {"decided_by": [{"fact": "terminal.control_systems_present", "is_yes": "no"}]}
    names = [r["id"] for r in json.loads(catalogue(WEAKER["unchanged"]))["requirements"]]
    rules["mappings"] = [{"requirement": first["id"], "to": names, "relation": "same"}]
    rules["requirements"] = [first]
    folder = put(tmp_path, {"requirements/own.yml": json.dumps(rules, ensure_ascii=False)})
    usual = {f.requirement.id: f.state for f in prepared_sample("chitoseura").judged.assessed.findings}
    write_facts(folder, facts_of("chitoseura") | {"requirement_sets": ["mlit-interim-1", "aonagi-house-1"]})
    judged, problems = judge(Workspace(tmp_path), "x", TODAY)
    assert judged is not None, problems
    found = {f.requirement.id: f.state for f in judged.assessed.findings}
    assert len(usual) == 128
    assert {name: found[name] for name in usual} == usual


# Whole runs: what is read, and who is told of it.

BACKUP = (policy_source() / "documents" / "policy" / "backup" / "ja.md.j2").read_text(encoding="utf-8")
OURS = {
    "documents/policy/backup/ja.md.j2": BACKUP + "\n当社の定めを加える。\n",
    "documents/procedure/our-own/document.yml": spec("S-51", "自社の手順", "staff"),
    "documents/procedure/our-own/ja.md.j2": '{{ section("all", "全て") }}\n\n手順書による。\n',
    "documents/status/our-report/document.yml": spec("E-51", "自社の報告"),
    "documents/status/our-report/ja.md.j2": (
        '{% from "partials/status.ja.j2" import owner_of with context %}\n'
        '{{ section("all", "全て") }}\n\n報告：{{ owner_of(none) }}\n'
    ),
    "partials/status.ja.j2": "{% macro owner_of(item) %}自社の部品{% endmacro %}",
    "partials/unused.ja.j2": "x",
    "requirements/house.yml": HOUSE.read_text(encoding="utf-8"),
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("ours")
    write_facts(put(root, {k: v for k, v in OURS.items() if "unused" not in k}), facts_of("chitoseura"))
    return Workspace(root)


@pytest.fixture(scope="module")
def ours(workspace: Workspace) -> Prepared:
    prepared, problems = prepare(workspace, "x", TODAY)
    assert prepared is not None, problems
    assert problems == ()
    return prepared


def body(prepared: Prepared, name: str) -> str:
    return next(d.body for d in prepared.sets["ja"].documents if d.spec.id == name)


def plain(text: str) -> str:
    return re.sub(r"&#(\d+);", lambda m: chr(int(m[1])), text)


def test_the_pages_that_measure_take_the_kits_partials(ours: Prepared) -> None:
    assert "自社の部品" in body(ours, "our-report")
    for name in ("dashboard", "gap-list"):
        assert body(ours, name) == body(prepared_sample("chitoseura"), name)
        assert "自社の部品" not in body(ours, name)


def test_the_page_of_findings_lists_every_file_with_what_it_replaces(ours: Prepared) -> None:
    text = plain(body(ours, "findings"))
    listed = text.split("{#overrides}")[1].split("\n## ")[0]
    rows = [
        [cell.strip() for cell in row.strip("|").split("|")] for row in re.findall(r"^\| terminals.*$", listed, re.M)
    ]
    assert [row[0].removeprefix("terminals/x/overrides/") for row in rows] == sorted(
        k for k in OURS if "unused" not in k
    )
    by_path = {row[0].removeprefix("terminals/x/overrides/"): row[1:] for row in rows}
    says, replaces = by_path["documents/policy/backup/ja.md.j2"]
    assert "P-10「バックアップ管理規程」" in says
    assert replaces == "policy_src/documents/policy/backup/ja.md.j2"
    assert by_path["documents/procedure/our-own/ja.md.j2"][1] == "—"
    assert by_path["partials/status.ja.j2"][1] == "policy_src/partials/status.ja.j2"
    without = plain(body(prepared_sample("chitoseura"), "findings"))
    assert "{#overrides}" not in without


def test_the_home_page_counts_them_only_where_there_are_any(ours: Prepared) -> None:
    files = [name for name in OURS if "unused" not in name]
    said = f"標準の文書に代えて、又は加えて、この現場の文を使うところが、{len(files)}件ある。"
    assert said + "一覧は、[「判定と証拠」](doc:findings)にある。" in plain(body(ours, "home"))
    assert "この現場の文を使うところ" not in body(prepared_sample("chitoseura"), "home")


@pytest.mark.parametrize("reader", [AudienceLevel.STAFF, AudienceLevel.PUBLIC])
def test_lower_editions_name_no_file(reader: AudienceLevel, workspace: Workspace) -> None:
    prepared, problems = prepare(workspace, "x", TODAY, reader=reader)
    assert prepared is not None, problems
    text = plain(body(prepared, "home"))
    assert "overrides/" not in text
    listed = text.partition("加えた文があるもの：")[2].partition("\n")[0]
    assert ("doc:our-own" in listed) == ("doc:backup" in listed) == (reader == AudienceLevel.STAFF)
    assert "our-report" not in text
    assert not any("overrides/" in d.body for d in prepared.sets["ja"].documents)


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.argv", ["quaybook", *words])
    with pytest.raises(SystemExit) as stop:
        main()
    return int(stop.value.code or 0)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_check_lists_every_file_in_both_formats(
    language: str, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    common = ("--root", str(workspace.root), "--today", TODAY.isoformat(), "--ui-lang", language)
    assert run(monkeypatch, "check", "x", *common) == 0
    printed = capsys.readouterr().out
    assert all(f"terminals/x/overrides/{name}" in printed for name in OURS if "unused" not in name)
    assert "P-10" in printed
    assert run(monkeypatch, "check", "x", "--format", "json", *common) == 0
    listed = json.loads(capsys.readouterr().out)["x"]["overrides"]
    by_file = {each["file"].removeprefix("terminals/x/overrides/"): each for each in listed}
    assert sorted(by_file) == sorted(k for k in OURS if "unused" not in k)
    replaced = by_file["documents/policy/backup/ja.md.j2"]
    assert (replaced["replaces"], replaced["number"]) == ("policy_src/documents/policy/backup/ja.md.j2", "P-10")
    assert replaced["title"]
    assert by_file["requirements/house.yml"]["replaces"] is None


def test_the_check_lists_them_even_where_the_facts_are_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_facts(put(tmp_path, OURS), {"spares": "none"})
    assert run(monkeypatch, "check", "x", "--root", str(tmp_path), "--format", "json") == 1
    made = json.loads(capsys.readouterr().out)["x"]
    assert len(made["overrides"]) == len(OURS) - 1
    assert "override_partial_unused" in {each["code"] for each in made["problems"]}


def test_the_coverage_names_file_root_and_line_of_each_passage(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, "coverage", "x", "--format", "json", "--root", str(workspace.root), "--today", TODAY.isoformat())
    passages = [p for row in json.loads(capsys.readouterr().out)["x"] for p in row["passages"]]
    assert len(passages) > 280
    for passage in passages:
        own = passage["document"] == "backup"
        assert passage["root"] == ("overrides" if own else "kit")
        root = workspace.root if own else policy_source().parent
        lines = (root / passage["source"]).read_text(encoding="utf-8").splitlines()
        assert "{% covers" in lines[passage["line"] - 1]
        assert passage["anchor"].startswith("c-")


def test_nothing_is_read_through_a_link_or_from_what_is_no_template(tmp_path: Path) -> None:
    text = "".join(f'{{% include "{name}" %}}\n' for name in ("leak.yml",))
    files = {
        "documents/policy/cloud/ja.md.j2": text,
        "documents/policy/education/ja.md.j2": '{% include "partials/leak.ja.j2" %}',
        "documents/policy/outsourcing/ja.md.j2": '{% include "../people.yml" %}',
        "documents/policy/authentication/ja.md.j2": '{% include "requirements/house.yml" %}',
        "documents/policy/log-management/ja.md.j2": '{% include "profiles.yml" %}',
        "documents/policy/asset-management/ja.md.j2": "{{ plan }}{{ ours }}",
        "documents/policy/asset-management/plan.yml": "a: 1",
        "documents/policy/asset-management/ours.yml": "a: 1",
        "requirements/house.yml": HOUSE.read_text(encoding="utf-8"),
    }
    folder = put(tmp_path, files)
    write_facts(folder, facts_of("chitoseura"))
    (folder / "secret.yml").write_text(f"# {SECRET}\n", encoding="utf-8")
    (folder / "overrides" / "partials").mkdir()
    for link in ("leak.yml", "partials/leak.ja.j2"):
        (folder / "overrides" / link).symlink_to("../" * (link.count("/") + 1) + "secret.yml")
    prepared, problems = prepare(Workspace(tmp_path), "x", TODAY)
    found = told(problems)
    assert found["leak.yml"] == found["partials/leak.ja.j2"] == "override_link"
    for name in ("cloud", "education", "outsourcing", "authentication", "log-management"):
        assert found[f"documents/policy/{name}/ja.md.j2"] == "template_not_found"
    assert found["documents/policy/asset-management/plan.yml"] == "data_name_taken"
    assert prepared is not None
    assert SECRET not in repr(prepared.sets)
