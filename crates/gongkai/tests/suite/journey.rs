//! Whole journeys through the workbench in a real browser, on both databases: somebody who has never seen it makes a notice
//! public from a Word file, and everybody else does their part. Journeys of other work stand beside it and need one database.

mod import;
mod plain;
mod publicity;
mod report;
mod request;
mod voice;

use crate::Workplace;
use crate::browser::{Browser, Window};
use crate::need::{Tool, need};
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

/// The sample college at work, served.
struct Living {
    child: Child,
    site: String,
    password: String,
    workplace: Workplace,
}

impl Drop for Living {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Living {
    fn on(database: Option<&str>) -> Living {
        let workplace = Workplace::new();
        let mut command = workplace.command(&["demo", "--sample", "living", "--port", "0"]);
        if let Some(database) = database {
            command.env("GONGKAI_DATABASE", database);
        }
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let (mut site, mut password) = (String::new(), String::new());
        for line in lines.by_ref() {
            if let Some((_, address)) = line.split_once("http://").filter(|_| line.ends_with("/work")) {
                site = format!("http://{}", address.trim_end_matches("/work"));
            }
            if let Some((_, told)) = line.split_once("密码都是：") {
                password = told.to_string();
                break;
            }
        }
        // What it says later is read as well, or it would have nobody to say it to.
        std::thread::spawn(move || lines.count());
        assert!(!site.is_empty() && !password.is_empty(), "the sample says where it is");
        Living { child, site, password, workplace }
    }

    /// Somebody signs in, in a window of their own.
    fn signs_in(&self, browser: &mut Browser, login: &str) -> Window {
        let window = browser.window();
        window.goes_to(browser, &format!("{}/work", self.site));
        window.fills(browser, "[name=login]", login);
        window.fills(browser, "[name=password]", &self.password);
        window.presses(browser, "button.main");
        assert!(window.address(browser).ends_with("/work"), "{login}: {}", window.text(browser));
        window
    }

    /// What was sent for review passes both reviews and goes out, each step by whose it is.
    fn passes_and_goes_out(&self, browser: &mut Browser, record: &str, scripts: bool) {
        for (login, act) in [("head", "pass_unit"), ("secrecy", "pass_secrecy"), ("office", "publish")] {
            let window = self.signs_in(browser, login);
            if !scripts {
                window.runs_no_script(browser);
            }
            window.goes_to(browser, record);
            window.presses(browser, &format!("button.main[value={act}]"));
            assert!(window.text(browser).contains(told(act)), "{login}: {}", window.text(browser));
        }
    }
}

/// What is said when a step of a review is done.
fn told(act: &str) -> &'static str {
    match act {
        "pass_unit" => "已同意，送去保密审查",
        "pass_secrecy" => "保密审查已通过",
        _ => "已公开",
    }
}

/// A notice as a clerk has it in Word, with a mobile number that must not become public.
fn notice() -> Vec<u8> {
    let paragraph = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", paragraph(text));
    let row = |cells: [&str; 2]| format!("<w:tr>{}{}</w:tr>", cell(cells[0]), cell(cells[1]));
    let body = [
        paragraph("关于做好2026年校内助学金评审工作的通知"),
        paragraph("各二级学院："),
        paragraph("现将有关事项通知如下，联系人沈老师，手机13800138000。"),
        paragraph("一、名额"),
        format!("<w:tbl>{}{}</w:tbl>", row(["学院", "名额"]), row(["商学院", "12"])),
        paragraph("二、时间"),
        paragraph("请各学院按时报送。"),
        paragraph("学生工作处"),
        paragraph("2026年9月15日"),
    ];
    const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let document = format!("<w:document xmlns:w=\"{MAIN}\"><w:body>{}</w:body></w:document>", body.concat());
    crate::package(&[
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" \
             ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override \
             PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.\
             wordprocessingml.document.main+xml\"/></Types>",
        ),
        (
            "_rels/.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship \
             Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
             Target=\"word/document.xml\"/></Relationships>",
        ),
        ("word/document.xml", &document),
    ])
}

fn a_notice_goes_its_way(database: Option<&str>, kind: &str) {
    let living = Living::on(database);
    let Some(mut browser) = Browser::open(&living.workplace.path("")) else { return };
    let b = &mut browser;
    living.workplace.write("通知.docx", notice());
    living.workplace.write("名单.csv", "姓名,手机\n王芳,13900139000\n");

    // The clerk: a Word file becomes a form, what is wrong in it is shown, and it saves itself while it is put right.
    let clerk = living.signs_in(b, "clerk");
    clerk.is_pictured(b, &format!("{kind}-clerk-home"));
    clerk.is_shown(b, "home");
    clerk.presses(b, "a[href='/work/new']");
    clerk.chooses(b, "[name=file]", &[living.workplace.path("通知.docx")]);
    clerk.presses(b, "form.drop button");
    let read = clerk.text(b);
    assert!(read.contains("手机号码") || read.contains("要改"), "{read}");
    clerk.is_pictured(b, &format!("{kind}-from-word"));
    clerk.is_shown(b, "from-word");
    let body = clerk.js(b, "document.querySelector('[name=body]').value").as_str().unwrap().to_string();
    assert!(body.contains("# 一、名额\n| 学院 | 名额 |") && body.contains("# 二、时间"), "{body}");
    let mended = body.replace("手机13800138000", "电话0000-8800005");
    clerk.fills(b, "[name=body]", &mended);
    // The summary was proposed from the text and says the same.
    clerk.fills(b, "[name=summary]", "评审校内助学金，请各学院按时报送。");
    clerk.waits_for(b, "document.getElementById('kept').textContent.startsWith('已存')");
    let draft = clerk.address(b);
    assert!(draft.contains("/work/record/"), "it is a draft now: {draft}");
    // A file goes up as it is chosen; the guard finds who is in it, and a copy without them takes its place.
    clerk.chooses(b, "[name=files]", &[living.workplace.path("名单.csv")]);
    clerk.waits_for(b, "document.querySelector('#f-attachments').innerText.includes('不处理不能送审')");
    clerk.presses(b, "button[value^='redact:']");
    clerk.waits_for(b, "!document.querySelector('#f-attachments').innerText.includes('不处理不能送审')");
    clerk.is_pictured(b, &format!("{kind}-draft"));
    clerk.presses(b, "button.main[value=submit]");
    assert!(clerk.text(b).contains("现在等顾建平审核"), "it says who has it now: {}", clerk.text(b));

    // Each of the others finds it on their own first page and does the one thing that is theirs.
    for (login, act) in [("head", "pass_unit"), ("secrecy", "pass_secrecy"), ("office", "publish")] {
        let window = living.signs_in(b, login);
        assert!(window.text(b).contains("校内助学金评审工作的通知"), "{login}: {}", window.text(b));
        window.goes_to(b, &draft);
        window.is_pictured(b, &format!("{kind}-{login}"));
        if login != "head" {
            window.is_shown(b, login);
        }
        window.is_wide(b, 390);
        window.is_pictured(b, &format!("{kind}-{login}-390"));
        let wide = window.js(b, "document.documentElement.scrollWidth");
        assert!(wide.as_u64().unwrap() <= 390, "{login}: nothing runs off a telephone's screen, {wide}");
        window.is_wide(b, 1440);
        window.presses(b, &format!("button.main[value={act}]"));
        assert!(window.text(b).contains(told(act)), "{login}: {}", window.text(b));
    }

    // The public reads it, without what was taken out; the clerk says where else it went.
    let visitor = b.window();
    visitor.goes_to(b, &draft.replace("/work", ""));
    let public = visitor.text(b);
    assert!(public.contains("0000-8800005") && !public.contains("13800138000"), "{public}");
    visitor.is_pictured(b, &format!("{kind}-public"));
    clerk.goes_to(b, &format!("{draft}/channels"));
    for (channel, place) in [("wechat", "https://mp.weixin.qq.com/s/x"), ("board", "一号楼一层"), ("qq", "资助群")]
    {
        clerk.fills(b, "[name=channel]", channel);
        clerk.fills(b, "[name=locator]", place);
        clerk.presses(b, "button[value=release]");
    }
    assert!(clerk.text(b).contains("资助群"), "{}", clerk.text(b));
    clerk.is_pictured(b, &format!("{kind}-channels"));
    clerk.is_shown(b, "channels");
    let supervisor = living.signs_in(b, "supervisor");
    supervisor.goes_to(b, &format!("{}/work/log", living.site));
    for act in ["单位审核通过", "保密审查通过", "公开", "发布"] {
        assert!(supervisor.text(b).contains(act), "{act}");
    }
}

#[test]
fn a_notice_goes_from_a_word_file_to_the_public_and_four_channels_on_sqlite() {
    a_notice_goes_its_way(None, "sqlite");
}

#[test]
fn a_notice_goes_from_a_word_file_to_the_public_and_four_channels_on_postgresql() {
    let Some(server) = need(Tool::Postgres) else { return };
    let name = format!("journey_{}", std::process::id());
    let run = |statement: String| {
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            use sqlx::Connection;
            let mut connection = sqlx::postgres::PgConnection::connect(&server).await.unwrap();
            sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
        });
    };
    run(format!("DROP DATABASE IF EXISTS {name}"));
    run(format!("CREATE DATABASE {name}"));
    let (front, query) =
        server.split_once('?').map_or((server.as_str(), String::new()), |(front, query)| (front, format!("?{query}")));
    let address = format!("{}/{name}{query}", front.rsplit_once('/').unwrap().0);
    a_notice_goes_its_way(Some(&address), "postgresql");
    run(format!("DROP DATABASE {name} WITH (FORCE)"));
}
