//! Accounts: records without a date counted in no year until they were saved again (`report_year` 0). Which year accounts for
//! them is a rule of today, so the step itself has no statements.

pub(super) const STATEMENTS: &[&str] = &[];
