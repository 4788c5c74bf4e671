"""Facts of an earlier version become facts of this one: nothing is lost, and what is not known is said."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quaybook import __version__
from quaybook.cli import main
from quaybook.facts.folder import load_folder
from quaybook.facts.positions import read_yaml
from quaybook.facts.version import FACTS_VERSION
from quaybook.model.base import Provisional, ProvisionalSwitch, Todo
from quaybook.model.load import load_terminal
from quaybook.resources import policy_source
from quaybook.upgrade.tree import Tree
from quaybook.upgrade.upgrade import STEPS, Upgrade, upgrades
from quaybook.wording.fact_words import load_descriptions
from quaybook.wording.words import load_messages

from tests.conftest import SAMPLES

# The samples as they stood with facts of version 1.
OLD = Path(__file__).parent / "version_1"
ONE = {"ways": [{"id": "vpn", "name": "VPN", "kind": "vpn", "accounts": "3"}]}
MARK = "  # 仮の値。違えば直す provisional"
TOLD = load_descriptions(policy_source())
COVERED = (
    "risk.threats", "incident.procedure_covers", "sharing.content", "sharing.used_for", "public_info.items",
    "peer_sharing.topics", "awareness.required_of", "audit.checks", "cloud.measures_applied",
    "manual.snapshot.contents",
)  # fmt: skip


class Told(NamedTuple):
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


@pytest.fixture
def quaybook(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Told]:
    def run(*arguments: str) -> Told:
        monkeypatch.setattr(sys, "argv", ["quaybook", *arguments])
        with pytest.raises(SystemExit) as stopped:
            main()
        captured = capsys.readouterr()
        return Told(int(stopped.value.code or 0), captured.out, captured.err)

    return run


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A workspace with the samples of the first version."""
    shutil.copytree(OLD, tmp_path / "terminals")
    return tmp_path / "terminals"


def written(terminals: Path, made: tuple[Upgrade, ...]) -> None:
    for each in made:
        for name, text in each.after.items():
            (terminals / each.folder / name).write_text(text, encoding="utf-8", newline="")


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if inner is None:
        yield path, str(value)
    for key, part in inner or ():
        yield from leaves(part, (*path, key))


def moved(path: tuple[str | int, ...]) -> tuple[str | int, ...] | None:
    """Where a value of version 1 stands now; None for one that is said by what is there."""
    if path[0] == "vpn":
        above: tuple[str | int, ...] = (
            ("remote_access",) if path[1] == "absence_reason" else ("remote_access", "ways", 0)
        )
        return None if path[1] == "present" else (*above, *path[1:])
    if path[0] == "suppliers" and path[-1] == "kind":
        return (*path[:-1], "kinds", 0)
    return (*path, "name") if ".".join(map(str, path[:-1])) in COVERED and isinstance(path[-1], int) else path


@pytest.mark.parametrize("sample", SAMPLES)
def test_nothing_of_the_first_version_is_lost(sample: str, old: Path) -> None:
    before = dict(leaves(load_folder(old, sample).data))
    made, problems = upgrades(old, sample)
    assert problems == ()
    written(old, made)
    after = dict(leaves(load_folder(old, sample).data))
    kept = {path: value for path, value in before.items() if moved(path) is not None}
    assert len(kept) > 1000
    assert {path: after.get(moved(path) or ()) for path in kept} == kept


@pytest.mark.parametrize("sample", SAMPLES)
def test_what_came_of_it_is_a_terminal(sample: str, old: Path) -> None:
    made, _ = upgrades(old, sample)
    written(old, made)
    terminal, problems = load_terminal(load_folder(old, sample))
    assert problems == ()
    assert terminal is not None
    assert terminal.facts_version == FACTS_VERSION
    assert upgrades(old, sample) == ((), ())


@pytest.mark.parametrize("sample", SAMPLES)
def test_comments_stay_in_their_order(sample: str, old: Path) -> None:
    made, _ = upgrades(old, sample)
    looked_at = 0
    for each in made:
        for name, text in each.after.items():
            comments = [line.strip() for line in each.before[name].splitlines() if line.strip().startswith("#")]
            still = [line.strip() for line in text.splitlines() if line.strip() in comments]
            looked_at += len(comments)
            assert still == comments, name
    assert looked_at > 10


def test_what_it_could_not_decide_is_a_todo_and_is_named(old: Path) -> None:
    made, _ = upgrades(old, "aonagi")
    named = {each.fact for upgrade in made for each in upgrade.undecided}
    assert {"risk.threats[].covers", "remote_access.ways[].logs_kept"} <= named
    texts = {f"{each.folder}/{name}": text for each in made for name, text in each.after.items()}
    open_ones = [each for upgrade in made for each in upgrade.undecided if each.code == "upgrade_undecided"]
    assert len(open_ones) > 5
    for each in open_ones:
        lines = [texts[each.file].splitlines()[line - 1] for line in each.lines]
        assert lines
        assert all("TODO" in line and each.fact.rpartition(".")[2] in line for line in lines), each
    written(old, made)
    terminal, _ = load_terminal(load_folder(old, "aonagi"))
    assert terminal is not None
    assert isinstance(terminal.risk.threats[0].covers[0], Todo)
    assert isinstance(terminal.remote_access.ways[0].logs_kept, Todo)


def test_lines_that_became_one_way_in_are_named(old: Path, quaybook: Callable[..., Told]) -> None:
    told = quaybook("upgrade", "aonagi", "--dry-run", "--root", str(old.parent), "--ui-lang", "ja")
    merged = next(line for line in told.out.splitlines() if "一つの入り口にまとめた" in line)
    assert re.match(r"terminals/aonagi/connections\.yml:\d+: remote_access\.ways: ", merged)
    assert "VPN3件（" in merged
    covers = next(line for line in told.out.splitlines() if ": sharing.content[].covers: " in line)
    assert "malware（マルウェアの情報）" in covers


def test_one_line_is_that_of_the_way_in_and_needs_no_word(old: Path) -> None:
    made, _ = upgrades(old, "chitoseura")
    codes = {each.code for upgrade in made for each in upgrade.undecided}
    assert "upgrade_undecided" in codes
    assert not {"upgrade_ways_merged", "upgrade_way_absent"} & codes


def test_a_tos_elsewhere_without_a_way_in_is_named(old: Path, quaybook: Callable[..., Told]) -> None:
    made, _ = upgrades(old, "hoshimisaki")
    (absent,) = [each for upgrade in made for each in upgrade.undecided if each.code == "upgrade_way_absent"]
    (text,) = [upgrade.after[name] for upgrade in made for name in upgrade.after if absent.file.endswith(f"/{name}")]
    assert text.splitlines()[absent.lines[0] - 1].strip() == "ways: []"
    told = quaybook("upgrade", "hoshimisaki", "--dry-run", "--root", str(old.parent), "--ui-lang", "en")
    assert "kind: service_login" in told.out


def test_a_list_that_is_empty_for_the_time_being_is_named(old: Path, quaybook: Callable[..., Told]) -> None:
    path = old / "aonagi" / "terminal.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}requirement_sets: []{MARK}\n", encoding="utf-8")
    made, _ = upgrades(old, "aonagi")
    (empty,) = [each for upgrade in made for each in upgrade.undecided if each.code == "upgrade_empty"]
    assert empty.fact == "requirement_sets"
    told = quaybook("upgrade", "aonagi", "--dry-run", "--root", str(old.parent), "--ui-lang", "ja")
    for code in ("upgrade_empty", "upgrade_undecided", "upgrade_undecided_choice"):
        sentence = load_messages(policy_source(), "ja")[code]["fix"].split("{")[0]
        assert sentence in told.out, code


def test_the_version_of_the_kit_is_not_that_of_the_facts(quaybook: Callable[..., Told]) -> None:
    told = quaybook("--version", "--ui-lang", "ja")
    assert told.code == 0
    assert told.out.split()[1].startswith(__version__)
    assert told.out.rstrip().endswith(f"（facts_version） {FACTS_VERSION}")


def test_check_names_the_command(old: Path, quaybook: Callable[..., Told]) -> None:
    _, problems = load_terminal(load_folder(old, "aonagi"))
    assert [problem.code for problem in problems] == ["facts_of_earlier_version"]
    told = quaybook("check", "aonagi", "--root", str(old.parent), "--ui-lang", "ja")
    assert told.code == 1
    assert "quaybook upgrade aonagi" in told.out + told.err


@pytest.mark.parametrize("version", [str(FACTS_VERSION + 1), "9" * 5000], ids=["next", "countless digits"])
def test_facts_of_a_later_version_are_told_as_such(old: Path, version: str) -> None:
    path = old / "aonagi" / "terminal.yml"
    path.write_text(f"facts_version: {version}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    _, problems = load_terminal(load_folder(old, "aonagi"))
    assert [problem.code for problem in problems] == ["facts_of_later_version"]
    # It can make nothing of them either, and does not say that they are in order.
    assert upgrades(old, "aonagi") == ((), problems)


def test_a_dry_run_writes_nothing(old: Path, quaybook: Callable[..., Told]) -> None:
    before = {path: path.read_bytes() for path in old.rglob("*.yml")}
    told = quaybook("upgrade", "aonagi", "--dry-run", "--root", str(old.parent), "--ui-lang", "en")
    assert told.code == 0
    assert "+remote_access:" in told.out
    assert {path: path.read_bytes() for path in old.rglob("*.yml")} == before


@pytest.mark.parametrize("answer", ["n", "いいえ", None])
def test_without_a_yes_nobody_has_agreed(
    answer: str | None, old: Path, quaybook: Callable[..., Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    def said(_: str) -> str:
        if answer is None:
            raise EOFError
        return answer

    monkeypatch.setattr("builtins.input", said)
    before = {path: path.read_bytes() for path in old.rglob("*.yml")}
    told = quaybook("upgrade", "aonagi", "--root", str(old.parent), "--ui-lang", "en")
    assert told.code == 0
    assert {path: path.read_bytes() for path in old.rglob("*.yml")} == before


def test_what_stood_there_is_kept(old: Path, quaybook: Callable[..., Told]) -> None:
    before = (old / "hoshimisaki" / "connections.yml").read_bytes()
    told = quaybook("upgrade", "hoshimisaki", "--yes", "--root", str(old.parent), "--ui-lang", "ja")
    assert told.code == 0, told.err
    kept = list((old / ".backup").glob("hoshimisaki-*/connections.yml"))
    assert [path.read_bytes() for path in kept] == [before]
    assert load_terminal(load_folder(old, "hoshimisaki"))[1] == ()
    again = quaybook("upgrade", "hoshimisaki", "--yes", "--root", str(old.parent), "--ui-lang", "ja")
    assert again.code == 0
    assert "この版の書き方になっている" in again.out


def test_an_unknown_terminal_is_a_problem(old: Path, quaybook: Callable[..., Told]) -> None:
    told = quaybook("upgrade", "nowhere", "--yes", "--root", str(old.parent), "--ui-lang", "en")
    assert told.code == 1
    assert "nowhere" in told.err


def stepped(text: str) -> str:
    for step in STEPS[2]:
        tree = Tree(text)
        step(tree, TOLD)
        text = tree.result()
    return text


def loaded(text: str, place: Path) -> Any:
    path = place / "facts.yml"
    path.write_text(text, encoding="utf-8", newline="")
    read = read_yaml(path, path.name)
    assert read.problems == []
    return read.data


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("vpn: {present: yes, accounts: 3}\n", ONE),
        ("vpn: {present: no, absence_reason: クラウド}\n", {"absence_reason": "クラウド", "ways": []}),
        ("vpn:\n  present: no\n  absence_reason: クラウド\n", {"absence_reason": "クラウド", "ways": []}),
        ("vpn:\r\n  present: yes\r\n  accounts: 3\r\n", ONE),
        ("vpn:\n  present: yes\n  accounts: 3", ONE),
    ],
)  # fmt: skip
def test_a_vpn_however_it_is_written_becomes_a_way_in(text: str, wanted: dict[str, Any], tmp_path: Path) -> None:
    found = loaded(stepped(text), tmp_path)["remote_access"]
    for way in found["ways"]:
        way.pop("logs_kept")
    assert found == wanted


def test_a_comment_behind_a_vpn_on_one_line_stays(tmp_path: Path) -> None:
    made = stepped("vpn: {present: yes, accounts: 3}  # 2026年に数えた\nlogs: {}\n")
    assert "# 2026年に数えた" in made
    assert loaded(made, tmp_path)["remote_access"]["ways"][0]["accounts"] == "3"
    assert "logs" in loaded(made, tmp_path)


def test_lines_end_as_they_did(tmp_path: Path) -> None:
    made = stepped("risk:\r\n  threats:\r\n    - ウイルス\r\n  cycle_months: 12\r\n")
    assert made.count("\n") == made.count("\r\n")
    assert loaded(made, tmp_path)["risk"]["threats"][0]["name"] == "ウイルス"


def test_a_comment_that_called_a_value_provisional_becomes_the_mark_of_it(old: Path) -> None:
    path = old / "aonagi" / "systems.yml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("removable_media:\n  used: yes\n", f"removable_media:\n  used: yes{MARK}\n")
    path.write_text(text, encoding="utf-8")
    people = old / "aonagi" / "people.yml"
    text = people.read_text(encoding="utf-8").replace("    title: 常務取締役", f"    title: 常務取締役{MARK}", 1)
    people.write_text(text, encoding="utf-8")
    made, _ = upgrades(old, "aonagi")
    written(old, made)
    terminal, problems = load_terminal(load_folder(old, "aonagi"))
    assert problems == ()
    assert terminal is not None
    assert isinstance(terminal.removable_media.used, ProvisionalSwitch)
    assert any(isinstance(person.title, Provisional) for person in terminal.people)
    assert "仮の値" not in path.read_text(encoding="utf-8")


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=30)


@settings(max_examples=80)
@given(st.lists(TEXTS, min_size=1, max_size=4), st.booleans())
def test_any_text_of_a_list_becomes_a_name(entries: list[str], is_flow: bool) -> None:
    quoted = ["'" + entry.replace("'", "''") + "'" for entry in entries]
    text = f"[{', '.join(quoted)}]\n" if is_flow else "".join(f"\n    - {each}  # gone on" for each in quoted) + "\n"
    tree = Tree(stepped(f"risk:\n  threats: {text}"))
    names = [str(tree.pairs(entry)["name"][1].value) for entry in tree.entries("risk", "threats")]
    assert names == entries
    assert tree.text.count("# gone on") == (0 if is_flow else len(entries))
