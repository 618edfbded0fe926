//! The main steps of a notice where no script runs: a browser that is set so, an old one, a reader's.

use super::Living;
use crate::browser::Browser;

#[test]
fn a_notice_goes_to_the_public_where_no_script_runs() {
    let living = Living::on(None);
    let Some(mut browser) = Browser::open(&living.workplace.path("")) else { return };
    let b = &mut browser;
    living.workplace.write("通知.docx", super::notice());

    let clerk = living.signs_in(b, "clerk");
    clerk.runs_no_script(b);
    clerk.presses(b, "a[href='/work/new']");
    let listens = "(() => { let heard = false; const it = document.createElement('b');
         it.addEventListener('click', () => { heard = true; }); it.click(); return heard; })()";
    assert_eq!(clerk.js(b, listens), false, "no script of the page hears anything");
    clerk.chooses(b, "[name=file]", &[living.workplace.path("通知.docx")]);
    clerk.presses(b, "form.drop button");
    let body = clerk.js(b, "document.querySelector('[name=body]').value").as_str().unwrap().to_string();
    assert!(body.contains("手机13800138000"), "{body}");
    // What may certainly not be public is told, and what was typed is kept.
    clerk.presses(b, "button.main[value=submit]");
    assert!(clerk.text(b).contains("手机号码"), "{}", clerk.text(b));
    assert!(clerk.js(b, "document.querySelector('[name=body]').value").as_str().unwrap().contains("# 一、名额"));
    clerk.fills(b, "[name=body]", &body.replace("手机13800138000", "电话0000-8800005"));
    clerk.fills(b, "[name=summary]", "评审校内助学金，请各学院按时报送。");
    clerk.presses(b, "button.main[value=submit]");
    assert!(clerk.text(b).contains("现在等顾建平审核"), "{}", clerk.text(b));
    let record = clerk.address(b).split('?').next().unwrap().to_string();

    living.passes_and_goes_out(b, &record, false);
    let visitor = b.window();
    visitor.runs_no_script(b);
    visitor.goes_to(b, &record.replace("/work", ""));
    let public = visitor.text(b);
    assert!(public.contains("0000-8800005") && !public.contains("13800138000"), "{public}");
}
