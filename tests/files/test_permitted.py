"""A place that is not ours is never replaced: what is refused as a place for an output, and what stays as it was."""

from __future__ import annotations

import errno
import json
import os
import pwd
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.__main__ import cli
from mkdocs.utils import DuplicateFilter
from quaybook import mkdocs_plugin
from quaybook.cli import main
from quaybook.files import exchange, marker, permitted
from quaybook.files.clearing import clear
from quaybook.files.marker import MARKER, PUBLISHING, mark, strangers
from quaybook.files.permitted import location_problem, place_problem
from quaybook.files.replacing import put_in_place
from quaybook.files.workshop import Workshop, tidy
from quaybook.intake.new.terminal import SCHEMA_FILE, new_terminal
from quaybook.problems import Problem
from quaybook.resources import policy_source
from quaybook.wording.words import load_messages

from tests.conftest import REPOSITORY, prepared_sample
from tests.helpers.killed import few_documents
from tests.helpers.workspaces import facts_of, write_config, write_facts

OF_A_PERSON = {
    "terminals/here/facts.yml": "facts",
    "terminals/_shared/port/facts.yml": "facts",
    "policy_src/words/own.yml": "own",
    "docs/own.md": "# Own\n",
    "generators/own.py": "own",
    "tests/test_own.py": "own",
    "kit/quaybook.whl": "wheel",
    "notes/one.txt": "a person's only file",
    "papers/deep/deeper/plan.txt": "plan",
    "hidden/.plan": "plan",
    ".git/HEAD": "ref",
    ".github/workflows/own.yml": "own",
    "../../other/letter.txt": "of somebody else",
}
LINKS = {
    "to-terminals": "terminals",
    "to-here": "terminals/here",
    "to-notes": "notes",
    "chain": "chain-2",
    "chain-2": "./chain-3",
    "chain-3": "to-terminals",
    "to-root": ".",
    "to-home": "../",
    "to-docs": "docs",
    "to-empty": "empty",
    "to-nowhere": "nowhere",
    "circle": "circle-2",
    "circle-2": "circle",
    "deep-link": "papers/deep",
}


def seen(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Everything below `folder` with its kind and what is in it, links as links."""
    found = {}
    for path in sorted(folder.rglob("*")):
        mode = path.lstat().st_mode
        content = os.fsencode(path.readlink()) if stat.S_ISLNK(mode) else path.read_bytes() if path.is_file() else b""
        found[str(path.relative_to(folder))] = (stat.S_IFMT(mode), content)
    return found


def put(folder: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def put_output(folder: Path, texts: dict[str, str] | None = None) -> None:
    """What a build has left."""
    put(folder, texts or {"index.html": "former", "ja/policy/backup.html": "former", "ja/word/a.docx": "former"})
    mark(folder, "former", "public")


def what(code: str, language: str = "ja") -> str:
    """The beginning of a message, up to what is filled in."""
    return load_messages(policy_source(), language)[code]["what"].split("{")[0]


@pytest.fixture
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace in the home of a person, where much of his lies, with links to it."""
    home = tmp_path / "home" / "me"
    root = home / "port"
    put(root, OF_A_PERSON)
    (root / "empty").mkdir()
    for name, target in LINKS.items():
        (root / name).symlink_to(target)
    put_output(root / "build" / "output")
    put_output(root / "build" / "with-a-note")
    (root / "build" / "with-a-note" / "ja" / "note.txt").write_text("mine", encoding="utf-8")
    put_output(root / "site")
    write_config(root, "here")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    for name in ("TERMINAL", "PORT", "AUDIENCE", "QUAYBOOK_TODAY", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def mkdocs(port: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """`mkdocs build` of few documents in this process."""
    small = few_documents(prepared_sample("chitoseura"))
    monkeypatch.setattr(mkdocs_plugin, "prepare", lambda *_: (small, ()))
    # MkDocs says the same thing once in a process.
    monkeypatch.setattr(DuplicateFilter, "__call__", lambda *_: True)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(cli, ["build", "-q", "-f", str(port / "mkdocs.yml"), *arguments])

    return run


def set_in_config(root: Path, site_dir: str) -> None:
    config = root / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace(str(root / "site"), site_dir), encoding="utf-8")


HOLDS, WITHIN, NOT_OURS, LINK = "output_holds", "output_within", "output_not_ours", "output_is_link"
NOWHERE, IN_OUTPUT, OTHERS = "output_link_leads_nowhere", "output_in_output", "output_holds_others"
REFUSED = {
    "notes": NOT_OURS,
    "papers": NOT_OURS,
    "papers/deep": NOT_OURS,
    "papers/../notes/": NOT_OURS,
    "hidden": NOT_OURS,
    "build": NOT_OURS,
    "terminals": HOLDS,
    "terminals/": HOLDS,
    "./terminals/here/..": HOLDS,
    "terminals/here": WITHIN,
    "terminals/new": WITHIN,
    "terminals/.new": WITHIN,
    "policy_src": HOLDS,
    "policy_src/new/site": WITHIN,
    "generators": HOLDS,
    "tests/site": WITHIN,
    "kit": HOLDS,
    ".git": WITHIN,
    ".git/site": WITHIN,
    ".github": WITHIN,
    ".venv/site": WITHIN,
    "../../other": HOLDS,
    "../../new": HOLDS,
    "../../other/.git/site": WITHIN,
    "/home": HOLDS,
    "/home/nobody-of-that-name": HOLDS,
    "/Users/nobody-of-that-name": HOLDS,
    str(REPOSITORY): HOLDS,
    str(REPOSITORY / "generators"): HOLDS,
    str(REPOSITORY / "generators" / "quaybook" / "site"): WITHIN,
    str(policy_source() / "site"): WITHIN,
    "to-terminals": HOLDS,
    "to-terminals/new": WITHIN,
    "to-here": WITHIN,
    "to-here/overrides": WITHIN,
    "to-notes": LINK,
    "chain": HOLDS,
    "chain/new": WITHIN,
    "to-root": HOLDS,
    "to-home": HOLDS,
    "to-docs": HOLDS,
    "to-docs/new": WITHIN,
    "to-empty": LINK,
    "to-nowhere": NOWHERE,
    "to-nowhere/site": NOWHERE,
    "circle": NOWHERE,
    "circle/site": NOWHERE,
    "deep-link/deeper": NOT_OURS,
    "mkdocs.yml": "file_in_the_way",
    "mkdocs.yml/site": "file_in_the_way",
    "build/output/ja": IN_OUTPUT,
    "build/output/new/site": IN_OUTPUT,
    "build/with-a-note": OTHERS,
    "/proc": "output_is_mount",
    "x" * 300: "not_written",
}
# What MkDocs refuses in its own words before it asks anybody.
OF_MKDOCS = (".", "..", "../..", "/", "docs", "docs/new", "papers/../docs")


@pytest.mark.parametrize("how", ["--site-dir", "site_dir"])
@pytest.mark.parametrize("place", [*REFUSED, *OF_MKDOCS])
def test_a_site_does_not_come_there(
    tmp_path: Path, port: Path, mkdocs: Callable[..., Result], place: str, how: str
) -> None:
    if how == "site_dir":
        set_in_config(port, place)
    before = seen(tmp_path)
    assert len(before) > 20
    done = mkdocs(*(("--site-dir", place) if how == "--site-dir" else ()))
    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit)
    assert "Traceback" not in done.output
    if place in REFUSED:
        assert what(REFUSED[place]) in done.output
    assert seen(tmp_path) == before


def test_what_mkdocs_refuses_is_refused_without_it(port: Path) -> None:
    """It goes by the letters of the path to `docs_dir` alone, which may lie elsewhere."""
    codes = [getattr(place_problem(Path(place), port), "code", "") for place in OF_MKDOCS]
    assert codes == [WITHIN if place == "docs/new" else HOLDS for place in OF_MKDOCS]


def test_what_no_path_can_hold_is_told(tmp_path: Path, port: Path, mkdocs: Callable[..., Result]) -> None:
    set_in_config(port, '"a\\0b"')
    before = seen(tmp_path)
    done = mkdocs()
    assert isinstance(done.exception, SystemExit)
    assert what("output_not_a_path") in done.output
    assert seen(tmp_path) == before


def test_folders_that_mkdocs_reads_are_nobodys_place(port: Path, mkdocs: Callable[..., Result]) -> None:
    """Wherever they are: the manual may lie outside the workspace, as may what changes the theme."""
    manual, theme = port.parent / "manual", port.parent / "theme"
    manual.mkdir()
    theme.mkdir()
    write_config(port, "here", docs=manual)
    with (port / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write(f"theme:\n  name: material\n  custom_dir: {theme}\n")
    (port / "to-manual").symlink_to(manual)
    for place, code in (("to-manual", HOLDS), ("to-manual/new", WITHIN), (str(theme), HOLDS), (f"{theme}/new", WITHIN)):
        assert what(code) in mkdocs("--site-dir", place).output, place
    assert list(manual.iterdir()) == list(theme.iterdir()) == []


# `quaybook build`.


@pytest.fixture
def build(
    port: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """`quaybook build` up to where MkDocs would be started; its exit code and what it says."""
    monkeypatch.setattr("quaybook.build.prepare", lambda *_, **__: (prepared_sample("chitoseura"), ()))

    def unwanted(*_: object) -> int:
        raise AssertionError("MkDocs was started")

    assert Path.cwd() == port

    monkeypatch.setattr("quaybook.formats.site.run.SiteRun.build", unwanted)

    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["quaybook", "build", *arguments])
        with pytest.raises(SystemExit) as stop:
            main()
        return int(str(stop.value.code)), capsys.readouterr().err

    return run


OUTS = {
    ".": HOLDS,
    "..": HOLDS,
    "../..": HOLDS,
    "/": HOLDS,
    "terminals": HOLDS,
    "terminals/new": WITHIN,
    "docs": HOLDS,
    "docs/new": WITHIN,
    "policy_src": HOLDS,
    "kit/": HOLDS,
    ".git": WITHIN,
    "../../other": HOLDS,
    "to-terminals": HOLDS,
    "chain": HOLDS,
    "to-root": HOLDS,
    "to-home": HOLDS,
    "to-nowhere": NOWHERE,
    "circle": NOWHERE,
    "mkdocs.yml": "file_in_the_way",
    "build/output": IN_OUTPUT,
}


@pytest.mark.parametrize("out", OUTS)
def test_documents_do_not_come_there(tmp_path: Path, build: Callable[..., tuple[int, str]], out: str) -> None:
    before = seen(tmp_path)
    code, told = build("here", "--out", out)
    assert code == 1
    assert what(OUTS[out]) in told
    assert seen(tmp_path) == before


def test_every_terminals_place_is_told_at_once(
    tmp_path: Path, port: Path, build: Callable[..., tuple[int, str]]
) -> None:
    put(port / "out", {"one/public/plan.txt": "mine", "two/controlled/deep/plan.txt": "mine", "four/controlled/x": "x"})
    (port / "out" / "three").symlink_to("../terminals")
    put_output(port / "out" / "five" / "controlled")
    before = seen(tmp_path)
    code, told = build("one", "two", "three", "four", "five", "--out", "out")
    assert code == 1
    assert [line.split(": ")[0] for line in told.splitlines()] == [
        "out/two/controlled",
        "out/three/controlled",
        "out/four/controlled",
    ]
    assert what(WITHIN) in told
    assert seen(tmp_path) == before


def test_mkdocs_is_never_given_a_place_where_something_lies(
    port: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It empties what it is given; here somebody lays something down while it begins."""
    few = few_documents(prepared_sample("chitoseura"))
    monkeypatch.setattr("quaybook.build.prepare", lambda *_, **__: (few, ()))
    place = port / "build" / "here" / "controlled"
    (port / "mkdocs.yml").write_text(
        "site_name: x\nuse_directory_urls: false\nplugins: [quaybook]\nhooks: [hook.py]\n", encoding="utf-8"
    )
    lay_down = f"from pathlib import Path\ndef on_config(config):\n    p = Path({str(place)!r})\n"
    lay_down += "    p.mkdir(parents=True)\n    (p / 'plan.txt').write_text('mine')\n"
    (port / "hook.py").write_text(lay_down, encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["quaybook", "build", "here", "--only", "site"])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 1
    assert "plan.txt" in capsys.readouterr().err
    assert seen(place).keys() == {"plan.txt"}


def test_a_command_builds_twice_into_its_own_place(port: Path) -> None:
    facts = facts_of("chitoseura")
    facts["document_control"] = facts["document_control"] | {"profile": "minimum"}  # type: ignore[operator]
    write_facts(port / "terminals" / "here", facts)
    (port / "kit" / "quaybook.whl").unlink()
    place = port / "build" / "here" / "public"
    command = [str(Path(sys.executable).with_name("quaybook")), "build", "here", "--audience", "public"]
    for extra in ("", ".htaccess", "ja/note.txt"):
        before = seen(place)
        if extra:
            (place / extra).write_text("mine", encoding="utf-8")
        done = subprocess.run(command, cwd=port, capture_output=True, text=True, timeout=300)
        assert done.returncode == (1 if extra == "ja/note.txt" else 0), done.stderr
    assert extra in done.stderr
    assert set(seen(place)) - set(before) == {"ja/note.txt"}
    assert (place / ".htaccess").read_text(encoding="utf-8") == "mine"
    told = json.loads((place / MARKER).read_text(encoding="utf-8"))
    assert (told["terminal"], told["audience"]) == ("here", "public")
    assert list(place.parent.iterdir()) == [place]


# What may be replaced.


@pytest.mark.parametrize(
    "place", ["site", "empty", "build/new/site", "to-terminals/../../../../me/port/site", "notes/new"]
)
@pytest.mark.parametrize("extra", ["--clean", "--dirty"])
def test_an_output_or_nothing_is_replaced(
    tmp_path: Path, port: Path, mkdocs: Callable[..., Result], place: str, extra: str
) -> None:
    before = seen(tmp_path)
    done = mkdocs("--site-dir", place, extra)
    assert done.exit_code == 0, done.output
    site = Path(os.path.abspath(place))
    after, inside = seen(tmp_path), str(site.relative_to(tmp_path))
    made = {path for path in after if path.startswith(inside)}
    assert len(made) > 20
    outside = {
        path: state
        for path, state in after.items()
        if path not in made and not path.startswith(f"{port.relative_to(tmp_path)}/.cache")
    }
    assert {p: s for p, s in outside.items() if p in before} == {
        p: s for p, s in before.items() if not p.startswith(inside)
    }
    assert all(site.is_relative_to(tmp_path / path) for path in outside.keys() - before.keys())
    assert not (site / "ja" / "policy" / "former").exists()
    assert "former" not in (site / "index.html").read_text(encoding="utf-8")


def test_the_marker_lists_every_file_and_nothing_of_the_machine(
    tmp_path: Path, port: Path, mkdocs: Callable[..., Result]
) -> None:
    texts = []
    for _ in range(2):
        assert mkdocs().exit_code == 0
        texts.append((port / "site" / MARKER).read_text(encoding="utf-8"))
    told = json.loads(texts[0])
    files = {path for path, (kind, _) in seen(port / "site").items() if kind == stat.S_IFREG}
    assert told["files"].keys() | {MARKER} == files
    assert len(files) > 20
    assert (told["terminal"], told["audience"]) == ("chitoseura", "controlled")
    # The archive of the site map has the hour in it.
    assert [line for line in texts[0].splitlines() if "sitemap.xml.gz" not in line] == [
        line for line in texts[1].splitlines() if "sitemap.xml.gz" not in line
    ]
    assert str(tmp_path) not in texts[0]
    assert strangers(port / "site") == ()


def test_what_plugins_and_hooks_add_belongs_to_the_output(port: Path, mkdocs: Callable[..., Result]) -> None:
    hook = """
import os
from pathlib import Path
from mkdocs.structure.files import File
def on_files(files, config):
    files.append(File.generated(config, "generated.txt", content="x"))
    return files
def on_post_page(output, page, config):
    Path(config.site_dir, "beside.txt").write_text("x")
    return output
def on_post_build(config):
    site = Path(config.site_dir)
    (site / ".nojekyll").write_text("")
    (site / "a folder").mkdir()
    (site / "link").symlink_to("index.html")
    (site / "last.txt").write_text("x")
"""
    (port / "hook.py").write_text(hook, encoding="utf-8")
    with (port / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("hooks: [hook.py]\n")
    for _ in range(2):
        done = mkdocs()
        assert done.exit_code == 0, done.output
    added = {"generated.txt", "beside.txt", ".nojekyll", "a folder", "link", "last.txt"}
    assert added <= seen(port / "site").keys()
    assert added <= json.loads((port / "site" / MARKER).read_text(encoding="utf-8"))["files"].keys()


def changed(name: str, text: str = "mine") -> Callable[[Path], None]:
    return lambda site: put(site, {name: text})


def as_link(site: Path) -> None:
    (site / "index.html").rename(site.parent / "elsewhere.html")
    (site / "index.html").symlink_to("../elsewhere.html")


def unmarked(site: Path) -> None:
    (site / MARKER).unlink()


def marked_by(text: str) -> Callable[[Path], None]:
    return lambda site: (site / MARKER).write_text(text, encoding="utf-8") and None


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (changed("note.txt"), "note.txt"),
        (changed("ja/deep/deeper/note.txt"), "ja/deep/deeper/note.txt"),
        (changed(".env"), ".env"),
        (changed(".github/x"), ".github/x"),
        (changed("ja/.git/config"), "ja/.git/config"),
        (changed("ja/word/a.docx", "filled in"), "ja/word/a.docx"),
        (changed("ja/word/~$a.docx"), "ja/word/~$a.docx"),
        (lambda site: (site / "album").mkdir(), "album"),
        (lambda site: (site / "note").symlink_to("/nowhere"), "note"),
        (lambda site: os.mkfifo(site / "pipe"), "pipe"),
        (as_link, "index.html"),
        (unmarked, "index.html, ja"),
        (marked_by(""), "index.html, ja"),
        (marked_by("{}"), "index.html, ja"),
        (marked_by("[" * 100_000), "index.html, ja"),
        (marked_by('{"quaybook": "0.1.0", "files": []}'), "index.html, ja"),
        (marked_by('{"quaybook": "0.1.0", "files": {}}'), "index.html, ja/policy/backup.html, ja/word/a.docx"),
    ],
)
def test_what_is_not_of_the_output_keeps_it_there(
    port: Path, mkdocs: Callable[..., Result], change: Callable[[Path], None], told: str
) -> None:
    change(port / "site")
    before = seen(port)
    done = mkdocs()
    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit)
    assert told in done.output
    assert seen(port) == before


def test_what_is_named_is_not_too_much(port: Path) -> None:
    put(port / "site", {f"{number:03}.txt": "mine" for number in range(200)})
    problem = place_problem(port / "site", port)
    assert problem
    assert dict(problem.values)["names"] == "000.txt, 001.txt, 002.txt, 003.txt, 004.txt, …"


def test_what_nobody_has_made_or_somebody_has_deleted_is_no_obstacle(port: Path) -> None:
    site = port / "site"
    put(site, {".DS_Store": "x", "ja/Thumbs.db": "x", "ja/desktop.ini": "x"})
    shutil.rmtree(site / "ja" / "policy")
    (site / "ja" / "word" / "a.docx").unlink()
    assert place_problem(site, port) is None


def test_a_deep_folder_of_a_person_is_told(port: Path) -> None:
    deep = port / "site"
    here = os.open(deep, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("d", dir_fd=here)
        within = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = within
    os.close(here)
    problem = place_problem(port / "site", port)
    subprocess.run(["rm", "-rf", str(deep / "d")], check=True)
    assert problem
    assert problem.code == OTHERS


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO, errno.ENOSPC])
def test_what_cannot_be_looked_into_is_one_clear_message(
    tmp_path: Path, port: Path, mkdocs: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    before, listed = seen(tmp_path), os.listdir

    def refusing(path: object = ".") -> list[str]:
        if Path(os.fsdecode(path)).name == "site":
            raise OSError(number, os.strerror(number), str(path))
        return listed(path)

    monkeypatch.setattr(marker.os, "listdir", refusing)
    done = mkdocs()
    monkeypatch.undo()
    assert isinstance(done.exception, SystemExit)
    assert str(port / "site") in done.output
    assert os.strerror(number) in done.output
    assert seen(tmp_path) == before


def test_a_folder_mounted_a_second_time_is_the_same_folder(port: Path, program: Callable[[str], str]) -> None:
    (port / "mounted").mkdir()
    script = """
        mount --bind terminals mounted || exit 77
        exec "$1" -c 'from pathlib import Path
from quaybook.files.permitted import place_problem
print(*(place_problem(Path(each), Path()).code for each in ("mounted", "mounted/new")))'
    """
    done = subprocess.run(
        [program("unshare"), "-rm", "sh", "-c", script, "sh", sys.executable],
        cwd=port,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY / "generators")},
        capture_output=True,
        text=True,
        timeout=60,
    )
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip("nothing can be mounted here")
    assert done.stdout.split() == [HOLDS, WITHIN], done.stderr


def test_letters_of_another_case_are_no_other_folder(port: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on systems that do not tell them apart: there both paths are one folder."""
    (port / "TERMINALS").mkdir()
    samefile = os.path.samefile

    def one_case(one: Path, other: Path) -> bool:
        return samefile(str(one).replace("TERMINALS", "terminals"), str(other).replace("TERMINALS", "terminals"))

    monkeypatch.setattr(permitted.os.path, "samefile", one_case)
    codes = [getattr(place_problem(port / each, port), "code", "") for each in ("TERMINALS", "TERMINALS/new", "Site")]
    assert codes == [HOLDS, WITHIN, ""]


@pytest.mark.parametrize("known_by", ["environment", "account"])
def test_a_home_is_one_wherever_it_lies(
    tmp_path: Path, port: Path, monkeypatch: pytest.MonkeyPatch, known_by: str
) -> None:
    home = tmp_path / "accounts" / "me"
    (home / "site").mkdir(parents=True)
    if known_by == "environment":
        monkeypatch.setenv("HOME", str(home))
    else:
        account = list(pwd.getpwuid(os.getuid()))
        account[5] = str(home)
        monkeypatch.setattr(pwd, "getpwuid", lambda _: pwd.struct_passwd(account))
    (port / "to-me").symlink_to(home)
    codes = [getattr(place_problem(each, port), "code", "") for each in (home, home.parent, port / "to-me")]
    assert codes == [HOLDS, HOLDS, HOLDS]
    assert place_problem(home / "site", port) is None
    assert place_problem(home.parent / "site", port) is None


def test_no_home_known_is_no_obstacle(port: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> Path:
        raise RuntimeError

    monkeypatch.setattr(permitted.Path, "home", unknown)
    assert place_problem(port / "site", port) is None
    assert location_problem(port / "terminals", port) is not None


# While a site is made.


def made(place: Path) -> Problem | None:
    """A build as both doors do it."""
    workshop = Workshop(place)
    try:
        put_output(workshop.making, {"index.html": "new"})
        return put_in_place(workshop)
    finally:
        workshop.close()


def lay_down_a_file(place: Path) -> None:
    put(place, {"plan.txt": "mine"})


def lay_down_deep(place: Path) -> None:
    put(place, {"ja/deep/plan.txt": "mine"})


def take_the_place(place: Path) -> None:
    shutil.rmtree(place, ignore_errors=True)
    place.write_text("mine", encoding="utf-8")


def link_the_place(place: Path) -> None:
    shutil.rmtree(place, ignore_errors=True)
    place.symlink_to("notes")


def fill_in(place: Path) -> None:
    put(place, {"ja/word/a.docx": "filled in"})


@pytest.mark.parametrize("steps", ["one", "two"])
@pytest.mark.parametrize("moment", ["before", "last"])
@pytest.mark.parametrize("begin", ["site", "new"])
@pytest.mark.parametrize("what_comes", [lay_down_a_file, lay_down_deep, take_the_place, link_the_place, fill_in])
def test_what_comes_while_the_site_is_made_stays(
    tmp_path: Path,
    port: Path,
    monkeypatch: pytest.MonkeyPatch,
    what_comes: Callable[[Path], None],
    begin: str,
    moment: str,
    steps: str,
) -> None:
    place = port / begin
    states = []
    if steps == "two":
        monkeypatch.setattr(exchange, "_system_call", lambda: None)

    def come() -> None:
        what_comes(place)
        states.append(seen_but_workshops(tmp_path))

    workshop = Workshop(place)
    put_output(workshop.making, {"index.html": "new"})
    if moment == "before":
        come()
        # It is not even moved for a moment.
        monkeypatch.delattr(Workshop, "finish")
    else:
        rename, renamed = Path.rename, []

        def and_then_come(self: Path, target: Path) -> Path:
            # The first step of the exchange: from here on nothing is looked at before it is over.
            if not renamed:
                renamed.append(self)
                come()
            return rename(self, target)

        monkeypatch.setattr(Path, "rename", and_then_come)
    problem = put_in_place(workshop)
    workshop.close()
    assert len(states) == 1
    assert problem
    assert problem.code == "output_changed_meanwhile"
    assert seen(tmp_path) == states[0]


@pytest.mark.parametrize("name", PUBLISHING)
def test_what_would_be_taken_over_comes_too_late_for_that(
    port: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    finish = Workshop.finish

    def come(workshop: Workshop) -> Path | None:
        put(port / "site", {f"{name}/own": "mine"})
        return finish(workshop)

    monkeypatch.setattr(Workshop, "finish", come)
    problem = made(port / "site")
    assert problem
    assert dict(problem.values)["names"] == f"{name}/own"
    assert (port / "site" / name / "own").read_text(encoding="utf-8") == "mine"


def seen_but_workshops(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {path: state for path, state in seen(folder).items() if ".partial" not in path}


def test_what_comes_while_mkdocs_builds_is_told(port: Path, mkdocs: Callable[..., Result]) -> None:
    hook = (
        f"from pathlib import Path\ndef on_nav(nav, config, files): Path({str(port / 'site' / 'plan.txt')!r}).touch()\n"
    )
    (port / "hook.py").write_text(hook, encoding="utf-8")
    with (port / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("hooks: [hook.py]\n")
    before = seen(port / "site")
    done = mkdocs()
    assert isinstance(done.exception, SystemExit)
    assert done.exit_code == 1
    assert what("output_changed_meanwhile") in done.output
    assert "plan.txt" in done.output
    assert seen(port / "site") == before | {"plan.txt": (stat.S_IFREG, b"")}
    assert [path.name for path in port.iterdir() if path.name.endswith(".partial")] == []


def test_a_hook_does_not_turn_mkdocs_against_the_facts(
    tmp_path: Path, port: Path, mkdocs: Callable[..., Result]
) -> None:
    (port / "hook.py").write_text("def on_config(config): config.site_dir = 'terminals'\n", encoding="utf-8")
    with (port / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("hooks: [hook.py]\n")
    before = seen(tmp_path)
    done = mkdocs()
    assert done.exit_code == 1
    assert what("output_moved") in done.output
    assert seen(tmp_path) == before


def test_a_file_that_publishes_and_one_that_is_made_do_not_displace_each_other(port: Path) -> None:
    put(port / "site", {".htaccess": "mine", ".git/HEAD": "mine"})
    workshop = Workshop(port / "site")
    put_output(workshop.making, {"index.html": "new", ".htaccess": "made by a hook"})
    problem = put_in_place(workshop)
    workshop.close()
    assert problem
    assert dict(problem.values)["names"] == ".htaccess"
    assert (port / "site" / ".htaccess").read_text(encoding="utf-8") == "mine"
    assert made(port / "site") is None
    assert seen(port / "site").keys() == {"index.html", MARKER, ".htaccess", ".git", ".git/HEAD"}


# Clearing away.


@pytest.mark.parametrize("lock", ["", "note", "quaybook workshop\nnote", "folder", "pipe", "none"])
def test_a_folder_named_like_a_workshop_is_not_cleared_away(port: Path, lock: str) -> None:
    folder = port / f".site.{'0123456789abcdef'}.partial"
    put(folder, {"plan.txt": "mine", "ready/plan.txt": "mine"})
    if lock == "folder":
        (folder / "lock").mkdir()
    elif lock == "pipe":
        os.mkfifo(folder / "lock")
    elif lock != "none":
        put(folder, {"lock": lock})
    before = seen(folder)
    shutil.rmtree(port / "site")
    tidy(port / "site")
    assert seen(folder) == before
    assert not (port / "site").exists()
    assert made(port / "site") is None
    assert seen(folder) == before


def test_what_a_killed_build_has_not_brought_back_is_not_cleared_away(port: Path) -> None:
    """Killed between the exchange and the look at what stood there."""
    workshop = Workshop(port / "site")
    put_output(workshop.making, {"index.html": "new"})
    (port / "site" / "plan.txt").write_text("mine", encoding="utf-8")
    former = workshop.finish()
    assert former
    workshop.close()
    tidy(port / "site")
    assert made(port / "site") is None
    assert (former / "plan.txt").read_text(encoding="utf-8") == "mine"


def test_make_clean_takes_away_what_was_made_only(port: Path, program: Callable[[str], str]) -> None:
    put_output(port / "build" / "a" / "public")
    put_output(port / "build" / "b" / "public")
    put(port / "build", {"b/plan.txt": "mine", ".plan": "mine"})
    put_output(port / "build" / "with-git")
    put(port, {"build/with-git/.git/HEAD": "x", "dist/quaybook-1-py3-none-any.whl": "x", "dist/paper.pdf": "mine"})
    put(port, {".cache/quaybook/x": "x", ".cache/other/x": "mine"})
    before = set(seen(port))
    subprocess.run(
        [program("make"), "-f", str(REPOSITORY / "Makefile"), "clean", f"BIN={Path(sys.executable).parent}"],
        cwd=port,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY / "generators")},
        check=True,
        capture_output=True,
        timeout=60,
    )
    gone = before - set(seen(port))
    top = {path for path in gone if str(Path(path).parent) not in gone}
    assert top == {
        "site",
        "build/output",
        "build/a",
        "build/b/public",
        "dist/quaybook-1-py3-none-any.whl",
        ".cache/quaybook",
    }


def test_clearing_does_not_follow_links(port: Path) -> None:
    put_output(port.parent / "elsewhere")
    put_output(port.parent / "elsewhere" / "deep")
    (port / "to-outputs").symlink_to("../elsewhere")
    (port / "build" / "to-outputs").symlink_to("../../elsewhere")
    before = seen(port.parent / "elsewhere")
    clear(port / "to-outputs")
    clear(port / "build")
    assert seen(port.parent / "elsewhere") == before
    assert not (port / "build" / "output").exists()


def test_a_schema_that_is_there_is_not_written_anew(port: Path) -> None:
    (port / "terminals" / SCHEMA_FILE).symlink_to("../nowhere")
    assert not isinstance(new_terminal(port / "terminals", "new", {}, "20261101-0900"), Problem)
    assert not (port / "nowhere").exists()


# Whatever the folders are.

NAMES = ("a", "b", "terminals", "site", ".git", "docs", "home")
PATHS = st.lists(st.sampled_from(NAMES), min_size=1, max_size=3).map("/".join)
NODES = st.lists(
    st.tuples(PATHS, st.sampled_from(["file", "folder", "output", "note in output", "link"]), PATHS), max_size=8
)


def grown(root: Path, nodes: list[tuple[str, str, str]]) -> None:
    """A tree of what the nodes ask for, as far as one does not stand in the way of another."""
    for path, kind, other in nodes:
        here = root / path
        try:
            here.parent.mkdir(parents=True, exist_ok=True)
            if kind == "file":
                here.write_text("mine", encoding="utf-8")
            elif kind == "link":
                here.symlink_to(os.path.relpath(root / other, here.parent))
            elif kind == "folder" or (here.exists() and any(here.iterdir())):
                here.mkdir(exist_ok=True)
            else:
                put_output(here, {"index.html": "former", "deep/page.html": "former"})
                if kind == "note in output":
                    (here / "note.txt").write_text("mine", encoding="utf-8")
        except OSError:
            continue


def replaceable(root: Path) -> Iterator[str]:
    """What stands in outputs and was listed when they were made."""
    for found in root.rglob(MARKER):
        listed = json.loads(found.read_text(encoding="utf-8"))["files"]
        output = found.parent
        for path in (output, found, *(output / name for name in listed), output / "deep"):
            yield str(path.relative_to(root))


@given(nodes=NODES, place=PATHS, steps=st.sampled_from(["one", "two"]))
@settings(max_examples=300, deadline=None)
def test_nothing_is_lost_whatever_stands_there(nodes: list[tuple[str, str, str]], place: str, steps: str) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        root = Path(folder) / "port"
        (root / "terminals" / "here").mkdir(parents=True)
        (root / "terminals" / "here" / "facts.yml").write_text("facts", encoding="utf-8")
        grown(root, nodes)
        patch.setenv("HOME", str(root / "home"))
        if steps == "two":
            patch.setattr(exchange, "_system_call", lambda: None)
        before, ours = seen(root), set(replaceable(root))
        problem = place_problem(root / place, root)
        if problem is None:
            assert made(root / place) is None
            assert (Path(os.path.realpath(root / place)) / "index.html").read_text(encoding="utf-8") == "new"
        after = seen(root)
        if problem:
            assert after == before
        lost = {path for path, state in before.items() if after.get(path) != state}
        assert lost <= ours
