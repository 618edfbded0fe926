//! Robots of groups for tests, over real sockets: they want the form, the signature and the measure that their makers' do, by a
//! clock of the test's own, and answer as they do.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// The key with which the robots here want to be signed.
pub const SIGNING_KEY: &str = "SEC0123456789abcdef";

#[derive(Debug)]
struct Shared {
    /// The test's time in seconds.
    now: i64,
    /// When messages came, by path.
    came: BTreeMap<String, Vec<i64>>,
    /// What was said, with the path it came by.
    said: Vec<(String, String)>,
    /// Answers in pieces, as servers behind proxies do.
    chunked: bool,
}

/// The robots.
#[derive(Debug)]
pub struct Robots {
    /// Their port on this machine.
    pub port: u16,
    shared: Arc<Mutex<Shared>>,
}

impl Robots {
    /// Robots by whose clock it is this second.
    pub fn open(now: i64) -> Robots {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Shared { now, came: BTreeMap::new(), said: Vec::new(), chunked: false };
        let shared = Arc::new(Mutex::new(shared));
        let seen = Arc::clone(&shared);
        std::thread::spawn(move || {
            for tcp in listener.incoming() {
                let (Ok(tcp), shared) = (tcp, Arc::clone(&seen)) else { return };
                std::thread::spawn(move || serve(tcp, &shared));
            }
        });
        Robots { port, shared }
    }

    /// The address of the robot of a maker: `wecom`, `dingtalk` or `feishu`.
    pub fn address(&self, kind: &str) -> String {
        let path = match kind {
            "wecom" => "cgi-bin/webhook/send?key=geheim",
            "dingtalk" => "robot/send?access_token=geheim",
            _ => "open-apis/bot/v2/hook/geheim",
        };
        format!("http://127.0.0.1:{}/{path}", self.port)
    }

    /// Their clock shows this second.
    pub fn at(&self, now: i64) {
        self.shared.lock().unwrap().now = now;
    }

    /// They answer in pieces from now on.
    pub fn answer_in_pieces(&self) {
        self.shared.lock().unwrap().chunked = true;
    }

    /// What was said through each, in order.
    pub fn said(&self) -> Vec<(String, String)> {
        self.shared.lock().unwrap().said.clone()
    }
}

fn serve(tcp: TcpStream, shared: &Mutex<Shared>) -> Option<()> {
    let mut reader = BufReader::new(tcp.try_clone().ok()?);
    let mut first = String::new();
    reader.read_line(&mut first).ok()?;
    let path = first.split(' ').nth(1)?.to_string();
    let (mut length, mut json_text) = (0, false);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let line = line.trim().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length: ") {
            length = value.parse().ok()?;
        }
        json_text |= line.starts_with("content-type: application/json");
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let (answer, chunked) = {
        let mut shared = shared.lock().unwrap();
        let body = serde_json::from_slice(&body).ok().filter(|_| json_text && first.starts_with("POST "));
        (shared.answer(&path, body.as_ref()), shared.chunked)
    };
    let answer = answer.to_string();
    let mut tcp = tcp;
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    let text = match chunked {
        false => format!("{head}Content-Length: {}\r\n\r\n{answer}", answer.len()),
        true => {
            let (one, two) = answer.split_at(5);
            let piece = |text: &str| format!("{:x}\r\n{text}\r\n", text.len());
            format!("{head}Transfer-Encoding: chunked\r\n\r\n{}{}0\r\n\r\n", piece(one), piece(two))
        }
    };
    tcp.write_all(text.as_bytes()).ok()
}

impl Shared {
    fn answer(&mut self, path: &str, body: Option<&Value>) -> Value {
        let Some(body) = body else { return json!({"errcode": 40035, "errmsg": "invalid json"}) };
        let kind = path.split(['/', '?']).nth(1).unwrap_or_default();
        let limit = if kind == "open-apis" { 100 } else { 20 };
        let now = self.now;
        let came = self.came.entry(kind.to_string()).or_default();
        came.retain(|at| *at > now - 60);
        let too_many = came.len() >= limit;
        let said = match kind {
            "cgi-bin" if path != "/cgi-bin/webhook/send?key=geheim" => {
                return json!({"errcode": 93000, "errmsg": "invalid webhook url"});
            }
            "cgi-bin" if too_many => return json!({"errcode": 45009, "errmsg": "api freq out of limit"}),
            "cgi-bin" | "robot" if body["msgtype"] != "text" => {
                return json!({"errcode": 40008, "errmsg": "invalid message type"});
            }
            "robot" if too_many => {
                return json!({"errcode": 130_101, "errmsg": "send too fast, exceed 20 times per minute"});
            }
            "robot" if !dingtalk_signed(path, now) => return json!({"errcode": 310_000, "errmsg": "sign not match"}),
            "cgi-bin" | "robot" => body["text"]["content"].as_str(),
            _ if too_many => return json!({"code": 11232, "msg": "frequency limited"}),
            _ if body["msg_type"] != "text" => return json!({"code": 9499, "msg": "Bad Request"}),
            _ if !feishu_signed(body, now) => {
                return json!({"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"});
            }
            _ => body["content"]["text"].as_str(),
        };
        let Some(said) = said.filter(|said| !said.is_empty() && (kind != "cgi-bin" || said.len() <= 2048)) else {
            return json!({"errcode": 40058, "errmsg": "content is missing or too long"});
        };
        came.push(now);
        self.said.push((kind.to_string(), said.to_string()));
        match kind {
            "open-apis" => {
                json!({"StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"})
            }
            _ => json!({"errcode": 0, "errmsg": "ok"}),
        }
    }
}

/// Whether the address is signed, within an hour, as DingTalk has it.
fn dingtalk_signed(path: &str, now: i64) -> bool {
    let (_, query) = path.split_once('?').unwrap_or_default();
    let field = |name: &str| {
        let pair = query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")))?;
        Some(percent_encoding::percent_decode_str(pair).decode_utf8().unwrap().into_owned())
    };
    let (Some(time), Some(sign)) = (field("timestamp"), field("sign")) else { return false };
    let near = time.parse::<i64>().is_ok_and(|millis| (millis / 1000 - now).abs() < 3600);
    near && sign == STANDARD.encode(hmac(SIGNING_KEY.as_bytes(), format!("{time}\n{SIGNING_KEY}").as_bytes()))
}

/// The same as Feishu has it.
fn feishu_signed(body: &Value, now: i64) -> bool {
    let (Some(time), Some(sign)) = (body["timestamp"].as_str(), body["sign"].as_str()) else { return false };
    let near = time.parse::<i64>().is_ok_and(|seconds| (seconds - now).abs() < 3600);
    near && sign == STANDARD.encode(hmac(format!("{time}\n{SIGNING_KEY}").as_bytes(), b""))
}

/// HMAC-SHA256 by its definition (RFC 2104), so that it is not the program's own that judges the program.
fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut block = [0u8; 64];
    if key.len() > 64 {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let with = |pad: u8, rest: &[u8]| {
        let start: Vec<u8> = block.iter().map(|byte| byte ^ pad).collect();
        Sha256::digest([start.as_slice(), rest].concat()).to_vec()
    };
    with(0x5c, &with(0x36, message))
}
