//! Rule `sum`: divisions that are complete by what their parts are called.
//!
//! 第一、第二、第三产业 make the product and 男 and 女 make the persons whatever words stand around them, so
//! a sentence need not say 共 to be held to it. Words only: it must not look at the numbers.

use std::borrow::Cow;

/// A division known by its names.
struct Division {
    /// The whole's label holds one of these; empty when any whole will do.
    whole: &'static [&'static str],
    /// What each part is called, in any of these ways.
    parts: &'static [&'static [&'static str]],
}

const fn of(whole: &'static [&'static str], parts: &'static [&'static [&'static str]]) -> Division {
    Division { whole, parts }
}

/// The longer division of a whole comes before the shorter one it contains.
const DIVISIONS: &[Division] = &[
    of(
        &["生产总值", "GDP", "增加值", "总产出", "经济总量"],
        &[&["第一产业", "一产"], &["第二产业", "二产"], &["第三产业", "三产"]],
    ),
    of(
        &["固定资产投资", "投资完成", "完成投资", "项目投资"],
        &[&["第一产业", "一产"], &["第二产业", "二产"], &["第三产业", "三产"]],
    ),
    of(
        &["用电"],
        &[
            &["第一产业", "一产"],
            &["第二产业", "二产"],
            &["第三产业", "三产"],
            &["居民生活", "居民用电", "城乡居民", "生活用电"],
        ],
    ),
    of(&["农林牧渔"], &[&["农业"], &["林业"], &["牧业", "畜牧"], &["渔业"], &["服务业", "辅助性活动", "服务产值"]]),
    of(&["三公", "“三公”"], &[&["出国", "出境"], &["公务用车", "公车", "车辆"], &["接待"]]),
    of(&["公务用车"], &[&["购置费", "购置经费", "车辆购置", "车购置"], &["运行"]]),
    of(&["基本支出"], &[&["人员"], &["公用"]]),
    of(&["支出", "决算"], &[&["基本支出"], &["项目支出"]]),
    of(&["预算收入", "财政收入", "公共收入"], &[&["税收"], &["非税"]]),
    of(&["进出口", "外贸", "贸易总"], &[&["出口"], &["进口"]]),
    of(&["零售"], &[&["城镇"], &["乡村", "农村"]]),
    of(&["零售"], &[&["商品零售"], &["餐饮"]]),
    of(&["人口", "居民", "户", "幼儿", "低保"], &[&["城镇", "城市", "城区"], &["乡村", "农村"]]),
    of(&["应到", "应出席", "应参加", "应参会"], &[&["出席", "实到", "到会", "参加"], &["缺席", "请假", "缺勤"]]),
    of(&["感染", "病例", "确诊"], &[&["境外输入"], &["本土"]]),
    of(&[], &[&["男"], &["女"]]),
];

/// Words of two that mostly divide a whole between them; whether they do, the numbers must say.
const PAIRS: &[(&[&str], &[&str])] = &[
    (&["省内", "本省", "市内", "本市", "县内"], &["省外", "外省", "市外", "县外"]),
    (&["境内", "国内"], &["境外", "国外", "国际", "海外", "入境"]),
    (&["校内"], &["校外"]),
    (&["公办", "公立"], &["民办", "民营"]),
    (&["新建"], &["续建", "改建", "改扩建"]),
    (&["自然人", "个人"], &["法人", "单位", "企业"]),
    (&["中央"], &["地方"]),
    (&["本科"], &["专科", "高职", "研究生"]),
    (&["博士"], &["硕士"]),
    (&["文科", "历史"], &["理科", "物理"]),
    (&["全日制"], &["非全日制"]),
    (&["应届"], &["往届", "历届"]),
    (&["汉族"], &["少数民族"]),
    (&["住宅"], &["非住宅", "商业"]),
    (&["耕地"], &["非耕地"]),
    (&["在编", "编内"], &["编外", "聘用"]),
    (&["省级"], &["市级"]),
    (&["转发"], &["原创", "自主", "本院", "本校"]),
    (&["线上", "网上"], &["线下", "现场", "窗口"]),
    (&["海域"], &["陆域", "陆地"]),
    (&["党员"], &["非党员", "群众"]),
    (&["出生"], &["死亡"]),
];

/// Which of the parts make a division that is complete by its names; `whole` is the label of the whole,
/// `parts` the words around each part in the order of the text. One whole may be divided in two ways.
pub(crate) fn complete(whole: &str, parts: &[String]) -> Vec<Vec<usize>> {
    let fits = |d: &&Division| d.whole.is_empty() || d.whole.iter().any(|w| whole.contains(w));
    let mut all: Vec<Vec<usize>> = Vec::new();
    for division in DIVISIONS.iter().filter(fits) {
        let Some(chosen) = chosen(division, parts) else { continue };
        if !all.iter().any(|known| known.iter().any(|i| chosen.contains(i))) {
            all.push(chosen);
        }
    }
    all
}

fn chosen(division: &Division, parts: &[String]) -> Option<Vec<usize>> {
    let mut chosen: Vec<usize> = Vec::new();
    for names in division.parts {
        let named = |i: &usize| !chosen.contains(i) && calls(&parts[*i], names);
        chosen.push((0..parts.len()).find(named)?);
    }
    // A name that comes twice does not tell which one is meant.
    let last = *chosen.iter().max()?;
    let twice = division.parts.iter().any(|names| (0..=last).filter(|i| calls(&parts[*i], names)).count() > 1);
    chosen.sort_unstable();
    (!twice).then_some(chosen)
}

/// Whether two parts are called as halves of one thing.
pub(crate) fn pair(a: &str, b: &str) -> bool {
    PAIRS.iter().any(|(one, other)| calls(a, one) && calls(b, other) || calls(b, one) && calls(a, other))
}

fn calls(words: &str, names: &[&str]) -> bool {
    // 进出口 is neither 出口 nor 进口; 非全日制 is not 全日制, 非税收入 no 税收.
    let words =
        if words.contains("进出口") { Cow::Owned(words.replace("进出口", "")) } else { Cow::Borrowed(words) };
    names
        .iter()
        .any(|name| words.match_indices(name).any(|(at, _)| !words[..at].ends_with('非') || name.starts_with('非')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(all: &[&str]) -> Vec<String> {
        all.iter().map(|w| (*w).to_owned()).collect()
    }

    #[test]
    fn three_industries_make_the_product_even_with_industry_among_them() {
        let parts = words(&["第一产业增加值", "第二产业增加值", "工业增加值", "第三产业增加值"]);
        assert_eq!(complete("实现地区生产总值", &parts), vec![vec![0, 1, 3]]);
        assert_eq!(complete("全社会用电量", &parts), Vec::<Vec<usize>>::new());
    }

    #[test]
    fn imports_and_exports_are_not_the_trade_they_make() {
        assert_eq!(complete("进出口总额", &words(&["出口", "进口"])), vec![vec![0, 1]]);
        assert_eq!(complete("进出口总额", &words(&["对东盟进出口", "进口"])), Vec::<Vec<usize>>::new());
    }

    #[test]
    fn people_are_divided_by_place_and_by_sex() {
        let parts = words(&["城镇人口", "乡村人口", "男性人口", "女性人口"]);
        assert_eq!(complete("年末户籍人口", &parts), vec![vec![0, 1], vec![2, 3]]);
    }

    #[test]
    fn halves_are_known_in_either_order() {
        assert!(pair("法人申请", "自然人申请"));
        assert!(!pair("自然人申请", "当面申请"));
        assert!(pair("全日制学生", "非全日制学生"));
        assert!(!pair("全日制学生", "全日制教师"));
    }
}
