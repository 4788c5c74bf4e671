"""Figures say of each connection and system what the facts say, and stay within a page however many there are."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from quaybook.documents.drawings.connections import CONNECTIONS_AT_MOST
from quaybook.documents.drawings.dot import GROUPS_AT_MOST, PAGE, ROWS_AT_MOST
from quaybook.documents.drawings.figures import FIGURES
from quaybook.formats.drawing import draw
from quaybook.model.base import Todo
from quaybook.model.document import Figure
from quaybook.model.groups.kinds import Hosting
from quaybook.model.groups.systems import SystemLink
from quaybook.model.terminal import Terminal
from quaybook.resources import policy_source
from quaybook.wording.filters import Filters
from quaybook.wording.words import Words, load_words

from tests.assessment.rules.cases.changes import sample_facts, terminal_of
from tests.conftest import SAMPLES

POINTS, PIXELS = 72, 144
HOSTILE = 'A"] ; b -> c [label="\\N & <x> {'
OPEN = Todo("情報システム部")


@pytest.fixture(scope="module")
def words() -> Words:
    return load_words(policy_source(), "ja")[0]


@pytest.fixture(scope="module")
def aonagi() -> Terminal:
    return terminal_of(sample_facts("aonagi"))


@pytest.fixture
def drawn(words: Words) -> Callable[[str, Terminal], Figure]:
    return lambda name, terminal: FIGURES[name](terminal, words, Filters(terminal, words))


def boxes(figure: Figure) -> dict[str, str]:
    """Each box by its name, as it is written."""
    found = re.findall(r'^"([^"]+)" (\[label=.*\]);$', figure.dot, re.MULTILINE)
    assert found
    return dict(found)


def lines(figure: Figure) -> dict[tuple[str, str], str]:
    """Each line that is seen, by its ends."""
    found = re.findall(r'^"([^"]+)" -> "([^"]+)" (\[.*\]);$', figure.dot, re.MULTILINE)
    return {(tail, head): rest for tail, head, rest in found if "invis" not in rest}


def many(terminal: Terminal, systems: int, connections: int) -> Terminal:
    """A terminal with so many systems, each linked to another, and so many connections of every protection."""
    kinds, lines = terminal.systems, terminal.external_connections
    made = tuple(
        kinds[n % len(kinds)].model_copy(update={"id": f"s{n}", "name": f"システム{n}号", "recovery_order": n + 1})
        for n in range(systems)
    )
    links = tuple(
        SystemLink(source=f"s{n}", target=f"s{(n * 7 + 3) % systems}", data="データ", method="電文")
        for n in range(systems)
    )
    outside = tuple(
        lines[n % len(lines)].model_copy(
            update={
                "id": f"c{n}",
                "systems": (f"s{n % systems}", f"s{n * 3 % systems}"),
                "firewall": (True, False, OPEN)[n % 3],
                "other_measures": (),
            }
        )
        for n in range(connections)
    )
    return terminal.model_copy(update={"systems": made, "system_links": links, "external_connections": outside})


@pytest.mark.parametrize("name", SAMPLES)
def test_each_connection_leads_to_its_own_systems(name: str, drawn: Callable[[str, Terminal], Figure]) -> None:
    terminal = terminal_of(sample_facts(name))
    found = lines(drawn("connections", terminal))
    assert len(terminal.external_connections) <= CONNECTIONS_AT_MOST
    expected = {(f"out-{c.id}", f"guard-{c.id}") for c in terminal.external_connections}
    expected |= {(f"guard-{c.id}", system) for c in terminal.external_connections for system in c.systems}
    assert set(found) == expected


# The facts of a connection, the word on its box, and what the box and its lines look like.
GUARDS: dict[str, tuple[object, tuple[str, ...], str, str]] = {
    "a firewall": (True, (), "ファイアウォールあり", "solid"),
    "other measures and no firewall": (False, ("許可した端末だけ",), "ほかの防護あり", "solid"),
    "other measures, whatever is known of a firewall": (OPEN, ("許可した端末だけ",), "ほかの防護あり", "solid"),
    "nothing": (False, (), "防護なし", "dashed"),
    "nobody knows": (OPEN, (), "防護が未確認", "dotted"),
}


@pytest.mark.parametrize("case", GUARDS)
def test_protection_is_said_in_words_and_by_the_outline(
    case: str, aonagi: Terminal, drawn: Callable[[str, Terminal], Figure]
) -> None:
    firewall, measures, word, style = GUARDS[case]
    first, *rest = aonagi.external_connections
    changed = first.model_copy(update={"firewall": firewall, "other_measures": measures})
    figure = drawn("connections", aonagi.model_copy(update={"external_connections": (changed, *rest)}))
    box = boxes(figure)[f"guard-{first.id}"]
    assert word in box.replace("\\n", "")
    assert [n for (tail, head), n in lines(figure).items() if first.id in tail + head and f'"{style}"' not in n] == []
    legend = {look for name, look in boxes(figure).items() if name.startswith("legend-")}
    outline = box[box.index(", ") :]
    assert len(legend) == 4
    assert sum(look.endswith(outline) for look in legend) == 1
    assert f"{first.name}（{word}）" in figure.alt


def test_the_four_outlines_differ_without_any_colour(
    aonagi: Terminal, drawn: Callable[[str, Terminal], Figure]
) -> None:
    found = boxes(drawn("connections", aonagi))
    outlines = [box[box.index(", ") :] for name, box in found.items() if name.startswith("legend-")]
    assert len(set(outlines)) == len(outlines) == 4
    assert "color" not in "".join(outlines)


def test_systems_that_nobody_has_named_are_drawn_as_such(
    aonagi: Terminal, drawn: Callable[[str, Terminal], Figure]
) -> None:
    first, *rest = aonagi.external_connections
    changed = first.model_copy(update={"systems": (OPEN,)})
    figure = drawn("connections", aonagi.model_copy(update={"external_connections": (changed, *rest)}))
    assert (f"guard-{first.id}", "unknown-systems") in lines(figure)
    assert "未確認" in boxes(figure)["unknown-systems"].replace("\\n", "")


@pytest.mark.parametrize("hosting", [*Hosting, OPEN])
def test_where_a_system_runs_has_its_own_outline(
    hosting: object, aonagi: Terminal, words: Words, drawn: Callable[[str, Terminal], Figure]
) -> None:
    first, *rest = aonagi.systems
    changed = first.model_copy(update={"hosting": hosting})
    figure = drawn("systems", aonagi.model_copy(update={"systems": (changed, *rest)}))
    found = boxes(figure)
    outline = found[first.id][found[first.id].index(", ") :]
    alike = [name for name, box in found.items() if name.startswith("legend-") and box.endswith(outline)]
    assert len(alike) == 1
    meaning = found[alike[0]].replace("\\n", "")
    said = "未確認" if isinstance(hosting, Todo) else words(f"label.Hosting.{hosting}")
    assert said in meaning


@pytest.mark.parametrize(("count", "drawn_one_by_one"), [(ROWS_AT_MOST, True), (ROWS_AT_MOST + 1, False)])
def test_systems_are_drawn_one_by_one_as_long_as_a_page_holds_them(
    count: int, drawn_one_by_one: bool, aonagi: Terminal, drawn: Callable[[str, Terminal], Figure]
) -> None:
    figure = drawn("systems", many(aonagi, count, 1))
    assert ("s0" in boxes(figure)) == drawn_one_by_one
    assert ("まとめた図" in figure.dot) != drawn_one_by_one


SIZES = [(500, 60), (500, 3), (5, 60), (25, 17), (24, 16)]


@pytest.mark.parametrize(("systems", "connections"), SIZES)
@pytest.mark.parametrize(
    "name", ["systems", "connections", "recovery-order", "call-tree", "incident-flow", "incident-72-hours"]
)
def test_a_figure_stays_within_a_page_however_much_there_is(
    name: str, systems: int, connections: int, aonagi: Terminal, drawn: Callable[[str, Terminal], Figure]
) -> None:
    began = time.monotonic()
    figure = drawn(name, many(aonagi, systems, connections))
    svg, png = draw(figure, "svg").decode(), draw(figure, "png")
    assert time.monotonic() - began < 30
    assert len(boxes(figure)) <= 2 * ROWS_AT_MOST + GROUPS_AT_MOST
    width, height = re.findall(r'<svg width="(\d+)pt" height="(\d+)pt"', svg)[0]
    # Graphviz leaves a margin around what it scales.
    assert int(width) <= PAGE[0] * POINTS + 8
    assert int(height) <= PAGE[1] * POINTS + 8
    assert int.from_bytes(png[16:20], "big") <= PAGE[0] * PIXELS + 16
    assert int.from_bytes(png[20:24], "big") <= PAGE[1] * PIXELS + 16


def test_a_false_alarm_leaves_the_course_where_it_is_confirmed_and_nowhere_else(
    aonagi: Terminal, drawn: Callable[[str, Terminal], Figure]
) -> None:
    figure = drawn("incident-flow", aonagi)
    shapes, ways = boxes(figure), lines(figure)
    decisions = {name for name, box in shapes.items() if "diamond" in box}
    assert len(decisions) == 2
    exits = {tail for tail, head in ways if head == "false-alarm"}
    assert exits == decisions
    assert [tail for tail, _ in ways if tail == "false-alarm"] == []
    assert all("確かめた" in ways[name, "false-alarm"] for name in decisions)
    assert "誤報" in figure.alt


def test_a_summary_counts_everything_and_says_where_the_list_stands(
    aonagi: Terminal, drawn: Callable[[str, Terminal], Figure]
) -> None:
    terminal = many(aonagi, 500, 60)
    figure = drawn("systems", terminal)
    counts = [int(n) for box in boxes(figure).values() for n in re.findall(r"システム(\d+)件", box.replace("\\n", ""))]
    assert sum(counts) == 500
    assert "システム500件" in figure.alt
    assert "情報資産台帳" in figure.alt
    connected = drawn("connections", terminal)
    states = re.findall(r"(ファイアウォールあり|防護なし|防護が未確認)(\d+)件", connected.alt)
    assert dict(states) == {"ファイアウォールあり": "20", "防護なし": "20", "防護が未確認": "20"}
    assert "まとめた図" in connected.dot.replace("\\n", "")


def test_groups_are_made_by_what_makes_few_of_them(aonagi: Terminal, drawn: Callable[[str, Terminal], Figure]) -> None:
    terminal = many(aonagi, 500, 3)
    nowhere = tuple(system.model_copy(update={"site": None}) for system in terminal.systems)
    figure = drawn("systems", terminal.model_copy(update={"systems": nowhere}))
    assert "主な業務ごと" in figure.alt
    idle = tuple(system.model_copy(update={"site": OPEN, "areas": (), "hosting": OPEN}) for system in nowhere)
    figure = drawn("systems", terminal.model_copy(update={"systems": idle}))
    assert len(boxes(figure)) == 1
    assert "動く場所が未確認" in "".join(boxes(figure).values()).replace("\\n", "")


@pytest.mark.parametrize("systems", [3, 40])
def test_names_stay_text_in_every_figure(
    systems: int, aonagi: Terminal, drawn: Callable[[str, Terminal], Figure]
) -> None:
    terminal = many(aonagi, systems, 20)
    named = terminal.model_copy(
        update={
            "systems": tuple(s.model_copy(update={"name": HOSTILE}) for s in terminal.systems),
            "sites": tuple(site.model_copy(update={"name": HOSTILE}) for site in terminal.sites),
            "external_connections": tuple(
                c.model_copy(update={"counterpart": HOSTILE}) for c in terminal.external_connections
            ),
        }
    )
    for name in ("systems", "connections", "recovery-order"):
        figure = drawn(name, named)
        assert '"b"' not in figure.dot
        assert b"<svg" in draw(figure, "svg")
