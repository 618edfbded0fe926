# 导入时理解的内容（understood-）与需要回答的问题（question-），以及对所登内容的提醒（judged-）。
understood-line = { $words }{ $examples }
understood-head = 表头按意思识别：
understood-head-by-content = 列按内容识别：
understood-site = 每列一个渠道：
understood-category = 列“{ $head }”旁的类别列，用来核对事项：
understood-desk-column = 工作台表格中的列，不是台账的列，未读取：
understood-site-cells = “{ $head }”取自各渠道的列，每个渠道登记为一次发布（{ $count } 行）：
understood-term = “{ $head }”按时长推算到最后一天（{ $count } 处）：
understood-example-out = 填写示例或列号，未读取（{ $count } 行）：
understood-hidden-column = 隐藏的列，照常读取：
understood-second-head = 表中另有表头，其下各行按该表头读取（{ $count } 处）：
understood-side-by-side = 并排的几张表，分别读取：
understood-requests-out = 工作表是依申请公开登记，不是台账，未读取；各项件数请填入模板的“数据”表（数据集 requests）：
understood-complaints-out = 工作表是举报、投诉、复议或诉讼登记，不是台账，未读取；件数请填入模板的“数据”表（数据集 complaints、reviews、lawsuits）：
understood-statistics-out = 工作表是统计数字，不是台账，未读取；要写入年度报告的数字请填入“数据集”“数据”表：
understood-counts-out = 工作表是条数汇总，没有逐条的标题，未读取；条数由各条记录自行统计：
understood-head-answer = 表头按本校的答复识别：
understood-head-left = 表头按本校的答复不读取：
understood-sheet = 工作表按“记录”读取（“→”后为从表名认出的责任部门）：
understood-sheet-out = 工作表不含台账，未读取：
understood-hidden-row = 隐藏的行与其他行一样读取；不该登记的请删去（{ $count } 行）：
understood-row-out = 合计、说明或标题行，未读取（{ $count } 行）：
understood-unit-of-sheet = 责任部门取自工作表名（{ $count } 行）：
understood-unit-of-title = 责任部门取自表上方的标题（{ $count } 行）：
understood-item-of-group = “{ $head }”取自行间的小标题（{ $count } 行）：
understood-next-edition = 已公开的内容有改动：原版不变，改后的另成新一版公开，读者看得到更新说明和历次版本；要自己写更新说明，请填“更新说明”列（{ $count } 条，下列为版次和更新说明）：
understood-down = 已撤回或到期、不再公开的记录（{ $count } 条），到期撤下的仍计入所在学年的公开条数：
understood-suspected = “{ $head }”中有像身份证号、但校验码不对的数字，按不是身份证号登记；是抄错的身份证号请删去（{ $count } 处）：
understood-unit-of-group = 责任部门取自行间的小标题（{ $count } 行）：
understood-ditto = “{ $head }”写“同上”，按上一行读取（{ $count } 处）：
understood-unit = “{ $head }”取其中的第一个单位（{ $count } 行）：
understood-no-name = “{ $head }”写的不是名称或编号，按未填读取（{ $count } 行）：
understood-item-number = “{ $head }”按编号识别（{ $count } 行）：
understood-item-text = “{ $head }”按文字识别（{ $count } 行）：
understood-date = “{ $head }”的其他写法（{ $count } 处）：
understood-year = “{ $head }”没有写年份，取标题或学年所写的年份（{ $count } 处）：
understood-vague = “{ $head }”不是具体日期，只取能确定的部分（{ $count } 处）：
understood-weekday = “{ $head }”写的星期不是该日的，按日期登记（“→”后为该日的星期；{ $count } 处）：
understood-no-end = 写明是公示，但没有公示的最后一天：按长期公开登记；公示期满要撤下的，请填“公示开始”“公示截止”（{ $count } 行）：
understood-dated-channels = “{ $head }”写有各渠道的日期，分别登记为各次发布的日期（{ $count } 行）：
understood-merged-count = “{ $head }”的合并单元格与所跨行数相同，各行按 1 条登记（{ $count } 行）：
understood-deadline = “{ $head }”写的是应在何时公开，不是公开到何时，按长期公开读取（{ $count } 行）：
understood-address-in-title = “{ $head }”里的网址不是标题的一部分，已移出；没有另填网址的，即作本条的网址（{ $count } 行）：
understood-counted = 标题写明件数，“{ $head }”空着，按 1 条登记；代表多条的请填条数（“→”后为标题所写；{ $count } 行）：
understood-foreign-index = “{ $head }”不是本程序的编法，保留在备注，索引号另编（{ $count } 行）：
understood-period-start = “{ $head }”是一段时间，取第一天（{ $count } 处）：
understood-period = “{ $head }”按公示期的起止登记（{ $count } 处）：
understood-lasting = “{ $head }”只写了公示多久，推算出公示截止（发布当日不计，工作日按国务院放假通知，自然日遇休息日顺延）（{ $count } 处）：
understood-first-day = “{ $head }”是某月 1 日；这种格式读不到是否只显示到月，请核对（{ $count } 处）：
understood-no-date = “{ $head }”没有日期，留空（{ $count } 处）：
understood-link = “{ $head }”取单元格后面的链接地址（{ $count } 处）：
understood-title-link = 网址取标题后面的链接地址（{ $count } 处）：
understood-address = “{ $head }”中认出或修正的网址（{ $count } 处）：
understood-addresses = “{ $head }”有多个网址，分别登记为一次发布（{ $count } 处）：
understood-no-address = “{ $head }”不是网址，后面也没有链接，留空（{ $count } 处）：
understood-channels = “{ $head }”一格写有多个渠道（{ $count } 处）：
understood-no-channel = “{ $head }”写明没有渠道，留空（{ $count } 处）：
understood-address-of-channel = 网址按域名归入所属的渠道，其余渠道另记一次发布（{ $count } 处）：
understood-number = “{ $head }”中的数字（{ $count } 处）：
understood-turned = “{ $head }”中去掉了看不见的、会改变文字方向的字符（{ $count } 处）：
understood-word = “{ $head }”中的同义词（{ $count } 处）：
understood-running-number = “{ $head }”只是本表的序号，不作编号（{ $count } 行）：
understood-repeated = 与前面的行完全相同，只登记一次（{ $count } 行）：
understood-repeated-in-part = 与前面的行是同一条，只登记一次；本行没有写、以前面的行为准的是（{ $count } 行）：
understood-joined = 与上一行是同一条，登记为该条在另一渠道的发布（{ $count } 行）：
understood-kept-back-on = 依申请公开、不予公开的没有公开日期，所写的日期只用来计入学年（{ $count } 行）：
understood-in-year = 没有确切的日期，按所写的时段、表的标题或其他行计入学年（{ $count } 行）：
understood-another-year = 与其他学年的记录相像，按另一条新登记，原记录不变（{ $count } 行）：
understood-key-of-year = “{ $head }”与其他学年的记录相同，本学年的另加学年（{ $count } 行）：
understood-key-of-source = “{ $head }”与其他来源（部门、表或文件）的另一条记录相同，按另一条登记，另加来源（{ $count } 行）：
understood-rekeyed = “{ $head }”与台账不同，而标题、事项、日期、网址都相同，按同一条登记，沿用台账的编号（{ $count } 行）：
understood-name = 同一渠道的其他叫法（{ $count } 处）：
understood-channel-kind = 新渠道的类别按名称判断，请核对：
understood-channel-unknown = 新渠道的类别不明，不计入线上或线下，请补充：
understood-glyph = “{ $head }”中有字库没有的字符，报告中印作编号（{ $count } 处）：
understood-guard = 审查、密级等栏写明可以公开，已按此读取，该栏本身不存入（{ $count } 处）：
understood-note = 单元格的批注不存入，请核对（{ $count } 处）：
understood-formula = 公式没有保存结果，按空白读取；请在 WPS 或 Excel 中打开并保存后再导入（{ $count } 处）：
understood-more = 另有 { $count } 处按理解读取，未逐一列出
understood-title = 按理解读取、请核对：
example-place = （{ $place }）
example-and-more = 等 { $count } 处
example-and-rest = 等 { $count } 处；其余见 --format json 或 --plan 存的 .xlsx
question-date = “{ $head }”写的“{ $text }”可能是{ $candidates }；请写明
question-blank-date = “{ $head }”写的“{ $text }”是表格软件里空日期的样子；请写明日期，没有的空着
question-until = “{ $head }”写的“{ $text }”是什么的最后一天，看不出来；是公示的，请填“公示类别”；是公开期限的，写在“公开期限”；都不是的（如报名、投标截止），删去
question-no-end = “{ $text }”没有公示的最后一天，会一直公开下去；请填“{ $head }”，抄自其他文件而原文没有写的，在“出处”写明该文件；期满后仍长期公开的，删去公示类别和起止
question-unreachable = “{ $head }”写的“{ $text }”是后台、编辑页面或校内网络的地址，校外读者打不开；请写公开页面的网址，没有的空着；只对校内公开的，在“公开范围”写校内
question-session = “{ $head }”写的“{ $text }”带有登录凭据或会话号（已隐去），不能公开；请写公开页面的网址，如{ $candidates }
question-which-site = “{ $text }”属于{ $candidates }中的哪一个，看不出来；请只写它所在的网站，另一个网站上的另写网址；也可在“渠道”表填写各网站的网址
question-inside = “{ $head }”写的“{ $text }”只有校内人员看得到，不是向社会公开的渠道；请在“公开范围”写校内或本单位；另有公开渠道的请补上；确向社会公开的，在“公开范围”写社会
question-identity = “{ $head }”中“身份证”后面的号码（{ $text }）校验码不对，多半是抄错的身份证号；请删去号码
question-year = “{ $head }”写的“{ $text }”没有年份，标题和学年没有写明，或与表中其他日期不在同一年；请补上年份
question-item-unwritten = 没有写“{ $head }”，按标题可能是第 { $candidates } 项；请写清单序号
question-item = “{ $head }”写的“{ $text }”可能是第 { $candidates } 项；请写清单序号
question-category = “{ $head }”写的“{ $text }”不属于同一行所写的类别（{ $candidates }）；请改正其中一个
question-head = 表头“{ $text }”没有读取，它是不是{ $candidates }？请改用该名称
question-missing-column = 缺少必填列“{ $head }”{ $rows ->
    [0] {""}
   *[other] ，{ $rows } 行未读取
}{ $candidates ->
    [none] ；请补上这一列
   *[other] ；是否就是{ $candidates }？请把表头改为“{ $head }”
}
question-sheet-head = 工作表“{ $text }”有 { $rows } 行内容，但没有认出表头，未读取；表头应有“标题”和“事项”
question-answer = 表头的含义可以这样答复：--column "{ $head }={ $column }"（“=”后留空表示不读取）；答复随导入留存，以后不再询问
column-wrong = “{ $text }”不是对表头的答复；请写 表头=列名，如 --column "对应编号=事项"
column-choice = 　{ $number }　“{ $head }”就是“{ $column }”
column-choice-none = 　{ $number }　“{ $head }”不读取
column-ask = 输入序号，不答复则直接回车：
head-kept = 　记下：表头“{ $head }”就是“{ $column }”，以后不再询问
head-kept-none = 　记下：表头“{ $head }”不读取，以后不再询问
head-forgotten = 表头“{ $head }”的答复已去掉，以后遇到会再询问。
error-not-found-column = 没有名为“{ $key }”的列；用 gongkai export columns 查看有哪些
error-not-found-head = 文件里没有待答复的表头“{ $key }”：没有这个表头，或不用答复也能识别，或各格内容与所答的列不符；未写入任何内容
error-not-found-head-answer = 没有对表头“{ $key }”的答复；用 gongkai ledger list heads 查看有哪些
question-link-unread = “{ $head }”后面有链接，但读不出网址；请把网址写进单元格，或用 WPS、Excel 另存为 .xlsx 后再导入
question-link = “{ $head }”有不同的网址：{ $candidates }；请只留正确的一个
question-word = “{ $head }”写的“{ $text }”{ $candidates ->
    [none] 在本行里看不出是什么；请写明
   *[other] 可能是{ $candidates }；请写明
}
question-number = “{ $head }”写的“{ $text }”{ $candidates ->
    [none] 不是一个数；请写数字，不详的空着
   *[other] 是不是{ $candidates }？请只写数字，单位写在“单位”列，不详的空着
}
question-merged-count = “{ $head }”写的“{ $text }”合并了 { $candidates } 行，看不出是合计还是每行各有这么多，本行未写入；请取消合并，逐行填写
question-note-says = “{ $head }”写的“{ $text }”会改变本行的内容，本行未写入；请按它改正相应的单元格（不再公开的写“状态”，不计入的删去本行），并删去这句话
question-several-things = “{ $head }”写了 { $candidates } 条：“{ $text }”，本行未写入；请每条一行
question-guarded = “{ $text }”表明还不能向社会公开，本行未写入；请在“公开属性”“公开范围”或“状态”写明，确可公开的请改正这一处
question-guard-unknown = “{ $text }”看不出能否向社会公开，本行未写入；请写是、否、通过、不通过等，或在“公开属性”“公开范围”“状态”写明
question-differs = “{ $text }”与意思相同的另一列写得不同，本行未写入；请把两列改成一致，或只留一列（不读这一列的，用 --column "列名=" 答复）
question-unread = { $candidates ->
    [none] “{ $head }”写的“{ $text }”读不出内容，本行未写入；请写明，公式请在 WPS 或 Excel 中打开并保存后再导入
   *[other] “{ $head }”写的“{ $text }”读不出内容，原有的“{ $candidates }”不改动；要改请写明，要删去请把单元格清空
}
question-twin = “{ $text }”与{ $candidates }可能是同一条，本行未写入；是同一条的请合并为一行，不是同一条的请在两行各填一个不同的“编号”
question-above = “{ $head }”空着，是不是与上面的{ $candidates }相同？请写明
question-continued = “{ $head }”空着；这一行若是“{ $candidates }”在另一渠道的发布，请写上同样的标题，否则写自己的标题
question-unit = “{ $head }”空着，可能是{ $candidates }（上一行所写，或本表的单位）；请写明
question-units = “{ $head }”写的“{ $text }”是几个单位，这里只能写负责的一个：{ $candidates }；请写明
question-nothing = “{ $head }”写的“{ $text }”不是一条信息；确无此类信息的，删去这一行，并在“零报告”表中登记事项、学年和单位
question-not-public = “{ $head }”写的“{ $text }”看来不是向社会公开的；请在“公开范围”写校内或本单位，或在“公开属性”写依申请公开、不予公开；确向社会公开的，删去这些字（标题中的，可在“公开范围”写社会）
question-not-yet = “{ $head }”写的“{ $text }”看来还没有公开；还没有公开的，在“状态”写草稿；已经公开的写公开
question-withdrawn = “{ $head }”写的“{ $text }”（或整行的删除线）看来已不再公开；请在“状态”写撤回（另写“撤回原因”）或到期，仍在公开的写公开；仍在公开但已废止的，在“效力”写废止
question-rows = { $rows } 行有疑问，未写入；请按上面的提示回答后再导入
question-more = 另有 { $count } 处疑问，未逐一列出
places-first = { $place } 等 { $count } 处
import-empty = 没有读到任何一行，未写入任何内容。
judged-title = 内容提醒、请核对（不影响写入）：
judged-line = { $words }：{ $place }
judged-more = 另有 { $count } 处提醒未逐一列出
judged-future = { $count } 条的日期晚于今天，到公开日期那天才公开；请核对
judged-backwards = { $count } 条的公开日期早于生成日期；请核对两个日期
judged-late = { $count } 条公开晚于时限（生成或获取后20个工作日，事项另有时限的从其时限）；请核对日期
judged-undated = { $count } 条没有公开日期，只能按学年列、生成日期或登记时间计入年度报告；请补公开日期
judged-vague = { $count } 条的公开日期只到年份，不能确定属于哪个学年；请补月日或填学年
judged-draft = { $count } 条没有公开日期、渠道和网址，按草稿登记，不进入任何年度报告；已公开的请补其中一项
judged-unplaced = { $count } 条没有渠道和网址，读者无从查找；请补渠道或网址
judged-internal = { $count } 条的网址在校内网，校外读者打不开；请改为校外可访问的网址
judged-unitless = { $count } 条没有责任部门；请补责任部门
judged-item-unknown = { $count } 条的事项不在本校的清单中，不进入任何年度报告；请改事项，或在“事项”表中添加
judged-nil = 已作零报告（{ $about }），但该学年该事项有记录；请删去零报告或改记录的事项（{ $count } 处）
judged-not-applicable = 第 { $about } 项标为不适用，却有公开的记录；照常计入条数，请改正事项的设置或记录的事项（{ $count } 处）
judged-host = 几个渠道的地址在同一域名：{ $about }；同一网站请合并，或改正地址（{ $count } 处）
judged-other-year = { $count } 条的日期不在本表标题所写的学年（{ $about }），按日期计入其他学年；请核对日期
