//! Makes small office files and looks into what was read.

use std::io::{Cursor, Write};

use domain::extract::{Block, BlockKind, Concealed, Extract, Place};
use office::{Limits, read_bytes};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// An archive of these parts.
pub(crate) fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    zip_bytes(&parts)
}

pub(crate) fn zip_bytes(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a name");
        writer.write_all(bytes).expect("memory takes all");
    }
    writer.finish().expect("memory takes all").into_inner()
}

const RELS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A relations part: id, kind, target; targets with `://` or `mailto:` are external.
pub(crate) fn relations(all: &[(&str, &str, &str)]) -> String {
    let one = |(id, kind, target): &(&str, &str, &str)| {
        let outside = target.contains("://") || target.starts_with("mailto:");
        let mode = if outside { " TargetMode=\"External\"" } else { "" };
        format!("<Relationship Id=\"{id}\" Type=\"{RELS}/{kind}\" Target=\"{target}\"{mode}/>")
    };
    let inner: String = all.iter().map(one).collect();
    format!("<?xml version=\"1.0\"?><Relationships xmlns=\"x\">{inner}</Relationships>")
}

/// A .docx whose body is `body`, with further parts and relations of the main part.
pub(crate) fn docx_with(body: &str, rels: &[(&str, &str, &str)], more: &[(&str, &str)]) -> Vec<u8> {
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"w\" xmlns:r=\"r\"><w:body>{body}</w:body></w:document>"
    );
    let (root, own) = (relations(&[("rId1", "officeDocument", "word/document.xml")]), relations(rels));
    let mut parts = vec![
        ("[Content_Types].xml", "<Types xmlns=\"c\"/>"),
        ("_rels/.rels", root.as_str()),
        ("word/document.xml", document.as_str()),
        ("word/_rels/document.xml.rels", own.as_str()),
    ];
    parts.extend_from_slice(more);
    zip(&parts)
}

pub(crate) fn docx(body: &str) -> Vec<u8> {
    docx_with(body, &[], &[])
}

/// A paragraph of one run.
pub(crate) fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// An .xlsx with one visible sheet `名单` of this `<worksheet>` content, with more parts.
pub(crate) fn xlsx_with(
    sheet: &str,
    strings: &str,
    sheet_rels: &[(&str, &str, &str)],
    more: &[(&str, &str)],
) -> Vec<u8> {
    let worksheet = format!("<?xml version=\"1.0\"?><worksheet xmlns=\"s\" xmlns:r=\"r\">{sheet}</worksheet>");
    let strings = format!("<?xml version=\"1.0\"?><sst xmlns=\"s\">{strings}</sst>");
    let root = relations(&[("rId1", "officeDocument", "xl/workbook.xml")]);
    let book =
        relations(&[("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "sharedStrings", "sharedStrings.xml")]);
    let own = relations(sheet_rels);
    let mut parts = vec![
        ("[Content_Types].xml", "<Types xmlns=\"c\"/>"),
        ("_rels/.rels", root.as_str()),
        (
            "xl/workbook.xml",
            "<workbook xmlns=\"s\" xmlns:r=\"r\"><sheets><sheet name=\"名单\" sheetId=\"1\" r:id=\"rId1\"/></sheets>\
             <definedNames><definedName name=\"联系人\">\"13800138000\"</definedName></definedNames></workbook>",
        ),
        ("xl/_rels/workbook.xml.rels", book.as_str()),
        ("xl/worksheets/sheet1.xml", worksheet.as_str()),
        ("xl/worksheets/_rels/sheet1.xml.rels", own.as_str()),
        ("xl/sharedStrings.xml", strings.as_str()),
    ];
    parts.extend_from_slice(more);
    zip(&parts)
}

#[track_caller]
pub(crate) fn read(name: &str, bytes: &[u8]) -> Extract {
    let extract = read_bytes(name, bytes, &Limits::default()).expect("the file reads");
    holds(&extract);
    extract
}

/// What every extract promises: ranges rise, do not overlap, lie on character boundaries.
#[track_caller]
pub(crate) fn holds(extract: &Extract) {
    let mut end = 0;
    for block in &extract.blocks {
        assert!(block.range.start >= end, "blocks rise: {block:?}");
        assert!(extract.text.get(block.range.clone()).is_some(), "on character boundaries: {block:?}");
        end = block.range.end;
    }
    for link in &extract.links {
        assert!(extract.text.get(link.range.clone()).is_some(), "links on character boundaries: {link:?}");
    }
}

/// The block whose text is exactly this.
#[track_caller]
pub(crate) fn block<'e>(extract: &'e Extract, text: &str) -> &'e Block {
    let found = extract.blocks.iter().find(|block| extract.text_of(block) == text);
    found.unwrap_or_else(|| panic!("no block {text:?} in {:#?}", texts(extract)))
}

pub(crate) fn texts(extract: &Extract) -> Vec<&str> {
    extract.blocks.iter().map(|block| extract.text_of(block)).collect()
}

/// Texts of the blocks that a reader of the document sees.
pub(crate) fn visible(extract: &Extract) -> Vec<&str> {
    let seen = extract.blocks.iter().filter(|block| block.concealed.is_none());
    seen.map(|block| extract.text_of(block)).collect()
}

#[track_caller]
pub(crate) fn concealed(extract: &Extract, text: &str) -> Option<Concealed> {
    block(extract, text).concealed
}

pub(crate) fn cell_place(sheet: &str, cell: &str) -> Place {
    Place::Cell { sheet: sheet.to_owned(), cell: cell.to_owned() }
}

/// Table cells as (row, column, row span, column span, text).
pub(crate) fn cells(extract: &Extract) -> Vec<(usize, usize, usize, usize, &str)> {
    let as_cell = |block: &Block| match block.kind {
        BlockKind::Cell { row, column, row_span, column_span, .. } => Some((row, column, row_span, column_span)),
        _ => None,
    };
    let found = extract.blocks.iter().filter_map(|block| Some((as_cell(block)?, extract.text_of(block))));
    found.map(|((row, column, rows, columns), text)| (row, column, rows, columns, text)).collect()
}

/// A PDF of these page contents, with Helvetica as `/F1` and Times as `/F2`; each page is 300 by 200 points.
pub(crate) fn pdf(pages: &[&str], extra_page_entries: &str) -> Vec<u8> {
    pdf_with(pages, extra_page_entries, "", &[])
}

/// The same with entries of the catalogue and objects of its own, which are numbered from 5 on.
pub(crate) fn pdf_with(pages: &[&str], extra_page_entries: &str, root: &str, more: &[&str]) -> Vec<u8> {
    let mut objects: Vec<String> = vec![String::new(), String::new()];
    objects.push("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".into());
    let image = "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Length 1 >>\nstream\n\u{0}\nendstream";
    objects.push(image.into());
    objects.extend(more.iter().map(|object| (*object).to_owned()));
    let mut kids = Vec::new();
    for content in pages {
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
        let stream = objects.len();
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents {stream} 0 R \
             /Resources << /Font << /F1 3 0 R /F2 << /Type /Font /Subtype /Type1 /BaseFont /Times-Bold >> >> \
             /XObject << /Im1 4 0 R >> /Properties << /Layer 5 0 R >> >> {extra_page_entries} >>"
        ));
        kids.push(format!("{} 0 R", objects.len()));
    }
    objects[0] = format!("<< /Type /Catalog /Pages 2 0 R {root} >>");
    objects[1] = format!("<< /Type /Pages /Count {} /Kids [{}] >>", kids.len(), kids.join(" "));
    let mut out = String::from("%PDF-1.7\n");
    let mut offsets = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let start = out.len();
    out.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    for offset in offsets {
        out.push_str(&format!("{offset:010} 00000 n \n"));
    }
    out.push_str(&format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1));
    out.into_bytes()
}
