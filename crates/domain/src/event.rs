//! Events: what happened, to what, and why. A change commits with its event or not at all.
//!
//! An event names act, object and reason; actor, time and id are added where it is committed. Facts are
//! small, stable and free of personal data; their names are frozen once released.

use crate::coded::coded;
use crate::ids::{RecordId, UserId};
use std::fmt;

coded! {
    /// What was done.
    Act {
        /// The school's database was made.
        SchoolFounded = "school_founded", "建库";
        /// The school's profile changed.
        SchoolChanged = "school_changed", "修改学校信息";
        /// A unit was entered or changed.
        UnitWritten = "unit_written", "登记单位";
        /// A channel was entered or changed.
        ChannelWritten = "channel_written", "登记渠道";
        /// A unit got another name.
        UnitRenamed = "unit_renamed", "单位更名";
        /// A unit got another code.
        UnitRecoded = "unit_recoded", "单位更换代码";
        /// A unit went into another.
        UnitMerged = "unit_merged", "合并单位";
        /// A unit was taken away.
        UnitDeleted = "unit_deleted", "删除单位";
        /// A channel got another name.
        ChannelRenamed = "channel_renamed", "渠道更名";
        /// A channel got another code.
        ChannelRecoded = "channel_recoded", "渠道更换代码";
        /// A channel went into another.
        ChannelMerged = "channel_merged", "合并渠道";
        /// A channel was taken away.
        ChannelDeleted = "channel_deleted", "删除渠道";
        /// An item's setting changed.
        ItemSet = "item_set", "设置事项";
        /// A change of an item was drafted for the next edition of the catalogue, or the draft given up.
        ItemDrafted = "item_drafted", "拟改事项";
        /// Who looks after an item, or for whom its records usually are, was said.
        ItemCared = "item_cared", "设置事项责任人和默认范围";
        /// A new edition of the catalogue was published.
        CataloguePublished = "catalogue_published", "发布公开目录";
        /// How long a kind of publicity stands in this school, from a day on, was set or taken back.
        PublicityRuleSet = "publicity_rule_set", "设置公示天数";
        /// A unit was closed: nothing new is its.
        UnitClosed = "unit_closed", "停用单位";
        /// A closed unit is in use again.
        UnitReopened = "unit_reopened", "恢复单位";
        /// A channel was closed: nothing new goes out over it.
        ChannelClosed = "channel_closed", "停用渠道";
        /// A closed channel is in use again.
        ChannelReopened = "channel_reopened", "恢复渠道";
        /// What a head of ledger files means was answered, or the answer taken back.
        HeadAnswered = "head_answered", "表头答复";
        /// A record came in from a ledger file.
        RecordImported = "record_imported", "导入信息";
        /// A record that an import changed.
        RecordReimported = "record_reimported", "导入更新";
        /// An edition was drafted.
        RecordDrafted = "record_drafted", "起草";
        /// Sent to the unit's head.
        RecordSubmitted = "record_submitted", "提交";
        /// Passed by the unit's head.
        UnitReviewPassed = "unit_review_passed", "单位审核通过";
        /// Passed by the secrecy reviewer.
        SecrecyReviewPassed = "secrecy_review_passed", "保密审查通过";
        /// Passed both reviews and stays with the school: given on request, or withheld on a ground.
        RecordSettled = "record_settled", "定为不主动公开";
        /// What was to stay with the school is considered anew.
        RecordReopened = "record_reopened", "重新考虑公开";
        /// A minute was set at which it becomes public, or taken away again.
        PublicationPlanned = "publication_planned", "定时公开";
        /// Sent back with a reason.
        RecordReturned = "record_returned", "退回";
        /// Taken back from review by whoever sent it, before anybody judged it.
        RecordPulledBack = "record_pulled_back", "撤回提交";
        /// Made public.
        RecordPublished = "record_published", "公开";
        /// A next edition made public.
        RecordAmended = "record_amended", "更新";
        /// Taken down.
        RecordWithdrawn = "record_withdrawn", "撤回";
        /// Taken down because its term was over.
        RecordExpired = "record_expired", "到期撤下";
        /// Went out over a channel.
        RecordReleased = "record_released", "发布";
        /// A release was taken away that had been entered by mistake.
        ReleaseDeleted = "release_deleted", "删除发布";
        /// What went out elsewhere of a record that came down was taken down there too.
        ReleaseTakenDown = "release_taken_down", "别处已撤下";
        /// A file was added to what is being drafted.
        AttachmentAdded = "attachment_added", "添加附件";
        /// A copy without personal data took the place of a file in what is being drafted.
        AttachmentRedacted = "attachment_redacted", "遮去附件中的个人信息";
        /// A file was taken from what is being drafted.
        AttachmentRemoved = "attachment_removed", "移除附件";
        /// What the guard is certain of may become public in this edition, on a legal basis that is named.
        PersonalDataWaived = "personal_data_waived", "依法公开个人信息";
        /// What the guard suspects in a text or file was answered by a person.
        SuspicionAnswered = "suspicion_answered", "答复疑似个人信息";
        /// The list of a publicity period was entered or changed in what is being drafted.
        ListWritten = "list_written", "登记公示名单";
        /// A publicity period ends later.
        PublicityExtended = "publicity_extended", "延长公示";
        /// Somebody objects to what stands in a publicity period.
        ObjectionFiled = "objection_filed", "提出异议";
        /// An objection was taken up.
        ObjectionAcknowledged = "objection_acknowledged", "受理异议";
        /// An objection was decided and answered.
        ObjectionRuled = "objection_ruled", "裁定异议";
        /// Somebody looked at the sealed copy of a list.
        SealedListOpened = "sealed_list_opened", "查看封存名单";
        /// The sealed copy of a list was destroyed.
        SealedListPurged = "sealed_list_purged", "销毁封存名单";
        /// Somebody said something to the others who work on a record.
        Commented = "commented", "留言";
        /// Put under another item, unit or school year.
        RecordMoved = "record_moved", "调整归属";
        /// A draft was taken away.
        RecordDeleted = "record_deleted", "删除草稿";
        /// A dataset was entered or changed.
        DatasetWritten = "dataset_written", "登记数据";
        /// A dataset was taken away.
        DatasetDeleted = "dataset_deleted", "删除数据集";
        /// A text of the annual report was entered or changed.
        TextWritten = "text_written", "修改报告文字";
        /// A text of the annual report was put elsewhere in its place.
        TextMoved = "text_moved", "调整报告文字次序";
        /// A text of the annual report was taken away.
        TextDeleted = "text_deleted", "删除报告文字";
        /// A unit stated that there is nothing to disclose.
        NilStated = "nil_stated", "零报告";
        /// A nil statement was taken away.
        NilDeleted = "nil_deleted", "删除零报告";
        /// A ledger file was brought in.
        LedgerImported = "ledger_imported", "导入台账";
        /// A record is as it was before an import, or gone with it.
        RecordUndone = "record_undone", "撤销导入";
        /// An import was taken back.
        ImportUndone = "import_undone", "撤销导入批次";
        /// A draft of an annual report was kept.
        ReportKept = "report_kept", "报告存为一稿";
        /// A draft of an annual report was sent to be approved.
        ReportSent = "report_sent", "报告送审签";
        /// What was sent to be approved was taken back.
        ReportTakenBack = "report_taken_back", "收回送审的报告";
        /// The leader approved a draft.
        ReportApproved = "report_approved", "批准报告";
        /// The leader sent a draft back with a reason.
        ReportReturned = "report_returned", "退回报告";
        /// A remark was made on a part of a report.
        ReportRemarked = "report_remarked", "批注报告";
        /// A remark was settled.
        ReportRemarkSettled = "report_remark_settled", "处理报告批注";
        /// An annual report was issued, which made it public.
        ReportIssued = "report_issued", "发布年度报告";
        /// Somebody's account was made or changed: name, address, posts.
        PersonWritten = "person_written", "登记人员";
        /// Somebody was sent a link to choose a password by.
        PersonInvited = "person_invited", "邀请人员";
        /// Somebody chose a password.
        PasswordChosen = "password_chosen", "设定密码";
        /// Somebody signed in.
        SignedIn = "signed_in", "登录";
        /// Somebody signed out, or had another browser signed out.
        SignedOut = "signed_out", "退出登录";
        /// Somebody's second step at signing in was set up, or taken away.
        SecondStepSet = "second_step_set", "设定动态口令";
        /// People were reminded of what is due, by the program itself.
        Reminded = "reminded", "到期提醒";
        /// Somebody asked others to do what is due.
        Urged = "urged", "催办";
        /// How somebody is reached was chosen.
        ReachChosen = "reach_chosen", "设定提醒方式";
        /// A message that had not gone out was put up again.
        MessageRetried = "message_retried", "重发消息";
        /// A request for disclosure came in.
        RequestReceived = "request_received", "收到申请";
        /// A request was registered.
        RequestRegistered = "request_registered", "登记申请";
        /// An applicant was asked to add something.
        RequestClarificationAsked = "request_clarification_asked", "告知补正";
        /// An applicant added something.
        RequestSupplemented = "request_supplemented", "申请人补正";
        /// Nothing was added to a request in time.
        RequestAbandoned = "request_abandoned", "逾期不补正";
        /// Units were asked to work on a request.
        RequestAssigned = "request_assigned", "交办申请";
        /// A third party was asked.
        RequestOpinionAsked = "request_opinion_asked", "征求第三方意见";
        /// What a third party said was entered.
        RequestOpinionGiven = "request_opinion_given", "登记第三方意见";
        /// More time for a request was asked for.
        RequestExtensionAsked = "request_extension_asked", "报批延期";
        /// More time was granted.
        RequestExtensionGranted = "request_extension_granted", "批准延期";
        /// More time was not granted.
        RequestExtensionRefused = "request_extension_refused", "不同意延期";
        /// What was looked for was written down.
        RequestSearched = "request_searched", "登记查找";
        /// An answer to a request was drafted.
        RequestDrafted = "request_drafted", "起草答复";
        /// A draft of an answer was sent back.
        RequestReturned = "request_returned", "退回答复";
        /// A draft of an answer passed its review.
        RequestReviewed = "request_reviewed", "审查答复";
        /// An answer was signed and sent.
        RequestAnswered = "request_answered", "答复申请";
        /// A request was withdrawn.
        RequestWithdrawn = "request_withdrawn", "撤回申请";
        /// A request went to the petition office.
        RequestTransferred = "request_transferred", "移送信访";
        /// A request is handled with another one.
        RequestMerged = "request_merged", "并案办理";
        /// A request was asked and answered before.
        RequestRepeated = "request_repeated", "不予重复处理";
        /// Applicant or office said something of a request.
        RequestSaid = "request_said", "申请留言";
        /// A request was put into the archive.
        RequestArchived = "request_archived", "申请归档";
        /// An answer was made the draft of a record for everybody.
        RequestReleased = "request_released", "申请转为公开";
        /// What came as a request was none.
        RequestDismissed = "request_dismissed", "剔除虚假申请";
        /// Somebody said whose the numbers in an answer are.
        RequestVouched = "request_vouched", "说明号码归属";
        /// Somebody looked at the identity number of an applicant.
        IdentityOpened = "identity_opened", "查看申请人证件";
        /// Identity numbers of applicants were destroyed.
        IdentityPurged = "identity_purged", "销毁申请人证件";
        /// What was entered in the public log was sealed.
        LogSealed = "log_sealed", "存证封印";
        /// The program made a backup by itself.
        BackupMade = "backup_made", "自动备份";
        /// A witness cosigned a checkpoint of the public log.
        LogWitnessed = "log_witnessed", "存证见证";
        /// An opinion, enquiry, correction or complaint came in.
        VoiceReceived = "voice_received", "收到来信";
        /// It was taken up.
        VoiceAccepted = "voice_accepted", "受理来信";
        /// It is not dealt with.
        VoiceRefused = "voice_refused", "不予受理来信";
        /// It went to somebody else.
        VoiceTransferred = "voice_transferred", "转办来信";
        /// Units were asked to work on it.
        VoiceAssigned = "voice_assigned", "交办来信";
        /// What was found out of it was written down.
        VoiceNoted = "voice_noted", "登记来信核查情况";
        /// Its sender was answered.
        VoiceAnswered = "voice_answered", "答复来信";
        /// Its sender or the school said something.
        VoiceSaid = "voice_said", "来信留言";
        /// Its sender took it back.
        VoiceWithdrawn = "voice_withdrawn", "撤回来信";
        /// It is over.
        VoiceClosed = "voice_closed", "来信办结";
        /// Everybody may read what was asked and answered.
        VoiceShown = "voice_shown", "选登答复";
        /// Nobody reads it any more.
        VoiceHidden = "voice_hidden", "撤下选登的答复";
        /// The supervisors set the key that words of complaints are sealed to, or another passphrase for it.
        ComplaintKeySet = "complaint_key_set", "设定举报密钥";
        /// A supervisor opened it to read complaints.
        ComplaintKeyOpened = "complaint_key_opened", "打开举报密钥";
        /// A survey was written, or written anew.
        SurveyDrafted = "survey_drafted", "编写评议问卷";
        /// One that was never opened was deleted.
        SurveyDeleted = "survey_deleted", "删除评议问卷";
        /// It takes answers.
        SurveyOpened = "survey_opened", "开始评议";
        /// Codes were made for it, or paper forms handed out.
        SurveyGivenOut = "survey_given_out", "发放问卷";
        /// Somebody answered; nothing says who.
        SurveyAnswered = "survey_answered", "收到答卷";
        /// Codes by which some answered were marked as spent, several together.
        SurveyCodesMarked = "survey_codes_marked", "登记已用的答卷码";
        /// Codes that nobody used were made good for nothing.
        SurveyCodesVoided = "survey_codes_voided", "作废未用的答卷码";
        /// It takes none any more; its codes are destroyed.
        SurveyClosed = "survey_closed", "结束评议";
        /// Its results are on view.
        SurveyShown = "survey_shown", "公布评议结果";
        /// They are not any more.
        SurveyHidden = "survey_hidden", "撤下评议结果";
    }
}

/// What an event is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Object {
    /// The school as a whole.
    School,
    /// A unit, by code.
    Unit(String),
    /// A channel, by code.
    Channel(String),
    /// An item, by key.
    Item(String),
    /// A record.
    Record(RecordId),
    /// A dataset, by key.
    Dataset(String),
    /// An annual report, by school year.
    Report(String),
    /// A person with an account.
    Person(UserId),
    /// A request for disclosure, by number.
    Request(String),
    /// An opinion, enquiry or correction, by number.
    Voice(String),
    /// A complaint, by number, or what complaints are sealed to: told to nobody but those who may know of complaints.
    Complaint(String),
    /// A survey, by number.
    Survey(String),
}

impl Object {
    /// The kind of what only those are told of who may know of complaints.
    pub const COMPLAINT: &'static str = "complaint";

    /// Kind and key as the store keeps them.
    pub fn parts(&self) -> (&'static str, String) {
        match self {
            Object::School => ("school", String::new()),
            Object::Unit(code) => ("unit", code.clone()),
            Object::Channel(code) => ("channel", code.clone()),
            Object::Item(key) => ("item", key.clone()),
            Object::Record(id) => ("record", id.to_string()),
            Object::Dataset(key) => ("dataset", key.clone()),
            Object::Report(year) => ("report", year.clone()),
            Object::Person(id) => ("person", id.to_string()),
            Object::Request(number) => ("request", number.clone()),
            Object::Voice(number) => ("voice", number.clone()),
            Object::Complaint(number) => (Object::COMPLAINT, number.clone()),
            Object::Survey(number) => ("survey", number.clone()),
        }
    }
}

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Actor {
    /// The program itself, doing this job.
    System(&'static str),
    /// Somebody without an account.
    Visitor,
    /// Somebody at the command line of the server, who needs no account.
    Operator,
    /// A person with an account.
    User(UserId),
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Actor::System(job) => write!(f, "system:{job}"),
            Actor::Visitor => write!(f, "visitor"),
            Actor::Operator => write!(f, "operator"),
            Actor::User(id) => write!(f, "{id}"),
        }
    }
}

/// One event, before it is committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What was done.
    pub act: Act,
    /// To what.
    pub object: Object,
    /// Why, where the act needs a reason.
    pub reason: Option<String>,
    /// Small facts by name.
    pub facts: Vec<(&'static str, String)>,
    /// Whether what anybody but the staff sees is concerned. Pages and other kept answers follow these events and no
    /// others; saving a draft moves nothing.
    pub public: bool,
}

impl Act {
    /// Whether somebody wrote in an edition: its text, or its attachments.
    pub fn writes(self) -> bool {
        matches!(
            self,
            Act::RecordDrafted
                | Act::ListWritten
                | Act::AttachmentAdded
                | Act::AttachmentRedacted
                | Act::AttachmentRemoved
        )
    }

    /// Whether it always concerns what is on view. Of records, the transition says so each time.
    fn is_public(self) -> bool {
        matches!(
            self,
            Act::SchoolFounded
                | Act::SchoolChanged
                | Act::UnitWritten
                | Act::UnitRenamed
                | Act::UnitRecoded
                | Act::UnitMerged
                | Act::UnitDeleted
                | Act::ChannelWritten
                | Act::ChannelRenamed
                | Act::ChannelRecoded
                | Act::ChannelMerged
                | Act::ChannelDeleted
                | Act::ItemSet
                | Act::CataloguePublished
                | Act::DatasetWritten
                | Act::DatasetDeleted
                | Act::NilStated
                | Act::NilDeleted
                | Act::RecordUndone
                | Act::ReportIssued
                | Act::LogSealed
                | Act::LogWitnessed
                // The portal takes complaints from then on.
                | Act::ComplaintKeySet
                // The portal asks, or tells.
                | Act::SurveyOpened
                | Act::SurveyClosed
                | Act::SurveyShown
                | Act::SurveyHidden
        )
    }
}

impl Event {
    /// An event without reason or facts.
    pub fn new(act: Act, object: Object) -> Event {
        Event { act, object, reason: None, facts: Vec::new(), public: act.is_public() }
    }

    /// The same, saying whether what is on view is concerned.
    pub(crate) fn seen(self, public: bool) -> Event {
        Event { public, ..self }
    }

    /// The same with a fact.
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Event {
        self.facts.push((name, value.to_string()));
        self
    }

    /// The same with a reason.
    pub fn because(mut self, reason: impl Into<String>) -> Event {
        self.reason = Some(reason.into());
        self
    }
}
