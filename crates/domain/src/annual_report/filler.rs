//! Words that stand in a place of the report and say nothing there: （略）, 待补, 无 where something has to be told.

/// What is written until somebody writes something, anywhere.
const FILLERS: [&str; 24] = [
    "略",
    "从略",
    "此处略",
    "内容略",
    "待补",
    "待补充",
    "待填",
    "待填写",
    "待定",
    "待完善",
    "待续",
    "暂缺",
    "缺",
    "同上",
    "同上年",
    "同去年",
    "内容",
    "文字",
    "正文",
    "测试",
    "tbd",
    "todo",
    "n/a",
    "na",
];
/// What answers whether there was anything, and tells of nothing.
const NOTHING: [&str; 14] = [
    "无",
    "没有",
    "暂无",
    "未发生",
    "无内容",
    "无此情况",
    "无此类情况",
    "无相关情况",
    "无相关内容",
    "无情况",
    "零",
    "0",
    "没",
    "不涉及",
];
/// Parts in which 无 is an answer: requests, the appraisal, complaints, and what else there is.
const ANSWERED_BY_NOTHING: [&str; 4] = ["3", "4", "5", "7"];

/// Whether a text says nothing in its place.
pub fn says_nothing(place: &str, text: &str) -> bool {
    let bare: String = text.chars().filter(|c| c.is_alphanumeric() || matches!(c, '/')).collect();
    let bare = bare.to_lowercase();
    let letters = bare.trim_matches('/');
    let crossed = letters.chars().all(|c| matches!(c, 'x' | 'Ｘ' | 'ｘ' | '某'));
    crossed || FILLERS.contains(&bare.as_str()) || NOTHING.contains(&letters) && !ANSWERED_BY_NOTHING.contains(&place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_until_somebody_writes_something_says_nothing_anywhere() {
        let fillers = [
            "（略）",
            "略",
            "【略】",
            "……",
            "—",
            "/",
            "待补",
            "（待补充）",
            "×××",
            "XX",
            "xxx",
            "同上。",
            "N/A",
            "TBD",
            "。",
            "  ",
            "待 填",
        ];
        for place in ["preface", "1", "2", "2.3", "3", "4", "5", "6", "7"] {
            for filler in fillers {
                assert!(says_nothing(place, filler), "{place} {filler}");
            }
            assert!(
                !says_nothing(place, "本学年工作有序开展。")
                    && !says_nothing(place, "略有增加")
                    && !says_nothing(place, "{requests.received}")
            );
        }
    }

    #[test]
    fn nothing_is_an_answer_where_the_question_is_whether_there_was_anything() {
        for word in ["无", "无。", "（无）", "暂无", "没有", "无此类情况。"] {
            for place in ["3", "4", "5", "7"] {
                assert!(!says_nothing(place, word), "{place} {word}");
            }
            for place in ["preface", "1", "2", "2.1", "6"] {
                assert!(says_nothing(place, word), "{place} {word}");
            }
        }
    }
}
