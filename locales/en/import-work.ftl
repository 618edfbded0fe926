# The workbench: bringing a ledger file in

work-at-import = Import
work-import = Import a ledger
work-import-plan = Import plan
work-import-about = First look at what would come in and what would change, choose, then write. Every batch can be taken back whole.
work-import-waits = { $file } was looked at and is not written yet.
work-import-sent-at = sent { $at }
work-import-go-on = Go on with it
work-import-send = Send a file
work-import-file = Ledger file
work-import-send-do = See the plan
work-import-formats = .xlsx, .xls, .et, .ods, .csv, .txt or .json of at most 20 MB. Heads and sheet names need not be the same everywhere.
work-import-kept = How long the file stays
work-import-kept-about = Only you see its plan. It is deleted when it is written or given up, or after 24 hours, and never given out again. Only the disclosure office imports: what is imported becomes public without the two reviews.
work-import-batches = Earlier batches
work-import-none = Nothing was written yet. The first batch will be listed here.
work-import-batch = Batch
work-import-what = Content
work-import-by = Who and when
work-import-back = Take back
work-import-nr = Batch { $number }
work-import-batch-about = { $written } written, { $refused } not written
work-import-operator = command line
work-import-undone-at = taken back { $at }
work-import-undo = Take back
work-import-undo-about = What came with it goes, what it changed is as it was. You are told first what somebody has changed since.
work-import-undo-do = Take back batch { $number }
work-import-older = Older
work-import-more = { $count ->
    [one] One more is not listed
   *[other] { $count } more are not listed
}
work-import-done = Batch { $number }: { $written } written, { $left } not written.
work-import-done-nothing = There was nothing to write; the ledger is as it was.
work-import-done-gone = No file waits: the one before was brought in or given up; see the list below.
work-import-done-dropped = Given up; the file is deleted and the ledger is as it was.
work-import-read = { $count ->
    [one] One row read
   *[other] { $count } rows read
}
work-import-look = Look before writing: rows to write: { $writes }
work-import-look-asked = Look before writing: questions to answer: { $asked }; rows that can be written now: { $writes }
work-import-nothing = Nothing to write
work-import-workbook = Save as .xlsx for a colleague
work-import-drop = Do not import
work-import-write = { $count ->
    [one] Write one row
   *[other] Write { $count } rows
}
work-import-counted = { $count ->
    [one] As chosen, one row is to be written. Nothing is written yet.
   *[other] As chosen, { $count } rows are to be written. Nothing is written yet.
}
work-import-lists = Lists
work-import-changed = Changed
work-import-new = New
work-import-maybe = Possibly the same
work-import-bad = Wrong
work-import-doubts = In doubt
work-import-judged = Remarks
work-import-heads = { $count ->
    [one] Answer one question first
   *[other] Answer { $count } questions first
}
work-import-head = “{ $head }” is “{ $column }”
work-import-head-none = do not read “{ $head }”
work-import-head-later = not now
work-import-answer = Plan again with these answers
work-import-answer-about = Answers are kept with the batch, and the same head is not asked about again. Without an answer the column, or the rows, are not written.
work-import-no-head = The answer about “{ $key }” was of no use: its cells do not fit the column, or it is understood without it. Please choose again.
work-import-no-column = There is no column “{ $key }”. Please choose again.
work-import-maybes = { $count ->
    [one] One row may be a record that is there
   *[other] { $count } rows may be records that are there
}
work-import-same = The same:
work-import-another = Another, to be added
work-import-maybe-later = Do not write it yet
work-import-count = Count again as chosen
work-import-bads = { $count ->
    [one] Wrong: one row was not read
   *[other] Wrong: { $count } rows were not read
}
work-import-bad-about = These rows are not written, all others are. Mend them in the file and send it again: what was written is not written twice.
work-import-asked = { $count ->
    [one] In doubt: one row is not written yet
   *[other] In doubt: { $count } rows are not written yet
}
work-import-changes = { $count ->
    [one] One change
   *[other] { $count } changes
}
work-import-left = { $count ->
    [one] one is not ticked and not written
   *[other] { $count } are not ticked and not written
}
work-import-take = Write
work-import-take-one = Write “{ $name }”
work-import-which = Which
work-import-cells = Before → after
work-import-remark = Remark
work-import-deletes = Deletes something: only when ticked; otherwise all of this row stays as it is
work-import-more-changed = Those that delete something are not written, all others are. The .xlsx has everything.
work-import-more-new = All of them are written. The .xlsx has everything.
work-import-news = { $count ->
    [one] One new
   *[other] { $count } new
}
work-import-judged-title = Remarks (nothing is held back for them)
work-import-absent = Not in the file
work-import-absent-about = None of it is touched. A row, a column or a sheet that the file lacks is no deletion.
work-import-after = After writing
work-import-after-about = It becomes a batch that can be taken back whole. You are told first what somebody has changed since.
work-import-tables = By table
work-import-table = new { $new }, changed { $changed }, the same { $same }
work-import-missing = { $count ->
    [one] { $count } thing was brought in before and is not in this file; it stays as it is. To take it down, open it in the ledger:
   *[other] { $count } things were brought in before and are not in this file; they stay as they are. To take one down, open it in the ledger:
}
work-import-missing-short = Not in this file
work-import-understood = How it was read
work-import-literal = Everything was read as it is written.
work-import-moved = Nothing was written: the ledger changed while you were looking. Below is the plan for the ledger as it is now; please look again.
work-import-other-file = Nothing was written: you have sent another file since. Below is its plan.
job-forget-uploads = Deleting ledger files that were never brought in
plan-sheet-left = Not ticked
work-import-facts = Taken as
