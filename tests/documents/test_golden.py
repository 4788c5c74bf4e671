"""The samples' documents as Markdown. `make golden` accepts them as they are; read the diff first."""

from __future__ import annotations

import shutil

import pytest

from tests.conftest import REPOSITORY, SAMPLES, prepared_sample

GOLDEN = REPOSITORY / "tests" / "golden"


@pytest.mark.parametrize("name", SAMPLES)
def test_documents_are_as_accepted(name: str, request: pytest.FixtureRequest) -> None:
    made = {
        f"{document.spec.kind}/{document.spec.id}.md": f"# {document.title}\n\n{document.body}"
        for document in prepared_sample(name).sets["ja"].documents
    }
    folder = GOLDEN / name / "ja"
    if request.config.getoption("--update-golden"):
        shutil.rmtree(folder, ignore_errors=True)
        for path, text in made.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
    kept = {p.relative_to(folder).as_posix(): p.read_text(encoding="utf-8") for p in folder.rglob("*.md")}
    assert len(made) > 125
    assert sorted(made) == sorted(kept), "run `make golden`"
    changed = [path for path, text in made.items() if kept[path] != text]
    assert changed == [], "run `make golden` and read the diff"
