//! The words that say what a number, a date or a column is.
//!
//! One list of words for running text and for column heads, searched at once. The longest word wins, so
//! that 招生咨询电话 is an office's and 家长联系电话 a person's although both end in 电话. Words that a
//! document uses of a thing that is no personal data (订单号) stand here too: they say what a number is not.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Input, MatchKind};

use super::chars;

/// What a word says about the value that follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Label {
    /// Citizen identity number.
    IdCard,
    /// Bank card.
    BankCard,
    /// A bank account whose owner is not said.
    Account,
    /// Account of an institution.
    OrgAccount,
    /// Mobile telephone.
    Mobile,
    /// A telephone or way of contact, whose is not said.
    Phone,
    /// Telephone of a private person.
    Home,
    /// Telephone, fax or mailbox of an office.
    Office,
    /// A buyer, agent or bidder, whose contact a tender notice must name.
    Party,
    /// E-mail, whose is not said.
    Email,
    /// Home address.
    Abode,
    /// An address, whose is not said.
    Place,
    /// Address of an institution, a venue or a page.
    OrgPlace,
    /// Date of birth.
    Birth,
    /// Passport.
    Passport,
    /// Another travel paper.
    Travel,
    /// Officer's card, residence permit, social security card and other papers.
    Paper,
    /// Number that a school or examination gives a student or a member of staff.
    Student,
    /// Number of a thing: order, contract, document, certificate.
    Number,
    /// Unified social credit code and codes like it.
    Credit,
    /// An amount of money.
    Amount,
    /// A person's name.
    Name,
    /// A department or unit.
    Unit,
    /// The sending in of papers, which goes to an office's mailbox. It names no value.
    Send,
    /// That something is a person's own (个人). It names no value either.
    Own,
}

use Label::*;

const WORDS: &[(Label, &str)] = &[
    (
        IdCard,
        "身份证件号码 身份证件号 身份證號碼 身份證號 身份證 身份证号码 身份证号 身份证编号 身份证 身份证件 公民身份号码 公民身份证号码 居民身份证 身份号码 证件号码 证件号 有效证件号码 有效证件号 身份证明号码 社会保障号码 社会保障号 idcard id_card idno idnumber identitycard sfzh sfzhm zjhm 残疾人证号 残疾证号 残疾人证 残疾证 居住证号码 居住证 驾驶证号",
    ),
    (
        BankCard,
        "银行卡号码 银行卡号 银行卡帐号 银行卡账号 银行卡 储蓄卡号 储蓄卡 借记卡号 借记卡 信用卡号 信用卡 工资卡号 工资卡 社保卡银行账号 社保卡银行卡号 惠农卡 存折账号 存折号 存折 一卡通银行账号 卡号 卡/折号 个人账户 个人账号 个人银行账号 个人银行账户 本人账号 本人银行账号 学生账号 bankcard cardno cardnumber",
    ),
    (
        Account,
        "银行账号 银行帐号 银行账户 银行帐户 收款账号 收款帐号 收款账户 账号 帐号 账户 帐户 汇款账号 开户行及账号",
    ),
    (
        OrgAccount,
        "对公账户 对公账号 对公帐户 对公帐号 对公 基本账户 基本户 基本存款账户 单位账户 单位账号 单位帐号 学校账户 学校账号 公司账户 公司账号 缴费账户 缴费账号 学费账户 学费专户 专户 专用账户 财政专户 保证金账户 保证金账号 投标保证金 捐赠账户 捐赠账号 党费账户 零余额账户",
    ),
    (
        Mobile,
        "手机号码 手机号 手机 手機號碼 手機 行動電話 移动电话 联系手机 手提电话 微信号 微信 支付宝账号 支付宝 mobile cellphone cell 短号 whatsapp sjh sjhm",
    ),
    (
        Phone,
        "联系电话号码 联系电话 聯繫電話 電話 联系方式 电话号码 电话 联系号码 通讯方式 通信方式 联络电话 联络方式 来电 致电 tel telephone phone phoneno phonenumber lxdh lxfs",
    ),
    (
        Home,
        "家庭电话 家庭联系电话 家庭联系方式 住宅电话 宅电 家长电话 家长联系电话 家长联系方式 家长手机 家长手机号 家长手机号码 父亲电话 母亲电话 父亲联系电话 母亲联系电话 父母电话 父母联系电话 监护人电话 监护人联系电话 监护人联系方式 本人联系电话 本人联系方式 本人电话 本人手机 学生电话 学生联系电话 学生联系方式 学生手机 学生手机号 学生本人电话 考生电话 考生联系电话 考生联系方式 个人电话 个人联系方式 个人联系电话 紧急联系人电话 紧急联系电话 紧急联系方式 私人电话 家属电话 家属联系电话",
    ),
    (
        Office,
        "商家电话 店铺电话 门市电话 咨询电话 招生咨询电话 报考咨询电话 联系咨询电话 咨询 招生咨询 监督电话 监督举报电话 监督举报 监督 举报电话 举报 投诉电话 投诉举报电话 投诉 热线电话 咨询热线 服务热线 监督热线 热线 传真号码 传真电话 传真 电话/传真 电话传真 办公电话 办公室电话 办公室联系电话 值班电话 值班 招生电话 招生热线 招办电话 招生联系电话 服务电话 客服电话 客服 总机 报修电话 报修 单位电话 单位联系电话 单位联系方式 部门电话 部门联系电话 部门联系方式 学校电话 学校联系电话 受理电话 受理 申诉电话 信访电话 纪检电话 纪检监察 纪委 监察 救援电话 急救电话 报警电话 火警电话 求助电话 咨询号码 技术支持 反馈电话 异议 预约电话 订票电话 办公室 办公 招生办 招生就业处 信箱 校长信箱 书记信箱 fax hotline office 招生邮箱 监督邮箱 举报邮箱 投诉邮箱 工作邮箱 办公邮箱 咨询邮箱 公共邮箱 单位邮箱 部门邮箱 学校邮箱 投稿邮箱 招聘邮箱 报名邮箱 简历 投稿 意见箱 监督部门 服务中心 主管部门 供稿",
    ),
    (
        Party,
        "采购人 招标人 采购单位 招标单位 采购代理机构 招标代理机构 代理机构 代理公司 项目联系人 项目联系方式 供应商 中标人 投标人 成交人 采购人名称 招标代理 采购代理 采购方 招标方",
    ),
    (Email, "电子邮箱地址 电子邮箱 电子邮件 邮箱地址 邮箱 e-mail email mail 邮件 qq邮箱 dzyx"),
    (
        Abode,
        "家庭住址 家庭地址 家庭详细住址 家庭详细地址 家庭通讯地址 家庭通信地址 家庭所在地 家庭现住址 住址 现住址 现住地址 现住地 现居住地址 现居住地 居住地址 居住地 经常居住地 常住地址 常住地 户籍地址 户籍住址 户籍所在地 户籍地 户口所在地 户口地址 户口住址 身份证地址 身份证住址 住宅地址 学生住址 本人住址 家长住址 homeaddress jtzz jtdz 暂住地址 暂住地 详细住址 生源地详细地址",
    ),
    (
        Place,
        "通讯地址 通信地址 联系地址 收件地址 收货地址 邮寄地址 寄件地址 详细地址 录取通知书邮寄地址 录取通知书收件地址 快递地址 送达地址 地址 address addr",
    ),
    (
        OrgPlace,
        "商家地址 店面地址 销售地址 门店地址 办公地址 办公地点 单位地址 单位住所 学校地址 校区地址 校址 公司地址 公司住所 注册地址 注册地 办学地址 办学地点 报名地址 报名地点 考试地点 考点地址 地点 采购人地址 采购单位地址 招标人地址 代理机构地址 供应商地址 中标人地址 企业地址 机构地址 经营地址 营业地址 生产地址 工作地址 工作地点 报到地址 报到地点 实习地点 实习单位地址 项目地址 项目地点 建设地点 交货地点 开标地点 提交地点 送货地点 网址 网站地址 网络地址 链接地址 主页地址 网页地址 ip地址 mac地址 下载地址 法定住所 住所 来访地址 接待地址 接待地点 投递地址 面试地点 体检地点 所在地址",
    ),
    (
        Birth,
        "出生日期 出生年月日 出生年月 出生时间 出生日 出生 出生于 生日 生辰 dateofbirth birthday birthdate birth dob csrq csny",
    ),
    (Passport, "护照号码 护照号 護照號碼 護照 护照编号 护照 因私护照 因公护照 passport passportno"),
    (
        Travel,
        "港澳通行证 往来港澳通行证 港澳通行证号 港澳通行证号码 往来港澳通行证号码 通行证号码 通行证号 通行证 台湾通行证 往来台湾通行证 台胞证 台胞证号 台胞证号码 回乡证 回乡证号 回乡证号码 旅行证 旅行证号 旅行证件",
    ),
    (
        Paper,
        "军官证 军官证号 军官证号码 士兵证 士兵证号 军人证 军人证件 警官证 警官证号 文职干部证 居留证 居留证号 居留证件 居留许可 居留许可号 永久居留证 永久居留身份证 外国人永久居留证 外国人永久居留身份证 永居证 永居证号 永居证号码 社保卡号 社会保障卡号 社会保障卡号码 社保卡 社会保障卡 社保号 社保编号 医保卡号 医保卡 医保号 医保编号 退役军人证 优待证 户口簿号 户口本号 签证号 签证号码",
    ),
    (
        Student,
        "学号 考生号 考生编号 准考证号码 准考证号 准考证 报名号 报名序号 考号 学籍号 学籍编号 全国学籍号 学籍辅号 工号 职工号 教工号 教职工号 人员编号 学生证号 学生证编号 一卡通号 一卡通卡号 一卡通 校园卡号 校园卡 校园卡卡号 饭卡号 借书证号 借书证 借阅证号 座位号 座号 考场号 录取号 录取序号 通知书编号 录取通知书编号 会员号 用户名 登录名 studentid studentno xh ksh zkzh gh",
    ),
    (
        Number,
        "订单号 订单编号 订单 合同号 合同编号 合同 项目编号 项目号 项目代码 采购编号 采购计划编号 采购计划号 采购项目编号 招标编号 招标项目编号 投标编号 标段编号 标书编号 单号 快递单号 运单号 物流单号 流水号 流水编号 交易号 交易流水号 交易编号 支付单号 凭证号 凭证编号 票据号 票据号码 票据代码 收据号 发票号码 发票号 发票代码 发票 票号 证书编号 证书号码 证书号 证书 资格证号 资格证书号 毕业证号 毕业证书编号 学位证号 学位证书编号 文号 发文字号 批文号 备案号 备案编号 isbn issn 批号 批次号 序列号 机身号 设备号 条形码 条码 资产编号 资产编码 固定资产编号 图书编号 登录号 馆藏号 索书号 专利号 申请号 公开号 授权号 注册号 登记号 登记证号 许可证号 许可证编号 备案 版本号 版本 型号 规格型号 货号 商品编码 编号 编码 代码 序号 档案号 档案编号 索引号 课程号 课程编号 课程代码 课题编号 立项编号 立项号 成果编号 案号 受理号 回执号 查询码 验证码 提取码 会议号 会议id 群号 qq群 qq号 qq 邮编 邮政编码 时间戳 id号 uuid guid no. no 公众号 appid 校验码 机器编号 统计编号 施工许可证 交易编码 追溯码 防伪码 imei meid sn 存款单号 粘贴单号 卷号 刊号 页码 面积 车牌号 车架号 发动机号",
    ),
    (
        Credit,
        "统一社会信用代码 社会信用代码 信用代码 组织机构代码 机构代码 纳税人识别号 税号 税务登记号 税务登记证号 营业执照 营业执照号 营业执照注册号 法人证书号 事业单位法人证书 学校标识码 学校代码 院校代码 单位代码",
    ),
    (
        Amount,
        "金额 合计 总计 价格 报价 预算 总价 单价 中标价 成交价 控制价 余额 ¥ ￥ rmb 人民币 浏览 浏览次数 阅读 点击 访问量 点击量 浏览量 阅读量 下载量 播放量 访问次数",
    ),
    (
        Name,
        "姓名 收件人 收货人 收信人 收件人姓名 收货人姓名 学生姓名 考生姓名 家长姓名 申请人姓名 教师姓名 户主 户主姓名 监护人 本人 法定代表人姓名 name xm",
    ),
    (
        Unit,
        "部门 部门名称 单位 单位名称 工作单位 公司名称 企业名称 供应商名称 科室 机构名称 处室 责任部门 责任单位 承办单位 内设机构 学院联系",
    ),
    (Send, "发至 发送 报送 反馈 提交 投递 传至 发到 寄至"),
    (Own, "个人"),
];

struct Table {
    search: AhoCorasick,
    labels: Vec<(Label, &'static str)>,
}

fn table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(|| {
        let labels: Vec<(Label, &'static str)> = WORDS
            .iter()
            .flat_map(|&(label, words)| words.split_ascii_whitespace().map(move |word| (label, word)))
            .collect();
        let search = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::DFA))
            .build(labels.iter().map(|(_, word)| word))
            .expect("a short fixed list of words fits the automaton");
        Table { search, labels }
    });
    &TABLE
}

/// A word found, with its place in the text searched.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    /// What it says.
    pub(super) label: Label,
    /// First byte.
    pub(super) start: usize,
    /// Byte after the last.
    pub(super) end: usize,
}

/// All words of `text` that name values, in order; `text` must be lower-case and without blanks.
pub(super) fn find(text: &str) -> Vec<Hit> {
    let mut hits = Vec::new();
    find_from(text, 0, &mut hits);
    hits.retain(|hit| hit.label.names_values());
    hits
}

impl Label {
    /// Whether it says what a value is, and not only whose.
    pub(super) fn names_values(self) -> bool {
        !matches!(self, Send | Own)
    }
}

/// Adds the words of `text` from byte `from` on to `hits`.
///
/// Latin words count only when they stand alone: `cell` is not in `cancelled`, nor `qq` in a mailbox.
pub(super) fn find_from(text: &str, from: usize, hits: &mut Vec<Hit>) {
    let table = table();
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        if DIVIDES[usize::from(bytes[at])] {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < bytes.len() && !DIVIDES[usize::from(bytes[end])] {
            end += 1;
        }
        // The two halves of a mailbox hold none.
        let beside_sign = bytes.get(end) == Some(&b'@') || at > 0 && bytes[at - 1] == b'@';
        if beside_sign
            && bytes[at..end].iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
        {
            at = end;
            continue;
        }
        // Most stretches hold no word at all, so one question each is enough.
        while let Some(found) = table.search.find(Input::new(text).span(at..end)) {
            let hit = Hit { label: table.labels[found.pattern().as_usize()].0, start: found.start(), end: found.end() };
            at = hit.end;
            if !bytes[hit.start].is_ascii_alphabetic() || stands_alone(bytes, &hit) {
                hits.push(hit);
            }
        }
        at = end;
    }
}

/// Bytes that no word holds, and lists are full of: digits, commas, line ends.
static DIVIDES: [bool; 256] = chars::table(b"0123456789,\n@:\"'");

/// Whether no letter touches a Latin word, and it is no part of a mailbox or a host's name.
fn stands_alone(bytes: &[u8], hit: &Hit) -> bool {
    let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
    let before = hit.start.checked_sub(1);
    !(before.is_some_and(|at| letter(at) || matches!(bytes[at], b'@' | b'.'))
        || letter(hit.end)
        || bytes.get(hit.end) == Some(&b'@'))
}

/// Longest column head in characters; what is longer is a sentence.
const MAX_HEAD: usize = 24;
/// Longest head in characters that only ends in a label; a longer one is a title.
const MAX_TAILED: usize = 14;

/// What a cell says about the cells beneath or beside it, if it is a head at all.
///
/// A head is short and mostly made of label words: 身份证号码, 联系电话（手机）, 家长姓名及电话. Of several words
/// the one that promises more about a person wins.
pub(super) fn head(text: &str) -> Option<Label> {
    if text.len() > MAX_HEAD * 4 || text.bytes().next().is_none_or(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // What stands in brackets explains the head: 姓名（与身份证一致） is a column of names.
    let main = text.find(['(', '（']).filter(|&at| at > 0).map_or(text, |at| &text[..at]);
    head_label(&plain(main)).or_else(|| head_label(&plain(text)))
}

fn head_label(plain: &str) -> Option<Label> {
    let length = plain.chars().count();
    if length == 0 || length > MAX_HEAD || plain.chars().filter(|&c| chars::digit(c).is_some()).count() > 2 {
        return None;
    }
    if DATA_HEADS.contains(&plain) {
        return Some(Number);
    }
    let hits = find(plain);
    let covered: usize = hits.iter().map(|hit| plain[hit.start..hit.end].chars().count()).sum();
    let ends = length <= MAX_TAILED && hits.last().is_some_and(|hit| hit.end == plain.len());
    if covered * 2 < length && !ends {
        return None;
    }
    hits.iter().map(|hit| hit.label).min_by_key(|&label| HEAD_ORDER.iter().position(|&other| other == label))
}

/// Heads of columns of data that a program wrote: figures and numbers of things.
const DATA_HEADS: [&str; 34] = [
    "count",
    "total",
    "sum",
    "amount",
    "price",
    "qty",
    "quantity",
    "size",
    "bytes",
    "lat",
    "lon",
    "lng",
    "latitude",
    "longitude",
    "x",
    "y",
    "timestamp",
    "ts",
    "hash",
    "md5",
    "stationid",
    "deviceid",
    "orderid",
    "itemid",
    "goodsid",
    "skuid",
    "productid",
    "nodeid",
    "logid",
    "traceid",
    "requestid",
    "sessionid",
    "siteid",
    "barcode",
];

/// Which word of a head decides when it has several.
const HEAD_ORDER: [Label; 23] = [
    IdCard, BankCard, Passport, Travel, Abode, Home, Office, OrgPlace, Mobile, Phone, Email, Birth, OrgAccount,
    Account, Credit, Paper, Student, Place, Number, Amount, Name, Unit, Party,
];

/// Lower case, without blanks, invisible characters and punctuation that decorates a head.
pub(super) fn plain(text: &str) -> String {
    text.chars()
        .filter(|&c| !chars::is_blank(c) && !chars::is_invisible(c))
        .filter(|c| {
            !matches!(
                c,
                '\n' | '\r' | ':' | '：' | '*' | '＊' | '（' | '）' | '(' | ')' | '【' | '】' | '[' | ']' | '、' | '_'
            )
        })
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_decides() {
        let labels = |text: &str| find(text).iter().map(|hit| hit.label).collect::<Vec<_>>();
        assert_eq!(labels("招生咨询电话"), [Office]);
        assert_eq!(labels("家长联系电话"), [Home]);
        assert_eq!(labels("联系电话"), [Phone]);
        assert_eq!(labels("统一社会信用代码"), [Credit]);
        assert_eq!(labels("cancelled"), []);
    }

    #[test]
    fn heads_are_read_through_decoration() {
        assert_eq!(head("身 份 证\n号 码（必填）"), Some(IdCard));
        assert_eq!(head("联系电话（手机）"), Some(Phone));
        assert_eq!(head("姓名（与身份证一致）"), Some(Name));
        assert_eq!(head("机电工程学院家庭经济困难学生名单及联系电话"), None);
        assert_eq!(head("家长姓名及电话"), Some(Phone));
        assert_eq!(head("出生年月"), Some(Birth));
        assert_eq!(head("家庭详细住址"), Some(Abode));
        assert_eq!(head("电话通知学生和家长到校领取材料的情况"), None);
        assert_eq!(head("430602"), None);
        assert_eq!(head(""), None);
    }

    #[test]
    fn no_word_stands_twice() {
        let mut words: Vec<_> = table().labels.iter().map(|(_, word)| word).collect();
        words.sort_unstable();
        let twice: Vec<_> = words.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }

    #[test]
    fn every_label_has_its_place_among_heads() {
        assert!(table().labels.iter().all(|(label, _)| !label.names_values() || HEAD_ORDER.contains(label)));
    }
}
