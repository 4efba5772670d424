"""Every command that there is, so that a new one is tested by itself."""

import argparse
from collections.abc import Iterator

from sluis.cli.main import build_parser


def commands(parser: argparse.ArgumentParser, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command and group, as words."""
    yield words
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield from commands(below, (*words, name))


def parser_of(words: tuple[str, ...], language: str = "en") -> argparse.ArgumentParser:
    """Of one command."""
    parser = build_parser(language)
    for word in words:
        (below,) = (each for each in parser._actions if isinstance(each, argparse._SubParsersAction))
        parser = below.choices[word]
    return parser


ALL = list(commands(build_parser("en")))
RUNNABLE = [words for words in ALL if parser_of(words).get_default("run")]
NAMES = {words: " ".join(words) or "sluis" for words in ALL}
