"""The line below the text of a printed page: what is read, and the page's number."""

from pypdf import PageObject, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject

MILLIMETRE = 72 / 25.4
FOOT, LEFT, RIGHT = 13 * MILLIMETRE, 26 * MILLIMETRE, 184 * MILLIMETRE  # on A4
SIZE, DIGIT = 8.5, 0.556  # of the letters, and the width of a digit of Helvetica
FONT = {
    "/Type": "/Font",
    "/Subtype": "/Type1",
    "/BaseFont": "/Helvetica",
    "/Encoding": "/WinAnsiEncoding",
}


def stamp(writer: PdfWriter, page: PageObject, title: str, number: str) -> None:
    """Write title and number on a page of the book, marked as no part of its text."""
    gap = RIGHT - DIGIT * SIZE * len(number) - LEFT
    words = title.encode("cp1252", "replace").hex()
    text = (
        f"Q /Artifact BMC q 0.35 g BT /Footer {SIZE} Tf {LEFT:.1f} {FOOT:.1f} Td <{words}> Tj "
        f"{gap:.1f} 0 Td ({number}) Tj ET Q EMC"
    )
    own = page["/Contents"]
    parts = own if isinstance(own, ArrayObject) else [own.indirect_reference]
    # the page's own drawing leaves its scale behind: it goes between "q" and "Q"
    framed = [stream(writer, "q"), *parts, stream(writer, text)]
    page[NameObject("/Contents")] = ArrayObject(framed)
    fonts = page["/Resources"].setdefault(NameObject("/Font"), DictionaryObject()).get_object()
    names = {NameObject(key): NameObject(value) for key, value in FONT.items()}
    fonts[NameObject("/Footer")] = DictionaryObject(names)


def stream(writer: PdfWriter, text: str) -> object:
    """A piece of a page's content."""
    content = DecodedStreamObject()
    content.set_data(text.encode("ascii"))
    return writer._add_object(content)
