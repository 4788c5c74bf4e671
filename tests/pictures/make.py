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
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

REPOSITORY = Path(__file__).resolve().parent.parent.parent
PICTURES = REPOSITORY / "docs" / "images"
LARGE, SMALL = "aonagi", "chitoseura"
SHEET = "18 VPNと認証"
LINES = 24
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


def paper(pdf: Path, pages: Sequence[int], dots: int, picture: str) -> None:
    """Pages beside each other, in sixteen greys."""
    rows: list[bytes] = []
    for page in pages:
        found = subprocess.run(
            ["pdftoppm", "-gray", "-r", str(dots), "-f", str(page), "-l", str(page), pdf],
            capture_output=True,
            check=True,
        )
        head, size, _, pixels = found.stdout.split(b"\n", 3)
        assert head == b"P5"
        width = int(size.split()[0])
        lines = [pixels[start : start + width] for start in range(0, len(pixels), width)]
        rows = [a + b for a, b in zip(rows, lines, strict=True)] if rows else lines
    width = len(rows[0]) // 2 * 2
    packed = (bytes((a & 0xF0) | b >> 4 for a, b in zip(row[:width:2], row[1:width:2], strict=True)) for row in rows)
    data = zlib.compress(b"".join(b"\0" + row for row in packed), 9)
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", width, len(rows), 4, 0, 0, 0, 0)), (b"IDAT", data), (b"IEND", b""))
    written = (struct.pack(">I", len(c)) + n + c + struct.pack(">I", zlib.crc32(n + c)) for n, c in chunks)
    (PICTURES / picture).write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(written))


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


def page_with(pdf: Path, text: str) -> int:
    pages = run("pdftotext", pdf, "-").split("\f")
    return next(number for number, page in enumerate(pages, 1) if page.lstrip().startswith(text))


def screens(page: Page, sites: Path) -> None:
    """Pages of the sites, and what the console shows."""
    shown = "\n".join(quaybook("check", SMALL).splitlines()[:LINES])
    page.set_content(WINDOW % html.escape(f"> quaybook check {SMALL}\n{shown}\n…"))
    page.locator("pre").screenshot(path=PICTURES / "check.png")
    for name, sample, path in (("site-page", LARGE, "policy/backup"), ("dashboard", SMALL, "status/dashboard")):
        page.goto((sites / sample / "controlled" / "ja" / f"{path}.html").as_uri())
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
        number = str(page_with(sheet, SHEET))
        run(
            "pdftoppm",
            "-png",
            "-singlefile",
            "-r",
            "84",
            "-f",
            number,
            "-l",
            number,
            "-H",
            "560",
            sheet,
            PICTURES / "intake-sheet",
        )
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        screens(browser.new_page(viewport={"width": 1000, "height": 640}), root)
        browser.close()
    for picture in sorted(PICTURES.glob("*.png")):
        print(f"{picture.stat().st_size // 1024:>5} kB  {picture.name}")


if __name__ == "__main__":
    main()
