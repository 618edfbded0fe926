# 门户

# 全站
portal-site = 信息公开
portal-site-of = { $school }信息公开
portal-skip = 跳到正文
portal-nav = 主导航
portal-crumbs = 所在位置
portal-home = 首页
portal-nav-catalogue = 公开目录
portal-nav-publicity = 公示
portal-nav-figures = 数据
portal-nav-reports = 年度报告
portal-nav-about = 公开指南
portal-nav-search = 搜索
portal-mode-large = 长者模式
portal-mode-normal = 标准模式
portal-school-site = 学校主页
portal-unregistered = 未登记
portal-unknown = 不详
portal-foot-guide = 公开指南
portal-foot-data = 机器可读数据：
portal-foot-made = 各页均由同一本台账生成，栏目、统计与年度报告同出一源。
portal-list-comma = 、

# 首页
portal-hero = 信息公开
portal-hero-lead = { $school }依法公开的信息都在这里：查得到、看得懂、说得清何时公开。
portal-search-label = 搜索标题、正文、附件、文号或部门
portal-search-hint = 例如 招生章程、决算、奖学金
portal-search-go = 搜索
portal-front-publicity = 正在公示
portal-all-publicity = 全部公示
portal-publicity-empty = 目前没有处于公示期的事项。
portal-publicity-next = 公示期满的名单已经撤下。其他公开信息请查阅
portal-publicity-days = 剩余天数不含当日，按该类公示的规定以工作日或自然日计。
portal-front-latest = 最新公开
portal-all-latest = 按目录查阅
portal-latest-empty = 还没有公开的信息。
portal-front-board = 清单事项公开情况（历年累计，截至{ $date }）
portal-board-counts = 适用于本校的清单事项{ $applicable }项：已公开{ $disclosed }项，零报告{ $nil }项，未公开{ $open }项。
portal-board-own = 学校另设自定事项{ $count }项，信息条数计入所对应的清单事项。
portal-board-text = 文字版
portal-board-about = 《高等学校信息公开事项清单》逐项列出；每项写明序号、状态和最近一次公开的年月；手机上只列新近公开和等着公开的，其余在“共几项”里。
portal-front-ways = 了解、申请与监督
portal-way-guide = 公开指南
portal-way-guide-about = 公开什么、如何编排、向谁咨询
portal-way-ask = 申请公开
portal-way-ask-about = 没有主动公开的，可以依法申请
portal-way-object = 异议与投诉
portal-way-object-about = 对公示有异议，或认为学校未依法公开
portal-all-reports = 历年报告
portal-reports-empty = 还没有发布年度报告。
portal-all-figures = 全部数据
portal-figures-empty = 还没有公开的数据。

# 目录
portal-catalogue-title = 信息公开目录
portal-catalogue-about = 按《高等学校信息公开事项清单》（教办函〔2014〕23号）编排，学校自定事项列于其后。
portal-category-statutory = 清单所列类别。
portal-category-own = 学校自定类别。
portal-items = { $count }项
portal-latest = 最近公开
portal-state-how = 状态由台账逐日推算：产生或变更后应在规定期限内公开，过期未公开即为逾期；逾期的事项在上面的合计中按是否公开过计入已公开或未公开。
portal-years = 各学年公开情况
portal-years-about = 与当年年度报告同一口径：按学年统计清单事项，批量条目按条数计入。
portal-years-applicable = 适用事项
portal-years-entries = 公开条数
portal-state-fresh = 已公开
portal-state-due-soon = 即将到期
portal-state-overdue = 逾期
portal-state-never = 未公开
portal-state-nil = 零报告
portal-state-not-applicable = 不适用
portal-timing-made = 产生或变更后{ $count }个工作日内
portal-timing-approval = 批复后{ $count }日内
portal-timing-yearly = 每年{ $month }月{ $day }日前
portal-timing-change = 变更时

# 事项
portal-item-official = 清单第{ $number }项
portal-item-own = 学校自定第{ $number }项
portal-item-link = 事项 { $number }
portal-item-state = 状态
portal-item-entries = 公开条数
portal-entries = 共{ $count }条
portal-entries-own = 本事项下{ $count }条，其余由学校自定事项计入
portal-entries-down = 已撤下{ $count }条
portal-unit = 责任部门
portal-timing = 更新时限
portal-item-contradicted = 本事项标为不适用于本校，但有公开的信息，待核实。
portal-item-counting = 同时计入本项的自定事项：
portal-item-records = 公开的信息
portal-filter-year = 学年
portal-filter-any = 全部
portal-filter-go = 筛选
portal-filter-clear = 查看全部
portal-sort = 排序
portal-sort-date = 日期
portal-sort-title = 标题
portal-sort-unit = 部门
portal-item-empty = 本项下还没有公开的信息。需要的信息可以
portal-item-filtered-empty = 没有符合条件的信息。
portal-page-first = 回到第一页
portal-page-next = 下一页
portal-batch = { $count }条
portal-batch-says = 本条汇总登记{ $count }条同类信息，原文见下列渠道。
portal-dates-future = 其中 { $count } 条的日期晚于今天，有待更正。
portal-dates-backwards = 其中 { $count } 条的公开日期早于生成日期，有待更正。
portal-nil = 零报告
portal-nil-says = 声明该学年本项无应公开的信息

# 信息
portal-published = 公开日期
portal-body-none = 台账没有登记正文和网址。
portal-body-elsewhere = 正文不在本站，请按下列公开渠道查阅。
portal-meta = 基本信息
portal-meta-index = 索引号
portal-meta-number = 文号
portal-meta-issuer = 发文机关
portal-meta-item = 清单事项
portal-meta-form = 体裁
portal-meta-origin = 来源方式
portal-meta-made = 生成日期
portal-meta-updated = 更新日期
portal-meta-openness = 公开属性
portal-meta-audience = 公开范围
portal-meta-term = 公开期限
portal-meta-validity = 效力
portal-meta-edition = 版次
portal-meta-keywords = 关键词
portal-meta-period = 公示期
portal-term-standing = 长期
portal-term-until = 至{ $date }
portal-releases = 公开渠道
portal-releases-empty = 台账没有登记公开渠道。
portal-releases-here = 信息公开网（本网站）
portal-evidence = 留有凭证
portal-editions = 版本
portal-editions-about = 公开后的修改逐版留存：划线为删去，下加线为增加。
portal-edition = 第{ $number }版
portal-edition-first = 首次公开
portal-edition-not-compared = 内容较长或时间较早，此处不再列出修改之处。
portal-gone-withdrawn = 已撤回
portal-gone-expired = 已到期撤下
portal-gone-time = 公开时间：
portal-gone-reason = 撤回原因：
portal-gone-expired-about = 公开期限届满后，内容不再提供。
portal-gone-successor = 替代信息的索引号：
portal-gone-kept = 索引号和本页保留，正文、附件和发布地址已不再提供。
portal-gone-kicker = 这条信息已经不再公开
portal-gone-untitled = 标题里可能有个人信息，不再显示。

portal-openness-proactive = 主动公开
portal-openness-on-request = 依申请公开
portal-openness-withheld = 不予公开
portal-audience-public = 社会
portal-audience-campus = 校内
portal-audience-unit = 本单位
portal-validity-in-force = 有效
portal-validity-lapsed = 失效
portal-validity-repealed = 废止
portal-origin-made = 制作
portal-origin-produced = 产生
portal-origin-obtained = 获取
portal-form-document = 发文
portal-form-notice = 通知
portal-form-forward = 转发
portal-form-list = 名单
portal-form-rule = 制度
portal-form-report = 报告
portal-form-meeting = 会议
portal-form-page = 页面
portal-form-data = 数据
portal-form-news = 动态
portal-form-tender = 采购
portal-form-bulletin = 督导通报
portal-form-other = 其他
portal-channel-website = 网站
portal-channel-platform = 校外平台
portal-channel-wechat = 公众号
portal-channel-microblog = 微博
portal-channel-video = 短视频
portal-channel-group = 群聊
portal-channel-office = 办公系统
portal-channel-sms = 短信
portal-channel-print = 报刊
portal-channel-board = 公告栏
portal-channel-document = 文件
portal-channel-meeting = 会议
portal-channel-radio = 广播
portal-channel-television = 电视
portal-channel-screen = 显示屏
portal-channel-hotline = 电话
portal-channel-box = 意见箱
portal-channel-reception = 接待日
portal-channel-letter = 信函
portal-channel-activity = 活动
portal-channel-other = 其他

# 公示
portal-publicity-about = 决定作出前向公众公示的事项。公示期内可以提出异议，期满后名单自行撤下。
portal-left-working =
    { $count ->
       *[other] 个工作日后截止
    }
portal-left-calendar =
    { $count ->
       *[other] 天后截止
    }
portal-left-today = 今天截止
portal-left-provisional = （暂定）
portal-left-ahead = 尚未开始
portal-left-over = 已期满
portal-days-unknown = 截止日不详

# 数据
portal-figures-about = 按学年公布的统计数据，附图表和口径；各数之间的关系逐条核对，不符的照登并标明。
portal-other-years = 其他学年
portal-figure-count = { $count }个数
portal-disputed = 存疑
portal-broken = 对不上的数
portal-broken-about = 以下数字按原件照登，但彼此不能同时成立。计算过程如下。
portal-broken-sum = 应等于各部分之和
portal-broken-rate = 应等于部分除以总体
portal-broken-part = 部分不应大于总体
portal-broken-stage = 后一阶段不应多于前一阶段
portal-broken-printed = 原件
portal-broken-worked = 算得
portal-figures-table = 数据表
portal-figure-name = 名称
portal-figure-value = 数值
portal-figure-definition = 口径与说明
portal-school-year = { $year }学年
portal-as-of = 截至
portal-source = 出处：

# 年度报告
portal-reports-about = 每学年（9月1日至次年8月31日）一份，10月31日前公布，可在线阅读或下载。
portal-report-of = { $year }学年信息公开工作年度报告
portal-report-edition = 第{ $number }版
portal-report-signed = 落款日期
portal-report-issued = 发布日期
portal-report-record = 发布记录
portal-report-earlier = 此前的版本（{ $count }个）
portal-report-earlier-about = 本页和下载文件为最新一版；此前各版由信息公开工作机构留存。
portal-report-files = 下载：
portal-report-contents = 报告目录
portal-chart-numbers = 图中数字

# 指南
portal-about-title = 信息公开指南
portal-about-about = 学校公开什么，怎样编排，没有公开的怎样申请，有意见向谁提。
portal-about-office = 信息公开工作机构
portal-office-name = 机构名称
portal-office-head = 负责人
portal-office-address = 办公地址
portal-office-hours = 办公时间
portal-office-phone = 联系电话
portal-office-fax = 传真
portal-office-email = 电子邮箱
portal-about-scope = 公开的范围
portal-about-scope-text = 学校主动公开下列各类信息。国家规定不适用于本校的事项保留序号并说明理由。
portal-about-arranged = 怎样编排
portal-about-arranged-text = 每条信息归入一个清单事项，编有索引号（学校代码、年份和五位流水号），索引号不重复使用。公开后的修改另立一版，旧版与改动都能查到；撤回的信息在原地址留下说明。
portal-about-states = 每个事项的状态由台账推算，不由人填写：已公开、即将到期、逾期、未公开、零报告、不适用。
portal-ask-text = 没有主动公开的信息，公民、法人和其他组织可以依照《高等学校信息公开办法》向上述机构申请。
portal-ask-who = 写明申请人的姓名或者名称、联系方式
portal-ask-what = 写明所需信息的内容，尽量给出标题、文号或时间
portal-ask-how = 写明希望取得信息的形式和方式
portal-ask-when = 按照该办法，学校自收到申请之日起15个工作日内答复；需要延长的，会告知申请人。
portal-object-how = 对公示事项有异议，请在公示期内联系该公示的责任部门或信息公开工作机构，说明事项和理由。
portal-object-complain = 认为学校没有依法公开信息的，可以向学校纪检监察部门或上级教育行政部门举报。
portal-about-channels = 公开渠道
portal-channels-online = 线上
portal-channels-offline = 线下
portal-about-units = 有关单位
portal-unit-department = 职能部门
portal-unit-college = 二级学院
portal-unit-body = 工作机构
portal-unit-other = 其他

# 搜索
portal-search-about = 输入标题、正文、附件、文号、索引号或部门中的任意文字；拼音首字母也可以，例如 jwc。
portal-search-none = 没有找到“{ $query }”。
portal-search-advice-number = 有文号的，输入其中的数字或机关代字
portal-search-advice-catalogue = 按目录逐项查阅
portal-search-advice-ask = 没有公开的，可以申请
portal-search-items = 清单事项
portal-search-count = 找到{ $count }条

# 出错页：现有内容
portal-exists-catalogue = 50个清单事项与学校自定事项
portal-exists-publicity = 正在公示的事项
portal-exists-figures = 统计数据与图表
portal-exists-reports = 历年信息公开工作年度报告
portal-exists-about = 机构、联系方式与申请办法

# 登录的读者
portal-reader = 已登录：
portal-reader-work = 工作台
portal-reader-check = 检查文件
portal-reader-account = 我的账号
portal-sign-in = 本校师生登录
portal-sign-in-why = 本校师生登录后，可能看到更多。
portal-inside-campus = 只有本校登录的人看得到。
portal-inside-unit = 只有本单位登录的人看得到。
portal-inside-item = 标“校内”“本单位”的，只有登录的人看得到，不计入上面的条数。
portal-cleaned = 填写的内容里有看不见的、会改变文字方向的字符，已经去掉；请再看一遍文字是否照原意。
portal-board-items = 共{ $count }项
portal-figures-chinese = 统计项目的名称和图中的文字只有中文。
portal-find = 搜索公开信息
record-no-picture = （图片“{ $file }”没有附上）
