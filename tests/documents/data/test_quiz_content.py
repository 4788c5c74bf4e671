"""The questions of the kit teach: enough for every audience, answers that cannot be guessed, about this terminal."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache

import pytest
from quaybook.documents.document_set import DocumentSet
from quaybook.model.data.quiz import Question, QuizData, Speech
from quaybook.model.document import Document
from quaybook.pipeline import Prepared

from tests.conftest import SAMPLES
from tests.helpers.data_files import DOCUMENTS, files_of, kit_check
from tests.helpers.renderings import broken_places, judged_alone, judged_with, open_leaves, opened, rendered
from tests.helpers.reshaped import reshaped

AUDIENCES = 10
LEAST, IN_ALL = 8, 80
BLANK = re.compile("〔[^〔〕]+〕")
KANJI_ALONE = re.compile("[一-龯々]+(?![一-龯々]|（[ぁ-ん])")
NOT_OURS = re.compile(r"〔[^〕]*〕|\{%.*?%\}|\{\{ (?!section).*?\}\}|^#.*", re.MULTILINE)
WORD = re.compile("[一-龯]{2,}|[ァ-ヶー]{3,}|[A-Z]{3,}")
WITHOUT_CITED = frozenset({"finder-reading-plain", "finder-reading-english"})


def asked(documents: DocumentSet) -> dict[str, QuizData]:
    """What the readers of each training text are asked."""
    with_quiz = ((document.spec.id, document.data.get("quiz")) for document in documents.documents)
    found = {name: quiz for name, quiz in with_quiz if isinstance(quiz, QuizData)}
    assert len(found) == AUDIENCES
    return found


def all_of(quizzes: Mapping[str, QuizData]) -> list[tuple[str, Question]]:
    return [(name, question) for name, quiz in quizzes.items() for question in quiz.questions]


@cache
def written() -> Mapping[str, QuizData]:
    """The questions as their files say them, with blanks."""
    library = kit_check()
    files = [file for spec in library.library.specs for file in library.files(spec) if file.name == "quiz"]
    found = {file.file.split("/")[-2]: file.made for file in files if isinstance(file.made, QuizData)}
    assert len(found) == len(files_of("quiz")) == AUDIENCES
    return found


def texts(question: Question) -> list[str]:
    return [str(text) for text in (question.question, *question.choices, question.why)]


def other_terminals() -> Iterator[tuple[str, DocumentSet]]:
    """Where nothing is known that may be open, and where many a fact is otherwise."""
    yield "nothing known", rendered(judged_with("aonagi", opened("aonagi", open_leaves("aonagi"))))[0]
    for seed, name in enumerate(SAMPLES):
        yield f"{name} {seed}", rendered(judged_alone(reshaped(name, random.Random(seed))))[0]


def test_every_audience_is_asked_enough(sample: Prepared) -> None:
    counted = {name: len(quiz.questions) for name, quiz in asked(sample.sets["ja"]).items()}
    assert {name: count for name, count in counted.items() if count < LEAST} == {}
    assert sum(counted.values()) >= IN_ALL


def test_so_it_is_where_other_things_are_known() -> None:
    made = dict(other_terminals())
    assert len(made) == 1 + len(SAMPLES)
    counted = {name: Counter(audience for audience, _ in all_of(asked(each))) for name, each in made.items()}
    assert {name: few for name, each in counted.items() if (few := {a: n for a, n in each.items() if n < LEAST})} == {}
    assert {name: each.total() for name, each in counted.items() if each.total() < IN_ALL} == {}
    broken = [place for each in made.values() for place in broken_places(each) if place.split(":")[0] in written()]
    assert broken == []


def test_every_question_has_four_choices_a_reason_and_where_it_stands() -> None:
    questions = all_of(written())
    assert len(questions) > IN_ALL
    assert [(n, q.question) for n, q in questions if len(q.choices) != 4] == []
    assert [(n, q.question) for n, q in questions if not q.documents or not q.requirements] == []
    # A reason that says no more than that the answer is right teaches nothing about the wrong ones.
    assert [(n, q.question) for n, q in questions if len(re.split(r"[。.]", str(q.why))) < 3] == []


def test_no_letter_is_the_one_to_guess(sample: Prepared) -> None:
    quizzes = asked(sample.sets["ja"])
    letters = Counter(right for _, q in all_of(quizzes) for right in q.rights)
    assert set(letters) == {0, 1, 2, 3}
    assert max(letters.values()) <= 0.35 * letters.total()
    most = {name: max(Counter(q.rights for q in quiz.questions).values()) for name, quiz in quizzes.items()}
    assert {name: most[name] for name, quiz in quizzes.items() if most[name] > 0.6 * len(quiz.questions)} == {}


def test_the_answers_before_do_not_tell_the_next_one(sample: Prepared) -> None:
    """Whoever deals places out evenly gives away the last of four; left to chance, one row of four in ten is even."""
    rows = {name: [q.rights for q in quiz.questions] for name, quiz in asked(sample.sets["ja"]).items()}
    fours = [set(row[first : first + 4]) for row in rows.values() for first in range(len(row) - 3)]
    assert len(fours) > IN_ALL
    assert len([four for four in fours if len(four) == 4]) < 0.25 * len(fours)
    begun = {tuple(row[:4]) for row in rows.values()}
    assert len(begun) > 0.7 * len(rows)
    ordered = [question.rights for _, question in all_of(written())]
    assert ordered != [question.as_asked().rights for _, question in all_of(written())]


def test_the_longest_choice_is_not_the_one_to_guess(sample: Prepared) -> None:
    def is_longest(question: Question) -> bool:
        lengths = [len(str(choice)) for choice in question.choices]
        return max(lengths[right] for right in question.rights) == max(lengths)

    quizzes = asked(sample.sets["ja"])
    questions = all_of(quizzes)
    assert sum(is_longest(question) for _, question in questions) < 0.4 * len(questions)
    longest = {name: sum(map(is_longest, quiz.questions)) for name, quiz in quizzes.items()}
    assert {name: longest[name] for name, quiz in quizzes.items() if longest[name] > 0.5 * len(quiz.questions)} == {}


def test_each_audience_is_asked_about_this_terminal(sample: Prepared) -> None:
    """By its own facts in the question, a choice or the reason."""
    quizzes = asked(sample.sets["ja"])
    about = {name: len([*with_facts(written()[name].as_asked(), quiz)]) for name, quiz in quizzes.items()}
    assert {name: count for name, count in about.items() if count < 3} == {}


def with_facts(source: QuizData, made: QuizData) -> Iterator[Question]:
    """The questions with blanks that were asked: they are known again by the texts around their blanks."""
    for question in source.questions:
        has_blank = any(BLANK.search(text) for text in texts(question))
        if has_blank and any(shaped(question).fullmatch("\n".join(texts(each))) for each in made.questions):
            yield question


def shaped(question: Question) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, BLANK.split("\n".join(texts(question))))), re.DOTALL)


def cited(documents: Mapping[str, Document], own: str, target: str) -> str:
    """The passage under a heading, up to the next one that is no part of it; of no heading, the whole document."""
    name, _, anchor = target.partition("#")
    document = documents[name or own]
    if not anchor:
        return document.body
    level = next(heading.level for heading in document.headings if heading.anchor == anchor)
    below = document.body.split(f"{{#{anchor}}}", 1)[1]
    return re.split(rf"^#{{1,{level}}} ", below, maxsplit=1, flags=re.MULTILINE)[0]


def test_what_is_cited_speaks_of_the_answer(sample: Prepared) -> None:
    documents = {document.spec.id: document for document in sample.sets["ja"].documents}
    quizzes = {name: quiz for name, quiz in asked(sample.sets["ja"]).items() if quiz.speech == Speech.STANDARD}
    assert len(quizzes) == AUDIENCES - len(WITHOUT_CITED)
    far = []
    for name, question in all_of(quizzes):
        passage = "".join(cited(documents, name, target) for target in question.documents)
        said = WORD.findall("".join(str(question.choices[right]) for right in question.rights) + str(question.why))
        if len(both := {word for word in said if word in passage}) < 3:
            far.append((name, question.question, both))
    assert far == []


def test_easy_japanese_says_how_each_kanji_is_read() -> None:
    folder = DOCUMENTS / "training" / "finder-reading-plain"
    for path in (folder / "ja.md.j2", folder / "quiz.yml"):
        ours = NOT_OURS.sub("", path.read_text(encoding="utf-8").replace("{{ minutes_read }}", "ふん"))
        assert len(re.findall("（[ぁ-ん・]+）", ours)) > 300
        assert KANJI_ALONE.findall(ours) == [], path.name
    assert KANJI_ALONE.findall("紙（かみ）を見る") == ["見"]


@pytest.mark.parametrize("name", sorted(WITHOUT_CITED))
def test_a_finder_of_another_language_reads_the_numbers_of_the_terminal(large: Prepared, name: str) -> None:
    document = next(d for d in large.sets["ja"].documents if d.spec.id == name)
    duty = large.terminal.duty
    assert duty is not None
    numbers = [str(means.value) for means in duty.means]
    assert len(numbers) > 1
    called = document.body.split("{#call}")[1].split("{#never}")[0].replace("&#45;", "-")
    assert [number for number in numbers if number not in called] == []
    assert f"{large.terminal.reporting.ciso_officers_limit_min}" in called
    assert [f"doc:{form}" for form in ("F30", "F31", "F36") if f"doc:{form}" not in document.body] == []
