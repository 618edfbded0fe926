//! Samples of the public log: a record with its seal, days, and proofs that hold and do not.

use super::things::record;
use super::{Maker, Sample};
use crate::portal::log::{LogPage, VerifyPage};
use crate::portal::record::RecordPage;
use app::log::{Checked, Opened};
use app::portal::log::{LogLine, LogView, SealView};
use app::portal::view::{Board, RecordView};
use chrono::NaiveDate;

fn line(seq: u64, kind: &'static str, changes: bool) -> LogLine {
    LogLine {
        seq,
        kind,
        changes,
        index: format!("12345/2031-{seq:05}"),
        edition: 1 + u32::from(changes),
        date: "2031-03-18".into(),
        at: "2031-03-18T02:24:09.000000Z".into(),
    }
}

fn checked(opened: bool) -> Checked {
    let opened = opened.then(|| Opened {
        title: "国家奖学金评审办法".into(),
        number: "示院发〔2031〕1号".into(),
        text: "9f".repeat(32),
        files: vec![("a7".repeat(32), "附件一.pdf".into())],
    });
    Checked {
        kind: "amend",
        index: "12345/2031-00007".into(),
        edition: 2,
        date: "2031-03-18".into(),
        at: "2031-03-18T02:24:09.000000Z".into(),
        place: 8,
        size: 1_234,
        origin: "xxgk.example.edu.cn/log/de474a63".into(),
        opened,
        witnesses: Vec::new(),
    }
}

impl Maker {
    /// The log, and what is proven by it.
    pub(super) fn log(&self, out: &mut Vec<Sample>, board: &Board) -> Result<(), askama::Error> {
        let history = vec![line(3, "publish", false), line(7, "amend", true)];
        let seal = Some(SealView { last: line(7, "amend", true), files: 2, history });
        let view = RecordView { seal, ..record(board, 2) };
        let request = self.request("/record/rec_00000000000000000000000000000001");
        if let Some(page) = RecordPage::new(&request, self.identity.clone(), view) {
            self.put(out, "record-sealed", page)?;
        }
        let day = |day| NaiveDate::from_ymd_opt(2031, 3, day).unwrap_or_default();
        let lines = vec![line(9, "withdraw", true), line(8, "publicity-begin", false), line(6, "publish", false)];
        let filled = LogView {
            witnesses: vec![("example.cn/witness".into(), Default::default())],
            origin: "xxgk.example.edu.cn/log/de474a63".into(),
            size: 1_234,
            days: vec![(day(18), lines), (day(17), vec![line(2, "import", false)])],
            earlier: Some(day(16)),
        };
        for (name, view) in [("log", filled), ("log-empty", LogView::default())] {
            self.put(out, name, LogPage::new(&self.request("/log"), self.identity.clone(), view))?;
        }
        let keys: Vec<String> =
            vec!["xxgk.example.edu.cn/log/de474a63+2b01cff8+Ad5HSmPH63bBsOdXdAaBtSFlGRZOMhYYWPUmJ+Lb07ZR".into()];
        let outcomes = [
            ("log-verify", None),
            ("log-verify-holds", Some(Ok(checked(true)))),
            ("log-verify-closed", Some(Ok(checked(false)))),
            ("log-verify-fails", Some(Err("proof"))),
        ];
        for (name, outcome) in outcomes {
            let page = VerifyPage::new(&self.request("/log/verify"), self.identity.clone(), keys.clone());
            self.put(out, name, VerifyPage { outcome, ..page })?;
        }
        Ok(())
    }
}
