"""Formats stage: MkDocs at work in this process, as the workspace's `mkdocs.yml` says; loaded only for a site.

The pages come from the kit's plugin, which is handed what is prepared already.
"""

from __future__ import annotations

import io
import logging
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, TextIO

from quaybook.formats.site.request import TERMINAL

# Where MkDocs looks for its settings.
CONFIGS = ("mkdocs.yml", "mkdocs.yaml")
PLUGIN = "quaybook"
# Facts are nobody else's business: only this machine sees what is served.
_HERE = "127.0.0.1"


class MkDocsFailedError(Exception):
    """MkDocs gave up; the message is what it said on the way."""


class SiteRun:
    """One run of MkDocs for the workspace `root`. What it says is kept, for what went well is no news.

    Raises MkDocsFailedError if the settings cannot be read.
    """

    def __init__(self, root: Path, language: str) -> None:
        _keep_the_theme_quiet()
        self.said, self.language = io.StringIO(), language
        with self._listening():
            from mkdocs.config import load_config

            self.config: Any = load_config(config_file=_settings(root), strict=True)
        self.plugins = [plugin for name, plugin in self.config.plugins.items() if hasattr(plugin, "given")]

    @property
    def options(self) -> Any:
        """The options of the kit's plugin; None where the settings do not name it."""
        return self.plugins[0].config if self.plugins else None

    def build(self, given: object, folder: Path) -> None:
        """Builds the site into `folder`, which is empty. Raises MkDocsFailedError, OSError."""
        self.config.site_dir = str(folder)
        for plugin in self.plugins:
            plugin.given = given
        with self._listening():
            from mkdocs.commands import build

            self.config.plugins.on_startup(command="build", dirty=False)
            try:
                build.build(self.config)
            finally:
                self.config.plugins.on_shutdown()
                # MkDocs keeps a plugin for the next run in this process, which is not this one's.
                for plugin in self.plugins:
                    plugin.given = None

    @contextmanager
    def _listening(self) -> Iterator[None]:
        """Whatever MkDocs, its plugins and hooks say is kept; where they stop the process, only this run ends."""
        with _heard(self.said, self.language), redirect_stdout(self.said), redirect_stderr(self.said):
            yield


def serve(root: Path, terminal: str, language: str, port: int) -> None:
    """Shows the site of `terminal` to this machine, and makes it anew with every change, until Ctrl+C is pressed.

    Without `terminal` it is that of the settings. Raises MkDocsFailedError; OSError if the port is taken.
    """
    # MkDocs asks for the port only when the site is made.
    socket.create_server((_HERE, port)).close()
    _keep_the_theme_quiet()
    # What the plugin is not given it asks of the environment, at every change again.
    os.environ["LANGUAGE"] = language
    if terminal:
        os.environ[TERMINAL] = terminal
    with _heard(sys.stderr, language):
        from mkdocs.commands import serve

        serve.serve(config_file=_settings(root), dev_addr=f"{_HERE}:{port}")


def _keep_the_theme_quiet() -> None:
    """The theme announces its successor at every build; that is not the reader's business."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")


def _settings(root: Path) -> str:
    return str(next(root / name for name in CONFIGS if (root / name).is_file()).absolute())


@contextmanager
def _heard(stream: TextIO, language: str) -> Iterator[None]:
    """What MkDocs logs is said to `stream`, in words of the language, and why it stops is an error of ours."""
    from quaybook.formats.site.speech import LOGGER, told_by

    logger, handler = logging.getLogger(LOGGER), logging.StreamHandler(stream)
    speech = told_by(handler, language)
    level, propagate = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    from click import ClickException

    try:
        yield
    except (ClickException, SystemExit) as error:
        kept = stream.getvalue() if isinstance(stream, io.StringIO) else ""
        raise MkDocsFailedError(f"{kept}{speech.given_up(error)}\n") from error
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = propagate
