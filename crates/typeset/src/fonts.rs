//! The faces a document is set in, and which of the wanted ones are not there.
//!
//! Four subsets under the SIL Open Font License are part of the program (`assets/fonts/README.md`); FandolFang
//! and an operator's licensed fonts are files beside it. Song stands in for whatever is absent. What these lack (rare
//! Han, Hangul, the scripts of the peoples of China, symbols) is in faces that are unpacked only for a document that
//! needs them ([`Fonts::widened`]). A folder that is missing or a file that is no font is passed over, for a report must be
//! printable without them; [`Fonts::missing`] tells what was replaced. This module must not read the
//! machine's own fonts unasked, or the same report would differ from machine to machine.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;

/// The subsets in the program, packed: Song first, since it is the last resort of every face.
const EMBEDDED: [&[u8]; 4] = [
    include_bytes!("../../../assets/fonts/noto/GongkaiSong-Regular.otf.gz"),
    include_bytes!("../../../assets/fonts/noto/GongkaiTitle-Bold.otf.gz"),
    include_bytes!("../../../assets/fonts/noto/GongkaiHei-Medium.otf.gz"),
    include_bytes!("../../../assets/fonts/kai/GongkaiKai-Regular.ttf.gz"),
];

/// Faces for what those lack, in the order in which they are asked: rare Han first.
const WIDE: [&[u8]; 17] = [
    include_bytes!("../../../assets/fonts/wide/GongkaiHan-Regular.otf.gz"),
    include_bytes!("../../../assets/fonts/wide/GongkaiHangul-Regular.otf.gz"),
    include_bytes!("../../../assets/fonts/wide/GongkaiTibetan-Regular.ttf.gz"),
    include_bytes!("../../../assets/fonts/wide/GongkaiMongolian-Regular.ttf.gz"),
    include_bytes!("../../../assets/fonts/wide/GongkaiArabic-Regular.ttf.gz"),
    include_bytes!("../../../assets/fonts/wide/GongkaiYi-Regular.ttf.gz"),
    include_bytes!("../../../assets/fonts/wide/GongkaiTaiLe-Regular.ttf.gz"),
    include_bytes!("../../../assets/fonts/wide/GongkaiNewTaiLue-Regular.ttf.gz"),
    include_bytes!("../../../assets/fonts/wide/GongkaiTaiTham-Regular.ttf.gz"),
    include_bytes!("../../../assets/fonts/wide/GongkaiLisu-Regular.ttf.gz"),
    include_bytes!("../../../assets/fonts/wide/GongkaiMiao-Regular.ttf.gz"),
    include_bytes!("../../../assets/fonts/wide/GongkaiPhagsPa-Regular.ttf.gz"),
    include_bytes!("../../../assets/fonts/wide/GongkaiNushu-Regular.ttf.gz"),
    include_bytes!("../../../assets/fonts/wide/GongkaiMyanmar-Regular.ttf.gz"),
    include_bytes!("../../../assets/fonts/wide/GongkaiThai-Regular.ttf.gz"),
    include_bytes!("../../../assets/fonts/wide/GongkaiLatin-Regular.ttf.gz"),
    include_bytes!("../../../assets/fonts/wide/GongkaiSymbols-Regular.ttf.gz"),
];

/// Family of the embedded Song face.
pub(crate) const SONG: &str = "Gongkai Song";

/// Most files looked at below an operator's folders, so that a folder of everything cannot stall a report.
const MOST_FILES: usize = 400;
/// Largest font file read, in bytes; the largest collections in use are about 30 MB.
const LARGEST_FILE: u64 = 64 << 20;

/// A face that official documents call for (GB/T 9704-2012, 5.2.2 and 7.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    /// 小标宋, for the title.
    Title,
    /// 仿宋, for the text.
    Body,
    /// 黑体, for headings of the first level and heads of tables.
    Hei,
    /// 楷体, for headings of the second level.
    Kai,
}

impl Face {
    /// All faces.
    pub const ALL: [Face; 4] = [Face::Title, Face::Body, Face::Hei, Face::Kai];

    /// The face's Chinese name.
    pub fn name(self) -> &'static str {
        match self {
            Face::Title => "小标宋",
            Face::Body => "仿宋",
            Face::Hei => "黑体",
            Face::Kai => "楷体",
        }
    }

    /// Families that are this face, best first; a font file may carry its Chinese or its Latin name.
    fn families(self) -> &'static [&'static str] {
        match self {
            Face::Title => {
                &["方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05", "Gongkai Title"]
            }
            Face::Body => &[
                "仿宋_GB2312",
                "FangSong_GB2312",
                "方正仿宋_GBK",
                "FZFangSong-Z02",
                "仿宋",
                "FangSong",
                "STFangsong",
                "FandolFang R",
                "FandolFang",
            ],
            Face::Hei => &["黑体", "SimHei", "方正黑体_GBK", "FZHei-B01", "Gongkai Hei"],
            Face::Kai => &["楷体_GB2312", "KaiTi_GB2312", "方正楷体_GBK", "FZKai-Z03", "楷体", "KaiTi", "Gongkai Kai"],
        }
    }
}

/// Where a face's data is.
#[derive(Debug)]
enum Source {
    Loaded(Font),
    File { path: PathBuf, index: u32, font: OnceLock<Option<Font>> },
}

impl Source {
    fn font(&self) -> Option<Font> {
        match self {
            Source::Loaded(font) => Some(font.clone()),
            Source::File { path, index, font } => {
                font.get_or_init(|| Font::new(Bytes::new(std::fs::read(path).ok()?), *index)).clone()
            }
        }
    }
}

/// A set of faces. Cheap to clone; the embedded ones are unpacked once in a process, on first use.
#[derive(Debug, Clone)]
pub struct Fonts {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    book: LazyHash<FontBook>,
    sources: Vec<Source>,
    families: BTreeSet<String>,
    wide: OnceLock<Fonts>,
}

impl Fonts {
    /// The faces that are part of the program. The text then stands in Song instead of 仿宋.
    pub fn embedded() -> Fonts {
        static FONTS: OnceLock<Fonts> = OnceLock::new();
        FONTS
            .get_or_init(|| {
                Fonts::of(embedded().iter().map(|f| (f.info().clone(), Source::Loaded(f.clone()))).collect())
            })
            .clone()
    }

    /// The embedded faces and every font in these folders and their sub-folders (three deep, 400 files).
    /// What cannot be read is passed over.
    pub fn with_folders(folders: &[PathBuf]) -> Fonts {
        let mut files = Vec::new();
        for folder in folders {
            collect(folder, 3, &mut files);
        }
        let mut faces: Vec<_> = embedded().iter().map(|f| (f.info().clone(), Source::Loaded(f.clone()))).collect();
        for path in files {
            let Ok(data) = std::fs::read(&path) else { continue };
            for (index, info) in (0_u32..).zip(FontInfo::iter(&data)).take(64) {
                faces.push((info, Source::File { path: path.clone(), index, font: OnceLock::new() }));
            }
        }
        Fonts::of(faces)
    }

    /// The faces an official document calls for that are not there; Song stands in for each.
    pub fn missing(&self) -> Vec<Face> {
        Face::ALL.into_iter().filter(|face| !face.families().iter().any(|f| self.has(f))).collect()
    }

    /// The characters of a text for which no face has a glyph, in order, each once. A document in which they
    /// occur is still printed: they appear as their number, `〔U+E000〕`.
    pub fn without_glyph(&self, text: &str) -> Vec<char> {
        let distinct: BTreeSet<char> = crate::text::clean(text).chars().collect();
        let rare: Vec<char> = distinct.into_iter().filter(|&c| !self.covers(c)).collect();
        if rare.is_empty() {
            return rare;
        }
        let wide = self.widened();
        rare.into_iter().filter(|&c| !wide.covers(c)).collect()
    }

    /// The families to set a face in: those that are there, then Song.
    pub(crate) fn chain(&self, face: Face) -> Vec<&'static str> {
        let mut chain: Vec<_> = face.families().iter().copied().filter(|f| self.has(f)).collect();
        chain.push(SONG);
        chain
    }

    /// Whether some face has the character. Private use has no agreed meaning, and PDF/A refuses it.
    pub(crate) fn covers(&self, character: char) -> bool {
        let code = u32::from(character);
        let private = (0xE000..=0xF8FF).contains(&code) || code >= 0xF_0000;
        // Joiners and selectors print nothing and need no glyph of their own.
        let silent = matches!(character, '\u{200B}'..='\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{AD}');
        !private
            && (silent
                || (0..self.inner.sources.len())
                    .any(|i| self.inner.book.info(i).is_some_and(|f| f.coverage.contains(code))))
    }

    pub(crate) fn book(&self) -> &LazyHash<FontBook> {
        &self.inner.book
    }

    pub(crate) fn font(&self, index: usize) -> Option<Font> {
        self.inner.sources.get(index)?.font()
    }

    /// These faces and those for rare Han, Hangul, the scripts of the peoples of China and symbols. Unpacked on first
    /// use, for hardly any document needs them.
    pub(crate) fn widened(&self) -> Fonts {
        self.inner
            .wide
            .get_or_init(|| {
                let mut faces: Vec<_> = (0..self.inner.sources.len())
                    .filter_map(|at| {
                        let source = match &self.inner.sources[at] {
                            Source::Loaded(font) => Source::Loaded(font.clone()),
                            Source::File { path, index, font } => {
                                Source::File { path: path.clone(), index: *index, font: font.clone() }
                            }
                        };
                        Some((self.inner.book.info(at)?.clone(), source))
                    })
                    .collect();
                faces.extend(wide().iter().map(|font| (font.info().clone(), Source::Loaded(font.clone()))));
                Fonts::of(faces)
            })
            .clone()
    }

    /// Whether the faces of every document have the character, so that nothing can go wrong in setting it.
    pub(crate) fn is_plain(character: char) -> bool {
        let mark = ('\u{300}'..='\u{36F}').contains(&character);
        !mark && embedded().iter().any(|font| font.info().coverage.contains(u32::from(character)))
    }

    fn has(&self, family: &str) -> bool {
        self.inner.families.contains(&family.to_lowercase())
    }

    fn of(faces: Vec<(FontInfo, Source)>) -> Fonts {
        let families = faces.iter().map(|(info, _)| info.family.to_lowercase()).collect();
        let (infos, sources): (Vec<_>, Vec<_>) = faces.into_iter().unzip();
        let book = LazyHash::new(FontBook::from_infos(infos));
        Fonts { inner: Arc::new(Inner { book, sources, families, wide: OnceLock::new() }) }
    }
}

/// The embedded faces, unpacked side by side.
fn embedded() -> &'static [Font] {
    static FACES: OnceLock<Vec<Font>> = OnceLock::new();
    FACES.get_or_init(|| unpacked(&EMBEDDED))
}

/// The faces for what those lack.
fn wide() -> &'static [Font] {
    static FACES: OnceLock<Vec<Font>> = OnceLock::new();
    FACES.get_or_init(|| unpacked(&WIDE))
}

fn unpacked(packed: &'static [&'static [u8]]) -> Vec<Font> {
    std::thread::scope(|scope| {
        let workers: Vec<_> = packed.iter().map(|packed| scope.spawn(|| unpack(packed))).collect();
        workers.into_iter().filter_map(|worker| worker.join().ok().flatten()).collect()
    })
}

fn unpack(packed: &[u8]) -> Option<Font> {
    let mut data = Vec::with_capacity(4 << 20);
    flate2::read::GzDecoder::new(packed).read_to_end(&mut data).ok()?;
    Font::new(Bytes::new(data), 0)
}

/// Font files below a folder, in the order of their names, so that the choice never depends on the disk.
fn collect(folder: &Path, depth: u8, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if files.len() >= MOST_FILES {
            return;
        }
        let Ok(kind) = path.metadata() else { continue };
        let is_font = path
            .extension()
            .and_then(|e| e.to_str())
            .is_some_and(|e| matches!(e.to_ascii_lowercase().as_str(), "otf" | "ttf" | "ttc" | "otc"));
        if kind.is_dir() && depth > 0 {
            collect(&path, depth - 1, files);
        } else if kind.is_file() && is_font && kind.len() <= LARGEST_FILE {
            files.push(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fandol() -> PathBuf {
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../assets/fonts/fandol")
    }

    #[test]
    fn all_embedded_faces_are_found_by_their_family() {
        let fonts = Fonts::embedded();
        assert_eq!(fonts.inner.sources.len(), 4);
        assert_eq!(fonts.missing(), [Face::Body]);
        assert_eq!(fonts.chain(Face::Title), ["Gongkai Title", SONG]);
        assert_eq!(fonts.chain(Face::Body), [SONG]);
    }

    #[test]
    fn the_separate_file_gives_the_body_its_face() {
        let fonts = Fonts::with_folders(&[fandol()]);
        assert!(fonts.missing().is_empty());
        assert_eq!(fonts.chain(Face::Body), ["FandolFang R", SONG]);
    }

    #[test]
    fn a_folder_that_is_not_there_changes_nothing() {
        let fonts = Fonts::with_folders(&[PathBuf::from("no-such-folder")]);
        assert_eq!(fonts.missing(), [Face::Body]);
    }

    #[test]
    fn rare_characters_in_names_have_a_glyph_and_what_has_no_agreed_form_has_none() {
        let fonts = Fonts::embedded();
        assert!(fonts.without_glyph("镕喆堃祎昇玥淼鑫䶮㙓犇〔〕—…①ⅣāüÀ℃㎡").is_empty());
        assert_eq!(fonts.without_glyph("公开\u{E000}\u{12000}"), vec!['\u{E000}', '\u{12000}']);
    }

    #[test]
    fn the_scripts_of_the_peoples_of_china_have_a_glyph_for_every_letter() {
        let fonts = Fonts::embedded();
        for words in [
            "𠮷野家𬭩",
            "བོད་ཡིག་གསལ་བསྒྲགས",
            "ئۇيغۇرچە ئېلان",
            "қазақша قازاقشا",
            "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ",
            "ꆈꌠꁱꂷ",
            "조선글 공개",
            "ᥖᥭᥰ ᦑᦺᦈᧈ ᨴᩱ",
            "ꓡꓲ-ꓢꓴ",
            "𖼊𖼏",
            "ꡏꡡꡃ",
            "Vahcuengh ƨƽɯƅ",
            "🎓",
        ] {
            assert_eq!(fonts.without_glyph(words), Vec::<char>::new(), "{words}");
        }
    }
}
