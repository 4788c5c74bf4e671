"""Nothing is lost: a kill at any moment, a full disk, two builds at once, and facts that are written anew."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import stat
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner, Result
from mkdocs.__main__ import cli
from quaybook import mkdocs_plugin
from quaybook.facts.folder import terminal_ids
from quaybook.files import workshop as places
from quaybook.files.cache import Cache
from quaybook.files.facts_backup import write_facts
from quaybook.files.marker import MARKER, mark
from quaybook.files.refusal import refusal, refused
from quaybook.files.replacing import put_in_place
from quaybook.files.workshop import Workshop, tidy
from quaybook.formats.site.pages import SiteWriter
from quaybook.formats.word.convert import WordWriter
from quaybook.problems import Problem
from quaybook.resources import policy_source
from quaybook.wording.words import load_messages

from tests.conftest import REPOSITORY, prepared_sample
from tests.helpers.editions import edition
from tests.helpers.killed import few_documents
from tests.helpers.workspaces import facts_of, write_config
from tests.helpers.workspaces import write_facts as put_facts

STAMP = "20261101-0900"
FORMER = {"index.html": "former", "ja/policy/backup.html": "former", ".htaccess": "kept"}
CLEAN = {k: v for k, v in os.environ.items() if k != "TERMINAL" and not k.startswith("QUAYBOOK_")}
ENVIRONMENT = CLEAN | {"SOURCE_DATE_EPOCH": "1793491200", "NO_MKDOCS_2_WARNING": "1"}


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def put_tree(folder: Path, texts: dict[str, str]) -> dict[str, bytes]:
    """The folder with nothing but `texts` in it."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return tree(folder)


def put_site(folder: Path, texts: dict[str, str]) -> dict[str, bytes]:
    """The folder as an earlier build has left it, with nothing but `texts` in it."""
    put_tree(folder, texts)
    mark(folder, "former", "public")
    return tree(folder)


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.endswith((".partial", ".old"))]


def clear(folder: Path) -> None:
    for name in leftovers(folder):
        shutil.rmtree(folder / name)


class Victim:
    """A process that does the same thing again and again, and is killed in the midst of it."""

    def __init__(self, scratch: Path, *arguments: object) -> None:
        command = [sys.executable, str(REPOSITORY / "tests" / "helpers" / "killed.py"), *map(str, arguments)]
        self.process = subprocess.Popen(
            command,
            # A killed process leaves its temporary files behind.
            env=ENVIRONMENT | {"TMPDIR": str(scratch)},
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self.answer() == "ready"

    def send(self, point: int) -> None:
        assert self.process.stdin
        print(point, file=self.process.stdin, flush=True)

    def answer(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().rstrip("\n")

    def let(self) -> list[str]:
        """The steps that it took."""
        self.send(0)
        steps = self.answer().split("\t")
        assert len(steps) > 1, steps
        return steps

    def kill(self, point: int) -> None:
        self.send(point)
        assert self.answer() == "killed"

    def close(self) -> None:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        self.process.wait(60)
        self.process.stdout.close()


@pytest.fixture
def victim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Victim]]:
    made: list[Victim] = []

    def make(*arguments: object) -> Victim:
        made.append(Victim(tmp_path_factory.mktemp("scratch"), *arguments))
        return made[-1]

    yield make
    for each in made:
        each.close()


def workspace(root: Path) -> Path:
    (root / "terminals").mkdir()
    # The others hold the whole set, or cannot be made of few documents.
    return write_config(root, "here", "word, workbook")


# Killed.


def test_a_build_killed_at_any_step_leaves_a_whole_site(tmp_path: Path, victim: Callable[..., Victim]) -> None:
    site, cache = tmp_path / "site", tmp_path / ".cache"
    build = victim("site", "chitoseura", workspace(tmp_path))
    former = put_site(site, FORMER)
    build.let()
    whole = tree(site)
    assert len(whole) > 20
    assert whole[".htaccess"] == former[".htaccess"]
    assert sum(name.endswith(".docx") for name in whole) == 2
    put_site(site, FORMER)
    steps = build.let()
    placing = [n for n, step in enumerate(steps, 1) if step.startswith("os.rename")][-3:]
    points = [*placing, placing[-1] + 1, *Random(20261101).sample(range(1, len(steps)), 15)]
    seen: Counter[str] = Counter()
    for point in points:
        put_site(site, FORMER)
        if point >= placing[0]:
            # Nothing to clear away and to convert, so that the steps are counted as they were.
            clear(tmp_path)
        elif point % 2:
            shutil.rmtree(cache, ignore_errors=True)
        build.kill(point)
        found = tree(site)
        assert found in (former, whole), f"killed before step {point}, {steps[point - 1]}"
        seen["whole" if found == whole else "former"] += 1
    assert seen["former"] > 10
    assert seen["whole"] > 0
    assert leftovers(tmp_path)
    # The next build finds nothing in the way and no half result in the cache.
    build.let()
    assert tree(site) == whole
    assert leftovers(tmp_path) == []


def test_a_whole_build_killed_from_outside_leaves_a_whole_site(tmp_path: Path) -> None:
    put_facts(tmp_path / "terminals" / "here", facts_of("chitoseura"))
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(write_config(tmp_path, "here"))]
    environment = ENVIRONMENT | {"TMPDIR": str(tmp_path)}
    former, moments = put_site(tmp_path / "site", FORMER), Random(20261101)
    found = []
    for _ in range(5):
        put_site(tmp_path / "site", FORMER)
        process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        try:
            process.wait(moments.uniform(0.5, 6))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(60)
        found.append(tree(tmp_path / "site"))
    put_site(tmp_path / "site", FORMER)
    subprocess.run(command, env=environment, check=True, timeout=300)
    whole = tree(tmp_path / "site")
    assert len(whole) > 150
    assert [each in (former, whole) for each in found] == [True] * 5
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("steps_of_exchange", ["one", "two"])
def test_an_exchange_killed_at_each_step(tmp_path: Path, victim: Callable[..., Victim], steps_of_exchange: str) -> None:
    """Where it takes two renamings, nothing stands there for a moment; then the next build puts it there."""
    place = tmp_path / "place"
    exchange = victim("exchange", place, steps_of_exchange)
    former = put_site(place, FORMER)
    steps = exchange.let()
    new = tree(place)
    assert new.keys() == {"0.txt", "1.txt", "2.txt", ".htaccess", MARKER}
    assert len(steps) > 10
    seen: Counter[str] = Counter()
    for point in range(1, len(steps) + 1):
        put_site(place, FORMER)
        exchange.kill(point)
        seen["missing"] += not place.exists()
        tidy(place)
        assert tree(place) in (former, new), steps[point - 1]
        seen["new" if tree(place) == new else "former"] += 1
        assert leftovers(tmp_path) == []
    assert seen["former"] > 5
    assert seen["new"] > 0
    assert seen["missing"] == (1 if steps_of_exchange == "two" else 0)


@pytest.mark.parametrize("steps_of_exchange", ["one", "two"])
def test_facts_killed_at_each_step(tmp_path: Path, victim: Callable[..., Victim], steps_of_exchange: str) -> None:
    """Either nothing has changed, or all texts are there and the backup holds what was there before."""
    terminals = tmp_path / "terminals"
    folder, texts = terminals / "here", {"a.yml": "a: old\n", "c.yml": "c: own\n", "overrides/x.j2": "x"}
    write = victim("facts", folder, steps_of_exchange)
    former = put_tree(folder, texts)
    steps = write.let()
    new = tree(folder)
    assert new == former | {"a.yml": b"a: new\n", "b.yml": b"b: new\n"}
    seen: Counter[str] = Counter()
    for point in range(1, len(steps) + 1):
        shutil.rmtree(terminals)
        put_tree(folder, texts)
        write.kill(point)
        assert terminal_ids(terminals) in (("here",), ())
        tidy(folder)
        found = tree(folder)
        assert found in (former, new), steps[point - 1]
        seen["new" if found == new else "former"] += 1
        if found == new:
            assert [tree(each) for each in terminals.glob(".backup/*/")] == [former]
    assert seen["former"] > 10
    assert seen["new"] > 0


# Two at once.


def test_two_builds_at_once_do_not_mix(tmp_path: Path, victim: Callable[..., Victim]) -> None:
    config, site = workspace(tmp_path), tmp_path / "site"
    builds = [victim("site", name, config) for name in ("chitoseura", "hoshimisaki")]
    results = []
    for build in builds:
        build.let()
        results.append(tree(site))
    assert results[0].keys() == results[1].keys()
    assert results[0] != results[1]
    for _ in range(3):
        for build in builds:
            build.send(0)
        for build in builds:
            assert build.answer() != "failed"
        assert tree(site) in results
        assert leftovers(tmp_path) == []
    # One that is killed does not take along what the other is making, nor does that one clear away too much.
    exchange = builds[1].let().index("os.rename site")
    for point in (exchange // 2, exchange - 1):
        builds[0].send(0)
        builds[1].send(point)
        assert builds[1].answer() == "killed"
        assert builds[0].answer() not in ("killed", "failed")
        assert tree(site) == results[0]
    builds[0].let()
    assert leftovers(tmp_path) == []


def test_what_a_living_build_makes_is_left_alone(tmp_path: Path) -> None:
    living, other = Workshop(tmp_path / "site"), Workshop(tmp_path / "site.x")
    put_site(living.making, {"index.html": "one"})
    tidy(tmp_path / "site")
    second = Workshop(tmp_path / "site")
    put_site(second.making, {"index.html": "two"})
    assert second.finish() is None
    second.close()
    assert put_in_place(living) is None
    living.close()
    assert (tmp_path / "site" / "index.html").read_text(encoding="utf-8") == "one"
    assert other.folder.is_dir()
    other.close()
    assert leftovers(tmp_path) == []


# Full, closed, in the way.


@pytest.fixture
def small_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """`mkdocs build` of few documents in this process."""
    small = few_documents(prepared_sample("chitoseura"))
    monkeypatch.setattr(mkdocs_plugin, "prepare", lambda *_: (small, ()))
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    for name in CLEAN.keys() ^ os.environ.keys() - {"LC_ALL"}:
        monkeypatch.delenv(name, raising=False)
    config = workspace(tmp_path)

    def run(site: Path | None = None, strict: bool = False) -> Result:
        if site:
            text = config.read_text(encoding="utf-8").replace(str(tmp_path / "site"), str(site))
            config.write_text(text, encoding="utf-8")
        return CliRunner().invoke(cli, ["build", "--strict" if strict else "-q", "-f", str(config)])

    return run


def said(code: str, language: str = "ja") -> str:
    """The first half of a message, up to what the system adds."""
    return load_messages(policy_source(), language)[code]["what"].split("（")[0].split(" (")[0]


def test_a_file_that_cannot_be_written_is_one_clear_message(
    tmp_path: Path, small_build: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    former = put_site(tmp_path / "site", FORMER)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for language, locale in (("ja", "ja_JP.UTF-8"), ("en", "C")):
        monkeypatch.setenv("LC_ALL", locale)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
        try:
            done = small_build()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert done.exit_code == 1
        assert said("over_size_limit", language) in done.output
        assert str(tmp_path) in done.output
        assert ".partial" not in done.output
        assert isinstance(done.exception, SystemExit)
        assert tree(tmp_path / "site") == former
        assert leftovers(tmp_path) == []


def test_a_place_that_cannot_be_written_to_is_one_clear_message(
    tmp_path: Path, small_build: Callable[..., Result]
) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    # Nobody may make a folder in /sys, not even the administrator.
    for site, code in ((tmp_path / "file", "file_in_the_way"), (Path("/sys/site"), "no_permission")):
        done = small_build(site)
        (tmp_path / "mkdocs.yml").unlink()
        write_config(tmp_path, "here", "word")
        assert done.exit_code == 1
        assert said(code) in done.output
        assert str(site.parent) in done.output
        assert isinstance(done.exception, SystemExit)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_a_full_disk_is_one_clear_message(tmp_path: Path, program: Callable[[str], str]) -> None:
    """On a small file system of its own, which any user may mount in a namespace of his own."""
    config = workspace(tmp_path)
    small = tmp_path / "small"
    small.mkdir()
    config.write_text(
        config.read_text(encoding="utf-8").replace(str(tmp_path / "site"), str(small / "site")), encoding="utf-8"
    )
    script = """
        mount -t tmpfs -o size=1m none "$1" || exit 77
        cp -R "$5" "$1/site"
        echo 0 | "$2" "$3" site chitoseura "$4"
        cat "$1/site/index.html" && echo
        ls -A "$1"
    """
    put_site(tmp_path / "former", {"index.html": "former"})
    arguments = (small, sys.executable, REPOSITORY / "tests" / "helpers" / "killed.py", config, tmp_path / "former")
    done = subprocess.run(
        [program("unshare"), "-rm", "sh", "-c", script, "sh", *map(str, arguments)],
        env=ENVIRONMENT | {"LC_ALL": "ja_JP.UTF-8"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip("no file system can be mounted here")
    ready, answer, *rest = done.stdout.splitlines()
    assert (ready, rest) == ("ready", ["former", "site"])
    assert answer.startswith("refused")
    (line,) = (line for line in done.stderr.splitlines() if line.strip())
    assert said("disk_full") in line
    assert str(small / "site") in line


def test_a_word_file_that_finds_no_room_is_not_taken_for_whole(tmp_path: Path) -> None:
    sample = prepared_sample("chitoseura")
    writer = WordWriter(edition(sample, cache=tmp_path / "cache"))
    (document,) = (d for d in sample.sets["ja"].documents if d.spec.id == "backup")
    # This device takes nothing, as a full disk does.
    (tmp_path / "backup.docx").symlink_to("/dev/full")
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)) as raised:
        writer._convert([document], tmp_path)
    assert raised.value.errno == errno.ENOSPC


def test_a_cache_that_cannot_be_written_only_costs_time(tmp_path: Path, small_build: Callable[..., Result]) -> None:
    (tmp_path / ".cache").write_text("in the way", encoding="utf-8")
    done = small_build()
    assert done.exit_code == 0, done.output
    assert len(list((tmp_path / "site").rglob("*.docx"))) == 2
    assert (tmp_path / ".cache").read_text(encoding="utf-8") == "in the way"


def test_a_bug_keeps_its_traceback(
    tmp_path: Path, small_build: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    former = put_site(tmp_path / "site", FORMER)
    for error in (KeyError("bug"), FileNotFoundError(errno.ENOENT, "bug", "a template")):

        def broken(*_: object, raised: Exception = error) -> None:
            raise raised

        monkeypatch.setattr(SiteWriter, "pages", broken)
        done = small_build()
        assert done.exception is error
        assert tree(tmp_path / "site") == former
        assert leftovers(tmp_path) == []


def test_each_refusal_has_a_message_with_a_place(tmp_path: Path) -> None:
    messages = {language: load_messages(policy_source(), language) for language in ("ja", "en")}
    numbers = [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG, errno.EIO, errno.EBUSY]
    for number in numbers:
        # A failed write does not name its file.
        for named in ((), (str(tmp_path / ".site.0123456789abcdef.partial" / "site" / "a.html"),)):
            error = OSError(number, os.strerror(number), *named)
            assert refused(error)
            problem = refusal(error, tmp_path)
            assert problem.file == str(tmp_path / "site" if named else tmp_path)
            assert dict(problem.values)["detail"] == os.strerror(number)
            assert problem.code in messages["ja"].keys() & messages["en"].keys()
    assert refusal(FileNotFoundError(errno.ENOENT, "nowhere"), tmp_path).code == "no_temporary_folder"
    assert not refused(FileNotFoundError(errno.ENOENT, "gone", "a file"))
    assert not refused(ValueError())


def test_a_strict_build_that_fails_leaves_the_former_site(tmp_path: Path, small_build: Callable[..., Result]) -> None:
    former = put_site(tmp_path / "site", FORMER)
    (tmp_path / "docs" / "own.md").write_text("[nowhere](nowhere.md)\n", encoding="utf-8")
    done = small_build(strict=True)
    assert done.exit_code == 1
    assert tree(tmp_path / "site") == former
    assert leftovers(tmp_path) == []
    assert small_build().exit_code == 0
    assert len(tree(tmp_path / "site")) > 20


def made_anew(place: Path) -> None:
    """A site with one page comes to its place."""
    workshop = Workshop(place)
    put_tree(workshop.making, {"index.html": "new"})
    mark(workshop.making, "here", "public")
    assert put_in_place(workshop) is None
    workshop.close()


def test_a_site_stays_closed_to_those_to_whom_it_was_closed(tmp_path: Path) -> None:
    site = tmp_path / "site"
    for mode in (0o700, 0o750, 0o755):
        put_site(site, FORMER)
        site.chmod(mode)
        made_anew(site)
        assert (site / "index.html").read_text(encoding="utf-8") == "new"
        assert site.stat().st_mode & 0o777 == mode


def test_of_hidden_files_only_those_that_publish_the_site_are_kept(tmp_path: Path) -> None:
    site = tmp_path / "site"
    kept = {
        ".git/config": "ours",
        ".nojekyll": "",
        ".htaccess": "x",
        ".well-known/a/b.txt": "x",
        ".domains": "example.jp",
    }
    put_tree(site, {"index.html": "former", ".notes/controlled.txt": "secret", ".env": "secret"})
    # These were made with the site, by a hook perhaps.
    os.mkfifo(site / ".pipe")
    mark(site, "here", "public")
    for name, text in kept.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
    (site / ".git" / "link").symlink_to("config")
    os.mkfifo(site / ".git" / "pipe")
    made_anew(site)
    assert tree(site).keys() == {"index.html", MARKER, ".git/link", *kept}
    assert (site / ".git" / "link").is_symlink()
    assert {path.name for path in site.iterdir()} == {"index.html", MARKER, *(name.split("/")[0] for name in kept)}
    assert leftovers(tmp_path) == []


def test_a_hidden_file_that_cannot_be_read_is_one_clear_message(
    tmp_path: Path, small_build: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    former = put_site(tmp_path / "site", FORMER | {".git/HEAD": "x", ".git/locked": "x", ".git/open": "x"})
    os.mkfifo(tmp_path / "site" / ".git" / "pipe")
    copied = shutil.copy2

    def refusing(source: Path, *arguments: Any, **options: Any) -> Any:
        if Path(source).name == "locked":
            raise PermissionError(errno.EACCES, "no", str(source))
        return copied(source, *arguments, **options)

    monkeypatch.setattr(shutil, "copy2", refusing)
    done = small_build()
    assert isinstance(done.exception, SystemExit)
    assert done.exit_code == 1
    assert said("no_permission") in done.output
    assert str(tmp_path / "site" / ".git" / "locked") in done.output
    (tmp_path / "site" / ".git" / "pipe").unlink()
    assert tree(tmp_path / "site") == former
    assert leftovers(tmp_path) == []


def test_a_lock_that_is_refused_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So on Windows, where one that another process holds is a matter of permission."""
    held = PermissionError(errno.EACCES, "locked")
    locked, refusals = places._locked, [held, BlockingIOError(errno.EAGAIN, "locked")]

    def refusing(path: Path, flags: int) -> int:
        file = locked(path, flags)
        if refusals:
            os.close(file)
            raise refusals.pop()
        return file

    monkeypatch.setattr(places, "_locked", refusing)
    made_anew(tmp_path / "site")
    assert refusals == []
    assert tree(tmp_path / "site").keys() == {"index.html", MARKER}
    assert leftovers(tmp_path) == []
    refusals += [held] * 1000
    with pytest.raises(PermissionError):
        Workshop(tmp_path / "site")
    assert leftovers(tmp_path) == []


# The cache.


def test_a_damaged_result_is_not_served(tmp_path: Path) -> None:
    cache, content = Cache(tmp_path / "cache"), b"docx" * 1000
    cache.put("ab12", content)
    assert cache.get("ab12") == content
    (entry,) = (path for path in cache.folder.rglob("*") if path.is_file())
    whole = entry.read_bytes()
    for damaged in (b"", whole[:20], whole[:-1], whole[:32], content, whole[:-1] + b"y"):
        entry.write_bytes(damaged)
        assert cache.get("ab12") is None
    assert cache.get("cd34") is None
    leftover = entry.with_name("ab12.0123")
    leftover.write_bytes(whole[:50])
    cache.put("ab12", content)
    assert cache.get("ab12") == content
    assert not leftover.exists()


def test_a_leftover_that_cannot_be_removed_is_left(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    cache.put("ab12", b"docx")
    (entry,) = (path for path in cache.folder.rglob("*") if path.is_file())
    # A folder stands for a file of somebody else.
    leftover = entry.with_name("ab12.0123")
    leftover.mkdir()
    cache.put("ab12", b"new")
    assert cache.get("ab12") == b"new"
    assert cache.problem() is None
    assert leftover.is_dir()


def test_a_result_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("", encoding="utf-8")
    cache = Cache(tmp_path / "cache")
    assert cache.problem() is None
    cache.put("ab12", b"docx")
    assert cache.get("ab12") is None
    problem = cache.problem()
    assert problem
    assert (problem.code, problem.file) == ("cache_unused", str(tmp_path / "cache"))


# Facts.


def test_facts_are_written_anew_and_kept(tmp_path: Path) -> None:
    terminals = tmp_path / "terminals"
    folder = terminals / "here"
    assert write_facts(folder, {"a.yml": "a: 一\n"}, STAMP) is None
    assert (folder / "a.yml").read_bytes() == "a: 一\n".encode()
    assert not (terminals / ".backup").exists()
    put_tree(folder / "overrides", {"documents/x.j2": "own"})
    (folder / "a.yml").chmod(0o600)
    former = tree(folder)
    kept = write_facts(folder, {"a.yml": "a: 二\n", "b.yml": "b: 二\n"}, STAMP)
    assert kept == terminals / ".backup" / f"here-{STAMP}"
    assert tree(kept) == former
    second = tree(folder)
    assert second == former | {"a.yml": "a: 二\n".encode(), "b.yml": "b: 二\n".encode()}
    assert (folder / "a.yml").stat().st_mode & 0o777 == 0o600
    # The same minute again and again: no backup takes the place of another.
    again = write_facts(folder, {"a.yml": "a: 三\n"}, STAMP)
    assert again == terminals / ".backup" / f"here-{STAMP}-2"
    assert (tree(kept), tree(again)) == (former, second)
    more = {write_facts(folder, {"a.yml": f"a: {n}\n"}, STAMP) for n in range(10)}
    assert {each.name for each in more if isinstance(each, Path)} == {f"here-{STAMP}-{n}" for n in range(3, 13)}
    assert terminal_ids(terminals) == ("here",)
    assert sorted(path.name for path in terminals.iterdir()) == [".backup", "here"]


def test_an_empty_folder_needs_no_backup(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    assert write_facts(tmp_path / "here", {"a.yml": "a: 1\n"}, STAMP) is None
    assert tree(tmp_path / "here") == {"a.yml": b"a: 1\n"}
    assert list((tmp_path / ".backup").glob("here*")) == []


def test_a_text_does_not_follow_a_link_out_of_the_folder(tmp_path: Path) -> None:
    outside = tmp_path / "shared.yml"
    outside.write_text("shared", encoding="utf-8")
    folder = tmp_path / "terminals" / "here"
    folder.mkdir(parents=True)
    (folder / "a.yml").symlink_to(outside)
    kept = write_facts(folder, {"a.yml": "a: 1\n"}, STAMP)
    assert isinstance(kept, Path)
    assert outside.read_text(encoding="utf-8") == "shared"
    assert (folder / "a.yml").read_bytes() == b"a: 1\n"
    assert (kept / "a.yml").is_symlink()


def test_facts_that_cannot_be_written_change_nothing(tmp_path: Path) -> None:
    terminals = tmp_path / "terminals"
    former = put_tree(terminals / "here", {"a.yml": "a: 1\n", "c.yml": "c: 1\n"})
    (terminals / "file").write_text("mine", encoding="utf-8")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        found = write_facts(terminals / "here", {"a.yml": "a: 2\n", "b.yml": "b" * 5000}, STAMP)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert isinstance(found, Problem)
    assert found.code == "over_size_limit"
    in_the_way = write_facts(terminals / "file", {"a.yml": "a: 2\n"}, STAMP)
    assert isinstance(in_the_way, Problem)
    assert in_the_way.code == "file_in_the_way"
    assert tree(terminals / "here") == former
    assert (terminals / "file").read_text(encoding="utf-8") == "mine"
    assert leftovers(terminals) == []
    assert list((terminals / ".backup").glob("here*")) == []


def test_a_disk_that_cannot_be_asked_about_folders_takes_facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, asked, to_disk = tmp_path / "terminals" / "here", [], os.fsync
    put_tree(folder, {"a.yml": "a: 1\n"})

    def refusing(file: int) -> None:
        asked.append(stat.S_ISDIR(os.fstat(file).st_mode))
        if asked[-1]:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        to_disk(file)

    monkeypatch.setattr(os, "fsync", refusing)
    kept = write_facts(folder, {"a.yml": "a: 2\n"}, STAMP)
    assert kept == tmp_path / "terminals" / ".backup" / f"here-{STAMP}"
    assert set(asked) == {True, False}
    assert tree(folder) == {"a.yml": b"a: 2\n"}

    def failing(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", failing)
    found = write_facts(folder, {"a.yml": "a: 3\n"}, STAMP)
    assert isinstance(found, Problem)
    assert found.code == "not_written"
    assert tree(folder) == {"a.yml": b"a: 2\n"}


def test_what_is_closed_or_set_by_its_owner_stays_so(tmp_path: Path) -> None:
    folder, backups = tmp_path / "here", tmp_path / ".backup"
    put_tree(folder, {"a.yml": "a: 1\n"})
    folder.chmod(0o700)
    assert isinstance(write_facts(folder, {"a.yml": "a: 2\n"}, STAMP), Path)
    assert [each.stat().st_mode & 0o777 for each in (folder, backups)] == [0o700, 0o700]
    assert (backups / ".gitignore").read_text(encoding="utf-8") == "*\n"
    (backups / ".gitignore").write_text("# mine\n", encoding="utf-8")
    backups.chmod(0o750)
    assert isinstance(write_facts(folder, {"a.yml": "a: 3\n"}, STAMP), Path)
    assert (backups / ".gitignore").read_text(encoding="utf-8") == "# mine\n"
    assert backups.stat().st_mode & 0o777 == 0o750
