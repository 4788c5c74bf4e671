"""Readings take as long as they say, speak politely throughout, and tell each reader whom to call and what to do."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache

import pytest
from quaybook.assessment.assess import Judged
from quaybook.model.document import Document
from quaybook.wording.dialect.blocks import HEADING, parted
from quaybook.wording.dialect.readers_text import reader_text
from quaybook.wording.dialect.tables import each_table

from tests.assessment.rules.cases.changes import REMOVED, TODO, Changes
from tests.conftest import SAMPLES
from tests.helpers.renderings import judged_with, open_leaves, opened, rendered, told, words

FOR_AUDIENCES = (
    *("training-all", "training-users", "training-operations", "training-reefer"),
    *("training-security", "training-executives", "training-contractors"),
)
READINGS = (*FOR_AUDIENCES, "nagoya-case")
# Minutes: what may be asked of a shift, and by how much a reading may be longer or shorter than it says.
SHORTEST, LONGEST, TOLERANCE = 10, 20, 0.2
PICTURE = re.compile(r"^!\[.*$", re.MULTILINE)
# What somebody says or reads stands in these, and explanations of a word.
QUOTED = re.compile(r"「[^「」]*」|（[^（）]*）|〔[^〔〕]*〕")
# The few words in bold that begin an item are its heading.
BOLD = re.compile(r"\*\*[^*]+\*\*")
POLITE = re.compile(r"(です|ます|ません|でした|ました|ください|でしょう|ましょう)(か)?$")
ITEM = re.compile(r"^(?:> ?)?(?:[-*] |\d+\. )?")

WRITTEN_AS_RULES = (
    *("manual.queue_rule", "manual.yard_full_rule", "manual.limits", "org.ciso.authority"),
    *("manual.areas[*].stop_rule", "manual.areas[*].start_rule", "manual.areas[*].hand_back"),
    *("bcp.headquarters.place", "removable_media.alternatives", "systems[*].fallback"),
)
OWN: Changes = {
    "duty": {"name": "集中監視の当番", "place": "監視室", "means": [{"kind": "extension", "value": "9801"}]},
    "removable_media.check_terminal.place": "第七検査室",
    "manual.snapshot.places": ["第八帳票棚"],
    "manual.areas[*].stop_rule": "第九の条件",
    "manual.load.reefer_round_hours": "7",
    "bcp.headquarters.place": "第十会議室",
    "incident.isolation": ["第一の線", "第二の線", "第三の線"],
    "reporting.police_limit_min": "47",
    "contact_points.name": "第十一窓口",
    "contact_points.means": [{"kind": "phone", "value": "9802"}],
    "outsourcing.requirements": ["第十二の要件"],
    "logs.retention_days": "777",
}
# A reading, and what its reader has to find in it.
ACTS = (
    *(("training-all", said) for said in ("第七検査室", "第八帳票棚", "第十会議室", "(doc:wallet-card)", "(doc:F31)")),
    *(("training-users", said) for said in ("第七検査室", "第八帳票棚", "(doc:F26)", "(doc:F07)", "システム管理者　")),
    *(("training-operations", said) for said in ("第七検査室", "第八帳票棚", "第九の条件", "(doc:F07)")),
    *(
        ("training-reefer", said)
        for said in ("第八帳票棚", "7時間", "119番", "(doc:F12)", "(doc:F13)", "(doc:card-reefer)")
    ),
    *(("training-security", said) for said in ("第一の線", "47分以内", "777日", "セカンドオピニオン", "(doc:F17)")),
    *(
        ("training-executives", said)
        for said in ("第十会議室", "47分以内", "第十一窓口", "(doc:F28)", "(doc:card-ciso)")
    ),
    *(("training-contractors", said) for said in ("9802", "第十一窓口", "第十二の要件", "第七検査室")),
    ("training-contractors", "(doc:contract-outsourcing#limits)"),
)
CALLING = ("training-all", "training-users", "training-operations", "training-reefer", "training-security")
# Changed facts, and what the state of the terminal then says.
STATES: tuple[tuple[Changes, tuple[str, ...]], ...] = (
    (
        {
            "experts": [],
            "port_manager.agreed_on": REMOVED,
            "backups[*].target": "system_program",
            "bcp.hazards": ["natural_disaster"],
            "people[*].manual_experience": [],
        },
        (
            *("専門家の登録がありません", "合意した日の登録がありません", "ログのバックアップの登録がありません"),
            *("BCPの対象：自然災害 ", "手作業の経験者の登録がありません"),
        ),
    ),
    (
        {
            "experts[*].second_opinion": TODO,
            "experts[*].immediate_consultation": "no",
            "backups[*].target": TODO,
            "external_connections[*].user_class": TODO,
            "drills[*].next_on": TODO,
        },
        (
            *("は【要記入", "すぐに相談できる相手：なし", "対象を確かめていないバックアップ："),
            *("誰がつなぐかを確かめていない接続：", "次の机上訓練：【要記入"),
        ),
    ),
)


def readings_of(judged: Judged) -> dict[str, Document]:
    documents, problems = rendered(judged)
    assert told(problems) == []
    found = {d.spec.id: d for d in documents.documents if d.spec.id in READINGS}
    assert sorted(found) == sorted(READINGS)
    return found


@cache
def readings(sample: str, how: str = "") -> dict[str, Document]:
    return readings_of(judged_with(sample, opened(sample, open_leaves(sample)) if how else {}))


def read(document: Document) -> str:
    """The part that is read before the quiz begins."""
    text = parted(document.body, {"quiz"})[""]
    assert len(text) < len(document.body)
    return PICTURE.sub("", text)


def minutes(document: Document) -> float:
    """How long somebody reads, at the speed that the readings state; a space takes no time."""
    speed = int(words()("reading.characters_per_minute"))
    return len(re.sub(r"\s", "", reader_text(read(document)))) / speed


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_reading_takes_as_long_as_it_says(sample: str) -> None:
    for name in READINGS:
        document = readings(sample)[name]
        stated, taken = document.spec.minutes, minutes(document)
        assert stated is not None
        assert f"読む時間は約{stated}分です" in document.body, name
        assert SHORTEST <= taken <= LONGEST, (name, taken)
        assert abs(taken - stated) <= TOLERANCE * stated, (name, stated, taken)


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_reading_of_a_terminal_of_which_nothing_is_known_is_neither_empty_nor_too_long(sample: str) -> None:
    for name in READINGS:
        taken = minutes(readings(sample, "nothing known")[name])
        assert SHORTEST <= taken <= LONGEST, (name, taken)


def sentences(document: Document) -> Iterator[str]:
    """Each running sentence: no heading, no row of a table, no term of a list without a full stop."""
    for line in each_table(html.unescape(read(document)), lambda _: "").splitlines():
        if not HEADING.match(line) and "[!" not in line:
            plain = reader_text(BOLD.sub("", ITEM.sub("", line)))
            while (shorter := QUOTED.sub("", plain)) != plain:
                plain = shorter
            yield from (part.strip() for part in plain.split("。")[:-1] if part.strip())


@pytest.mark.parametrize("how", ["", "nothing known"])
@pytest.mark.parametrize("sample", SAMPLES)
def test_every_running_sentence_speaks_politely(sample: str, how: str) -> None:
    for name in READINGS:
        spoken = list(sentences(readings(sample, how)[name]))
        assert len(spoken) > 30, name
        assert [s for s in spoken if not POLITE.search(s)] == [], name


def test_a_fact_written_as_a_rule_stands_in_no_running_sentence() -> None:
    rule = "係は必ずそのとおりにする。違反は認めない"
    found = readings_of(judged_with("aonagi", dict.fromkeys(WRITTEN_AS_RULES, rule)))
    assert sum(rule in html.unescape(d.body) for d in found.values()) > 4
    assert [(name, s) for name, d in found.items() for s in sentences(d) if not POLITE.search(s)] == []


@cache
def of_this_terminal() -> dict[str, str]:
    """The readings, as they are read, of a terminal whose own facts nobody could confuse with others."""
    return {name: html.unescape(read(d)) for name, d in readings_of(judged_with("aonagi", OWN)).items()}


@pytest.mark.parametrize(("reading", "said"), ACTS)
def test_a_reading_tells_its_reader_his_own_act(reading: str, said: str) -> None:
    assert said in of_this_terminal()[reading]


@pytest.mark.parametrize("reading", CALLING)
def test_who_reads_finds_the_number_of_whom_he_calls(reading: str) -> None:
    assert "9801" in of_this_terminal()[reading]


def test_each_post_finds_its_card_and_its_own_chief() -> None:
    operations, everybody = (of_this_terminal()[name] for name in ("training-operations", "training-all"))
    for card in ("card-gate", "card-yard", "card-vessel", "card-empty", "card-documents"):
        assert f"(doc:{card})" in operations
        assert f"(doc:{card})" in everybody


def states(body: str) -> list[str]:
    """The cells of the case study that tell this terminal's own state."""
    rows = [line.split(" | ") for line in body.splitlines() if line.startswith("| ") and line.count(" | ") == 3]
    cells = [row[2] for row in rows if "2(" in row[0]]
    assert len(cells) == 17
    return cells


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_case_is_set_against_the_own_state(sample: str) -> None:
    told_states = states(html.unescape(readings(sample)["nagoya-case"].body))
    assert [cell for cell in told_states if not cell.strip()] == []
    # What only few may know is named as such, and is the smaller part.
    assert len([cell for cell in told_states if cell == "関係者限りの文書にあります"]) <= 2


@pytest.mark.parametrize(("changes", "said"), STATES)
def test_a_changed_fact_changes_the_state(changes: Changes, said: tuple[str, ...]) -> None:
    before, after = (
        " ".join(states(html.unescape(found["nagoya-case"].body)))
        for found in (readings("aonagi"), readings_of(judged_with("aonagi", changes)))
    )
    assert [text for text in said if text in before] == []
    assert [text for text in said if text not in after] == []


# Every time of the report, 2(1), as the table of the case study prints it.
TIMES = (
    *("7月4日 6:30頃", "7:15頃", "7:30頃", "8:15頃", "9:00頃", "10:30頃", "14:00頃", "18:00頃"),
    *("7月5日 2:00頃", "12:00頃", "21:00頃", "7月6日 2:00頃", "14:15頃"),
    *("15:00", "16:30", "17:00", "17:20", "18:15"),
)


def test_the_case_holds_every_time_of_the_report_and_marks_what_is_its_own() -> None:
    body = html.unescape(readings("aonagi")["nagoya-case"].body)
    rows = [line for line in body.splitlines() if line.startswith("| T+")]
    assert len(rows) == 19
    assert [time for time in TIMES if not any(f"| {time} |" in row for row in rows)] == []
    notes = re.findall(r"> \[!NOTE\]\n> (.*)", body)
    assert len(notes) >= 4
    assert [note for note in notes if not note.startswith(("この教材の注：", "「関係者限り"))] == []
