//! Several names in one cell.
//!
//! People divide them by semicolons. A name that holds one itself stands in quotation marks, with a mark within doubled,
//! as texts with commas do in .csv: so that what is written reads back as the same names. It must not judge a name.

/// What divides names.
const BETWEEN: [char; 3] = ['；', ';', '\n'];

/// Names as one cell.
pub fn join_names<T: AsRef<str>>(names: &[T]) -> String {
    let written = |name: &T| {
        let name = name.as_ref();
        if name.contains(BETWEEN) || name.starts_with('"') {
            format!("\"{}\"", name.replace('"', "\"\""))
        } else {
            name.to_string()
        }
    };
    names.iter().map(written).collect::<Vec<_>>().join("；")
}

/// The names of a cell, blanks around them aside. A quotation mark that is never closed is a part of its name.
pub fn split_names(cell: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = cell;
    loop {
        rest = rest.trim_start();
        let (name, after) = quoted(rest).unwrap_or_else(|| {
            let end = rest.find(BETWEEN).unwrap_or(rest.len());
            (rest[..end].trim_end().to_string(), &rest[end..])
        });
        if !name.is_empty() {
            names.push(name);
        }
        let Some(next) = after.strip_prefix(BETWEEN) else { return names };
        rest = next;
    }
}

/// A name in quotation marks that ends where its cell or a sign between names says so.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut rest = text.strip_prefix('"')?;
    let mut name = String::new();
    loop {
        let (part, after) = rest.split_once('"')?;
        name.push_str(part);
        match after.strip_prefix('"') {
            Some(more) => {
                name.push('"');
                rest = more;
            }
            None => {
                let after = after.trim_start_matches([' ', '\t', '\u{3000}']);
                let ends = after.is_empty() || after.starts_with(BETWEEN);
                return ends.then(|| (name.trim().to_string(), after));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_divided_by_semicolons_and_lines_unless_they_stand_in_quotation_marks() {
        for (cell, names) in [
            ("教学工作部；教学、科研处;jw", &["教学工作部", "教学、科研处", "jw"][..]),
            ("甲\n乙\n", &["甲", "乙"]),
            ("\"教学；科研处\"；乙", &["教学；科研处", "乙"]),
            ("\"甲\"\"乙\"\"\" ; 丙", &["甲\"乙\"", "丙"]),
            ("\"甲；乙", &["\"甲", "乙"]),
            ("\"甲\"乙；丙", &["\"甲\"乙", "丙"]),
            ("；；", &[]),
        ] {
            assert_eq!(split_names(cell), names, "{cell}");
        }
        assert_eq!(join_names(&["教学、科研处", "教学；科研处"]), "教学、科研处；\"教学；科研处\"");
    }

    proptest! {
        #[test]
        fn any_names_read_back_as_the_same(names in proptest::collection::vec("[甲乙；;、,“\" \n]{1,6}", 0..5)) {
            let names: Vec<String> =
                names.iter().map(|name| name.trim().to_string()).filter(|name| !name.is_empty()).collect();
            prop_assert_eq!(split_names(&join_names(&names)), names);
        }
    }
}
