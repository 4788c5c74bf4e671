"""What of a text is held by an extract: whole sections, below the headings under which they stand."""

from __future__ import annotations

from quaybook.wording.dialect.blocks import excerpt, parted, raised

BODY = """## 共通 {#common}

はじめに。

### 紙 {#paper}

紙の扱い。

## 区分 {#areas}

区分の前置き。

### ゲート {#gate}

ゲートのこと。

#### 手順 {#gate-steps}

一つずつ。

### ヤード {#yard}

ヤードのこと。
"""


def test_a_section_comes_whole_below_the_headings_above_it() -> None:
    found = excerpt(BODY, {"gate"})
    assert (
        found == "## 区分 {#areas}\n\n### ゲート {#gate}\n\nゲートのこと。\n\n#### 手順 {#gate-steps}\n\n一つずつ。\n\n"
    )


def test_sections_keep_their_order_and_nothing_comes_twice() -> None:
    found = excerpt(BODY, {"yard", "gate-steps", "common", "paper"})
    assert [line for line in found.splitlines() if line.startswith("#")] == [
        "## 共通 {#common}",
        "### 紙 {#paper}",
        "## 区分 {#areas}",
        "### ゲート {#gate}",
        "#### 手順 {#gate-steps}",
        "### ヤード {#yard}",
    ]
    assert "ゲートのこと" not in found


def test_what_is_not_there_is_no_section() -> None:
    assert excerpt(BODY, {"nothing"}) == ""


def test_parts_are_the_whole_and_begin_where_they_say() -> None:
    found = parted(BODY, {"areas", "yard", "nothing"})
    assert list(found) == ["", "areas", "yard"]
    assert "".join(found.values()) == BODY
    assert found["areas"].startswith("## 区分")
    assert parted(BODY, {"nothing"}) == {"": BODY}


def test_headings_rise_and_nothing_else_does() -> None:
    text = BODY.replace("はじめに。", "| # | ## |\n|---|---|\n| ### 表 | {#x} |")
    found = raised(text)
    assert [line for line in found.splitlines() if line.startswith("#")] == [
        line[1:] for line in BODY.splitlines() if line.startswith("#")
    ]
    assert "| # | ## |\n|---|---|\n| ### 表 | {#x} |" in found
