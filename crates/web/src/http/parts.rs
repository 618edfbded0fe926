//! Forms that bring files (`multipart/form-data`, RFC 7578): read within the limit of the row, held in memory, named as they
//! were sent and trusted in nothing.

use crate::error::HttpError;
use crate::http::form::{self, FormError};
use crate::http::request::PageRequest;
use axum::body::Bytes;
use std::io::Cursor;

/// Media type of such forms.
pub(crate) const MEDIA_TYPE: &str = "multipart/form-data";
/// Most parts of a form.
const MOST_PARTS: usize = 64;
/// Longest name of a file that is kept, in characters.
const LONGEST_NAME: usize = 120;

/// A file that was sent.
pub(crate) struct SentFile {
    /// Its name without folders, as it was called there.
    pub(crate) name: String,
    pub(crate) bytes: Bytes,
}

/// What was sent: fields and files, each in order.
#[derive(Default)]
pub(crate) struct Parts {
    fields: Vec<(String, String)>,
    pub(crate) files: Vec<SentFile>,
}

/// A request whose form may bring files, as one with the fields alone, and the files beside it: whoever reads forms need not
/// know which of the two was sent.
pub(crate) async fn split(request: PageRequest) -> Result<(PageRequest, Vec<SentFile>), HttpError> {
    if request.cut {
        return Err(HttpError::TooLarge);
    }
    if request.media_type != MEDIA_TYPE {
        return Ok((request, Vec::new()));
    }
    let Parts { files, fields } = read(&request).await?;
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(fields);
    let (media_type, content_type) = (form::MEDIA_TYPE.to_string(), form::MEDIA_TYPE.to_string());
    Ok((PageRequest { media_type, content_type, body: form.finish().into(), ..request }, files))
}

/// A request of which too much was sent, as one with the fields that came before what was too much and after it. What is left of
/// its files is no file.
pub(crate) async fn typed(request: PageRequest) -> Result<PageRequest, HttpError> {
    let Parts { fields, .. } = parts(&request).await?;
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(fields);
    let (media_type, content_type) = (form::MEDIA_TYPE.to_string(), form::MEDIA_TYPE.to_string());
    Ok(PageRequest { media_type, content_type, body: form.finish().into(), ..request })
}

impl Parts {
    /// What was typed into a field; the first when it was sent twice, empty when it was not sent.
    pub(crate) fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }
}

/// The parts of a request's form. A field for a file in which none was chosen brings no file.
///
/// # Errors
/// [`HttpError::TooLarge`] when more was sent than is taken: what is left of a file then is not what somebody chose.
pub(crate) async fn read(request: &PageRequest) -> Result<Parts, HttpError> {
    if request.cut {
        return Err(HttpError::TooLarge);
    }
    parts(request).await
}

async fn parts(request: &PageRequest) -> Result<Parts, HttpError> {
    if request.media_type != MEDIA_TYPE {
        return Err(FormError::MediaType.into());
    }
    let boundary = multer::parse_boundary(&request.content_type).map_err(|_| HttpError::MediaType)?;
    let mut multipart = multer::Multipart::with_reader(Cursor::new(request.body.clone()), boundary);
    let mut parts = Parts::default();
    let mut count = 0;
    loop {
        let field = match multipart.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            // What was cut off ends somewhere.
            Err(_) if request.cut => break,
            Err(_) => return Err(HttpError::Unknown),
        };
        count += 1;
        if count > MOST_PARTS {
            return Err(FormError::TooManyFields.into());
        }
        let label = field.name().unwrap_or_default().to_string();
        let file = field.file_name().map(base_name);
        let bytes = match field.bytes().await {
            Ok(bytes) => bytes,
            Err(_) if request.cut => break,
            Err(_) => return Err(HttpError::Unknown),
        };
        match file {
            Some(name) if name.is_empty() && bytes.is_empty() => {}
            Some(name) => parts.files.push(SentFile { name: request.cleaned.plain(name), bytes }),
            None => {
                let value = String::from_utf8_lossy(&bytes).into_owned();
                parts.fields.push((label, request.cleaned.plain(value)));
            }
        }
    }
    Ok(parts)
}

/// The last part of a path of whatever system, without what is no text, cut so that the ending stays.
fn base_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: Vec<char> = name.chars().filter(|c| !c.is_control()).collect();
    let from = plain.len().saturating_sub(LONGEST_NAME);
    plain[from..].iter().collect::<String>().trim().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn sent(body: &str) -> Result<Parts, HttpError> {
        let content_type = "multipart/form-data; boundary=XX".to_string();
        let body = Bytes::from(body.replace('\n', "\r\n"));
        read(&PageRequest { media_type: MEDIA_TYPE.into(), content_type, body, ..PageRequest::nowhere() }).await
    }

    #[tokio::test]
    async fn files_and_fields_come_as_they_were_sent() {
        let parts = sent(
            "--XX\nContent-Disposition: form-data; name=\"item\"\n\n37\n--XX\nContent-Disposition: form-data; name=\"file\"; \
             filename=\"C:\\\\文件\\\\../通知.docx\"\nContent-Type: application/x\n\nPK\n--XX\nContent-Disposition: \
             form-data; name=\"file\"; filename=\"\"\n\n\n--XX--\n",
        )
        .await
        .unwrap();
        assert_eq!((parts.field("item"), parts.field("other")), ("37", ""));
        assert_eq!(parts.files.len(), 1, "a field without a chosen file brings none");
        assert_eq!((parts.files[0].name.as_str(), &parts.files[0].bytes[..]), ("通知.docx", &b"PK"[..]));
    }

    #[tokio::test]
    async fn a_form_with_files_reads_like_one_without() {
        let body = "--XX\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n一&二=三\r\n--XX\r\nContent-Disposition: form-data; \
                    name=\"files\"; filename=\"a.txt\"\r\n\r\nx\r\n--XX--\r\n";
        let content_type = "multipart/form-data; boundary=XX".to_string();
        let body = Bytes::from(body);
        let sent = PageRequest { media_type: MEDIA_TYPE.into(), content_type, body, ..PageRequest::nowhere() };
        let (request, files) = split(sent).await.unwrap();
        assert_eq!(form::fields(&request).unwrap().pairs(), [("title".to_string(), "一&二=三".to_string())]);
        assert_eq!(files.len(), 1);
        let (same, none) = split(request.clone()).await.unwrap();
        assert!(none.is_empty() && same.body == request.body);
    }

    #[tokio::test]
    async fn what_was_typed_before_a_file_that_is_too_large_is_kept() {
        let body = "--XX\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n通知\r\n--XX\r\nContent-Disposition: \
                    form-data; name=\"files\"; filename=\"a.txt\"\r\n\r\nxxxx";
        let content_type = "multipart/form-data; boundary=XX".to_string();
        let sent = PageRequest { media_type: MEDIA_TYPE.into(), content_type, ..PageRequest::nowhere() };
        let sent = PageRequest { body: Bytes::from(body), cut: true, ..sent };
        assert!(matches!(split(sent.clone()).await, Err(HttpError::TooLarge)));
        let kept = typed(sent).await.unwrap();
        assert_eq!(form::fields(&kept).unwrap().pairs(), [("title".to_string(), "通知".to_string())]);
    }

    #[tokio::test]
    async fn what_is_broken_or_endless_is_refused() {
        assert!(matches!(
            sent("--XX\nContent-Disposition: form-data; name=\"a\"\n\nno end").await,
            Err(HttpError::Unknown)
        ));
        let many = "--XX\nContent-Disposition: form-data; name=\"a\"\n\n1\n".repeat(MOST_PARTS + 1) + "--XX--\n";
        assert!(matches!(sent(&many).await, Err(HttpError::TooLarge)));
        let plain = PageRequest { media_type: "text/plain".into(), ..PageRequest::nowhere() };
        assert!(matches!(read(&plain).await, Err(HttpError::MediaType)));
    }

    #[test]
    fn a_name_keeps_its_ending() {
        assert_eq!(base_name("a/b\\通知.docx"), "通知.docx");
        assert!(base_name(&format!("{}.docx", "长".repeat(300))).ends_with("长.docx"));
        assert_eq!(base_name(".."), "..");
    }
}
