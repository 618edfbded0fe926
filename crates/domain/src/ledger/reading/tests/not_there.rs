//! What a row says is not there is not made public, and what would be public for ever or for nobody is asked.

use super::*;

/// What is asked of a row, each kind once.
fn asked(reading: &Reading) -> Vec<Doubt> {
    let mut kinds: Vec<Doubt> = reading.questions.iter().map(|question| question.kind).collect();
    kinds.dedup();
    kinds
}

fn releases(reading: &Reading) -> Vec<(String, String, String)> {
    let one = |release: &ReleaseEntry| (release.channel.clone(), release.locator.clone(), release.on.to_string());
    reading.releases.iter().map(one).collect()
}

#[test]
fn a_day_that_has_not_come_is_asked_unless_a_column_says_what_the_record_is() {
    for text in ["未公开", "未发", "待定", "暂缓", "待发布", "尚未公开", "审批中"] {
        assert_eq!(asked(&read(&[("published_on", text), ("channel", "官网")])), [Doubt::NotYet], "{text}");
        for said in [("state", "草稿"), ("openness", "依申请公开"), ("audience", "校内")] {
            let reading = read(&[("published_on", text), said]);
            assert_eq!((asked(&reading), cell(&reading, "published_on")), (vec![], ""), "{text} {said:?}");
        }
    }
    let made = read(&[("made_on", "待定"), ("published_on", "2025-03-01")]);
    assert!(made.questions.is_empty(), "when it was made nobody need know");
}

#[test]
fn a_channel_that_is_denied_is_none_and_one_to_come_is_asked() {
    for text in [
        "未在官网公开",
        "官网×",
        "官网（待发）",
        "官网：否",
        "官网未公开",
        "官网（未发布）、公众号（待推送）",
        "未公开",
        "待定",
    ] {
        assert_eq!(asked(&read(&[("channel", text), ("published_on", "2025-03-01")])), [Doubt::NotYet], "{text}");
        let draft = read(&[("channel", text), ("state", "草稿")]);
        assert_eq!((asked(&draft), cell(&draft, "channel")), (vec![], ""), "{text}");
    }
    for text in ["官网×、公众号√", "官网：否；公众号：是", "公众号，未在官网公开", "公众号（已发布）"]
    {
        let reading = read(&[("channel", text)]);
        assert_eq!((asked(&reading), cell(&reading, "channel")), (vec![], "公众号"), "{text}");
        assert!(releases(&reading).is_empty(), "{text}");
    }
    for (text, candidate) in [("官网，点击量2300", "官网"), ("官网、公众号、阅读100次", "官网；公众号")]
    {
        let reading = read(&[("channel", text)]);
        assert_eq!(
            (asked(&reading), &reading.questions[0].candidates[..]),
            (vec![Doubt::Word], &[candidate.to_string()][..])
        );
    }
    let reading = read(&[("channel", "官网公众号")]);
    assert_eq!(
        (asked(&reading), reading.questions[0].candidates.as_slice()),
        (vec![Doubt::Word], &["官网；公众号".to_string()][..])
    );
}

#[test]
fn an_address_that_is_gone_is_asked() {
    let page = "https://x.edu.cn/1.htm";
    for words in ["；已失效", "；已删除", "（404）", "，已撤下", "（链接失效）"] {
        let reading = read(&[("locator", &format!("{page}{words}"))]);
        assert_eq!((asked(&reading), cell(&reading, "locator")), (vec![Doubt::Withdrawn], ""), "{words}");
        let down = read(&[("locator", &format!("{page}{words}")), ("state", "到期")]);
        assert!(down.questions.is_empty(), "{words}");
    }
    for text in ["待发布", "未上网", "暂未公开"] {
        assert_eq!(asked(&read(&[("locator", text), ("published_on", "2025-03-01")])), [Doubt::NotYet], "{text}");
    }
    for text in
        ["行政楼一楼公告栏", "https://x.edu.cn/404/1.htm", "官网：https://x.edu.cn/1.htm", "https://x.edu.cn/已删除/1"]
    {
        assert!(asked(&read(&[("locator", text)])).is_empty(), "{text}");
    }
}

#[test]
fn what_only_members_of_the_school_see_is_not_public() {
    for text in ["OA", "OA系统", "钉钉", "企业微信、OA", "内部邮件", "校内公告", "办公系统"] {
        assert_eq!(asked(&read(&[("channel", text), ("published_on", "2025-03-01")])), [Doubt::Inside], "{text}");
        for said in [
            ("audience", "校内"),
            ("audience", "社会"),
            ("openness", "依申请公开"),
            ("state", "草稿"),
            ("index", "10001/2025-00001"),
        ] {
            assert!(asked(&read(&[("channel", text), said])).is_empty(), "{text} {said:?}");
        }
    }
    for (channel, locator) in [("OA、官网", ""), ("OA", "https://x.edu.cn/1.htm"), ("公告栏", ""), ("微信群", "")]
    {
        assert!(asked(&read(&[("channel", channel), ("locator", locator)])).is_empty(), "{channel}");
    }
}

#[test]
fn both_ends_of_a_publicity_are_kept_and_one_without_its_end_is_asked() {
    let of = |cells: &[(&str, &str)]| {
        let reading = read(cells);
        let dates = ["published_on", "publicity_from", "publicity_until"].map(|key| cell(&reading, key).to_string());
        (asked(&reading), dates.join(" "), cell(&reading, "publicity").to_string())
    };
    let period = "2025.3.1-3.7";
    let whole = |day: &str| (vec![], format!("{day} 2025-03-01 2025-03-07"), "公示".to_string());
    assert_eq!(of(&[("publicity_from", period)]), whole("2025-03-01"), "whatever the title says");
    assert_eq!(of(&[("publicity_from", period), ("published_on", "2025-02-28")]), whole("2025-02-28"));
    assert_eq!(of(&[("publicity_from", "2025-03-01")]), (vec![], "2025-03-01  ".into(), String::new()));
    let cells = [("publicity_from", "2025-03-01"), ("published_on", "2025-03-01")];
    assert_eq!(of(&cells).0, [Doubt::NoEnd]);
    let counted = (vec![], "2025-03-01 2025-03-01 2025-03-06".into(), "公示".into());
    assert_eq!(of(&[("publicity_from", "5天"), ("published_on", "2025-03-01")]), counted, "the day of posting is none");
    assert_eq!(of(&[("publicity_from", "5天")]).0, [Doubt::NoEnd]);
    assert_eq!(of(&[("publicity", "公示"), ("published_on", "2025-03-01")]).0, [Doubt::NoEnd]);
    let said = [
        ("state", "草稿"),
        ("state", "到期"),
        ("term", "2025-04-01"),
        ("index", "10001/2025-00001"),
        ("source", "第3页"),
    ];
    for said in said {
        let cells = [("publicity", "公示"), ("published_on", "2025-03-01"), said];
        assert!(of(&cells).0.is_empty(), "{said:?}");
    }
    let until = [("publicity_until", "2025-03-07"), ("published_on", "2025-03-01")];
    assert_eq!(of(&until).0, [Doubt::Until], "of what it is the last day nobody can tell");
    assert!(of(&[&until[..], &[("title", "拟聘人员公示")]].concat()).0.is_empty());
    for (title, told) in [("拟聘人员公示", true), ("通知", false), ("公示栏管理规定", false), ("公示结果", false)]
    {
        let reading = read(&[("title", title), ("published_on", "2025-03-01")]);
        assert_eq!(kinds(&reading).contains(&Taken::NoEnd), told, "{title}");
        assert!(reading.questions.is_empty(), "{title}");
    }
}

#[test]
fn an_address_that_lets_somebody_in_or_nobody_is_refused_or_asked_and_never_repeated() {
    let secret = "s3cretXYZ9";
    for (text, kind) in [
        (format!("http://admin:{secret}@x.edu.cn/1"), None),
        ("http://www.x@evil.com/1".to_string(), None),
        ("www.x@evil.com".to_string(), None),
        (format!("admin:{secret}@x.edu.cn/1"), None),
        ("见 file://c/a.doc".to_string(), None),
        ("文件在 \\\\server\\share\\a.doc".to_string(), None),
        ("https://x.edu.cn/1；file:///c:/a.doc".to_string(), None),
        (format!("https://x.edu.cn/1?token={secret}"), Some(Doubt::Session)),
        (format!("官网：https://x.edu.cn/1;jsessionid={secret}"), Some(Doubt::Session)),
        (format!("https://x.edu.cn/1?a=1&access_token={secret}"), Some(Doubt::Session)),
        ("https://x.edu.cn/wp-admin/post.php".to_string(), Some(Doubt::Unreachable)),
        ("后台：https://x.edu.cn/1.htm".to_string(), Some(Doubt::Unreachable)),
        ("http://192.168.1.8/1.htm".to_string(), Some(Doubt::Unreachable)),
        ("http://localhost/1".to_string(), Some(Doubt::Unreachable)),
        ("http://news.school.local/1".to_string(), Some(Doubt::Unreachable)),
        ("http://intranet/1".to_string(), Some(Doubt::Unreachable)),
    ] {
        for (key, hint) in [("locator", None), ("channel", None), ("title", Some(text.clone()))] {
            // Behind a title stands an address and nothing else.
            if hint.is_some() && (!text.starts_with("http") || text.contains('；')) {
                continue;
            }
            let reading = match &hint {
                Some(link) => read_with(&[], &[behind(key, link)], &SheetFacts::default()),
                None => read(&[(key, &text)]),
            };
            let told = format!("{:?}{:?}{:?}", reading.questions, reading.entry.as_ref().err(), reading.understood);
            assert!(!told.contains(secret), "{key} {text}: {told}");
            match kind {
                Some(kind) => assert_eq!(asked(&reading), [kind], "{key} {text}"),
                None => assert!(reading.entry.is_err(), "{key} {text}: {reading:?}"),
            }
        }
    }
    let session = read(&[("locator", "https://x.edu.cn/1?a=1&token=abcdef123456")]);
    assert_eq!(session.questions[0].candidates, ["https://x.edu.cn/1?a=1"]);
    let inside = read(&[("locator", "http://192.168.1.8/1.htm"), ("audience", "校内")]);
    assert!(inside.questions.is_empty(), "what members of the school see may lie in its own network");
}

#[test]
fn a_day_beside_a_channel_is_that_of_its_release() {
    let sheet = SheetFacts { year: StatedYear::of("2024-2025学年"), ..SheetFacts::default() };
    for text in [
        "官网2025-03-01、公众号3月2日",
        "官网（2025.3.1）；公众号（2025.3.2）",
        "2025年3月1日官网，3月2日公众号",
        "官网2025.3.1 公众号2025.3.2",
    ] {
        let reading = read_with(&[("channel", text)], &[], &sheet);
        assert!(reading.questions.is_empty(), "{text}: {:?}", reading.questions);
        assert_eq!((cell(&reading, "channel"), cell(&reading, "published_on")), ("官网", "2025-03-01"), "{text}");
        assert_eq!(releases(&reading), [("公众号".to_string(), String::new(), "2025-03-02".to_string())], "{text}");
        assert_eq!(kinds(&reading), [Taken::DatedChannels], "{text}");
    }
    let with_page = read(&[("channel", "官网（2025.3.1）"), ("locator", "https://x.edu.cn/1.htm")]);
    assert_eq!(
        (cell(&with_page, "locator"), cell(&with_page, "published_on")),
        ("https://x.edu.cn/1.htm", "2025-03-01")
    );
    assert_eq!(asked(&read(&[("channel", "官网、公众号3月2日")])), [Doubt::Year]);
    assert_eq!(asked(&read(&[("channel", "公告栏（2025.10.10-10.17）")])), [Doubt::Word]);
}

#[test]
fn an_address_goes_to_the_site_of_its_host_and_is_asked_where_nothing_tells() {
    let of = |channel: &str, locator: &str| {
        let reading = read(&[("channel", channel), ("locator", locator)]);
        (asked(&reading), cell(&reading, "channel").to_string())
    };
    assert_eq!(of("官网、招生网", "https://zs.x.edu.cn/1"), (vec![], "招生网".into()));
    assert_eq!(of("招生网、官网", "https://www.x.edu.cn/1"), (vec![], "官网".into()));
    assert_eq!(of("教务处网站、学生处网站", "https://xsc.x.edu.cn/1"), (vec![], "学生处网站".into()));
    assert_eq!(of("教务处网站、学生处网站", "https://www.x.edu.cn/1").0, [Doubt::WhichSite]);
    let reading = read(&[("channel", "官网、招生网"), ("locator", "https://www.x.edu.cn/1 https://zs.x.edu.cn/2")]);
    assert_eq!(cell(&reading, "channel"), "官网");
    assert_eq!(releases(&reading)[0].0, "招生网");
}

#[test]
fn a_number_called_a_persons_is_asked_though_its_check_character_is_wrong() {
    for key in ["title", "note", "summary"] {
        let reading = read(&[(key, "公示（身份证号：430102199001011234）")]);
        assert_eq!(asked(&reading), [Doubt::Identity], "{key}");
        assert!(!format!("{:?}", reading.questions).contains("430102199001011234"), "{key}");
    }
}

#[test]
fn what_is_remarked_is_told_and_kept() {
    let of = |cells: &[(&str, &str)], kind: Taken| {
        let reading = read(cells);
        assert!(reading.questions.is_empty(), "{cells:?}: {:?}", reading.questions);
        reading.understood.iter().find(|told| told.kind == kind).map(|told| told.taken.clone())
    };
    assert_eq!(of(&[("title", "77个采购项目")], Taken::Counted).as_deref(), Some("77"));
    assert_eq!(of(&[("title", "77个采购项目"), ("count", "77")], Taken::Counted), None);
    assert_eq!(of(&[("published_on", "2025年3月1日（星期二）")], Taken::Weekday).as_deref(), Some("2025-03-01 星期六"));
    assert_eq!(of(&[("published_on", "2025年3月1日（星期六）")], Taken::Weekday), None);
    let foreign = read(&[("index", "11430000444877-2025-0012")]);
    assert_eq!(
        (kinds(&foreign), cell(&foreign, "note")),
        (vec![Taken::ForeignIndex], "原索引号：11430000444877-2025-0012")
    );
    for text in ["1900-01-01", "1899-12-30", "1900/1/0"] {
        assert_eq!(asked(&read(&[("published_on", text)])), [Doubt::BlankDate], "{text}");
    }
}
