"""Formats stage: the look that Word files and workbooks share, from `policy_src/style/word.yml`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Look:
    """The values of `word.yml`; lengths in millimetres, sizes in points."""

    values: dict[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def with_own(self, key: str) -> Look:
        """The look in which the groups of values below `key` stand for those of their names."""
        groups = {name: {**self.values[name], **own} for name, own in self.values[key].items()}
        return Look({**self.values, **groups})


def load_look(source: Path) -> Look:
    """The look in `policy_src`."""
    return Look(yaml.safe_load((source / "style" / "word.yml").read_text(encoding="utf-8")))
