//! Everything that leaves the program for the public, as text: pages, lists, answers for machines, report files.

use app::portal::view::ListQuery;
use app::report::Format;
use domain::ids::RecordId;
use domain::record::IndexNumber;
use domain::school_year::SchoolYear;
use testkit::School;

/// Every output by name. `records` are asked for by their addresses, `words` are looked for.
pub(crate) async fn outputs(
    school: &School,
    records: &[(RecordId, IndexNumber)],
    words: &[String],
) -> Vec<(String, String)> {
    let portal = school.portal();
    let board = portal.board().await.unwrap();
    let mut out = vec![
        ("front".to_string(), format!("{:?}", portal.front().await.unwrap())),
        ("publicity".into(), format!("{:?}", portal.publicity().await.unwrap())),
        ("about".into(), format!("{:?}", portal.about().await.unwrap())),
        ("addresses".into(), format!("{:?}", portal.addresses().await.unwrap())),
        ("coverage.json".into(), portal.coverage_json().await.unwrap()),
        ("figures.json".into(), portal.figures_json().await.unwrap()),
        ("datasets".into(), format!("{:?}", portal.datasets().await.unwrap())),
        ("school".into(), format!("{:?}", portal.school().await.unwrap())),
        ("reports".into(), format!("{:?}", portal.reports().await.unwrap())),
    ];
    for item in board.items() {
        let view = portal.item(&item.key, ListQuery::default()).await.unwrap();
        out.push((format!("item {}", item.key), format!("{view:?}")));
    }
    for (id, index) in records {
        out.push((format!("record {index}"), format!("{:?}", portal.record(*id).await.unwrap())));
        let found = portal.record_by_index(index).await.unwrap();
        out.push((format!("index {index}"), found.map(|id| id.to_string()).unwrap_or_default()));
    }
    for word in words {
        let mut found = portal.search(word.as_str()).await.unwrap();
        // What was typed is no answer.
        found.asked.text.clear();
        out.push((format!("search {word}"), format!("{found:?}")));
    }
    for line in portal.reports().await.unwrap() {
        let view = portal.report(line.year).await.unwrap();
        out.push((format!("report {}", line.year), format!("{view:?}")));
        for format in Format::ALL {
            let bytes = portal.report_file(line.year, format).await.unwrap().unwrap();
            out.push((format!("report {} {}", line.year, format.extension()), text_of(format, &bytes)));
        }
    }
    out
}

/// What the office's own view of a year adds: the lines of the audit.
pub(crate) async fn audit(school: &School, year: SchoolYear) -> (String, String) {
    let built = app::report::build(&school.ctx(), year, None).await.unwrap();
    (format!("audit {year}"), format!("{:?}", built.discrepancies))
}

/// The text of a file of the report, without the blanks that layout makes.
fn text_of(format: Format, bytes: &[u8]) -> String {
    let text = match format {
        Format::Docx | Format::AnnexDocx => {
            let links = office::docx::read_back_links(bytes).unwrap();
            format!("{}{links:?}", office::docx::read_back(bytes).unwrap())
        }
        Format::Pdf => office::read::pdf_in_drawing_order(bytes, (0.0, 0.0)).unwrap().concat(),
        Format::AnnexXlsx => {
            office::read::read_bytes("annex.xlsx", bytes, &office::read::Limits::default()).unwrap().text
        }
        Format::Html | Format::Markdown | Format::Json => String::from_utf8(bytes.to_vec()).unwrap(),
    };
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
