# 导入时理解的内容（understood-）与需要回答的问题（question-），以及对所登内容的提醒（judged-）。
understood-line = { $words }{ $examples }
understood-head = 表头按意思识别：
understood-head-by-content = 列按内容识别：
understood-sheet = 工作表按“记录”读取，表名作责任部门：
understood-sheet-out = 工作表不含台账，未读取：
understood-row-out = 合计、说明或标题行，未读取（{ $count } 行）：
understood-unit-of-sheet = 责任部门取自工作表名（{ $count } 行）：
understood-unit-of-title = 责任部门取自表上方的标题（{ $count } 行）：
understood-unit = “{ $head }”取其中的第一个单位（{ $count } 行）：
understood-item-number = “{ $head }”按编号识别（{ $count } 行）：
understood-item-text = “{ $head }”按文字识别（{ $count } 行）：
understood-date = “{ $head }”的其他写法（{ $count } 处）：
understood-year = “{ $head }”没有写年份，取标题或学年所写的年份（{ $count } 处）：
understood-vague = “{ $head }”不是具体日期，只取能确定的部分（{ $count } 处）：
understood-period-start = “{ $head }”是一段时间，取第一天（{ $count } 处）：
understood-period = “{ $head }”按公示期的起止登记（{ $count } 处）：
understood-first-day = “{ $head }”是某月 1 日；这种格式读不到是否只显示到月，请核对（{ $count } 处）：
understood-no-date = “{ $head }”没有日期，留空（{ $count } 处）：
understood-link = “{ $head }”取单元格后面的链接地址（{ $count } 处）：
understood-title-link = 网址取标题后面的链接地址（{ $count } 处）：
understood-address = “{ $head }”中认出或修正的网址（{ $count } 处）：
understood-addresses = “{ $head }”有多个网址，分别登记为一次发布（{ $count } 处）：
understood-no-address = “{ $head }”不是网址，后面也没有链接，留空（{ $count } 处）：
understood-link-unread = “{ $head }”后面的链接在这种格式里读不到，留空；请用 WPS 或 Excel 另存为 .xlsx 后再导入（{ $count } 处）：
understood-channels = “{ $head }”一格写有多个渠道（{ $count } 处）：
understood-no-channel = “{ $head }”写明没有渠道，留空（{ $count } 处）：
understood-address-of-channel = 网址按域名归入所属的渠道，其余渠道另记一次发布（{ $count } 处）：
understood-number = “{ $head }”中的数字（{ $count } 处）：
understood-word = “{ $head }”中的同义词（{ $count } 处）：
understood-running-number = “{ $head }”只是本表的序号，不作编号（{ $count } 行）：
understood-repeated = 与前面的行完全相同，只登记一次（{ $count } 行）：
understood-joined = 与上一行是同一条，登记为该条在另一渠道的发布（{ $count } 行）：
understood-in-year = 没有日期，按表的标题或其他行计入学年（{ $count } 行）：
understood-another-year = 与其他学年的记录相像，按另一条新登记，原记录不变（{ $count } 行）：
understood-key-of-year = “{ $head }”与其他学年的记录相同，本学年的另加学年（{ $count } 行）：
understood-name = 同一渠道的其他叫法（{ $count } 处）：
understood-channel-kind = 新渠道的类别按名称判断，请核对：
understood-channel-unknown = 新渠道的类别不明，不计入线上或线下，请补充：
understood-formula = 公式没有保存结果，按空白读取；请在 WPS 或 Excel 中打开并保存后再导入（{ $count } 处）：
understood-more = 另有 { $count } 处按理解读取，未逐一列出
understood-title = 按理解读取、请核对：
example-place = （{ $place }）
example-and-more = 等 { $count } 处
question-date = “{ $head }”写的“{ $text }”可能是{ $candidates }；请写明
question-year = “{ $head }”写的“{ $text }”没有年份，标题和学年也没有写明；请补上年份
question-item = “{ $head }”写的“{ $text }”可能是第 { $candidates } 项；请写清单序号
question-head = 表头“{ $text }”没有读取，它是不是{ $candidates }？请改用该名称
question-missing-column = 缺少必填列“{ $head }”，{ $rows } 行未读取{ $candidates ->
    [none] ；请补上这一列
   *[other] ；是否就是{ $candidates }？请把表头改为“{ $head }”
}
question-sheet-head = 工作表“{ $text }”有 { $rows } 行内容，但没有认出表头，未读取；表头应有“标题”和“事项”
question-link = “{ $head }”有不同的网址：{ $candidates }；请只留正确的一个
question-word = “{ $head }”写的“{ $text }”{ $candidates ->
    [none] 在本行里看不出是什么；请写明
   *[other] 可能是{ $candidates }；请写明
}
question-twin = “{ $text }”与{ $candidates }可能是同一条，本行未写入；是同一条的请合并为一行，不是同一条的请在两行各填一个“编号”
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
judged-unitless = { $count } 条没有责任部门；请补责任部门
judged-item-unknown = { $count } 条的事项不在本校的清单中，不进入任何年度报告；请改事项，或在“事项”表中添加
judged-nil = 已作零报告（{ $about }），但该学年该事项有记录；请删去零报告或改记录的事项（{ $count } 处）
judged-host = 几个渠道的地址在同一域名：{ $about }；同一网站请合并，或改正地址（{ $count } 处）
judged-other-year = { $count } 条的日期不在本表标题所写的学年（{ $about }），按日期计入其他学年；请核对日期
