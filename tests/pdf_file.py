"""PDF files made for tests, by hand: text at given places in a Chinese font that no file is needed for."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842
_FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts[4 0 R]>>",
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)"
    b"/Ordering(GB1)/Supplement 4>>/DW 1000/W[1 95 500]/FontDescriptor 5 0 R>>",
    b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -120 1000 880]/ItalicAngle 0"
    b"/Ascent 880/Descent -120/CapHeight 880/StemV 80>>",
)


@dataclass
class PdfPage:
    """A page to write on; y grows downwards from the top."""

    marks: list[str] = field(default_factory=list)
    picture: bool = False

    def text(self, x: float, y: float, text: str, size: float = 16) -> "PdfPage":
        """A line of text whose upper left corner is there."""
        code = text.encode("utf-16-be").hex()
        self.marks.append(f"BT /F {size} Tf {x} {HEIGHT - y - size * 0.88} Td <{code}> Tj ET")
        return self

    def lines(self, x: float, y: float, lines: Sequence[str], size: float = 16) -> "PdfPage":
        """Lines below each other, one and a half sizes apart."""
        for at, line in enumerate(lines):
            self.text(x, y + at * size * 1.5, line, size)
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> "PdfPage":
        """A ruled line."""
        self.marks.append(f"0.5 w {x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S")
        return self

    def scan(self) -> "PdfPage":
        """A picture over the whole page."""
        self.picture = True
        self.marks.append(f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /P Do Q")
        return self


def pdf_file(*pages: PdfPage, extra_trailer: str = "") -> bytes:
    """The pages as a PDF."""
    kids = " ".join(f"{7 + 2 * at} 0 R" for at in range(len(pages)))
    image = zlib.compress(b"\x80" * 16)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        *_FONT,
        _stream(
            "/Type/XObject/Subtype/Image/Width 4/Height 4/ColorSpace/DeviceGray/BitsPerComponent 8"
            "/Filter/FlateDecode",
            image,
        ),
    ]
    for at, page in enumerate(pages):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Contents {8 + 2 * at} 0 R"
            "/Resources<</Font<</F 3 0 R>>/XObject<</P 6 0 R>>>>>>".encode()
        )
        objects.append(_stream("", "\n".join(page.marks).encode("ascii")))
    return pdf_of_objects(objects, extra_trailer=extra_trailer)


def pdf_of_objects(objects: Sequence[bytes], *, extra_trailer: str = "") -> bytes:
    """Numbered objects as a file with its table of places; the first is the catalogue."""
    written = bytearray(b"%PDF-1.5\n")
    places: list[int] = []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    begin = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        written += b"%010d 00000 n \n" % place
    trailer = f"<</Size {len(objects) + 1}/Root 1 0 R{extra_trailer}>>"
    written += b"trailer\n%s\nstartxref\n%d\n%%%%EOF" % (trailer.encode(), begin)
    return bytes(written)


def _stream(entries: str, content: bytes) -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries.encode(), len(content), content)
