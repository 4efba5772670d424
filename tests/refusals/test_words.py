"""Every message is there in Dutch, and the files that the program reads are those that the source asks for."""

import importlib.util
import re
import string
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from sluis.refusals import advice, languages, sentence, translation
from sluis.refusals.catalogue import ALL, deliveries, homes
from sluis.refusals.code import Code

ROOT = Path(__file__).resolve().parents[2]
UPDATE = "run `python tools/words.py update`, translate, then `compile` and `docs`"


def load_tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sluis_words_tool", ROOT / "tools" / "words.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


pytest.importorskip("babel", reason="Babel is needed to look at the translations")
words = load_tool()
messages: list[str] = words.extract()
dutch = {str(each.id): each for each in words.read_dutch() if each.id}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_translations_are_of_exactly_the_messages_in_the_source() -> None:
    assert sorted(dutch) == messages, UPDATE


def test_every_message_has_a_dutch_translation_that_somebody_looked_at() -> None:
    assert [text for text, each in dutch.items() if each.fuzzy or not each.string] == []


def test_translations_have_the_facts_of_their_messages() -> None:
    wrong = [text for text, each in dutch.items() if placeholders(text) != placeholders(str(each.string))]
    assert wrong == []


def test_translations_keep_the_spaces_around_their_messages() -> None:
    def edges(text: str) -> tuple[bool, bool, bool]:
        return text[:1].isspace(), text[-1:].isspace(), text[-1:] in ".:"

    assert [text for text, each in dutch.items() if edges(text) != edges(str(each.string))] == []


def test_flags_in_a_message_stay_as_they_are_typed() -> None:
    def flags(text: str) -> list[str]:
        return sorted(re.findall(r"--[a-z]+", text))

    assert [text for text, each in dutch.items() if flags(text) != flags(str(each.string))] == []


def test_compiled_file_is_that_of_the_translations() -> None:
    assert words.COMPILED.read_bytes() == words.compiled(words.read_dutch()), UPDATE


def test_compiling_twice_gives_the_same_bytes() -> None:
    assert words.compiled(words.read_dutch()) == words.compiled(words.read_dutch())


def test_compiled_file_is_read_by_gettext_as_it_was_written() -> None:
    say = translation("nl").gettext
    assert [text for text, each in dutch.items() if say(text) != each.string] == []


def test_updating_again_changes_nothing() -> None:
    assert words.updated(messages, words.read_dutch()) == words.DUTCH.read_text(encoding="utf-8"), UPDATE


def test_updating_keeps_translations_and_empties_none() -> None:
    text = words.updated([*messages, "An entirely new message: zebra crossing."], words.read_dutch())
    assert 'msgid "An entirely new message: zebra crossing."\nmsgstr ""\n' in text
    assert all(
        f'msgstr "{each.string}"' in text for each in list(dutch.values())[:20] if not set('"\n') & set(each.string)
    )


def test_files_name_no_date_person_or_program() -> None:
    head = words.DUTCH.read_text(encoding="utf-8").split("\n\n")[0].lower()
    assert not any(word in head for word in ("-date", "translator", "team", "generated", "@"))


def test_a_marked_text_that_is_not_written_out_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "x.py"
    source.write_text("text = 'made'\nsaid = _(text)\n")
    with pytest.raises(ValueError, match=r"x\.py:2"):
        words.extract(tmp_path)


def test_a_text_inside_an_f_string_is_found(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text("said = f\"- {say(_('Valid'))}\"\n")
    assert words.extract(tmp_path) == ["Valid"]


@pytest.mark.parametrize("language", languages)
@pytest.mark.parametrize("code", ALL.values(), ids=lambda code: code.number)
@pytest.mark.parametrize("render", [sentence, advice])
def test_every_code_is_worded_in_every_language(render: Callable[..., str], code: Code, language: str) -> None:
    said = render(code, {name: f"<{name}>" for name in code.facts}, language)
    assert said
    used = placeholders(code.message if render is sentence else code.advice)
    assert all(f"<{name}>" in said for name in used)


def test_words_of_our_own_are_translated_and_given_names_are_not() -> None:
    assert "rol bron" in sentence(homes.OTHER_ROLE, {"role": "source"}, "nl")
    assert "a source" in sentence(homes.OTHER_ROLE, {"role": "source"}, "en")
    assert sentence(deliveries.CLEAR_MISSING, {"field": "date"}, "nl") == "Het open veld date heeft geen waarde."


def test_every_code_is_documented() -> None:
    assert words.DOCUMENT.read_text(encoding="utf-8") == words.documented(), UPDATE


def test_reference_names_every_code_once() -> None:
    headings = [line for line in words.documented().splitlines() if line.startswith("### ")]
    assert [line.split()[1] for line in sorted(headings)] == list(ALL)
