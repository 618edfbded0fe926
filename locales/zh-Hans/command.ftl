# 命令行的回答
error-not-found-config = 找不到配置文件 { $key }；新学校先运行 gongkai init，或用 --config 指明
error-not-found-report = 台账中没有 { $key } 学年的任何内容；先用 gongkai import ledger 导入该学年的台账
error-not-found-record = 没有编号为 { $key } 的记录
error-not-found-dataset = 没有数据集 { $key }
error-conflict = { $kind } { $key } 在读取之后已被他人修改；请重新读取后再改
error-busy = 数据库正忙，另一项写入尚未完成；请稍后再试
error-settings = 配置文件 { $file } 有误：{ $what }
error-ledger-file = 台账文件有误
error-catalogue = 事项设置有误：{ $what }
error-reference = 报告文字（{ $place }）引用了不存在的数据 {"{"}{ $reference }{"}"}；请改正该段文字，或登记这一数据
error-differs = 写成的 { $format } 读回后与台账不一致，未找到“{ $missing }”；文件未保存
error-address = 数据库地址写法不对（gongkai.toml 的 database 或环境变量 GONGKAI_DATABASE）；应如 sqlite://gongkai.db 或 postgres://用户@主机/库名
error-database-missing = 找不到数据库 { $database }：位置有变请改 gongkai.toml 的 database；丢失请从备份放回；要新建学校，请换一个目录运行 gongkai init
error-database-nowhere = 没有放置数据库 { $database } 的位置：其所在目录不存在，或链接指向不存在的位置；请先建目录，或换一个位置
error-database-empty = 数据库 { $database } 是空的，其中没有学校：请从备份放回；要新建学校，请换一个目录运行 gongkai init
error-database-occupied = 数据库 { $database } 中已有一所学校，没有改动；请另取一个数据库名，或直接使用该数据库的配置文件
error-database-foreign = { $database } 不是本程序的数据库；请核对 gongkai.toml 的 database，文件受损请从备份放回
error-database-newer = 数据库 { $database } 已由较新版本的 gongkai 升级（{ $migration }）；请改用该版本或更高版本
error-database-damaged = 数据库 { $database } 已损坏；请停止使用，留存一份副本，再从备份放回
error-database-full = 磁盘空间不足，数据库 { $database } 写不进去，本次内容未保存；请腾出空间后重做
error-database-disk = 读写数据库 { $database } 时系统报错，本次内容未保存；请检查磁盘、网络共享与文件大小限制（ulimit -f）
error-database-read-only = 数据库 { $database } 只能读不能写，本次内容未保存；请检查磁盘是否以只读方式挂载、文件与目录的权限
error-database-refused = 无权使用数据库 { $database }；请检查文件与目录的权限，或数据库用户名与口令
error-database-unreachable = 连不上数据库 { $database }，未提交的内容未保存；请检查数据库服务是否运行、网络是否通畅
error-file = { $file }：{ $cause }
error-internal = 程序内部出错；请加 -v 再试，并把结果告知维护者

fault-missing = “{ $head }”不能为空
fault-date = “{ $head }”中的“{ $text }”不是日期；写成 2023-05-12、2023年5月12日或只写 2023年5月，不详则留空
fault-number = “{ $head }”中的“{ $text }”不是数字
fault-count = “{ $head }”中的“{ $text }”不是从 1 起的整数
fault-item = “{ $head }”中的“{ $text }”不是清单事项；写 1 至 50，学校自定事项写 S1、S2
fault-year = “{ $head }”中的“{ $text }”不是学年；写成 2022-2023
fault-word = “{ $head }”中的“{ $text }”不是这一列可用的词；可用的词见模板中的列说明
fault-index = “{ $head }”中的“{ $text }”不是索引号；写成 学校代码/2023-00001，或留空自动编排
fault-long = “{ $head }”过长；内容概述 100 字、标题 500 字、正文 100,000 字以内
fault-code = “{ $head }”中的“{ $text }”只能用字母、数字、-、_ 和 .，64 个以内
fault-timing = “{ $head }”中的“{ $text }”不是更新时限；写成 made 20、approval 20、yearly 10-31 或 change
fault-needs = “{ $head }”与同一行的其他列矛盾：{ $text }；对照列说明补齐或删去
fault-unknown = “{ $head }”中的“{ $text }”在文件和数据库中都没有；先在相应的表中登记
fault-duplicate = “{ $head }”中的“{ $text }”前面已经有过；每个只能出现一次
fault-broken = 数据不能相合：{ $text }；改正数字，或在“存疑”列写明原因
fault-order = “{ $head }”中的“{ $text }”早于开始日期
fault-characters = “{ $head }”含有不可见的控制字符；请重新输入
fault-address = “{ $head }”中的“{ $text }”不是网址；以 http:// 或 https:// 开头

table-school = 学校
table-units = 单位
table-channels = 渠道
table-items = 事项
table-records = 记录
table-releases = 发布
table-editions = 历次版本
table-datasets = 数据集
table-figures = 数据
table-identities = 恒等式
table-texts = 报告文字
table-nil = 零报告

import-progress = 正在导入
import-table = 　{ $table }：新增 { $new }，更新 { $changed }，未变 { $same }
import-entered-units = 　新单位“{ $name }”按名称登记，请核对是否写错，并补充代码和类别
import-entered-channels = 　新渠道“{ $name }”按名称登记，请核对是否写错，并补充代码和类别
import-entered-more = 　另有 { $count } 个单位或渠道按名称登记
import-bad-rows = { $rows } 行有误（以上列出前 { $shown } 处）
import-kept = 已写入。
import-unchanged = 没有需要写入的新内容。
import-dry-run = 只检查，未写入任何内容。
import-nothing = 有误，未写入任何内容。
export-progress = 正在导出
export-done = 已导出 { $rows } 行：{ $file }
export-template = 已写出模板：{ $file }

error-incomplete = { $year }学年的年度报告还有 { $count } 处待补，不能定稿；用 gongkai gaps { $year } --out 待补.xlsx 列出并分发
gaps-none = { $year }学年的年度报告没有待补之处
gaps-written = 待补 { $count } 处，已按责任部门写入 { $file }；填好后用 gongkai import ledger 导入
report-gaps = 报告中有 { $count } 处【待补】；用 gongkai gaps { $year } --out 待补.xlsx 按责任部门列出
report-checked-clean = 已用 check 检查全文：测试 { $claims } 处陈述，没有发现问题
report-checked-head = check 在报告中发现：
report-wrong-year = “{ $text }”不是学年；写成 2022-2023
report-progress = 正在编制报告
report-file = 　{ $file }（{ $size }）
report-file-compared = 　{ $file }（{ $size }；读回 { $pieces } 段，{ $values } 处数据与台账一致）
report-faces = 　未找到{ $faces }字体，PDF 中以宋体代替；可在 gongkai.toml 的 fonts 中指明字体所在文件夹
report-shaped = 　　其中 { $count } 段含从右向左或连写、叠写的文字，读回时只核对了其余的文字和数字
report-replaced = 　　没有字体能印出 { $number }，PDF 中印作〔{ $number }〕，在“{ $place }”

discrepancies-none = 未发现台账中有不能相合之处。
discrepancies-head = 台账中需要核实的情况：
discrepancy-figures = “{ $dataset }”不能相合：{ $worked }，登记为 { $expected }
discrepancy-figures-disputed = “{ $dataset }”不能相合（已标为存疑）：{ $worked }，原件为 { $expected }
discrepancy-link-date = “{ $title }”登记为 { $stated } 公开，网址所带日期为 { $carried }：{ $address }
discrepancy-hosts = “{ $channel }”有不同的网址：{ $hosts }
discrepancy-outside = { $count } 条的公开日期在统计期限外（{ $from } 至 { $to }）
discrepancy-undated = { $count } 条没有公开日期
discrepancy-items-without-unit = { $count } 个适用事项没有登记责任部门

serve-open = 门户：{ $address }
serve-cannot-listen = 无法监听 { $address }；地址可能被占用，请用 --listen 另选
serve-port-taken = 端口 { $port } 已被占用，另选一个
serve-brand = 校色 brand_colour { $given } 在部分页面上对比度不足，实际采用：浅色页面 { $light }，深色页面 { $dark }

demo-folder = 示例数据在 { $folder }
demo-import = 导入真实的 2022-2023 学年台账 { $file }
demo-coverage = 清单事项落实情况
demo-coverage-line = 　50 项中适用 { $applicable } 项：已公开 { $disclosed } 项，零报告 { $nil } 项，尚未公开 { $open } 项；不适用 { $without } 项
demo-report = 年度报告
demo-open = 打开下列地址
demo-address-portal = 　门户　　　{ $address }
demo-address-catalogue = 　公开目录　{ $address }
demo-address-figures = 　统计数据　{ $address }
demo-address-report = 　年度报告　{ $address }
demo-address-english = 　English　 { $address }
demo-stop = 按 Ctrl-C 结束。

init-exists = { $file } 已经存在；要重新建立，先将它移走，或用 --config 指定另一个文件
init-missing = 缺少 { $option }；请补上，或在终端中运行以便询问
init-ask-name = 学校名称：
init-ask-kind = 学校类型（1 高职，2 本科，3 大学）[1]：
init-ask-administrator = 第一位管理员的姓名：
init-done = 已建立：配置文件 { $file }，数据库 { $database }。用 gongkai serve 打开门户，用 gongkai import ledger 导入台账。
init-environment = 注意：数据库取自环境变量 GONGKAI_DATABASE（{ $database }），而 { $file } 写的是 { $named }；今后每次运行都要带上这个变量，或把地址写进该文件的 database
database-in-use = 数据库 { $database } 正由另一程序使用，刚写入的内容有一部分还在其旁的 -wal 文件中；此时复制数据库须先停止那个程序
database-unmoved = 刚写入的内容有一部分未能移入数据库 { $database }，仍在其旁的 -wal 文件中；请先腾出磁盘空间并对本校运行任一命令（如 gongkai jobs），再复制数据库

workday-out-of-range = 超出可以推算的范围（1900 至 2999 年，250,000 个工作日以内）
workday-start = { $date }　当日不计
workday-rule = 共 { $days } 个工作日；按国务院办公厅当年节假日安排，周末调休上班的计入，法定节假日不计
workday-unknown-year = （该年放假安排尚未收录，按周一至周五推算）
workday-estimated = 所涉年份的放假安排尚未收录，结果为推算；可在配置文件的 calendar 中补充
workday-yes = 是工作日（{ $kind }）
workday-no = 不是工作日（{ $kind }）

day-working = 工作日
day-worked-weekend = 周末调休上班
day-weekend = 周末
day-holiday = 法定放假
weekday-mon = 周一
weekday-tue = 周二
weekday-wed = 周三
weekday-thu = 周四
weekday-fri = 周五
weekday-sat = 周六
weekday-sun = 周日

check-wrong-year = “{ $text }”不是学年，也不是年份；写成 2022-2023 或 2023
check-no-file = 请指明要检查的文件；用法见 gongkai check --help
check-unknown-rule = 没有规则 { $rule }；可用的有 { $known }
check-no-baseline = { $file } 中没有可用的指纹；请用 gongkai check --format json 的结果
check-personal = { $kind }：{ $why }
check-suggestion = { "    " }建议：{ $replace } 改为 { $with }。{ $why }
check-summary = { $file }：核对 { $claims } 处陈述，发现 { $findings } 处
check-summary-found = { $file }：核对 { $claims } 处陈述，发现 { $findings } 处（错误 { $errors }，存疑 { $warnings }，提示 { $notes }）
check-total = 共 { $files } 个文件：核对 { $claims } 处陈述，发现 { $findings } 处（错误 { $errors }，存疑 { $warnings }，提示 { $notes }）；{ $failed } 个文件未能处理
check-more-places = { "    " }另有 { $count } 处；--format json 列出全部
check-busy = 正在核对 { $file }
severity-error = 错误
severity-warning = 存疑
severity-note = 提示

scan-unknown-policy = 没有公示类别 { $kind }；可用的有 { $known }
scan-certain = 确定
scan-suspected = 疑似
scan-total = 共 { $files } 个文件：个人信息确定 { $certain } 处，疑似 { $suspected } 处；{ $failed } 个文件未能处理
scan-busy = 正在扫描 { $file }
scan-summary = { $file }：个人信息确定 { $certain } 处，疑似 { $suspected } 处
hidden-hidden-sheet = （在隐藏的工作表）
hidden-hidden-row = （在隐藏的行）
hidden-hidden-column = （在隐藏的列）
hidden-hidden-text = （隐藏文字）
hidden-tracked-deletion = （修订中已删除的文字）
hidden-covered = （被遮盖的文字）
hidden-stored = （文件中存有而不显示）
redact-done = 已写出去除个人信息的副本，并重新扫描确认：{ $file }
redact-left = 副本中仍有 { $count } 处确定的个人信息，未保存；请手工处理
redact-same-file = 副本不能写在原文件上，请另指定文件
redact-unsupported-format = 这种格式不能去除个人信息；请对制作它的 .docx、.xlsx、.html 或文本文件去除后重新生成
redact-bad-span = 内部出错：要去除的位置不在文字之内
redact-not-removed = 有内容无法可靠去除，未写出副本；请手工处理
redact-write = 副本无法写出
redact-not-looked-into = 注意：{ $part } 原样保留，其中可能仍有同样的内容
redact-over-input = 副本 { $file } 会盖住另一个要扫描的文件，请另指定文件夹
redact-same-name = 有两个文件的副本都将写为 { $file }，请分开处理
redact-no-stdin = 标准输入（-）没有原文件，不能另写副本；请先存为文件
redact-no-folder = { $file } 不是文件夹；多个文件的副本要写入文件夹

extract-characters-lost = 有字符无法按原编码识别（{ $at }）
extract-page-is-picture = 第 { $at } 页只有图片，没有可读的文字
extract-page-not-read = 第 { $at } 页未能读完
extract-part-not-read = { $at } 未能读取
extract-sheet-not-read = 工作表 { $at } 未能读取
extract-text-without-unicode = 第 { $at } 页有文字无法识别

fault-personal = “{ $head }”中有个人信息 { $text }，不得公开；请删去后再导入
# 用法有误（usage-）
usage-value = { $argument } 的值“{ $value }”不对
usage-choice = { $argument } 的值“{ $value }”不对，可用的有 { $known }
usage-no-value = { $argument } 没有给出值
usage-missing = 缺少 { $argument }
usage-unknown-argument = 没有选项 { $argument }
usage-unknown-command = 没有命令 { $command }
usage-cure = ；用法见 { $command } --help
usage-too-many = { $argument } 只能有一个值，“{ $value }”是多出的
usage-twice = { $argument } 给了两次
usage-conflict = { $argument } 与 { $other } 不能同时使用
usage-not-text = 有一个参数不是可以识别的文字
usage-no-command = 请指明要做什么
usage-meant = （是不是 { $word }？）

# 帮助页的固定词语（help-）
help-usage = 用法：
help-commands = 命令
help-command = 命令
help-arguments = 参数
help-options = 选项
help-help = 显示帮助
help-version = 显示版本
help-choices = {" "}[可选：{ $values }]
help-default = {" "}[默认：{ $values }]
help-variable = {" "}[环境变量：{ $values }]

# 系统拒绝的原因（system-）
system-not-found = 找不到
system-permission = 没有权限
system-is-folder = 这是文件夹，不是文件
system-no-folder = 路径中有一段不是文件夹
system-exists = 已经存在
system-full = 磁盘空间不足
system-too-large = 超过系统允许的大小
system-read-only = 所在的磁盘只能读取
system-name = 名称不合系统要求
system-busy = 正被其他程序占用
system-not-text = 内容不是可以识别的文字
system-memory = 内存不足
system-timed-out = 等待超时
system-cut = 内容不完整
system-not-regular = 这是设备或管道，不是文件
system-circle = 其中的链接互相指向，没有尽头
system-planted = 这里已有其他账户放的文件或链接，而所在文件夹人人可写；请换一个文件夹，或先把它删除

# 文件不能读取的原因（read-）
read-not-found = 找不到该文件
read-unreadable = 无法打开该文件（{ $why }）
read-too-large = 文件过大：{ $what }超过 { $limit }
read-too-deep = 文件嵌套超过 { $limit } 层
read-encrypted = 文件有密码保护，请先解除密码
read-damaged = 文件已损坏，或者不是扩展名所说的格式（{ $what }）；请用原来的程序打开后另存一份
read-forbidden = 文件含有正常办公文件不会有的内容（{ $what }），拒绝读取
read-unknown-format = 不是可以读取的格式；可以读取的有 .docx、.xlsx、.pdf、.html、.md、.txt、.csv
read-unsupported = 不读取 { $format } 文件，请另存为 { $instead }
read-timed-out = 读取超过 { $seconds } 秒，已停止
read-out-of-memory = 读取占用内存超过 { $mebibytes } MiB，已停止
read-worker-died = 读取进程中途停止，文件可能已损坏
read-piped = 由管道送来的 .docx、.xlsx、.pdf
read-stored = 磁盘上的文件
measure-bytes = 字节数
measure-inflated-bytes = 解压后的字节数
measure-parts = 内部文件数
measure-cells = 段落和单元格数
measure-pages = 页数
measure-text-bytes = 文字字节数

# 原件中的位置（site-、part-）
site = （{ $place }）
site-page = 第{ $page }页第{ $line }行
site-paragraph = { $part }第{ $number }段
site-table = 第{ $table }个表第{ $row }行第{ $column }列
part-body = 正文
part-header = 页眉
part-footer = 页脚
part-footnote = 脚注
part-endnote = 尾注
part-comment = 批注
part-textbox = 文本框
talk-lost = 结果未能写出：{ $cause }

# 手册页（manual-）
manual-status-head = 结束代码
manual-status =
    0  完成，没有发现
    1  完成，有发现：check、scan 的结果，或导入时有误的行
    2  用法有误，或标准错误中有一行说明的失败；多个文件中有一个未能处理时也是
manual-environment-head = 环境变量
manual-environment =
    GONGKAI_CONFIG    配置文件
    GONGKAI_DATABASE  数据库地址，优先于配置文件
    GONGKAI_LANG      提示语言，其次为 LC_ALL、LANG
    GONGKAI_LOG       serve 的日志级别
    NO_COLOR          不用颜色

# --- 权限、办理过程、后台任务、发布报告 ---
error-forbidden = 无权进行这项操作：{ $permission }
error-personal = 含个人信息，不得公开：{ $found }
list-separator = 、
permission-read_public = 查阅公开信息
permission-read_campus = 查阅校内信息
permission-read_all = 查阅全部信息
permission-found = 建库
permission-draft = 起草
permission-review_for_unit = 单位审核
permission-review_for_secrecy = 保密审查
permission-publish = 公开
permission-withdraw = 撤回
permission-release = 登记发布
permission-import_ledger = 导入台账
permission-export_ledger = 导出台账
permission-build_report = 编制年度报告
permission-issue_report = 发布年度报告
permission-run_jobs = 执行后台任务
permission-see_jobs = 查看后台任务
record-error-wrong-stage = 该信息当前所处的环节不能进行这项操作；请刷新后查看其最新状态
record-error-own-work = 起草人不能审核本人起草的信息；请由他人审核
record-error-missing = 有必填的内容未填；请补齐标题、理由或更新说明
record-error-long-summary = 内容概述超过 100 字；请缩短
record-error-too-early = 尚未到设定的公开时间
record-error-not-open = 只有“主动公开”的信息可以公开；请先核对公开属性
record-error-no-edition = 没有这一版；请核对版次
fault-underway = “{ $text }”正在起草或审查，导入不改动它；请在办理完毕后再导入，或从本行去掉改动
fault-off-site = “{ $text }”已公开，按本行的“{ $head }”会使其不再公开而不留说明；需要撤下时，“状态”填“撤回”并写明撤回原因
fault-down = “{ $text }”已撤下，不能再公开或改动；需要重新公开时，请另用新的编号登记
fault-edition = “{ $text }”已公开的版本不能改动；请把改动写成新的一版
fault-which-year = “{ $text }”在几个学年都有，请填写“学年”
job-publish = 按计划公开
job-take-down = 到期撤下
job-returned-personal = 含个人信息，未予公开，退回修改：{ $fields }
job-returned-not-open = 公开属性不是“主动公开”，未予公开，退回核对
jobs-none = 没有待办的后台任务
jobs-line = { $job }：下次 { $due }
jobs-failed = { $at } 失败（第 { $attempts } 次）：{ $why }
jobs-ran = 已执行 { $done } 项任务，改动 { $records } 条信息，失败 { $failed } 项
jobs-returned = { $records } 条信息不能公开，已附原因退回起草人
report-issued = { $year }学年年度报告第{ $edition }版已发布，门户可以查阅
report-issued-before = { $year }学年年度报告第{ $edition }版此前已发布，内容相同，未再发布
error-not-issued-unfinished = { $year }学年尚未结束，不能发布年度报告；可用 gongkai report 生成稿件
error-not-issued-before-end = 落款日期早于{ $year }学年结束之日；请核对 --date
error-not-issued-future = 落款日期在今天之后；请核对 --date
fault-renumbered = “{ $text }”不是该记录已有的索引号；索引号一经编定不再变动，请留空或填导出文件中的号码
fault-widened = “{ $text }”原来的公开范围较小，扩大范围时不能同时改动内容，也不能带出以前各版；请另用新的编号登记
fault-child = “{ $text }”的发布、历次版本、数据或恒等式中有行填写有误，整条保持原样未改；请改正这些行后再导入
jobs-claimed = 正在执行（最迟 { $until } 释放）
fault-future = “{ $head }”中的“{ $text }”在今天之后，与“状态”矛盾；请核对
