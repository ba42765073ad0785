"""A written PDF -> PDF/A-3b (ISO 19005-3): one that opens, and looks the same, in many years.

It says of itself what it is (metadata), which colours it means (sRGB), and carries its own data.
Nothing asks for the time and the file's name for itself follows from its content: same input,
same bytes.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

from pikepdf import (
    Array,
    AttachedFileSpec,
    Dictionary,
    Name,
    ObjectStreamMode,
    Pdf,
    PdfError,
    Stream,
    String,
)

from benchmark.comparison.attachments import CONTENT, Attachment

PROFILE = Path(__file__).with_name("colours") / "sRGB.icc"
RGB = 3  # components of the profile
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)  # of documents whose data have no date
PACKET_ID = "W5M0MpCehiHzreSzNTczkc9d"  # the same in every XMP packet (ISO 16684-1, 7.3.2)
EMPTY = ("Keywords", "Trapped")  # entries that reportlab writes although they say nothing
MOST_BYTES = 64 * 2**20  # of an attachment that is read back: a bomb is not unpacked


def archived(pdf: bytes, made: datetime | None, attachments: Sequence[Attachment] = ()) -> bytes:
    """Return ``pdf`` as PDF/A-3b with ``attachments``, dated ``made`` (with its time zone)."""
    moment = (made or UNDATED).astimezone(UTC).replace(second=0, microsecond=0)
    with Pdf.open(BytesIO(pdf)) as document:
        _date(document, moment)
        document.Root.Metadata = _metadata(document, moment)
        document.Root.OutputIntents = Array([_intent(document)])
        for page in document.pages:
            del page.obj.Trans  # an empty one, and only slide shows need it
        if attachments:
            _attach(document, attachments, moment)
        target = BytesIO()
        document.save(
            target,
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=ObjectStreamMode.generate,
        )
        return target.getvalue()


def attached(pdf: bytes, name: str = CONTENT) -> bytes | None:
    """Return the bytes of an attachment; None if there is none, or if ``pdf`` cannot be read."""
    try:
        with Pdf.open(BytesIO(pdf)) as document:
            found = document.attachments.get(name)
            if found is None or int(found.obj.EF.F.get("/DL", 0)) > MOST_BYTES:
                return None
            return bytes(found.get_file().read_bytes())
    except (PdfError, AttributeError):
        return None


def _date(document: Pdf, moment: datetime) -> None:
    for name in EMPTY:
        if f"/{name}" in document.docinfo:
            del document.docinfo[f"/{name}"]
    for name in ("CreationDate", "ModDate"):
        document.docinfo[f"/{name}"] = String(_pdf_date(moment))


def _pdf_date(moment: datetime) -> str:
    return f"D:{moment:%Y%m%d%H%M%S}Z"


def _metadata(document: Pdf, moment: datetime) -> Stream:
    """Return the XMP packet; every property repeats what the document says of itself elsewhere."""
    told = {
        str(name).lstrip("/"): escape(str(value)) for name, value in document.docinfo.items()
    } | {"date": moment.isoformat(), "language": str(document.Root.Lang)}
    packet = Stream(document, _PACKET.format(id=PACKET_ID, mark="\ufeff", **told).encode())
    packet.Type, packet.Subtype = Name.Metadata, Name.XML
    return packet


_PACKET = """<?xpacket begin="{mark}" id="{id}"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{Title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{Subject}</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>{Author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{Creator}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<pdf:Producer>{Producer}</pdf:Producer>
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>
"""


def _intent(document: Pdf) -> Dictionary:
    """Return the promise that every colour of the pages is one of sRGB."""
    profile = Stream(document, _profile())
    profile.N, profile.Alternate = RGB, Name.DeviceRGB
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        RegistryName=String("http://www.color.org"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=document.make_indirect(profile),
    )


@cache
def _profile() -> bytes:
    return PROFILE.read_bytes()


def _attach(document: Pdf, attachments: Sequence[Attachment], moment: datetime) -> None:
    """Add files that belong to the whole document (ISO 19005-3, 6.8 and annex E)."""
    for each in attachments:
        document.attachments[each.name] = AttachedFileSpec(
            document,
            each.content,
            filename=each.name,
            description=each.description,
            mime_type=each.mime,
            relationship=Name.Data,
            creation_date=_pdf_date(moment),
            mod_date=_pdf_date(moment),
        )
    document.Root.AF = Array([document.attachments[each.name].obj for each in attachments])
