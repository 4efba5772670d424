"""Fills a Word template; in the worker's process."""

import zipfile
from datetime import datetime
from io import BytesIO
from typing import Any

from markupsafe import Markup, escape

UNPACKED = 100 << 20
_LONG_AGO = datetime(2000, 1, 1)  # Word's properties know no zone
_FAULTS = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, zipfile.BadZipFile)
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPOKEN = f"{_WORD}lang"
_TAGS = {"nl": "nl-NL", "en": "en-GB"}
_ZIP_BEGAN = (1980, 1, 1, 0, 0, 0)


def fill(template: bytes, context: dict[str, Any], title: str, language: str) -> bytes:
    """The filled document.

    Raises:
        ValueError: when the template cannot be filled.
    """
    from docx.opc.exceptions import OpcError
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from lxml.etree import LxmlError

    try:
        with zipfile.ZipFile(BytesIO(template)) as packed:
            if sum(each.file_size for each in packed.infolist()) > UNPACKED:
                raise ValueError("too large")
        document = DocxTemplate(BytesIO(template))
        rules = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
        document.render(as_text(context), jinja_env=rules, autoescape=True)
    except (*_FAULTS, TemplateError, OpcError, LxmlError) as fault:
        raise ValueError("not a template") from fault
    about = document.docx.core_properties
    about.title, about.author, about.last_modified_by = title[:255], "Sluis", ""
    about.created = about.modified = _LONG_AGO
    for each in document.docx.styles.element.iter(_SPOKEN) if language else ():
        each.set(f"{_WORD}val", _TAGS.get(language, language))
    out = BytesIO()
    document.save(out)
    return steady(out.getvalue())


def as_text(value: Any) -> Any:
    """Texts as what they say: neither tags nor the braces of templates mean anything in them."""
    if isinstance(value, str):
        return Markup(str(escape(value)).replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704  # escaped here
    if isinstance(value, dict):
        return {key: as_text(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_text(each) for each in value]
    return value


def steady(packed: bytes) -> bytes:
    """The same parts in the same order, without the moment at which they were packed."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(packed)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=lambda each: (each != "[Content_Types].xml", each)):
            entry = zipfile.ZipInfo(name, _ZIP_BEGAN)
            entry.create_system, entry.compress_type = 3, zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()
