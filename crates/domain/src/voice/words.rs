//! The closed lists of voices: what they are, by what way they come in, how they are answered.

use crate::coded::coded;

coded! {
    /// What somebody has to say.
    Kind {
        /// An opinion, of the opinion box.
        Opinion = "opinion", "意见";
        /// A question.
        Enquiry = "enquiry", "咨询";
        /// That a published fact is wrong.
        Correction = "correction", "更正";
        /// A complaint about how disclosure is done (办法第二十六条). Sealed to the supervisors.
        Complaint = "complaint", "举报";
    }
}

impl Kind {
    /// Whether its words are sealed, and nobody but the supervisors knows of it.
    pub fn is_sealed(self) -> bool {
        self == Kind::Complaint
    }

    /// How its numbers begin: each kind counts by itself, so that no gap in the numbers of one tells of another.
    pub fn prefix(self) -> &'static str {
        match self {
            Kind::Opinion => "意",
            Kind::Enquiry => "咨",
            Kind::Correction => "更",
            Kind::Complaint => "举",
        }
    }
}

coded! {
    /// By what way it came in.
    Intake {
        /// By the form of the portal.
        Portal = "portal", "网上";
        /// By the hotline.
        Hotline = "hotline", "热线";
        /// By a box on a wall.
        Box = "box", "意见箱";
        /// By letter.
        Letter = "letter", "来信";
        /// On a reception day of the school's leaders.
        ReceptionDay = "reception_day", "校领导接待日";
        /// In person.
        Visit = "visit", "来访";
    }
}

coded! {
    /// What came of it.
    Outcome {
        /// An opinion that is followed.
        Adopted = "adopted", "采纳";
        /// An opinion that is followed in part.
        PartlyAdopted = "partly_adopted", "部分采纳";
        /// An opinion that is not followed, with the reason.
        NotAdopted = "not_adopted", "不采纳，已说明理由";
        /// A question that was answered.
        Explained = "explained", "已解答";
        /// What was published was wrong.
        Right = "right", "属实，予以更正";
        /// A part of it was.
        PartlyRight = "partly_right", "部分属实，予以更正";
        /// What was published is right.
        NotRight = "not_right", "公开内容无误";
        /// A complaint that is founded.
        Founded = "founded", "属实";
        /// A complaint of which a part is founded.
        PartlyFounded = "partly_founded", "部分属实";
        /// A complaint that is not founded.
        Unfounded = "unfounded", "不属实";
        /// A complaint of which it could not be found out.
        Unproven = "unproven", "无法查实";
    }
}

impl Outcome {
    /// The kind that is answered with it.
    pub fn kind(self) -> Kind {
        use Outcome::*;
        match self {
            Adopted | PartlyAdopted | NotAdopted => Kind::Opinion,
            Explained => Kind::Enquiry,
            Right | PartlyRight | NotRight => Kind::Correction,
            Founded | PartlyFounded | Unfounded | Unproven => Kind::Complaint,
        }
    }

    /// Whether something published has to be changed.
    pub fn amends(self) -> bool {
        matches!(self, Outcome::Right | Outcome::PartlyRight)
    }
}
