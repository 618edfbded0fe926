//! The school's own look at its portal: the numbers are the portal's, what cannot be measured is no nought, and what stands
//! outside is asked politely or not at all.

use app::portal::audit::Audit;
use app::portal::outside::{Lead, Looker, look, looker};
use domain::indicator::{Measure, RULES, Rule, Verdict};
use domain::policy::Role;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use testkit::{School, record, release};

async fn audit(school: &School) -> Audit {
    school.portal().audit(&school.ctx(), None).await.unwrap()
}

fn measured(audit: &Audit, code: &str) -> Measure {
    audit.measured.iter().find(|(rule, _)| rule.code == code).unwrap().1
}

#[tokio::test(flavor = "multi_thread")]
async fn the_look_counts_what_board_and_data_count() {
    let school = School::open_on("2023-12-01").await.with_sample().await;
    let found = audit(&school).await;
    let portal = school.portal();
    let board = portal.board().await.unwrap();
    assert_eq!(found.score.coverage, board.coverage);
    let data: serde_json::Value = serde_json::from_str(&portal.coverage_json().await.unwrap()).unwrap();
    assert_eq!(data["coverage"]["disclosed"], found.score.coverage.disclosed);
    assert!(!board.years.is_empty());
    for account in &board.years {
        let of_year = portal.audit(&school.ctx(), Some(account.year)).await.unwrap();
        assert_eq!(of_year.score.coverage, account.coverage, "{}", account.year);
    }
    assert_eq!(found.measured.len(), RULES.len(), "every rule is told of");
    for code in ["empty", "late", "undated", "impossible-dates"] {
        let columns = found.columns(code);
        let all: u64 = match code {
            "empty" | "late" => columns.len() as u64,
            _ => columns.iter().map(|column| column.records).sum(),
        };
        assert_eq!(measured(&found, code), Measure::Is(all), "{code}");
    }
    for code in ["unanswered", "availability", "dead-inside", "dead-outside"] {
        assert!(matches!(measured(&found, code), Measure::Unmeasured(_)), "{code} is no nought");
    }
    let order: Vec<Verdict> = found.first().iter().map(|(rule, measure)| rule.judge(*measure)).collect();
    assert!(order.is_sorted() && order.contains(&Verdict::Fails), "{order:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_column_is_empty_until_something_is_on_view_or_said_to_be_nothing_and_late_after_its_term() {
    let school = School::founded_on("2023-12-01").await;
    let empty = audit(&school).await;
    assert_eq!(measured(&empty, "update"), Measure::Never);
    let before = empty.empty.len();
    school.keeps(record("在公示期的名单").item("37").public("2023-11-25")).await;
    school.keeps(record("没有日期的办法").item("38").public("")).await;
    school
        .keeps(record("只给校内的通知").item("39").audience(domain::record::Audience::Campus).public("2023-11-30"))
        .await;
    let found = audit(&school).await;
    assert_eq!(found.empty.len(), before - 2, "what is not for everybody fills no column");
    assert_eq!(measured(&found, "update"), Measure::Is(6), "nor is it news for everybody");
    assert_eq!(measured(&found, "undated"), Measure::Is(1));
    assert_eq!(found.undated[0].item.key.to_string(), "38");
    school.days_pass(9);
    assert_eq!(Rule::read("update").unwrap().judge(measured(&audit(&school).await, "update")), Verdict::Fails);
    school.employs("clerk", Role::Clerk, Some("jwc")).await;
    let refused = school.portal().audit(&school.clerk("jwc").ctx(), None).await;
    assert!(matches!(refused, Err(app::Error::Forbidden(_))), "{refused:?}");
}

/// What a server was asked, and when.
type Heard = Arc<Mutex<Vec<(String, Instant)>>>;

/// A server of the web that answers by the path, and remembers who asked when.
fn server() -> (u16, Heard) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&heard);
    std::thread::spawn(move || {
        for tcp in listener.incoming() {
            let (mut tcp, mut come, mut some) = (tcp.unwrap(), Vec::new(), [0; 1024]);
            while !come.ends_with(b"\r\n\r\n") {
                match tcp.read(&mut some) {
                    Ok(0) | Err(_) => break,
                    Ok(n) => come.extend_from_slice(&some[..n]),
                }
            }
            let come = String::from_utf8_lossy(&come).into_owned();
            let line = come.lines().next().unwrap_or_default().to_string();
            told.lock().unwrap().push((come.clone(), Instant::now()));
            let answer = match line.split(' ').nth(1).unwrap_or_default() {
                "/ok" => "200 OK\r\n",
                "/only-pages" if line.starts_with("HEAD") => "405 Method Not Allowed\r\n",
                "/only-pages" => "200 OK\r\n",
                "/moved" => "302 Found\r\nLocation: /ok\r\n",
                "/circle" => "302 Found\r\nLocation: /circle\r\n",
                "/gone" => "410 Gone\r\n",
                "/busy" => "503 Service Unavailable\r\n",
                "/slow" => {
                    std::thread::spawn(move || {
                        std::thread::sleep(Duration::from_secs(5));
                        drop(tcp);
                    });
                    continue;
                }
                _ => "404 Not Found\r\n",
            };
            let _ = tcp.write_all(format!("HTTP/1.1 {answer}Content-Length: 0\r\n\r\n").as_bytes());
        }
    });
    (port, heard)
}

fn lead(address: String) -> Lead {
    Lead { address, records: 1, index: "43000/2023-00001".into() }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_says_that_there_is_nothing_is_dead_and_a_host_is_asked_one_thing_at_a_time() {
    let (port, heard) = server();
    let paths = ["/ok", "/only-pages", "/moved", "/circle", "/gone", "/busy", "/slow", "/nothing"];
    let leads = paths.iter().map(|path| lead(format!("http://127.0.0.1:{port}{path}"))).collect();
    let looker = Looker { inside: true, patience: Duration::from_secs(1), ..looker().unwrap() };
    let found = look(leads, &looker, || {}).await;
    let of = |lead: &Lead| lead.address.rsplit_once('/').unwrap().1.to_string();
    let dead: Vec<(String, u16)> = found.dead.iter().map(|(lead, status)| (of(lead), *status)).collect();
    assert_eq!(dead, [("gone".to_string(), 410), ("nothing".to_string(), 404)]);
    let unsure: Vec<(String, &str)> = found.unsure.iter().map(|(lead, why)| (of(lead), why.as_str())).collect();
    assert_eq!(unsure, [("busy".into(), "503"), ("circle".into(), "foreign"), ("slow".into(), "slow")]);
    assert_eq!((found.asked, found.left, found.measure()), (8, 0, Measure::Is(2)));
    let heard = heard.lock().unwrap();
    assert!(heard.iter().all(|(come, _)| come.to_lowercase().contains("user-agent: gongkai/")), "{heard:?}");
    let first = |path: &str| heard.iter().find(|(come, _)| come.contains(&format!(" {path} "))).unwrap().1;
    let mut begun: Vec<Instant> = paths.iter().map(|path| first(path)).collect();
    begun.sort();
    assert!(begun.windows(2).all(|two| two[1] - two[0] >= Duration::from_millis(400)), "{begun:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_inside_the_school_is_told_and_not_asked_and_no_network_is_no_verdict() {
    let (port, heard) = server();
    let inside = [format!("http://127.0.0.1:{port}/ok"), "http://10.1.2.3/x".into(), "http://oa/x".into()];
    let found = look(inside.into_iter().map(lead).collect(), &looker().unwrap(), || {}).await;
    assert_eq!((found.internal.len(), found.asked, found.dead.len()), (3, 0, 0));
    assert!(heard.lock().unwrap().is_empty());
    let nowhere = Looker { inside: true, patience: Duration::from_secs(2), ..looker().unwrap() };
    let found = look(vec![lead("http://127.0.0.1:9/".into())], &nowhere, || {}).await;
    assert_eq!(found.measure(), Measure::Unmeasured("not-reached"), "{found:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_addresses_that_everybody_sees_are_asked_each_once() {
    let school = School::founded_on("2023-12-01").await;
    let web = |path: &str| release("web", &format!("https://www.example.edu.cn/{path}"));
    school.keeps(record("甲").item("37").public("2023-11-25").released(web("same"))).await;
    school
        .keeps(record("乙").item("37").public("2023-11-25").released(web("same")).released(release("web", "公告栏")))
        .await;
    school
        .keeps(
            record("丙").item("37").audience(domain::record::Audience::Campus).public("2023-11-25").released(web("c")),
        )
        .await;
    school.clerk("jwc").drafts(record("丁").item("37").unit("jwc").released(web("d"))).await;
    let leads = school.portal().leads_outside().await.unwrap();
    let told: Vec<(&str, u64)> = leads.iter().map(|lead| (lead.address.as_str(), lead.records)).collect();
    assert_eq!(told, [("https://www.example.edu.cn/same", 2)]);
}
