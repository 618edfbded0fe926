//! Who finds records, as a condition: the one place that turns [`Reach`] into SQL.
//!
//! What decides is `domain`, whose answer stands in the column `finder`; a test holds both together for every state.

use crate::db::sql::Sql;
use chrono::NaiveDate;
use domain::record::Reach;

/// What anyone finds: word for word the condition of the `public_…` indexes, without a parameter, since only then
/// either database uses them.
const PUBLIC: &str = "finder = 'public'";

impl Sql {
    /// Appends the condition under which somebody finds a record on a day: what is on view for them, and whose term is not
    /// over, whether or not anything has taken it down yet.
    pub(crate) fn found_by(&mut self, reach: &Reach, today: NaiveDate) -> &mut Sql {
        self.on_view_for(reach);
        if *reach != Reach::Staff {
            self.push(" AND (term_until IS NULL OR term_until >= ").bind(today.to_string()).push(")");
        }
        self
    }

    fn on_view_for(&mut self, reach: &Reach) -> &mut Sql {
        match reach {
            Reach::Public => self.push(PUBLIC),
            Reach::Campus => self.push("finder IN ('public', 'campus')"),
            Reach::Units(units) if units.is_empty() => self.push("finder IN ('public', 'campus')"),
            Reach::Units(units) => {
                self.push("(finder IN ('public', 'campus') OR finder = 'unit' AND unit IN (");
                self.bind_list(units.iter().map(String::as_str)).push("))")
            }
            Reach::AllUnits => self.push("finder IN ('public', 'campus', 'unit')"),
            Reach::Staff => self.push("nr > 0"),
        }
    }
}
