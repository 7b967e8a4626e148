"""Files with text in them, made by hand as small as their readers take them."""

from __future__ import annotations

import io
import zipfile

__all__ = ["docx", "mail", "odt", "packed", "pdf", "pptx", "xlsx"]


def packed(**entries: str | bytes) -> bytes:
    """A zip; `__` in a name stands for a slash, `_xml` at its end for the ending."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        for name, content in entries.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return buffer.getvalue()


def docx(*paragraphs: str) -> bytes:
    """A Word document."""
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    return packed(word__document_xml=f'<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>')


def xlsx(*cells: str) -> bytes:
    """A workbook whose texts are shared, as Excel writes them."""
    items = "".join(f"<si><t>{text}</t></si>" for text in cells)
    return packed(xl__sharedStrings_xml=f"<sst>{items}</sst>", xl__worksheets__sheet1_xml="<worksheet/>")


def pptx(*slides: str) -> bytes:
    """A presentation."""
    made = {
        f"ppt__slides__slide{number}_xml": f'<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:t>{text}</a:t></a:p></p:sld>'
        for number, text in enumerate(slides, 1)
    }
    return packed(**made)


def odt(text: str) -> bytes:
    """A text document of LibreOffice."""
    return packed(content_xml=f'<o:body xmlns:o="o" xmlns:t="t"><t:p>{text}</t:p></o:body>')


def pdf(text: str) -> bytes:
    """A PDF with one line."""
    stream = f"BT /F1 24 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end


def mail(subject: str, html: str) -> bytes:
    """A mail that is written in HTML."""
    return (
        f"From: anna@example.com\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        f"<html><head><title>no</title></head><body><script>alert(1)</script>{html}</body></html>\r\n"
    ).encode()
