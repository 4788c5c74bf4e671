"""A terminal that has begun to say its rules in English: an article, a card and what they need beside them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from quaybook.model.data.kinds import IN_ALL_LANGUAGES
from quaybook.pipeline import Workspace
from quaybook.resources import policy_source

from tests.helpers.workspaces import facts_of, write_facts

# It names an English card, two Japanese documents, one of them by an article, and one that the terminal does not keep.
BACKUP = """\
{% from "partials/greeting.en.j2" import greeting %}
{{ article("purpose", "Purpose") }}

{{ greeting(terminal.short_name) }} Call as {{ ref("card-desk#call") }} says.

{{ article("generations", "Generations") }}

{% covers "3-4-3" %}
Several generations of each copy are kept, as {{ ref("organisation#purpose") }} and {{ ref("F20") }} say.
{% endcovers %}

See {{ ref("#purpose") }} and {{ ref("restore-test") }}.
"""
CARD = """\
{{ heading("call", "Whom to call") }}

{{ contact_points.name }}, as {{ ref("backup#generations") }} says. {{ cite("3-4-3") }}
"""
ENGLISH = {
    "documents/policy/backup/en.md.j2": BACKUP,
    "documents/card/card-desk/en.md.j2": CARD,
    "partials/greeting.en.j2": "{% macro greeting(name) %}These rules hold for {{ name }}.{% endmacro %}\n",
}
# Rules that the terminal keeps one by one, in the place of the combined ones.
SEPARATE = ("basic-policy", "organisation", "external-connections", "servers-and-network", "backup")


def held() -> set[str]:
    """The documents that the terminal keeps: the smallest set with separate rules, and the pages of roles and paths."""
    profiles = yaml.safe_load((policy_source() / "profiles.yml").read_text(encoding="utf-8"))
    pages = {path.name for kind in ("role", "onboarding") for path in policy_source().glob(f"documents/{kind}/*")}
    return {*profiles["minimum"]["holds"], *SEPARATE, *pages} - {"combined"}


def begun(root: Path, files: dict[str, str] | None = None, **control: Any) -> Workspace:
    """Sample B as terminal `x` that keeps a small set, with texts of its own; `control` says how it keeps them."""
    facts = facts_of("chitoseura")
    kept = facts["document_control"]
    assert isinstance(kept, dict)
    folder = root / "terminals" / "x"
    write_facts(folder, facts | {"document_control": {**kept, "profile": "minimum", **control}})
    profiles = yaml.safe_load((policy_source() / "profiles.yml").read_text(encoding="utf-8"))
    own = {"profiles.yml": yaml.safe_dump(profiles | {"minimum": {"holds": sorted(held())}})}
    for name, text in (own | (ENGLISH if files is None else files)).items():
        path = folder / "overrides" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Workspace(root)


def own_kit(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the kit's texts, which is used in the place of them."""
    copy = root / "policy_src"
    shutil.copytree(policy_source(), copy)
    monkeypatch.setattr("quaybook.pipeline.policy_source", lambda: copy)
    return copy


def say_it_in(kit: Path, language: str, documents: set[str]) -> None:
    """Gives `documents` and the partials of the kit a text in the language; it is the Japanese one under that name.

    Their data too.
    """
    texts = [path for path in kit.glob("documents/*/*/ja.md.j2") if path.parent.name in documents]
    assert len(texts) == len(documents)
    for path in (*texts, *kit.glob("partials/*.ja.j2")):
        for data in path.parent.glob("[a-z]*.yml") if path in texts else ():
            if data.stem not in {"document", *IN_ALL_LANGUAGES}:
                own = data.read_text(encoding="utf-8").replace(".ja.j2", f".{language}.j2")
                own = re.sub("^language: ja", f"language: {language}", own, flags=re.MULTILINE)
                data.with_name(f"{data.stem}.{language}.yml").write_text(own, encoding="utf-8")
        text = re.sub(r"(partials/\w+)\.ja\.j2", rf"\1.{language}.j2", path.read_text(encoding="utf-8"))
        path.with_name(re.sub(r"\bja\b", language, path.name)).write_text(text, encoding="utf-8")
