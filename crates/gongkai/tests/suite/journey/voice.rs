//! Somebody complains from a telephone without a script; the office, the unit it is about and the administrator see nothing of it;
//! the supervisor opens the key, reads and answers; and the sender reads that by the receipt. An opinion is answered for everybody.

use super::Living;
use crate::browser::Browser;

const WORDS: &str = "教务处的评优名单只贴了半天就撤下来了";

#[test]
fn a_complaint_goes_from_a_telephone_to_the_supervisor_and_past_everybody_else() {
    let living = Living::on(None);
    let Some(mut browser) = Browser::open(&living.workplace.path("")) else { return };
    let b = &mut browser;

    let visitor = b.window();
    visitor.runs_no_script(b);
    visitor.is_wide(b, 390);
    visitor.goes_to(b, &format!("{}/voice", living.site));
    visitor.is_pictured(b, "voice-front-390");
    visitor.presses(b, "a.card[href='/voice/new/complaint']");
    visitor.fills(b, "[name=content]", WORDS);
    visitor.is_pictured(b, "voice-complaint-390");
    let wide = visitor.js(b, "document.documentElement.scrollWidth");
    assert!(wide.as_u64().unwrap() <= 390, "nothing runs off a telephone's screen, {wide}");
    visitor.presses(b, "form.letter button");
    let receipt = visitor.js(b, "document.querySelector('.receipt-code').textContent").as_str().unwrap().to_string();
    assert!(visitor.text(b).contains(WORDS) && receipt.len() == 19, "{receipt}");
    let number = visitor.js(b, "document.querySelector('dl.facts dd').textContent").as_str().unwrap().to_string();
    let (year, serial) = number.trim_start_matches("举〔").trim_end_matches('号').split_once('〕').unwrap();
    let complaint = format!("{}/work/voices/complaint-{year}-{serial}", living.site);

    // The respondent's head and clerk, the office and the administrator: no list, no log and no address tells of it.
    for login in ["head2", "clerk2", "office", "admin"] {
        let other = living.signs_in(b, login);
        for path in ["/work/voices?view=all", "/work/log"] {
            other.goes_to(b, &format!("{}{path}", living.site));
            let text = other.text(b);
            assert!(
                !text.contains("举〔") && !text.contains("评优名单只贴") && !text.contains("complaint-"),
                "{login}: {text}"
            );
        }
        other.goes_to(b, &complaint);
        assert!(other.text(b).contains("404") || !other.text(b).contains(&number), "{login}");
    }

    let supervisor = living.signs_in(b, "supervisor");
    supervisor.goes_to(b, &complaint);
    assert!(!supervisor.text(b).contains(WORDS) && supervisor.text(b).contains("密钥没有打开"));
    supervisor.presses(b, "a[href*='/work/voices/key?back=']");
    supervisor.fills(b, "[name=passphrase]", app::demo::living::PASSPHRASE);
    supervisor.is_pictured(b, "voice-key");
    supervisor.presses(b, "button[value=open]");
    assert!(supervisor.text(b).contains(WORDS), "{}", supervisor.text(b));
    supervisor.presses(b, "#act-accept button");
    supervisor.fills(b, "#act-answer [name=text]", "已经查明，责令按规定天数重新公示。");
    supervisor.js(b, "document.querySelector('#act-answer [name=outcome]').value = 'founded'");
    supervisor.presses(b, "#act-answer form button");
    assert!(supervisor.text(b).contains("已答复"), "{}", supervisor.text(b));
    supervisor.is_pictured(b, "voice-supervisor");

    visitor.goes_to(b, &format!("{}/voice/query", living.site));
    visitor.fills(b, "[name=receipt]", &receipt);
    visitor.presses(b, "form.letter button");
    let answer = visitor.text(b);
    assert!(answer.contains("责令按规定天数重新公示") && answer.contains(WORDS), "{answer}");
    visitor.is_pictured(b, "voice-answer-390");

    // What the sample holds: an answer for everybody, and a list that the office works from.
    visitor.goes_to(b, &format!("{}/voice/answers", living.site));
    assert!(visitor.text(b).contains("食堂采购价格能不能按月公开") && !visitor.text(b).contains("钱样例"));
    let office = living.signs_in(b, "office");
    office.presses(b, "nav.rail a[href='/work/voices']");
    office.is_pictured(b, "voice-list");
    assert!(
        office.text(b).contains("毕业生的成绩证明") && !office.text(b).contains("加密的举报"),
        "{}",
        office.text(b)
    );
}
