//! Native charts: drawn by Word and WPS from numbers that can be edited, each with its own small workbook.
//!
//! The numbers also stand in the chart part itself, so that nothing has to be opened to draw it; title and
//! description are there for those who do not see it.

use super::{DocxError, escaped};
use crate::ledger::letters;
use domain::document::{Chart, ChartKind};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

/// Width in millimetres, as in the PDF; the text area has 156.
const WIDTH_MM: u32 = 124;
/// English metric units in a millimetre.
const EMU: u32 = 36_000;
/// Fills of the series, as in the PDF: apart in lightness and by pattern, so that a grey printer keeps them apart. Ground,
/// and the pattern in the first colour where there is one.
const FILLS: [(&str, Option<&str>); 6] = [
    ("14556B", None),
    ("8FB4C0", None),
    ("DFE9EC", Some("wdUpDiag")),
    ("FFFFFF", Some("pct20")),
    ("4A5058", None),
    ("B9BEC4", None),
];

/// Height in millimetres: room for every bar, within a page.
pub(crate) fn height_mm(chart: &Chart) -> u32 {
    let bars = u32::try_from(chart.categories.len()).unwrap_or(u32::MAX);
    match chart.kind {
        ChartKind::Columns => 60,
        ChartKind::Stacked => bars.saturating_mul(5).saturating_add(20).clamp(40, 190),
        ChartKind::Bars => {
            let each = 2 + 3 * u32::try_from(chart.series.len()).unwrap_or(1).min(4);
            bars.saturating_mul(each).saturating_add(14).clamp(35, 190)
        }
    }
}

/// The number of a chart's parts: high inside a document of somebody else's, which may have charts too.
pub(crate) fn number(at: usize, inside: bool) -> usize {
    if inside { 9_000 + at } else { at }
}

/// The place of a chart in the text.
pub(crate) fn drawing(at: usize, id: &str, chart: &Chart) -> String {
    let (width, height) = (WIDTH_MM * EMU, height_mm(chart) * EMU);
    format!(
        "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{width}\" cy=\"{height}\"/>\
         <wp:effectExtent l=\"0\" t=\"0\" r=\"0\" b=\"0\"/><wp:docPr id=\"{at}\" name=\"Chart {at}\" descr=\"{}\" title=\"{}\"/>\
         <wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\">\
         <c:chart r:id=\"{id}\"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
        escaped(&chart.description),
        escaped(&chart.title)
    )
}

/// The types of so many chart parts.
pub(crate) fn content_types(count: usize, inside: bool) -> String {
    let one = |at| {
        format!(
            "  <Override PartName=\"/word/charts/chart{at}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.drawingml.chart+xml\"/>\n"
        )
    };
    (1..=count).map(|at| one(number(at, inside))).collect()
}

/// The parts of one chart: drawing, relationship, workbook.
pub(crate) fn parts(at: usize, chart: &Chart) -> Result<Vec<(String, Vec<u8>)>, DocxError> {
    let relation = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/package\" Target=\"../embeddings/chart{at}.xlsx\"/></Relationships>\n"
    );
    Ok(vec![
        (format!("word/charts/chart{at}.xml"), space(chart).into_bytes()),
        (format!("word/charts/_rels/chart{at}.xml.rels"), relation.into_bytes()),
        (format!("word/embeddings/chart{at}.xlsx"), workbook(chart).map_err(DocxError::write)?),
    ])
}

/// The numbers as people edit them: categories down, series across.
fn workbook(chart: &Chart) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let sheet = book.add_worksheet().set_name("Sheet1")?;
    for (row, category) in (1u32..).zip(&chart.categories) {
        sheet.write_string(row, 0, category)?;
    }
    for (column, series) in (1u16..).zip(&chart.series) {
        sheet.write_string(0, column, &series.name)?;
        for (row, value) in (1u32..).zip(&series.values) {
            // Counts of a college; a spreadsheet's number holds them exactly.
            sheet.write_number(row, column, *value as f64)?;
        }
    }
    book.save_to_buffer()
}

fn space(chart: &Chart) -> String {
    let (direction, grouping, gap, overlap) = match chart.kind {
        ChartKind::Bars => ("bar", "clustered", 60, 0),
        ChartKind::Columns => ("col", "clustered", 60, 0),
        ChartKind::Stacked => ("bar", "stacked", 50, 100),
    };
    let stacked = chart.kind == ChartKind::Stacked;
    let series: String = (0..chart.series.len()).map(|at| one_series(chart, at, stacked)).collect();
    let legend =
        if chart.series.len() > 1 { "<c:legend><c:legendPos val=\"b\"/><c:overlay val=\"0\"/></c:legend>" } else { "" };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" \
         xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
         <c:date1904 val=\"0\"/><c:roundedCorners val=\"0\"/><c:chart><c:autoTitleDeleted val=\"1\"/><c:plotArea><c:layout/>\
         <c:barChart><c:barDir val=\"{direction}\"/><c:grouping val=\"{grouping}\"/><c:varyColors val=\"0\"/>{series}\
         <c:gapWidth val=\"{gap}\"/><c:overlap val=\"{overlap}\"/><c:axId val=\"1001\"/><c:axId val=\"1002\"/></c:barChart>{}\
         </c:plotArea>{legend}<c:plotVisOnly val=\"1\"/><c:dispBlanksAs val=\"gap\"/></c:chart>\
         <c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>\
         <c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz=\"900\"/></a:pPr><a:endParaRPr lang=\"zh-CN\"/></a:p></c:txPr>\
         <c:externalData r:id=\"rId1\"><c:autoUpdate val=\"0\"/></c:externalData></c:chartSpace>\n",
        axes(chart)
    )
}

fn one_series(chart: &Chart, at: usize, stacked: bool) -> String {
    let series = &chart.series[at];
    let column = letters(u32::try_from(at).unwrap_or(u32::MAX - 1) + 1);
    let last = chart.categories.len() + 1;
    let points = |texts: &mut dyn Iterator<Item = String>| {
        let mut all = String::new();
        for (at, text) in texts.enumerate() {
            all.push_str(&format!("<c:pt idx=\"{at}\"><c:v>{}</c:v></c:pt>", escaped(&text)));
        }
        all
    };
    let count = chart.categories.len();
    let names = points(&mut chart.categories.iter().cloned());
    let values = points(&mut series.values.iter().take(count).map(u64::to_string));
    let (ground, pattern) = FILLS[at % FILLS.len()];
    let fill = match pattern {
        None => format!("<a:solidFill><a:srgbClr val=\"{ground}\"/></a:solidFill>"),
        Some(pattern) => format!(
            "<a:pattFill prst=\"{pattern}\"><a:fgClr><a:srgbClr val=\"14556B\"/></a:fgClr><a:bgClr><a:srgbClr val=\"{ground}\"/></a:bgClr></a:pattFill>"
        ),
    };
    let dark = matches!(ground, "14556B" | "4A5058") && stacked;
    let ink = if dark { "FFFFFF" } else { "1F2328" };
    let place = if stacked { "ctr" } else { "outEnd" };
    // Nought is not printed: a stack has many.
    let shown = if stacked { "<c:numFmt formatCode=\"#,##0;;\" sourceLinked=\"0\"/>" } else { "" };
    let labels = format!(
        "<c:dLbls>{shown}<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>\
         <c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz=\"900\"><a:solidFill><a:srgbClr val=\"{ink}\"/></a:solidFill></a:defRPr></a:pPr><a:endParaRPr lang=\"zh-CN\"/></a:p></c:txPr>\
         <c:dLblPos val=\"{place}\"/><c:showLegendKey val=\"0\"/><c:showVal val=\"1\"/><c:showCatName val=\"0\"/>\
         <c:showSerName val=\"0\"/><c:showPercent val=\"0\"/><c:showBubbleSize val=\"0\"/></c:dLbls>"
    );
    format!(
        "<c:ser><c:idx val=\"{at}\"/><c:order val=\"{at}\"/><c:tx><c:strRef><c:f>Sheet1!${column}$1</c:f><c:strCache><c:ptCount val=\"1\"/>\
         <c:pt idx=\"0\"><c:v>{}</c:v></c:pt></c:strCache></c:strRef></c:tx>\
         <c:spPr>{fill}<a:ln w=\"6350\"><a:solidFill><a:srgbClr val=\"14556B\"/></a:solidFill></a:ln></c:spPr><c:invertIfNegative val=\"0\"/>{labels}\
         <c:cat><c:strRef><c:f>Sheet1!$A$2:$A${last}</c:f><c:strCache><c:ptCount val=\"{count}\"/>{names}</c:strCache></c:strRef></c:cat>\
         <c:val><c:numRef><c:f>Sheet1!${column}$2:${column}${last}</c:f><c:numCache><c:formatCode>General</c:formatCode>\
         <c:ptCount val=\"{count}\"/>{values}</c:numCache></c:numRef></c:val></c:ser>",
        escaped(&series.name)
    )
}

/// Bars are listed from the top, so their category axis runs down and the values' axis stays at the foot.
fn axes(chart: &Chart) -> String {
    let (order, category_side, value_side, crosses) = match chart.kind {
        ChartKind::Columns => ("minMax", "b", "l", "autoZero"),
        ChartKind::Bars | ChartKind::Stacked => ("maxMin", "l", "b", "max"),
    };
    let title = if chart.unit.is_empty() {
        String::new()
    } else {
        format!(
            "<c:title><c:tx><c:rich><a:bodyPr rot=\"0\"/><a:lstStyle/><a:p><a:pPr><a:defRPr sz=\"900\" b=\"0\"/></a:pPr><a:r><a:rPr lang=\"zh-CN\" sz=\"900\" b=\"0\"/><a:t>（{}）</a:t></a:r></a:p></c:rich></c:tx><c:overlay val=\"0\"/></c:title>",
            escaped(&chart.unit)
        )
    };
    format!(
        "<c:catAx><c:axId val=\"1001\"/><c:scaling><c:orientation val=\"{order}\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"{category_side}\"/>\
         <c:numFmt formatCode=\"General\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/>\
         <c:crossAx val=\"1002\"/><c:crosses val=\"autoZero\"/><c:auto val=\"0\"/><c:lblAlgn val=\"ctr\"/><c:lblOffset val=\"100\"/><c:noMultiLvlLbl val=\"1\"/></c:catAx>\
         <c:valAx><c:axId val=\"1002\"/><c:scaling><c:orientation val=\"minMax\"/><c:min val=\"0\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"{value_side}\"/>\
         <c:majorGridlines><c:spPr><a:ln w=\"6350\"><a:solidFill><a:srgbClr val=\"D9D9D9\"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>{title}\
         <c:numFmt formatCode=\"General\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/>\
         <c:crossAx val=\"1001\"/><c:crosses val=\"{crosses}\"/><c:crossBetween val=\"between\"/></c:valAx>"
    )
}
