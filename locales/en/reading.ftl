# What an import understood (understood-) and what it must ask (question-), and what it remarks of the facts (judged-).
understood-line = { $words }{ $examples }
understood-head = Heads taken by their meaning:{ " " }
understood-head-by-content = Columns taken by what they hold:{ " " }
understood-site = Columns that are a channel each:{ " " }
understood-category = A column of categories beside “{ $head }”, held against it:{ " " }
understood-desk-column = Columns of the workbench’s table that are none of the ledger, not read:{ " " }
understood-site-cells = “{ $head }” taken from the columns of the channels, each entered as a release ({ $count ->
        [one] { $count } row
       *[other] { $count } rows
    }):{ " " }
understood-term = “{ $head }” by its length, reckoned to the last day ({ $count }):{ " " }
understood-example-out = The example of the form or its line of numbers, not read ({ $count ->
        [one] { $count } row
       *[other] { $count } rows
    }):{ " " }
understood-hidden-column = Columns that the sheet hides, read like the others:{ " " }
understood-second-head = Further heads; the rows below each are read by it ({ $count }):{ " " }
understood-side-by-side = Tables side by side, each read:{ " " }
understood-requests-out = Sheets of requests are no ledger and were not read; put their numbers into the figures of the template (dataset requests):{ " " }
understood-complaints-out = Sheets of complaints, reviews or lawsuits are no ledger and were not read; put their numbers into the figures of the template (datasets complaints, reviews, lawsuits):{ " " }
understood-statistics-out = Sheets of statistics are no ledger and were not read; put figures that the annual report gives into the tables of datasets and figures:{ " " }
understood-counts-out = Sheets that count, without a title for each record, were not read; records are counted by themselves:{ " " }
understood-head-answer = Heads taken as the school answered:{ " " }
understood-head-left = Heads not read, as the school answered:{ " " }
understood-sheet = Sheets read as records, with the unit that their name tells:{ " " }
understood-sheet-out = Sheets without a ledger, not read:{ " " }
understood-hidden-row = Hidden rows, read like the others; delete what should not be registered ({ $count }):{ " " }
understood-row-out = Totals, notes or headings, not read ({ $count ->
        [one] { $count } row
       *[other] { $count } rows
    }):{ " " }
understood-unit-of-sheet = Unit taken from the sheet's name ({ $count ->
        [one] { $count } row
       *[other] { $count } rows
    }):{ " " }
understood-unit-of-title = Unit taken from the title above the table ({ $count ->
        [one] { $count } row
       *[other] { $count } rows
    }):{ " " }
understood-unit = “{ $head }”: the first unit named ({ $count ->
        [one] { $count } row
       *[other] { $count } rows
    }):{ " " }
understood-no-name = “{ $head }” holds words in place of a name or number and counts as empty ({ $count ->
        [one] { $count } row
       *[other] { $count } rows
    }):{ " " }
understood-item-number = “{ $head }” by its number ({ $count ->
        [one] { $count } row
       *[other] { $count } rows
    }):{ " " }
understood-item-text = “{ $head }” by its words ({ $count ->
        [one] { $count } row
       *[other] { $count } rows
    }):{ " " }
understood-item-of-group = “{ $head }” taken from a heading between the rows ({ $count }):{ " " }
understood-next-edition = What is public has changed: the edition before stays, and this becomes the next one, with a note and all editions for readers to see; fill in 更新说明 to write the note yourself ({ $count }; number and note of each follow):{ " " }
understood-down = Records that were withdrawn or have expired ({ $count }); what expired still counts as disclosed in its school year:{ " " }
understood-suspected = “{ $head }” holds what is like an identity number but for its check character, and is kept as another number; delete it if it is one misspelt ({ $count }):{ " " }
understood-unit-of-group = Unit taken from a heading between the rows ({ $count ->
        [one] { $count } row
       *[other] { $count } rows
    }):{ " " }
understood-ditto = “{ $head }” as in the row above ({ $count }):{ " " }
understood-date = “{ $head }” in other notations ({ $count }):{ " " }
understood-year = “{ $head }” without a year, taken as of the year that title or school year states ({ $count }):{ " " }
understood-vague = “{ $head }” is no day; what is certain of it was kept ({ $count }):{ " " }
understood-weekday = “{ $head }” names a day of the week that is not the date's; the date counts (behind → the day it is; { $count } ×):
understood-no-end = Put up for objections, without saying until when: kept as standing. If it comes down, fill in 公示开始 and 公示截止 ({ $count } rows):
understood-dated-channels = “{ $head }” names a day for each channel; each is that of its release ({ $count } rows):
understood-merged-count = “{ $head }” is merged over as many rows as it counts: each row counts as one ({ $count } rows):{ " " }
understood-deadline = “{ $head }” says when it is to be disclosed and not until when it stays so; taken as standing ({ $count } rows):{ " " }
understood-address-in-title = The address within “{ $head }” is none of it and was taken out; where the row gives no other, it is the row's ({ $count } rows):{ " " }
understood-counted = The title says how many it stands for and “{ $head }” is empty: counted as one. Fill in the number if the row stands for several (behind → what the title says; { $count } rows):
understood-foreign-index = “{ $head }” is not of this program's form; kept in the remark, and a number is assigned ({ $count } rows):
understood-period-start = “{ $head }” is a period; its first day was taken ({ $count }):{ " " }
understood-period = “{ $head }” taken as the publicity period ({ $count }):{ " " }
understood-lasting = “{ $head }” says how long the publicity lasts; its last day was worked out (the day of posting not counted, working days by the State Council notices, plain days moved on from rest days) ({ $count }):{ " " }
understood-first-day = “{ $head }” is the first of a month; this form of file does not tell whether only the month was shown, please check ({ $count }):{ " " }
understood-no-date = “{ $head }” gives no date and was left empty ({ $count }):{ " " }
understood-link = “{ $head }” taken from the link behind the cell ({ $count }):{ " " }
understood-title-link = Address taken from the link behind the title ({ $count }):{ " " }
understood-address = “{ $head }”: addresses found or mended ({ $count }):{ " " }
understood-addresses = “{ $head }” has several addresses, each entered as a release ({ $count }):{ " " }
understood-no-address = “{ $head }” is no address and has no link behind it; left empty ({ $count }):{ " " }
understood-channels = “{ $head }” has several channels in one cell ({ $count }):{ " " }
understood-no-channel = “{ $head }” says that there is no channel; left empty ({ $count }):{ " " }
understood-address-of-channel = Addresses put to the channel of their host, the other channels to releases of their own ({ $count }):{ " " }
understood-number = “{ $head }”: numbers ({ $count }):{ " " }
understood-turned = “{ $head }”: characters taken out that nobody sees and that turn the direction of writing ({ $count }):{ " " }
understood-word = “{ $head }”: words of the same meaning ({ $count }):{ " " }
understood-running-number = “{ $head }” only numbers the rows of its sheet and is no key ({ $count ->
        [one] { $count } row
       *[other] { $count } rows
    }):{ " " }
understood-repeated = Rows that repeat an earlier row, entered once ({ $count }):{ " " }
understood-repeated-in-part = The same as an earlier row, entered once; this row does not say, and the earlier one does ({ $count ->
        [one] { $count } row
       *[other] { $count } rows
    }):{ " " }
understood-joined = Rows that name the thing of the row above over another channel, entered as its releases ({ $count }):{ " " }
understood-kept-back-on = What is not open to everybody has no date of disclosure; the date only tells its school year ({ $count } rows):
understood-in-year = Rows without an exact date, counted in the school year that their words, the title or the other rows tell ({ $count }):{ " " }
understood-another-year = Rows that look like a record of another school year, entered as another; that record stays as it is ({ $count }):{ " " }
understood-key-of-source = Keys in “{ $head }” that another record from another source (unit, sheet or file) has; they are other records, and the source is added ({ $count }):{ " " }
understood-rekeyed = “{ $head }” is another than in the ledger while title, item, date and address are the same: taken as the same record, which keeps its key ({ $count }):{ " " }
understood-key-of-year = Keys in “{ $head }” that a record of another school year has; the school year is added ({ $count }):{ " " }
understood-name = Other names of one channel ({ $count }):{ " " }
understood-channel-kind = Kind of new channels by their name; please check:{ " " }
understood-channel-unknown = New channels of unknown kind, counted neither on line nor off line; please add it:{ " " }
understood-glyph = “{ $head }” has characters that no font has; reports print their numbers ({ $count }):{ " " }
understood-guard = Columns of review and secrecy say that it may be public; read so, and not kept themselves ({ $count }):{ " " }
understood-note = Notes behind cells are not kept; please look at them ({ $count }):{ " " }
understood-formula = Formulas without a kept result, read as empty; open and save the file in a spreadsheet and import it again ({ $count }):{ " " }
understood-more = { $count } more were understood and are not listed
understood-title = Understood, please check:
example-place = { " " }({ $place })
example-and-more = { " " }and so on, { $count } in all
example-and-rest = {" "}and more, { $count } in all; the rest is in --format json or the .xlsx of --plan
question-date = “{ $text }” in “{ $head }” may be { $candidates }; write which
question-blank-date = “{ $head }” says “{ $text }”, which is what spreadsheets show for no date; give the date, or leave it empty
question-until = “{ $head }” says “{ $text }”, and of what it is the last day cannot be told; of a publicity period, fill in 公示类别; of how long it is public, write it in 公开期限; of anything else (an application, a tender), leave it out
question-no-end = “{ $text }” has no last day and would stay public for good; fill in “{ $head }”, or, if it was copied from a document that does not say, name that in 出处; if it is to stay, leave out kind and days of the publicity
question-unreachable = “{ $head }” says “{ $text }”, which is a page for editors or an address inside the school's network that readers outside cannot open; give the address of the public page, or leave it empty; for what only members may see write 校内 in 公开范围
question-session = “{ $head }” says “{ $text }”, which carries a login or session (covered here) and must not be public; give the address of the public page, such as { $candidates }
question-which-site = Which of { $candidates } “{ $text }” belongs to cannot be told; name only the site it is on, with another address for the other; or give the sites' addresses in the table of channels
question-inside = “{ $head }” says “{ $text }”, which only members of the school see; write 校内 or 本单位 in 公开范围, add the public channel if there is one, or write 社会 there if everybody does see it
question-identity = “{ $head }”: the number behind 身份证 ({ $text }) fails its check character and is likely an identity number with a slip; take it out
question-year = “{ $text }” in “{ $head }” has no year, and title and school year state none, or another than the other days of the table; add it
question-item-unwritten = “{ $head }” is not filled in; by its title it may be item { $candidates }; write its number
question-item = “{ $text }” in “{ $head }” may be item { $candidates }; write its number
question-category = “{ $text }” in “{ $head }” is not of the category { $candidates } that the row names; mend one of the two
question-head = The head “{ $text }” was not read; is it { $candidates }? Then name it so
question-missing-column = The required column “{ $head }” is missing{ $rows ->
        [0] {""}
        [one] ; { $rows } row was not read
       *[other] ; { $rows } rows were not read
    }{ $candidates ->
    [none] ; add it
   *[other] ; is it { $candidates }? Then name that head “{ $head }”
}
question-sheet-head = Sheet “{ $text }” has { $rows ->
        [one] { $rows } row
       *[other] { $rows } rows
    } and no head that is understood; it was not read. A head has “标题” and “事项”
question-answer = What a head means is answered with --column "{ $head }={ $column }" (nothing behind the sign: not to be read); it is kept with the import and not asked again
column-wrong = “{ $text }” is no answer about a head; write HEAD=COLUMN, such as --column "对应编号=事项"
column-choice = 　{ $number }　“{ $head }” is “{ $column }”
column-choice-none = 　{ $number }　“{ $head }” is not to be read
column-ask = Type the number, or nothing to leave it open:
head-kept = 　An answer goes with this import: the head “{ $head }” is “{ $column }”; it is not asked about again
head-kept-none = 　An answer goes with this import: the head “{ $head }” is not read; it is not asked about again
head-forgotten = The answer about the head “{ $head }” is gone; it will be asked about again.
error-not-found-column = There is no column “{ $key }”; `gongkai export columns` shows those there are
error-not-found-head = The file has no head “{ $key }” to answer: it is not there, or is understood without, or its cells cannot be that column; nothing was written
error-not-found-head-answer = Nothing was answered of a head “{ $key }”; `gongkai ledger list heads` shows what was
question-link-unread = “{ $head }”: the address of the link behind it cannot be read; write the address into the cell, or save the file as .xlsx and import that
question-link = “{ $head }” has different addresses: { $candidates }; keep the right one
question-word = “{ $text }” in “{ $head }” { $candidates ->
    [none] says nothing by itself; write it out
   *[other] may be { $candidates }; write which
}
question-number = “{ $text }” in “{ $head }” { $candidates ->
    [none] is not one number; write a number, or nothing where it is not known
   *[other] may be { $candidates }; write the number alone, its unit in the column of units, and nothing where it is not known
}
question-merged-count = “{ $text }” in “{ $head }” is merged over { $candidates } rows and may count all of them or each; this row was not written. Unmerge the cell and write a number in each row
question-note-says = “{ $text }” in “{ $head }” changes what the row says; this row was not written. Correct the cell that it is about (写 状态 for what is no longer public, delete a row that is not to count) and delete these words
question-several-things = “{ $head }” holds { $candidates } things: “{ $text }”; this row was not written. Give each a row of its own
question-guarded = “{ $text }” says that not everybody may see it; this row was not written. Write so under 公开属性, 公开范围 or 状态, or correct this place if it may be public
question-guard-unknown = “{ $text }” does not say whether it may be public; this row was not written. Write 是, 否, 通过 or 不通过, or say so under 公开属性, 公开范围 or 状态
question-differs = “{ $text }” differs from the other column that means the same; this row was not written. Make both the same or keep one (--column "HEAD=" leaves one unread)
question-unread = { $candidates ->
    [none] “{ $text }” in “{ $head }” says nothing that can be read; this row was not written. Write what it is, or open and save a file with formulas in Excel or WPS first
   *[other] “{ $text }” in “{ $head }” says nothing that can be read; “{ $candidates }” stays. Write what it is to be, or empty the cell to delete it
}
question-twin = “{ $text }” and { $candidates } may be the same; this row was not written. Make them one row if they are, and give each its own key (编号) if they are not
question-not-public = “{ $text }” in “{ $head }” seems not open to everybody; write 校内 or 本单位 under 公开范围, or 依申请公开 or 不予公开 under 公开属性; if everybody may see it, take these words away (or, of a title, write 社会 under 公开范围)
question-not-yet = “{ $text }” in “{ $head }” seems to say that it is not public yet; write 草稿 under 状态 if it is not, and 公开 if it is
question-withdrawn = “{ $text }” in “{ $head }”, or the stroke through the row, says that it is no longer public; write 撤回 (with 撤回原因) or 到期 under 状态, or 公开 if it still is; if it is public but no longer in force, write 废止 under 效力
question-rows = { $rows ->
        [one] { $rows } row is in doubt and was
       *[other] { $rows } rows are in doubt and were
    } left out; answer as said above and import again
question-above = “{ $head }” is empty: is it { $candidates } like above? Write it out
question-continued = “{ $head }” is empty; if this row is “{ $candidates }” over another channel, write the same title, else its own
question-unit = “{ $head }” is empty: it may be { $candidates } (of the row above, or of the sheet); write which
question-units = “{ $head }” names several units, “{ $text }”, where one answers: { $candidates }; write which
question-nothing = “{ $text }” in “{ $head }” is no disclosure; where there is nothing, delete the row and state it in the table 零报告 with item, school year and unit
question-more = { $count } more questions are not listed
places-first = { $place } and so on, { $count } in all
import-empty = No row was read; nothing was kept.
judged-title = To look at in the contents (they come in all the same):
judged-line = { $words }: { $place }
judged-more = { $count } more remarks are not listed
judged-future = { $count ->
        [one] { $count } entry is
       *[other] { $count } entries are
    } dated after today, public from the day of publication on; please check
judged-backwards = { $count ->
        [one] { $count } entry is
       *[other] { $count } entries are
    } dated public before the day of making; please check both dates
judged-late = { $count ->
        [one] { $count } entry
       *[other] { $count } entries
    } became public after the term (20 working days after being made or obtained, or the term set for the item); please check the dates
judged-undated = { $count ->
        [one] { $count } entry has
       *[other] { $count } entries have
    } no date of publication; a report counts by 学年, by the day of making or by the day of entry; please add the date
judged-vague = { $count ->
        [one] { $count } entry has
       *[other] { $count } entries have
    } only a year as date of publication, which leaves two school years open; please add the day or 学年
judged-draft = { $count ->
        [one] { $count } entry has
       *[other] { $count } entries have
    } no date of publication, channel or address: taken for a draft and in no report; please add one of these to what is public
judged-unplaced = { $count ->
        [one] { $count } entry has
       *[other] { $count } entries have
    } neither channel nor address, so that nobody can find anything; please add one
judged-internal = { $count ->
        [one] { $count } entry has
       *[other] { $count } entries have
    } an address within the school’s own network, which readers outside cannot follow; please give one they can
judged-unitless = { $count ->
        [one] { $count } entry has
       *[other] { $count } entries have
    } no responsible unit; please add it
judged-item-unknown = { $count ->
        [one] { $count } entry is
       *[other] { $count } entries are
    } under an item that is not on the school's list, and in no report; change the item, or add it to the table 事项
judged-nil = There is a nil statement ({ $about }), and records of that item in that year; delete the statement or move the records ({ $count ->
        [one] { $count } place
       *[other] { $count } places
    })
judged-not-applicable = Item { $about } is marked as not applicable, and has public records; they are counted, correct the item's setting or the item of the records ({ $count ->
        [one] { $count } place
       *[other] { $count } places
    })
judged-host = Several channels are on one host: { $about }; merge what is one site, or correct the address ({ $count ->
        [one] { $count } place
       *[other] { $count } places
    })
judged-other-year = { $count ->
        [one] { $count } entry is
       *[other] { $count } entries are
    } dated outside the school year of the title ({ $about }), and counted in another year by the date; please check the dates
