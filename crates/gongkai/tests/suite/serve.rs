//! `gongkai serve`: asked over a plain connection, stopped as a service manager stops it.

use crate::Workplace;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running portal; it is killed when a test fails half-way.
pub(crate) struct Portal {
    child: Child,
    address: String,
}

impl Drop for Portal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What came back.
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Portal {
    pub(crate) fn of(workplace: &Workplace, config: &str) -> Portal {
        Portal::start(workplace, config, Stdio::null())
    }

    /// One that writes its log into a file.
    pub(crate) fn logging(workplace: &Workplace, log: File) -> Portal {
        Portal::start(workplace, "gongkai.toml", log.into())
    }

    fn start(workplace: &Workplace, config: &str, log: Stdio) -> Portal {
        let mut command = workplace.command(&["serve", "--listen", "127.0.0.1:0", "--config", config]);
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let (_, address) = line.trim().split_once("http://").expect("the address is printed");
        Portal { child, address: address.trim_end_matches('/').to_string() }
    }

    pub(crate) fn get(&self, path: &str) -> Page {
        self.send("GET", path, "", &[])
    }

    /// Sends something with more lines in its head.
    pub(crate) fn send(&self, method: &str, path: &str, head: &str, body: &[u8]) -> Page {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let length = if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
        let start =
            format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{length}{head}\r\n", self.address);
        stream.write_all(&[start.as_bytes(), body].concat()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8(answer[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let mut body = answer[end + 4..].to_vec();
        if head.to_ascii_lowercase().contains("transfer-encoding: chunked") {
            body = unchunk(&body);
        }
        Page { status, head, body }
    }

    /// Asks it to stop, as a service manager does.
    fn terminate(&self) {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(asked.success());
    }

    /// The status that the program ends with after SIGTERM.
    pub(crate) fn stops(mut self) -> Option<i32> {
        self.terminate();
        self.child.wait().unwrap().code()
    }

    /// A connection on which this was sent and from which nothing is read.
    fn left_alone(&self, bytes: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(bytes.as_bytes()).unwrap();
        stream
    }
}

fn unchunk(mut body: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = body.windows(2).position(|two| two == b"\r\n") {
        let size = std::str::from_utf8(&body[..end]).unwrap();
        let size = usize::from_str_radix(size.split(';').next().unwrap().trim(), 16).unwrap();
        if size == 0 {
            break;
        }
        whole.extend_from_slice(&body[end + 2..end + 2 + size]);
        body = &body[end + 4 + size..];
    }
    whole
}

impl Page {
    #[track_caller]
    fn shows(&self, words: &[&str]) -> String {
        assert_eq!(self.status, 200, "{}", self.head);
        let text = String::from_utf8(self.body.clone()).unwrap();
        for word in words {
            assert!(text.contains(word), "“{word}” is not in:\n{text}");
        }
        text
    }
}

/// Addresses in a page that begin so.
fn links(page: &str, start: &str) -> Vec<String> {
    let addresses = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    addresses.filter(|address| address.starts_with(start)).map(str::to_string).collect()
}

#[test]
fn the_portal_of_the_demo_shows_its_pages_gives_its_files_and_stops_when_asked() {
    let workplace = Workplace::new();
    workplace.run(&["demo", "--no-serve"]).succeeds();
    let portal = Portal::of(&workplace, "gongkai-demo/gongkai.toml");

    portal.get("/").shows(&["<html", "湖南民族职业学院", "/catalogue"]);
    portal.get("/en").shows(&["lang=\"en\""]);
    portal.get("/catalogue").shows(&["50"]);
    let item = portal.get("/item/37").shows(&["<html"]);
    let record = &links(&item, "/record/")[0];
    portal.get(record).shows(&["索引号"]);
    portal.get("/figures").shows(&["5531"]);
    // The shelf of reports is filled in the background; a page asked for before must not keep its old answer.
    let until = Instant::now() + Duration::from_secs(60);
    while !String::from_utf8_lossy(&portal.get("/reports").body).contains("/reports/2022-2023") {
        assert!(Instant::now() < until, "the report never came onto the shelf");
        std::thread::sleep(Duration::from_millis(100));
    }
    let read = portal.get("/reports/2022-2023").shows(&["清单事项", "5531"]);
    let links: Vec<String> = links(&read, "/reports/2022-2023/");
    for (ending, start) in [("pdf", "%PDF-"), ("docx", "PK"), ("md", "#"), ("json", "{")] {
        let link = links.iter().find(|link| link.ends_with(ending)).unwrap_or_else(|| panic!("{ending}: {links:?}"));
        let file = portal.get(link);
        assert_eq!(file.status, 200, "{link}: {}", file.head);
        assert!(file.body.starts_with(start.as_bytes()), "{link}: {}", file.head);
    }
    for unknown in ["/nothing", "/item/999", "/record/none", "/reports/1999-2000", "/..%2f..%2fgongkai.toml"] {
        let page = portal.get(unknown);
        assert_eq!(page.status, 404, "{unknown}: {}", page.head);
        let text = String::from_utf8(page.body).unwrap();
        assert!(text.contains("href=\"/"), "{unknown}: a 404 leads on\n{text}");
    }
    assert_eq!(portal.stops(), Some(0));

    // Files that nobody reads hold up the end until its time is over, but not the second time that it is asked for.
    let mut portal = Portal::of(&workplace, "gongkai-demo/gongkai.toml");
    let file = "GET /reports/2022-2023/report.pdf HTTP/1.1\r\nHost: x\r\n\r\n";
    let unread = portal.left_alone(&file.repeat(20));
    // Until nothing more comes: by then it waits for somebody to read, however busy the machine is.
    let (mut before, mut held) = (0, vec![0; 8 << 20]);
    while let waiting = unread.peek(&mut held).unwrap()
        && (waiting == 0 || waiting != before)
    {
        before = waiting;
        std::thread::sleep(Duration::from_millis(200));
    }
    portal.get("/");
    portal.terminate();
    while TcpStream::connect(&portal.address).is_ok() {
        std::thread::sleep(Duration::from_millis(10));
    }
    let asked_again = Instant::now();
    portal.terminate();
    let code = portal.child.wait().unwrap().code();
    assert_eq!(code, Some(2), "it did not end in good order");
    assert!(asked_again.elapsed() < Duration::from_secs(5), "{:?}", asked_again.elapsed());
    drop(unread);
}

#[test]
fn it_stops_in_good_order_whatever_visitors_leave_undone() {
    let workplace = Workplace::with_school();
    let portal = Portal::of(&workplace, "gongkai.toml");
    let undone = [
        "",
        "GET / HTTP/1.1\r\nHo",
        "POST /mode HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nmode",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ];
    let connections: Vec<TcpStream> = undone.iter().map(|bytes| portal.left_alone(bytes)).collect();
    assert_eq!(portal.get("/").status, 200);
    let asked = Instant::now();
    assert_eq!(portal.stops(), Some(0));
    assert!(asked.elapsed() < Duration::from_secs(15), "{:?}", asked.elapsed());
    drop(connections);
}

#[test]
fn a_portal_without_a_school_is_refused_with_the_cure() {
    Workplace::new().run(&["serve", "--listen", "127.0.0.1:0"]).fails_in_one_line(&["gongkai.toml", "gongkai init"]);
}

#[test]
fn an_address_that_cannot_be_listened_on_is_named() {
    let workplace = Workplace::with_school();
    workplace.run(&["serve", "--listen", "nowhere"]).fails_in_one_line(&["nowhere"]);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    workplace.run(&["serve", "--listen", &address]).fails_in_one_line(&[&address]);
}

#[test]
fn a_setting_that_cannot_be_taken_is_named_before_anything_is_served() {
    let workplace = Workplace::with_school();
    let config = workplace.path("gongkai.toml");
    let kept = std::fs::read_to_string(&config).unwrap();
    // A name is looked for in the first line of the file, where it is in no table.
    for (line, named) in [
        ("emblem = \"nowhere.svg\"", "nowhere.svg"),
        ("emblem = \"gongkai.toml\"", "gongkai.toml"),
        ("behind_proxy = true", "behind_proxy"),
        ("brand_color = \"#14556b\"", "brand_color"),
    ] {
        std::fs::write(&config, format!("{line}\n{kept}")).unwrap();
        workplace.run(&["serve", "--listen", "127.0.0.1:0"]).fails_in_one_line(&[named]);
    }
    let wrong = kept.replace("trusted_proxies = []", "trusted_proxies = [\"10.0.0.0/99\"]");
    assert_ne!(wrong, kept);
    std::fs::write(&config, wrong).unwrap();
    workplace.run(&["serve", "--listen", "127.0.0.1:0"]).fails_in_one_line(&["trusted_proxies", "10.0.0.0/99"]);
}

#[test]
fn a_brand_colour_that_cannot_be_read_is_adapted_and_told_in_one_line() {
    let workplace = Workplace::with_school();
    let config = workplace.text("gongkai.toml");
    workplace.write("gongkai.toml", format!("brand_colour = \"#ffd400\"\n{config}"));
    let mut command = workplace.command(&["serve", "--listen", "127.0.0.1:0"]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let told = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    let line = told.into_iter().find(|line| line.contains("brand_colour"));
    let _ = child.kill();
    let _ = child.wait();
    let line = line.unwrap();
    assert_eq!(line.matches("#ffd400").count(), 2, "yellow stays on dark pages: {line}");
    assert_eq!(line.matches('#').count(), 3, "a darker shade on light ones: {line}");
}
