//! Pictures without what cameras and telephones write into them: where, when and with what they were taken. What is seen stays
//! as it is, and so does which side is up.
//!
//! It exists because a photograph of a notice board tells where somebody stood with whose telephone. It reads the outer form
//! of a file only and never its picture, believes no length beyond the end, and gives nothing for what it does not understand.

/// A picture without its particulars; nothing when it is no JPEG or PNG that can be read to its end.
pub(crate) fn without_particulars(bytes: &[u8]) -> Option<Vec<u8>> {
    if bytes.starts_with(&[0xFF, 0xD8]) { jpeg(bytes) } else { png(bytes) }
}

/// ISO/IEC 10918-1 annex B: segments up to the end of the image. What follows it, such as a second picture, goes.
fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let (mut kept, mut at) = (vec![0xFF, 0xD8], 2);
    let mut turned = None;
    loop {
        // Any number of 0xFF may stand before a marker.
        while bytes.get(at) == Some(&0xFF) && bytes.get(at + 1) == Some(&0xFF) {
            at += 1;
        }
        let (0xFF, marker) = (*bytes.get(at)?, *bytes.get(at + 1)?) else { return None };
        if marker == 0xD9 {
            kept.extend([0xFF, 0xD9]);
            break;
        }
        let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
        let end = at + 2 + length.max(2);
        let segment = bytes.get(at..end)?;
        let content = segment.get(4..).unwrap_or_default();
        let stays = match marker {
            // JFIF, a colour profile, how colours are meant (Adobe); every other application's words and comments go.
            0xE0 | 0xEE => true,
            0xE2 => content.starts_with(b"ICC_PROFILE"),
            0xE1 => {
                turned = turned.or_else(|| content.strip_prefix(b"Exif\0\0").and_then(orientation));
                false
            }
            0xE3..=0xED | 0xEF | 0xFE => false,
            _ => true,
        };
        if stays {
            kept.extend_from_slice(segment);
        }
        at = end;
        if marker == 0xDA {
            let data = bytes.get(at..)?;
            let is_marker = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xD0..=0xD7 | 0xFF);
            let length = data.windows(2).position(is_marker)?;
            kept.extend_from_slice(&data[..length]);
            at += length;
        }
    }
    if let Some(turned) = turned.filter(|turned| (2..=8).contains(turned)) {
        let after =
            if kept.get(3) == Some(&0xE0) { 4 + usize::from(u16::from_be_bytes([kept[4], kept[5]])) } else { 2 };
        kept.splice(after..after, only_orientation(turned));
    }
    Some(kept)
}

/// Which side is up (tag 0x0112 of the first directory), by what a camera says of it.
fn orientation(tiff: &[u8]) -> Option<u16> {
    let big = match tiff.get(..2)? {
        b"MM" => true,
        b"II" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let pair = [*tiff.get(at)?, *tiff.get(at + 1)?];
        Some(if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) })
    };
    let (high, low) = if big { (short(4)?, short(6)?) } else { (short(6)?, short(4)?) };
    let directory = usize::from(high) << 16 | usize::from(low);
    let entries = usize::from(short(directory)?);
    let at = (0..entries.min(200)).map(|n| directory + 2 + n * 12).find(|at| short(*at) == Some(0x0112))?;
    short(at + 8)
}

/// A segment that says which side is up and nothing else.
fn only_orientation(turned: u16) -> Vec<u8> {
    let mut segment = vec![0xFF, 0xE1, 0, 34];
    segment.extend(b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01");
    segment.extend(turned.to_be_bytes());
    segment.extend([0; 6]);
    segment
}

/// ISO/IEC 15948: chunks up to IEND, those of words, time and particulars left out.
fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
    let mut rest = bytes.strip_prefix(SIGNATURE)?;
    let mut kept = SIGNATURE.to_vec();
    loop {
        let length = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?) as usize;
        let (chunk, after) = rest.split_at_checked(length.checked_add(12)?)?;
        let kind = chunk.get(4..8)?;
        if !matches!(kind, b"eXIf" | b"tEXt" | b"iTXt" | b"zTXt" | b"tIME") {
            kept.extend_from_slice(chunk);
        }
        if kind == b"IEND" {
            return Some(kept);
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A JPEG in its outer form alone: JFIF, particulars with a place, a comment, data, an end and something behind it.
    fn photograph() -> Vec<u8> {
        let segment = |marker: u8, content: &[u8]| {
            let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
            [&[0xFF, marker][..], &length, content].concat()
        };
        let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
        exif.extend(b"GPS 29.37N 113.13E");
        [
            &[0xFF, 0xD8][..],
            &segment(0xE0, b"JFIF\0\x01\x01"),
            &segment(0xE1, &exif),
            &segment(0xFE, b"taken by"),
            &segment(0xDB, &[0; 65]),
            &segment(0xDA, &[1, 1, 0, 0, 63, 0]),
            &[1, 2, 0xFF, 0x00, 3, 0xFF, 0xD0, 4],
            &[0xFF, 0xD9],
            b"GPS of a second picture",
        ]
        .concat()
    }

    fn holds(bytes: &[u8], words: &[u8]) -> bool {
        bytes.windows(words.len()).any(|part| part == words)
    }

    #[test]
    fn a_photograph_loses_its_place_and_keeps_its_picture_and_its_upper_side() {
        let bare = without_particulars(&photograph()).unwrap();
        assert!(!holds(&bare, b"GPS") && !holds(&bare, b"taken by"), "{bare:?}");
        assert!(holds(&bare, &[1, 2, 0xFF, 0x00, 3, 0xFF, 0xD0, 4, 0xFF, 0xD9]) && holds(&bare, b"JFIF"));
        let exif = bare.windows(6).position(|part| part == b"Exif\0\0").unwrap();
        assert_eq!(orientation(&bare[exif + 6..]), Some(6));
        assert_eq!(without_particulars(&bare), Some(bare.clone()), "there is nothing more to take out");
    }

    #[test]
    fn a_screenshot_loses_its_words_and_keeps_its_picture() {
        let chunk = |kind: &[u8; 4], content: &[u8]| {
            [&u32::try_from(content.len()).unwrap().to_be_bytes()[..], kind, content, &[0; 4]].concat()
        };
        let whole = [
            &b"\x89PNG\r\n\x1a\n"[..],
            &chunk(b"IHDR", &[0; 13]),
            &chunk(b"eXIf", b"GPS"),
            &chunk(b"tEXt", b"Author\0somebody"),
            &chunk(b"IDAT", b"picture"),
            &chunk(b"IEND", b""),
            b"GPS",
        ]
        .concat();
        let bare = without_particulars(&whole).unwrap();
        assert!(!holds(&bare, b"GPS") && !holds(&bare, b"somebody") && holds(&bare, b"picture"));
        assert_eq!(without_particulars(&whole[..60]), None);
    }

    proptest! {
        #[test]
        fn no_bytes_break_it(cut in 0usize..200, at in 0usize..200, byte: u8, any: Vec<u8>) {
            let mut bytes = photograph();
            bytes.truncate(cut);
            if let Some(spot) = bytes.get_mut(at) {
                *spot = byte;
            }
            let _ = without_particulars(&bytes);
            let _ = without_particulars(&[b"\x89PNG\r\n\x1a\n", any.as_slice()].concat());
            let _ = orientation(&any);
        }
    }
}
