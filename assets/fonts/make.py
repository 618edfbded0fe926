#!/usr/bin/env python3
"""Make the embedded font subsets of Gongkai from the original fonts.

Usage: make.py SERIF_REGULAR.ttc SERIF_BOLD.ttc SANS_MEDIUM.ttc WENKAI.ttf FOLDER_OF_NOTO

Writes `*.gz` beside this file. Same input and same fonttools give the same bytes. README.md says where the
originals come from. The families are renamed because the licence of the kai face reserves its name for
unmodified copies, and so that a full Noto installed on the machine is never mixed up with the subset.
"""
import gzip
import io
import pathlib
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = pathlib.Path(__file__).resolve().parent

# Latin with its accents, punctuation, letterlike signs, arrows, operators, circled and Roman numbers,
# boxes and shapes, CJK punctuation, kana, bopomofo, compatibility and full-width forms.
RANGES = [
    (0x20, 0x7E), (0xA0, 0xFF), (0x100, 0x17F), (0x1CD, 0x1DC), (0x251, 0x251), (0x261, 0x261),
    (0x2010, 0x2027), (0x2030, 0x205E), (0x2070, 0x209C), (0x20A0, 0x20BF), (0x2100, 0x2138),
    (0x2150, 0x218B), (0x2190, 0x2199), (0x2200, 0x22FF), (0x2460, 0x24FF), (0x2500, 0x25FF),
    (0x2600, 0x2612), (0x2713, 0x2718), (0x2776, 0x277F), (0x3000, 0x303F), (0x3041, 0x30FF),
    (0x3105, 0x312F), (0x3220, 0x3250), (0x3251, 0x327F), (0x3280, 0x32FF), (0x3300, 0x33FF),
    (0xFE10, 0xFE1F), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF),
]


def gb2312():
    """All 7445 characters of GB 2312, 6763 of them Han."""
    found = set()
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                found.add(bytes([high, low]).decode("gb2312"))
            except UnicodeDecodeError:
                pass
    return found


HEADS = gb2312() | {chr(c) for a, b in RANGES for c in range(a, b + 1)}
TEXT = HEADS | set((HERE / "characters-extra.txt").read_text(encoding="utf-8")) - {"\n"}

FACES = [  # argument, number inside the collection, file, family, style, characters
    (0, 2, "noto/GongkaiSong-Regular.otf", "Gongkai Song", "Regular", TEXT),
    (1, 2, "noto/GongkaiTitle-Bold.otf", "Gongkai Title", "Bold", HEADS),
    (2, 2, "noto/GongkaiHei-Medium.otf", "Gongkai Hei", "Medium", HEADS),
    (3, -1, "kai/GongkaiKai-Regular.ttf", "Gongkai Kai", "Regular", HEADS),
]


# Faces for what the four above lack: all other Han of the serif, Hangul, and the scripts of the peoples of China. Whole
# repertoire of each source, with the layout features that joining and stacking need.
WIDE = [  # file in the folder of Noto, file, family
    ("NotoSerifTibetan-Regular.ttf", "Tibetan"),
    ("NotoSansMongolian-Regular.ttf", "Mongolian"),
    ("NotoNaskhArabic-Regular.ttf", "Arabic"),
    ("NotoSansYi-Regular.ttf", "Yi"),
    ("NotoSansTaiLe-Regular.ttf", "TaiLe"),
    ("NotoSansNewTaiLue-Regular.ttf", "NewTaiLue"),
    ("NotoSansTaiTham-Regular.ttf", "TaiTham"),
    ("NotoSansLisu-Regular.ttf", "Lisu"),
    ("NotoSansMiao-Regular.ttf", "Miao"),
    ("NotoSansPhagsPa-Regular.ttf", "PhagsPa"),
    ("NotoSansNushu-Regular.ttf", "Nushu"),
    ("NotoSansMyanmar-Regular.ttf", "Myanmar"),
    ("NotoSerifThai-Regular.ttf", "Thai"),
    ("NotoSerif-Regular.ttf", "Latin"),
    ("NotoSansSymbols2-Regular.ttf", "Symbols"),
]
# Zhuang and other Latin letters, marks, Greek, Cyrillic.
LATIN = [(0x180, 0x52F), (0x1E00, 0x1FFF), (0x2C60, 0x2C7F), (0xA720, 0xA7FF)]


def rename(font, family, style):
    """Give the subset its own family; keep copyright, licence, designer and trademark entries."""
    names = font["name"]
    names.names = [r for r in names.names if r.nameID in (0, 5, 7, 8, 9, 10, 11, 12, 13, 14) and r.platformID == 3]
    postscript = f"{family.replace(' ', '')}-{style}"
    for number, text in [(1, family), (2, "Regular"), (3, f"Gongkai;{postscript}"), (4, f"{family} {style}"), (6, postscript)]:
        names.setName(text, number, 3, 1, 0x409)
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames = [postscript]
        top = cff.topDictIndex[0]
        top.FamilyName, top.FullName = family, f"{family} {style}"
    # Each family has one face: called regular, so that no typesetter looks for another or thickens it.
    font["OS/2"].usWeightClass = 400
    font["OS/2"].fsSelection = 0x40 | (font["OS/2"].fsSelection & 0x80)
    font["head"].macStyle = 0


def make(source, number, target, family, style, characters, features=("kern",)):
    options = subset.Options()
    options.layout_features = list(features)
    options.hinting = False
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.recalc_timestamp = False
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "DSIG"]
    font = subset.load_font(source, options, dontLoadGlyphNames=True) if number < 0 else TTFont(
        source, fontNumber=number, recalcTimestamp=False, lazy=True)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=[ord(c) for c in characters])
    worker.subset(font)
    rename(font, family, style)
    raw = io.BytesIO()
    font.save(raw)
    packed = gzip.compress(raw.getvalue(), compresslevel=9, mtime=0)
    (HERE / (target + ".gz")).write_bytes(packed)
    missing = len([c for c in characters if ord(c) not in font.getBestCmap()])
    print(f"{target}: {len(raw.getvalue())} bytes, {len(packed)} packed, {missing} of {len(characters)} not in the original")


for argument, *rest in FACES:
    make(sys.argv[1 + argument], *rest)

(HERE / "wide").mkdir(exist_ok=True)
SERIF, NOTO = sys.argv[1], pathlib.Path(sys.argv[5])


def repertoire(path, number=-1):
    return {chr(c) for c in TTFont(path, fontNumber=number, lazy=True).getBestCmap()}


IDEOGRAPHS = [(0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF)]
han = {c for c in repertoire(SERIF, 2) if any(a <= ord(c) <= b for a, b in IDEOGRAPHS)} - TEXT
make(SERIF, 2, "wide/GongkaiHan-Regular.otf", "Gongkai Han", "Regular", sorted(han))
hangul = [chr(c) for c in [*range(0x1100, 0x1200), *range(0x3131, 0x318F), *range(0xAC00, 0xD7A4)]]
make(SERIF, 1, "wide/GongkaiHangul-Regular.otf", "Gongkai Hangul", "Regular", hangul)
for source, name in WIDE:
    path = NOTO / source
    wanted = sorted(repertoire(path))
    if name == "Latin":
        wanted = [c for c in wanted if any(a <= ord(c) <= b for a, b in LATIN)]
    make(str(path), -1, f"wide/Gongkai{name}-Regular.ttf", f"Gongkai {name}", "Regular", wanted, ("*",))
