"""Hostile texts in every leaf at once: each output prints them as they stand, and none of them acts.

Every leaf has its own number before or behind its text, so whatever prints it shows which text has to stand there.
"""

from __future__ import annotations

import copy
import html
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import docx
import markdown
import openpyxl
import pypandoc
import pytest
import yaml
from quaybook.formats.oscal.files import oscal_files
from quaybook.formats.site.pages import SiteWriter
from quaybook.formats.workbook.format import WorkbookFormat
from quaybook.model.document import Document
from quaybook.pipeline import Prepared, Workspace, gap_report, prepare
from quaybook.wording.words import Words

from tests.conftest import REPOSITORY, TODAY
from tests.helpers.editions import edition, pages_of, word_files
from tests.helpers.hostile_facts import TEXTS, facts_alone, put, text_paths
from tests.helpers.workspaces import write_facts
from tests.wording.dialect.test_escaping import WORD_HYPHENS, expected

# Sample, and where in the list of texts the first leaf begins, so that leaves meet other texts.
RUNS = (("aonagi", 0), ("chitoseura", 11))
TOGETHER = 4
LANGUAGE = "ja"
# Odd numbers stand before their text, even ones behind, so that texts meet both ends of a cell or a line.
MARK = re.compile(r"[甲乙](\d+)丙")
SPACES = re.compile("[ \t\r\n\x85\u2028\u2029]+")
PLAIN = "見本"


def marked(number: int, text: str) -> str:
    """The text of a leaf with its number, as the model keeps it: without white space at the ends."""
    return f"甲{number}丙{text}".rstrip() if number % 2 else f"{text}乙{number}丙".lstrip()


@dataclass(frozen=True)
class Made:
    """One terminal with a text in every leaf, prepared; the texts by the numbers at their ends."""

    prepared: Prepared
    texts: tuple[str, ...]

    @property
    def words(self) -> Words:
        return self.prepared.words[LANGUAGE]

    def verbatim(self, found: str, squeezed: bool = False) -> set[int]:
        """The numbers of the texts that stand in an output; each has to stand there as it was written."""
        text, numbers = SPACES.sub("" if squeezed else " ", found), set()
        for match in MARK.finditer(text):
            wanted = marked(int(match[1]), self.texts[int(match[1])])
            wanted = SPACES.sub("", wanted) if squeezed else expected(wanted)
            start = match.end() - len(wanted) if int(match[1]) % 2 == 0 else match.start()
            there = text[max(0, start) : start + len(wanted)]
            assert there == wanted, (match[0], there, wanted)
            numbers.add(int(match[1]))
        return numbers


def some_texts(first: int) -> str:
    """A few hostile texts in one, each of which comes first in some leaf."""
    return " ".join(TEXTS[(first + n * n) % len(TEXTS)] for n in range(TOGETHER))


def made_of(root: Path, sample: str, first: int, hostile: bool) -> Made:
    facts, leaves = copy.deepcopy(facts_alone(sample)), text_paths(sample)
    # What an address says decides what the documents say, and a measure that is a sentence needs no item of its own.
    same = [hostile or path[-1] in ("address", "interim") for path in leaves]
    texts = tuple(some_texts(first + n) if given else PLAIN for n, given in enumerate(same))
    for number, (path, text) in enumerate(zip(leaves, texts, strict=True)):
        put(facts, path, marked(number, text))
    write_facts(root / "terminals" / "x", facts)
    prepared, problems = prepare(Workspace(root), "x", TODAY, (LANGUAGE,))
    assert problems == ()
    assert prepared is not None
    return Made(prepared, texts)


@pytest.fixture(scope="module", params=RUNS, ids=lambda run: run[0])
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, Made]:
    """A terminal with hostile texts, and the same with harmless ones."""
    hostile, plain = (made_of(tmp_path_factory.mktemp("o"), *request.param, hostile) for hostile in (True, False))
    return hostile, plain


class Elements(HTMLParser):
    """Counts the elements of a page with what leads somewhere or acts."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[tuple[object, ...]] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        led = [value for key, value in attrs if key in ("href", "src", "id", "class", "style")]
        self.found[(tag, *(key for key, _ in attrs), *led)] += 1


def elements(page: str) -> Counter[tuple[object, ...]]:
    parser = Elements()
    parser.feed(page)
    return parser.found


@cache
def converter() -> markdown.Markdown:
    """Python-Markdown as the site uses it."""
    listed = yaml.safe_load((REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8"))["markdown_extensions"]
    settings = {name: value for each in listed if isinstance(each, dict) for name, value in each.items()}
    names = [each if isinstance(each, str) else next(iter(each)) for each in listed]
    assert {"tables", "attr_list", "pymdownx.quotes"} <= set(names)
    return markdown.Markdown(extensions=names, extension_configs=settings)


def pages(made: Made) -> dict[str, str]:
    return {path: converter().reset().convert(text) for path, text in pages_of(made.prepared).items()}


def test_the_site_prints_every_text_as_it_stands_and_makes_nothing_of_it(pair: tuple[Made, Made]) -> None:
    hostile, plain = pair
    found, harmless = pages(hostile), pages(plain)
    assert len(found) > 80
    assert found.keys() == harmless.keys()
    seen = set[int]()
    for path, page in found.items():
        seen |= hostile.verbatim(html.unescape(re.sub(r"<[^>]*>", "", page)))
        assert elements(page) == elements(harmless[path]), path
        assert not {tag for tag, *_ in elements(page)} & {"script", "iframe", "style", "object", "form"}
    assert len(seen) > len(hostile.texts) / 2


def test_figures_print_every_text_as_it_stands(pair: tuple[Made, Made]) -> None:
    hostile, _ = pair
    drawn, harmless = (
        {path: drawn for path, (_, drawn) in SiteWriter(edition(m.prepared)).figures().items()} for m in pair
    )
    assert len(drawn) >= 4
    seen = set[int]()
    for path, picture in drawn.items():
        root = ElementTree.fromstring(picture)
        tags = {element.tag.rsplit("}")[-1] for element in root.iter()}
        assert tags <= {element.tag.rsplit("}")[-1] for element in ElementTree.fromstring(harmless[path]).iter()}
        assert not tags & {"script", "image", "foreignObject", "a"}
        seen |= hostile.verbatim("".join(root.itertext()), squeezed=True)
    assert len(seen) > 10


def test_workbooks_print_every_text_as_it_stands_and_calculate_nothing(pair: tuple[Made, Made]) -> None:
    hostile, _ = pair
    made = WorkbookFormat().artifacts(edition(hostile.prepared))
    assert len(made) >= 2
    seen = set[int]()
    for content in made.values():
        book = openpyxl.load_workbook(io.BytesIO(content.made))
        for sheet in book:
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                assert cell.data_type != "f", cell.coordinate
                assert cell.hyperlink is None or cell.hyperlink.target is None, cell.coordinate
                if isinstance(cell.value, str):
                    seen |= hostile.verbatim(cell.value)
                    assert not cell.value.startswith(("=", "+", "-", "@", "\t")) or cell.quotePrefix, cell.coordinate
    assert len(seen) > 100


# The fields of OSCAL that are Markdown; all others are plain text.
MARKUP = {"title", "description", "prose", "remarks", "statement", "text", "purpose"}
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def strings(node: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a JSON document with the key under which it stands."""
    if isinstance(node, str):
        yield key, node
    inner = node.items() if isinstance(node, dict) else ((key, each) for each in node) if isinstance(node, list) else ()
    for name, part in inner:
        yield from strings(part, name)


def test_files_for_tools_hold_every_text_as_it_stands(pair: tuple[Made, Made]) -> None:
    hostile, _ = pair
    files = oscal_files(hostile.prepared.judged, hostile.prepared.sets[LANGUAGE], hostile.words)
    assert len(files) == 5
    seen, marked_up = set[int](), []
    for key, text in (each for content in files.values() for each in strings(json.loads(content))):
        if MARK.search(text):
            marked_up += [text] if key in MARKUP else []
            plain = ESCAPED.sub(r"\1", text) if key in MARKUP else text
            seen |= hostile.verbatim(plain)
    assert len(seen) > 50
    assert len(marked_up) > 50
    # OSCAL names CommonMark as its Markdown.
    page = pypandoc.convert_text("\n\n".join(marked_up), "html", "commonmark", ["--wrap=none"])
    assert set(elements(page)) == {("p",)}


@pytest.mark.parametrize("pair", RUNS[1:], indirect=True)
def test_gaps_hold_every_text_as_it_stands_and_steer_no_window(pair: tuple[Made, Made]) -> None:
    hostile, _ = pair
    report = gap_report(hostile.prepared.judged, hostile.words, LANGUAGE)
    data = json.loads(json.dumps(report.data(LANGUAGE)))
    assert len({number for _, text in strings(data) for number in hostile.verbatim(text)}) > 20
    lines = [part for line in report.lines() for part in line.split("\t")]
    assert len(lines) > 100
    assert any("\u3000" in part for part in lines)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]", "".join(lines))


def covering(documents: Iterable[Document]) -> Iterator[Document]:
    """As many documents as it takes to have every text that any of them prints."""
    seen = set[str]()
    for document in sorted(documents, key=lambda each: -len(each.body)):
        new = set(MARK.findall(document.body)) - seen
        if new and not document.spec.kind.is_page:
            seen |= new
            yield document


@pytest.mark.parametrize("pair", RUNS[1:], indirect=True)
def test_word_prints_every_text_as_it_stands(pair: tuple[Made, Made], tmp_path: Path) -> None:
    hostile, _ = pair
    hyphened = replace(hostile, texts=tuple(text.translate(WORD_HYPHENS) for text in hostile.texts))
    documents = hostile.prepared.sets[LANGUAGE]
    chosen = tuple(covering(documents.documents))
    assert len(chosen) > 20
    word_files(edition(hostile.prepared, replace(documents, documents=chosen), tmp_path / "c"), tmp_path)
    seen = set[int]()
    for path in tmp_path.glob("*.docx"):
        document = docx.Document(str(path))
        cells = (c.text for table in document.tables for row in table.rows for c in row.cells)
        seen |= hyphened.verbatim("\n".join([*(p.text for p in document.paragraphs), *cells]).translate(WORD_HYPHENS))
    assert len(seen) > len(hostile.texts) / 2
