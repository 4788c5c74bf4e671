"""Formats stage, slides: how they look, from `policy_src/style/slides.yml`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Box:
    """A place on a slide, in points."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class SlideLook:
    """The values of `slides.yml`; lengths and sizes in points."""

    values: dict[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def box(self, *path: str) -> Box:
        """The place that is written at a path of keys."""
        found = self.values
        for part in path:
            found = found[part]
        return Box(*(float(found[side]) for side in ("left", "top", "width", "height")))


def load_slide_look(source: Path) -> SlideLook:
    """The look in `policy_src`."""
    return SlideLook(yaml.safe_load((source / "style" / "slides.yml").read_text(encoding="utf-8")))
