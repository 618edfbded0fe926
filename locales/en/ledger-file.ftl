# Why a ledger file cannot be read (ledger-file-) and what was passed over (ledger-notice-).
ledger-file-format = files of this kind cannot be read; .xlsx, .xls, .et, .ods, .docx, .csv, .txt and .json can. Open it in a spreadsheet and save it as .xlsx
ledger-file-io = the file cannot be read or written: { $reason }
ledger-file-size = the file is too large: { $what ->
    [file-bytes] more than { $limit } bytes
    [unfolded-bytes] more than { $limit } bytes when unpacked
    [cell-bytes] a cell of more than { $limit } bytes
    [rows] more than { $limit } rows
    [columns] more than { $limit } columns
   *[sheet-rows] a sheet holds no more than { $limit } rows; use .csv
}
ledger-file-encoding = line { $line } holds damaged text (neither whole UTF-8 nor GBK); mend it and save the file as UTF-8, or as .xlsx
ledger-file-damaged = the file is damaged or not what its name says ({ $reason }); open it in a spreadsheet and save it as .xlsx
ledger-file-password = the workbook is protected by a password; save it without one as .xlsx
ledger-file-changed = the file was being changed while it was read, and nothing was kept; import it when that is done
ledger-file-no-table = no table of a ledger was found; sheets or JSON keys must bear the tables' names; a sheet or a table of a document is also known by heads such as 标题 and 事项
ledger-file-register = there is no ledger to read: { $what ->
    [requests-out] the sheet is a register of requests; put its numbers into the figures of the template (dataset requests)
    [complaints-out] the sheet is a register of complaints, reviews or lawsuits; put its numbers into the figures of the template (datasets complaints, reviews, lawsuits)
    [counts-out] the sheet counts and has no title for each record; import the ledger itself, its records are counted
   *[statistics-out] the sheet holds statistics; put figures that the annual report gives into the tables of datasets and figures
}
ledger-file-no-head = { $place }: no head row among the first 20 rows
ledger-file-section = line { $line }: what follows “#table” is not a table of a ledger
ledger-file-quote = line { $line }: a quotation mark is not closed
ledger-file-json = line { $line }, column { $column }: not valid JSON
ledger-file-shape = line { $line }, column { $column }: an array of rows was expected
ledger-file-version = not a ledger, or of an unknown version
ledger-file-type = { $place }: a text was expected, found { $found }
ledger-file-repeated = { $place }: stands twice in one row; it may stand once
ledger-file-digits = { $place }: a number with more digits than are kept; put it in quotation marks
ledger-file-long = { $place }: longer than { $limit } bytes
ledger-file-formula = { $place }: the formula gives an error; write a text or a number
ledger-file-order = rows of the table { $table } must follow each other
ledger-notice-unknown-column = { $place }: the column “{ $head }” is unknown and was not read
ledger-notice-nameless-column = { $place }: a column without a head holds something and was not read
ledger-notice-repeated-column = { $place }: the column “{ $head }” is repeated: it was read where the first is empty, else the first holds
ledger-notice-unknown-table = “{ $name }” is not a table of a ledger and was not read
ledger-notice-repeated-table = “{ $name }” stands there twice; both were read
ledger-notice-hidden-sheet = the hidden sheet “{ $name }” was not read
ledger-file-slow = reading takes more than { $seconds } seconds and was stopped; nothing was written. Copy the rows and columns that hold something into a new workbook, save it as .xlsx and import that
ledger-file-memory = reading takes more than { $mebibytes } MiB of memory and was stopped; nothing was written. Copy the rows and columns that hold something into a new workbook, or divide it into several, and import that
ledger-file-document = the tables of such a text document are not read; open it in a word processor and save it as .docx, or copy the table with its head into a new workbook and save that as .xlsx
ledger-file-page = this is a web page under the name of a workbook; open it in a spreadsheet, save it as .xlsx and import that
reason-unknown = its content is not what such a file has
