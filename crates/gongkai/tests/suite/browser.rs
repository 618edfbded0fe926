//! A real Chromium, driven as somebody sits before it: pages are opened, fields filled, buttons pressed, pictures taken.
//!
//! It is spoken to over two pipes (DevTools Protocol), so that no port is opened and no library needed.

use crate::need::{Tool, need};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Longest wait for anything.
const PATIENCE: Duration = Duration::from_secs(60);

/// A browser; it ends with this value.
pub(crate) struct Browser {
    child: Child,
    to: File,
    from: Receiver<Value>,
    /// What happened and nobody asked for yet.
    events: VecDeque<Value>,
    next: u64,
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Browser {
    /// One with its profile in a folder; `None` where there is no Chromium.
    pub(crate) fn open(folder: &Path) -> Option<Browser> {
        let program = need(Tool::Chromium)?;
        let pipes = ["to", "from"].map(|name| folder.join(format!("browser-{name}")));
        for pipe in &pipes {
            assert!(Command::new("mkfifo").arg(pipe).status().unwrap().success());
        }
        // The shell opens the pipes as descriptors 3 and 4, which is what `--remote-debugging-pipe` listens to.
        let script = r#"exec "$0" "$@" 3<browser-to 4>browser-from"#;
        let child = Command::new("sh")
            .args(["-c", script, &program])
            .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
            .args(["--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=zh-CN"])
            .args(["--remote-debugging-pipe", "--user-data-dir=browser-profile", "about:blank"])
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let to = OpenOptions::new().write(true).open(&pipes[0]).unwrap();
        let from = File::open(&pipes[1]).unwrap();
        let (said, heard) = channel();
        std::thread::spawn(move || {
            let mut from = BufReader::new(from);
            let mut bytes = Vec::new();
            while from.read_until(0, &mut bytes).is_ok_and(|read| read > 0) {
                bytes.pop();
                let Ok(message) = serde_json::from_slice(&bytes) else { break };
                if said.send(message).is_err() {
                    break;
                }
                bytes.clear();
            }
        });
        Some(Browser { child, to, from: heard, events: VecDeque::new(), next: 0 })
    }

    /// Asks and waits for the answer.
    fn ask(&mut self, session: Option<&str>, method: &str, parameters: &Value) -> Value {
        self.next += 1;
        let mut message = json!({"id": self.next, "method": method, "params": parameters});
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        self.to.write_all(&bytes).unwrap();
        loop {
            let heard = self.from.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no answer to {method}"));
            if heard["id"] == self.next {
                assert!(heard["error"].is_null(), "{method}: {heard}");
                return heard["result"].clone();
            }
            self.events.push_back(heard);
        }
    }

    /// Somebody else at the same machine: a window with cookies of its own.
    pub(crate) fn window(&mut self) -> Window {
        let context = self.ask(None, "Target.createBrowserContext", &json!({}));
        let target = json!({"url": "about:blank", "browserContextId": context["browserContextId"]});
        let target = self.ask(None, "Target.createTarget", &target);
        let attached = json!({"targetId": target["targetId"], "flatten": true});
        let attached = self.ask(None, "Target.attachToTarget", &attached);
        let window = Window { session: attached["sessionId"].as_str().unwrap().to_string() };
        for domain in ["Page.enable", "Runtime.enable"] {
            self.ask(Some(&window.session), domain, &json!({}));
        }
        window.is_wide(self, 1440);
        window
    }
}

/// A window of a browser.
pub(crate) struct Window {
    session: String,
}

impl Window {
    pub(crate) fn is_wide(&self, browser: &mut Browser, width: u32) {
        self.is_sized(browser, width, 900);
    }

    fn is_sized(&self, browser: &mut Browser, width: u32, height: u32) {
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500});
        browser.ask(Some(&self.session), "Emulation.setDeviceMetricsOverride", &size);
    }

    /// Waits for the page that is on its way.
    fn loaded(&self, browser: &mut Browser) {
        let is_ours = |event: &Value| event["method"] == "Page.loadEventFired" && event["sessionId"] == self.session;
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(at) = browser.events.iter().position(is_ours) {
                browser.events.remove(at);
                return;
            }
            let left = until.saturating_duration_since(Instant::now());
            let heard = browser.from.recv_timeout(left).expect("a page that loads");
            browser.events.push_back(heard);
        }
    }

    fn forget(&self, browser: &mut Browser) {
        browser.events.retain(|event| event["sessionId"] != self.session.as_str());
    }

    pub(crate) fn goes_to(&self, browser: &mut Browser, address: &str) {
        self.forget(browser);
        browser.ask(Some(&self.session), "Page.navigate", &json!({ "url": address }));
        self.loaded(browser);
    }

    /// What a line of script gives.
    pub(crate) fn js(&self, browser: &mut Browser, script: &str) -> Value {
        let asked = json!({"expression": script, "awaitPromise": true, "returnByValue": true});
        let answer = browser.ask(Some(&self.session), "Runtime.evaluate", &asked);
        assert!(answer["exceptionDetails"].is_null(), "{script}: {answer}");
        answer["result"]["value"].clone()
    }

    /// The words of the page, as they can be read.
    pub(crate) fn text(&self, browser: &mut Browser) -> String {
        self.js(browser, "(document.querySelector('main') ?? document.body).innerText").as_str().unwrap().to_string()
    }

    pub(crate) fn address(&self, browser: &mut Browser) -> String {
        self.js(browser, "location.href").as_str().unwrap().to_string()
    }

    /// Writes into a field as a keyboard does.
    pub(crate) fn fills(&self, browser: &mut Browser, field: &str, text: &str) {
        let script = format!(
            "(() => {{ const field = document.querySelector({field}); field.focus(); field.value = {text};
             for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, {{ bubbles: true }})); }})()",
            field = json!(field),
            text = json!(text)
        );
        self.js(browser, &script);
    }

    /// Presses a button or link that leads to another page.
    pub(crate) fn presses(&self, browser: &mut Browser, what: &str) {
        self.forget(browser);
        let script = format!(
            "(() => {{ const found = document.querySelector({what}); const folded = found.closest('details');
             if (folded) folded.open = true; found.click(); }})()",
            what = json!(what)
        );
        self.js(browser, &script);
        self.loaded(browser);
    }

    /// Chooses files, as the dialogue of the system would.
    pub(crate) fn chooses(&self, browser: &mut Browser, field: &str, files: &[PathBuf]) {
        let root = browser.ask(Some(&self.session), "DOM.getDocument", &json!({}));
        let asked = json!({"nodeId": root["root"]["nodeId"], "selector": field});
        let node = browser.ask(Some(&self.session), "DOM.querySelector", &asked);
        let files: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
        let chosen = json!({"nodeId": node["nodeId"], "files": files});
        browser.ask(Some(&self.session), "DOM.setFileInputFiles", &chosen);
    }

    /// Turns off the scripts of pages from here on, as a setting of the browser does; the test's own lines still run.
    pub(crate) fn runs_no_script(&self, browser: &mut Browser) {
        browser.ask(Some(&self.session), "Emulation.setScriptExecutionDisabled", &json!({ "value": true }));
    }

    /// Waits until a line of script is true.
    pub(crate) fn waits_for(&self, browser: &mut Browser, script: &str) {
        let until = Instant::now() + PATIENCE;
        while self.js(browser, script) != json!(true) {
            assert!(Instant::now() < until, "{script} never became true:\n{}", self.text(browser));
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Takes a picture of the whole page, for eyes.
    pub(crate) fn is_pictured(&self, browser: &mut Browser, name: &str) {
        self.takes(browser, &json!({"format": "png", "captureBeyondViewport": true}), name);
    }

    /// Takes a picture of what stands in the window, for the handbook (`cargo xtask pictures`).
    pub(crate) fn is_shown(&self, browser: &mut Browser, name: &str) {
        self.is_sized(browser, 1120, 680);
        self.js(browser, "scrollTo(0, 0)");
        self.takes(browser, &json!({"format": "png"}), &format!("handbook-{name}"));
        self.is_wide(browser, 1440);
    }

    fn takes(&self, browser: &mut Browser, asked: &Value, name: &str) {
        use base64::Engine;
        let picture = browser.ask(Some(&self.session), "Page.captureScreenshot", asked);
        let bytes = base64::engine::general_purpose::STANDARD.decode(picture["data"].as_str().unwrap()).unwrap();
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{name}.png")), bytes).unwrap();
    }
}
