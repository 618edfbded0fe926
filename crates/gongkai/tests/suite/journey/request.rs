//! Somebody without an account and without scripts asks for what is not in the catalogue; office, unit, reviewer and leader do
//! their part, each in a window of their own, and the answer is read by the receipt.

use super::Living;
use crate::browser::Browser;

#[test]
fn a_request_goes_from_a_telephone_to_a_signed_answer_through_five_hands() {
    let living = Living::on(None);
    let Some(mut browser) = Browser::open(&living.workplace.path("")) else { return };
    let b = &mut browser;

    // The applicant: words of a search that found nothing are filled in; on a telephone, without a script.
    let visitor = b.window();
    visitor.runs_no_script(b);
    visitor.is_wide(b, 390);
    visitor.goes_to(
        b,
        &format!("{}/search?q=%E7%81%AB%E7%AE%AD%E5%8F%91%E5%B0%84%E5%9C%BA%E6%89%BF%E5%8C%85", living.site),
    );
    visitor.presses(b, "ul.exists a[href^='/request?q=']");
    let typed = visitor.js(b, "document.querySelector('[name=content]').value");
    assert_eq!(typed.as_str().map(str::trim), Some("火箭发射场承包"), "what was looked for is filled in");
    visitor.fills(b, "[name=content]", "火箭发射场承包合同，2026年签订。");
    visitor.fills(b, "[name=name]", "陈申请");
    visitor.fills(b, "[name=email]", "chen@example.com");
    visitor.fills(b, "[name=identity]", "43060219900101123X");
    visitor.is_pictured(b, "request-form-390");
    let wide = visitor.js(b, "document.documentElement.scrollWidth");
    assert!(wide.as_u64().unwrap() <= 390, "nothing runs off a telephone's screen, {wide}");
    visitor.presses(b, "form.letter button");
    let receipt = visitor.js(b, "document.querySelector('.receipt-code').textContent").as_str().unwrap().to_string();
    assert!(visitor.text(b).contains("已收到您的申请") && receipt.len() == 14, "{receipt}");
    visitor.is_pictured(b, "request-receipt-390");
    let asks = |b: &mut Browser| {
        visitor.goes_to(b, &format!("{}/request/query", living.site));
        visitor.fills(b, "[name=receipt]", &receipt);
        visitor.presses(b, "form.letter button");
        visitor.text(b)
    };
    assert!(asks(b).contains("已收到，待登记"));
    visitor.is_pictured(b, "request-query-390");

    // The office finds it, registers it and gives it to a unit.
    let office = living.signs_in(b, "office");
    office.presses(b, "nav.rail a[href='/work/requests']");
    office.is_pictured(b, "request-list");
    let found = "[...document.querySelectorAll('table.t a')].find(a => a.textContent.includes('火箭')).href";
    let request = office.js(b, found).as_str().unwrap().to_string();
    office.goes_to(b, &request);
    assert!(office.text(b).contains("火箭发射场承包合同") && office.text(b).contains("陈申请"), "{}", office.text(b));
    office.presses(b, "#act-register button");
    assert!(office.text(b).contains("已登记"), "{}", office.text(b));
    office.js(b, "document.querySelector('#act-assign').open = true");
    office.js(b, "document.querySelectorAll('#act-assign [name=units]').forEach(one => one.checked = true)");
    office.presses(b, "#act-assign form button");
    assert!(office.text(b).contains("已交办"), "{}", office.text(b));
    office.is_pictured(b, "request-office");

    // The unit looks for it and drafts; it is not told who asks.
    let clerk = living.signs_in(b, "clerk");
    clerk.goes_to(b, &request);
    assert!(!clerk.text(b).contains("陈申请") && !clerk.text(b).contains("chen@"), "{}", clerk.text(b));
    clerk.js(b, "document.querySelector('#act-search').open = true");
    clerk.fills(b, "#act-search [name=places]", "合同柜、档案室、采购台账");
    clerk.fills(b, "#act-search [name=found]", "没有找到");
    clerk.presses(b, "#act-search form button");
    clerk.js(b, "document.querySelector('#act-draft').open = true");
    clerk.js(b, "document.querySelector('#act-draft [name=outcome]').value = 'nonexistent'");
    clerk.fills(b, "#act-draft [name=text]", "我校没有签订过这样的合同。");
    clerk.presses(b, "#act-draft form button");
    assert!(clerk.text(b).contains("答复已存，等待审查"), "{}", clerk.text(b));
    clerk.is_pictured(b, "request-clerk");

    // The reviewer passes it, the leader signs it.
    let secrecy = living.signs_in(b, "secrecy");
    secrecy.goes_to(b, &request);
    secrecy.presses(b, "#act-review button[value=pass]");
    let leader = living.signs_in(b, "leader");
    leader.goes_to(b, &request);
    leader.presses(b, "#act-answer button[value=pass]");
    assert!(leader.text(b).contains("无法提供：信息不存在"), "{}", leader.text(b));
    leader.is_pictured(b, "request-leader");

    // The applicant reads it; the office opens the identity number, which is on record.
    let answer = asks(b);
    assert!(answer.contains("我校没有签订过这样的合同。") && answer.contains("已按期办结"), "{answer}");
    assert!(!answer.contains("合同柜"), "what the school did to find it stays with the school: {answer}");
    visitor.is_pictured(b, "request-answer-390");
    office.goes_to(b, &request);
    office.js(b, "document.querySelector('#act-open-identity').open = true");
    office.presses(b, "#act-open-identity form button");
    assert!(office.text(b).contains("43060219900101123X"), "{}", office.text(b));
    let supervisor = living.signs_in(b, "supervisor");
    supervisor.goes_to(b, &format!("{}/work/log", living.site));
    let log = supervisor.text(b);
    assert!(log.contains("查看申请人证件") && log.contains("答复申请") && !log.contains("陈申请"), "{log}");
}
