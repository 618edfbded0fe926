//! Identities as people write them, a line each: `录取 = 普高 + 单招`, `就业率 = (签约 + 升学) ÷ 毕业生`, `党员 ≤ 教师`,
//! `环节：复试 ≤ 初试`, each with a remark behind `#`.
//!
//! A figure is named by its name, or by its key where the name is another's too or holds a sign of this notation. What is
//! printed reads back as it was. Whether an identity holds is asked elsewhere ([`crate::figure`]).

use crate::date::half_width;
use crate::figure::{Figure, Identity};

/// What stands before a later stage.
const STAGE: &str = "环节：";
/// Signs that mean something here and cannot stand in a name.
const SIGNS: [char; 8] = ['=', '+', '/', '÷', '≤', '<', '#', '\n'];

/// Why a line is no identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EquationFault {
    /// It has not the form of one.
    Form,
    /// No figure is called so.
    Unknown(String),
    /// Several figures are called so: their keys tell them apart.
    Several(String),
}

impl EquationFault {
    /// Stable code, a message key.
    pub fn code(&self) -> &'static str {
        match self {
            EquationFault::Form => "form",
            EquationFault::Unknown(_) => "unknown",
            EquationFault::Several(_) => "several",
        }
    }

    /// What was written of a figure.
    pub fn written(&self) -> &str {
        match self {
            EquationFault::Form => "",
            EquationFault::Unknown(name) | EquationFault::Several(name) => name,
        }
    }
}

/// Reads a line: the identity and the remark on it.
///
/// # Errors
/// It has not the form of an identity, or names what no figure is called.
pub fn read(line: &str, figures: &[Figure]) -> Result<(Identity, String), EquationFault> {
    let (written, note) = line.split_once(['#', '＃']).map_or((line, ""), |(written, note)| (written, note.trim()));
    let written = half_width(written).replace("<=", "≤");
    let written = written.trim();
    let key = |name: &str| named(name, figures);
    let stage = written.strip_prefix("环节:").or_else(|| written.strip_prefix(STAGE));
    let identity = if let Some((left, right)) = stage.unwrap_or(written).split_once('≤') {
        let (less, more) = (key(left)?, key(right)?);
        match stage {
            Some(_) => Identity::Stage { later: less, earlier: more },
            None => Identity::AtMost { part: less, whole: more },
        }
    } else {
        let (left, right) = written.split_once('=').ok_or(EquationFault::Form)?;
        let parts = |text: &str| text.split('+').map(key).collect::<Result<Vec<String>, _>>();
        let (target, divided) = (key(left)?, right.split_once(['/', '÷']));
        match divided {
            Some((top, whole)) => {
                let top = top.trim();
                let bare = top.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(top);
                Identity::Rate { rate: target, parts: parts(bare)?, whole: key(whole)? }
            }
            None => Identity::Sum { whole: target, parts: parts(right)? },
        }
    };
    Ok((identity, note.to_string()))
}

/// The key of the figure that is named so.
fn named(name: &str, figures: &[Figure]) -> Result<String, EquationFault> {
    let name = name.trim();
    if name.is_empty() || name.contains(SIGNS) {
        return Err(EquationFault::Form);
    }
    if let Some(figure) = figures.iter().find(|figure| figure.key == name) {
        return Ok(figure.key.clone());
    }
    let mut called = figures.iter().filter(|figure| half_width(&figure.name).trim() == name);
    match (called.next(), called.next()) {
        (None, _) => Err(EquationFault::Unknown(name.chars().take(40).collect())),
        (Some(one), None) => Ok(one.key.clone()),
        (Some(_), Some(_)) => Err(EquationFault::Several(name.chars().take(40).collect())),
    }
}

/// The line of an identity with the remark on it.
pub fn print(identity: &Identity, note: &str, figures: &[Figure]) -> String {
    let name = |key: &String| match figures.iter().find(|figure| figure.key == *key) {
        Some(figure) if named(&half_width(&figure.name), figures).as_ref() == Ok(key) => figure.name.trim().to_string(),
        _ => key.clone(),
    };
    let sum = |parts: &[String]| parts.iter().map(&name).collect::<Vec<_>>().join(" + ");
    let line = match identity {
        Identity::Sum { whole, parts } => format!("{} = {}", name(whole), sum(parts)),
        Identity::Rate { rate, parts, whole } if parts.len() > 1 => {
            format!("{} = ({}) ÷ {}", name(rate), sum(parts), name(whole))
        }
        Identity::Rate { rate, parts, whole } => format!("{} = {} ÷ {}", name(rate), sum(parts), name(whole)),
        Identity::AtMost { part, whole } => format!("{} ≤ {}", name(part), name(whole)),
        Identity::Stage { later, earlier } => format!("{STAGE}{} ≤ {}", name(later), name(earlier)),
    };
    let note = note.split_whitespace().collect::<Vec<_>>().join(" ");
    if note.is_empty() { line } else { format!("{line} # {note}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(named: &[(&str, &str)]) -> Vec<Figure> {
        let figure = |(key, name): &(&str, &str)| Figure {
            key: (*key).to_string(),
            name: (*name).to_string(),
            value: None,
            unit: String::new(),
            definition: String::new(),
            approximate: false,
            disputed: None,
        };
        named.iter().map(figure).collect()
    }

    fn known() -> Vec<Figure> {
        figures(&[
            ("t", "录取总数"),
            ("a", "普高"),
            ("b", "单招（含退役）"),
            ("r", "占比"),
            ("x", "其他"),
            ("y", "其他"),
            ("z", "专/本"),
        ])
    }

    #[test]
    fn a_line_reads_as_people_write_it() {
        let keys = |keys: &[&str]| keys.iter().map(|key| (*key).to_string()).collect::<Vec<_>>();
        let (t, a, r) = ("t".to_string(), "a".to_string(), "r".to_string());
        for (line, identity, note) in [
            ("录取总数 = 普高 + 专/本", None, ""),
            (
                "录取总数 = 普高 + 单招（含退役）",
                Some(Identity::Sum { whole: t.clone(), parts: keys(&["a", "b"]) }),
                "",
            ),
            ("录取总数＝普高＋b", Some(Identity::Sum { whole: t.clone(), parts: keys(&["a", "b"]) }), ""),
            (
                "占比 = (普高 + x) ÷ 录取总数 # 按报到数",
                Some(Identity::Rate { rate: r.clone(), parts: keys(&["a", "x"]), whole: t.clone() }),
                "按报到数",
            ),
            ("r=a/t", Some(Identity::Rate { rate: r, parts: keys(&["a"]), whole: t.clone() }), ""),
            ("普高 ≤ 录取总数", Some(Identity::AtMost { part: a.clone(), whole: t.clone() }), ""),
            ("环节：普高 <= 录取总数", Some(Identity::Stage { later: a, earlier: t }), ""),
        ] {
            let read = read(line, &known());
            match identity {
                Some(identity) => assert_eq!(read, Ok((identity, note.to_string())), "{line}"),
                // A name with a sign of the notation in it is no name here.
                None => assert!(read.is_err(), "{line}"),
            }
        }
    }

    #[test]
    fn what_names_no_figure_or_several_is_told_by_name() {
        let fault = |line: &str| read(line, &known()).unwrap_err();
        assert_eq!(fault("录取总数 = 普高 + 高职"), EquationFault::Unknown("高职".into()));
        assert_eq!(fault("录取总数 = 普高 + 其他"), EquationFault::Several("其他".into()));
        for wrong in ["", "录取总数", "= 普高", "录取总数 =", "录取总数 = 普高 +", "a = b = t", "r = a / b / t"]
        {
            assert_eq!(fault(wrong), EquationFault::Form, "{wrong}");
        }
    }

    #[test]
    fn what_is_printed_reads_back() {
        let key = |text: &str| text.to_string();
        for identity in [
            Identity::Sum { whole: key("t"), parts: vec![key("a"), key("x"), key("y"), key("z"), key("b")] },
            Identity::Rate { rate: key("r"), parts: vec![key("a"), key("z")], whole: key("t") },
            Identity::Rate { rate: key("r"), parts: vec![key("a")], whole: key("t") },
            Identity::AtMost { part: key("b"), whole: key("t") },
            Identity::Stage { later: key("x"), earlier: key("t") },
        ] {
            let line = print(&identity, "见  表3", &known());
            assert_eq!(read(&line, &known()), Ok((identity, "见 表3".into())), "{line}");
        }
    }
}
