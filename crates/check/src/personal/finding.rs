//! What a finding is: kind, place, how sure, and why.
//!
//! A finding never carries what was found: only a masked form that keeps at most three characters at the
//! front and four at the back, so it can be printed, logged and stored.

use std::ops::Range;

use domain::extract::Concealed;

/// What sort of personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Citizen identity number (GB 11643), of 18 or 15 characters.
    IdCard,
    /// Bank card number.
    BankCard,
    /// Mobile telephone number of mainland China.
    Mobile,
    /// Fixed-line telephone number.
    Landline,
    /// E-mail address.
    Email,
    /// Home address.
    Address,
    /// Date of birth.
    BirthDate,
    /// Passport or other travel paper.
    Passport,
    /// Another number or fact that points to one person: officer's card, residence permit, social
    /// security card, student number, or a column a policy forbids that has no kind of its own.
    OtherId,
}

impl Kind {
    /// All kinds in the order of the contract.
    pub const ALL: [Kind; 9] = [
        Kind::IdCard,
        Kind::BankCard,
        Kind::Mobile,
        Kind::Landline,
        Kind::Email,
        Kind::Address,
        Kind::BirthDate,
        Kind::Passport,
        Kind::OtherId,
    ];

    /// The word of the JSON contract.
    pub fn code(self) -> &'static str {
        match self {
            Kind::IdCard => "id_card",
            Kind::BankCard => "bank_card",
            Kind::Mobile => "mobile",
            Kind::Landline => "landline",
            Kind::Email => "email",
            Kind::Address => "address",
            Kind::BirthDate => "birth_date",
            Kind::Passport => "passport",
            Kind::OtherId => "other_id",
        }
    }

    /// The name shown to people, in Chinese.
    pub fn zh(self) -> &'static str {
        match self {
            Kind::IdCard => "身份证件号码",
            Kind::BankCard => "银行卡号",
            Kind::Mobile => "手机号码",
            Kind::Landline => "固定电话号码",
            Kind::Email => "电子邮箱",
            Kind::Address => "家庭住址",
            Kind::BirthDate => "出生日期",
            Kind::Passport => "护照或出入境证件号码",
            Kind::OtherId => "其他个人信息",
        }
    }

    /// The name shown to people, in English.
    pub fn en(self) -> &'static str {
        match self {
            Kind::IdCard => "identity number",
            Kind::BankCard => "bank card number",
            Kind::Mobile => "mobile number",
            Kind::Landline => "landline number",
            Kind::Email => "e-mail address",
            Kind::Address => "home address",
            Kind::BirthDate => "date of birth",
            Kind::Passport => "passport or travel paper number",
            Kind::OtherId => "other personal data",
        }
    }

    /// Which of two overlapping findings stays, when both are as certain: the lower.
    fn rank(self) -> u8 {
        match self {
            Kind::Email => 0,
            Kind::IdCard => 1,
            Kind::Passport => 2,
            Kind::BankCard => 3,
            Kind::Mobile => 4,
            Kind::Landline => 5,
            Kind::OtherId => 6,
            Kind::BirthDate => 7,
            Kind::Address => 8,
        }
    }
}

/// One piece of personal data found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// Bytes of the text scanned ([`domain::extract::Extract::text`]), on character boundaries, covering
    /// the characters as they stand, with blanks, breaks and invisible characters inside.
    pub range: Range<usize>,
    /// Index of the block it begins in; 0 for running text.
    pub block: usize,
    /// What may be shown of it: at most three characters at the front and four at the back. The name of
    /// the column when [`Reason::ForbiddenColumn`] or [`Reason::MaskedColumn`] says that it is a column.
    pub masked: String,
    /// Whether it is personal data beyond reasonable doubt. What is not certain is for a person to judge.
    pub certain: bool,
    /// Whether the file itself hides some of its characters, as in `138****1234`.
    pub partly_masked: bool,
    /// Why a reader of the document would not see it, if so.
    pub concealed: Option<Concealed>,
    /// What decided.
    pub why: Reason,
}

impl Finding {
    /// Whether it speaks of a column as a whole: its range is the head, which holds no personal data itself
    /// and stays when the cells are redacted.
    pub fn is_column(&self) -> bool {
        matches!(self.why, Reason::ForbiddenColumn | Reason::MaskedColumn)
    }

    pub(super) fn new(kind: Kind, range: Range<usize>, masked: String, certain: bool, why: Reason) -> Finding {
        Finding { kind, range, block: 0, masked, certain, partly_masked: false, concealed: None, why }
    }
}

/// Why something was reported, and why as certain or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// An identity number with a real region, a real date and a right check character.
    IdAllMarks,
    /// A fifteen-digit identity number that the text or column names as one.
    IdOldForm,
    /// A real date and check character, but no such county is known.
    IdUnknownCounty,
    /// All marks of an identity number, but the text calls it something else or it is part of an address or code.
    IdCalledOtherwise,
    /// All marks of an identity number with a date of birth so recent that a project number is as likely.
    IdRecentDate,
    /// Named an identity number, or shaped like one, but its check character or date is wrong.
    IdWrongMarks,
    /// Fifteen digits with the marks of an old identity number and no word that says so.
    IdOldFormUnnamed,
    /// A bank card by its label, or by a known issuer, with a right check digit.
    CardAllMarks,
    /// A right check digit and a network's range, but no label and no known issuer.
    CardUnnamed,
    /// Named a bank card, but its check digit or length is wrong.
    CardWrongMarks,
    /// A card or account number that the text gives as an institution's.
    CardOfInstitution,
    /// A number of a mobile range.
    MobileRange,
    /// A mobile number that the text gives as an office's.
    MobileOfOffice,
    /// A mobile number in an unusual grouping, or beside other digits, without a word that says so.
    MobileUnsure,
    /// A fixed-line number said to be a private person's.
    LandlinePrivate,
    /// A fixed-line number; most are offices'.
    LandlineUnsure,
    /// An e-mail address.
    EmailAddress,
    /// An e-mail address that is an office's by its name, its domain or the text.
    EmailOfOffice,
    /// A home address down to the house, named as one.
    AddressNamed,
    /// An address that is not said to be a home, or a home without house number.
    AddressUnsure,
    /// A date named as someone's date of birth.
    BirthNamed,
    /// A month of birth as notices of appointment print it.
    BirthMonth,
    /// A date of birth in a sentence about a person who may be long dead.
    BirthUnsure,
    /// A passport or travel paper named as such.
    PaperNamed,
    /// Another paper named as such.
    OtherPaperNamed,
    /// A number given by a school or examination, which a list should show masked.
    StudentNumber,
    /// Part of the number is covered, the rest still points to a person.
    PartlyMasked,
    /// A column that this kind of publicity may not show.
    ForbiddenColumn,
    /// A column that is shown masked or not at all by default.
    MaskedColumn,
    /// Beside names, under a head that says so: illness, faith, a family's poverty.
    SensitiveColumn,
    /// Beside names, in a cell whose words say so.
    SensitiveCell,
    /// The address behind a link holds it, whatever the link's text says.
    BehindLink,
}

impl Reason {
    /// A stable word for machines.
    pub fn code(self) -> &'static str {
        self.words().0
    }

    /// One sentence for people, in Chinese.
    pub fn zh(self) -> &'static str {
        self.words().1
    }

    /// One sentence for people, in English.
    pub fn en(self) -> &'static str {
        self.words().2
    }

    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Reason::IdAllMarks => {
                ("id-all-marks", "地区、出生日期和校验码都成立", "region, date of birth and check character all hold")
            }
            Reason::IdOldForm => (
                "id-old-form",
                "写明是身份证号的15位旧号码",
                "an old fifteen-digit number, named as an identity number",
            ),
            Reason::IdUnknownCounty => (
                "id-unknown-county",
                "日期和校验码成立，但县级代码不在已知之列",
                "date and check character hold, but the county code is unknown",
            ),
            Reason::IdCalledOtherwise => (
                "id-called-otherwise",
                "符合身份证号规则，但文中称作别的编号或在网址、编码之中",
                "fits the rules of an identity number, but the text calls it something else or it is part of an address or code",
            ),
            Reason::IdRecentDate => (
                "id-recent-date",
                "符合身份证号规则，但日期很近，也可能是项目编号",
                "fits the rules, but its date is so recent that it may be a project number",
            ),
            Reason::IdWrongMarks => (
                "id-wrong-marks",
                "写作身份证号或形似身份证号，但校验码、日期或位数不对",
                "named or shaped as an identity number, but check character, date or length is wrong",
            ),
            Reason::IdOldFormUnnamed => (
                "id-old-form-unnamed",
                "形似15位旧身份证号，文中没有写明",
                "looks like an old fifteen-digit identity number, not named as one",
            ),
            Reason::CardAllMarks => {
                ("card-all-marks", "卡号前缀或称谓与校验位都成立", "issuer or label, and the check digit, hold")
            }
            Reason::CardUnnamed => (
                "card-unnamed",
                "校验位成立，但没有称谓，发卡行未知",
                "the check digit holds, but there is no label and the issuer is unknown",
            ),
            Reason::CardWrongMarks => (
                "card-wrong-marks",
                "写作银行卡号，但校验位或位数不对",
                "named a bank card, but check digit or length is wrong",
            ),
            Reason::CardOfInstitution => {
                ("card-of-institution", "像是单位账户", "seems to be an institution's account")
            }
            Reason::MobileRange => ("mobile-range", "手机号段", "a number of a mobile range"),
            Reason::MobileOfOffice => {
                ("mobile-of-office", "手机号，文中作为单位联系电话", "a mobile number given as an office's")
            }
            Reason::MobileUnsure => (
                "mobile-unsure",
                "形似手机号，分隔或上下文不明确",
                "looks like a mobile number; grouping or surroundings leave doubt",
            ),
            Reason::LandlinePrivate => ("landline-private", "写明是个人或家庭电话", "said to be a private telephone"),
            Reason::LandlineUnsure => {
                ("landline-unsure", "固定电话，可能是单位电话", "a fixed line, possibly an office's")
            }
            Reason::EmailAddress => ("email-address", "电子邮箱地址", "an e-mail address"),
            Reason::EmailOfOffice => ("email-of-office", "像是单位邮箱", "seems to be an office's mailbox"),
            Reason::AddressNamed => ("address-named", "具体到门牌的个人住址", "a person's address down to the house"),
            Reason::AddressUnsure => (
                "address-unsure",
                "像是住址，但没有写明是个人的或不到门牌",
                "looks like an address, but not said to be a person's or not down to the house",
            ),
            Reason::BirthNamed => ("birth-named", "写明是出生日期", "named as a date of birth"),
            Reason::BirthMonth => ("birth-month", "出生年月", "a month of birth"),
            Reason::BirthUnsure => ("birth-unsure", "叙述中的出生日期", "a date of birth in a narrative"),
            Reason::PaperNamed => ("paper-named", "写明是护照或出入境证件", "named as a passport or travel paper"),
            Reason::OtherPaperNamed => ("other-paper-named", "写明是个人证件号码", "named as a personal paper"),
            Reason::StudentNumber => (
                "student-number",
                "学号、考生号等编号，公示时一般应遮盖",
                "a student or candidate number, to be masked in public lists",
            ),
            Reason::PartlyMasked => (
                "partly-masked",
                "只遮盖了一部分，余下的仍可指向个人",
                "masked in part; what is left still points to a person",
            ),
            Reason::ForbiddenColumn => {
                ("forbidden-column", "这一类公示不得出现的栏目", "a column that this kind of publicity may not show")
            }
            Reason::MaskedColumn => (
                "masked-column",
                "这一类公示一般应遮盖或略去的栏目",
                "a column to be masked or left out in this kind of publicity",
            ),
            Reason::SensitiveColumn => (
                "sensitive-column",
                "姓名旁边写着病情、信仰、家庭困难这类敏感情况：去掉这一栏；名单确需公开的，用“公示”发布",
                "illness, faith or a family's poverty beside names: take the column out; a list that has to be public is put up as a publicity period",
            ),
            Reason::SensitiveCell => (
                "sensitive-cell",
                "姓名旁边的话像是说病情、信仰、家庭困难：不必公开的去掉；名单确需公开的，用“公示”发布",
                "words beside a name seem to tell of illness, faith or a family's poverty: take out what need not be public; a list that has to be is put up as a publicity period",
            ),
            Reason::BehindLink => ("behind-link", "链接地址之中含有", "held by the address behind a link"),
        }
    }
}

/// The digits or characters of a number with its middle hidden: three at the front, four at the back of
/// what is long enough (11 characters), less of what is shorter.
pub(super) fn mask(value: &str) -> String {
    let length = if value.is_ascii() { value.len() } else { value.chars().count() };
    let (front, back) = shown_of(length);
    if value.is_ascii() {
        let mut shown = String::with_capacity(length);
        shown.push_str(&value[..front]);
        push_stars(&mut shown, length - front - back);
        shown.push_str(&value[length - back..]);
        return shown;
    }
    value.chars().enumerate().map(|(at, c)| if at < front || at >= length - back { c } else { '*' }).collect()
}

/// Adds `count` asterisks.
pub(super) fn push_stars(shown: &mut String, count: usize) {
    const STARS: &str = "************************";
    let mut left = count;
    while left > 0 {
        let some = left.min(STARS.len());
        shown.push_str(&STARS[..some]);
        left -= some;
    }
}

/// [`mask`] of a number given as values 0 to 9.
pub(super) fn mask_digits(digits: &[u8]) -> String {
    let (front, back) = shown_of(digits.len());
    let mut shown = String::with_capacity(digits.len());
    shown.extend(digits[..front].iter().map(|digit| char::from(b'0' + digit)));
    push_stars(&mut shown, digits.len() - front - back);
    shown.extend(digits[digits.len() - back..].iter().map(|digit| char::from(b'0' + digit)));
    shown
}

/// How many characters are shown at the front and at the back of `length`.
fn shown_of(length: usize) -> (usize, usize) {
    match length {
        0..=3 => (0, 0),
        4..=6 => (1, 0),
        7..=10 => (2, 2),
        _ => (3, 4),
    }
}

/// Shows only the first `front` characters, and says no more of the length than a dozen.
pub(super) fn mask_front(value: &str, front: usize) -> String {
    let length = value.chars().count();
    let front = front.min(length.saturating_sub(1));
    value.chars().take(front).chain(std::iter::repeat_n('*', (length - front).min(12))).collect()
}

/// Sorts the findings from index `first` on by place and drops what overlaps a better one among them.
pub(super) fn settle(findings: &mut Vec<Finding>, first: usize) {
    if findings.len() < first + 2 {
        return;
    }
    let key = |finding: &Finding| (!finding.certain, finding.kind.rank(), usize::MAX - finding.range.len());
    findings[first..].sort_by_key(|finding| (finding.range.start, key(finding)));
    let apart = |pair: &[Finding]| pair[0].range.end <= pair[1].range.start;
    if findings[first..].windows(2).all(apart) {
        return;
    }
    let last = findings.split_off(first);
    for finding in last {
        // A better one pushes out all worse ones it overlaps; a worse one is dropped.
        let beaten = findings[first..]
            .iter()
            .rev()
            .take_while(|other| other.range.end > finding.range.start)
            .any(|other| key(other) <= key(&finding));
        if beaten {
            continue;
        }
        while findings.len() > first && findings.last().is_some_and(|other| other.range.end > finding.range.start) {
            findings.pop();
        }
        findings.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_keep_the_shape_of_the_contract() {
        assert_eq!(mask("430602199001011234"), "430***********1234");
        assert_eq!(mask("13800000000"), "138****0000");
        assert_eq!(mask("8412345"), "84***45");
        assert_eq!(mask("12"), "**");
        assert_eq!(mask_front("湖南省岳阳市", 3), "湖南省***");
        assert_eq!(mask_front("湖", 3), "*");
    }

    #[test]
    fn every_reason_has_its_own_code() {
        let all = [
            Reason::IdAllMarks,
            Reason::IdOldForm,
            Reason::IdUnknownCounty,
            Reason::IdCalledOtherwise,
            Reason::IdRecentDate,
            Reason::IdWrongMarks,
            Reason::IdOldFormUnnamed,
            Reason::CardAllMarks,
            Reason::CardUnnamed,
            Reason::CardWrongMarks,
            Reason::CardOfInstitution,
            Reason::MobileRange,
            Reason::MobileOfOffice,
            Reason::MobileUnsure,
            Reason::LandlinePrivate,
            Reason::LandlineUnsure,
            Reason::EmailAddress,
            Reason::EmailOfOffice,
            Reason::AddressNamed,
            Reason::AddressUnsure,
            Reason::BirthNamed,
            Reason::BirthMonth,
            Reason::BirthUnsure,
            Reason::PaperNamed,
            Reason::OtherPaperNamed,
            Reason::StudentNumber,
            Reason::PartlyMasked,
            Reason::ForbiddenColumn,
            Reason::MaskedColumn,
            Reason::BehindLink,
        ];
        let codes: std::collections::HashSet<_> = all.iter().map(|reason| reason.code()).collect();
        assert_eq!(codes.len(), all.len());
    }
}
