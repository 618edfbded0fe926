//! Who may do what: one table of permission × role × relation to the object, asked by every use case.
//!
//! What is not listed is denied. Separation of duties (who drafted may not review) is a rule of the record's life and
//! is asked there, of persons and not of roles. What of a record somebody may read is [`crate::record::Reach`].

use crate::coded::coded;
use crate::event::Actor;
use crate::ids::UserId;
use crate::record::Reach;
use std::collections::BTreeSet;

coded! {
    /// What a person of the school may be.
    Role {
        /// Member of the school, through single sign-on.
        Member = "member", "校内人员";
        /// Clerk of a unit.
        Clerk = "clerk", "信息员";
        /// Head of a unit.
        UnitHead = "unit_head", "单位负责人";
        /// Secrecy reviewer.
        SecrecyReviewer = "secrecy_reviewer", "保密审查员";
        /// Disclosure office.
        Office = "office", "信息公开工作机构";
        /// Supervisor (纪检监察).
        Supervisor = "supervisor", "监督人员";
        /// Leader of the school.
        Leader = "leader", "校领导";
        /// Administrator of accounts and settings; no content.
        Administrator = "administrator", "系统管理员";
    }
}

coded! {
    /// What can be done.
    Permission {
        /// Read what is on view for everyone.
        ReadPublic = "read_public", "查阅公开信息";
        /// Read what is on view for members of the school.
        ReadCampus = "read_campus", "查阅校内信息";
        /// Read everything, drafts and history included.
        ReadAll = "read_all", "查阅全部信息";
        /// Found the school in a new database.
        Found = "found", "建库";
        /// Draft a record, or its next edition.
        Draft = "draft", "起草";
        /// Review for the unit.
        ReviewForUnit = "review_for_unit", "单位审核";
        /// Review for a unit of which no head may: there is none, or they wrote it themselves.
        ReviewInstead = "review_instead", "代单位审核";
        /// Let an edition become public with personal data in it, on a legal basis.
        WaivePersonalData = "waive_personal_data", "依法公开个人信息";
        /// Review for secrecy.
        ReviewForSecrecy = "review_for_secrecy", "保密审查";
        /// Publish what passed both reviews.
        Publish = "publish", "公开";
        /// Withdraw what is public.
        Withdraw = "withdraw", "撤回";
        /// Sign that a unit has nothing to disclose under an item.
        SignNil = "sign_nil", "签署零报告";
        /// Register that something went out over a channel.
        Release = "release", "登记发布";
        /// Bring a ledger file in.
        ImportLedger = "import_ledger", "导入台账";
        /// Mend the ledger: rename, merge, move, delete what never was public.
        MendLedger = "mend_ledger", "整理台账";
        /// Write the whole ledger, drafts included, to a file.
        ExportLedger = "export_ledger", "导出台账";
        /// Enter and change datasets of figures.
        WriteFigures = "write_figures", "登记数据";
        /// Build a report for the office.
        BuildReport = "build_report", "生成报告";
        /// Write the texts of a report, keep drafts of it and send it to be approved.
        WriteReport = "write_report", "编写报告";
        /// Approve a report.
        ApproveReport = "approve_report", "批准报告";
        /// Issue a report, which makes it public.
        IssueReport = "issue_report", "发布报告";
        /// Run the program's own jobs: planned publication, taking down.
        RunJobs = "run_jobs", "执行后台任务";
        /// See what jobs wait and which failed.
        SeeJobs = "see_jobs", "查看后台任务";
        /// Write a backup of everything, and look whether the database is whole.
        BackUp = "back_up", "备份和校验";
        /// Invite people, give them posts, close their accounts.
        ManagePeople = "manage_people", "管理人员";
        /// Read objections to what stands in a publicity period.
        SeeObjections = "see_objections", "查阅异议";
        /// Take objections up and rule on them.
        RuleObjections = "rule_objections", "裁定异议";
        /// Look at the sealed copy of a list that has come down.
        OpenSealed = "open_sealed", "查看封存名单";
        /// Read what was done, by whom and when.
        SeeLog = "see_log", "查看日志";
        /// See what visitors looked for in vain.
        SeeSearches = "see_searches", "查看未找到的搜索";
        /// Keep the school's profile, its catalogue and its channels.
        KeepCatalogue = "keep_catalogue", "维护学校信息、公开目录和渠道";
        /// Enter, rename, merge and close units.
        ManageUnits = "manage_units", "管理单位";
        /// Look at all settings without changing them.
        SeeSettings = "see_settings", "查看设置";
        /// Say something to the others who work on a record.
        Comment = "comment", "留言";
        /// Ask others to do what is due.
        Urge = "urge", "催办";
        /// Put up again what could not be sent.
        RetryMessages = "retry_messages", "重发消息";
        /// Read requests for disclosure and what was done with them.
        SeeRequests = "see_requests", "查阅申请";
        /// Enter requests that come by letter, mail, fax, visit or word of mouth.
        TakeRequests = "take_requests", "登记申请";
        /// Register, clarify, assign, ask third parties and for more time, close and archive.
        HandleRequests = "handle_requests", "办理申请";
        /// Look for what is asked and draft the answer.
        WorkOnRequests = "work_on_requests", "查找和起草答复";
        /// Review the draft of an answer for secrecy and law.
        ReviewAnswers = "review_answers", "审查答复";
        /// Grant more time for an answer.
        GrantExtensions = "grant_extensions", "批准延期";
        /// Sign an answer and send it.
        SignAnswers = "sign_answers", "签发答复";
        /// Know who asks.
        SeeApplicants = "see_applicants", "查看申请人";
        /// Look at the identity number of an applicant.
        SeeIdentity = "see_identity", "查看申请人证件";
        /// Read opinions, enquiries and corrections and what was done with them.
        SeeVoices = "see_voices", "查阅意见、咨询和更正";
        /// Enter them, take them up, assign, refuse, hand on, answer, close, put the answer on view.
        HandleVoices = "handle_voices", "办理意见、咨询和更正";
        /// Find out what is asked and propose an answer.
        WorkOnVoices = "work_on_voices", "核查意见、咨询和更正";
        /// Know of complaints, and read them where their key is open.
        SeeComplaints = "see_complaints", "查阅举报";
        /// Enter complaints and deal with them.
        HandleComplaints = "handle_complaints", "办理举报";
        /// Set the key that complaints are sealed to, and its passphrase.
        KeepComplaintKey = "keep_complaint_key", "保管举报密钥";
        /// Read how far surveys have come, and their results.
        SeeSurveys = "see_surveys", "查看评议";
        /// Write surveys, give them out, enter what came on paper, end them, put results on view.
        KeepSurveys = "keep_surveys", "办理评议";
    }
}

/// A role somebody holds, in one unit or in the whole school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// The role.
    pub role: Role,
    /// The unit's code; `None` for a role of the whole school.
    pub unit: Option<String>,
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Principal {
    /// Somebody without an account.
    Visitor,
    /// A person with an account and the posts they hold.
    Account {
        /// Who.
        user: UserId,
        /// Their posts.
        posts: Vec<Post>,
    },
    /// Somebody at the command line of the server, who needs no account.
    Operator,
    /// The program itself, doing this job.
    Job(&'static str),
}

/// Whose records somebody may read at every stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Desk {
    /// Everybody's.
    School,
    /// Those of these units; of none when there are none.
    Units(BTreeSet<String>),
}

impl Desk {
    /// Whether a record of this unit is among them.
    pub fn holds(&self, unit: Option<&str>) -> bool {
        match self {
            Desk::School => true,
            Desk::Units(units) => unit.is_some_and(|unit| units.contains(unit)),
        }
    }
}

/// What an act touches, as far as permissions ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation<'a> {
    /// The school as a whole, or nothing in particular.
    School,
    /// Something of this unit; of none when the ledger does not say.
    Unit(Option<&'a str>),
}

/// Who a line of the table is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Everyone,
    Operator,
    Job,
    Role(Role),
}

/// How far a line reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// Everywhere.
    School,
    /// Only what belongs to a unit in which they hold the role.
    OwnUnit,
}

/// Not allowed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not allowed: {}", .0.code())]
pub struct Denied(pub Permission);

/// The table. Source: the roles of the field as `ARCHITECTURE.md` lists them; 办法第四、十二条 (office, review), 第二十五条 (supervision).
const RIGHTS: &[(Permission, &[(Who, Scope)])] = {
    use Permission as P;
    use Role::*;
    use Scope::{OwnUnit, School};
    use Who::{Everyone, Job, Operator, Role as R};
    &[
        (P::ReadPublic, &[(Everyone, School)]),
        (
            P::ReadCampus,
            &[
                (Operator, School),
                (Job, School),
                (R(Member), School),
                (R(Clerk), School),
                (R(UnitHead), School),
                (R(SecrecyReviewer), School),
                (R(Office), School),
                (R(Supervisor), School),
                (R(Leader), School),
            ],
        ),
        (
            P::ReadAll,
            &[
                (Operator, School),
                (Job, School),
                (R(Clerk), OwnUnit),
                (R(UnitHead), OwnUnit),
                (R(SecrecyReviewer), School),
                (R(Office), School),
                (R(Supervisor), School),
                (R(Leader), School),
            ],
        ),
        (P::Found, &[(Operator, School)]),
        (P::Draft, &[(R(Clerk), OwnUnit), (R(UnitHead), OwnUnit), (R(Office), School)]),
        (P::ReviewForUnit, &[(R(UnitHead), OwnUnit)]),
        // 办法第四条: the office sees to disclosure in the whole school. Only where the unit has nobody else.
        (P::ReviewInstead, &[(R(Office), School)]),
        // 个人信息保护法第十三条、第二十五条: on a basis alone. By the office, which wrote none of it; the secrecy reviewer sees it.
        (P::WaivePersonalData, &[(R(Office), School)]),
        (P::ReviewForSecrecy, &[(R(SecrecyReviewer), School)]),
        (P::Publish, &[(R(Office), School), (Job, School)]),
        // Whoever imports ledgers may say there that something was withdrawn.
        (P::Withdraw, &[(Operator, School), (R(Office), School)]),
        (P::Release, &[(R(Clerk), OwnUnit), (R(UnitHead), OwnUnit), (R(Office), School)]),
        // By the head of the unit that has nothing, and nobody in their place.
        (P::SignNil, &[(R(UnitHead), OwnUnit)]),
        (P::ImportLedger, &[(Operator, School), (R(Office), School)]),
        (P::MendLedger, &[(Operator, School), (R(Office), School)]),
        (P::ExportLedger, &[(Operator, School), (R(Office), School), (R(Supervisor), School)]),
        // They are public at once, so not for a unit's clerks; what those bring goes through the office.
        (P::WriteFigures, &[(Operator, School), (R(Office), School)]),
        (P::BuildReport, &[(Operator, School), (R(Office), School), (R(Supervisor), School), (R(Leader), School)]),
        (P::WriteReport, &[(Operator, School), (R(Office), School)]),
        (P::ApproveReport, &[(R(Leader), School)]),
        (P::IssueReport, &[(Operator, School), (R(Office), School)]),
        (P::RunJobs, &[(Job, School), (Operator, School)]),
        (P::SeeJobs, &[(Operator, School), (R(Office), School), (R(Administrator), School)]),
        (P::BackUp, &[(Job, School), (Operator, School)]),
        (P::ManagePeople, &[(Operator, School), (R(Administrator), School)]),
        // Not the clerk, who as a rule wrote what is objected to.
        (P::SeeObjections, &[(R(UnitHead), OwnUnit), (R(Office), School), (R(Supervisor), School)]),
        // The supervisor reads and changes nothing.
        (P::RuleObjections, &[(R(UnitHead), OwnUnit), (R(Office), School)]),
        (P::OpenSealed, &[(R(Office), School), (R(Supervisor), School)]),
        // Not the administrator: whoever gives the posts does not look over the work.
        (P::SeeLog, &[(Operator, School), (R(Office), School), (R(Supervisor), School)]),
        (P::SeeSearches, &[(Operator, School), (R(Office), School), (R(Supervisor), School)]),
        // 办法第十一条: the office keeps guide and catalogue; the administrator, who reads no content, does not.
        (P::KeepCatalogue, &[(Operator, School), (R(Office), School)]),
        (P::ManageUnits, &[(Operator, School), (R(Office), School), (R(Administrator), School)]),
        (
            P::SeeSettings,
            &[(Operator, School), (R(Office), School), (R(Supervisor), School), (R(Administrator), School)],
        ),
        // Not the supervisor, who looks and takes no part.
        (
            P::Comment,
            &[
                (R(Clerk), OwnUnit),
                (R(UnitHead), OwnUnit),
                (R(SecrecyReviewer), School),
                (R(Office), School),
                (R(Leader), School),
            ],
        ),
        (P::Urge, &[(R(Office), School)]),
        (P::RetryMessages, &[(Operator, School), (R(Office), School), (R(Administrator), School)]),
        // 办法第十一条: the office receives, coordinates and answers in one place; who works on one sees it. Not the administrator.
        (
            P::SeeRequests,
            &[
                (R(Clerk), OwnUnit),
                (R(UnitHead), OwnUnit),
                (R(SecrecyReviewer), School),
                (R(Office), School),
                (R(Supervisor), School),
                (R(Leader), School),
            ],
        ),
        (P::TakeRequests, &[(R(Office), School)]),
        (P::HandleRequests, &[(R(Office), School)]),
        (P::WorkOnRequests, &[(R(Clerk), OwnUnit), (R(UnitHead), OwnUnit), (R(Office), School)]),
        (P::ReviewAnswers, &[(R(SecrecyReviewer), School)]),
        // 条例第三十三条: with the consent of the head.
        (P::GrantExtensions, &[(R(Leader), School)]),
        (P::SignAnswers, &[(R(Office), School), (R(Leader), School)]),
        // Whoever answers, and whoever watches over all of it; not who looks for the thing or reviews the answer.
        (P::SeeApplicants, &[(R(Office), School), (R(Supervisor), School), (R(Leader), School)]),
        (P::SeeIdentity, &[(R(Office), School)]),
        (
            P::SeeVoices,
            &[
                (R(Clerk), OwnUnit),
                (R(UnitHead), OwnUnit),
                (R(Office), School),
                (R(Supervisor), School),
                (R(Leader), School),
            ],
        ),
        (P::HandleVoices, &[(R(Office), School)]),
        (P::WorkOnVoices, &[(R(Clerk), OwnUnit), (R(UnitHead), OwnUnit), (R(Office), School)]),
        // 办法第二十六条: to the inspection office of the school. Nobody else knows of one, and nobody of the units it may concern.
        (P::SeeComplaints, &[(R(Supervisor), School)]),
        (P::HandleComplaints, &[(R(Supervisor), School)]),
        (P::KeepComplaintKey, &[(R(Supervisor), School)]),
        (P::SeeSurveys, &[(R(Office), School), (R(Supervisor), School), (R(Leader), School)]),
        // 办法第十一条: the office organises the school's own evaluation.
        (P::KeepSurveys, &[(R(Office), School)]),
    ]
};

/// Whether they may do it to what stands in this relation.
///
/// # Errors
/// [`Denied`] for everything the table does not list.
pub fn allow(principal: &Principal, permission: Permission, relation: Relation<'_>) -> Result<(), Denied> {
    let lines = RIGHTS.iter().filter(|(listed, _)| *listed == permission).flat_map(|(_, lines)| lines.iter());
    let allowed = lines.into_iter().any(|(who, scope)| match (who, principal) {
        (Who::Everyone, _) | (Who::Operator, Principal::Operator) | (Who::Job, Principal::Job(_)) => true,
        (Who::Role(role), Principal::Account { posts, .. }) => posts.iter().any(|post| {
            post.role == *role
                && match (scope, relation) {
                    (Scope::School, _) => true,
                    (Scope::OwnUnit, Relation::Unit(Some(unit))) => post.unit.as_deref() == Some(unit),
                    (Scope::OwnUnit, Relation::Unit(None) | Relation::School) => false,
                }
        }),
        _ => false,
    });
    if allowed { Ok(()) } else { Err(Denied(permission)) }
}

impl Principal {
    /// Who an event names as its actor. Visitors act on nothing that is logged under a name.
    pub fn actor(&self) -> Actor {
        match self {
            Principal::Visitor => Actor::Visitor,
            Principal::Account { user, .. } => Actor::User(*user),
            Principal::Operator => Actor::Operator,
            Principal::Job(job) => Actor::System(job),
        }
    }

    /// The person, when it is one with an account.
    pub fn user(&self) -> Option<UserId> {
        match self {
            Principal::Account { user, .. } => Some(*user),
            _ => None,
        }
    }

    /// Whose records they may read at every stage: of the whole school, or of their units. Everything else they see as
    /// [`Principal::reach`] says.
    pub fn desk(&self) -> Desk {
        if allow(self, Permission::ReadAll, Relation::School).is_ok() {
            return Desk::School;
        }
        let Principal::Account { posts, .. } = self else { return Desk::Units(BTreeSet::new()) };
        let own = posts.iter().filter_map(|post| post.unit.as_deref());
        let read = own.filter(|unit| allow(self, Permission::ReadAll, Relation::Unit(Some(unit))).is_ok());
        Desk::Units(read.map(str::to_string).collect())
    }

    /// How far they see as readers of what is on view: like [`Principal::reach`], but whoever may read everything reads
    /// here what is on view for any unit, and no draft.
    pub fn reads(&self) -> Reach {
        match self.reach() {
            Reach::Staff => Reach::AllUnits,
            reach => reach,
        }
    }

    /// How far they see.
    pub fn reach(&self) -> Reach {
        let may = |permission| allow(self, permission, Relation::School).is_ok();
        if may(Permission::ReadAll) {
            return Reach::Staff;
        }
        if !may(Permission::ReadCampus) {
            return Reach::Public;
        }
        match self {
            Principal::Account { posts, .. } => {
                let units: BTreeSet<String> = posts.iter().filter_map(|post| post.unit.clone()).collect();
                if units.is_empty() { Reach::Campus } else { Reach::Units(units) }
            }
            _ => Reach::Campus,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holding(role: Role, unit: Option<&str>) -> Principal {
        Principal::Account { user: UserId(1), posts: vec![Post { role, unit: unit.map(str::to_string) }] }
    }

    /// Everyone the table can speak of.
    fn everyone() -> Vec<(String, Principal)> {
        let roles = Role::ALL.iter().map(|role| (role.code().to_string(), holding(*role, Some("jwc"))));
        let others = [
            ("visitor", Principal::Visitor),
            ("operator", Principal::Operator),
            ("job", Principal::Job("publish_due")),
        ];
        others.into_iter().map(|(name, principal)| (name.to_string(), principal)).chain(roles).collect()
    }

    #[test]
    fn the_whole_table_is_as_it_was_agreed() {
        let mut table = String::new();
        for permission in Permission::ALL {
            let mut who = Vec::new();
            for (name, principal) in everyone() {
                let whole = allow(&principal, *permission, Relation::School).is_ok();
                let own = allow(&principal, *permission, Relation::Unit(Some("jwc"))).is_ok();
                let other = allow(&principal, *permission, Relation::Unit(Some("cwc"))).is_ok();
                match (whole, own, other) {
                    (true, true, true) => who.push(name),
                    (false, true, false) => who.push(format!("{name} (own unit)")),
                    (false, false, false) => {}
                    odd => panic!("{permission:?} {name}: {odd:?}"),
                }
            }
            table += &format!("{}: {}\n", permission.code(), who.join(", "));
        }
        insta::assert_snapshot!("rights", table);
    }

    #[test]
    fn every_permission_is_listed_once_and_nobody_holds_what_is_not_listed() {
        for permission in Permission::ALL {
            assert_eq!(RIGHTS.iter().filter(|(listed, _)| listed == permission).count(), 1, "{permission:?}");
        }
        let nobody = Principal::Account { user: UserId(1), posts: Vec::new() };
        for permission in Permission::ALL.iter().filter(|permission| **permission != Permission::ReadPublic) {
            assert!(allow(&nobody, *permission, Relation::Unit(Some("jwc"))).is_err(), "{permission:?}");
            assert!(allow(&Principal::Visitor, *permission, Relation::School).is_err(), "{permission:?}");
        }
    }

    #[test]
    fn a_role_in_a_unit_gives_nothing_over_what_belongs_to_no_unit() {
        let clerk = holding(Role::Clerk, Some("jwc"));
        assert!(allow(&clerk, Permission::Draft, Relation::Unit(None)).is_err());
        assert!(allow(&clerk, Permission::Draft, Relation::Unit(Some("jwc"))).is_ok());
    }

    #[test]
    fn who_administers_accounts_reads_no_drafts_and_publishes_nothing() {
        let administrator = holding(Role::Administrator, None);
        for permission in [Permission::ReadAll, Permission::Draft, Permission::Publish, Permission::ExportLedger] {
            assert!(allow(&administrator, permission, Relation::School).is_err(), "{permission:?}");
        }
    }

    #[test]
    fn nobody_who_may_draft_may_pass_a_review_by_the_same_role_but_the_head_who_is_stopped_by_name() {
        for role in Role::ALL {
            let principal = holding(*role, Some("jwc"));
            let may = |permission| allow(&principal, permission, Relation::Unit(Some("jwc"))).is_ok();
            assert!(!(may(Permission::Draft) && may(Permission::ReviewForSecrecy)), "{role:?}");
        }
    }

    #[test]
    fn reach_follows_from_the_table() {
        assert_eq!(Principal::Visitor.reach(), Reach::Public);
        assert_eq!(holding(Role::Member, None).reach(), Reach::Campus);
        assert_eq!(holding(Role::Clerk, Some("jwc")).reach(), Reach::Units(["jwc".to_string()].into()));
        assert_eq!(holding(Role::Supervisor, None).reach(), Reach::Staff);
        assert_eq!(Principal::Operator.reach(), Reach::Staff);
        assert_eq!(holding(Role::Supervisor, None).reads(), Reach::AllUnits, "as a reader no drafts");
        assert_eq!(holding(Role::Clerk, Some("jwc")).reads(), Reach::Units(["jwc".to_string()].into()));
        assert_eq!(holding(Role::Administrator, None).reads(), Reach::Public, "no content");
    }
}
