//! The portal as a folder of files: whole, without a dead link, the same as what is served, and nothing of what is hidden.

use crate::leaks::school_with;
use crate::marks::{Marks, cases};
use crate::school::School;
use app::settings::Settings;
use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use domain::ids::RecordId;
use domain::record::{Form, Past, Record, Visibility};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use testkit::{Tool, need};
use web::still::{Address, Written, write};

const ADDRESS: &str = "https://www.example.edu.cn/xxgk/";

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let folder = std::env::temp_dir().join(format!("gongkai-still-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        Folder(folder)
    }

    async fn written(&self, school: &School, address: Option<&str>) -> Written {
        let address = address.map(|address| Address::read(address).unwrap());
        write(&school.app, &self.0, address, &|| {}).await.unwrap()
    }

    /// All files by their names, as text.
    fn files(&self) -> BTreeMap<String, String> {
        let (mut files, mut left) = (BTreeMap::new(), vec![self.0.clone()]);
        while let Some(folder) = left.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    left.push(path);
                } else {
                    let name = path.strip_prefix(&self.0).unwrap().to_string_lossy().replace('\\', "/");
                    files.insert(name, String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned());
                }
            }
        }
        files.remove(".gongkai-site").expect("the list of what is ours");
        files
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Values of attributes that lead somewhere, as a browser reads them. Not the reader that wrote them.
fn leads(html: &str) -> Vec<String> {
    let html: String = match html.split_once("<script type=\"application/ld+json\">") {
        Some((before, rest)) => format!("{before}{}", rest.split_once("</script>").unwrap().1),
        None => html.to_string(),
    };
    let mut found = Vec::new();
    for attribute in [" href=\"", " src=\"", " action=\"", " data-root=\""] {
        for value in html.split(attribute).skip(1) {
            let value = value.split('"').next().unwrap();
            found.push(value.replace("&amp;", "&").replace("&#38;", "&").replace("&quot;", "\""));
        }
    }
    found
}

/// The file that a browser asks for when it follows a way from a file; `None` when it leaves the folder.
fn followed(from: &str, lead: &str) -> Option<String> {
    let lead = lead.split(['#', '?']).next().unwrap();
    let mut steps: Vec<&str> = from.split('/').collect();
    if lead.is_empty() {
        return Some(from.to_string());
    }
    let lead = match lead.strip_prefix('/') {
        Some(rest) => {
            steps.clear();
            rest.strip_prefix("xxgk/")?
        }
        None => {
            steps.pop();
            lead
        }
    };
    for step in lead.split('/') {
        match step {
            ".." => drop(steps.pop()?),
            "" | "." => {}
            step => steps.push(step),
        }
    }
    if lead.is_empty() || lead.ends_with('/') {
        steps.push("index.html");
    }
    Some(steps.join("/"))
}

fn is_outside(lead: &str) -> bool {
    ["http://", "https://", "mailto:", "tel:", "//"].iter().any(|start| lead.starts_with(start))
}

/// Every link of every page leads to a file of the folder, and every page is reached from the first.
fn checked(files: &BTreeMap<String, String>, unlinked: &BTreeSet<String>) {
    let mut dead = Vec::new();
    let mut reached: BTreeMap<&String, BTreeSet<String>> = BTreeMap::new();
    for (name, html) in files.iter().filter(|(name, _)| name.ends_with(".html") && !name.starts_with("reports/2")) {
        for lead in leads(html).iter().filter(|lead| !is_outside(lead)) {
            match followed(name, lead) {
                Some(file) if files.contains_key(&file) => {
                    reached.entry(name).or_default().insert(file);
                }
                _ => dead.push(format!("{name}: {lead}")),
            }
        }
        assert!(!html.contains("method=\"post\""), "{name}: nobody takes a form here");
    }
    assert!(dead.is_empty(), "{} dead links:\n{}", dead.len(), dead.join("\n"));
    let (mut seen, mut left) = (BTreeSet::new(), vec!["index.html".to_string()]);
    while let Some(name) = left.pop() {
        if seen.insert(name.clone()) {
            left.extend(reached.get(&name).into_iter().flatten().cloned());
        }
    }
    let lost: Vec<&String> = files.keys().filter(|name| name.ends_with(".html")).collect();
    let lost: Vec<&&String> = lost.iter().filter(|name| !seen.contains(**name) && !unlinked.contains(**name)).collect();
    assert!(lost.is_empty(), "nothing leads to {lost:?}");
}

/// Whole addresses under which the folder stands, wherever they are written.
fn whole(files: &BTreeMap<String, String>) -> usize {
    let mut count = 0;
    for (name, text) in files {
        let text = if name.ends_with(".ics") { text.replace("\r\n ", "") } else { text.clone() };
        for part in text.split("https://www.example.edu.cn").skip(1) {
            let path: String = part.chars().take_while(|c| !"\"<>?# \\\r\n".contains(*c)).collect();
            if path.is_empty() || path == "/" && part.starts_with("/#school") {
                continue;
            }
            count += 1;
            let file = followed("x.html", &path).unwrap_or_else(|| panic!("{name}: {path}"));
            assert!(files.contains_key(&file), "{name}: {path}");
        }
    }
    count
}

#[tokio::test(flavor = "multi_thread")]
async fn every_link_of_the_folder_leads_to_a_file_of_it() {
    let school = School::sample().await;
    school.issue().await;
    let folder = Folder::new("links");
    let written = folder.written(&school, Some(ADDRESS)).await;
    let files = folder.files();
    assert!(written.pages > 400 && written.dead == 0, "{written:?}");
    assert_eq!(written.kept.written, files.len());
    checked(&files, &BTreeSet::from(["404.html".to_string()]));
    assert!(whole(&files) > 1_000, "site map, feeds, data and heads name whole addresses");
    for name in
        ["sitemap.xml", "opensearch.xml", "feed/all.atom", "feed/item-37.rss", "data/coverage.json", "publicity.ics"]
    {
        assert!(files.contains_key(name), "{name}");
    }
    assert!(!files.contains_key("robots.txt"), "robots look for it at the root of a host");
    // The same again changes nothing; without an address everything that needs one goes.
    let again = folder.written(&school, Some(ADDRESS)).await;
    assert_eq!((again.kept.written, again.kept.removed, again.kept.same), (0, 0, files.len()));
    let without = folder.written(&school, None).await;
    assert!(without.kept.removed > 100);
    let files = folder.files();
    checked(&files, &BTreeSet::new());
    assert!(!files.keys().any(|name| name.starts_with("feed/") || name == "sitemap.xml" || name == "404.html"));
    let root = Folder::new("root");
    root.written(&school, Some("https://xxgk.example.edu.cn")).await;
    assert!(root.files()["robots.txt"].contains("Sitemap: https://xxgk.example.edu.cn/sitemap.xml\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_says_in_the_folder_what_it_says_on_the_server() {
    let school = School::sample().await;
    let folder = Folder::new("same");
    folder.written(&school, None).await;
    let files = folder.files();
    let text = |html: &str| {
        let main = html.split_once("<main").unwrap().1.split_once("</main>").unwrap().0.to_string();
        let (mut out, mut inside) = (String::new(), false);
        for c in main.chars() {
            inside = if c == '<' { true } else { inside && c != '>' };
            if !inside && c != '>' && !c.is_whitespace() {
                out.push(c);
            }
        }
        out
    };
    let id = school.a_record().await.id;
    for (address, file) in [
        ("/", "index.html".to_string()),
        ("/en/catalogue", "en/catalogue.html".to_string()),
        ("/category/6", "category/6.html".to_string()),
        ("/figures/graduates", "figures/graduates.html".to_string()),
        ("/about", "about.html".to_string()),
        ("/records?year=2023", "records/year-2023.html".to_string()),
        ("/en/records?year=2023&month=9", "en/records/month-9-year-2023.html".to_string()),
        (&format!("/record/{id}"), format!("record/{id}.html")),
    ] {
        // Without an address of its own the folder prints none, and has no code of it.
        let served = text(&school.get(address).await.text());
        let served = served.replace(&format!("本页地址：https://xxgk.example.edu.cn{address}"), "");
        let served = served.replace("用手机打开本页", "");
        let served = served.replace("搜索标题、正文、附件、文号或部门", "搜索标题、文号、部门或事项");
        assert_eq!(text(&files[&file]), served, "{address}");
    }
    // The search there looks through less, and says so.
    assert!(files.values().all(|text| !text.contains("搜索标题、正文") && !text.contains("Search titles, texts")));
    // What depends on the day says of which day it is; a record does not change with the day.
    assert!(files["index.html"].contains("2023年10月20日") && files["en/index.html"].contains("static page"));
    let records = files.iter().filter(|(name, _)| name.starts_with("record/"));
    let daily = records.clone().filter(|(_, text)| text.contains("静态页面")).count();
    assert!(daily > 0 && daily * 4 < records.count(), "only what stands in a period: {daily}");
}

fn another(record: &Record, n: u32, change: impl FnOnce(&mut Record)) -> Record {
    let mut other = Record { id: RecordId(0xfeed_0000 + u128::from(n)), version: 0, ..record.clone() };
    other.index.serial = 20_000 + n;
    other.key = format!("another-{n}");
    other.editions[0].title = format!("第{n}号公开信息");
    other.attachments = Vec::new();
    (other.publicity, other.form) = (None, Form::Notice);
    change(&mut other);
    other
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_is_turned_page_by_page_in_both_directions() {
    let school = School::sample().await;
    let record = school.a_record().await;
    for n in 0..130 {
        school.save(&another(&record, n, |_| {})).await;
    }
    let folder = Folder::new("turns");
    folder.written(&school, None).await;
    let files = folder.files();
    checked(&files, &BTreeSet::new());
    let turn = |file: &str, rel: &str| {
        let html = &files[file];
        let lead = html.split("<a ").skip(1).filter_map(|rest| rest.split('>').next());
        lead.filter(|tag| tag.contains(&format!("rel=\"{rel}\""))).find_map(|tag| {
            let lead = tag.split_once("href=\"")?.1.split('"').next()?;
            followed(file, lead)
        })
    };
    let first = format!("item/{}.html", record.item);
    let second = turn(&first, "next").unwrap();
    let third = turn(&second, "next").unwrap();
    assert_eq!(turn(&third, "prev"), Some(second.clone()), "back the way one came");
    assert_eq!(turn(&second, "prev"), Some(first.clone()));
    assert!((0..130).all(|n| files.contains_key(&format!("record/{}.html", another(&record, n, |_| {}).id))));
    let listed = [&first, &second, &third].map(|file| files[file].matches("号公开信息").count());
    assert!(listed.iter().sum::<usize>() >= 130, "{listed:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_down_leaves_its_tombstone_and_nothing_else_in_the_folder() {
    let school = School::sample().await;
    let record = school.a_record().await;
    let secret = another(&record, 1, |record| record.editions[0].body = "张三的处分决定".into());
    school.save(&secret).await;
    let folder = Folder::new("down");
    folder.written(&school, None).await;
    let holds = |folder: &Folder| folder.files().values().filter(|text| text.contains("第1号公开信息")).count();
    assert!(holds(&folder) > 4 && folder.files()[&format!("record/{}.html", secret.id)].contains("张三"));
    let stored = school.app.store.read().await.unwrap().record(secret.id).await.unwrap();
    let Visibility::Public { since, updated, edition } = stored.visibility.clone() else { panic!("{stored:?}") };
    let was = Past { edition, since, updated, until: updated, titled: true };
    let visibility = Visibility::Withdrawn { was, reason: "内容有误".into(), successor: None };
    school.save(&Record { visibility, ..stored }).await;
    let again = folder.written(&school, None).await;
    assert!(again.kept.written > 0);
    let files = folder.files();
    for page in [format!("record/{}.html", secret.id), format!("en/record/{}.html", secret.id)] {
        assert!(files[&page].contains("class=\"tomb\"") && !files[&page].contains("张三"), "{page}");
    }
    assert!(files.values().all(|text| !text.contains("张三")));
    let tombs = [format!("record/{}.html", secret.id), format!("en/record/{}.html", secret.id)];
    checked(&files, &BTreeSet::from(tombs));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_file_of_the_folder_says_a_word_that_the_public_may_not_see() {
    let cases = cases();
    let school = school_with(Settings::default(), &cases, async |_| {}).await;
    let folder = Folder::new("leaks");
    folder.written(&school, Some(ADDRESS)).await;
    let (mut leaks, mut seen) = (Vec::new(), BTreeSet::new());
    for (name, text) in folder.files() {
        let bytes = std::fs::read(folder.0.join(&name)).unwrap();
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let text = match ending {
            "docx" | "xlsx" | "pdf" => {
                let file = office::read::read_bytes(&format!("a.{ending}"), &bytes, &Default::default());
                format!("{name} {}", file.map(|file| file.text).unwrap_or_default())
            }
            _ => format!("{name} {text}"),
        };
        for mark in Marks::found_in(&text) {
            let Some(case) = cases.iter().find(|case| case.marks.owns(&mark)) else { continue };
            if case.may_show().contains(&&mark[5..]) {
                seen.insert((case.name.clone(), mark[5..].to_string()));
            } else {
                leaks.push(format!("{name}: {mark} of “{}”", case.name));
            }
        }
    }
    assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));
    for case in &cases {
        for field in case.must_show() {
            let found = seen.contains(&(case.name.clone(), field.to_string()));
            assert!(found, "“{}”: {field} is in no file, so the matrix may be blind", case.name);
        }
    }
}

/// A server that hands out files and knows nothing.
fn server(folder: &Path) -> Router {
    let folder = folder.to_path_buf();
    Router::new().fallback(move |request: Request| {
        let folder = folder.clone();
        async move {
            let path = request.uri().path().strip_prefix("/xxgk/").unwrap_or("none").to_string();
            let path = if path.is_empty() { "index.html".to_string() } else { path };
            let kind = match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
                "html" => "text/html",
                "js" => "text/javascript",
                "css" => "text/css",
                "svg" => "image/svg+xml",
                "json" => "application/json",
                _ => "application/octet-stream",
            };
            match std::fs::read(folder.join(&path)) {
                Ok(bytes) => ([(header::CONTENT_TYPE, kind)], bytes).into_response(),
                Err(_) => {
                    let page = std::fs::read(folder.join("404.html")).unwrap_or_default();
                    (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, "text/html")], page).into_response()
                }
            }
        }
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_reads_and_searches_the_folder_below_any_path() {
    let Some(browser) = need(Tool::Chromium) else { return };
    let school = School::sample().await;
    let folder = Folder::new("browser");
    folder.written(&school, Some(ADDRESS)).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let host = format!("http://{}", listener.local_addr().unwrap());
    let router = server(&folder.0);
    let serving = tokio::spawn(async move { axum::serve(listener, router).await });
    let profile = folder.0.with_extension("profile");
    let draw = async |address: String| {
        let (browser, profile) = (browser.clone(), format!("--user-data-dir={}", profile.display()));
        let drawn = tokio::task::spawn_blocking(move || {
            let budget = ["--virtual-time-budget=20000", "--dump-dom", &address];
            Command::new(browser).args(crate::browser::QUIET).arg(profile).args(budget).output().unwrap()
        });
        String::from_utf8_lossy(&drawn.await.unwrap().stdout).into_owned()
    };
    let titles = |html: &str| html.matches("<li><h2><a lang=\"zh-CN\" href=\"").count();
    let asked = |word: &str| percent_encoding_of(word);
    // In either language, in traditional characters, with a word of the unit or the number, or by several words.
    let zh = draw(format!("{host}/xxgk/search.html?q={}", asked("奖学金"))).await;
    assert!(titles(&zh) > 0 && zh.contains("href=\"record/rec_"), "{zh}");
    let traditional = draw(format!("{host}/xxgk/en/search.html?q={}", asked("獎學金"))).await;
    assert_eq!(titles(&traditional), titles(&zh), "{traditional}");
    assert!(traditional.contains("href=\"../en/record/rec_") && traditional.contains("found, the newest first"));
    let nothing = draw(format!("{host}/xxgk/search.html?q={}", asked("绝无此词"))).await;
    assert!(titles(&nothing) == 0 && nothing.contains("没有查到"), "{nothing}");
    let astray = draw(format!("{host}/xxgk/record/nothing/at/all.html")).await;
    assert!(astray.contains("href=\"/xxgk/catalogue.html\""), "{astray}");
    serving.abort();
    let _ = std::fs::remove_dir_all(&profile);
}

fn percent_encoding_of(word: &str) -> String {
    word.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
