//! The text of a record as blocks: headings, paragraphs, tables, pictures.
//!
//! A text is kept as people can read and type it, line by line, so that it can be written in any field, compared, searched,
//! checked and exported to a spreadsheet as it is; a line that follows no convention is a paragraph. The conventions are few
//! and none is a sign that stands in ordinary Chinese prose:
//!
//! | line | block |
//! |---|---|
//! | `# 一、名额` (`##`, `###`) | heading |
//! | `>> 学生处` | paragraph set to the right, as the signature of a notice |
//! | `>< 学校〔2026〕1号` | paragraph in the middle |
//! | `\| 学院 \| 名额 \|` | row of a table; the first row is its head |
//! | `![流程图](图1.png)` | picture: what it shows, and the attachment of the record that it is |
//!
//! In a table `\\|` is a bar, a cell `<` belongs to the cell at its left and a cell `^` to the one above.
//! Nothing here is HTML: whoever draws it escapes it.

/// Whether a character turns the direction of writing (Unicode's bidirectional controls): nobody sees it, and what stands
/// after it is read otherwise than it is written. It belongs in no title, name or text of a school.
pub fn turns(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading of level 1 to 3.
    Heading(u8, String),
    /// A paragraph.
    Paragraph(Set, String),
    /// A table.
    Table(Table),
    /// A picture.
    Picture(Picture),
}

/// A picture in a text: it is an attachment of the same record, and seen by whoever sees that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What it shows, for people who do not see it; may be empty.
    pub caption: String,
    /// Name of the attachment.
    pub file: String,
}

/// Where a paragraph stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Set {
    /// As prose.
    #[default]
    Prose,
    /// At the right.
    Right,
    /// In the middle.
    Middle,
}

/// A table: rows of cells, the first its head.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Its rows, each with the cells that begin in it.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell, and how many columns and rows it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What stands in it.
    pub text: String,
    /// Columns, at least 1.
    pub columns: u32,
    /// Rows, at least 1.
    pub rows: u32,
}

/// A block and the lines of the text that it comes from, from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The block.
    pub block: Block,
    /// Its first line.
    pub line: usize,
    /// How many lines it takes.
    pub lines: usize,
}

/// The blocks of a text. Empty lines stand between blocks and are none.
pub fn blocks(text: &str) -> Vec<Placed> {
    let lines: Vec<&str> = text.lines().collect();
    let mut blocks = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at].trim();
        let rows = lines[at..].iter().take_while(|line| is_row(line)).count();
        if rows > 0 {
            let raw: Vec<Vec<String>> = lines[at..at + rows].iter().map(|line| cells(line)).collect();
            blocks.push(Placed { block: Block::Table(table(&raw)), line: at, lines: rows });
            at += rows;
            continue;
        }
        if !line.is_empty() {
            blocks.push(Placed { block: of_line(line), line: at, lines: 1 });
        }
        at += 1;
    }
    blocks
}

fn of_line(line: &str) -> Block {
    for (sign, level) in [("# ", 1), ("## ", 2), ("### ", 3)] {
        if let Some(text) = line.strip_prefix(sign) {
            return Block::Heading(level, text.trim().to_string());
        }
    }
    if let Some(picture) = picture(line) {
        return Block::Picture(picture);
    }
    for (sign, set) in [(">> ", Set::Right), (">< ", Set::Middle)] {
        if let Some(text) = line.strip_prefix(sign) {
            return Block::Paragraph(set, text.trim().to_string());
        }
    }
    Block::Paragraph(Set::Prose, line.to_string())
}

/// A line that is a picture and nothing else.
fn picture(line: &str) -> Option<Picture> {
    let (caption, file) = line.strip_prefix("![")?.strip_suffix(')')?.split_once("](")?;
    let file = file.trim();
    let plain = !file.is_empty() && !file.contains(['/', '\\', '(', ')', ':']);
    plain.then(|| Picture { caption: caption.trim().to_string(), file: file.to_string() })
}

/// Names of the attachments that a text shows as pictures.
pub fn pictures(text: &str) -> impl Iterator<Item = String> {
    blocks(text).into_iter().filter_map(|placed| match placed.block {
        Block::Picture(picture) => Some(picture.file),
        _ => None,
    })
}

fn is_row(line: &&str) -> bool {
    let line = line.trim();
    line.len() > 2 && line.starts_with('|') && line.ends_with('|') && !line.ends_with("\\|")
}

/// Cells of a row as they stand in the line.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let inner = line.strip_prefix('|').and_then(|line| line.strip_suffix('|')).unwrap_or(line);
    let mut cells = vec![String::new()];
    let mut letters = inner.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, letters.peek(), cells.last_mut()) {
            ('\\', Some('|' | '\\'), Some(cell)) => cell.extend(letters.next()),
            ('|', _, _) => cells.push(String::new()),
            (letter, _, Some(cell)) => cell.push(letter),
            (_, _, None) => {}
        }
    }
    cells.into_iter().map(|cell| cell.trim().to_string()).collect()
}

/// A table of the rows as they stand in the text. What points nowhere (`<` in the first column, `^` in the first row) is
/// text.
fn table(raw: &[Vec<String>]) -> Table {
    let width = raw.iter().map(Vec::len).max().unwrap_or_default();
    let sign = |row: usize, column: usize| raw[row].get(column).map_or("", String::as_str);
    let joined =
        |row: usize, column: usize| (column > 0 && sign(row, column) == "<") || (row > 0 && sign(row, column) == "^");
    let mut rows = Vec::with_capacity(raw.len());
    for row in 0..raw.len() {
        let begun = (0..width).filter(|column| !joined(row, *column)).map(|column| {
            let more = (column + 1..width).take_while(|next| sign(row, *next) == "<").count();
            let below = (row + 1..raw.len()).take_while(|next| sign(*next, column) == "^").count();
            Cell { text: sign(row, column).to_string(), columns: 1 + more as u32, rows: 1 + below as u32 }
        });
        rows.push(begun.collect());
    }
    Table { rows }
}

/// A text of these blocks, from which [`blocks`] makes the same.
pub fn print<'a>(blocks: impl IntoIterator<Item = &'a Block>) -> String {
    let mut text = String::new();
    let mut table_before = false;
    for block in blocks {
        match block {
            Block::Heading(level, words) => {
                line(&mut text, &format!("{} {words}", "#".repeat(usize::from(*level).clamp(1, 3))))
            }
            Block::Paragraph(Set::Prose, words) => line(&mut text, words),
            Block::Paragraph(Set::Right, words) => line(&mut text, &format!(">> {words}")),
            Block::Paragraph(Set::Middle, words) => line(&mut text, &format!(">< {words}")),
            Block::Picture(Picture { caption, file }) => line(&mut text, &format!("![{caption}]({file})")),
            Block::Table(table) => {
                if table_before {
                    // Two tables in a row are two.
                    text.push('\n');
                }
                print_table(table, &mut text);
            }
        }
        table_before = matches!(block, Block::Table(_));
    }
    text
}

fn line(text: &mut String, words: &str) {
    text.push_str(&words.replace(['\n', '\r'], " "));
    text.push('\n');
}

fn print_table(table: &Table, text: &mut String) {
    let width = table.rows.first().map_or(0, |row| row.iter().map(|cell| cell.columns as usize).sum());
    // What each place of the grid holds.
    let mut grid: Vec<Vec<Option<String>>> = vec![vec![None; width]; table.rows.len()];
    for (row, cells) in table.rows.iter().enumerate() {
        let mut column = 0;
        for cell in cells {
            while column < width && grid[row][column].is_some() {
                column += 1;
            }
            for down in 0..(cell.rows as usize).min(table.rows.len() - row) {
                for right in 0..cell.columns as usize {
                    let Some(place) = grid.get_mut(row + down).and_then(|row| row.get_mut(column + right)) else {
                        continue;
                    };
                    let words = match (down, right) {
                        (0, 0) => cell.text.replace('\\', "\\\\").replace('|', "\\|").replace(['\n', '\r'], " "),
                        (_, 0) => "^".to_string(),
                        _ => "<".to_string(),
                    };
                    *place = Some(words);
                }
            }
        }
    }
    for row in grid {
        let cells: Vec<String> = row.into_iter().map(Option::unwrap_or_default).collect();
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(text: &str) -> Vec<Block> {
        blocks(text).into_iter().map(|placed| placed.block).collect()
    }

    #[test]
    fn a_notice_is_taken_apart() {
        let text =
            "各二级学院：\n\n# 一、名额\n全校32个。\n| 学院 | 名额 |\n| 商学院 | 5 |\n>> 学生处\n>> 2026年9月15日";
        assert_eq!(
            of(text),
            [
                Block::Paragraph(Set::Prose, "各二级学院：".into()),
                Block::Heading(1, "一、名额".into()),
                Block::Paragraph(Set::Prose, "全校32个。".into()),
                Block::Table(table(&[vec!["学院".into(), "名额".into()], vec!["商学院".into(), "5".into()]])),
                Block::Paragraph(Set::Right, "学生处".into()),
                Block::Paragraph(Set::Right, "2026年9月15日".into()),
            ]
        );
        assert_eq!(blocks(text)[1].line, 2, "each block knows its line");
    }

    #[test]
    fn prose_that_looks_like_a_sign_stays_prose() {
        for prose in [
            "![图]()",
            "![图](https://x.cn/a.png)",
            "见![图](a.png)",
            "张**、李**",
            "#井号后没有空格",
            "|只有一边",
            "| 只有一边",
            "1. 第一",
            "- 第一",
            "a > b",
            "||",
        ] {
            assert_eq!(of(prose), [Block::Paragraph(Set::Prose, prose.into())], "{prose}");
        }
    }

    #[test]
    fn a_picture_is_an_attachment_of_the_record_by_its_name() {
        let picture = Picture { caption: "流程图".into(), file: "图1.png".into() };
        assert_eq!(of("![流程图](图1.png)"), [Block::Picture(picture.clone())]);
        assert_eq!(print([&Block::Picture(picture)]), "![流程图](图1.png)\n");
        assert_eq!(pictures("一\n![](a.jpg)\n二").collect::<Vec<_>>(), ["a.jpg"]);
    }

    #[test]
    fn cells_may_cover_others() {
        let Block::Table(table) = &of("| 单位 | < | 人数 |\n| 甲 | 乙 | 3 |\n| ^ | 丙 | a\\|b |")[0] else {
            panic!()
        };
        assert_eq!(table.rows[0][0], Cell { text: "单位".into(), columns: 2, rows: 1 });
        assert_eq!(table.rows[1][0], Cell { text: "甲".into(), columns: 1, rows: 2 });
        assert_eq!(table.rows[2].len(), 2);
        assert_eq!(table.rows[2][1].text, "a|b");
        assert_eq!(table.rows[0].len(), 2);
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back(text in "([#>|<^a字!\\[\\]().\\\\ ]{0,8}\n){0,12}") {
            let once = of(&text);
            let printed = print(&once);
            prop_assert_eq!(of(&printed), once, "{}", printed);
        }

        #[test]
        fn no_text_is_lost_or_breaks_it(text in ".{0,200}") {
            let kept: usize = blocks(&text).iter().map(|placed| placed.lines).sum();
            let full = text.lines().filter(|line| !line.trim().is_empty()).count();
            prop_assert_eq!(kept, full);
        }
    }
}
