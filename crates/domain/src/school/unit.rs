//! Units of the school (责任部门、二级单位): who makes and delivers what is disclosed.

use crate::coded::coded;

coded! {
    /// Kind of unit.
    UnitKind {
        /// Functional department.
        Department = "department", "职能部门";
        /// Secondary college.
        College = "college", "二级学院";
        /// A body set up for the work, such as the leading group.
        Body = "body", "工作机构";
        /// Anything else.
        Other = "other", "其他";
    }
}

/// A unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Code.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Kind.
    pub kind: UnitKind,
    /// Code of the unit above.
    pub parent: String,
    /// Its part in disclosure.
    pub duty: String,
    /// Who makes it up, for bodies.
    pub members: String,
    /// Source or remark.
    pub note: String,
    /// What it was called before, by name or code: so that an old sheet still means it.
    pub former: Vec<String>,
}
