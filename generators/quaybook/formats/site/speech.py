"""Formats stage: what MkDocs says on its way → lines in the language of whoever runs it.

MkDocs speaks English and has no other language. What it tells of its progress is said in the kit's words; what it warns
of keeps its text, in a frame that says whose it is. Nothing of a warning is lost: MkDocs counts them itself.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable

from click import ClickException
from mkdocs.exceptions import Abort, BuildError, PluginError
from mkdocs.plugins import get_plugin_logger
from mkdocs.utils import CountHandler

from quaybook.problems import Problem, describe
from quaybook.resources import policy_source
from quaybook.wording.words import Words, load_messages, load_words

LOGGER = "mkdocs"
_OURS = "quaybook: "
# What MkDocs says, by the key of our words for it. What else it tells of its progress helps nobody.
_PROGRESS = {
    "building": re.compile(r"Building documentation.*"),
    "built": re.compile(r"Documentation built in (?P<seconds>[\d.]+) seconds"),
    "serving": re.compile(r"Serving on (?P<url>\S+).*"),
    "changed": re.compile(r"Detected file changes"),
    "reloading": re.compile(r"Reloading browsers"),
    "stopping": re.compile(r"Shutting down\.\.\."),
    "deploying": re.compile(r"Copying '.*' to '(?P<branch>.*)' branch and pushing to GitHub\."),
    "deployed": re.compile(r"Your documentation should shortly be available at: (?P<url>\S+)"),
}
_TIME = re.compile(r"^\[\d\d:\d\d:\d\d\] ")
_STRICT = re.compile(r"Aborted with (?P<counts>.*) in strict mode!")


class ToldError(PluginError):
    """The site cannot be made; the message is the kit's own."""


class StoppedError(Abort):
    """The site was not made, and why has been said."""


class Speech(logging.Formatter):
    """Puts the records of MkDocs into words of one language."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.words: Words = load_words(policy_source(), language)[0]

    def format(self, record: logging.LogRecord) -> str:
        said = self.said(record)
        if record.exc_info:
            said = f"{said}\n{self.formatException(record.exc_info)}"
        return said

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether there is anything to say."""
        return bool(self.said(record))

    def said(self, record: logging.LogRecord) -> str:
        """What is said; empty for progress that has no words."""
        text = record.getMessage()
        if text.startswith(_OURS):
            return text.removeprefix(_OURS).strip("\n")
        if record.levelno > logging.INFO:
            key = "error" if record.levelno >= logging.ERROR else "warning"
            return self.words(f"site_log.{key}", text=text.strip())
        # Whoever asks for everything, by `--verbose`, gets it as it comes.
        return text if record.levelno < logging.INFO else self._progress(_TIME.sub("", text))

    def _progress(self, text: str) -> str:
        for key, pattern in _PROGRESS.items():
            if found := pattern.fullmatch(text):
                return self.words(f"site_log.{key}", **found.groupdict())
        return ""

    def given_up(self, error: BaseException) -> str:
        """Why MkDocs stopped, by its own last words or ours."""
        text = error.format_message() if isinstance(error, ClickException) else str(error)
        if isinstance(error, ToldError | StoppedError):
            return text
        if found := _STRICT.fullmatch(text.strip()):
            return self.words("site_log.strict", count=sum(map(int, re.findall(r"\d+", found["counts"]))))
        return self.words("site_log.given_up", text=text.strip())


def speak(language: str) -> None:
    """From now on MkDocs speaks so, wherever its records are printed."""
    for handler in logging.getLogger(LOGGER).handlers:
        if isinstance(handler, logging.StreamHandler) and not isinstance(handler, CountHandler):
            told_by(handler, language)


def told_by(handler: logging.Handler, language: str) -> Speech:
    """Has one handler speak the language; MkDocs keeps its handlers from one build to the next."""
    speech = Speech(language)
    for former in [each for each in handler.filters if isinstance(getattr(each, "__self__", None), Speech)]:
        handler.removeFilter(former)
    handler.setFormatter(speech)
    handler.addFilter(speech.filter)
    return speech


def said_of(problems: Iterable[Problem], language: str) -> str:
    """Problems as MkDocs prints them, each on a line of its own."""
    messages = load_messages(policy_source(), language)
    return "\n" + "\n".join(describe(problem, messages) for problem in problems)


def has_warned() -> bool:
    """Whether MkDocs, which counts warnings in a strict build, will fail it after its last event."""
    return any(isinstance(each, CountHandler) and each.counts for each in logging.getLogger(LOGGER).handlers)


def stop_after(error: Exception, language: str) -> None:
    """Says why the site is not made in place of MkDocs, which would add a line of its own. Raises StoppedError."""
    speech = Speech(language)
    if isinstance(error, Abort):
        raise StoppedError(speech.given_up(error)) from error
    if isinstance(error, BuildError):
        told = get_plugin_logger("quaybook") if isinstance(error, ToldError) else logging.getLogger(LOGGER)
        told.error(error.format_message())
        raise StoppedError(speech.words("site_log.stopped")) from error
