# 命令行：说明与示例
cli = 公开：高等学校信息公开。一本台账，生成门户、统计和年度报告
cli-arg-config = 配置文件
cli-arg-lang = 提示语言：zh 中文，en 英文（不填则按环境变量 GONGKAI_LANG、LC_ALL、LANG）
cli-arg-verbose = 出错时显示更多原因，并输出日志

cli-demo = 用真实的 2022-2023 学年生成示例学校，编制年度报告并打开门户
cli-demo-arg-sample = 选哪个示例：2022-2023 为真实的一年，living 为虚构的学校，日期随今天变化，各种待办都有
cli-demo-arg-data = 存放示例数据的文件夹
cli-demo-arg-port = 门户端口；被占用时自动另选
cli-demo-arg-no-serve = 只生成，不打开门户
cli-demo--example = 示例：gongkai demo --data /tmp/示例 --port 8080

cli-init = 新建学校：写入配置文件和数据库
cli-init-arg-name = 学校名称
cli-init-arg-kind = 学校类型
cli-init-arg-administrator = 第一位管理员的姓名
cli-init--example = 示例：gongkai init --name 某某职业学院 --kind vocational --administrator 管理员

cli-serve = 运行门户
cli-serve-arg-listen = 监听地址，如 127.0.0.1:8080；不填用配置文件中的
cli-serve--example = 示例：gongkai serve --config /srv/gongkai/gongkai.toml

cli-import = 导入
cli-import-ledger = 导入台账（.xlsx、.xls、.et、.ods、.docx、.csv、.json）：先列出导入计划，确认后写入；每个有误的单元格都指明位置和改法
cli-import-ledger-arg-file = 台账文件
cli-import-ledger-arg-yes = 不再询问，写入看得明白的各行；有疑问的行留下并指明
cli-import-ledger-arg-plan = 把导入计划另存为工作簿（.xlsx），供同事核对
cli-import-ledger-arg-overwrite = 同名文件不论由谁写成，一律替换；不加时只替换本程序写出、此后无人改过的
cli-import-ledger-arg-dry-run = 只检查，不写入
cli-import-ledger-arg-all-or-nothing = 有一行有误则全部不写入
cli-import-ledger-arg-column = 答复某个表头是什么，如 对应编号=事项；“=”后留空表示不读取；可重复。答复随导入留存
cli-import-ledger-arg-format = 结果的形式：text 文字，json 供程序使用
cli-import-ledger--example = 示例：gongkai import ledger 台账.xlsx              列出计划，确认后写入
    {"      "}gongkai import ledger 台账.xlsx --dry-run    只列出计划
    {"      "}gongkai import ledger 台账.xlsx --yes        不再询问
    {"      "}gongkai import ledger 台账.xlsx --dry-run --plan 计划.xlsx
cli-import-document = 由文件（.docx、.pdf、.html、.txt、.md）起草一条公开信息：标题、文号、日期、部门和图片都认出来，存为草稿，照常审核
cli-import-document-arg-file = 文件
cli-import-document-arg-item = 清单事项的序号；不写时取标题所说的那一项
cli-import-document-arg-unit = 责任部门的代码或名称；不写时取落款部门
cli-import-document-arg-format = 结果的形式：text 文字，json 供程序使用
cli-import-document--example = 示例：gongkai import document 通知.docx --item 37 --unit xsc
cli-import-list = 列出历次导入和手工整理
cli-import-list-arg-before = 只列这一批之前的
cli-import-list-arg-format = 结果的形式：text 文字，json 供程序使用
cli-import-list--example = 示例：gongkai import list
cli-import-undo = 撤销一次导入或整理；其后另有改动的不能撤销，并说明原因
cli-import-undo-arg-number = 批次号
cli-import-undo-arg-yes = 不再询问
cli-import-undo--example = 示例：gongkai import undo 3

cli-export = 导出
cli-export-ledger = 导出台账（.xlsx、.csv、.json）
cli-export-ledger-arg-file = 写入的文件，按扩展名决定格式
cli-export-ledger-arg-template = 改为写出空白模板，附各列说明
cli-export-ledger-arg-year = 模板中第三至第五部分各行的学年，如 2025-2026；填了数即可导入。不填则这些行只作说明，不导入
cli-export-ledger-arg-overwrite = 同名文件不论由谁写成，一律替换；不加时只替换本程序写出、此后无人改过的
cli-export-ledger--example = 示例：gongkai export ledger --template 台账模板.xlsx

cli-ledger = 整理台账：查看、更名、合并、移动、删除、撤回
cli-ledger-list = 列出台账中的单位、渠道、数据集、报告文字、零报告或记录；第一列是其他命令用来指明它的写法
cli-ledger-list-arg-what = 列出什么：units 单位，channels 渠道，datasets 数据集，texts 报告文字，nil 零报告，records 记录（含草稿和各次发布），heads 表头的答复
cli-ledger-list-arg-query = 只列含有这些字的；记录按标题、文号查找，或写编号、索引号
cli-ledger-list-arg-format = 结果的形式：text 表格，json 供程序使用
cli-ledger-list--example = 示例：gongkai ledger list units --query 学生
cli-ledger-rename = 单位或渠道更名；原来的名称以后导入时仍然认得
cli-ledger-rename-arg-what = unit 单位，channel 渠道
cli-ledger-rename-arg-which = 代码或名称
cli-ledger-rename-arg-name = 新名称
cli-ledger-rename--example = 示例：gongkai ledger rename unit 学生工作处 党委学生工作部
cli-ledger-merge = 把一个单位或渠道并入另一个，指向它的内容一并改过去；原来的名称和代码以后仍然认得
cli-ledger-merge-arg-what = unit 单位，channel 渠道
cli-ledger-merge-arg-from = 并入后不再保留的，写代码或名称
cli-ledger-merge-arg-into = 保留的，写代码或名称
cli-ledger-merge-arg-yes = 不再询问
cli-ledger-merge--example = 示例：gongkai ledger merge unit 学工部 学生工作处
cli-ledger-move = 把一条记录改到另一事项、单位或学年，或调整报告文字的次序
cli-ledger-move-arg-what = 记录的编号、索引号或 id；调整次序时为报告文字，如 2022-2023/6/2
cli-ledger-move-arg-item = 事项，1 至 50，或 S1
cli-ledger-move-arg-unit = 单位的代码或名称
cli-ledger-move-arg-year = 学年，如 2022-2023
cli-ledger-move-arg-order = 改为该部分的第几段
cli-ledger-move--example = 示例：gongkai ledger move 12345/2023-00012 --item 37
    {"      "}gongkai ledger move R12 --unit 学生工作处
    {"      "}gongkai ledger move 2022-2023/6/3 --order 1     报告文字改为第一段
cli-ledger-delete = 删除不该有的内容；已公开过的记录不能删除，只能撤回
cli-ledger-delete-arg-what = unit 单位，channel 渠道，record 草稿，text 报告文字，nil 零报告，release 一次发布，dataset 数据集，head 表头的答复
cli-ledger-delete-arg-which = 用 gongkai ledger list 第一列的写法；单位、渠道也可写名称，写曾用名则以后不再认作它
cli-ledger-delete-arg-yes = 不再询问
cli-ledger-delete--example = 示例：gongkai ledger delete record R12
    {"      "}gongkai ledger delete text 2022-2023/6/2
    {"      "}gongkai ledger delete nil 2022-2023/47/学生工作处
    {"      "}gongkai ledger delete release R12/2          记录 R12 的第 2 次发布
    {"      "}gongkai ledger delete dataset 2022-2023/graduates
cli-ledger-withdraw = 撤回一条已公开的记录；原网址留下撤回说明
cli-ledger-withdraw-arg-record = 记录的编号、索引号或 id
cli-ledger-withdraw-arg-reason = 撤回原因，向公众显示
cli-ledger-withdraw-arg-yes = 不再询问
cli-ledger-withdraw--example = 示例：gongkai ledger withdraw R12 --reason 附件有误，更正后另行公开

cli-report = 编制学年信息公开工作年度报告，写成后读回并与台账逐项核对
cli-report-arg-year = 学年，如 2022-2023
cli-report-arg-out = 存放报告的文件夹
cli-report-arg-format = 格式，用逗号隔开
cli-report-arg-date = 落款日期，如 2023-10-31；不填则留空待签
cli-report-arg-from = 去年的年度报告（.docx .md .html .pdf）：其第一部分的文字存为本学年的报告文字，数字、日期标为【待核】
cli-report-arg-yes = 不再询问
cli-report--example = 示例：gongkai report 2022-2023 --out 报告 --format docx,pdf
cli-report-issue = 发布年度报告：作为清单第 6 项的一版公开，此后门户可以查阅
cli-report-issue-arg-year = 学年，如 2022-2023
cli-report-issue-arg-date = 落款日期；不填则沿用上一版，第一次为今天
cli-report-issue--example = 示例：gongkai report issue 2022-2023 --date 2023-10-31
cli-report-arg-template = 学校自己的 Word 文件（红头、文号、印发机关），报告写入其中“{"{{"}正文{"}}"}”所在的段落，用其样式
cli-report-arg-overwrite = 同名文件不论由谁写成，一律替换；不加时只替换本程序写出、此后无人改过的
cli-report-arg-last = 定稿：没有待补之处才写出，须有 --date
cli-report-issue-arg-incomplete = 仍有待补之处也发布，原样保留标记
cli-gaps = 列出年度报告尚缺的内容，按责任部门写成工作簿，填好后可以导入
cli-gaps-arg-year = 学年，如 2022-2023
cli-gaps-arg-out = 写入的工作簿（.xlsx）
cli-gaps-arg-overwrite = 同名文件不论由谁写成，一律替换；不加时只替换本程序写出、此后无人改过的
cli-gaps--example = 示例：gongkai gaps 2022-2023 --out 待补.xlsx

cli-user = 工作台的账号
cli-user-add = 加一个人，给出设密码用的链接
cli-user-add-arg-login = 工号：字母、数字、-、_、.
cli-user-add-arg-name = 姓名
cli-user-add-arg-posts = 岗位，如 clerk@教务处（信息员）、unit_head@教务处、secrecy_reviewer、office、supervisor、leader、administrator；可写多次
cli-user-add-arg-email = 电子邮箱
cli-user-add--example = 示例：gongkai user add 20180217 --name 沈小禾 --role clerk@学生处
cli-user-list = 列出所有账号
cli-user-list-arg-format = 输出形式
cli-user-list--example = 示例：gongkai user list
cli-user-disable = 停用一个账号，并立刻退出登录
cli-user-disable-arg-login = 工号
cli-user-disable--example = 示例：gongkai user disable 20180217
cli-user-reset = 给一个新链接重设密码；停用的账号恢复使用
cli-user-reset-arg-login = 工号
cli-user-reset--example = 示例：gongkai user reset 20180217

cli-jobs = 查看后台任务：何时执行，哪些失败及原因
cli-jobs-arg-run = 立即执行到时的任务
cli-jobs-arg-format = 输出形式
cli-jobs--example = 示例：gongkai jobs --run

cli-workday = 中国大陆法定工作日
cli-workday-add = 某日之后（负数为之前）第几个工作日；当日不计
cli-workday-add-arg-date = 起始日期，如 2023-09-28
cli-workday-add-arg-days = 工作日数；负数往前数
cli-workday-add-arg-explain = 逐日说明
cli-workday-add-arg-format = 结果的形式
cli-workday-add--example = 示例：gongkai workday add 2023-09-28 20 --explain
cli-workday-between = 两个日期之间的工作日数；首日不计，末日计入
cli-workday-between-arg-from = 起始日期
cli-workday-between-arg-to = 截止日期
cli-workday-between-arg-format = 结果的形式
cli-workday-between--example = 示例：gongkai workday between 2023-09-28 2023-11-01
cli-workday-is = 某日是否为工作日
cli-workday-is-arg-date = 日期
cli-workday-is-arg-format = 结果的形式
cli-workday-is--example = 示例：gongkai workday is 2023-10-07

cli-completions = 输出命令行补全脚本
cli-completions-arg-shell = 命令行解释器
cli-completions--example = 示例：gongkai completions bash > /etc/bash_completion.d/gongkai
cli-manual = 输出手册页（man）
cli-manual--example = 示例：gongkai manual > gongkai.1

cli-check = 检查报告或通知（.docx .pdf .html .md .txt）中对不上的地方
cli-check-arg-files = 要检查的文件；- 为标准输入（文本或网页）
cli-check-arg-format = 结果的形式：text 文字，json 供程序使用，sarif 供编辑器打开
cli-check-arg-year = 报告所属学年，如 2022-2023，或年份，如 2023；不填则从标题得知
cli-check-arg-ledger = 用来核对的台账文件；不写文件名则与本校台账生成的该学年报告逐处核对（用于报告生成后经人修改的稿件）
cli-check-arg-baseline = 已经判断过的结果（本命令的 json 输出或指纹，一行一个），不再列出
cli-check-arg-notes = 连提示一并列出（仅供参考，如所列各部分少于总数）；json 和 sarif 总是包含提示
cli-check-arg-strict = 未读全的文件也算不合格：退出码 3
cli-check-arg-explain = 说明一条规则
cli-check--example = 示例：gongkai check 年度报告.docx
    {"      "}gongkai check 年度报告.docx --year 2022-2023    指明学年
    {"      "}gongkai check 通知/*.docx 通知/*.pdf            多个文件
    {"      "}gongkai check 年度报告.docx --ledger 台账.xlsx  与台账核对
    {"      "}gongkai check 年度报告.docx --format json > 已判断.json
    {"      "}gongkai check 年度报告.docx --baseline 已判断.json    只列新的
    {"      "}gongkai check --explain sum                     说明一条规则

    结束代码：0 没有发现，1 有发现，2 用法有误或有文件不能读取
cli-scan = 查找文件中的个人信息（.docx .xlsx .pdf .html .md .txt .csv）
cli-scan-arg-files = 要扫描的文件；- 为标准输入（文本或网页）
cli-scan-arg-format = 结果的形式
cli-scan-arg-policy = 公示类别，按其允许和禁止的列检查，如 national_scholarship
cli-scan-arg-redact = 另写一份去除个人信息的副本（文本、.csv、.html、.docx、.xlsx）；多个文件时为文件夹；已有的副本会被替换，改过的除外
cli-scan-arg-overwrite = 同名文件不论由谁写成，一律替换；不加时只替换本程序写出、此后无人改过的
cli-scan-arg-strict = 未读全的文件也算不合格：退出码 3
cli-scan--example = 示例：gongkai scan 名单.xlsx
    {"      "}gongkai scan 名单.xlsx --policy national_scholarship    按公示类别查列名
    {"      "}gongkai scan 名单.xlsx --redact 名单-公示.xlsx    另写一份去除个人信息的副本
    {"      "}gongkai scan 附件/*.docx --redact 公示             多个文件，副本写入文件夹
    {"      "}gongkai scan 名单.xlsx --format json             供程序使用

    结束代码：0 没有发现，1 有发现，2 用法有误或有文件不能读取

cli-export-columns = 输出台账各列的说明（Markdown）
cli-export-columns--example = 示例：gongkai export columns > 台账的列.md

cli-help = 显示一个命令的用法
cli-help-arg-path = 命令，如 check 或 workday add；不填则列出所有命令
cli-help--example = 示例：gongkai help check
