"""The Word template of our papers, with their look: `python tools/word_template.py` writes it.

Somebody may also change the file in Word; this program then shows what the loops in it must look like.
"""

import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from sluis.portal.documents.rendering.filler import steady
from sluis.portal.documents.rendering.word import TEMPLATE

INK, DEEP, TEAL, MUTED = (RGBColor.from_string(each) for each in ("12242F", "0B3C49", "0B5C6B", "4A5C69"))
WIDE = Mm(162)


class Template:
    """A document in the making."""

    def __init__(self) -> None:
        self.document = docx.Document()
        page = self.document.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.left_margin = page.right_margin = Mm(24)
        page.top_margin, page.bottom_margin = Mm(26), Mm(24)
        page.header_distance = page.footer_distance = Mm(12)
        self._styles()
        self._edges(page)

    def _styles(self) -> None:
        styles = self.document.styles
        plain = styles["Normal"]
        plain.font.name, plain.font.size, plain.font.color.rgb = "Calibri", Pt(10.5), INK
        plain.paragraph_format.space_after, plain.paragraph_format.line_spacing = Pt(6), 1.25
        for name, size, before, color in (
            ("Title", 25, 6, DEEP),
            ("Heading 1", 14, 20, DEEP),
            ("Heading 2", 11, 12, DEEP),
        ):
            style = styles[name]
            style.font.name, style.font.size, style.font.bold, style.font.color.rgb = "Calibri", Pt(size), True, color
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(4)
            style.paragraph_format.keep_with_next = True
            fonts = style.element.rPr.rFonts
            for theme in [each for each in fonts.attrib if each.endswith("Theme")]:
                del fonts.attrib[theme]
            for border in style.element.iter(qn("w:pBdr")):
                border.getparent().remove(border)
                break
        self._style("Paper subtitle", 12, MUTED, after=14)
        self._style("Paper aside", 9, MUTED)
        self._style("Paper caption", 10, DEEP, bold=True, after=2, keep=True)
        self._style("Paper cell", 9, INK, after=0)
        self._style("Paper edge", 8, MUTED, after=0)
        for name, left, hang in (("Paper member", 12, 12), ("Paper item", 18, 6)):
            shape = self._style(name, 10.5, INK).paragraph_format
            shape.left_indent, shape.first_line_indent = Mm(left), -Mm(hang)
            shape.tab_stops.add_tab_stop(Mm(left))

    def _style(
        self, name: str, size: float, color: RGBColor, *, bold: bool = False, after: int = 6, keep: bool = False
    ) -> Any:
        style = self.document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = self.document.styles["Normal"]
        style.font.size, style.font.color.rgb, style.font.bold = Pt(size), color, bold
        style.paragraph_format.space_after, style.paragraph_format.keep_with_next = Pt(after), keep
        return style

    def _edges(self, page: Any) -> None:
        page.different_first_page_header_footer = True
        for header, text in ((page.header, "{{ title }}"), (page.first_page_header, "")):
            self._edge(header).add_run(f"{text}\tSluis")
        for footer in (page.footer, page.first_page_footer):
            line = self._edge(footer)
            line.add_run("{{ footing }}\t")
            field(line, "PAGE")
            line.add_run(" / ")
            field(line, "NUMPAGES")

    def _edge(self, part: Any) -> Any:
        line = part.paragraphs[0]
        line.style = "Paper edge"
        for stop in list(line.paragraph_format.tab_stops):
            line.paragraph_format.tab_stops.clear_all()
            del stop
        line.paragraph_format.tab_stops.add_tab_stop(WIDE, WD_TAB_ALIGNMENT.RIGHT)
        return line

    def say(self, text: str, style: str = "Normal", *, fresh: bool = False) -> None:
        """A paragraph."""
        self.document.add_paragraph(text, style).paragraph_format.page_break_before = fresh or None

    def table(self, *rows: tuple[str, ...], head: bool = False) -> None:
        """A table as wide as the text; its first row comes back on every page when it is a head."""
        table = self.document.add_table(len(rows), len(rows[0]))
        table.autofit = True
        width = table._tbl.tblPr.find(qn("w:tblW"))
        width.set(qn("w:type"), "pct")
        width.set(qn("w:w"), "5000")
        table._tbl.tblPr.append(borders())
        for number, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            if head and number == 0:
                row._tr.trPr.append(OxmlElement("w:tblHeader"))
            for cell, text in zip(row.cells, texts, strict=True):
                cell.paragraphs[0].style = "Paper cell"
                run = cell.paragraphs[0].add_run(text)
                run.bold = (head and number == 0) or None
                if head and number == 0:
                    cell._tc.get_or_add_tcPr().append(shade("EFF7F7"))
        self.say("", "Paper cell")

    def blocks(self, name: str) -> None:
        """The loop over blocks."""
        self.say(f"{{%p for block in {name} %}}")
        for kind, text, style in (
            ("paragraph", "{{ block.text }}", "Normal"),
            ("aside", "{{ block.text }}", "Paper aside"),
            ("lead", "{{ block.text }}", "Paper caption"),
            ("member", "{{ block.number }}\t{{ block.text }}", "Paper member"),
        ):
            self.say(f"{{%p if block.kind == '{kind}' %}}")
            self.say(text, style)
            self.say("{%p endif %}")
        self.say("{%p if block.kind == 'items' %}")
        self.say("{%p for line in block.lines %}")
        self.say("{{ line[0] }}\t{{ line[1] }}", "Paper item")
        self.say("{%p endfor %}")
        self.say("{%p endif %}")
        self.say("{%p if block.kind == 'facts' %}")
        self._pairs("block.lines")
        self.say("{%p endif %}")
        self.say("{%p if block.kind == 'table' %}")
        self.say("{%p if block.caption %}")
        self.say("{{ block.caption }}", "Paper caption")
        self.say("{%p endif %}")
        self.table(
            ("{%tc for cell in block.head %}", "{{ cell }}", "{%tc endfor %}"),
            ("{%tr for row in block.rows %}", "", ""),
            ("{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}"),
            ("{%tr endfor %}", "", ""),
            head=True,
        )
        self.say("{%p endif %}")
        self.say("{%p if block.kind == 'signatures' %}")
        self.say("{%p for one in block.signatures %}")
        self.say("{{ one.party }}", "Paper caption")
        self._pairs("one.lines")
        self.say("{%p endfor %}")
        self.say("{%p endif %}")
        self.say("{%p endfor %}")

    def _pairs(self, name: str) -> None:
        self.table((f"{{%tr for line in {name} %}}", ""), ("{{ line[0] }}", "{{ line[1] }}"), ("{%tr endfor %}", ""))

    def sections(self) -> None:
        """The loop over sections."""
        self.say("{%p for section in sections %}")
        for level, fresh in ((1, False), (1, True), (2, False), (2, True)):
            self.say(f"{{%p if section.level == {level} and {'' if fresh else 'not '}section.fresh %}}")
            self.say(
                "{% if section.number %}{{ section.number }}  {% endif %}{{ section.title }}",
                f"Heading {level}",
                fresh=fresh,
            )
            self.say("{%p endif %}")
        self.blocks("section.blocks")
        self.say("{%p endfor %}")


def borders() -> Any:
    """Thin lines between rows."""
    found = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "DFE6EB")):
            line.set(qn(f"w:{name}"), value)
        found.append(line)
    return found


def shade(color: str) -> Any:
    """A background."""
    found = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", color)):
        found.set(qn(f"w:{name}"), value)
    return found


def field(line: Any, name: str) -> None:
    """A number that Word fills in."""
    found = OxmlElement("w:fldSimple")
    found.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    found.append(run)
    line._p.append(found)


def built() -> bytes:
    """The template."""
    template = Template()
    template.say("{{ title }}", "Title")
    template.say("{%p if subtitle %}")
    template.say("{{ subtitle }}", "Paper subtitle")
    template.say("{%p endif %}")
    template.blocks("opening")
    template.sections()
    out = BytesIO()
    template.document.save(out)
    return steady(out.getvalue())


if __name__ == "__main__":
    TEMPLATE.write_bytes(built())
