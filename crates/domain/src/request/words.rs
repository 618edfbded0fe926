//! The closed lists of requests: how they come in, who asks, in what form and by what way, how they are answered.
//!
//! Codes stand in the store and in files; Chinese words are those of the customary register and of the decree's reply kinds.

use crate::coded::coded;

coded! {
    /// How a request came in.
    Intake {
        /// By the form of the portal.
        Portal = "portal", "网上";
        /// By letter.
        Letter = "letter", "信函";
        /// By mail over the net.
        Email = "email", "电子邮件";
        /// By fax.
        Fax = "fax", "传真";
        /// In person, in writing.
        Visit = "visit", "当面";
        /// Told, and written down by the office.
        Oral = "oral", "口头";
    }
}

coded! {
    /// Who asks, as the customary register divides them.
    ApplicantKind {
        /// Somebody who works at the school.
        Staff = "staff", "本校教职工";
        /// A student of the school.
        Student = "student", "学生";
        /// A former student.
        Alumnus = "alumnus", "校友";
        /// Any other person.
        Citizen = "citizen", "公民";
        /// A legal person or another organisation.
        Organisation = "organisation", "法人或其他组织";
    }
}

coded! {
    /// In what form the information is wanted.
    Wanted {
        /// As a file.
        Electronic = "electronic", "电子";
        /// On paper.
        Paper = "paper", "纸质";
        /// On a disc.
        Disc = "disc", "光盘";
    }
}

coded! {
    /// By what way it is wanted.
    Way {
        /// By mail over the net.
        Email = "email", "电子邮件";
        /// By post.
        Post = "post", "邮寄";
        /// By courier.
        Courier = "courier", "快递";
        /// By fax.
        Fax = "fax", "传真";
        /// To be fetched.
        Collect = "collect", "自取";
        /// To be read and copied at the school.
        Read = "read", "当场阅读抄录";
    }
}

coded! {
    /// The seven kinds of reply (办法第十八条).
    ReplyKind {
        /// In the public range: way and channel.
        Open = "18-1", "属于公开范围";
        /// Not public: statement and reason.
        Closed = "18-2", "不属于公开范围";
        /// Not this school's, or it does not exist.
        Absent = "18-3", "不属于本校职责范围或不存在";
        /// A part is public.
        Parted = "18-4", "部分公开";
        /// Unclear.
        Unclear = "18-5", "申请内容不明确";
        /// Asked before.
        Repeated = "18-6", "重复申请";
        /// Anything else.
        Other = "18-7", "其他答复";
    }
}

coded! {
    /// Groups of results, in the order of the register.
    Group {
        /// Public already.
        Public = "public", "已主动公开";
        /// Given.
        Granted = "granted", "予以公开";
        /// Given in part.
        Parted = "parted", "部分公开";
        /// Refused.
        Refused = "refused", "不予公开";
        /// Nothing that could be given.
        Absent = "absent", "无法提供";
        /// Not handled.
        Declined = "declined", "不予处理";
        /// Otherwise ended.
        Other = "other", "其他";
    }
}

coded! {
    /// What came of a request, as the register and the report count it.
    Outcome {
        /// It was public already.
        Public = "public", "已主动公开";
        /// It is given.
        Granted = "granted", "予以公开";
        /// A part of it is given.
        Parted = "parted", "部分公开";
        /// A state secret.
        Secret = "secret", "不予公开：国家秘密";
        /// Forbidden by law.
        Forbidden = "forbidden", "不予公开：法律法规禁止";
        /// It would endanger security, stability or the school's.
        Stability = "stability", "不予公开：三安全一稳定、学校安全稳定";
        /// A secret of trade.
        Trade = "trade", "不予公开：商业秘密";
        /// Privacy, or a third party's right.
        Privacy = "privacy", "不予公开：个人隐私、第三方合法权益";
        /// Internal affairs.
        Internal = "internal", "不予公开：内部事务信息";
        /// Of a process that is not ended.
        Process = "process", "不予公开：过程性信息";
        /// The school's own rule excludes it.
        SchoolRule = "school_rule", "不予公开：学校规定";
        /// Not this school's.
        NotOurs = "not_ours", "无法提供：不属于本校";
        /// It does not exist.
        Nonexistent = "nonexistent", "无法提供：信息不存在";
        /// It would have to be made.
        Processing = "processing", "无法提供：需要加工、分析";
        /// Unclear after a supplement as well.
        StillUnclear = "still_unclear", "无法提供：补正后仍不明确";
        /// A petition, report or complaint in the form of a request.
        Petition = "petition", "不予处理：信访、举报、投诉";
        /// Asked and answered before.
        Repeated = "repeated", "不予处理：重复申请";
        /// It is for sale in print.
        Publication = "publication", "不予处理：公开出版物";
        /// Very many, over and over.
        Excessive = "excessive", "不予处理：大量、反复申请";
        /// No supplement came in time.
        Abandoned = "abandoned", "其他：逾期不补正，视为放弃";
        /// The applicant withdrew it.
        Withdrawn = "withdrawn", "其他：申请人撤回";
        /// A special rule applies.
        SpecialRule = "special_rule", "其他：依照特别规定办理";
        /// It has gone to the archives.
        Archives = "archives", "其他：已移交档案";
        /// Handled together with another request, and counted as one of its own.
        Merged = "merged", "其他：并案办理";
        /// It was no request: forged, or poured in. It is in no account.
        Dismissed = "dismissed", "不计入：虚假或者批量提交";
    }
}

impl Outcome {
    /// Its group.
    pub fn group(self) -> Group {
        use Outcome::*;
        match self {
            Public => Group::Public,
            Granted => Group::Granted,
            Parted => Group::Parted,
            Secret | Forbidden | Stability | Trade | Privacy | Internal | Process | SchoolRule => Group::Refused,
            NotOurs | Nonexistent | Processing | StillUnclear => Group::Absent,
            Petition | Repeated | Publication | Excessive => Group::Declined,
            Abandoned | Withdrawn | SpecialRule | Archives | Merged | Dismissed => Group::Other,
        }
    }

    /// Which of the seven kinds an answer with this result is.
    pub fn reply(self) -> ReplyKind {
        use Outcome::*;
        match self {
            Public | Granted => ReplyKind::Open,
            Parted => ReplyKind::Parted,
            NotOurs | Nonexistent => ReplyKind::Absent,
            StillUnclear | Abandoned => ReplyKind::Unclear,
            Repeated => ReplyKind::Repeated,
            Processing | Petition | Publication | Excessive | Withdrawn | SpecialRule | Archives | Merged
            | Dismissed => ReplyKind::Other,
            _ => ReplyKind::Closed,
        }
    }

    /// Whether an answer may be written with it; the others follow from an act of their own.
    pub fn is_answer(self) -> bool {
        !matches!(self, Outcome::Abandoned | Outcome::Withdrawn | Outcome::Merged | Outcome::Dismissed)
    }

    /// Whether an answer with it has to name the rule it rests on.
    pub fn needs_ground(self) -> bool {
        matches!(self.group(), Group::Refused | Group::Parted) || self == Outcome::SpecialRule
    }

    /// Whether an answer with it has to rest on a search that was written down.
    pub fn needs_search(self) -> bool {
        self == Outcome::Nonexistent
    }
}

coded! {
    /// What a third party said.
    Opinion {
        /// It may be given.
        Agrees = "agrees", "同意公开";
        /// A part of it may.
        Partly = "partly", "部分同意公开";
        /// It may not.
        Refuses = "refuses", "不同意公开";
        /// Nothing came in time.
        Silent = "silent", "逾期未答复";
    }
}
