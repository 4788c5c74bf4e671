"""A new terminal: whatever is answered, its folder is complete, commented, holds the answers, and builds at once."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from quaybook.assessment.finding import State
from quaybook.assessment.remarks.gather import remarks
from quaybook.assessment.remarks.kinds import RemarkKind
from quaybook.cli import app, usage
from quaybook.facts.folder import load_folder
from quaybook.facts.positions import KeyPath, dotted
from quaybook.facts.text import REFUSED
from quaybook.intake.new.interview import Interview
from quaybook.intake.new.interview_questions import InterviewQuestion, load_script
from quaybook.intake.new.scaffold import scaffold
from quaybook.intake.shapes import fields_of, shape
from quaybook.intake.skeleton import at, load_skeleton, merged
from quaybook.model.fields import generic
from quaybook.model.groups.kinds import Profile
from quaybook.model.load import load_terminal
from quaybook.pipeline import Workspace, judge, prepare
from quaybook.problems import Problem
from quaybook.resources import policy_source
from quaybook.schema.editor import facts_schema
from quaybook.wording.fact_words import load_descriptions
from quaybook.wording.words import load_messages

from tests.conftest import SAMPLES, TODAY
from tests.helpers.workspaces import facts_of

QUESTIONS = load_script(policy_source()).questions
LANGUAGES = ("ja", "en")
CHOICES: dict[str, tuple[str, ...]] = {
    "terminal.tos.form": ("own", "package", "saas", "hosted"),
    "terminal.control_systems_present": ("yes", "no"),
    "_vpn": ("present", "absent"),
    "outsourcing.used": ("yes", "no"),
    "liability.owner_user_differ": ("yes", "no"),
    "removable_media.used": ("yes", "no"),
    "cloud.used": ("yes", "no"),
    "document_control.profile": tuple(profile.value for profile in Profile),
}
# Nothing is listed to which these would apply: a device that was attacked, a NAT link, equipment, a weakness.
NOTHING_THERE = {"2-3-b-2", "3-2-a-8", "3-2-c-2", "3-6-2"}


def nested(flat: Mapping[str, str]) -> dict[str, object]:
    """`{"cloud.used": "no"}` as a tree."""
    tree: dict[str, object] = {}
    for key, value in flat.items():
        made: object = value
        for part in reversed(key.split(".")):
            made = {part: made}
        tree = merged(tree, made)
    return tree


def put(root: Path, answers: Mapping[str, object], name: str = "mine") -> Workspace:
    """A workspace with one terminal made of the answers."""
    folder = root / "terminals" / name
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in scaffold(answers).items():
        (folder / file).write_text(text, encoding="utf-8")
    return Workspace(root)


SETS = {
    "nothing": {},
    "minimum": {"document_control.profile": "minimum"},
    "full without VPN": {"document_control.profile": "full", "_vpn": "absent", "removable_media.used": "no"},
    "standard, a cloud service": {"document_control.profile": "standard", "terminal.tos.form": "saas"},
    "own TOS, control systems, nobody outside": {
        "terminal.tos.form": "own",
        "terminal.control_systems_present": "yes",
        "outsourcing.used": "no",
    },
    "several users, parts in a cloud": {"liability.owner_user_differ": "yes", "cloud.used": "yes"},
}


@pytest.mark.parametrize("answers", SETS.values(), ids=SETS)
def test_a_new_terminal_has_no_problem_and_documents(tmp_path: Path, answers: dict[str, str]) -> None:
    prepared, problems = prepare(put(tmp_path, nested(answers)), "mine", TODAY)
    assert problems == ()
    assert prepared is not None
    documents = prepared.sets["ja"].documents
    assert len(documents) > 50
    assert [d.spec.id for d in documents if re.search(r"\bTODO\b|\bNone\b", d.body)] == []
    assert any("要記入" in d.body for d in documents)


@pytest.mark.parametrize("answers", SETS.values(), ids=SETS)
def test_what_the_draft_itself_says_denies_nothing(tmp_path: Path, answers: dict[str, str]) -> None:
    """Whoever has said nothing yet has not contradicted himself."""
    judged, problems = judge(put(tmp_path, nested(answers)), "mine", TODAY)
    assert judged is not None, problems[:3]
    found = remarks(judged.terminal, judged.facts, TODAY)
    assert {remark.kind for remark in found} >= {RemarkKind.BLANK, RemarkKind.PROVISIONAL}
    denying = (RemarkKind.CONTRADICTION, RemarkKind.IMPLAUSIBLE)
    assert [(r.code, dotted(r.path)) for r in found if r.kind in denying] == []


@given(st.fixed_dictionaries({key: st.sampled_from(values) for key, values in CHOICES.items()}))
@settings(max_examples=40, deadline=None)
def test_every_combination_of_choices_is_a_terminal(
    tmp_path_factory: pytest.TempPathFactory, choices: dict[str, str]
) -> None:
    workspace = put(tmp_path_factory.mktemp("choices"), nested(choices))
    judged, problems = judge(workspace, "mine", TODAY)
    assert problems == ()
    assert judged is not None
    assert choices.keys() == CHOICES.keys()
    # A TOS that is a cloud service means that a cloud is used, whatever was said.
    is_service = choices["terminal.tos.form"] == "saas"
    stated = {
        key: value for key, value in choices.items() if key != "_vpn" and not (is_service and key == "cloud.used")
    }
    assert len(stated) >= len(CHOICES) - 2
    assert {key: at(judged.facts.data, key) for key in stated} == stated
    assert "_vpn" not in judged.facts.data


def test_nothing_is_judged_that_nobody_has_stated(tmp_path: Path) -> None:
    judged, _ = judge(put(tmp_path, {}), "mine", TODAY)
    assert judged is not None
    states = {finding.requirement.id: finding.state for finding in judged.assessed.findings}
    assert set(states.values()) == {State.UNKNOWN, State.NOT_APPLICABLE, State.DOCUMENT}
    assert {name for name, state in states.items() if state == State.NOT_APPLICABLE} == NOTHING_THERE


# Where answers come from a keyboard or a workbook: a leaf, a leaf in an entry, entries of texts.
PLACES = ("terminal.name", "terminal.tos.outline", "people.ciso.name", "manual.queue_rule", "suppliers.network.name")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(
    lambda t: not REFUSED.search(t)
)
HOSTILE = (
    "a: b", "# not a comment", "@at", "`tick`", "- item", "? key", "'single'", '"double"', "C:\\port\\new", "🚢",
    "改行\nあり", "yes", "null", "~", "012", "1.0", "22:00", "2026-04-01", "{{ x }}", "[a, b]", "{a: b}", "&a", "*a",
    "!!str x", "%TAG", "|", ">", "=", "<<", " 前後の空白 ", "\ttab", "\u2028", "\x85", "…", "該当なし", "k: >", "---",
    "...", "a #b", "a:",
)  # fmt: skip


def texts_at(root: Path, text: str) -> dict[str, object]:
    """What is read back where `text` was answered."""
    workspace = put(root, nested(dict.fromkeys(PLACES, text)) | {"requirement_sets": [text, text]})
    source = load_folder(workspace.terminals, "mine")
    assert source.problems == []
    by_id = {"people": "ciso", "suppliers": "network"}
    found: dict[str, object] = {f"requirement_sets[{i}]": t for i, t in enumerate(source.data["requirement_sets"])}
    for place in PLACES:
        group, *rest = place.split(".")
        data: Any = source.data[group]
        if group in by_id:
            data, rest = next(entry for entry in data if entry["id"] == by_id[group]), rest[1:]
        found[place] = at(data, ".".join(rest))
    return found


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_read_back_as_it_was_written(tmp_path: Path, text: str) -> None:
    assert set(texts_at(tmp_path, text).values()) == {text}


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_back_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    assert set(texts_at(tmp_path_factory.mktemp("text"), text).values()) == {text}


def test_a_list_that_is_given_replaces_that_of_the_skeleton(tmp_path: Path) -> None:
    people = [{"id": "only", "name": "見本 一郎"}]
    workspace = put(tmp_path, {"people": people, "terminal": {"staff": "9"}})
    source = load_folder(workspace.terminals, "mine")
    assert [person["id"] for person in source.data["people"]] == ["only"]
    terminal, problems = load_terminal(source)
    # Whoever was named by the skeleton only is asked for again.
    assert problems == ()
    assert terminal is not None
    assert "TODO" in source.data["org"]["ciso"]["person"]


def left_of(part: Mapping[str, Any], whole: Mapping[str, Any]) -> dict[str, object]:
    """What `part` says and `whole` does not. Lists have to be equal; groups may hold more."""
    found: dict[str, object] = {}
    for key, value in part.items():
        there = whole.get(key)
        if isinstance(value, Mapping) and isinstance(there, Mapping):
            value, there = left_of(value, there), {}
        if value != there:
            found[key] = value
    return found


@pytest.mark.parametrize("sample", SAMPLES)
def test_whole_facts_are_written_as_they_are(tmp_path: Path, sample: str) -> None:
    facts = facts_of(sample)
    assert len(facts) > 30
    source = load_folder(put(tmp_path, facts).terminals, "mine")
    assert source.problems == []
    assert left_of(facts, source.data) == {}
    assert load_terminal(source)[1] == ()


def test_what_the_schema_does_not_know_is_left_to_the_check(tmp_path: Path) -> None:
    workspace = put(tmp_path, {"colour": "blue", "terminal": {"berthes": "2"}})
    _, problems = judge(workspace, "mine", TODAY)
    assert {(p.code, p.path) for p in problems} == {("unknown_key", "colour"), ("unknown_key", "terminal.berthes")}
    assert all(p.line for p in problems)


def keys_of(text: str) -> Iterator[tuple[str, int]]:
    """Every key of a file with the number of its line, as paths without numbers."""

    def walk(node: yaml.Node, path: KeyPath) -> Iterator[tuple[str, int]]:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                here = (*path, str(key.value))
                yield generic(here), key.start_mark.line
                yield from walk(value, here)
        elif isinstance(node, yaml.SequenceNode):
            for entry in node.value:
                yield from walk(entry, (*path, 0))

    node = yaml.compose(text)
    assert node is not None
    return walk(node, ())


def path_of(name: str) -> KeyPath:
    parts: KeyPath = ()
    for part in name.split("."):
        parts = (*parts, part.removesuffix("[]"), 0) if part.endswith("[]") else (*parts, part)
    return parts


@pytest.mark.parametrize("answers", [SETS["nothing"], SETS["standard, a cloud service"]], ids=["nothing", "cloud"])
def test_every_key_is_explained_once_where_it_is_first_met(answers: dict[str, str]) -> None:
    told, seen = load_descriptions(policy_source()), 0
    for name, text in scaffold(nested(answers)).items():
        lines, explained = text.splitlines(), set()
        for key, number in keys_of(text):
            before = "".join(line.strip().removeprefix("#") for line in lines[:number]).replace(" ", "")
            field = shape(path_of(key))
            assert field is not None, key
            entry = told[field.owner][key.split(".")[-1].removesuffix("[]")]
            if key not in explained:
                seen += 1
                wanted = [entry["ja"], entry["en"]] + ([] if field.group else [entry["example"], entry["ask"]])
                wanted += list(entry.get("unit", {}).values()) if not field.group else []
                missing = [w for w in wanted if str(w).replace(" ", "") not in before]
                assert missing == [], f"{name}: {key}"
                explained.add(key)
            else:
                assert " ask: " not in lines[number - 1], f"{name}: {key} is explained again"
    assert seen > 400


def test_each_file_says_what_it_holds_and_names_the_schema() -> None:
    files = scaffold({})
    listed = {"terminal", "people", "contacts", "systems", "connections", "backups", "suppliers", "fallback"}
    assert set(files) == {f"{name}.yml" for name in (*listed, "programme", "documents")}
    for text in files.values():
        first, *rest = text.splitlines()
        assert first == "# yaml-language-server: $schema=../facts.schema.json"
        header = "".join(rest[: rest.index("")])
        assert re.search("[\u3041-\u3093]", header)
        assert re.search("[a-z]{4}", header)
        assert max(map(len, text.splitlines())) < 300


def test_editors_find_nothing_wrong_in_a_new_folder() -> None:
    validator, seen = Draft7Validator(facts_schema()), 0
    for answers in SETS.values():
        for name, text in scaffold(nested(answers)).items():
            seen += 1
            assert [(name, e.message) for e in validator.iter_errors(yaml.load(text, EditorsLoader))] == []
    assert seen == 10 * len(SETS)


class EditorsLoader(yaml.SafeLoader):
    """YAML as editors read it: numbers and flags are typed, days stay texts."""


EditorsLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith("timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def test_the_shown_form_of_an_entry_is_an_entry() -> None:
    seen = 0
    for text in scaffold({}).values():
        lines = text.splitlines()
        for number, line in enumerate(lines):
            if not line.endswith("[]") and "[]  #" not in line:
                continue
            block = []
            for each in lines[number + 1 :]:
                if not re.match(r"\s*# (- |  )\w+:", each) and not (not block and each.lstrip().startswith("#")):
                    break
                if re.match(r"\s*# (- |  )\w+:", each):
                    block.append(each.strip().removeprefix("# "))
            if not block:
                continue
            key = line.split(":")[0].strip()
            (entry,) = yaml.load("\n".join(block), yaml.BaseLoader)
            owner = next(name for name, at_line in keys_of(text) if at_line == number)
            assert list(entry) == list(fields_of((*path_of(owner), 0))), key
            seen += 1
    assert seen > 8


def test_at_most_25_questions_each_with_reason_and_help_in_both_languages() -> None:
    assert 10 < len(QUESTIONS) <= 25
    for question in QUESTIONS:
        assert set(question.texts) == set(LANGUAGES)
        for told in question.texts.values():
            assert set(told) == {"text", "why", "help"}
            assert all(told.values())
            assert "\n" not in told["why"]


def test_questions_set_facts_and_their_defaults_can_be_used() -> None:
    skeleton = load_skeleton(policy_source())
    assert len(QUESTIONS) > 10
    for question in QUESTIONS:
        assert question.sets or question.choices
        values = [choice.value for choice in question.choices] or ["yes"]
        if question.default:
            assert question.reading(question.default) == question.default
        for value in values:
            made = skeleton.shaped(question.facts(value))
            assert made.keys() <= fields_of(()).keys()
        if {int, bool} & question.types:
            assert isinstance(question.reading("perhaps"), Problem)


@given(
    st.lists(
        st.one_of(st.just(""), st.sampled_from(["1", "2", "3", "yes", "n", "はい", "38", "?"]), TEXTS), max_size=60
    )
)
@settings(max_examples=30, deadline=None)
def test_whatever_is_typed_the_facts_are_complete(tmp_path_factory: pytest.TempPathFactory, typed: list[str]) -> None:
    answers, _ = interviewed(typed)
    source = load_folder(put(tmp_path_factory.mktemp("typed"), answers).terminals, "mine")
    assert source.problems == []
    assert load_terminal(source)[1] == ()


def interviewed(typed: list[str], language: str = "ja") -> tuple[dict[str, object], list[str]]:
    """The answers of somebody who types these lines and then Enter alone, and all that was said."""
    said: list[str] = []
    lines = iter([line.splitlines()[0] if line.splitlines() else "" for line in typed])
    messages = load_messages(policy_source(), language)

    def ask(prompt: str) -> str:
        said.append(prompt)
        return next(lines, "")

    def correct(problem: Problem) -> str:
        return messages[problem.code]["fix"].format_map(dict(problem.values))

    interview = Interview(load_script(policy_source()), language, said.append, ask, correct)
    return interview.answers("mine", {}), said


def number_of(way: str) -> int:
    """The place of the question that sets `way` among those asked with every default."""
    return [q.sets[:1] for q in QUESTIONS].index((way,))


def number_of_choice(key: str, value: str) -> int:
    """The place of the question one of whose choices states `value` at `key`, be it a fact or an answer only."""
    stating = [any(at(choice.facts, key) == value for choice in q.choices) for q in QUESTIONS]
    assert stating.count(True) == 1
    return stating.index(True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_mark_explains_and_asks_again(language: str) -> None:
    answers, said = interviewed(["?", "港"], language)
    assert at(answers, "terminal.name") == "港"
    assert f"  {QUESTIONS[0].texts[language]['help']}" in said


@pytest.mark.parametrize(
    ("way", "wrong", "right", "value"),
    [
        ("terminal.staff", ["38人", "たくさん", "-3", "3.5"], "３８", "38"),
        ("terminal.teu_per_year", ["x"], "24,000", "24000"),
        ("terminal.tos.form", ["0", "5", "クラウド"], "3", "saas"),
        ("outsourcing.used", ["maybe", "2"], "いいえ", "no"),
        ("terminal.name", ["鐘\x07"], "港", "港"),
    ],
)
def test_a_wrong_answer_is_asked_again(way: str, wrong: list[str], right: str, value: str) -> None:
    before = [""] * number_of(way)
    answers, said = interviewed([*before, *wrong, right])
    assert at(answers, way) == value
    _, without = interviewed([*before, right])
    assert len(said) == len(without) + 2 * len(wrong)


def test_no_answer_leaves_the_default_or_nothing() -> None:
    answers, said = interviewed([])
    assert at(answers, "terminal.name") is None
    assert at(answers, "terminal.tos.form") == "package"
    assert at(answers, "document_control.profile") == "standard"
    # Enter alone does not say that there is a VPN, so nothing is asked of how one gets in by it.
    hanging = [question for question in QUESTIONS if question.when == {"_vpn": "present"}]
    asked = [line for line in said if line.endswith("> ")]
    assert len(hanging) == 1
    assert len(asked) == len(QUESTIONS) - len(hanging)


def test_a_small_staff_is_offered_the_smallest_set_of_documents() -> None:
    answers, _ = interviewed([*[""] * number_of("terminal.staff"), "38"])
    assert at(answers, "document_control.profile") == "minimum"


def test_what_follows_from_an_answer_is_not_asked() -> None:
    place = number_of_choice("_vpn", "present")
    follow_up: InterviewQuestion = QUESTIONS[place + 1]
    assert follow_up.when == {"_vpn": "present"}
    heads = [
        [line for line in interviewed([*[""] * place, said])[1] if follow_up.texts["ja"]["text"] in line]
        for said in ("", "unknown", "present", "absent")
    ]
    assert [len(each) for each in heads] == [0, 0, 1, 0]


@dataclass(frozen=True)
class Done:
    """What a command printed, and how it ended."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """The command line for somebody who has no terminal."""

    def call(*arguments: str) -> Done:
        monkeypatch.setattr("sys.stdin", io.StringIO())
        monkeypatch.setattr("sys.argv", ["quaybook", "--ui-lang", "ja", *arguments])
        code = usage.run(app)
        return Done(code, *capsys.readouterr())

    return call


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "terminals").mkdir()
    return tmp_path


def test_yes_makes_a_folder_that_passes_the_check(workspace: Path, run: Callable[..., Done]) -> None:
    made = run("new", "minami-ct", "--yes", "--root", str(workspace))
    assert made.returncode == 0, made.stderr
    assert "quaybook check minami-ct" in made.stdout
    assert (workspace / "terminals" / "facts.schema.json").is_file()
    control = load_folder(workspace / "terminals", "minami-ct").data["document_control"]
    assert (control["profile"], control["number_prefix"]) == ("standard", "MINAMICT")
    assert run("check", "minami-ct", "--root", str(workspace)).returncode == 0


def test_a_profile_can_be_named(workspace: Path, run: Callable[..., Done]) -> None:
    assert run("new", "a", "--yes", "--profile", "minimum", "--root", str(workspace)).returncode == 0
    assert load_folder(workspace / "terminals", "a").data["document_control"]["profile"] == "minimum"


def test_an_existing_terminal_is_left_alone_unless_forced(workspace: Path, run: Callable[..., Done]) -> None:
    folder = workspace / "terminals" / "a"
    folder.mkdir()
    (folder / "people.yml").write_text("people: []\n", encoding="utf-8")
    refused = run("new", "a", "--yes", "--root", str(workspace))
    assert refused.returncode == 1
    assert "--force" in refused.stderr
    assert [path.name for path in folder.iterdir()] == ["people.yml"]
    forced = run("new", "a", "--yes", "--force", "--root", str(workspace))
    assert forced.returncode == 0, forced.stderr
    (kept,) = (workspace / "terminals").rglob(".backup/*/people.yml")
    assert kept.read_text(encoding="utf-8") == "people: []\n"
    assert str(kept.parent) in forced.stdout


def test_facts_in_other_files_are_not_doubled(workspace: Path, run: Callable[..., Done]) -> None:
    folder = workspace / "terminals" / "a"
    folder.mkdir()
    (folder / "facts.yml").write_text("people: []\n", encoding="utf-8")
    refused = run("new", "a", "--yes", "--force", "--root", str(workspace))
    assert refused.returncode == 1
    assert "facts.yml" in refused.stderr
    assert [path.name for path in folder.iterdir()] == ["facts.yml"]


@pytest.mark.parametrize("name", ["Minami", "../a", "_shared", ".hidden", "a b", "港", "-x", "a" * 61])
def test_a_name_that_is_no_id_is_refused(workspace: Path, name: str, run: Callable[..., Done]) -> None:
    refused = run("new", "--yes", "--root", str(workspace), "--", name)
    assert refused.returncode == 1
    assert list((workspace / "terminals").iterdir()) == []


def test_outside_a_workspace_nothing_is_made(tmp_path: Path, run: Callable[..., Done]) -> None:
    refused = run("new", "a", "--yes", "--root", str(tmp_path))
    assert refused.returncode == 1
    assert "quaybook init" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_without_a_console_it_says_how_to_go_on(workspace: Path, run: Callable[..., Done]) -> None:
    refused = run("new", "a", "--root", str(workspace))
    assert refused.returncode == 1
    assert "--yes" in refused.stderr
    assert list((workspace / "terminals").iterdir()) == []


class Console(io.StringIO):
    """A terminal on which somebody sits."""

    def isatty(self) -> bool:
        return True


def typed(monkeypatch: pytest.MonkeyPatch, workspace: Path, lines: list[str], end: type[BaseException]) -> int:
    """`quaybook new a` for somebody who types these lines and then ends it; the exit code."""

    def type_next(_: str) -> str:
        if lines:
            return lines.pop(0)
        raise end

    monkeypatch.setattr("sys.stdin", Console())
    monkeypatch.setattr("builtins.input", type_next)
    monkeypatch.setattr("sys.argv", ["quaybook", "new", "a", "--root", str(workspace), "--ui-lang", "ja"])
    return usage.run(app)


def test_on_a_console_the_answers_stand_in_the_facts(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert typed(monkeypatch, workspace, ['港: "A" # 1', *[""] * len(QUESTIONS)], EOFError) == 0
    data = load_folder(workspace / "terminals", "a").data
    assert at(data, "terminal.name") == at(data, "terminal.short_name") == '港: "A" # 1'


@pytest.mark.parametrize("end", [EOFError, KeyboardInterrupt])
def test_who_leaves_amid_the_questions_leaves_nothing_behind(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, end: type[BaseException]
) -> None:
    assert typed(monkeypatch, workspace, ["港"], end) != 0
    assert list((workspace / "terminals").iterdir()) == []


def profiles() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load((policy_source() / "profiles.yml").read_text(encoding="utf-8"))
    return loaded


def documents() -> set[str]:
    return {path.parent.name for path in (policy_source() / "documents").glob("*/*/document.yml")}


def test_profiles_name_documents_that_exist_once_each() -> None:
    known = documents()
    assert len(known) > 130
    for name, profile in profiles().items():
        (listed,) = profile.values()
        assert set(listed) <= known, name
        assert len(set(listed)) == len(listed), name
    assert 45 <= len(profiles()["minimum"]["holds"]) <= 100


def test_the_smallest_set_holds_the_forms_and_cards_that_its_people_are_sent_to(large: Any) -> None:
    held = set(profiles()["minimum"]["holds"])
    kinds = ("card", "bcp", "incident")
    sent = {
        (d.spec.id, other)
        for d in large.sets["ja"].documents
        if d.spec.id in held and d.spec.kind.value in kinds
        for other in re.findall(r"\(doc:([\w-]+)", d.body)
    }
    assert len(sent) > 100
    wanted = {other for _, other in sent if re.fullmatch(r"F\d\d|card-\w+|bcp-\w+|wallet-card", other)}
    assert sorted(wanted - held) == []


def test_every_fact_to_be_confirmed_exists() -> None:
    confirm = load_skeleton(policy_source()).to_confirm
    assert len(confirm) >= 20
    assert [key for key in confirm if shape(path_of(key)) is None] == []


def test_only_what_nobody_stated_is_to_be_confirmed() -> None:
    for answers, written in (({}, "  used: 仮：yes"), (nested({"outsourcing.used": "yes"}), "  used: yes")):
        text = scaffold(answers)["suppliers.yml"]
        (line,) = [line for line in text[text.index("\noutsourcing:") :].splitlines() if line.startswith("  used:")][:1]
        assert line == written
