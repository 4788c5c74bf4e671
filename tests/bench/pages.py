"""How soon a page shows something on a processor six times slower, against a bare page of the theme with the same text.

Opened from a folder in Chromium, each page several times. Prints one line per page, and what pages and the site weigh;
fails if a ratio or a weight exceeds its target. Seconds hang on the machine, so they are printed beside their aim and
judged by nobody but the reader.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import yaml
from playwright.sync_api import Browser, sync_playwright
from quaybook.build import editions
from quaybook.files.cache import Cache
from quaybook.formats.site.pages import SiteWriter
from quaybook.pipeline import Workspace, prepare

REPOSITORY = Path(__file__).resolve().parent.parent.parent
SAMPLE = "aonagi"
TODAY = date(2026, 11, 1)
# Of the documents that are opened in a hurry or are long: the pages, the longest chapter of the findings among them.
PAGES = (
    "index",
    "ja/status/findings",
    "ja/status/findings/s-mlit-interim-1-3-2",
    "ja/audit/matrix",
    "ja/register/register-contacts",
)
TIMES, SLOWER = 7, 6
TARGET, AIM, PAGE_KB, SITE_MB = 2.0, 1.5, 300, 25
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def mkdocs(root: Path, settings: Mapping[str, object]) -> Path:
    """The site that MkDocs makes in `root`."""
    (root / "mkdocs.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    (root / "docs").mkdir(exist_ok=True)
    done = subprocess.run([sys.executable, "-m", "mkdocs", "build"], cwd=root, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    return root / "site"


def own(root: Path) -> Path:
    """The kit's site with the manual, without files of other formats."""
    settings = yaml.safe_load((REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8"))
    *others, kit = settings["plugins"]
    kit["quaybook"] |= {"formats": [], "terminal": SAMPLE}
    (root / "terminals").symlink_to(REPOSITORY / "terminals")
    shutil.copytree(REPOSITORY / "docs", root / "docs")
    return mkdocs(root, settings | {"plugins": [*others, kit]})


def bare(root: Path) -> Path:
    """The texts of the pages with the same theme and extensions, and nothing else."""
    prepared, problems = prepare(Workspace(REPOSITORY), SAMPLE, TODAY)
    assert prepared is not None, problems
    texts = SiteWriter(editions(prepared, Cache(root / "cache"))[0]).pages()
    for page in PAGES:
        (root / "docs" / f"{page}.md").parent.mkdir(parents=True, exist_ok=True)
        (root / "docs" / f"{page}.md").write_text(texts[f"{page}.md"][1], encoding="utf-8")
    settings = yaml.safe_load((REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8"))
    theme = {"name": "material", "language": "ja", "font": False}
    return mkdocs(root, settings | {"theme": theme, "plugins": []})


def first_paints(browser: Browser, sites: Iterable[Path], page: str) -> list[float]:
    """Seconds to the first paint of the page of each site, the median of several turns, in which each comes once."""
    found: dict[Path, list[float]] = {site: [] for site in sites}
    for _ in range(TIMES):
        for site, seconds in found.items():
            context = browser.new_context(viewport={"width": 390, "height": 844}, offline=True)
            opened = context.new_page()
            context.new_cdp_session(opened).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            opened.goto((site / f"{page}.html").as_uri())
            opened.wait_for_function(f"() => {FIRST_PAINT}")
            seconds.append(opened.evaluate(FIRST_PAINT) / 1000)
            context.close()
    return [statistics.median(seconds) for seconds in found.values()]


def weights(site: Path) -> tuple[float, float]:
    """Kilobytes of the heaviest page, and megabytes of the site."""
    files = {path: path.stat().st_size for path in site.rglob("*") if path.is_file()}
    return max(size for path, size in files.items() if path.suffix == ".html") / 1000, sum(files.values()) / 1_000_000


def main() -> None:
    """Measures, prints, judges."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("chromium is not installed")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        rooms = [Path(folder) / name for name in ("own", "bare")]
        for room in rooms:
            room.mkdir()
        sites = [own(rooms[0]), bare(rooms[1])]
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        found = {page: first_paints(browser, sites, page) for page in PAGES}
        browser.close()
        page_kb, site_mb = weights(sites[0])
    for page, (ours, floor) in found.items():
        print(f"{page:42} {ours:5.2f} s (aim {AIM})   bare {floor:5.2f} s   ratio {ours / floor:.2f} (target {TARGET})")
    print(f"heaviest page {page_kb:.0f} KB (target {PAGE_KB}), site {site_mb:.1f} MB (target {SITE_MB})")
    is_met = all(ours / floor <= TARGET for ours, floor in found.values()) and page_kb <= PAGE_KB
    raise SystemExit(0 if is_met and site_mb <= SITE_MB else 1)


if __name__ == "__main__":
    main()
