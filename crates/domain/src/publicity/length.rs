//! So many days of one sort, and the last of them.
//!
//! The day of posting is day zero (民法典第二百零一条); a period of plain days that would end on a rest day ends on the next
//! working day (第二百零三条). Both are applied to publicity by analogy.

use crate::calendar::{Calendar, DueDate, OutOfRange};
use chrono::{Days as Span, NaiveDate};
use std::fmt;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Days {
    /// Working days of the statutory calendar.
    Working,
    /// Plain days.
    Calendar,
}

impl Days {
    /// Stable code, fit for a message key.
    pub fn code(self) -> &'static str {
        match self {
            Days::Working => "working",
            Days::Calendar => "calendar",
        }
    }
}

/// So many days of one sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Length {
    /// How many.
    pub count: u32,
    /// Of which sort.
    pub days: Days,
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} days", self.count, self.days.code())
    }
}

impl Length {
    /// The last day of a period of this length posted on `posted`. Provisional when it was reckoned through a year
    /// whose holidays are not announced.
    pub fn last_day(self, posted: NaiveDate, calendar: &Calendar) -> Result<DueDate, OutOfRange> {
        match self.days {
            Days::Working => calendar.add(posted, i64::from(self.count)),
            Days::Calendar => {
                let last = posted.checked_add_days(Span::new(self.count.into())).ok_or(OutOfRange)?;
                // The first working day from the last on: one after the day before it.
                calendar.add(last.pred_opt().ok_or(OutOfRange)?, 1)
            }
        }
    }
}
