"""Every text of the portal's apps is there in Dutch, and the files that the program reads are those of the source."""

import gettext
import io
import re
import sys
from pathlib import Path
from typing import Any

import allauth
import pytest

ROOT = Path(__file__).resolve().parents[3]
pytest.importorskip("babel", reason="Babel is needed to look at the translations")
sys.path.insert(0, str(ROOT / "tools"))
import catalogues  # noqa: E402 - its folder comes first
import gathering  # noqa: E402 - its folder comes first

sys.path.remove(str(ROOT / "tools"))
BOOKS = [book for book in gathering.books() if book.name and (book.messages() or book.path.exists())]
UPDATE = "run `python tools/words.py update`, then translate"
EACH = pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.name)


def forms(text: Any) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (text,)


def facts(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)[sd]|\{(\w*)\}", text))


@EACH
def test_every_text_has_a_dutch_translation_that_somebody_looked_at(book: Any) -> None:
    assert book.path.exists(), UPDATE
    read = [each for each in catalogues.read_dutch(book.path) if each.id]
    assert sorted((each.id for each in read), key=str) == book.messages(), UPDATE
    assert [each.id for each in read if not catalogues.translated(each)] == []


@EACH
def test_translations_have_the_facts_of_their_texts(book: Any) -> None:
    for each in catalogues.read_dutch(book.path):
        if each.id and catalogues.translated(each):
            wanted = facts(forms(each.id)[-1])
            assert (
                all(facts(string) <= wanted for string in forms(each.string))
                and facts(forms(each.string)[-1]) == wanted
            )


@EACH
def test_compiled_file_is_that_of_the_translations(book: Any) -> None:
    compiled = book.path.with_suffix(".mo").read_bytes()
    assert compiled == catalogues.compiled(catalogues.read_dutch(book.path)), UPDATE
    assert gettext.GNUTranslations(io.BytesIO(compiled)).info()["language"] == "nl"


def several(dutch: dict[Any, dict[str, Any]]) -> dict[Any, dict[str, Any]]:
    """Texts whose translations differ, with the app of each."""
    return {text: said for text, said in dutch.items() if len({forms(each) for each in said.values()}) > 1}


def test_one_text_has_the_same_dutch_in_every_app() -> None:
    """All apps' words are put together and the first app's are used: another meaning needs another English text."""
    dutch: dict[Any, dict[str, Any]] = {}
    for book in BOOKS:
        for each in catalogues.read_dutch(book.path):
            if each.id:
                dutch.setdefault(each.id, {})[book.name] = each.string
    assert several({"Close": {"a": "Sluiten", "b": "Nabij"}, "Open": {"a": "Open", "b": "Open"}}).keys() == {"Close"}
    assert sum(len(said) > 1 for said in dutch.values()) > 50
    assert several(dutch) == {}


def test_sentences_that_are_borrowed_are_sentences_of_allauth() -> None:
    """Else they changed there, and a page speaks two languages."""
    theirs = catalogues.read_dutch(Path(allauth.__file__).parent / "locale/nl/LC_MESSAGES/django.po")
    own = gathering.marked(ROOT / "src/sluis/portal/ui/borrowed.py")
    assert [each for each in own if each not in theirs] == []


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ('{% translate "One" %}', ["One"]),
        ("{% trans 'One' as x %}{{ x }}", ["One"]),
        ('{% translate "100%" %}', ["100%%"]),
        ('{% card _("Data") %}{{ _("More")|upper }}', ["Data", "More"]),
        ("{% blocktranslate %}A {{ b }} c{% endblocktranslate %}", ["A %(b)s c"]),
        ("{% blocktranslate trimmed %}\n  A\n  b\n{% endblocktranslate %}", ["A b"]),
        (
            "{% blocktranslate count n=x %}{{ n }} a{% plural %}{{ n }} b{% endblocktranslate %}",
            [("%(n)s a", "%(n)s b")],
        ),
        ("{% comment %}{% endcomment %}{# _('no') #}", []),
    ],
)
def test_texts_in_templates_are_found(tmp_path: Path, template: str, found: list[Any]) -> None:
    page = tmp_path / "page.html"
    page.write_text(template)
    assert list(gathering.shown(page)) == found


def test_texts_in_python_are_found(tmp_path: Path) -> None:
    code = tmp_path / "code.py"
    code.write_text("_('a')\nngettext('b', 'c', n)\ngettext(x)\n")
    assert list(gathering.marked(code)) == ["a", ("b", "c")]


def test_a_text_with_a_context_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('{% translate "May" context "month" %}')
    with pytest.raises(ValueError, match="context"):
        list(gathering.shown(page))


def test_translations_are_set_and_compiled_and_strange_ones_given_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "code.py").write_text("_('Save')\nngettext('%d a', '%d b', n)\n")
    book = gathering.Book("app", (tmp_path / "app",), tmp_path / "locale" / "django.po")
    monkeypatch.setattr(catalogues, "books", lambda: [book])
    catalogues.update(book)
    lines = [
        '{"app": "app", "en": "Save", "nl": "Opslaan"}',
        '{"app": "app", "en": "%d a", "nl": "%d één", "nl_plural": "%d meer"}',
        '{"app": "app", "en": "No", "nl": "Nee"}',
        '{"app": "other", "en": "Oh", "nl": "O"}',
    ]
    assert catalogues.translate(lines) == ["No", "Oh"]
    with book.path.with_suffix(".mo").open("rb") as file:
        dutch = gettext.GNUTranslations(file)
    assert dutch.gettext("Save") == "Opslaan" and dutch.ngettext("%d a", "%d b", 2) == "%d meer"
    catalogues.update(book)
    assert all(catalogues.translated(each) for each in catalogues.read_dutch(book.path) if each.id)
