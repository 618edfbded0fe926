//! Attachments (附件): files that belong to editions of a record, and share its visibility wherever they are shown.
//!
//! An attachment is part of every edition from the one it came with until one in which it is gone, so an edition that was
//! public keeps its files. Their bytes lie elsewhere, known by their digest. What the personal-data guard said of a file is
//! kept with it: the reading is done outside, once, when the file comes in, and here it is only counted.

use super::{Progress, Record, RecordError};
use crate::event::{Act, Event};
use crate::ids::{AttachmentId, UserId};

/// Most attachments of one edition.
pub const MOST_ATTACHMENTS: usize = 20;
/// Most bytes of one attachment: 20 MB.
pub const LARGEST_ATTACHMENT: u64 = 20 * 1024 * 1024;
/// Longest name of an attachment, in characters.
pub const LONGEST_ATTACHMENT_NAME: usize = 120;

/// A file of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Identity, never given to another file.
    pub id: AttachmentId,
    /// Name with its ending, as readers save it.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of the bytes in hexadecimal, by which they are kept.
    pub digest: String,
    /// The edition it came with.
    pub first_edition: u32,
    /// The edition from which on it is no part of the record any more.
    pub gone_in: Option<u32>,
    /// What the guard said of it.
    pub inspection: Inspection,
}

/// What the personal-data guard said of a file when it came in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Inspection {
    /// How much of it is personal data for certain: it may not become public so.
    pub certain: u32,
    /// How much may be.
    pub suspected: u32,
    /// The first of what was found, the certain before the rest.
    pub spots: Vec<Spot>,
    /// What of the file was not read, so that somebody has to look.
    pub unread: Vec<Unread>,
}

/// Something that was found in a file, masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// Code of the kind of personal data.
    pub kind: String,
    /// Where in the file: `Sheet1!C7`, `12:4`, the name of a property.
    pub place: String,
    /// What may be shown of it.
    pub masked: String,
    /// Whether it is certain.
    pub certain: bool,
    /// Code of what hides it from whoever opens the file; nothing when it is in sight.
    pub hidden: Option<String>,
}

/// A part of a file that was not read, or all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Code of what it is.
    pub code: String,
    /// Where: a page, a sheet, a part; empty for the whole file.
    pub at: String,
}

impl Attachment {
    /// Whether it is part of this edition.
    pub fn is_in(&self, edition: u32) -> bool {
        self.first_edition <= edition && self.gone_in.is_none_or(|gone| edition < gone)
    }

    /// Whether browsers show it as a picture in a page.
    pub fn is_picture(&self) -> bool {
        self.kind().is_some_and(|kind| matches!(kind.ending, "png" | "jpg" | "jpeg" | "gif"))
    }

    /// What kind of file it is, by its name.
    pub fn kind(&self) -> Option<&'static FileKind> {
        FileKind::of(&self.name)
    }

    /// As readers of this edition know it: nothing of what the staff knows, and nothing of a later edition.
    pub(super) fn as_read(&self) -> Attachment {
        Attachment { gone_in: None, inspection: Inspection::default(), ..self.clone() }
    }
}

impl Record {
    /// The attachments of an edition, in the order in which they came.
    pub fn attachments_of(&self, edition: u32) -> impl Iterator<Item = &Attachment> {
        self.attachments.iter().filter(move |attachment| attachment.is_in(edition))
    }

    /// The attachments of the newest edition.
    pub fn newest_attachments(&self) -> impl Iterator<Item = &Attachment> {
        self.attachments_of(self.newest().map_or(0, |edition| edition.number))
    }

    /// An attachment by its id, of whatever edition.
    pub fn attachment(&self, id: AttachmentId) -> Option<&Attachment> {
        self.attachments.iter().find(|attachment| attachment.id == id)
    }

    /// Adds a file to the edition that is being drafted; one of the same name takes its place. Whoever adds it has drafted
    /// with it, and does not review it; nobody has where it came in at the command line.
    ///
    /// # Errors
    /// [`RecordError::WrongStage`] when nothing is being drafted, [`RecordError::TooManyAttachments`] when there is no room.
    pub fn attach(&mut self, by: Option<UserId>, file: Attachment) -> Result<Event, RecordError> {
        self.put(by, file, Act::AttachmentAdded)
    }

    /// Puts a copy of a file without personal data in its place, under its name, in the edition that is being drafted.
    ///
    /// # Errors
    /// [`RecordError::WrongStage`] when nothing is being drafted, [`RecordError::NoAttachment`] when it is no part of that.
    pub fn redact(&mut self, by: UserId, id: AttachmentId, copy: Attachment) -> Result<Event, RecordError> {
        let known = self.newest_attachments().find(|known| known.id == id).map(|known| known.name.clone());
        let name = known.ok_or(RecordError::NoAttachment)?;
        self.put(Some(by), Attachment { name, ..copy }, Act::AttachmentRedacted)
    }

    fn put(&mut self, by: Option<UserId>, file: Attachment, act: Act) -> Result<Event, RecordError> {
        let Progress::Draft { .. } = self.progress else { return Err(self.wrong("attach")) };
        if file.name.trim().is_empty() {
            return Err(RecordError::Missing("attachment"));
        }
        let edition = self.newest().ok_or(RecordError::Missing("edition"))?.number;
        let same = self.newest_attachments().find(|known| known.name == file.name).map(|known| known.id);
        if same.is_none() && self.newest_attachments().count() >= MOST_ATTACHMENTS {
            return Err(RecordError::TooManyAttachments(MOST_ATTACHMENTS));
        }
        let event = self.event(act).with("edition", edition).with("attachment", file.id);
        let mut event = event.with("digest", &file.digest).with("certain", file.inspection.certain);
        if let Some(replaced) = same {
            self.take_from(replaced, edition);
            event = event.with("replaced", replaced);
        }
        self.attachments.push(Attachment { first_edition: edition, gone_in: None, ..file });
        self.drafter = by.or(self.drafter);
        Ok(event)
    }

    /// Takes a file from the edition that is being drafted. Of an edition that was public it stays a part.
    ///
    /// # Errors
    /// [`RecordError::WrongStage`] when nothing is being drafted, [`RecordError::NoAttachment`] when it is no part of that.
    pub fn detach(&mut self, by: UserId, id: AttachmentId) -> Result<Event, RecordError> {
        let Progress::Draft { .. } = self.progress else { return Err(self.wrong("detach")) };
        let edition = self.newest().ok_or(RecordError::Missing("edition"))?.number;
        if !self.newest_attachments().any(|known| known.id == id) {
            return Err(RecordError::NoAttachment);
        }
        self.take_from(id, edition);
        self.drafter = Some(by);
        Ok(self.event(Act::AttachmentRemoved).with("edition", edition).with("attachment", id))
    }

    /// Takes an attachment from an edition that nobody but the staff has seen.
    fn take_from(&mut self, id: AttachmentId, edition: u32) {
        self.attachments.retain(|known| known.id != id || known.first_edition != edition);
        for known in self.attachments.iter_mut().filter(|known| known.id == id) {
            known.gone_in = Some(edition);
        }
    }

    /// Forgets what editions behind this one did to the attachments.
    pub(super) fn attachments_back_to(&mut self, edition: u32) {
        self.attachments.retain(|known| known.first_edition <= edition);
        for known in &mut self.attachments {
            known.gone_in = known.gone_in.filter(|gone| *gone <= edition);
        }
    }
}

/// A kind of file that may be attached. What browsers run (pages, scripts, drawings with scripts in them) and programs are
/// not among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileKind {
    /// Ending of the name, small and without its dot.
    pub ending: &'static str,
    /// Its group, the end of a message key: `text`, `sheet`, `slides`, `pdf`, `picture`, `archive`.
    pub group: &'static str,
    /// Media type under which it is given out.
    pub media_type: &'static str,
    /// How its bytes begin, in one of these ways; anything when there are none.
    begins: &'static [&'static [u8]],
}

const ZIP: &[u8] = b"PK\x03\x04";
/// The format of Office before 2007 and of WPS (MS-CFB).
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

macro_rules! kinds {
    ($($ending:literal $group:literal $media_type:literal $begins:expr;)*) => {
        &[$(FileKind { ending: $ending, group: $group, media_type: $media_type, begins: $begins }),*]
    };
}

/// The kinds that colleges attach. An old or WPS name on a new file is common, so these take both.
const KINDS: &[FileKind] = kinds! {
    "docx" "text" "application/vnd.openxmlformats-officedocument.wordprocessingml.document" &[ZIP, COMPOUND];
    "doc" "text" "application/msword" &[COMPOUND, ZIP, b"{\\rtf"];
    "wps" "text" "application/vnd.ms-works" &[COMPOUND, ZIP];
    "rtf" "text" "application/rtf" &[b"{\\rtf"];
    "txt" "text" "text/plain" &[];
    "md" "text" "text/markdown" &[];
    "xlsx" "sheet" "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" &[ZIP, COMPOUND];
    "xls" "sheet" "application/vnd.ms-excel" &[COMPOUND, ZIP];
    "et" "sheet" "application/octet-stream" &[COMPOUND, ZIP];
    "csv" "sheet" "text/csv" &[];
    "pptx" "slides" "application/vnd.openxmlformats-officedocument.presentationml.presentation" &[ZIP, COMPOUND];
    "ppt" "slides" "application/vnd.ms-powerpoint" &[COMPOUND, ZIP];
    "dps" "slides" "application/octet-stream" &[COMPOUND, ZIP];
    "pdf" "pdf" "application/pdf" &[b"%PDF-"];
    "ofd" "pdf" "application/ofd" &[ZIP];
    "jpg" "picture" "image/jpeg" &[b"\xFF\xD8\xFF"];
    "jpeg" "picture" "image/jpeg" &[b"\xFF\xD8\xFF"];
    "png" "picture" "image/png" &[b"\x89PNG\r\n\x1a\n"];
    "gif" "picture" "image/gif" &[b"GIF87a", b"GIF89a"];
    "bmp" "picture" "image/bmp" &[b"BM"];
    "tif" "picture" "image/tiff" &[b"II*\0", b"MM\0*"];
    "tiff" "picture" "image/tiff" &[b"II*\0", b"MM\0*"];
    "zip" "archive" "application/zip" &[ZIP];
    "rar" "archive" "application/vnd.rar" &[b"Rar!\x1a\x07"];
    "7z" "archive" "application/x-7z-compressed" &[b"7z\xBC\xAF\x27\x1C"];
};

/// How what is no text of any kind begins.
const NO_TEXT: [&[u8]; 6] = [ZIP, COMPOUND, b"%PDF-", b"MZ", b"\x7FELF", b"\x89PNG"];

impl FileKind {
    /// All kinds.
    pub const ALL: &'static [FileKind] = KINDS;

    /// The kind of a file of this name, when it may be attached.
    pub fn of(name: &str) -> Option<&'static FileKind> {
        let (stem, ending) = name.rsplit_once('.')?;
        let ending = ending.to_ascii_lowercase();
        KINDS.iter().find(|kind| kind.ending == ending && !stem.trim().is_empty())
    }

    /// Whether bytes begin as its kind does.
    pub fn fits(&self, bytes: &[u8]) -> bool {
        match self.begins {
            [] => !NO_TEXT.iter().any(|mark| bytes.starts_with(mark)),
            // Readers of PDF look for the mark within the first kilobyte, and some programs write something before it.
            [mark] if self.ending == "pdf" => {
                bytes[..bytes.len().min(1024)].windows(mark.len()).any(|part| part == *mark)
            }
            begins => begins.iter().any(|mark| bytes.starts_with(mark)),
        }
    }
}

#[cfg(test)]
mod tests;
