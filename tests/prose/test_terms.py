"""One word for one thing in everything that a reader of a set reads."""

from __future__ import annotations

import re
from collections import Counter

import pytest
import yaml
from quaybook.model.document import Kind
from quaybook.resources import policy_source

from tests.conftest import SAMPLES, prepared_sample
from tests.documents.test_grammar import terminals
from tests.helpers.renderings import rendered
from tests.prose.paragraphs import pages

RULES: dict[str, str] = {
    rule["pattern"]: rule["expected"]
    for rule in yaml.safe_load((policy_source() / "style" / "terms.yml").read_text("utf-8"))["rules"]
}
# Rules say that they are amended; other documents are revised.
REVISED = re.compile(r"規程(?:の|を)改訂|制定[^。]{0,30}日改訂")


def form(pattern: str) -> re.Pattern[str]:
    """As prh reads it: between two strokes a regular expression, else a text."""
    return re.compile(pattern[1:-1]) if pattern.startswith("/") else re.compile(re.escape(pattern))


def test_no_document_calls_a_thing_by_another_word() -> None:
    found: Counter[str] = Counter()
    read = [*pages(map(prepared_sample, SAMPLES))]
    assert len(read) > 130
    assert len(RULES) > 20
    # The page of findings prints the facts themselves, as they are.
    for name, text in ((name, text) for name, text in read if name != "findings"):
        for pattern, expected in RULES.items():
            found.update(f"{name}: {hit[0]} → {expected}" for hit in form(pattern).finditer(text))
    assert dict(found) == {}


def test_no_terminal_unlike_the_samples_does_either() -> None:
    """Facts may be written in words of their own, so only texts of which nobody knows any are looked at."""
    tried = 0
    for name, judged in terminals():
        if "nothing known" in name:
            made, _problems = rendered(judged)
            for document in made.documents:
                hits = [pattern for pattern in RULES if form(pattern).search(document.body)]
                assert hits == [], f"{name}: {document.spec.id}"
                tried += 1
    assert tried > 300


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_rule_is_amended(sample: str) -> None:
    policies = [d for d in prepared_sample(sample).sets["ja"].documents if d.spec.kind == Kind.POLICY]
    assert len(policies) > 15
    assert [d.spec.id for d in policies if REVISED.search(d.body)] == []
    assert all(row[0] != "改訂日" for d in policies for row in d.control.rows)
    assert REVISED.search("この規程を改訂する。")


def test_every_rule_of_the_list_can_be_broken() -> None:
    broken = "資格情報 すべて 気づ すでに のうえで だれが 御社 二要素認証 認証の器具 使い捨ての番号 媒体を差し ％ FAX"
    broken += " 第二の意見 支援の終了 検査の道具 保管の道具 メーカー 差込口 フォルダー サーバー コンピューター"
    broken += " 検査用のPC チェックディジット ソフトウエア 不正なプログラム 複数人 ヶ月"
    broken += " 1日（令和 183日 当社 事実のファイル 標本 次のとおりとする：担当"
    assert [pattern for pattern in RULES if not form(pattern).search(broken)] == []
