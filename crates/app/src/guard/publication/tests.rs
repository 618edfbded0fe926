//! The gate's promises: what is refused, what is asked and what is left in peace, field by field; that fields do not
//! speak for each other; that nothing found is shown whole.

use super::*;
use proptest::prelude::*;

/// Names of fields of every kind of thing that becomes public.
const FIELDS: [&str; 28] = [
    "title",
    "summary",
    "body",
    "keywords",
    "change_note",
    "state_reason",
    "document_number",
    "issuer",
    "publicity",
    "locator",
    "release.locator",
    "release.evidence",
    "release.note",
    "unit.name",
    "unit.members",
    "channel.name",
    "item.text",
    "item.reason",
    "dataset.title",
    "dataset.source",
    "figure.name",
    "figure.definition",
    "figure.disputed",
    "report.heading",
    "report.text",
    "nil.signed_by",
    "nil.note",
    "file.name",
];

/// Fields that are there for an office's contact.
const OFFICE_FIELDS: [&str; 4] = ["school.phone", "school.email", "unit.duty", "channel.address"];

/// Texts the engine is certain of, wherever they stand.
const CERTAIN: [(Kind, &str); 9] = [
    (Kind::IdCard, "110101199003070038"),
    (Kind::IdCard, "张某（110101 1990 0307 0038）"),
    (Kind::IdCard, "１１０１０１１９９００３０７００３８"),
    (Kind::BankCard, "银行卡号6222021234567890128"),
    (Kind::Address, "家庭住址：湖南省岳阳市岳阳楼区某某路18号3栋402室"),
    (Kind::BirthDate, "出生日期：1998年3月5日"),
    (Kind::Passport, "护照号码：E12345678"),
    (Kind::Landline, "家长电话：0730-8412345"),
    (Kind::OtherId, "军官证号：军字第1234567号"),
];

/// Contacts that are a person's unless the field is an office's.
const CONTACTS: [(Kind, &str); 3] =
    [(Kind::Mobile, "13800000000"), (Kind::Mobile, "李某 138-0000-0000"), (Kind::Email, "wang123@qq.com")];

/// What may be a person's and may be not.
const SUSPECTED: [(Kind, &str); 4] = [
    (Kind::Landline, "电话：0730-8412345"),
    (Kind::Mobile, "招生咨询电话：13800000000"),
    (Kind::Email, "联系邮箱：xxgk@hnmzy.edu.cn"),
    (Kind::IdCard, "身份证号：110101199003070039"),
];

/// What says nothing of a person that may not be said.
const HARMLESS: [&str; 10] = [
    "关于开展2022-2023学年家庭经济困难学生认定工作的通知",
    "张三、李四、王五",
    "组长：党委书记、院长",
    "某院发〔2023〕12号",
    "https://www.example.edu.cn/info/1013/20230905.htm",
    "12345678901234567890",
    "统一社会信用代码：12430000448809468T",
    "监督电话：0730-8412345",
    "湖南省岳阳市岳阳楼区学院路18号某某职业学院",
    "",
];

#[track_caller]
fn one<'n>(field: Field<'n, '_>) -> Verdict<'n> {
    Gate::default().judge([field])
}

#[test]
fn what_is_certain_is_refused_in_every_field() {
    for (kind, text) in CERTAIN {
        for name in FIELDS {
            let verdict = one(Field::new(name, text));
            assert!(!verdict.passes(), "{name}: {text}");
            assert_eq!((verdict.refused[0].field, verdict.refused[0].kind), (name, kind), "{text}");
        }
        for name in OFFICE_FIELDS {
            let verdict = one(Field::of_office(name, text));
            assert!(!verdict.passes() && verdict.refused[0].kind == kind, "{name}: {text}: {verdict:?}");
        }
    }
}

#[test]
fn a_mobile_number_is_refused_but_asked_about_where_an_office_has_its_contact() {
    for (kind, text) in CONTACTS {
        for name in FIELDS {
            let verdict = one(Field::new(name, text));
            assert_eq!(
                verdict.refused.iter().map(|concern| concern.kind).collect::<Vec<_>>(),
                [kind],
                "{name}: {text}"
            );
        }
        for name in OFFICE_FIELDS {
            let verdict = one(Field::of_office(name, text));
            assert!(verdict.passes(), "{name}: {text}");
            assert_eq!(verdict.asked.iter().map(|concern| concern.kind).collect::<Vec<_>>(), [kind], "{name}: {text}");
        }
    }
}

#[test]
fn what_is_only_suspected_is_asked_and_passes() {
    for (kind, text) in SUSPECTED {
        for name in FIELDS {
            let verdict = one(Field::new(name, text));
            assert!(verdict.passes(), "{name}: {text}: {verdict:?}");
            assert_eq!(verdict.asked.iter().map(|concern| concern.kind).collect::<Vec<_>>(), [kind], "{text}");
        }
    }
}

#[test]
fn names_offices_numbers_of_things_and_addresses_of_schools_are_left_in_peace() {
    for text in HARMLESS {
        for name in FIELDS {
            assert_eq!(one(Field::new(name, text)), Verdict::default(), "{text}");
        }
        assert_eq!(one(Field::of_office("unit.duty", text)), Verdict::default(), "{text}");
    }
}

#[test]
fn a_concern_names_field_and_place_and_shows_nothing_whole() {
    let mut gate = Gate::default();
    let verdict = gate.judge([
        Field::new("title", "公示"),
        Field::new("summary", ""),
        Field::new("body", "甲乙110101199003070038，电话0730-8412345"),
        Field::new("change_note", "补充13800000000"),
    ]);
    let told = |concern: &Concern<'_>| (concern.field.to_string(), concern.masked.clone(), concern.place.clone());
    assert_eq!(
        verdict.refused.iter().map(told).collect::<Vec<_>>(),
        [("body".into(), "110***********0038".into(), 2..20), ("change_note".into(), "138****0000".into(), 2..13)]
    );
    assert_eq!(verdict.asked.iter().map(told).collect::<Vec<_>>(), [("body".into(), "073****2345".into(), 23..35)]);
    let shown = format!("{verdict:?}");
    assert!(["19900307", "0000000", "8412"].iter().all(|part| !shown.contains(part)), "{shown}");
    // The gate keeps nothing of one thing for the next.
    assert_eq!(gate.judge([Field::new("title", "公示")]), Verdict::default());
}

#[test]
fn halves_of_a_number_in_two_fields_are_no_number_and_a_label_names_nothing_in_the_next_field() {
    let judge = |first, second| Gate::default().judge([Field::new("first", first), Field::new("second", second)]);
    for (first, second) in [
        ("1101011990", "03070038"),
        ("11010119900307003", "8"),
        ("138", "00000000"),
        ("wang123", "@qq.com"),
        ("wang123@", "qq.com"),
        ("护照号码：", "E12345678"),
        ("家庭住址：", "湖南省岳阳市岳阳楼区某某路18号3栋402室"),
        ("家庭住址：湖南省岳阳市", "岳阳楼区某某路18号3栋402室"),
        ("出生日期：", "1998年3月5日"),
    ] {
        assert!(judge(first, second).passes(), "{first} | {second}");
    }
    // Nor does a label before take away what the next field is certain of.
    assert!(!judge("订单号：", "110101199003070038").passes());
    assert!(!judge("招生咨询电话：", "13800000000").passes());
}

/// Texts as fields have them, cut where numbers, labels and addresses would go on.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(vec![
            "110101199003070038", "11010119900307", "0038", "13800000000", "138", "0000", "0730-8412345", "8412345",
            "6222021234567890128", "1998年3月5日", "1998", "日生", "生", "wang123", "@qq.com", "@", "(at)163.com", "X", "x",
        ]),
        3 => prop::sample::select(vec![
            "身份证号：", "电话", "家庭住址：", "出生日期：", "银行卡号", "护照", "E12345678", "订单号：", "姓名", "户名：某某学院",
            "家住", "湖南省岳阳市", "岳阳楼区某某路", "18号3栋402室", "招生咨询电话：", "教务处", "个人", "身份证一一零一零一一九九零零三零七零零三八",
        ]),
        2 => prop::sample::select(vec![
            "\n", " ", "。", "，", "：", "-", ".", "1.", "+86", "转", "801", "***", "（", "）", "/", "http://", "元", "#", "&nbsp;", "\u{200B}", "|",
        ]),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]
    #[test]
    fn fields_judged_together_are_judged_as_each_alone(texts in prop::collection::vec(text(), 1..5)) {
        let fields: Vec<Field<'_, '_>> = texts.iter().zip(FIELDS).map(|(text, name)| Field::new(name, text)).collect();
        let mut gate = Gate::default();
        let together = gate.judge(fields.iter().copied());
        let (mut refused, mut asked) = (Vec::new(), Vec::new());
        for field in &fields {
            let alone = gate.judge([*field]);
            refused.extend(alone.refused);
            asked.extend(alone.asked);
        }
        prop_assert_eq!(together, Verdict { refused, asked });
    }
}
