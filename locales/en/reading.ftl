# What an import understood (understood-) and what it must ask (question-), and what it remarks of the facts (judged-).
understood-line = { $words }{ $examples }
understood-head = Heads taken by their meaning:{ " " }
understood-head-by-content = Columns taken by what they hold:{ " " }
understood-sheet = Sheets read as records, with their name as the unit:{ " " }
understood-sheet-out = Sheets without a ledger, not read:{ " " }
understood-row-out = Totals, notes or headings, not read ({ $count } rows):{ " " }
understood-unit-of-sheet = Unit taken from the sheet's name ({ $count } rows):{ " " }
understood-unit-of-title = Unit taken from the title above the table ({ $count } rows):{ " " }
understood-unit = “{ $head }”: the first unit named ({ $count } rows):{ " " }
understood-item-number = “{ $head }” by its number ({ $count } rows):{ " " }
understood-item-text = “{ $head }” by its words ({ $count } rows):{ " " }
understood-date = “{ $head }” in other notations ({ $count }):{ " " }
understood-year = “{ $head }” without a year, taken as of the year that title or school year states ({ $count }):{ " " }
understood-vague = “{ $head }” is no day; what is certain of it was kept ({ $count }):{ " " }
understood-period-start = “{ $head }” is a period; its first day was taken ({ $count }):{ " " }
understood-period = “{ $head }” taken as the publicity period ({ $count }):{ " " }
understood-first-day = “{ $head }” is the first of a month; this form of file does not tell whether only the month was shown, please check ({ $count }):{ " " }
understood-no-date = “{ $head }” gives no date and was left empty ({ $count }):{ " " }
understood-link = “{ $head }” taken from the link behind the cell ({ $count }):{ " " }
understood-title-link = Address taken from the link behind the title ({ $count }):{ " " }
understood-address = “{ $head }”: addresses found or mended ({ $count }):{ " " }
understood-addresses = “{ $head }” has several addresses, each entered as a release ({ $count }):{ " " }
understood-no-address = “{ $head }” is no address and has no link behind it; left empty ({ $count }):{ " " }
understood-link-unread = “{ $head }”: the link behind it cannot be read in this form of file and was left empty; save the file as .xlsx and import that ({ $count }):{ " " }
understood-channels = “{ $head }” has several channels in one cell ({ $count }):{ " " }
understood-no-channel = “{ $head }” says that there is no channel; left empty ({ $count }):{ " " }
understood-address-of-channel = Addresses put to the channel of their host, the other channels to releases of their own ({ $count }):{ " " }
understood-number = “{ $head }”: numbers ({ $count }):{ " " }
understood-word = “{ $head }”: words of the same meaning ({ $count }):{ " " }
understood-running-number = “{ $head }” only numbers the rows of its sheet and is no key ({ $count } rows):{ " " }
understood-repeated = Rows that repeat an earlier row, entered once ({ $count }):
understood-joined = Rows that name the thing of the row above over another channel, entered as its releases ({ $count }):
understood-in-year = Rows without any date, counted in the school year of the title or of the other rows ({ $count }):
understood-another-year = Rows that look like a record of another school year, entered as another; that record stays as it is ({ $count }):
understood-key-of-year = Keys in “{ $head }” that a record of another school year has; the school year is added ({ $count }):
understood-name = Other names of one channel ({ $count }):{ " " }
understood-channel-kind = Kind of new channels by their name; please check:{ " " }
understood-channel-unknown = New channels of unknown kind, counted neither on line nor off line; please add it:{ " " }
understood-formula = Formulas without a kept result, read as empty; open and save the file in a spreadsheet and import it again ({ $count }):{ " " }
understood-more = { $count } more were understood and are not listed
understood-title = Understood, please check:
example-place = { " " }({ $place })
example-and-more = { " " }and so on, { $count } in all
question-date = “{ $text }” in “{ $head }” may be { $candidates }; write which
question-year = “{ $text }” in “{ $head }” has no year, and neither title nor school year states one; add it
question-item = “{ $text }” in “{ $head }” may be item { $candidates }; write its number
question-head = The head “{ $text }” was not read; is it { $candidates }? Then name it so
question-missing-column = The required column “{ $head }” is missing; { $rows } rows were not read{ $candidates ->
    [none] ; add it
   *[other] ; is it { $candidates }? Then name that head “{ $head }”
}
question-sheet-head = Sheet “{ $text }” has { $rows } rows and no head that is understood; it was not read. A head has “标题” and “事项”
question-link = “{ $head }” has different addresses: { $candidates }; keep the right one
question-word = “{ $text }” in “{ $head }” { $candidates ->
    [none] says nothing by itself; write it out
   *[other] may be { $candidates }; write which
}
question-twin = “{ $text }” and { $candidates } may be the same; this row was not written. Make them one row if they are, and give each a key (编号) if they are not
question-rows = { $rows } rows are in doubt and were left out; answer as said above and import again
question-more = { $count } more questions are not listed
places-first = { $place } and so on, { $count } in all
import-empty = No row was read; nothing was kept.
judged-title = To look at in the contents (they come in all the same):
judged-line = { $words }: { $place }
judged-more = { $count } more remarks are not listed
judged-future = { $count } entries are dated after today and become public on the day of publication; please check
judged-backwards = { $count } entries are dated public before they were made; please check both dates
judged-late = { $count } entries became public after their term (20 working days after they were made or obtained, or the term set for the item); please check the dates
judged-undated = { $count } entries have no date of publication and are put into a report by 学年, by when they were made or by when they were entered; please add the date
judged-vague = { $count } entries have only a year as date of publication, which leaves two school years open; please add the day or 学年
judged-draft = { $count } entries have no date of publication, channel or address, were taken for drafts and are in no report; please add one of these if they are public
judged-unplaced = { $count } entries have neither channel nor address, so nobody can find them; please add one
judged-unitless = { $count } entries have no responsible unit; please add it
judged-item-unknown = { $count } entries are under an item that is not on the school's list and are in no report; change the item, or add it to the table 事项
judged-nil = There is a nil statement ({ $about }), and records of that item in that year; delete the statement or move the records ({ $count } places)
judged-host = Several channels are on one host: { $about }; merge what is one site, or correct the address ({ $count } places)
judged-other-year = { $count } dated outside the school year of the title ({ $about }), counted in another year by the date; check the dates
