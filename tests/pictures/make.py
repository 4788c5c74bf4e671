"""The pictures of README and manual, made of the samples by this very kit: `make pictures`, then look at each.

Needs Chromium, LibreOffice and poppler. Papers have sixteen greys and screens the size of a column, so that the
manual, which lies in every site of a sample, stays light.
"""

from __future__ import annotations

import html
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from math import dist
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

REPOSITORY = Path(__file__).resolve().parent.parent.parent
PICTURES = REPOSITORY / "docs" / "images"
LARGE, SMALL = "aonagi", "chitoseura"
# A sheet with an answer that is not known yet.
SHEET, OPEN = "18 外から入る経路と認証", "未定："
LINES = 24
# Pictures of pages: of which sample, and the heading from which on they are shown.
SHOWN = (
    ("site-page", LARGE, "policy/backup", "第2章"),
    ("dashboard", SMALL, "status/dashboard", "節ごとの対応状況"),
)
WINDOW = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; background: #0c0c0c; color: #ddd; width: 880px; }
pre { margin: 0; padding: 14px 18px; font: 14px/1.5 "Noto Sans Mono CJK JP", monospace; white-space: pre-wrap; }
</style><pre>%s</pre>"""


def run(*command: str | Path) -> str:
    environment = os.environ | {"PYTHONUTF8": "1", "LANG": "C.UTF-8"}
    done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stdout[-2000:] + done.stderr[-2000:])
    return done.stdout


def quaybook(*arguments: str | Path) -> str:
    return run(sys.executable, "-c", "from quaybook.cli import main; main()", *arguments, "--ui-lang", "ja")


def lines_of(pdf: Path, page: int, *how: str) -> list[bytes]:
    """A page as rows of samples, a byte each."""
    command = ["pdftoppm", *how, "-f", str(page), "-l", str(page), str(pdf)]
    kind, size, _, samples = subprocess.run(command, capture_output=True, check=True).stdout.split(b"\n", 3)
    width = int(size.split()[0]) * {b"P5": 1, b"P6": 3}[kind]
    return [samples[start : start + width] for start in range(0, len(samples), width)]


def paper(pdf: Path, pages: Sequence[int], dots: int, picture: str) -> None:
    """Pages beside each other, in sixteen greys."""
    beside = zip(*(lines_of(pdf, page, "-gray", "-r", str(dots)) for page in pages), strict=True)
    rows = [b"".join(parts) for parts in beside]
    width = len(rows[0]) // 2 * 2
    packed = [bytes((a & 0xF0) | b >> 4 for a, b in zip(row[:width:2], row[1:width:2], strict=True)) for row in rows]
    write(picture, (width, len(rows), 4, 0), packed)


def coloured(pdf: Path, page: int, dots: int, height: int, picture: str) -> None:
    """The upper part of a page, in the colours that are most of it."""
    rough = bytes(value & 0xF0 | value >> 4 for value in range(256))
    rows = [row.translate(rough) for row in lines_of(pdf, page, "-r", str(dots), "-H", str(height))]
    points = [list(zip(row[::3], row[1::3], row[2::3], strict=True)) for row in rows]
    seen = [colour for colour, _ in Counter(chain.from_iterable(points)).most_common()]
    kept = seen[:256]
    place = {colour: min(range(len(kept)), key=lambda at: dist(colour, kept[at])) for colour in seen}
    packed = [bytes(place[colour] for colour in row) for row in points]
    write(picture, (len(packed[0]), len(rows), 8, 3), packed, (b"PLTE", bytes(chain.from_iterable(kept))))


def write(picture: str, head: tuple[int, int, int, int], rows: Iterable[bytes], *more: tuple[bytes, bytes]) -> None:
    """A PNG: width, height, bits of a sample and kind of colour, then its rows."""
    data = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    parts = ((b"IHDR", struct.pack(">IIBBBBB", *head, 0, 0, 0)), *more, (b"IDAT", data), (b"IEND", b""))
    told = (struct.pack(">I", len(c)) + name + c + struct.pack(">I", zlib.crc32(name + c)) for name, c in parts)
    (PICTURES / picture).write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(told))


def printed(file: Path) -> Path:
    """What an office program prints of a file."""
    run(
        "soffice",
        f"-env:UserInstallation={(file.parent / 'office').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        file.parent,
        file,
    )
    return file.with_suffix(".pdf")


def page_with(pdf: Path, *texts: str) -> int:
    pages = run("pdftotext", pdf, "-").split("\f")
    return next(number for number, page in enumerate(pages, 1) if all(text in page for text in texts))


def screens(page: Page, sites: Path) -> None:
    """Pages of the sites, and what the console shows."""
    shown = "\n".join(quaybook("check", SMALL).splitlines()[:LINES])
    page.set_content(WINDOW % html.escape(f"> quaybook check {SMALL}\n{shown}\n…"))
    page.locator("pre").screenshot(path=PICTURES / "check.png")
    for name, sample, path, heading in SHOWN:
        page.goto((sites / sample / "controlled" / "ja" / f"{path}.html").as_uri())
        page.get_by_role("heading", name=heading).evaluate("heading => heading.scrollIntoView()")
        page.screenshot(path=PICTURES / f"{name}.png")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = Path(folder)
        quaybook("build", SMALL, "--only", "site,binder", "--out", root)
        quaybook("build", LARGE, "--only", "site,word", "--out", root)
        binder = root / SMALL / "controlled" / "ja" / "binder"
        paper(binder / "sheets" / "C-03.pdf", [1], 72, "card.png")
        paper(binder / "command.pdf", [1, 3], 54, "binder.png")
        word = next((root / LARGE / "controlled" / "ja" / "word").glob("*-backup.docx"))
        paper(printed(Path(shutil.copy(word, root))), [1], 64, "word-page.png")
        quaybook("intake", "export", SMALL, root / "hearing.xlsx")
        sheet = printed(root / "hearing.xlsx")
        coloured(sheet, page_with(sheet, SHEET, OPEN), 112, 720, "intake-sheet.png")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        screens(browser.new_page(viewport={"width": 1000, "height": 600}), root)
        browser.close()
    for picture in sorted(PICTURES.glob("*.png")):
        print(f"{picture.stat().st_size // 1024:>5} kB  {picture.name}")


if __name__ == "__main__":
    main()
