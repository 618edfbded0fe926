//! A list is put up from a workbook that holds what nobody may read, and somebody objects to it.

use super::Living;
use crate::browser::Browser;

/// A list as a clerk has it, with the numbers of identity cards; the people in it are invented.
fn list() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let rows = [
        ["序号", "姓名", "院系", "班级", "身份证号"],
        ["1", "李示例", "商学院", "会计2401", "110101199003070038"],
        ["2", "王样本", "商学院", "会计2402", "110101199003070038"],
        ["3", "赵举例", "信息工程学院", "软件2401", "110101199003070038"],
    ];
    for (at, row) in (0..).zip(rows) {
        sheet.write_row(at, 0, row).unwrap();
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_list_goes_from_a_workbook_to_the_public_and_an_objection_to_it_is_answered() {
    let living = Living::on(None);
    let Some(mut browser) = Browser::open(&living.workplace.path("")) else { return };
    let b = &mut browser;
    living.workplace.write("名单.xlsx", list());

    // The clerk: what may not be shown is named and goes before anything is kept.
    let clerk = living.signs_in(b, "clerk");
    clerk.goes_to(b, &format!("{}/work/publicity", living.site));
    clerk.is_pictured(b, "publicity-lists");
    clerk.presses(b, "a[href='/work/publicity/new']");
    clerk.presses(b, "a[href='/work/publicity/new/national_scholarship']");
    clerk.chooses(b, "[name=file]", &[living.workplace.path("名单.xlsx")]);
    clerk.presses(b, "button[value=look]");
    let read = clerk.text(b);
    assert!(read.contains("按规定去掉这1列，继续") && read.contains("身份证号"), "{read}");
    clerk.is_pictured(b, "publicity-forbidden");
    clerk.is_shown(b, "list");
    let source = clerk.js(b, "document.documentElement.outerHTML");
    assert!(!source.as_str().unwrap().contains("110101199003070038"), "what goes is not sent back");
    clerk.presses(b, "button.main[value=cut]");
    for (field, words) in [
        ("title", "国家奖学金拟推荐名单公示"),
        ("item", "37"),
        ("audience", "public"),
        ("wider", "评审办法规定向社会公示"),
        ("contact", "一号楼205室"),
    ] {
        clerk.fills(b, &format!("[name={field}]"), words);
    }
    clerk.presses(b, "button.main[value=enter]");
    assert!(clerk.text(b).contains("存成草稿了，还没有公示"), "{}", clerk.text(b));
    clerk.is_pictured(b, "publicity-draft");
    let period = clerk.address(b).split('?').next().unwrap().to_string();
    clerk.presses(b, "button.main[value=submit]");
    assert!(clerk.text(b).contains("已送审"), "{}", clerk.text(b));
    living.passes_and_goes_out(b, &period.replace("/publicity/", "/record/"), true);

    // A visitor reads it, objects without saying who they are, and gets a receipt.
    let visitor = b.window();
    visitor.is_wide(b, 390);
    visitor.goes_to(b, &period.replace("/work/publicity/", "/record/"));
    let public = visitor.text(b);
    assert!(public.contains("王样本") && public.contains("公示名单，共3行"), "{public}");
    assert!(!public.contains("身份证") && !public.contains("1101"), "{public}");
    visitor.is_pictured(b, "publicity-public-390");
    visitor.presses(b, "a.button[href$='/objection']");
    visitor.fills(b, "[name=text]", "第2行的班级写错了。");
    visitor.fills(b, "[name=row]", "2");
    visitor.presses(b, "form.letter button");
    let receipt = visitor.js(b, "document.querySelector('.receipt-code').textContent").as_str().unwrap().to_string();
    visitor.is_pictured(b, "publicity-receipt-390");
    let asks = |b: &mut Browser| {
        visitor.goes_to(b, &format!("{}/objection", living.site));
        visitor.fills(b, "[name=receipt]", &receipt);
        visitor.presses(b, "form.letter button");
        visitor.text(b)
    };
    assert!(asks(b).contains("已收到，等人受理"));

    // Whoever wrote the list neither reads it nor rules; the head does both, and the visitor reads the answer.
    clerk.goes_to(b, &period);
    assert!(!clerk.text(b).contains("班级写错了"), "{}", clerk.text(b));
    let head = living.signs_in(b, "head");
    head.goes_to(b, &period);
    assert!(head.text(b).contains("第2行的班级写错了。"), "{}", head.text(b));
    head.presses(b, "button[value=acknowledge]");
    head.is_pictured(b, "publicity-objection");
    head.is_shown(b, "objection");
    head.js(b, "document.querySelector('[name=ruling][value=rejected]').click()");
    head.fills(b, "[name=answer]", "经查学籍，班级没有写错。");
    head.presses(b, "button[value=rule]");
    assert!(head.text(b).contains("答复发出了"), "{}", head.text(b));
    let answer = asks(b);
    assert!(answer.contains("不成立") && answer.contains("经查学籍，班级没有写错。"), "{answer}");
    visitor.is_pictured(b, "publicity-answer-390");
}
