//! The pen: writes shapes and words as SVG text, escaped, with the colours of its theme.

use std::fmt::Write;

use super::{ChartTheme, WORDS};
use crate::text::clean;

/// Where words stand on their point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Start,
    Middle,
    End,
}

/// Fill of a shape, what it is called in a page's style sheet, whether it is hatched, and whether words on it are light.
const TONES: [(&str, Hatch, bool); 6] = [
    ("#14556b", Hatch::None, true),
    ("#8fb4c0", Hatch::None, false),
    ("#dfe9ec", Hatch::Stripes, false),
    ("#ffffff", Hatch::Dots, false),
    ("#4a5058", Hatch::None, true),
    ("#b9bec4", Hatch::None, false),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hatch {
    None,
    Stripes,
    Dots,
}

/// Colours of a theme and the drawing's own prefix for ids.
pub(super) struct Palette {
    theme: ChartTheme,
    id: String,
}

impl Palette {
    pub(super) fn of(theme: ChartTheme, fingerprint: u64, suffix: &str) -> Palette {
        Palette { theme, id: format!("c{:010x}{suffix}", fingerprint & 0xFF_FFFF_FFFF) }
    }

    fn colour(&self, name: &str, plain: &str) -> String {
        match self.theme {
            ChartTheme::Page => format!("var(--chart-{name},{plain})"),
            ChartTheme::Paper => plain.to_string(),
        }
    }

    fn tone(&self, index: usize) -> String {
        self.colour(&(index + 1).to_string(), TONES[index].0)
    }

    fn ink(&self) -> String {
        match self.theme {
            ChartTheme::Page => "currentColor".into(),
            ChartTheme::Paper => "#1f2328".into(),
        }
    }
}

/// A drawing in the making.
pub(super) struct Canvas {
    palette: Palette,
    body: String,
    hatched: [bool; TONES.len()],
}

impl Canvas {
    pub(super) fn new(palette: Palette) -> Canvas {
        Canvas { palette, body: String::new(), hatched: [false; TONES.len()] }
    }

    /// A shape of the series with this number.
    pub(super) fn rect(&mut self, series: usize, x: f64, y: f64, width: f64, height: f64) {
        if width <= 0.0 || height <= 0.0 {
            return;
        }
        let series = series % TONES.len();
        let fill = if TONES[series].1 == Hatch::None {
            self.palette.tone(series)
        } else {
            self.hatched[series] = true;
            format!("url(#{}-{series})", self.palette.id)
        };
        let edge = if TONES[series].1 == Hatch::None {
            String::new()
        } else {
            format!(" stroke=\"{}\" stroke-width=\"0.8\"", self.palette.tone(0))
        };
        let _ = writeln!(
            self.body,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{fill}\"{edge}/>",
            n(x),
            n(y),
            n(width),
            n(height)
        );
    }

    /// Words in the page's colour; `y` is the base line.
    pub(super) fn words(&mut self, x: f64, y: f64, place: Place, text: &str) {
        let ink = self.palette.ink();
        self.text(x, y, place, WORDS, &ink, text);
    }

    /// Words that stand back: units, ticks.
    pub(super) fn quiet(&mut self, x: f64, y: f64, place: Place, text: &str) {
        let ink = match self.palette.theme {
            ChartTheme::Page => "var(--chart-quiet,#5b6470)".to_string(),
            ChartTheme::Paper => "#4a5058".to_string(),
        };
        self.text(x, y, place, WORDS - 1.0, &ink, text);
    }

    /// A figure inside a shape, light on dark and dark on light.
    pub(super) fn inside(&mut self, series: usize, x: f64, middle: f64, text: &str) {
        let (_, hatch, light) = TONES[series % TONES.len()];
        if hatch != Hatch::None {
            // Stripes and dots must not run through a figure.
            let wide = width(text, WORDS) + 6.0;
            let paper = self.palette.tone(series % TONES.len());
            let _ = writeln!(
                self.body,
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"14\" fill=\"{paper}\"/>",
                n(x - wide / 2.0),
                n(middle - 7.0),
                n(wide)
            );
        }
        let number = (series % TONES.len() + 1).to_string();
        let ink = self.palette.colour(&format!("on-{number}"), if light { "#ffffff" } else { "#1f2328" });
        self.text(x, middle + WORDS * 0.36, Place::Middle, WORDS, &ink, text);
    }

    /// A category's name right-aligned at `x`, on one line or two, cut with an ellipsis if it has no room.
    pub(super) fn fitted(&mut self, x: f64, middle: f64, room: f64, height: f64, text: &str) {
        let text = clean(text);
        if width(&text, WORDS) <= room + 0.5 {
            return self.words(x, middle + WORDS * 0.36, Place::End, &text);
        }
        let size = WORDS - 2.0;
        if height >= 2.0 * size + 2.0 {
            let (first, rest) = split(&text, room, size);
            let second = shorten(rest.trim_start(), room, size);
            let ink = self.palette.ink();
            self.text(x, middle - 2.0, Place::End, size, &ink, first);
            self.text(x, middle + size, Place::End, size, &ink, &second);
        } else {
            self.words(x, middle + WORDS * 0.36, Place::End, &shorten(&text, room, WORDS));
        }
    }

    /// A category's name under its column.
    pub(super) fn under(&mut self, x: f64, y: f64, room: f64, text: &str) {
        let text = clean(text);
        if width(&text, WORDS) <= room {
            return self.words(x, y, Place::Middle, &text);
        }
        let size = WORDS - 2.0;
        let (first, rest) = split(&text, room - 2.0, size);
        let second = shorten(rest.trim_start(), room - 2.0, size);
        let ink = self.palette.ink();
        self.text(x, y - 2.0, Place::Middle, size, &ink, first);
        self.text(x, y + size, Place::Middle, size, &ink, &second);
    }

    /// An axis.
    pub(super) fn line(&mut self, x1: f64, y1: f64, x2: f64, y2: f64) {
        let ink = self.palette.ink();
        self.stroke(x1, y1, x2, y2, &ink, 1.0);
    }

    /// A line to read values by.
    pub(super) fn grid(&mut self, x1: f64, y1: f64, x2: f64, y2: f64) {
        let rule = self.palette.colour("rule", "#d5d9dc");
        self.stroke(x1, y1, x2, y2, &rule, 0.7);
    }

    fn stroke(&mut self, x1: f64, y1: f64, x2: f64, y2: f64, colour: &str, width: f64) {
        let _ = writeln!(
            self.body,
            "<path d=\"M{} {}L{} {}\" stroke=\"{colour}\" stroke-width=\"{}\"/>",
            n(x1),
            n(y1),
            n(x2),
            n(y2),
            n(width)
        );
    }

    fn text(&mut self, x: f64, y: f64, place: Place, size: f64, ink: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        let anchor = match place {
            Place::Start => "",
            Place::Middle => " text-anchor=\"middle\"",
            Place::End => " text-anchor=\"end\"",
        };
        let _ = writeln!(
            self.body,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{anchor} fill=\"{ink}\">{}</text>",
            n(x),
            n(y),
            n(size),
            escape(text)
        );
    }

    /// The whole element.
    pub(super) fn finish(self, title: &str, description: &str, width: f64, height: f64) -> String {
        let id = &self.palette.id;
        let mut out = String::with_capacity(self.body.len() + 900);
        let family = match self.palette.theme {
            ChartTheme::Page => String::new(),
            // The face of the heads of tables is there in every edition of the fonts.
            ChartTheme::Paper => " font-family=\"Gongkai Hei\"".into(),
        };
        let _ = writeln!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\"{family}>",
            n(width),
            n(height.max(1.0))
        );
        let _ = writeln!(
            out,
            "<title id=\"{id}-t\">{}</title>\n<desc id=\"{id}-d\">{}</desc>",
            escape(title),
            escape(description)
        );
        self.patterns(&mut out);
        out.push_str(&self.body);
        out.push_str("</svg>");
        out
    }

    fn patterns(&self, out: &mut String) {
        if !self.hatched.contains(&true) {
            return;
        }
        let ink = self.palette.tone(0);
        out.push_str("<defs>\n");
        for (index, (_, hatch, _)) in TONES.iter().enumerate().filter(|(index, _)| self.hatched[*index]) {
            let id = format!("{}-{index}", self.palette.id);
            let ground = self.palette.tone(index);
            let marks = match hatch {
                Hatch::Stripes => format!(
                    "<path d=\"M-1.5 1.5L1.5 -1.5M0 6L6 0M4.5 7.5L7.5 4.5\" stroke=\"{ink}\" stroke-width=\"0.9\"/>"
                ),
                _ => format!("<circle cx=\"3\" cy=\"3\" r=\"0.9\" fill=\"{ink}\"/>"),
            };
            let _ = writeln!(
                out,
                "<pattern id=\"{id}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"><rect width=\"6\" height=\"6\" fill=\"{ground}\"/>{marks}</pattern>"
            );
        }
        out.push_str("</defs>\n");
    }
}

/// Width of words: Han characters are square, Latin ones a little over half.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 0.57 } else { 1.0 }).sum::<f64>() * size
}

/// The longest beginning that has room, and the rest.
fn split(text: &str, room: f64, size: f64) -> (&str, &str) {
    let mut used = 0.0;
    for (at, character) in text.char_indices() {
        used += if character.is_ascii() { 0.57 } else { 1.0 } * size;
        if used > room && at > 0 {
            return text.split_at(at);
        }
    }
    (text, "")
}

/// The words, or their beginning and an ellipsis when they have no room.
pub(super) fn shorten(text: &str, room: f64, size: f64) -> String {
    if width(text, size) <= room {
        return text.to_string();
    }
    format!("{}…", split(text, room - size, size).0)
}

/// A number with at most one decimal, without a useless zero.
fn n(value: f64) -> String {
    let text = format!("{:.1}", if value.is_finite() { value } else { 0.0 });
    text.strip_suffix(".0").map_or(text.clone(), str::to_string)
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in clean(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}
