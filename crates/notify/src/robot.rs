//! Robots of groups: what WeCom (企业微信), DingTalk (钉钉) and Feishu (飞书) take, how they want it signed, how much they take
//! in a minute, and what their answers mean.
//!
//! Sources: the makers' pages on robots of groups (企业微信 91770 群机器人配置说明; 钉钉 自定义机器人接入 and its 加签; 飞书 自定义机器人使用指南),
//! as read in 2026. They may change without notice; what a robot answers counts.

use crate::Secret;
use crate::post::{Line, WebAddress};
use crate::trouble::{Reply, Step, Trouble, words};
use crate::wire::Roots;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use ring::hmac;
use serde_json::{Value, json};
use std::time::Duration;

/// Whose robot it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 企业微信.
    Wecom,
    /// 钉钉.
    Dingtalk,
    /// 飞书.
    Feishu,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 3] = [Kind::Wecom, Kind::Dingtalk, Kind::Feishu];

    /// As the settings name it.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Wecom => "wecom",
            Kind::Dingtalk => "dingtalk",
            Kind::Feishu => "feishu",
        }
    }

    /// The one that is named so.
    pub fn read(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Messages that it takes in a minute.
    pub fn in_a_minute(self) -> usize {
        match self {
            Kind::Wecom | Kind::Dingtalk => 20,
            Kind::Feishu => 100,
        }
    }

    /// How long it takes nothing more after too many.
    pub fn rest(self) -> TimeDelta {
        match self {
            Kind::Dingtalk => TimeDelta::minutes(10),
            Kind::Wecom | Kind::Feishu => TimeDelta::minutes(1),
        }
    }

    /// Most bytes of a text.
    pub fn longest(self) -> usize {
        match self {
            Kind::Wecom => 2048,
            Kind::Dingtalk | Kind::Feishu => 18_000,
        }
    }

    /// Whether it can be asked to sign.
    pub fn signs(self) -> bool {
        self != Kind::Wecom
    }
}

/// A robot of a group.
#[derive(Debug, Clone)]
pub struct Robot {
    /// Whose.
    pub kind: Kind,
    /// Where it listens; whoever knows it may speak through it.
    pub address: WebAddress,
    /// With what it wants to be signed; empty when it does not.
    pub secret: Secret,
}

/// A robot that waits for the message.
pub struct Ready {
    line: Line,
    kind: Kind,
    body: String,
}

impl Robot {
    /// Comes as far as to where the robot waits for the message.
    ///
    /// # Errors
    /// What went wrong; nothing has left.
    pub async fn prepare(
        &self,
        text: &str,
        now: DateTime<Utc>,
        roots: &Roots,
        patience: Duration,
    ) -> Result<Ready, Trouble> {
        let (address, body) = self.request(text, now);
        Ok(Ready { line: Line::open(address, roots, patience).await?, kind: self.kind, body })
    }

    /// Where the message goes and what it is.
    fn request(&self, text: &str, now: DateTime<Utc>) -> (WebAddress, String) {
        let text = cut(text, self.kind.longest());
        let address = self.address.clone();
        match self.kind {
            Kind::Wecom => (address, json!({"msgtype": "text", "text": {"content": text}}).to_string()),
            Kind::Dingtalk => {
                let body = json!({"msgtype": "text", "text": {"content": text}}).to_string();
                if self.secret.is_empty() {
                    return (address, body);
                }
                let time = now.timestamp_millis();
                let sign = dingtalk_sign(&self.secret, time);
                let sign = utf8_percent_encode(&sign, NON_ALPHANUMERIC);
                (address.with_query(&format!("timestamp={time}&sign={sign}")), body)
            }
            Kind::Feishu => {
                let mut body = json!({"msg_type": "text", "content": {"text": text}});
                if !self.secret.is_empty() {
                    let time = now.timestamp();
                    body["timestamp"] = Value::from(time.to_string());
                    body["sign"] = Value::from(feishu_sign(&self.secret, time));
                }
                (address, body.to_string())
            }
        }
    }
}

impl Ready {
    /// Hands the message over.
    ///
    /// # Errors
    /// What went wrong; unless the robot refused it, nobody knows whether it has said it ([`Trouble::leaves_unsure`]).
    pub async fn hand_over(self) -> Result<(), Trouble> {
        let (status, body) = self.line.send(&self.body).await?;
        judge(self.kind, status, &body)
    }
}

/// 钉钉 加签: HMAC-SHA256 of time and key on two lines, with the key, in base 64.
pub fn dingtalk_sign(secret: &Secret, millis: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.reveal().as_bytes());
    STANDARD.encode(hmac::sign(&key, format!("{millis}\n{}", secret.reveal()).as_bytes()))
}

/// 飞书 签名校验: HMAC-SHA256 of nothing, with time and key on two lines as the key, in base 64.
pub fn feishu_sign(secret: &Secret, seconds: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, format!("{seconds}\n{}", secret.reveal()).as_bytes());
    STANDARD.encode(hmac::sign(&key, b""))
}

/// What an answer means.
fn judge(kind: Kind, status: u16, body: &[u8]) -> Result<(), Trouble> {
    let answer: Option<Value> = serde_json::from_slice(body).ok();
    let field = |names: [&str; 2]| {
        let answer = answer.as_ref()?;
        names.iter().find_map(|name| answer.get(name)).cloned()
    };
    let code = field(["errcode", "code"]).and_then(|code| code.as_i64());
    let text = field(["errmsg", "msg"]).and_then(|text| text.as_str().map(words)).unwrap_or_default();
    let reply = |code: i64| Reply { code, text: text.clone() };
    match (status, code) {
        (200, Some(0)) => Ok(()),
        (429, code) => Err(Trouble::TooMany(reply(code.unwrap_or(429)))),
        // 45009 and 45033: WeCom, too many; 130101: DingTalk, too fast; 11232 and 9499 with it: Feishu, too many.
        (_, Some(code)) if too_many(kind, code) => Err(Trouble::TooMany(reply(code))),
        // A wrong signature, keyword or format: mended in the settings, and the message can go then.
        (_, Some(code)) => Err(Trouble::Refused { step: Step::Answer, reply: reply(code), for_good: false }),
        (200, None) => Err(Trouble::Foreign),
        (status, None) => {
            Err(Trouble::Refused { step: Step::Answer, reply: reply(status.into()), for_good: status == 404 })
        }
    }
}

fn too_many(kind: Kind, code: i64) -> bool {
    match kind {
        Kind::Wecom => matches!(code, 45009 | 45033),
        Kind::Dingtalk => matches!(code, 130_101 | 410_100),
        Kind::Feishu => matches!(code, 11_232 | 11_233),
    }
}

/// Text of at most so many bytes, of whole characters.
fn cut(text: &str, bytes: usize) -> String {
    if text.len() <= bytes {
        return text.to_string();
    }
    let end = (0..=bytes.saturating_sub(3)).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    format!("{}…", &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_those_that_another_program_makes() {
        // From Python: base64(hmac(key, message, sha256)) of the two makers' examples, with the key `this is secret`.
        let secret = Secret::new("this is secret");
        assert_eq!(dingtalk_sign(&secret, 1_600_000_000_000), "MYEtKC4/NfMR1l4prX++ai6oOf70X1xOf6UlnyUhJH4=");
        assert_eq!(feishu_sign(&secret, 1_600_000_000), "KPGy2t/of6Xra/AnHPcFkxvTtTVcBl/AnCo8A9Y2Tto=");
    }

    #[test]
    fn answers_are_understood() {
        let judge = |kind, status, body: &str| judge(kind, status, body.as_bytes());
        for (kind, ok) in [
            (Kind::Wecom, r#"{"errcode":0,"errmsg":"ok"}"#),
            (Kind::Dingtalk, r#"{"errcode":0,"errmsg":"ok"}"#),
            (Kind::Feishu, r#"{"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"success"}"#),
        ] {
            assert_eq!(judge(kind, 200, ok), Ok(()));
        }
        let limited = judge(Kind::Wecom, 200, r#"{"errcode":45009,"errmsg":"api freq out of limit"}"#).unwrap_err();
        assert_eq!(limited, Trouble::TooMany(Reply { code: 45009, text: "api freq out of limit".into() }));
        assert!(matches!(judge(Kind::Dingtalk, 200, r#"{"errcode":130101}"#), Err(Trouble::TooMany(_))));
        assert!(matches!(judge(Kind::Feishu, 200, r#"{"code":11232}"#), Err(Trouble::TooMany(_))));
        let unsigned = judge(Kind::Feishu, 200, r#"{"code":19021,"msg":"sign match fail"}"#).unwrap_err();
        assert!(!unsigned.is_for_good() && !unsigned.leaves_unsure());
        assert!(judge(Kind::Wecom, 200, "<html>").unwrap_err().leaves_unsure());
        assert!(judge(Kind::Wecom, 404, "").unwrap_err().is_for_good());
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        let long = "逾".repeat(1000);
        let short = cut(&long, 2048);
        assert!(short.len() <= 2048 && short.ends_with('…') && short.chars().filter(|c| *c == '逾').count() == 681);
        assert_eq!(cut("短", 3), "短");
    }
}
