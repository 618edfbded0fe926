//! The body: every block as paragraphs, tables and charts in the styles of the template.

use super::number::{Counters, Numbering};
use super::{DocxError, Language, address, chart, escaped, pages};
use domain::document::{Align, Block, Chart, Document, Inline, Table};

/// What the body needs besides itself.
pub(crate) struct Body<'a> {
    /// `word/document.xml`.
    pub(crate) xml: String,
    /// Further relationships.
    pub(crate) relations: String,
    /// The lists in use.
    pub(crate) nums: String,
    /// Charts in their order.
    pub(crate) charts: Vec<&'a Chart>,
}

/// Width of the text area in twentieths of a point: 156 mm.
const WIDTH: u32 = 8844;
/// From this many headings of the first level on, a document has a cover and contents.
const CHAPTERS_OF_A_LONG_DOCUMENT: usize = 4;
/// Levels of headings in the contents.
const LISTED: u8 = 2;
/// Relationships of the template before those of the body.
const FIXED_RELATIONS: usize = 8;

/// Takes a heading out of its style's list; the indent is said again, because LibreOffice drops it with the list.
const UNNUMBERED: &str =
    "<w:numPr><w:numId w:val=\"0\"/></w:numPr><w:ind w:firstLineChars=\"200\" w:firstLine=\"632\"/>";

const START: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document \
xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"><w:body>\n";

/// The page of GB/T 9704: A4, 37 mm above, 35 below, 28 inside, 26 outside, 22 lines. The 28 characters of a line come
/// from the styles' spacing, because LibreOffice spreads the characters of a grid too far. `parts` are the references to
/// its feet and the kind of break before it; `numbers` says how pages are counted.
fn section(parts: &str, numbers: &str) -> String {
    format!(
        "<w:sectPr>{parts}<w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
         <w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\" w:header=\"1134\" w:footer=\"1247\" w:gutter=\"0\"/>\
         {numbers}<w:cols w:space=\"720\"/><w:docGrid w:type=\"lines\" w:linePitch=\"579\"/></w:sectPr>"
    )
}

/// Feet with page numbers, outside.
const FEET: &str =
    "<w:footerReference w:type=\"default\" r:id=\"rId7\"/><w:footerReference w:type=\"even\" r:id=\"rId8\"/>";
/// Feet without.
const NO_FEET: &str =
    "<w:footerReference w:type=\"default\" r:id=\"rId6\"/><w:footerReference w:type=\"even\" r:id=\"rId6\"/>";
const NEXT_PAGE: &str = "<w:type w:val=\"nextPage\"/>";

pub(crate) fn write(document: &Document, language: Language) -> Result<Body<'_>, DocxError> {
    let mut writer = Writer { counters: Counters::new(), ..Writer::default() };
    writer.out.push_str(START);
    let title: Vec<String> = document.title.iter().map(|line| run("", line)).collect();
    let title = title.join("<w:r><w:br/></w:r>");
    let chapters = document.blocks.iter().filter(|block| matches!(block, Block::Heading { level: 1, .. })).count();
    if chapters >= CHAPTERS_OF_A_LONG_DOCUMENT {
        writer.cover(document, &title);
        writer.contents(document, language);
    }
    writer.paragraph("Title", "", &title);
    for block in &document.blocks {
        writer.block(block)?;
    }
    writer.out.push_str(&section(&format!("{FEET}{NEXT_PAGE}"), "<w:pgNumType w:start=\"1\"/>"));
    writer.out.push_str("</w:body></w:document>\n");
    Ok(Body { xml: writer.out, relations: writer.relations, nums: writer.counters.nums, charts: writer.charts })
}

/// The blocks alone, to stand inside a school's own document: title and text without cover and contents, numbers written
/// out, since its lists are not ours.
pub(crate) fn write_inside(document: &Document) -> Result<Body<'_>, DocxError> {
    let mut writer = Writer { counters: Counters::new(), inside: true, ..Writer::default() };
    let title: Vec<String> = document.title.iter().map(|line| run("", line)).collect();
    writer.paragraph("Title", "", &title.join("<w:r><w:br/></w:r>"));
    for block in &document.blocks {
        writer.block(block)?;
    }
    Ok(Body { xml: writer.out, relations: writer.relations, nums: String::new(), charts: writer.charts })
}

/// A run of text in a character style, or in none. Line feeds become breaks, tabs tabs.
fn run(style: &str, text: &str) -> String {
    let mut properties = if style.is_empty() { String::new() } else { format!("<w:rStyle w:val=\"{style}\"/>") };
    // Word sets “ ” … — · in the Latin face, half as wide, unless it is told that they are Chinese.
    if text.chars().any(|c| matches!(c, '\u{A1}'..='\u{2E7F}')) {
        properties.push_str("<w:rFonts w:hint=\"eastAsia\"/>");
    }
    if !properties.is_empty() {
        properties = format!("<w:rPr>{properties}</w:rPr>");
    }
    let mut inner = String::new();
    let mut words = String::new();
    let flush = |words: &mut String, inner: &mut String| {
        if !words.is_empty() {
            inner.push_str(&format!("<w:t xml:space=\"preserve\">{}</w:t>", escaped(words)));
            words.clear();
        }
    };
    for c in text.chars().filter(|c| *c != '\r') {
        match c {
            '\n' | '\t' => {
                flush(&mut words, &mut inner);
                inner.push_str(if c == '\n' { "<w:br/>" } else { "<w:tab/>" });
            }
            _ => words.push(c),
        }
    }
    flush(&mut words, &mut inner);
    if inner.is_empty() { inner } else { format!("<w:r>{properties}{inner}</w:r>") }
}

fn field(kind: &str, more: &str) -> String {
    format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"{more}/></w:r>")
}

fn instruction(text: &str) -> String {
    format!("<w:r><w:instrText xml:space=\"preserve\">{text}</w:instrText></w:r>")
}

#[derive(Default)]
struct Writer<'a> {
    out: String,
    relations: String,
    related: usize,
    headings: usize,
    tables: usize,
    counters: Counters,
    charts: Vec<&'a Chart>,
    /// Whether it stands inside a document of somebody else's.
    inside: bool,
}

impl Default for Counters {
    fn default() -> Counters {
        Counters::new()
    }
}

impl<'a> Writer<'a> {
    fn paragraph(&mut self, style: &str, properties: &str, runs: &str) {
        self.out.push_str(&format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{properties}</w:pPr>{runs}</w:p>\n"));
    }

    fn relation(&mut self, kind: &str, target: &str, outside: bool) -> String {
        self.related += 1;
        let id = if self.inside {
            format!("rIdReport{}", self.related)
        } else {
            format!("rId{}", FIXED_RELATIONS + self.related)
        };
        let mode = if outside { " TargetMode=\"External\"" } else { "" };
        self.relations.push_str(&format!(
            "  <Relationship Id=\"{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{}\"{mode}/>\n",
            escaped(target)
        ));
        id
    }

    fn block(&mut self, block: &'a Block) -> Result<(), DocxError> {
        match block {
            Block::Heading { level, number, text, .. } => self.heading(usize::from(*level), number, text),
            Block::Paragraph(inlines) => {
                let runs = self.runs(inlines, false);
                self.paragraph(style_of(inlines), "", &runs);
            }
            Block::List(entries) if self.inside => {
                for (at, entry) in entries.iter().enumerate() {
                    let runs = run("", &format!("（{}）", at + 1)) + &self.runs(entry, false);
                    self.paragraph(style_of(entry), "", &runs);
                }
            }
            Block::List(entries) => {
                let list = self.counters.entries();
                for entry in entries {
                    let runs = self.runs(entry, false);
                    let number = format!("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{list}\"/></w:numPr>");
                    self.paragraph("ListNumber", &number, &runs);
                }
            }
            Block::Table(table) => self.table(table)?,
            Block::Chart(chart) => self.chart(chart),
            Block::Signature(lines) => {
                lines.iter().for_each(|line| self.paragraph("Signature", "", &run("", line)));
            }
        }
        Ok(())
    }

    fn heading(&mut self, level: usize, number: &str, text: &str) {
        let level = level.clamp(1, 4);
        let counted = if self.inside { None } else { Some(self.counters.heading(level, number)) };
        let (properties, printed) = match counted.unwrap_or(Numbering::Literal) {
            // The style's own list needs no word about it.
            Numbering::Counted(1) => (String::new(), String::new()),
            Numbering::Counted(list) => (
                format!("<w:numPr><w:ilvl w:val=\"{}\"/><w:numId w:val=\"{list}\"/></w:numPr>", level - 1),
                String::new(),
            ),
            Numbering::None => (UNNUMBERED.to_string(), String::new()),
            Numbering::Literal => (UNNUMBERED.to_string(), run("", number)),
        };
        let at = self.headings;
        self.headings += 1;
        let runs = format!(
            "<w:bookmarkStart w:id=\"{at}\" w:name=\"{}\"/>{printed}{}<w:bookmarkEnd w:id=\"{at}\"/>",
            bookmark(at),
            run("", text)
        );
        self.paragraph(&format!("Heading{level}"), &properties, &runs);
    }

    fn runs(&mut self, inlines: &[Inline], in_table: bool) -> String {
        let mut runs = String::new();
        for inline in inlines {
            match inline {
                Inline::Text(text) | Inline::Value { text, .. } => runs.push_str(&run("", text)),
                Inline::Remark(text) => runs.push_str(&run(if in_table { "TableRemark" } else { "Remark" }, text)),
                Inline::Link { text, address } if address::is_outside(address) => {
                    let id = self.relation("hyperlink", &address::target(address), true);
                    runs.push_str(&format!(
                        "<w:hyperlink r:id=\"{id}\" w:history=\"1\">{}</w:hyperlink>",
                        run("Hyperlink", text)
                    ));
                    // Columns are too narrow for addresses; running text has the room.
                    if !in_table && address::is_printed(text, address) {
                        runs.push_str(&run("", &format!("（{address}）")));
                    }
                }
                // An address on the portal means nothing outside it.
                Inline::Link { text, .. } => runs.push_str(&run("", text)),
            }
        }
        runs
    }

    /// Title and issuer on a page of their own, without a number.
    fn cover(&mut self, document: &Document, title: &str) {
        self.paragraph("CoverTitle", "", title);
        self.paragraph("CoverIssuer", "", &run("", &document.issuer));
        let date = if document.signed { domain::date::zh_day(document.date) } else { String::new() };
        self.paragraph("CoverIssuer", &section(&format!("{NO_FEET}{NEXT_PAGE}"), ""), &run("", &date));
    }

    /// The contents as a field with its entries already in it.
    fn contents(&mut self, document: &Document, language: Language) {
        let title = if language == Language::Zh { "目　录" } else { "Contents" };
        self.paragraph("TOCHeading", "", &run("", title));
        let estimated = pages::estimate(document);
        let headings = document.blocks.iter().filter_map(|block| match block {
            Block::Heading { level, number, text, .. } => Some((*level, number, text)),
            _ => None,
        });
        let mut begin =
            field("begin", "") + &instruction(" TOC \\o &quot;1-2&quot; \\h \\z \\u ") + &field("separate", "");
        let listed: Vec<_> =
            headings.zip(estimated).enumerate().filter(|(_, ((level, ..), _))| *level <= LISTED).collect();
        let last = listed.len().saturating_sub(1);
        let numbers = "<w:pgNumType w:fmt=\"upperRoman\" w:start=\"1\"/>";
        let end = section(&format!("{FEET}{NEXT_PAGE}"), numbers);
        for (entry, (at, ((level, number, text), page))) in listed.into_iter().enumerate() {
            let name = bookmark(at);
            let link = format!(
                "<w:hyperlink w:anchor=\"{name}\" w:history=\"1\">{}<w:r><w:tab/></w:r>{}{}{}<w:r><w:t>{page}</w:t></w:r>{}</w:hyperlink>",
                run("", &format!("{number}{text}")),
                field("begin", ""),
                instruction(&format!(" PAGEREF {name} \\h ")),
                field("separate", ""),
                field("end", "")
            );
            let mut runs = std::mem::take(&mut begin) + &link;
            if entry == last {
                runs.push_str(&field("end", ""));
            }
            self.paragraph(&format!("TOC{}", level.max(1)), "", &runs);
        }
        // A paragraph of its own, a point high: LibreOffice loses the page number of a section that ends within the field.
        self.paragraph("SectionEnd", &end, "");
    }

    fn table(&mut self, table: &Table) -> Result<(), DocxError> {
        self.tables += 1;
        if let Some(row) = table.rows.iter().position(|row| row.len() != table.columns.len()) {
            return Err(DocxError::Ragged { table: self.tables, row: row + 1 });
        }
        if !table.caption.is_empty() {
            self.paragraph("Caption", "", &caption(&table.caption));
        }
        let widths = widths(table);
        let grid: String = widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect();
        let mut out = format!(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"ReportTable\"/><w:tblW w:w=\"{WIDTH}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblLayout w:type=\"fixed\"/>\
             <w:tblLook w:val=\"0020\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/>\
             <w:tblCaption w:val=\"{}\"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>\n",
            escaped(&table.caption)
        );
        let cell = |width: u32, style: &str, keep: &str, runs: &str| {
            format!(
                "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/></w:tcPr><w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{keep}</w:pPr>{runs}</w:p></w:tc>"
            )
        };
        out.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        for (column, width) in table.columns.iter().zip(&widths) {
            out.push_str(&cell(*width, "TableHead", "", &run("", &column.head)));
        }
        out.push_str("</w:tr>\n");
        let size = if pages::is_small(table) { "Small" } else { "Table" };
        let whole = pages::is_whole(table);
        for (at, row) in table.rows.iter().enumerate() {
            // A short table is not divided between pages.
            let keep = if whole && at + 1 < table.rows.len() { "<w:keepNext/>" } else { "" };
            out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            for ((inlines, column), width) in row.iter().zip(&table.columns).zip(&widths) {
                let style = match column.align {
                    Align::Start => "Text",
                    Align::Center => "TextCenter",
                    Align::End => "TextEnd",
                };
                let runs = self.runs(inlines, true);
                out.push_str(&cell(*width, &format!("{size}{style}"), keep, &runs));
            }
            out.push_str("</w:tr>\n");
        }
        self.out.push_str(&out);
        self.out.push_str("</w:tbl>\n");
        // Two tables without a paragraph between them would become one.
        self.paragraph("TableText", "", "");
        Ok(())
    }

    fn chart(&mut self, drawn: &'a Chart) {
        self.charts.push(drawn);
        let at = chart::number(self.charts.len(), self.inside);
        let id = self.relation("chart", &format!("charts/chart{at}.xml"), false);
        self.paragraph("Figure", "", &chart::drawing(at, &id, drawn));
        self.paragraph("FigureCaption", "", &caption(&drawn.title));
    }
}

/// The style of a paragraph of running text: a note in small type, one with an address that has to be broken, or text.
fn style_of(inlines: &[Inline]) -> &'static str {
    let all_remarks = !inlines.is_empty() && inlines.iter().all(|inline| matches!(inline, Inline::Remark(_)));
    match inlines.iter().any(|inline| matches!(inline, Inline::Link { .. })) {
        _ if all_remarks => "Note",
        true => "BodyAddress",
        false => "BodyText",
    }
}

/// A caption whose number Word counts: 表1 …, 图2 …, 附表3 …. Any other stays as it is.
fn caption(text: &str) -> String {
    let counted = ["附表", "附图", "表", "图"].into_iter().find_map(|name| {
        let rest = text.strip_prefix(name)?;
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        (end > 0).then(|| (name, &rest[..end], &rest[end..]))
    });
    let Some((name, number, rest)) = counted else { return run("", text) };
    format!(
        "{}<w:fldSimple w:instr=\" SEQ {name} \\* ARABIC \"><w:r><w:t>{number}</w:t></w:r></w:fldSimple>{}",
        run("", name),
        run("", rest)
    )
}

fn bookmark(at: usize) -> String {
    format!("_Toc{:08}", at + 1)
}

/// Column widths that fill the text area exactly.
fn widths(table: &Table) -> Vec<u32> {
    let sum: u32 = table.columns.iter().map(|column| u32::from(column.width.max(1))).sum();
    let mut widths: Vec<u32> =
        table.columns.iter().map(|column| WIDTH * u32::from(column.width.max(1)) / sum.max(1)).collect();
    let used: u32 = widths.iter().sum();
    if let Some(last) = widths.last_mut() {
        *last += WIDTH - used;
    }
    widths
}
