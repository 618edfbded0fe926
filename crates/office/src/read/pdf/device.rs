//! Listens to a page being drawn and notes each glyph's text and place, and what is drawn over it.
//!
//! It exists because "redacted" PDFs often only have black boxes over live text. It must not draw.

use domain::extract::Concealed;
use hayro_interpret::font::Glyph as Drawn;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::{BlendMode, ClipPath, Device, GlyphDrawMode, Image, Paint, PathDrawMode, SoftMask};
use kurbo::{Affine, BezPath, PathSeg, Point, Rect, Shape};

/// One glyph on the page; origin at the top left, y downwards.
#[derive(Debug, Clone)]
pub(crate) struct Glyph {
    pub(crate) text: String,
    /// Where its baseline begins.
    pub(crate) x: f64,
    pub(crate) y: f64,
    /// Height of its em.
    pub(crate) size: f64,
    pub(crate) width: f64,
    /// Which font of the file it is of; 0 where that is unknown.
    pub(crate) font: u128,
    /// Whether it runs from left to right.
    pub(crate) level: bool,
    /// Why nobody sees it, if so.
    pub(crate) hidden: Option<Concealed>,
}

impl Glyph {
    /// The box its ink is in, roughly.
    fn ink(&self) -> Rect {
        Rect::new(self.x, self.y - self.size * 0.75, self.x + self.width, self.y + self.size * 0.05)
    }
}

/// A straight line along an edge of the page, such as the border between two cells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rule {
    /// Where it stands: x of a vertical line, y of a level one.
    pub(crate) at: f64,
    /// Where it begins: its top, or its left end.
    pub(crate) from: f64,
    /// Where it ends: its bottom, or its right end.
    pub(crate) to: f64,
}

/// The straight lines of a page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rules {
    pub(crate) upright: Vec<Rule>,
    pub(crate) level: Vec<Rule>,
}

/// What a page held.
pub(crate) struct Found {
    pub(crate) glyphs: Vec<Glyph>,
    /// Glyphs whose character the file does not give.
    pub(crate) unknown: usize,
    pub(crate) images: usize,
    /// Of these, large enough to show a word.
    pub(crate) legible_images: usize,
    pub(crate) rules: Rules,
    pub(crate) overflow: bool,
}

impl Found {
    /// Whether a tenth or more of the glyphs have no character.
    pub(crate) fn lacks_characters(&self) -> bool {
        self.unknown > 0 && self.unknown * 10 > self.glyphs.len()
    }
}

pub(crate) struct Collector {
    page: Rect,
    glyphs: Vec<Glyph>,
    /// Opaque areas and how many glyphs were drawn before each.
    covers: Vec<(Rect, usize)>,
    clips: Vec<Rect>,
    rules: Rules,
    /// Where pictures stand, behind which a scan keeps its recognised text.
    pictures: Vec<Rect>,
    /// Whether each open transparency group is opaque.
    groups: Vec<bool>,
    masked: bool,
    blended: bool,
    unknown: usize,
    bytes: usize,
    max_bytes: usize,
}

/// Least height and width of a picture that may show a word, in points; programs draw lines and shades as smaller ones.
const LEGIBLE: f64 = 6.0;
/// More glyphs than any page has.
const MAX_GLYPHS: usize = 200_000;
/// More lines than the tables of any page have.
const MAX_RULES: usize = 5_000;
/// More covering shapes than any page needs; later ones are not looked at.
const MAX_COVERS: usize = 2_000;

impl Collector {
    pub(crate) fn new(width: f64, height: f64, max_bytes: usize) -> Collector {
        Collector {
            page: Rect::new(0.0, 0.0, width, height),
            glyphs: Vec::new(),
            covers: Vec::new(),
            clips: Vec::new(),
            rules: Rules::default(),
            pictures: Vec::new(),
            groups: Vec::new(),
            masked: false,
            blended: false,
            unknown: 0,
            bytes: 0,
            max_bytes,
        }
    }

    pub(crate) fn finish(mut self) -> Found {
        for (area, before) in &self.covers {
            for glyph in &mut self.glyphs[..*before] {
                let ink = glyph.ink();
                let hidden = area.intersect(ink);
                // Most of the glyph must be gone: underlines and table borders touch glyphs too.
                if hidden.area() > 0.6 * ink.area() && ink.area() > 0.0 {
                    glyph.hidden.get_or_insert(Concealed::Covered);
                }
            }
        }
        let unseen = self.glyphs.iter().filter(|glyph| glyph.hidden == Some(Concealed::HiddenText));
        let recognised: Vec<_> = unseen.map(|glyph| glyph.ink().center()).collect();
        self.show_recognised_text();
        let overflow = self.glyphs.len() >= MAX_GLYPHS || self.bytes >= self.max_bytes;
        // Of a scan with its recognised text that is what it shows.
        let read = |area: &Rect| recognised.iter().any(|middle| area.contains(*middle));
        let legible = |area: &&Rect| area.width() >= LEGIBLE && area.height() >= LEGIBLE && !read(area);
        Found {
            glyphs: self.glyphs,
            unknown: self.unknown,
            images: self.pictures.len(),
            legible_images: self.pictures.iter().filter(legible).count(),
            rules: self.rules,
            overflow,
        }
    }

    /// Text drawn with invisible ink over a picture is what a program recognised in a scan: a reader sees its
    /// words in the picture. The same holds where nothing else is on the page, since some pictures do not decode.
    fn show_recognised_text(&mut self) {
        let unseen = |glyph: &&mut Glyph| glyph.hidden == Some(Concealed::HiddenText);
        let alone = self.glyphs.iter().all(|glyph| glyph.hidden.is_some() || glyph.text.trim().is_empty());
        for glyph in self.glyphs.iter_mut().filter(unseen) {
            let middle = glyph.ink().center();
            let over = self.pictures.iter().any(|picture| picture.contains(middle));
            if over || (alone && self.page.contains(middle)) {
                glyph.hidden = None;
            }
        }
    }

    fn rule(&mut self, upright: bool, at: f64, one: f64, two: f64) {
        let rules = if upright { &mut self.rules.upright } else { &mut self.rules.level };
        let (from, to) = (one.min(two), one.max(two));
        if to - from > 4.0 && rules.len() < MAX_RULES && at.is_finite() && from.is_finite() && to.is_finite() {
            rules.push(Rule { at, from, to });
        }
    }

    fn rules_of(&mut self, path: &BezPath) {
        for segment in path.segments() {
            let PathSeg::Line(line) = segment else { continue };
            if (line.p1.x - line.p0.x).abs() < 0.5 {
                self.rule(true, line.p0.x, line.p0.y, line.p1.y);
            } else if (line.p1.y - line.p0.y).abs() < 0.5 {
                self.rule(false, line.p0.y, line.p0.x, line.p1.x);
            }
        }
    }

    /// Whether a glyph stands wholly off the page or outside of what is being drawn.
    fn is_out_of_sight(&self, glyph: &Glyph) -> bool {
        let reach = glyph.size;
        let ink = Rect::new(glyph.x - reach, glyph.y - reach, glyph.x + glyph.width + reach, glyph.y + reach);
        let apart = |area: &Rect| ink.x1 < area.x0 || ink.x0 > area.x1 || ink.y1 < area.y0 || ink.y0 > area.y1;
        // A clip without an area is more often one that was not understood than one that hides.
        apart(&self.page) || self.clips.last().is_some_and(|clip| clip.area() > 1.0 && apart(clip))
    }

    fn cover(&mut self, area: Rect) {
        let opaque = !self.masked && !self.blended && self.groups.iter().all(|opaque| *opaque);
        if !opaque || self.glyphs.is_empty() || self.covers.len() >= MAX_COVERS {
            return;
        }
        let area = self.clips.last().map_or(area, |clip| area.intersect(*clip));
        // A line is drawn as a thin rectangle; it covers nothing.
        if area.width() > 2.0 && area.height() > 2.0 {
            self.covers.push((area, self.glyphs.len()));
        }
    }
}

fn text_of(glyph: &Drawn<'_>) -> Option<String> {
    let text = match glyph.as_unicode()? {
        BfString::Char(c) => c.to_string(),
        BfString::String(text) => text,
    };
    let kept = text.chars().filter(|c| !matches!(*c, '\0' | '\u{FFFD}')).map(plain_form);
    let text = kept.fold(String::new(), |mut text, c| {
        // Two or three letters cast as one sign.
        match c {
            '\u{FB00}' => text.push_str("ff"),
            '\u{FB01}' => text.push_str("fi"),
            '\u{FB02}' => text.push_str("fl"),
            '\u{FB03}' => text.push_str("ffi"),
            '\u{FB04}' => text.push_str("ffl"),
            '\u{FB05}' | '\u{FB06}' => text.push_str("st"),
            c => text.push(c),
        }
        text
    });
    (!text.is_empty()).then_some(text)
}

/// Fonts of Chinese programs map characters to radicals that look the same (⽤ for 用); the text means
/// the character.
fn plain_form(c: char) -> char {
    const RADICALS: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";
    // Simplified forms of the second block of radicals (CJK Radicals Supplement).
    const SUPPLEMENT: [(char, char); 22] = [
        ('⺟', '母'),
        ('⺠', '民'),
        ('⻁', '虎'),
        ('⻄', '西'),
        ('⻅', '见'),
        ('⻆', '角'),
        ('⻉', '贝'),
        ('⻋', '车'),
        ('⻓', '长'),
        ('⻔', '门'),
        ('⻘', '青'),
        ('⻙', '韦'),
        ('⻚', '页'),
        ('⻛', '风'),
        ('⻜', '飞'),
        ('⻝', '食'),
        ('⻢', '马'),
        ('⻥', '鱼'),
        ('⻦', '鸟'),
        ('⻩', '黄'),
        ('⻬', '齐'),
        ('⻰', '龙'),
    ];
    match c {
        '\u{2E80}'..='\u{2EFF}' => SUPPLEMENT.iter().find(|(radical, _)| *radical == c).map_or(c, |(_, own)| *own),
        '\u{2F00}'..='\u{2FD5}' => RADICALS.chars().nth(c as usize - 0x2F00).unwrap_or(c),
        '\u{00A0}' | '\u{2000}'..='\u{200A}' => ' ',
        c => c,
    }
}

impl<'a> Device<'a> for Collector {
    fn set_soft_mask(&mut self, mask: Option<SoftMask<'a>>) {
        self.masked = mask.is_some();
    }

    fn set_blend_mode(&mut self, mode: BlendMode) {
        self.blended = !matches!(mode, BlendMode::Normal);
    }

    fn draw_path(&mut self, path: &BezPath, transform: Affine, paint: &Paint<'a>, mode: &PathDrawMode) {
        if matches!(mode, PathDrawMode::Stroke(_)) {
            return self.rules_of(&(transform * path.clone()));
        }
        let Paint::Color(color) = paint else { return };
        if color.to_rgba().components()[3] < 0.95 {
            return;
        }
        let path = transform * path.clone();
        let area = path.bounding_box();
        // A thin filled shape is a line: so do office programs draw the borders of cells.
        if area.width() <= 2.5 {
            self.rule(true, area.center().x, area.y0, area.y1);
        } else if area.height() <= 2.5 {
            self.rule(false, area.center().y, area.x0, area.x1);
        }
        // Only a shape that fills its box covers what is in the box.
        if area.area() > 0.0 && path.area().abs() > 0.95 * area.area() {
            self.cover(area);
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        let area = clip.path.bounding_box();
        let area = self.clips.last().map_or(area, |outer| outer.intersect(area));
        self.clips.push(area);
    }

    fn push_transparency_group(&mut self, opacity: f32, mask: Option<SoftMask<'a>>, mode: BlendMode) {
        self.groups.push(opacity > 0.95 && mask.is_none() && matches!(mode, BlendMode::Normal));
    }

    fn draw_glyph(
        &mut self,
        glyph: &Drawn<'a>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'a>,
        mode: &GlyphDrawMode,
    ) {
        if self.glyphs.len() >= MAX_GLYPHS || self.bytes >= self.max_bytes {
            return;
        }
        let whole = transform * glyph_transform;
        let (origin, along, up) =
            (whole * Point::ZERO, whole * Point::new(1000.0, 0.0), whole * Point::new(0.0, 1000.0));
        let (run, rise) = (along - origin, up - origin);
        let size = rise.hypot();
        if !(origin.x.is_finite() && origin.y.is_finite() && size.is_finite()) || size <= 0.0 {
            return;
        }
        // Fill and stroke of one glyph come as two calls; the second adds nothing.
        let twice = matches!(mode, GlyphDrawMode::Stroke(_))
            && self.glyphs.last().is_some_and(|last| last.x == origin.x && last.y == origin.y);
        if twice {
            return;
        }
        let Some(text) = text_of(glyph) else {
            self.unknown += 1;
            return;
        };
        self.bytes += text.len();
        let (advance, font) = match glyph {
            Drawn::Outline(outline) => (outline.advance_width().map(f64::from), outline.font_cache_key()),
            Drawn::Type3(_) => (None, 0),
        };
        // Dashes, dots and quotes of Chinese text are as wide as its characters.
        let wide = text.chars().any(|c| c as u32 >= 0x2E80 || matches!(c, '\u{2014}'..='\u{2026}'));
        let advance = advance.filter(|advance| *advance > 0.0).unwrap_or(if wide { 1000.0 } else { 500.0 });
        let level = run.x > 0.0 && run.y.abs() < run.x * 0.05;
        let width = run.hypot() * advance / 1000.0;
        let hidden = matches!(mode, GlyphDrawMode::Invisible).then_some(Concealed::HiddenText);
        let mut glyph = Glyph { text, x: origin.x, y: origin.y, size, width, font, level, hidden };
        if self.is_out_of_sight(&glyph) {
            glyph.hidden = Some(Concealed::Covered);
        }
        self.glyphs.push(glyph);
    }

    fn draw_image(&mut self, image: Image<'a, '_>, transform: Affine) {
        let unit = Rect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let area = transform.transform_rect_bbox(unit);
        self.pictures.push(area);
        // A scan with its recognised text behind it is no concealment; a small picture over text is.
        if matches!(image, Image::Raster(_)) && area.area() < 0.4 * self.page.area() {
            self.cover(area);
        }
    }

    fn pop_clip_path(&mut self) {
        self.clips.pop();
    }

    fn pop_transparency_group(&mut self) {
        self.groups.pop();
    }
}
