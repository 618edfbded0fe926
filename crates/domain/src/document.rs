//! The document model: what a report says, before it becomes a PDF, a Word file, a page or Markdown.
//!
//! One model, four writers, so that the formats cannot differ. Numbers, dates, titles and addresses that
//! come from the ledger are [`Inline::Value`] with the reference they were taken from; after writing, the
//! files are read back and compared with it. The model must not know any format.

/// A whole document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Title, one entry a line of the title block.
    pub title: Vec<String>,
    /// Who issues it: the school's name.
    pub issuer: String,
    /// BCP 47 language of the text, `zh-CN`.
    pub language: &'static str,
    /// Date of the document (signature line and file properties); the only time a file carries.
    pub date: chrono::NaiveDate,
    /// Whether the document was signed on that date. An unsigned one shows the date nowhere.
    pub signed: bool,
    /// Subject for the file properties.
    pub subject: String,
    /// Keywords for the file properties.
    pub keywords: Vec<String>,
    /// The content in order.
    pub blocks: Vec<Block>,
}

/// One block of content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading. Level 1 is 一、, level 2 （一）, level 3 1., level 4 （1）. The number is part of the text
    /// given to the writer as `number` so that every format shows the same one.
    Heading {
        /// 1 to 4.
        level: u8,
        /// The printed number with its mark: `一、`, `（一）`, `1.`, `（1）`; empty for an unnumbered heading.
        number: String,
        /// The heading's words.
        text: String,
        /// Stable anchor, ASCII, unique in the document.
        anchor: String,
    },
    /// A paragraph of running text, indented by two characters.
    Paragraph(Vec<Inline>),
    /// Entries numbered （1）（2）… in the order given; numbers restart with each list.
    List(Vec<Vec<Inline>>),
    /// A table.
    Table(Table),
    /// A chart with its numbers; the writer draws it and prints the numbers as a table beneath it only
    /// where the format has room for it (HTML); elsewhere the neighbouring [`Block::Table`] carries them.
    Chart(Chart),
    /// The signature: issuer and date, at the right.
    Signature(Vec<String>),
}

/// A run of text inside a paragraph or cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Words.
    Text(String),
    /// Something taken from the ledger or a dataset, printed as `text`.
    Value {
        /// As printed: `5531`, `2023年5月12日`, `无`.
        text: String,
        /// Where it comes from: `figure:admissions.total`, `record:<index number>#published`.
        source: String,
    },
    /// A link. `text` is printed; formats on paper print the address after it when the two differ.
    Link {
        /// Printed text.
        text: String,
        /// Address; http, https or an address on the portal beginning with `/`.
        address: String,
    },
    /// A remark in smaller type, for instance on a figure that is disputed.
    Remark(String),
}

/// A table with one header row that repeats on every page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Caption above the table.
    pub caption: String,
    /// Column heads with relative widths (sum is arbitrary) and alignment.
    pub columns: Vec<Column>,
    /// Rows of cells; each row has as many cells as there are columns.
    pub rows: Vec<Vec<Vec<Inline>>>,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Head.
    pub head: String,
    /// Relative width, at least 1.
    pub width: u16,
    /// How cells stand.
    pub align: Align,
}

/// Horizontal alignment of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Left.
    Start,
    /// Centred.
    Center,
    /// Right, for numbers.
    End,
}

/// A chart: one drawing for page and PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// Title, also the accessible name.
    pub title: String,
    /// One sentence that says what it shows, for those who do not see it.
    pub description: String,
    /// How it is drawn.
    pub kind: ChartKind,
    /// Names along the category axis.
    pub categories: Vec<String>,
    /// The series; each has one value a category.
    pub series: Vec<Series>,
    /// Unit of the values: 人, 条.
    pub unit: String,
}

/// How a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartKind {
    /// Horizontal bars, one a category: for long names.
    Bars,
    /// Vertical columns, one group a category: for months.
    Columns,
    /// Horizontal bars whose series are stacked: for coverage.
    Stacked,
}

/// One row of numbers of a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Name in the legend.
    pub name: String,
    /// Values in the order of [`Chart::categories`].
    pub values: Vec<u64>,
}

impl Document {
    /// The title on one line.
    pub fn title_line(&self) -> String {
        self.title.concat()
    }
}

impl Inline {
    /// Plain words.
    pub fn text(text: impl Into<String>) -> Inline {
        Inline::Text(text.into())
    }

    /// A value with its reference.
    pub fn value(text: impl Into<String>, source: impl Into<String>) -> Inline {
        Inline::Value { text: text.into(), source: source.into() }
    }

    /// What is printed, without the address of a link.
    pub fn printed(&self) -> &str {
        match self {
            Inline::Text(text) | Inline::Remark(text) | Inline::Value { text, .. } | Inline::Link { text, .. } => text,
        }
    }
}

/// The printed text of a run of inlines.
pub fn plain(inlines: &[Inline]) -> String {
    inlines.iter().map(Inline::printed).collect()
}
