"""Help and wrong use, of every command, in two languages."""

import argparse
import re

import pytest
from every_command import ALL, NAMES, parser_of
from handing_in import run
from worlds import sluis

ENGLISH = re.compile(r"\b(the|and|this|which|usage|options|exit|positional|required|optional)\b")


class TestHelp:
    """`--help`."""

    @pytest.mark.parametrize("words", ALL, ids=NAMES.values())
    def test_every_command_explains_itself_in_dutch_and_english(self, words: tuple[str, ...]) -> None:
        dutch, english = (sluis(*words, "--help", language=each) for each in ("nl", "en"))
        assert (dutch.code, english.code, dutch.err, english.err) == (0, 0, "", "")
        assert dutch.out.startswith("gebruik: sluis") and english.out.startswith("usage: sluis")
        assert "--help" in dutch.out and "opties:" in dutch.out and "deze hulp tonen" in dutch.out
        prose = re.sub(r"`[^`]*`|--[\w-]+|\{[^}]*\}|\b[A-Z_=.a-z-]*[A-Z]{2,}[\w.=-]*", " ", dutch.out)
        assert not ENGLISH.search(prose.replace("trusted third party", "")), dutch.out

    @pytest.mark.parametrize("words", ALL, ids=NAMES.values())
    def test_every_option_is_explained_and_no_explanation_is_left_in_english(self, words: tuple[str, ...]) -> None:
        pairs = zip(parser_of(words, "nl")._actions, parser_of(words, "en")._actions, strict=True)
        for dutch, english in pairs:
            if dutch.dest == "help":
                continue
            if isinstance(dutch, argparse._SubParsersAction):
                assert isinstance(english, argparse._SubParsersAction)
                texts = zip(dutch._choices_actions, english._choices_actions, strict=True)
                assert all(one.help and one.help != other.help for one, other in texts)
            else:
                assert dutch.help and dutch.help != english.help, dutch.dest

    def test_help_is_dutch_when_nothing_is_asked(self) -> None:
        code, out, err = run("--help")
        assert (code, err) == (0, "") and out.startswith("gebruik: sluis")


class TestWrongUse:
    """Exit 2."""

    @pytest.mark.parametrize("words", ALL, ids=NAMES.values())
    @pytest.mark.parametrize("language", ["nl", "en"])
    def test_is_told_on_standard_error_alone(self, words: tuple[str, ...], language: str) -> None:
        answer = sluis("--json", *words, "--no-such-option", language=language)
        assert (answer.code, answer.out) == (2, "")
        assert answer.err.startswith("gebruik: " if language == "nl" else "usage: ")
        if language == "nl":
            assert ": fout: " in answer.err and not re.search(r"required|unrecognized|invalid", answer.err)

    def test_a_command_alone_or_a_choice_that_there_is_not(self) -> None:
        for words in ((), ("source",), ("nothing",), ("source", "prepare", "--mode", "sometimes")):
            answer = sluis(*words)
            assert (answer.code, answer.out) == (2, "") and "sluis" in answer.err
