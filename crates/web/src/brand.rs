//! The school's colour, made readable: words in it must stand out from the paper of the light and of the dark pages
//! (WCAG 2.2, 1.4.3: at least 4.5:1). Where the colour itself does not, the nearest darker or lighter shade that does
//! is used.

use std::fmt;

/// Least contrast of words to what is behind them.
const LEAST: f64 = 4.5;
/// What links and headings stand on, by the tokens of the style sheet (`--paper`, `--surface`, `--warn-soft`).
const LIGHT: [Shade; 3] = [Shade(0xfb, 0xfa, 0xf7), Shade(0xff, 0xff, 0xff), Shade(0xfb, 0xf1, 0xdc)];
const DARK: [Shade; 3] = [Shade(0x15, 0x18, 0x1b), Shade(0x1c, 0x20, 0x24), Shade(0x2e, 0x27, 0x17)];

/// A colour, written as `#14556b`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shade(u8, u8, u8);

/// The school's colour as the pages use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Brand {
    /// As the settings give it.
    pub given: Shade,
    /// On light paper.
    pub light: Shade,
    /// On dark paper.
    pub dark: Shade,
}

impl Brand {
    /// The shades for a colour written as `#14556b`.
    pub fn of(text: &str) -> Option<Brand> {
        let given = Shade::read(text)?;
        Some(Brand { given, light: given.towards(0, &LIGHT), dark: given.towards(255, &DARK) })
    }

    /// Whether the colour could not be used as it is everywhere.
    pub fn is_adapted(&self) -> bool {
        self.light != self.given || self.dark != self.given
    }

    /// The rules that lay it over the style sheet: links, headings and the line above the page.
    pub(crate) fn style(&self) -> String {
        let tokens = |shade| format!(":root{{--brand:{shade};--link:{shade};--heading:{shade}}}");
        let (light, dark) = (tokens(self.light), tokens(self.dark));
        format!("\n@layer brand{{{light}@media (prefers-color-scheme:dark){{{dark}}}}}\n")
    }
}

impl Shade {
    fn read(text: &str) -> Option<Shade> {
        let digits = text.trim().strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
        Some(Shade(part(0)?, part(2)?, part(4)?))
    }

    /// The shade nearest to this one on the way to black (0) or white (255) that can be read on all of these.
    fn towards(self, end: u8, backgrounds: &[Shade]) -> Shade {
        let mixed = |percent: u16| {
            let part = |part: u8| ((u16::from(part) * (100 - percent) + u16::from(end) * percent) / 100) as u8;
            Shade(part(self.0), part(self.1), part(self.2))
        };
        let readable = |shade: &Shade| backgrounds.iter().all(|behind| shade.contrast(*behind) >= LEAST);
        (0..100).map(mixed).find(readable).unwrap_or(Shade(end, end, end))
    }

    /// Contrast ratio of WCAG.
    fn contrast(self, other: Shade) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }
}

impl fmt::Display for Shade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assets::STYLE;
    use proptest::prelude::*;

    #[test]
    fn a_colour_that_can_be_read_is_used_as_it_is() {
        let brand = Brand::of("#8B1A2B").unwrap();
        assert_eq!(brand.light.to_string(), "#8b1a2b");
        assert_ne!(brand.dark, brand.given, "dark red is not read on dark paper");
        for wrong in ["#12345", "red", "#12345g", "#é1234", "#000;}"] {
            assert_eq!(Brand::of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn links_and_headings_take_the_colour() {
        let style = Brand::of("#ffd400").unwrap().style();
        assert!(style.contains("--link:#ffd400;--heading:#ffd400"), "yellow is read on dark paper: {style}");
        assert!(!style.split("@media").next().unwrap().contains("#ffd400"), "and not on white: {style}");
        assert!(STYLE.contains("a { color: var(--link)") && STYLE.contains("h5 { color: var(--heading)"));
        assert!(STYLE.contains("modes, brand, print;"), "print has the last word");
    }

    #[test]
    fn the_backgrounds_are_those_of_the_style_sheet() {
        let (light, dark) = STYLE.split_once("@media (prefers-color-scheme: dark)").unwrap();
        for (style, shades) in [(light, LIGHT), (dark, DARK)] {
            for (token, shade) in ["--paper", "--surface", "--warn-soft"].into_iter().zip(shades) {
                let value = style.split(&format!("{token}: ")).nth(1).unwrap().split(';').next().unwrap();
                let value = if value == "#fff" { "#ffffff" } else { value };
                assert_eq!(value, shade.to_string(), "{token}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]
        #[test]
        fn whatever_the_colour_words_in_it_can_be_read(red: u8, green: u8, blue: u8) {
            let brand = Brand::of(&Shade(red, green, blue).to_string()).unwrap();
            prop_assert!(LIGHT.iter().all(|behind| brand.light.contrast(*behind) >= LEAST));
            prop_assert!(DARK.iter().all(|behind| brand.dark.contrast(*behind) >= LEAST));
        }
    }
}
