//! Texts of a record, told by examples and by what must hold of all.

use super::*;
use proptest::prelude::*;

const BODY: &str = "各二级学院：\n现将评选2023年国家奖学金的有关事项通知如下。全校名额32个，10月25日前报送。\n# 一、名额\n| 学院 | 名额 |\n| 商<学>院 | 5 |\n>> 学生处\n>> 2023年10月18日";

fn source() -> Source<'static> {
    Source {
        school: "示例学院",
        unit: "学生处",
        title: "关于评选国家奖学金的通知",
        number: "示院学〔2023〕12号",
        summary: "",
        body: BODY,
        published: NaiveDate::from_ymd_opt(2023, 10, 20),
        address: "https://xxgk.example.cn/index/12345/2023-00017",
        inside: false,
    }
}

#[test]
fn a_group_reads_title_gist_and_address() {
    assert_eq!(
        texts(&source()).group,
        "【示例学院】《关于评选国家奖学金的通知》已公开。现将评选2023年国家奖学金的有关事项通知如下。\
         全校名额32个，10月25日前报送。\n原文：https://xxgk.example.cn/index/12345/2023-00017"
    );
}

#[test]
fn a_short_message_is_one_where_it_can_be_and_says_how_many_where_not() {
    let text = texts(&source()).message;
    assert_eq!(text, "【示例学院】《关于评选国家奖学金的通知》已公开。详见 xxgk.example.cn/index/12345/2023-00017");
    assert_eq!(messages(&text), Messages { units: 65, messages: 1, room: 5 });
    let long = "关于做好我校某某某某某某某某某某某某某某某某某某某某年度某某某某某某某某某工作的通知";
    let text = texts(&Source { title: long, ..source() }).message;
    assert!(text.contains(long), "whole: {text}");
    assert_eq!(messages(&text).messages, 2);
    let bare = "关于做好我校年度评优评先材料报送工作的通知";
    let text = texts(&Source { title: bare, ..source() }).message;
    assert_eq!(text, "【示例学院】做好我校年度评优评先材料报送工作，详见 xxgk.example.cn/index/12345/2023-00017");
    assert_eq!([0, 1, 70, 71, 134, 135].map(|n| messages(&"字".repeat(n)).messages), [0, 1, 1, 2, 2, 3]);
    assert_eq!(messages("😀").units, 2, "as telephones count it");
}

#[test]
fn a_screen_shows_what_fits_one_line_and_says_what_does_not() {
    assert_eq!(texts(&source()).screen, "关于评选国家奖学金的通知，详见信息公开网");
    let title = "关于开展家庭经济困难学生认定工作的通知";
    assert_eq!(texts(&Source { title, ..source() }).screen, "开展家庭经济困难学生认定工作，详见信息公开网");
    let long = "示例职业学院家庭经济困难学生认定工作实施办法（2023年修订）";
    let text = texts(&Source { title: long, ..source() }).screen;
    assert_eq!((text.as_str(), screen_over(&text)), (long, long.chars().count() - 24));
}

#[test]
fn a_broadcast_has_no_figure_in_it() {
    let text = texts(&source()).broadcast;
    assert_eq!(
        text,
        "各位老师、各位同学：示例学院公开了《关于评选国家奖学金的通知》。现将评选二〇二三年国家奖学金的有关事项通知如下。\
         全校名额三十二个，十月二十五日前报送。全文请到学校信息公开网查看。"
    );
    assert_eq!(seconds(&text), 20);
}

#[test]
fn figures_are_said_as_people_say_them() {
    for (written, said) in [
        ("2023-10-18", "二〇二三年十月十八日"),
        ("2023/9/1前", "二〇二三年九月一日前"),
        ("2023-2024学年", "二〇二三至二〇二四学年"),
        ("63.60%", "百分之六十三点六零"),
        ("０．５％", "百分之零点五"),
        ("1,234,567元", "一百二十三万四千五百六十七元"),
        ("10005人", "一万零五人"),
        ("20000册", "两万册"),
        ("100010", "十万零一十"),
        ("1000000", "一〇〇〇〇〇〇"),
        ("115人", "一百一十五人"),
        ("15日", "十五日"),
        ("210", "二百一十"),
        ("2个", "两个"),
        ("0731-88812345", "〇七三一，八八八一二三四五"),
        ("5-8人", "五至八人"),
        ("10:30", "十点三十分"),
        ("8:05到18：00", "八点零五分到十八点"),
        ("示院〔2023〕12号", "示院二〇二三年十二号"),
        ("教函〔2021〕310号", "教函二〇二一年三百一十号"),
        ("教函[2021]310号", "教函二〇二一年三百一十号"),
        ("〔甲〕", "甲"),
        ("A301室", "A三〇一室"),
        ("见https://a.cn/1。", "见原文中的网址。"),
        ("2022级", "二〇二二级"),
        ("99999999999999999999", "九九九九九九九九九九九九九九九九九九九九"),
    ] {
        assert_eq!(spoken(written), said, "{written}");
    }
}

#[test]
fn an_article_carries_its_look_and_escapes_every_word() {
    let html = article(&Source { summary: "a<b>&\"c\"", ..source() });
    assert!(html.contains("a&lt;b&gt;&amp;&quot;c&quot;") && html.contains("商&lt;学&gt;院"), "{html}");
    assert!(html.contains("text-align:right;\">学生处</p>") && html.contains("一、名额"), "{html}");
    assert!(html.contains("示例学院学生处") && html.contains("2023年10月20日公开"), "{html}");
    assert!(!html.contains("class=") && !html.contains("href"), "what the editor there drops");
}

#[test]
fn a_mail_has_the_whole_text() {
    let text = texts(&source()).mail;
    for part in [
        "示院学〔2023〕12号",
        "各二级学院：",
        "学院　名额\n商<学>院　5",
        "原文：https://",
        "来源：示例学院学生处，2023年10月20日公开",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(texts(&source()).subject, "【信息公开】关于评选国家奖学金的通知");
}

#[test]
fn without_a_public_address_nothing_points_nowhere() {
    let texts = texts(&Source { address: "", ..source() });
    assert!(texts.message.ends_with("详见学校信息公开网") && !texts.group.contains("原文"), "{texts:?}");
}

#[test]
fn what_only_the_school_reads_is_said_to_want_signing_in() {
    let with = texts(&Source { inside: true, ..source() });
    assert!(with.message.contains("登录查看 xxgk.example.cn"), "{}", with.message);
    for text in [&with.group, &with.mail] {
        assert!(text.contains("原文（登录后可看）：https://"), "{text}");
    }
    let without = texts(&Source { inside: true, address: "", ..source() });
    assert!(without.message.ends_with("登录学校信息公开网查看") && !without.message.contains("详见"), "{without:?}");
}

/// Elements of an article, and nothing else, begin with `<`.
fn without_our_elements(html: &str) -> String {
    let mut rest = html.to_string();
    for name in ["section", "p", "table", "tbody", "tr", "td"] {
        rest = rest.replace(&format!("</{name}>"), "");
        while let Some(at) = rest.find(&format!("<{name} ")).or_else(|| rest.find(&format!("<{name}>"))) {
            let end = rest[at..].find('>').unwrap() + at;
            rest.replace_range(at..=end, "");
        }
    }
    rest
}

proptest! {
    #[test]
    fn no_words_become_markup(title in ".{0,40}", summary in "[<>&\"'a字/ !-]{0,40}", body in "[<>&\"'|#\\^a字\n/ ]{0,120}") {
        let html = article(&Source { title: &title, summary: &summary, body: &body, ..source() });
        let rest = without_our_elements(&html);
        prop_assert!(!rest.contains(['<', '>', '"', '\'']), "{rest}");
    }

    #[test]
    fn nothing_is_longer_than_it_says(title in ".{1,90}", summary in ".{0,100}", body in "[字a。\n]{0,300}") {
        let texts = texts(&Source { title: &title, summary: &summary, body: &body, ..source() });
        let count = messages(&texts.message);
        prop_assert_eq!(count.units, texts.message.encode_utf16().count());
        let whole = if count.messages == 1 { MESSAGE } else { count.messages * MESSAGE_PART };
        prop_assert!(count.units <= whole && count.units + count.room == whole);
        let longest = texts.screen.chars().count();
        prop_assert!(longest <= SCREEN_LINE + screen_over(&texts.screen));
        prop_assert!(!texts.screen.contains('\n'));
        let gist = gist(&Source { summary: &summary, body: &body, ..source() }, 30);
        prop_assert!(gist.encode_utf16().count() <= 30, "{gist}");
    }

    #[test]
    fn no_figure_is_left_to_stumble_at(text in "[0-9０-９.,:：~%‰/a年月日人〔〕字-]{0,60}") {
        let said = spoken(&text);
        prop_assert!(!said.contains(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c)), "{said}");
    }
}
