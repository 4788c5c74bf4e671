"""A full build of the large sample against bare MkDocs and bare pandoc over the same pages, in one run.

Prints one line per part and the ratio; fails if the ratio exceeds the target of the design.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pypandoc
import yaml
from quaybook.build import editions
from quaybook.files.cache import Cache
from quaybook.formats.contract import Edition
from quaybook.formats.for_pandoc import READER
from quaybook.formats.site.format import SiteFormat
from quaybook.formats.word.convert import WordWriter
from quaybook.pipeline import Workspace, prepare

REPOSITORY = Path(__file__).resolve().parent.parent.parent
SAMPLE = "aonagi"
TODAY = date(2026, 11, 1)
TARGET = 0.9
MEMORY_MB = 400


def timed(command: list[str], cwd: Path, environment: dict[str, str] | None = None) -> tuple[float, float]:
    """Seconds of one command, and its own peak memory in MB (its children left out)."""
    start = time.perf_counter()
    code = (
        "import resource,runpy,sys\n"
        "sys.argv=sys.argv[1:]\n"
        "try:\n runpy.run_module(sys.argv[0], run_name='__main__', alter_sys=True)\n"
        "finally:\n print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=open('peak', 'w'))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command], cwd=cwd, capture_output=True, text=True, env=environment
    )
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    return time.perf_counter() - start, int((cwd / "peak").read_text()) / 1024


def full_build(root: Path) -> tuple[float, float]:
    """The site with all Word files, with nothing kept from before."""
    shutil.copytree(REPOSITORY / "terminals", root / "terminals")
    shutil.copy(REPOSITORY / "mkdocs.yml", root)
    (root / "docs").mkdir()
    own = {"QUAYBOOK_TERMINAL": SAMPLE, "XDG_CACHE_HOME": str(root / "user")}
    return timed(["mkdocs", "build", "--strict"], root, os.environ | own)


def edition(root: Path) -> Edition:
    """The sample as formats take it."""
    prepared, problems = prepare(Workspace(REPOSITORY), SAMPLE, TODAY)
    assert prepared is not None, problems
    return editions(prepared, Cache(root / "cache"))[0]


def bare_pages(root: Path) -> tuple[float, int]:
    """The same pages written out as files, built by MkDocs alone with the same theme and extensions."""
    artifacts = SiteFormat().artifacts(edition(root))
    for path, artifact in artifacts.items():
        (root / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "docs" / path).write_bytes(artifact.made)
    config = yaml.safe_load((REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8"))
    config["plugins"] = [p for p in config["plugins"] if not (isinstance(p, dict) and "quaybook" in p)]
    (root / "mkdocs.yml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    return timed(["mkdocs", "build"], root)[0], sum(path.endswith(".md") for path in artifacts)


def bare_pandoc(root: Path) -> tuple[float, int]:
    """The same documents through pandoc alone, on the same cores."""
    of = edition(root)
    writer = WordWriter(of)
    reference = root / "reference.docx"
    reference.write_bytes(writer.reference)
    texts = []
    for document in of.documents.documents:
        if not document.spec.kind.is_page:
            texts.append((root / f"{document.spec.id}.md", root / f"{document.spec.id}.docx"))
            # Pictures are drawn, not converted: they are no part of pandoc's floor.
            texts[-1][0].write_text(writer.markdown(document).replace("![", "["), encoding="utf-8")

    def convert(pair: tuple[Path, Path]) -> None:
        options = [f"--from={READER}", "--to=docx", f"--reference-doc={reference}", "--columns=10"]
        subprocess.run([pypandoc.get_pandoc_path(), *options, str(pair[0]), "-o", str(pair[1])], check=True)

    start = time.perf_counter()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(convert, texts))
    return time.perf_counter() - start, len(texts)


def main() -> None:
    """Measures, prints, judges."""
    with tempfile.TemporaryDirectory() as folder:
        rooms = [Path(folder) / name for name in ("full", "bare", "pandoc")]
        for room in rooms:
            room.mkdir()
        bare, pages = bare_pages(rooms[1])
        pandoc, documents = bare_pandoc(rooms[2])
        full, memory = full_build(rooms[0])
    ratio = full / (bare + pandoc)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"bare mkdocs, {pages} pages        {bare:6.1f} s")
    print(f"bare pandoc, {documents} documents    {pandoc:6.1f} s")
    print(f"full build                    {full:6.1f} s   ratio {ratio:.2f} (target {TARGET})")
    print(f"peak memory of the build      {memory:6.0f} MB (target {MEMORY_MB}; this script {own:.0f} MB)")
    raise SystemExit(0 if ratio <= TARGET and memory <= MEMORY_MB else 1)


if __name__ == "__main__":
    main()
