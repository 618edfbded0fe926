//! The published column description of every ledger table.
//!
//! Reading, the template, `docs/ledger.md` and the messages about bad rows all follow from these tables. The
//! position of a column is used by `parse` and `print`; a test holds them together.

use super::Table;

/// One column of a ledger table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Stable ASCII key; the head in JSON, understood in every form.
    pub key: &'static str,
    /// Chinese head, as the template prints it.
    pub zh: &'static str,
    /// Other heads that are understood, half-width, lower case, without blanks.
    pub aliases: &'static [&'static str],
    /// Whether a row without it is refused.
    pub required: bool,
    /// What to write there, in Chinese.
    pub about_zh: &'static str,
    /// The same in English.
    pub about_en: &'static str,
    /// An example.
    pub example: &'static str,
}

macro_rules! columns {
    ($($name:ident: $($key:literal $zh:literal [$($alias:literal),*] $required:literal $about_zh:literal $about_en:literal $example:literal;)*)*) => {
        $(const $name: &[Column] = &[$(Column {
            key: $key, zh: $zh, aliases: &[$($alias),*], required: $required,
            about_zh: $about_zh, about_en: $about_en, example: $example,
        }),*];)*
    };
}

columns! {
    SCHOOL:
        "key" "项目" ["名称项", "键"] true
            "name 校名、code 学校代码、kind 类型（vocational 高职、undergraduate 本科、university 大学）、short_name 简称、region 所在地、website 网址；信息公开机构：office 名称、head 负责人、address 地址、hours 办公时间、phone 电话、fax 传真、email 邮箱"
            "name, code, kind (vocational, undergraduate, university), short_name, region, website; the disclosure office: office, head, address, hours, phone, fax, email"
            "name";
        "value" "内容" ["值"] true "该项目的内容；未知则不写此行" "its value; leave the row out when unknown" "某某职业学院";
        "note" "备注" ["说明"] false "出处或说明" "source or remark" "";
    UNITS:
        "code" "单位代码" ["代码", "编码"] true "字母数字，在本校内唯一" "letters and digits, unique in the school" "jwc";
        "name" "单位名称" ["名称", "部门", "部门名称"] true "全称" "full name" "教务处";
        "kind" "类别" ["单位类别", "类型"] false "职能部门、二级学院、工作机构、其他" "department, college, body, other" "职能部门";
        "parent" "上级单位" ["上级"] false "上级单位代码" "code of the unit above" "";
        "duty" "职责" ["信息公开职责"] false "在信息公开工作中的职责" "its part in disclosure" "";
        "members" "组成" ["成员"] false "工作机构的组成，如“组长：党委书记、院长”" "who makes up a body" "";
        "note" "备注" ["说明"] false "出处或说明" "source or remark" "";
        "former" "曾用名" ["原名", "旧名", "旧称"] false "以前的名称或代码，用分号隔开，名称本身有分号的加半角双引号；只会增加，删去用 gongkai ledger delete" "former names and codes, separated by semicolons, in quotation marks where a name has one; they are only added to, `gongkai ledger delete` takes one away" "";
    CHANNELS:
        "code" "渠道代码" ["代码", "编码"] true "字母数字，在本校内唯一" "letters and digits, unique in the school" "site";
        "name" "渠道名称" ["名称", "渠道"] true "名称" "name" "学校官网";
        "kind" "类别" ["渠道类别", "类型"] true "网站、校外平台、公众号、微博、短视频、群聊、办公系统、短信、报刊、公告栏、文件、会议、广播、电视、显示屏、电话、意见箱、接待日、信函、活动、其他" "kind of channel" "网站";
        "address" "地址" ["网址", "位置"] false "网址、号码或地点" "address, number or place" "https://www.example.edu.cn/";
        "note" "备注" ["说明"] false "出处或说明" "source or remark" "";
        "former" "曾用名" ["原名", "旧名", "旧称"] false "以前的名称或代码，用分号隔开，名称本身有分号的加半角双引号；只会增加，删去用 gongkai ledger delete" "former names and codes, separated by semicolons, in quotation marks where a name has one; they are only added to, `gongkai ledger delete` takes one away" "";
    ITEMS:
        "item" "事项" ["事项编号", "序号", "编号"] true "清单序号 1 至 50；学校自定事项用 S1、S2" "number on the list, or S1, S2 for the school's own" "32";
        "category" "类别" ["类别编号"] false "自定事项所属类别编号；自定类别从 11 起" "category number of an own item; own categories from 11" "";
        "category_name" "类别名称" [] false "自定类别的名称" "name of an own category" "";
        "text" "事项内容" ["公开事项", "内容"] false "自定事项的内容；法定事项不可改" "text of an own item; statutory ones are fixed" "";
        "applies" "是否适用" ["适用"] false "适用、如有、不适用" "applies, if_any, not_applicable" "适用";
        "reason" "不适用理由" ["理由"] false "不适用时必填" "needed when it does not apply" "";
        "unit" "责任部门" ["责任单位"] false "单位代码或名称" "code or name of a unit" "jwc";
        "timing" "更新时限" ["时限"] false "made 20（产生后20个工作日）、approval 20（批复后20日）、yearly 10-31（每年此日前）、change（变更时）" "made 20, approval 20, yearly 10-31, change" "made 20";
        "from_year" "自学年" ["起始学年"] false "从哪一学年起如此；不填则一直如此。以前学年的报告仍按当时的设置" "school year from which it is so; always when empty. Reports of earlier years keep what was so then" "";
        "maps_to" "对应清单事项" ["对应事项"] false "自定事项计入哪些清单序号，用分号隔开" "list numbers an own item counts for, separated by semicolons" "31；32";
        "note" "备注" ["说明"] false "说明" "remark" "";
    RECORDS:
        "key" "编号" ["记录编号", "id"] false "本台账内唯一且不变；不填则按内容生成" "unique and stable in this ledger; made from the content when empty" "2023-0001";
        "index" "索引号" ["信息索引号", "索取号"] false "学校代码/年份-五位流水；不填则自动编排" "code/year-serial; assigned when empty" "";
        "title" "标题" ["信息名称", "名称", "公开内容", "文件名称", "题名"] true "全称" "full title" "关于开展家庭经济困难学生认定工作的通知";
        "item" "事项" ["事项编号", "清单序号", "清单事项", "公开事项"] true "清单序号 1 至 50，或 S1" "number on the list, or S1" "37";
        "unit" "责任部门" ["责任单位", "发布部门", "发布机构", "部门"] false "单位代码或名称；不详则空" "code or name of a unit; empty when unknown" "学生工作处";
        "form" "体裁" ["形式", "文种"] false "发文、通知、转发、名单、制度、报告、会议、页面、数据、动态、采购、督导通报、其他" "kind of document" "通知";
        "document_number" "文号" ["发文字号", "文件编号"] false "如 某院发〔2023〕12号" "document number" "";
        "issuer" "发文机关" ["制发机关", "来源机关"] false "转发时写原发文机关" "the body that issued it, for what is passed on" "";
        "origin" "来源方式" ["产生方式"] false "制作、产生、获取" "made, produced, obtained" "制作";
        "made_on" "生成日期" ["成文日期", "形成日期", "制作日期"] false "日期、年月或空" "date, month or empty" "2023-09-08";
        "published_on" "公开日期" ["发布日期", "公开时间", "发布时间", "时间", "日期"] false "日期、年月或空" "date, month or empty" "2023年9月9日";
        "channel" "渠道" ["公开渠道", "公开形式", "发布渠道", "公开方式"] false "渠道代码或名称，多个用分号隔开；各渠道日期地址不同者另填“发布”表" "codes or names, separated by semicolons" "site；wechat";
        "locator" "网址" ["链接", "地址", "网址或位置", "发布网址"] false "网址或张贴地点" "address or place" "https://www.example.edu.cn/1.html";
        "openness" "公开属性" [] false "主动公开、依申请公开、不予公开" "proactive, on_request, withheld" "主动公开";
        "ground" "不公开依据" ["不公开理由"] false "不予公开时必填" "needed for what is withheld" "";
        "audience" "公开范围" [] false "社会、校内、本单位" "public, campus, unit" "社会";
        "term" "公开期限" ["期限"] false "长期，或截止日期" "standing, or the last day" "长期";
        "validity" "效力" ["效力状况"] false "有效、失效、废止" "in_force, lapsed, repealed" "有效";
        "count" "条数" ["件数"] false "一行代表多条时的条数" "how many like things the row stands for" "1";
        "summary" "内容概述" ["概述", "摘要"] false "100 字以内" "at most 100 characters" "";
        "body" "正文" ["内容"] false "正文文字" "the text" "";
        "keywords" "关键词" ["主题词"] false "用分号隔开" "separated by semicolons" "";
        "year" "学年" ["所属学年"] false "计入哪一学年的年度报告；不填按日期" "school year whose report accounts for it; by date when empty" "2022-2023";
        "publicity" "公示类别" ["公示"] false "公示类信息的类别" "kind of publicity period" "";
        "publicity_from" "公示开始" [] false "日期" "first day" "";
        "publicity_until" "公示截止" [] false "日期" "last day" "";
        "state" "状态" [] false "公开、草稿、撤回、到期；依申请公开和不予公开的，审定后为不公开；不填：有公开日期、渠道或网址的为公开，其余为草稿" "public, draft, withdrawn, expired; settled for what is not proactive once that is decided; when empty: public with a date, channel or address, else draft" "";
        "state_reason" "撤回原因" [] false "撤回时必填" "needed for what is withdrawn" "";
        "state_on" "撤下日期" ["撤回日期", "下线日期"] false "撤回或到期时，最后公开的日期；不详则空" "last day on view of what is withdrawn or expired; empty when unknown" "";
        "change_note" "更新说明" [] false "本版相对上一版的变化" "what changed since the edition before" "";
        "note" "备注" ["说明"] false "说明" "remark" "";
        "source" "出处" [] false "这一行取自何处" "where the row was taken from" "";
    EDITIONS:
        "record" "记录编号" ["编号"] true "记录表中的编号" "key of the record" "2023-0001";
        "number" "版次" ["版本"] true "从 1 起；最新一版写在记录表中" "from 1; the newest stands in the records table" "1";
        "title" "标题" ["信息名称", "名称"] true "该版标题" "title of that edition" "";
        "document_number" "文号" ["发文字号"] false "该版文号" "document number" "";
        "issuer" "发文机关" [] false "转发时写原发文机关" "the body that issued it" "";
        "made_on" "生成日期" ["成文日期"] false "日期、年月或空" "date, month or empty" "";
        "summary" "内容概述" ["概述", "摘要"] false "100 字以内" "at most 100 characters" "";
        "body" "正文" ["内容"] false "正文文字" "the text" "";
        "keywords" "关键词" ["主题词"] false "用分号隔开" "separated by semicolons" "";
        "change_note" "更新说明" [] false "该版相对上一版的变化" "what changed since the edition before" "";
        "state" "状态" [] false "草稿：公开版之后正在拟的一版；其余留空" "draft: the edition being prepared after the public one; empty otherwise" "";
    RELEASES:
        "record" "记录编号" ["编号"] true "记录表中的编号" "key of the record" "2023-0001";
        "channel" "渠道" ["公开渠道", "发布渠道"] false "渠道代码或名称；不详则空" "code or name of a channel; empty when unknown" "wechat";
        "on" "发布日期" ["日期", "公开日期", "时间"] false "日期、年月或空" "date, month or empty" "2023-09-09";
        "locator" "网址" ["链接", "地址", "位置"] false "网址或地点" "address or place" "";
        "evidence" "凭证" [] false "扫描件、照片或截图的名称" "name of a scan, photograph or screenshot" "";
        "edition" "版次" ["版本"] false "发布的是哪一版；不填为最新一版" "which edition went out; the newest when empty" "";
        "note" "备注" ["说明"] false "说明" "remark" "";
    DATASETS:
        "key" "数据集代码" ["代码"] true "字母数字" "letters and digits" "graduates";
        "title" "标题" ["名称"] true "标题" "title" "2023届毕业生去向";
        "item" "事项" ["事项编号"] true "清单序号或 S1" "number on the list, or S1" "32";
        "unit" "责任部门" ["责任单位"] false "单位代码或名称" "code or name of a unit" "";
        "year" "学年" [] true "如 2022-2023" "such as 2022-2023" "2022-2023";
        "as_of" "截止日期" ["统计时点"] false "数据所指的日期" "the day the figures describe" "2023-09-01";
        "source" "出处" ["来源"] false "数据来自何处" "where the figures come from" "";
    FIGURES:
        "dataset" "数据集代码" ["数据集"] true "数据集表中的代码" "key of the dataset" "graduates";
        "key" "数据代码" ["代码"] true "字母数字，在数据集内唯一" "letters and digits, unique in the dataset" "total";
        "name" "名称" ["指标"] true "名称" "name" "毕业生总人数";
        "value" "数值" ["数据"] false "数字；不详则空" "number; empty when unknown" "4540";
        "unit" "单位" ["计量单位"] false "人、条、%等" "unit" "人";
        "definition" "口径" ["定义"] false "统计口径" "what is counted" "";
        "approximate" "约数" [] false "是：原文为“余、约、近”" "yes when the source gives a round number" "";
        "disputed" "存疑" ["争议"] false "存疑的原因；原件如此、已知不符时填写" "why it is disputed, when it is printed so and known not to add up" "";
        "year" "学年" [] false "同一数据集代码在几个学年都有时必填" "needed when one dataset key stands for several school years" "2022-2023";
    IDENTITIES:
        "dataset" "数据集代码" ["数据集"] true "数据集表中的代码" "key of the dataset" "graduates";
        "kind" "种类" ["类别"] true "sum（合计＝各部分之和）、rate（比率＝部分÷总体）、part（部分不大于总体）、stage（后一阶段不多于前一阶段）" "sum, rate, part, stage" "sum";
        "target" "左边" ["对象"] true "合计、比率、部分或后一阶段的数据代码" "key of the whole, rate, part or later stage" "total";
        "terms" "各部分" ["右边"] false "数据代码，用 + 相连" "keys joined by +" "contract+own";
        "of" "总体" [] false "比率的总体，或前一阶段" "whole of a rate or part, or the stage before" "";
        "note" "备注" ["说明"] false "说明" "remark" "";
        "year" "学年" [] false "同一数据集代码在几个学年都有时必填" "needed when one dataset key stands for several school years" "2022-2023";
    TEXTS:
        "year" "学年" [] true "如 2022-2023" "such as 2022-2023" "2022-2023";
        "place" "位置" ["部分"] true "1 至 8 为报告各部分；2.3 为第二部分第三类；preface 为前言" "part 1 to 8, 2.3 for a category of part 2, preface" "6";
        "order" "次序" ["序号"] true "在该位置内的次序，从 1 起" "order within the place, from 1" "1";
        "heading" "小标题" ["标题"] false "小标题；无则空" "sub-heading, or empty" "";
        "text" "文字" ["正文", "内容"] true "一段文字；{数据集.数据} 引用数据" "a paragraph; {dataset.figure} refers to a figure" "";
        "source" "出处" [] false "取自何处" "where it was taken from" "";
    NIL:
        "item" "事项" ["事项编号"] true "清单序号或 S1" "number on the list, or S1" "47";
        "year" "学年" [] true "如 2022-2023" "such as 2022-2023" "2022-2023";
        "unit" "责任部门" ["责任单位"] true "单位代码或名称" "code or name of a unit" "";
        "signed_by" "签署人" [] false "单位负责人职务" "post of who signs" "";
        "signed_on" "签署日期" ["日期"] false "日期" "date" "";
        "note" "备注" ["说明"] false "说明" "remark" "";
}

/// The columns that say which thing a row is about. A file that has them may leave others out: what is there stays.
pub fn key_columns(table: Table) -> &'static [&'static str] {
    match table {
        Table::School | Table::Records => &["key"],
        Table::Units | Table::Channels => &["code"],
        Table::Items => &["item", "from_year"],
        Table::Datasets => &["key", "year"],
        Table::Figures => &["dataset", "key"],
        Table::Texts => &["year", "place", "order"],
        Table::Nil => &["item", "year", "unit"],
        Table::Releases | Table::Editions | Table::Identities => &[],
    }
}

/// The columns of a table, in the order of the template.
pub fn columns(table: Table) -> &'static [Column] {
    match table {
        Table::School => SCHOOL,
        Table::Units => UNITS,
        Table::Channels => CHANNELS,
        Table::Items => ITEMS,
        Table::Records => RECORDS,
        Table::Releases => RELEASES,
        Table::Editions => EDITIONS,
        Table::Datasets => DATASETS,
        Table::Figures => FIGURES,
        Table::Identities => IDENTITIES,
        Table::Texts => TEXTS,
        Table::Nil => NIL,
    }
}
