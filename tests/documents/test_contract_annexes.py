"""What a rule promises to put into a contract stands in an article of an annex, and the rule says in which."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from quaybook.pipeline import Prepared
from quaybook.wording.dialect.readers_text import reader_text

from tests.assessment.rules.cases.changes import TODO
from tests.conftest import REPOSITORY, SAMPLES, prepared_sample
from tests.helpers.renderings import judged_with, rendered

DOCUMENTS = REPOSITORY / "policy_src" / "documents"
KINDS = ("policy", "procedure", "incident", "bcp")
# A sentence that puts something into a contract, and not one of what a contract holds already or lacks.
PROMISE = re.compile(
    r"契約(?:書)?(?:の要件と|に(?:は)?[^。]{0,80}?(?:含め(?!て?いない)|含む|盛り込|定め(?!て?いない|た)|置[いく]|用い|反映)|で定め(?!た))"
)
ANNEX = re.compile(r'ref\("(contract-[a-z]+)#([a-z-]+)"\)')
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
NEXT = "次項の条項により"
# A declaration to the public names no articles of papers that the public does not see.
DECLARATIONS = frozenset({"basic-policy"})


def texts() -> Iterator[tuple[str, str]]:
    for kind in KINDS:
        for path in sorted((DOCUMENTS / kind).glob("*/ja.md.j2")):
            yield path.parent.name, path.read_text(encoding="utf-8")


def promises(text: str) -> Iterator[str]:
    """The sentences that promise; of a table whose head does, each cell below."""
    column = -1
    for line in text.splitlines():
        if not line.startswith("|"):
            column = -1
            yield from (s for s in re.split(r"(?<=。)", line) if PROMISE.search(JINJA.sub("", s)))
            continue
        cells = line.strip("|").split("|")
        head = next((n for n, cell in enumerate(cells) if PROMISE.search(JINJA.sub("", cell))), -1)
        if head >= 0:
            column = head
        elif column >= 0 and not set(line) <= set("|-"):
            yield cells[column]


def anchors(annex: str) -> set[str]:
    text = (DOCUMENTS / "contract" / annex / "ja.md.j2").read_text(encoding="utf-8")
    return set(re.findall(r'\{\{ (?:article|annex)\("([a-z-]+)"', text))


def lacking(text: str) -> list[str]:
    """The promises of a text that name no article of an annex."""
    following = re.search(r"^2　契約書には.*", text, re.MULTILINE)
    named = bool(following and ANNEX.search(following[0]))
    return [s for s in promises(text) if not ANNEX.search(s) and not (NEXT in s and named)]


def test_each_promise_names_the_article_that_carries_it() -> None:
    found = [(name, sentence) for name, text in texts() for sentence in promises(text)]
    assert len(found) > 15
    assert {name for name, _ in found} >= DECLARATIONS
    assert {name: lost for name, text in texts() if name not in DECLARATIONS and (lost := lacking(text))} == {}


def test_each_article_that_is_named_exists() -> None:
    named = {(annex, anchor) for _, text in texts() for annex, anchor in ANNEX.findall(text)}
    assert len(named) > 12
    assert [each for each in sorted(named) if each[1] not in anchors(each[0])] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "範囲を契約に含める。",
        "対策を契約の要件とし、毎年確かめる。",
        "期限を契約で定め、試す。",
        "委託契約には、対処手順を盛り込む。",
        '措置を{{ ref("contract-cloud") }}により契約に含める。',
        "| 対策 | 契約に含めること |\n|---|---|\n| 更新 | 期限を定めて行う |",
    ],
)
def test_a_promise_without_an_article_is_noticed(sentence: str) -> None:
    assert lacking(sentence) != []


@pytest.mark.parametrize(
    "sentence", ["契約に定めた手順に従って動く。", "契約に含めていない要件を協議する。", "契約の期間内に行う。"]
)
def test_what_a_contract_holds_or_lacks_is_no_promise(sentence: str) -> None:
    assert list(promises(sentence)) == []


def body(prepared: Prepared, document: str) -> str:
    return next(d.body for d in prepared.sets["ja"].documents if d.spec.id == document)


def boundary_rows(text: str) -> list[list[str]]:
    annex = text[text.index("{#point}") : text.index("{#limits}")]
    rows = [line for line in annex.splitlines() if line.startswith("|")]
    return [[reader_text(cell) for cell in row.strip("|").split("|")] for row in rows[2:]]


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "chitoseura"])
def test_the_memorandum_lists_the_connections_of_its_parties_and_the_boundary_of_each(name: str) -> None:
    prepared = prepared_sample(name)
    terminal, rows = prepared.terminal, boundary_rows(body(prepared, "contract-liability"))
    users = {reader_text(str(user)) for user in terminal.terminal.tos.users}
    assert len(users) == 3
    assert {row[0] for row in rows} == users
    assert rows
    assert all(all(row) for row in rows)
    own = {c.name for c in terminal.external_connections if c.user_class == "user"}
    assert {row[1] for row in rows} <= {reader_text(str(n)) for n in own}


def test_a_boundary_that_nobody_knows_is_a_marked_blank() -> None:
    def rows(**changes: object) -> list[list[str]]:
        judged = judged_with("aonagi", {f"liability.{name}": value for name, value in changes.items()})
        documents = rendered(judged)[0].documents
        return boundary_rows(next(d.body for d in documents if d.spec.id == "contract-liability"))

    for found in (rows(demarcations=[]), rows(**{"demarcations[0].point": TODO})):
        assert len(found) == 3
        assert all(all(row) for row in found)
        assert "要記入" in found[0][2]


def test_a_number_that_nobody_knows_stands_in_a_table_of_an_annex() -> None:
    """In an article it would leave a duty without its limit."""
    printed = re.compile(r"\{\{ (?:vuln|logs|reporting|incident|backup_plan)\.")
    # The extract for those who restore is no contract, and says what is done where nothing is laid down.
    paths = [p for p in sorted((DOCUMENTS / "contract").glob("*/ja.md.j2")) if p.parent.name != "contract-recovery"]
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines() if printed.search(line)]
    assert len(lines) > 10
    assert [line for line in lines if not line.startswith("|")] == []
