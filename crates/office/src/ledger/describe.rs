//! The published description of every table and column, in both languages.
//!
//! Made from `domain::ledger::columns` and `domain::annual_report::ready` alone, so that it cannot differ from what is read.

use super::Language;
use domain::annual_report::ready;
use domain::figure::{Dataset, Figure};
use domain::ledger::{Entry, Table, columns};
use domain::school_year::SchoolYear;

/// What a table is for, in Chinese and English.
pub(crate) fn about_table(table: Table) -> (&'static str, &'static str) {
    match table {
        Table::School => ("学校基本信息，一行一项", "facts about the school, one a row"),
        Table::Units => ("部门、二级学院和工作机构", "departments, colleges and bodies"),
        Table::Channels => ("公开渠道", "channels of disclosure"),
        Table::Items => ("对清单事项的说明和学校自定事项", "what the school says of items, and its own items"),
        Table::Records => ("公开了什么，一行一条；可单独成表", "what was disclosed, one a row; may stand alone"),
        Table::Editions => (
            "记录的历次版本，最新一版写在记录表中",
            "earlier editions of records; the newest stands in the records table",
        ),
        Table::Releases => ("同一记录在其他渠道的发布", "further releases of a record"),
        Table::Datasets => ("数据集", "datasets"),
        Table::Figures => ("数据集中的数据", "figures of the datasets"),
        Table::Identities => ("数据之间应当成立的关系", "what must hold between figures"),
        Table::Texts => ("年度报告中保留的文字", "texts kept for annual reports"),
        Table::Nil => ("零报告", "nil statements"),
    }
}

const RULES_ZH: &str = "# 信息公开台账的列

台账文件有三种形式，内容相同，可以互相转换。

- **.xlsx**：一表一工作表，工作表名为表名（中文名或代码均可）。其他名称的工作表，只要有“标题”“事项”等表头，都按“记录”表读取，像部门名称的表名（以处、部、学院等结尾，或两三个字的“后勤”“人事”）作为责任部门；没有台账的工作表不读取。隐藏的工作表不读取，隐藏的行和列照常读取。工作表或文件名与别的表同名（事项、单位……）而表头是“记录”的，按“记录”读取。以上都会列出。
- **.csv**、**.txt**：UTF-8（有无 BOM 均可）、UTF-16（有 BOM）或 GBK/GB18030；逗号、分号、制表符、竖线等分隔，全角的逗号、分号也可。只有一张表时为“记录”表；多张表时，每张表前加一行 `#表,表名`。
- **.json**：`{\"format\":\"gongkai-ledger\",\"version\":1,\"records\":[{\"title\":\"…\"}]}`，键为下表的“键”，值为文字；数字、null 和文字的数组也可以。
- 只读不写：**.xls**、**.et**、**.ods**、**.xlsb**。.xls、.et、.ods 的合并单元格、单元格后面的链接、HYPERLINK 公式、隐藏的行和列、删除线都读取；链接的网址读不出来的（.xlsb，或公式按其他单元格算出网址），该行提问，不写入。
- 只读不写：**.docx**。文档中有“标题”“事项”等表头的每张表格按一张工作表读取，责任部门取表格上方写单位的一行（一、教务处；填报单位：学生处），学年取文档开头的标题；其他表格不读取，并予列出。旧版 .doc 请先另存为 .docx。

通则：

- 表头可在前 20 行内，其上可有标题行；表头可写中文名、键或别名，可带 `*`、`（必填）`、换行；可分两行。其他叫法按同义词、相近程度和列中内容识别，识别结果都会列出；只是可能的，先提问，不读取；答复（导入时的 `--column 表头=列名`）随导入留存，以后同样的表头不再询问。不认识的列不读取，并予提示。
- 分两行的表头，上一行是什么词都可以（公开情况、责任主体、公开渠道及日期），以下一行为准。表中另有表头的，其下各行按该表头读取；该表头上方另有单位标题的，责任部门取该标题。并排的几张表分别读取。
- 每列一个渠道的（官网、公众号、公告栏，官网公开日期，公众号链接），格中可打“√”、写日期或网址，每个渠道登记为一次发布；没有“公开日期”的，取各渠道中最早的一天。看不出是什么的只问该格，不作渠道名称；省写的网址提问。
- “主动公开”“依申请公开”“不予公开”写在哪一列都是公开属性，不是渠道。“是否公开”写“是”为主动公开，写“否”提问。公开属性、公开范围分成几列打“√”的（主动公开、依申请公开、不予公开、社会、校内、是、否，一行或两行表头均可），不向社会公开的各行提问。“公开属性”写“校内公开”的，公开范围为校内。网址、渠道里写“不公开”“校内公开”“内网”“需登录”“内部文件”，标题末尾、备注写“校内”“涉密”等，而“公开范围”“公开属性”没有写明的提问。标题、备注、渠道、网址、“撤下情况”写明已撤下、已废止、链接失效，或有删除线（.xlsb 除外），而“状态”“效力”没有写明的提问；写“草稿”“待发布”“暂缓公开”的也提问。公开期限可写“一年”“7天”，从公开日期推算到最后一天；写工作日的提问。
- 表名、表上方的标题、行间的小标题、表下的“注：”写明不予公开、依申请公开、校内公开、未公开、待公开、草稿、已撤下、废止、旧版、模板等的，所管的各行在“公开属性”“公开范围”“状态”没有写明时提问，不按公开写入；这样的表名不作责任部门。小标题“主动公开”以下不问。备注写有请删除、日期应为、不计入、有效期至等、会改变本行内容的提问。
- “责任部门”“渠道”“文号”写“见附件”“待定”“不详”“XX”等的按未填读取并列出，不作名称；原有内容不动并提问。标题写有几条的（1.甲办法 2.乙办法）提问；标题里的网址移出。单元格中一部分文字有删除线的提问（.xlsb 除外）。
- 填写示例（首格为“例”“示例”）、表头下的列号（1、2、3……）不读取。依申请公开登记、举报投诉登记、统计数字、条数汇总的工作表不读取，并说明这些数字填到哪里。没有读的列只要有内容，都会列出；其中写有不公开、已撤下、草稿、涉密、404 等短词的，该行提问，答复为不读取的列除外。可能是状态、效力、范围、属性而尚未答复的列，看不明白的也提问。
- 空行不读取。合计、小计、“注：”、填表人等行和单独成行的小标题不读取，逐行列出位置；这样开头而事项、日期、网址、文号列中另有内容的，仍是一条；小标题只写学年或年份的（2024—2025学年），或又是一个单位的标题的（教务处2024-2025学年信息公开），其下各行的年份以它为准。首个非空单元格为 `#示例`、`#example`、`#说明`、`#note` 的行不读取（JSON 中为含有键 `#` 的行）。
- .xlsx 单元格最多 32,767 字，更长的文字续写在首格为 `#续` 的下一行。
- 写出 .csv 时，电子表格可能当作公式执行的单元格（以 `=`、`+`、`-`、`@` 等开头且不是数字）前加一个半角撇号，读取时去掉。
- 日期写成 2023-05-12、2023年5月12日、2023.5.12 或电子表格日期均可；只知年月就写年月，不详留空。其他写法（二〇二三年五月十二日、2023。5。12、23年5月12日）也能认出；3月上旬只记到月，5-Mar-24、Mar 5, 2024 也能认出；季度、上下半年、学期、1-3月等只记到年，都在一个学年内的计入该学年，跨两个学年的计入表上方标题所写的学年；“5月12日前后”“2026年12月（计划）”“（农历）”提问；没有年份的（5月12日、3月上旬）取表上方标题或“学年”所写的年份，没有写明、或标题所写的年份与表中多数日期不合的提问；表名或标题是一个月的（2024年10月），前后两个月以内的日期取相应的年份，“15日”取该月；公示的起止、渠道旁的日期没有年份的，取本行公开日期相近的年份；学年可写 24-25；书名号里的年份不算；年、月、日分在相邻三列的合为一个日期；一段时间取第一天，标题写明公示的按公示起止登记；写在“公示期”“公示时间”列中的一律按公示起止登记，没有“公开日期”的取第一天；只写多久的（5个工作日、7天）推算最后一天（发布当日不计，自然日遇休息日顺延到工作日），“公示开始”之外另有“公示期”的也一样，“不少于5天”、没有第一天、放假安排尚未公布的提问；1949年以前的公开日期提问；写明是公示而没有最后一天的提问，只有标题写公示的列出。“截止日期”在公示中是最后一天，其他的提问。1900-01-01、1899-12-30 是电子表格的空日期，提问；“未公开”“待定”“暂缓”不是日期，“状态”没有写明的提问；所写星期不是该日的列出。数字 2024.1 可能是 1 月或 10 月，23.5.12 可从两头读，都会提问。
- 事项可写清单序号（37、第37项、三十七、（37）、37、奖学金……）、清单原文、其中的词或类别；可能是几项的提问；第1-3项这样写一段的也提问。旁边另有类别列的，用来认事项，与事项不合的提问。行间的小标题是清单事项的（2.学校章程及制定的各项规章制度），其下各行为该事项；事项空着而上一行写有事项的提问。
- 网址可写在单元格里，也可是单元格、标题或 HYPERLINK 公式的链接；夹在文字中、换行、全角的也能认出。一格有多个网址的，第一个为本条的网址，其余各为一次发布。“点击查看”“链接”“见附件”“见官网”不是网址；斜线和点写错的改正后列出，…/27.htm、28.htm 这样省写的提问；javascript:、file:、共享文件夹、带用户名或密码的不接受；带登录凭据或会话号的、后台和编辑页面、校内网络（10.x、192.168.x、localhost、*.local）的提问，凭据不再显示；旁边写有已失效、已删除、404 的提问。
- 列为依申请公开、不予公开的没有公开日期，所写的日期只用来计入学年，并列出。中标单位、供应商等列不作责任部门。“状态”写“有效”“正常”的为公开，写审核中、待审批的为草稿。
- 责任部门写几个单位的，取第一个，其余记入备注（事项、零报告、数据集中的提问）；写明曾用名的（信息工程学院（原计算机系）），用今名，曾用名留存；原来只有旧名的单位改为今名。
- 渠道用顿号、逗号、斜线、空格或换行隔开；写“无”为没有渠道；写有日期的（官网2025-03-01、公众号3月2日）为该次发布的日期。“官网×”“未在官网公开”“官网：否”不是渠道，只有这样的或“官网（待发）”而“状态”没有写明的提问；只写 OA、钉钉、企业微信、学工系统、信息门户、工作群、内部刊物、存档备查等校内渠道（写在网址列的也是）而“公开范围”没有写明的提问；“官网公众号”这样连写的、“点击量2300”这样不是渠道的提问。网址按域名归入所属的渠道，看不出属于哪个网站的提问。新渠道的类别按名称判断，判断不出的不计入线上或线下。
- 再次导入时，行按编号、网址、文号、标题和事项、日期认出已有的记录，改动的列为更新，认不准的提问。编号改了而标题、事项、日期、网址都相同、部门不是另一个的，按同一条登记，沿用原编号。部门前写有校名的，去掉校名。再次报来的表中，同时改了标题、日期等几处、又像是表中不再列出的某一条的，也提问。以前导入过、再次报来的表中不再列出的记录和数据逐条列出，保持不变。责任部门取自表名或标题的，与原有的不同即为更新；文件中没有原部门的行，网址又不是同一个的，提问，不改到另一部门名下。编号、标题相同而日期相差近一年、计入不同学年的，和标题中的年份、期次以及日期、网址都不同的（2024年修订、2025年修订），提问。学年列写明两个学年的各为一条。有索引号的行，不论改了什么，都是该索引号的记录。编号是 1、2、3 的只算序号，不作编号。另一学年的表（按标题、日期或学年）所列的是另外的记录，不改以前学年的；与其编号相同的，编号后另加学年。没有日期的行计入表上方标题所写的学年，或本表其他行所在的学年。
- 一行写明的渠道就是该条的全部渠道（“发布”表另列的除外）：少写的渠道、清空的网址和日期即为删去。同一文件内完全相同的行只登记一次，少写几列的也是，并列出少写了什么；上下两行只是渠道不同、日期和网址都没有不同的，登记为一条的两次发布；日期或网址不同的各为一条，可能是同一条的提问；只有部分相同的、没有标题而另写渠道的提问。
- 已公开的记录改了标题、文号、正文等的，原版不变，改后的成为新的一版，附更新说明；“更新说明”列没有写的，写明改动了哪几项。
- 已有的记录可以只报标题、日期、网址等几列，不必重填事项。
- 数字可带千分位、单位、“万”“亿”和“约”“余”，按“单位”列换算（单位为万元的 2.35亿为 23500）；看不准的（单位为万元的 5万、3,5、（100）、1E+05、三百）提问；条数不是整数个的（100%、￥1,200）、数的是人或台套的（5120人）提问，条数合并几行的，与行数相同各记 1 条，不同的提问；条数空着而标题写明件数的（77个采购项目）列出。“身份证”后面的号码校验码不对的也提问。
- 工作台的表格存成的 .xlsx 可以再导入：“期限”“起草人”不是台账的列，不读取；“状态”中待审核、待发布等是草稿。
- 凡不是照字面读取的都在导入结果中列出；有疑问的行不写入，列出可能的答案。
";

const RULES_EN: &str = "# Columns of a disclosure ledger

A ledger file has one of three forms with the same content.

- **.xlsx**: one sheet a table, named by the table's Chinese name or code. Sheets of other names are read as records when they have the head of records, with the sheet's name as the unit; sheets without a ledger are left out. Hidden sheets are not read, hidden rows and columns are. A sheet or file that is called as another table (事项, 单位) and has the head of records is read as records. All of this is told.
- **.csv**, **.txt**: UTF-8 (with or without its mark), UTF-16 (with it) or GBK/GB18030; separated by commas, semicolons, tabs, bars or the like, full-width commas and semicolons too. A plain file is the table of records; in a whole ledger each table is begun by a line `#table,name`.
- **.json**: `{\"format\":\"gongkai-ledger\",\"version\":1,\"records\":[{\"title\":\"…\"}]}` with the keys below; values are texts, and numbers, null and lists of texts are accepted.
- Read and never written: **.xls**, **.et**, **.ods**, **.xlsb**. Merged cells, the links behind cells, HYPERLINK formulas, hidden rows and columns and strokes through cells of .xls, .et and .ods are read; where an address cannot be (.xlsb, or a formula that computes it from other cells), the row is asked about and left out.
- Read and never written: **.docx**. Each table of the document that has a head such as 标题 and 事项 is read like a sheet; its unit is the line above it that names one (一、教务处; 填报单位：学生处), its school year that of the title at the beginning; other tables are left out and told. Save an old .doc as .docx first.

Rules:

- The head may stand within the first 20 rows, under titles; heads are Chinese names, keys or aliases, may carry `*`, `（必填）` or line feeds, and may take two rows. Other names are understood by synonyms, by likeness and by what the column holds, and told; what is only likely is asked and not read; the answer (`--column HEAD=COLUMN` of the import) is kept with the import, and such a head is not asked about again. Unknown columns are not read, and told of.
- Of a head of two lines the lower one counts, whatever the words above it are (公开情况, 责任主体, 公开渠道及日期). Where another head stands further down, the rows below it are read by it, and for the unit whose title stands above it. Tables side by side are each read.
- Columns may be a channel each (官网, 公众号, 公告栏; 官网公开日期, 公众号链接) with ticks, days or addresses; each is a release, and without 公开日期 the earliest day counts. What is none of these is asked and becomes no channel.
- 主动公开, 依申请公开 and 不予公开 are the openness in whatever column they stand, and no channel. 是 below 是否公开 means disclosed, 否 is asked. Words that say that something is not open to all (校内公开, 涉密, 需登录), not public any more (已撤下, 链接失效, a stroke through the row) or not yet (草稿, 待发布, 暂缓公开) are asked, unless the columns for it say so. A term may be a length (一年, 7天), reckoned from the day of disclosure to its last day; working days are asked.
- Where the name of a sheet, a title above it, a heading between its rows or a note below it says 不予公开, 依申请公开, 校内公开, 未公开, 待公开, 草稿, 已撤下, 废止, 旧版, 模板 or the like, the rows that it is about are asked unless 公开属性, 公开范围 or 状态 says what they are; such a name is no unit. Below a heading 主动公开 nothing is asked. A remark that changes what its row says (请删除, 日期应为, 不计入, 有效期至) is asked.
- 见附件, 待定, 不详, XX and the like in place of a unit, a channel or a document's number count as empty, which is told, and make no name; what is there stays and is asked about. Several things in one title (1.甲办法 2.乙办法) are asked; an address within a title is taken out of it. Text that is struck through in part is asked about (but in .xlsb).
- The example of a form (its first cell is 例 or 示例) and a line of numbers below the head are not read. Sheets of requests, complaints, statistics and counts are not read, and it is said where their numbers belong. A column that is not read is named when something stands in it.
- Blank rows are not read, nor totals, notes, who filled the sheet in and headings alone in their row, each of which is told with its place, unless what begins so holds an item, a day, an address or a document's number of its own; a heading that is nothing but a year (2024—2025学年) is that of the rows below; nor rows whose first filled cell is `#示例`, `#example`, `#说明` or `#note` (in JSON, rows with a key `#`).
- A cell of an .xlsx holds 32,767 characters; longer texts go on in the next row, begun by `#续` or `#cont`.
- In a .csv that is written, a cell a spreadsheet could run as a formula (it begins with `=`, `+`, `-`, `@` and is no number) has an apostrophe before it, which reading takes away.
- Dates may be 2023-05-12, 2023年5月12日, 2023.5.12 or a spreadsheet's date; write only the month when only the month is known, and nothing when nothing is. Other notations (二〇二三年五月十二日, 2023。5。12, 23年5月12日) are understood; 3月上旬 is kept as its month, quarters, half years, terms and runs of months as their year, counted in the school year in which they lie, or in that of the title where they touch two; 2026年12月（计划） and （农历） are asked, and so are the empty dates of spreadsheets (1900-01-01, 1899-12-30) and, unless 状态 says what the record is, 未公开 and 待定; the columns 公示期 and 公示时间 hold both ends of a publicity period, one without its last day is asked; where only its length is written (5个工作日, 7天) its last day is worked out (the day of posting not counted, plain days moved on to a working day), also in a column 公示期 beside 公示开始, and “at least 5 days”, a length without a first day and a year whose holidays nobody has announced are asked; so is a day of disclosure before 1949; a day of the week that is not the date's is told; 5-Mar-24 and Mar 5, 2024 are understood; a day without a year (5月12日, 3月上旬) is of the year that the title above the table or 学年 states, else it is asked; year, month and day in three columns side by side are one date; of a period the first day is taken, and where the title says 公示 both ends. The number 2024.1 may be January or October and 23.5.12 may be read from both ends: both are asked. A day without a year takes none from a title that most other days of the table contradict, or that only names a document of that year (《…》).
- An item may be its number (37, 第37项, 三十七, （37）, 37、奖学金…), its official text, words of it or its category; what may be several is asked, a run of them (第1-3项) too. A column of categories beside it helps, and contradictions are asked. A heading between the rows that is an item of the list (2.学校章程及制定的各项规章制度) is the item of the rows below; an item left empty below another is asked.
- An address may stand in the cell or behind it, behind the title or in a HYPERLINK formula; it is found among words, over line feeds and in full width. Of several the first is the record's, each other one a release. 点击查看, 链接, 见附件 and 见官网 are no addresses; wrong strokes are mended and told, and what is left out, as in …/27.htm、28.htm, is asked; javascript:, file:, shared folders and addresses with a login are refused; such as carry a token or session, lead to pages of editors or into the school's own network, or are said to be gone (已失效, 404) are asked, and what lets somebody in is not shown.
- Of several units the first answers and the others go into the remark. The school's own name before a unit is taken off. A former name in brackets (信息工程学院（原计算机系）) is kept as one; a unit that is known by it alone is renamed.
- A day beside a channel (官网2025-03-01、公众号3月2日) is that of its release. 官网×, 未在官网公开 and 官网：否 are no channels; where nothing else is named, and for 官网（待发）, the row is asked unless 状态 says what it is; so are channels that only members of the school see (OA, 钉钉) without 公开范围, two written as one (官网公众号) and what is none (点击量2300). Channels are divided by 、, commas, strokes, blanks or line feeds; 无 is none. An address goes to the channel of its host, and is asked where it may be that of several sites. The kind of a new channel is told by its name; one that is not is counted neither on line nor off line.
- When a book comes again its rows are known by key, address, document number, title and item, and date; columns that differ are changes, and what is not certain is asked; so is a row of a book that comes again which several corrections at once may have made of one that it no longer lists. An index number says which record a row is, whatever is corrected. A new 编号 on a row whose title, item, day, address and unit are those of a record is that record, which keeps its key. A 编号 of 1, 2, 3 only counts rows. A book of another school year (by its title, its dates or 学年) lists other records and leaves those of earlier years alone; a key that one of them has gets the year behind it. Rows without any date count in the year of the title, or of the other rows. What an earlier delivery of the book had and this one has not is listed and stays. A unit that is that of the sheet or title is a change where the ledger has another.
- The channels that a row names are all of its record, those of 发布 excepted: what it names no more goes. Rows that are wholly alike are entered once, and such as say less, with what they do not say; two that differ by their channel alone are one record with two releases; what is alike in part is asked, and so is a row without a title that names another channel.
- When title, document number, text or the like of a public record change, the edition on view stays and the change becomes the next one, with a note: that of 更新说明, else which parts differ.
- Rows of records that are there may give title, date and address alone, without their item.
- Numbers may have separators, a unit, 万 and 亿, 约 and 余, and are reckoned in the unit of their column (2.35亿 in 万元 is 23500); 5万 in 万元, 3,5, （100）, 1E+05 and 三百 are asked, and so is a 条数 that is no whole number of things. A title that says how many it stands for (77个采购项目) beside an empty 条数 is told. A number behind 身份证 that fails its check character is asked. A 条数 merged over as many rows as it counts is one for each; any other is asked, and so is one of people or sets (5120人).
- The table of the workbench as an .xlsx may be brought in again: its 期限 and 起草人 are no columns of the ledger, and what waits for review or to be published is a draft.
- Whatever was not read literally is listed with the import; rows in doubt are left out, with what may be meant.
";

const READY_ZH: &str = "
## 年度报告第三至第五部分的数据集

年度报告按下列代码读取申请（第三部分）、评议（第四部分）和举报、复议、诉讼（第五部分）。`gongkai export ledger --template --year 2025-2026 模板.xlsx` 写出的模板已备好这些行，填“数值”后导入即可。没有的填 0；空着的在报告中标为待补。要另写文字的，写入“报告文字”表，位置为 3、4、5；该位置的“举报”“复议”“诉讼”已有文字说明的，不再另写。

| 数据集 | 数据代码 | 名称 | 单位 | 口径 |
|---|---|---|---|---|
";

const READY_EN: &str = "
## Datasets of parts three to five of the annual report

By these codes the annual report reads requests (part three), the appraisal (part four) and complaints, reviews and lawsuits (part five). The template that `gongkai export ledger --template --year 2025-2026 template.xlsx` writes has these rows ready: fill in 数值 and import it. Write 0 for none; what is left empty is marked as missing in the report. Sentences of your own go into the table 报告文字 at the places 3, 4 and 5; where they speak of 举报, 复议 or 诉讼, nothing else is said of it.

| dataset | figure | name | unit | how counted |
|---|---|---|---|---|
";

/// The description as Markdown, for `docs/ledger.md` and the help pages.
pub fn column_description(language: Language) -> String {
    let zh = language == Language::Zh;
    let mut text = String::from(if zh { RULES_ZH } else { RULES_EN });
    for table in Table::ALL {
        let (about_zh, about_en) = about_table(*table);
        let about = if zh { about_zh } else { about_en };
        text.push_str(&format!("\n## {} `{}`\n\n{about}\n\n", table.zh(), table.code()));
        text.push_str(if zh {
            "| 列 | 键 | 必填 | 说明 | 示例 | 别名 |\n|---|---|---|---|---|---|\n"
        } else {
            "| head | key | required | meaning | example | other heads |\n|---|---|---|---|---|---|\n"
        });
        for column in columns(*table) {
            let needed = match (column.required, zh) {
                (false, _) => "",
                (true, true) => "是",
                (true, false) => "yes",
            };
            let about = if zh { column.about_zh } else { column.about_en };
            let aliases = column.aliases.join("、");
            text.push_str(&format!(
                "| {} | `{}` | {needed} | {about} | {} | {aliases} |\n",
                column.zh, column.key, column.example
            ));
        }
    }
    text.push_str(&ready_description(language));
    text
}

/// The codes of the datasets that parts three to five of the annual report read.
fn ready_description(language: Language) -> String {
    let zh = language == Language::Zh;
    let mut text = String::from(if zh { READY_ZH } else { READY_EN });
    for (dataset, figures) in ready_codes() {
        for figure in figures {
            let Figure { key, name, unit, definition, .. } = figure;
            text.push_str(&format!(
                "| {} `{}` | `{key}` | {name} | {unit} | {definition} |\n",
                dataset.title, dataset.key
            ));
        }
    }
    text
}

/// The datasets, each with its figures.
fn ready_codes() -> Vec<(Dataset, Vec<Figure>)> {
    let mut sets: Vec<(Dataset, Vec<Figure>)> = Vec::new();
    for entry in SchoolYear::beginning(2022).into_iter().flat_map(ready) {
        match entry {
            Entry::Dataset(dataset) => sets.push((dataset, Vec::new())),
            Entry::Figure(owner, figure) => {
                let own = sets.iter_mut().find(|(dataset, _)| dataset.key == owner.key);
                own.into_iter().for_each(|(_, figures)| figures.push(figure.clone()));
            }
            _ => {}
        }
    }
    sets
}

/// The description inside the JSON template, under a key that reading passes over; columns in their order.
pub(crate) fn describe_json() -> String {
    let mut text = String::from("{");
    for (at, table) in Table::ALL.iter().enumerate() {
        let comma = if at > 0 { "," } else { "" };
        text.push_str(&format!("{comma}\n  \"{}\": {{", table.code()));
        for (at, column) in columns(*table).iter().enumerate() {
            let comma = if at > 0 { "," } else { "" };
            let needed = if column.required { "（必填 required）" } else { "" };
            let about = format!("{}{needed}：{} / {}", column.zh, column.about_zh, column.about_en);
            text.push_str(&format!("{comma}\n    \"{}\": {}", column.key, serde_json::Value::from(about)));
        }
        text.push_str("\n  }");
    }
    text + "\n}"
}
