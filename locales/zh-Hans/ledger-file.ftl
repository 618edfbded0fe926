# 台账文件无法读取的原因（ledger-file-）与读取中的提示（ledger-notice-）。
ledger-file-format = 不能读取这种文件；能读取 .xlsx、.xls、.et、.ods、.docx、.csv、.txt 和 .json，其他文件请用 WPS 或 Excel 打开后另存为 .xlsx
ledger-file-io = 无法读写文件：{ $reason }
ledger-file-size = 文件过大：{ $what ->
    [file-bytes] 超过 { $limit } 字节
    [unfolded-bytes] 解压后超过 { $limit } 字节
    [cell-bytes] 有一格超过 { $limit } 字节
    [rows] 超过 { $limit } 行
    [columns] 超过 { $limit } 列
   *[sheet-rows] 一个工作表装不下 { $limit } 行以上，请改用 .csv
}
ledger-file-encoding = 第 { $line } 行有损坏的文字（既不是完整的 UTF-8 也不是 GBK），请改正后另存为 UTF-8，或另存为 .xlsx
ledger-file-damaged = 文件已损坏或与扩展名不符（{ $reason }）；请用 WPS 或 Excel 打开后另存为 .xlsx 再试
ledger-file-password = 工作簿有密码，请去掉密码另存为 .xlsx
ledger-file-changed = 读取时文件正被改动，未写入任何内容；请等改动或同步完成后再导入
ledger-file-no-table = 未找到台账的任何一张表；工作表名或 JSON 的键应为表名，工作表或文档中的表格也可凭“标题”“事项”等表头认出
ledger-file-register = 没有台账可读：{ $what ->
    [requests-out] 工作表是依申请公开登记；件数请填入模板的“数据”表（数据集 requests）
    [complaints-out] 工作表是举报、投诉、复议或诉讼登记；件数请填入模板的“数据”表（数据集 complaints、reviews、lawsuits）
    [counts-out] 工作表是条数汇总，没有逐条的标题；请导入逐条登记的台账，条数由各条记录自行统计
   *[statistics-out] 工作表是统计数字；要写入年度报告的数字请填入“数据集”“数据”表
}
ledger-file-no-head = { $place }：前 20 行内没有可识别的表头
ledger-file-section = 第 { $line } 行：“#表”后面不是台账的表名
ledger-file-quote = 第 { $line } 行：引号没有成对
ledger-file-json = 第 { $line } 行第 { $column } 列：不是有效的 JSON
ledger-file-shape = 第 { $line } 行第 { $column } 列：此处应为由各行组成的数组
ledger-file-version = 不是台账文件，或版本不受支持
ledger-file-type = { $place }：此处应为文字，实为 { $found }
ledger-file-repeated = { $place }：同一行中写了两次，只能写一次
ledger-file-digits = { $place }：数字位数过多，读取会丢失末尾的数字；请加引号写成文字
ledger-file-long = { $place }：内容超过 { $limit } 字节
ledger-file-formula = { $place }：公式的结果有错，请改为文字或数字
ledger-file-order = 同一张表（{ $table }）的各行须连续
ledger-notice-unknown-column = { $place }：不认识的列“{ $head }”，未读取
ledger-notice-nameless-column = { $place }：没有表头的列有内容，未读取
ledger-notice-repeated-column = { $place }：重复的列“{ $head }”：前一列空着的行取这一列，其余以前一列为准
ledger-notice-unknown-table = “{ $name }”不是台账的表，未读取
ledger-notice-repeated-table = “{ $name }”出现两次，两处都已读取
ledger-notice-hidden-sheet = 隐藏的工作表“{ $name }”未读取
ledger-file-slow = 读取超过 { $seconds } 秒，已停止，未写入任何内容；请把有内容的行列复制到新工作簿，另存为 .xlsx 再导入
ledger-file-memory = 读取占用内存超过 { $mebibytes } MiB，已停止，未写入任何内容；请把有内容的行列复制到新工作簿，或分成几个文件，再导入
ledger-file-document = 这种文字文档中的表格不读取；请用 WPS 或 Word 打开后另存为 .docx 再导入，或把表格（连同表头）复制到 WPS 表格或 Excel 的新工作簿，另存为 .xlsx
ledger-file-page = 这个文件其实是网页，只是用了工作簿的扩展名；请用 WPS 或 Excel 打开后另存为 .xlsx 再导入
reason-unknown = 内容不是这种文件应有的
