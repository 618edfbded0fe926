//! A QR code as one path of squares, with its quiet border of four.

/// A code that can be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Qr {
    /// Squares along each edge, the border with them.
    pub(crate) side: usize,
    /// The dark ones, as the `d` of a path.
    pub(crate) path: String,
}

impl Qr {
    /// Rows of squares, dark or not, without a border.
    pub(crate) fn of(rows: &[Vec<bool>]) -> Qr {
        let dark = |(y, row): (usize, &Vec<bool>)| {
            let squares = row.iter().enumerate().filter(|(_, dark)| **dark);
            squares.map(|(x, _)| format!("M{} {}h1v1h-1z", x + 4, y + 4)).collect::<String>()
        };
        Qr { side: rows.len() + 8, path: rows.iter().enumerate().map(dark).collect() }
    }

    /// The code of a text; nothing when it is too long for one.
    pub(crate) fn read(text: &str) -> Option<Qr> {
        app::accounts::squares(text).ok().map(|rows| Qr::of(&rows))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dark_squares_stand_within_a_border_of_four() {
        let qr = Qr::of(&[vec![true, false], vec![false, true]]);
        assert_eq!((qr.side, qr.path.as_str()), (10, "M4 4h1v1h-1zM5 5h1v1h-1z"));
    }
}
