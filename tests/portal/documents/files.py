"""Small files of every kind that is taken."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\x00IEND\xaeB`\x82"
)
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\xff\xd9"
PEM = b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"


def zipped(*names: str, first: tuple[str, bytes] | None = None) -> bytes:
    """A zip with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in ((first,) if first else ()) + tuple((name, b"x") for name in names):
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


DOCX = zipped("[Content_Types].xml", "word/document.xml")
XLSX = zipped("[Content_Types].xml", "xl/workbook.xml")
ODT = zipped("content.xml", first=("mimetype", b"application/vnd.oasis.opendocument.text"))

GOOD = {
    "pdf": PDF, "png": PNG, "jpg": JPG, "jpeg": JPG, "pem": PEM, "docx": DOCX, "xlsx": XLSX, "odt": ODT,
    "txt": "Beleid – café\n".encode(), "csv": "naam;één\r\n".encode("cp1252"), "json": b'{"a": [1, 2]}',
}  # fmt: skip


def upload(name: str, content: bytes = b"tekst\n") -> SimpleUploadedFile:
    """As a browser sends it."""
    return SimpleUploadedFile(name, content)
