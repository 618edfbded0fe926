//! Attachments through the running program, where office files are read in a process of their own: a workbook that hides a
//! person's number is stopped, redacted, sent, published and read by everybody.

use crate::hostile::bomb;
use crate::serve::{Page, Portal};
use crate::{Workplace, made_up_id, package};
use app::accounts::{self, Draft};
use app::clock::{Clock, Ids};
use app::settings::Settings;
use app::words::Lang;
use app::{App, Ctx};
use domain::event::{Act, Event, Object};
use domain::policy::{Post, Principal, Role};
use domain::school::{Unit, UnitKind};

const PASSWORD: &str = "三月的风吹过操场边的梧桐";
const PEOPLE: [(&str, Role, Option<&str>); 4] = [
    ("clerk", Role::Clerk, Some("jwc")),
    ("head", Role::UnitHead, Some("jwc")),
    ("secrecy", Role::SecrecyReviewer, None),
    ("office", Role::Office, None),
];

/// A unit and somebody for each step.
fn staff(workplace: &Workplace) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let settings = Settings::load(&workplace.path("gongkai.toml")).unwrap();
        let app = App::open(settings, Clock::System, Ids::Random).await.unwrap();
        let ctx: Ctx = app.ctx(Principal::Operator, Lang::Zh);
        let mut change = ctx.write().await.unwrap();
        let text = String::new;
        let (code, name) = ("jwc".into(), "教务处".into());
        let unit = Unit {
            code,
            name,
            kind: UnitKind::Department,
            parent: text(),
            duty: text(),
            members: text(),
            former: Vec::new(),
            note: text(),
        };
        change.save_unit(&unit).await.unwrap();
        change.commit(Event::new(Act::UnitWritten, Object::School)).await.unwrap();
        for (login, role, unit) in PEOPLE {
            let posts = vec![Post { role, unit: unit.map(str::to_string) }];
            let draft = Draft { login: login.parse().unwrap(), name: login.into(), email: String::new(), posts };
            let id = accounts::save(&ctx, None, draft, false).await.unwrap();
            accounts::give_password(&ctx, id, PASSWORD, true).await.unwrap();
        }
        app.store.close().await;
    });
}

/// Somebody signed in.
struct Desk<'p> {
    portal: &'p Portal,
    head: String,
}

impl<'p> Desk<'p> {
    fn of(portal: &'p Portal, login: &str) -> Desk<'p> {
        let mut desk = Desk { portal, head: "Sec-Fetch-Site: same-origin\r\n".into() };
        let page = desk.sends("/work/sign-in", &[("login", login), ("password", PASSWORD)], &[]);
        assert_eq!(page.status, 303, "{}", page.head);
        let cookies = page.head.lines().filter_map(|line| line.strip_prefix("set-cookie: ")?.split(';').next());
        desk.head += &format!("Cookie: {}\r\n", cookies.collect::<Vec<_>>().join("; "));
        desk
    }

    fn get(&self, path: &str) -> Page {
        self.portal.send("GET", path, &self.head, &[])
    }

    fn page(&self, path: &str) -> String {
        let page = self.get(path);
        assert_eq!(page.status, 200, "{path}: {}", page.head);
        String::from_utf8(page.body).unwrap()
    }

    /// Sends a form, with files as parts of it when there are any.
    fn sends(&self, path: &str, form: &[(&str, &str)], files: &[(&str, &[u8])]) -> Page {
        if files.is_empty() {
            let coded = form.iter().map(|(name, value)| format!("{name}={}", percent(value))).collect::<Vec<_>>();
            let head = format!("{}Content-Type: application/x-www-form-urlencoded\r\n", self.head);
            return self.portal.send("POST", path, &head, coded.join("&").as_bytes());
        }
        let mut body = Vec::new();
        for (name, value) in form {
            body.extend(format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
        }
        for (name, bytes) in files {
            let about = format!("--XX\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n");
            body.extend([about.as_bytes(), bytes, b"\r\n"].concat());
        }
        body.extend(b"--XX--\r\n");
        let head = format!("{}Content-Type: multipart/form-data; boundary=XX\r\n", self.head);
        self.portal.send("POST", path, &head, &body)
    }
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// What stands in a page between two words.
fn between<'a>(page: &'a str, before: &str, behind: &str) -> &'a str {
    let from = page.find(before).unwrap_or_else(|| panic!("“{before}” is not in:\n{page}")) + before.len();
    page[from..].split(behind).next().unwrap()
}

fn form<'a>(version: &'a str, act: &'a str) -> [(&'a str, &'a str); 13] {
    [
        ("title", "关于评选奖学金的通知"),
        ("body", "见附件。"),
        ("version", version),
        ("act", act),
        ("item", "37"),
        ("unit", "jwc"),
        ("form", "notice"),
        ("origin", "made"),
        ("openness", "proactive"),
        ("audience", "public"),
        ("made_on", "2026-10-18"),
        ("summary", ""),
        ("until", ""),
    ]
}

/// A workbook with a list in sight, and a sheet out of sight that holds a number.
fn workbook(id: &str) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("名单").unwrap();
    sheet.write(0, 0, "学院").unwrap();
    sheet.write(1, 0, "商学院").unwrap();
    let sheet = book.add_worksheet().set_name("底稿").unwrap();
    sheet.write(0, 0, "身份证号").unwrap();
    sheet.write(1, 0, id).unwrap();
    sheet.set_hidden(true);
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_that_hides_a_number_is_stopped_redacted_sent_published_and_read_by_everybody() {
    let workplace = Workplace::with_school();
    staff(&workplace);
    let portal = Portal::of(&workplace, "gongkai.toml");
    let clerk = Desk::of(&portal, "clerk");
    let id = made_up_id(5);
    let bytes = workbook(&id);
    let sent = clerk.sends("/work/new", &form("", "save"), &[("名单.xlsx", &bytes)]);
    assert_eq!(sent.status, 303, "{}", String::from_utf8_lossy(&sent.body));
    let address = between(&sent.head, "location: ", "?").to_string();

    let stopped = clerk.sends(&address, &form("2", "submit"), &[]);
    let page = clerk.page(between(&stopped.head, "location: ", "\r"));
    let masked = format!("{}***********{}", &id[..3], &id[14..]);
    for words in ["1处个人信息", "底稿!A2", "在隐藏的工作表", masked.as_str(), "work/record"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains(&id));
    let act = format!("redact:{}", between(&page, "value=\"redact:", "\""));
    let version = between(&page, "name=\"version\" value=\"", "\"").to_string();
    assert_eq!(clerk.sends(&address, &form(&version, &act), &[]).status, 303);
    let page = clerk.page(&address);
    // What was personal is gone; that there is a hidden sheet is told still, for whoever gets the file gets that too.
    assert!(page.contains("隐藏的工作表（底稿）") && !page.contains("处个人信息"), "{page}");
    let file = between(&page, "<ul class=\"files\"><li class=\"mt2\"><a href=\"", "\"").to_string();
    let version = between(&page, "name=\"version\" value=\"", "\"").to_string();
    // What nobody sees who opens it is asked about: whoever sends it says what it is.
    let asked = clerk.sends(&address, &form(&version, "submit"), &[]);
    assert!(asked.head.contains("unanswered=1"), "{}", asked.head);
    let page = clerk.page(&address);
    let about = between(&page, "name=\"suspect\" value=\"", "\"").to_string();
    let mut answered = form(&version, "submit").to_vec();
    answered.extend([
        ("suspect", about.as_str()),
        ("suspect_is", "not_personal"),
        ("suspect_why", "名额的底稿，已核对"),
    ]);
    let sent = clerk.sends(&address, &answered, &[]);
    assert!(sent.head.contains("saved=1"), "{}", sent.head);

    let looked = about.split(':').next().unwrap_or_default();
    for (login, act) in [("head", "pass_unit"), ("secrecy", "pass_secrecy"), ("office", "publish")] {
        let desk = Desk::of(&portal, login);
        assert!(desk.page(&address).contains("名单.xlsx"), "{login} sees what is judged");
        let page = desk.page(&address);
        assert!(page.contains("名额的底稿，已核对"), "{login} sees what was answered");
        let version = between(&page, "name=\"version\" value=\"", "\"");
        let form = [("act", act), ("publish_at", ""), ("version", version), ("looked", looked)];
        assert_eq!(desk.sends(&address, &form, &[]).status, 303, "{login}");
    }
    let public = file.replace("/work", "");
    let given = portal.get(&public);
    assert_eq!(given.status, 200, "{}", given.head);
    let head = given.head.to_ascii_lowercase();
    assert!(head.contains("content-disposition: attachment;") && head.contains("nosniff"), "{head}");
    workplace.write("公开.xlsx", &given.body);
    workplace.run(&["scan", "公开.xlsx"]).succeeds();
    let shown = String::from_utf8(portal.get(&address.replace("/work", "")).body).unwrap();
    assert!(shown.contains(&format!("href=\"{public}\"")), "{shown}");
    let told = workplace.run(&["export", "ledger", "台账.json"]).succeeds();
    assert!(told.err.contains("台账文件里没有附件：另有1个"), "{}", told.err);
    assert_eq!(portal.stops(), Some(0));
}

#[test]
fn office_files_that_are_broken_locked_or_made_to_fill_the_machine_are_told_apart() {
    let workplace = Workplace::with_school();
    staff(&workplace);
    let portal = Portal::of(&workplace, "gongkai.toml");
    let clerk = Desk::of(&portal, "clerk");
    let bomb = bomb("xl/workbook.xml", 600);
    let none = package(&[("readme.txt", "no document")]);
    let compound = [&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], &[0; 600]].concat();
    let files: [(&str, &[u8]); 4] =
        [("炸弹.xlsx", &bomb), ("半截.xlsx", &none[..40]), ("旧.doc", &compound), ("名额.txt", "商学院3名".as_bytes())];
    let sent = clerk.sends("/work/new", &form("", "save"), &files);
    let page = String::from_utf8(sent.body).unwrap();
    assert_eq!(sent.status, 422, "{page}");
    for refused in ["炸弹.xlsx", "半截.xlsx"] {
        assert!(page.contains(&format!("<li>{refused}：没有收下。")), "{refused}: {page}");
    }
    assert!(page.contains(">旧.doc</a>") && page.contains("内容没有查"), "{page}");
    assert!(page.contains(">名额.txt</a>"), "{page}");
}

/// A list of people with a sheet, a row and a column that nobody sees who opens it.
fn hiding() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let list = book.add_worksheet().set_name("名单").unwrap();
    let rows = [["姓名", "学院", "备注"], ["李示例", "商学院", "无"], ["王样本", "医护学院", "无"]];
    for (row, cells) in (0u32..).zip(rows) {
        for (column, cell) in (0u16..).zip(cells) {
            list.write(row, column, cell).unwrap();
        }
    }
    list.set_row_hidden(2).unwrap();
    list.set_column_hidden(2).unwrap();
    let kept = book.add_worksheet().set_name("底稿").unwrap();
    kept.write(0, 0, "原始成绩").unwrap();
    kept.set_hidden(true);
    book.save_to_buffer().unwrap()
}

#[test]
fn what_nobody_sees_who_opens_a_file_is_told_to_clerk_and_head_and_not_read_into_a_list() {
    let workplace = Workplace::with_school();
    staff(&workplace);
    let portal = Portal::of(&workplace, "gongkai.toml");
    let clerk = Desk::of(&portal, "clerk");
    let book = hiding();
    let sent = clerk.sends("/work/new", &form("", "save"), &[("名单.xlsx", &book)]);
    let address = between(&sent.head, "location: ", "?").to_string();
    let page = clerk.page(&address);
    for words in ["别人下载后能看到", "隐藏的工作表（底稿）", "隐藏的行（名单）", "隐藏的列（名单）"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("没有查到证件号"), "{page}");
    let version = between(&page, "name=\"version\" value=\"", "\"").to_string();
    assert_eq!(clerk.sends(&address, &form(&version, "submit"), &[]).status, 303);
    let head = Desk::of(&portal, "head").page(&address);
    assert!(head.contains("隐藏的工作表（底稿）"), "{head}");

    let looked = clerk.sends("/work/publicity/new/national_scholarship", &[("act", "look")], &[("名单.xlsx", &book)]);
    let page = String::from_utf8(looked.body).unwrap();
    for words in ["打开时看不到的内容，没有读入", "隐藏的工作表：底稿", "隐藏的行：1行", "隐藏的列：1列"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(page.contains("李示例") && !page.contains("王样本"), "{page}");
}
