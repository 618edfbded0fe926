# The plan of an import, and taking one back.

import-ask = Write this? Type y to confirm, anything else to leave it:
import-unasked = Nothing was written: nobody is there to confirm it. When it is right, run it again with --yes.
import-not = Left alone; nothing was written.
import-batch = This import is number { $number }; `gongkai import undo { $number }` takes it back.
plan-changed = Changed ({ $count }):
plan-gone = Of these, something would go from ({ $count }):
plan-new = New records ({ $count }):
plan-possible = Possibly the same as records that are there ({ $count }), not written yet:
plan-possible-advice = 　Where it is the same, enter the key shown in the row's 编号 column (add the column where there is none), or, of a row with a key of its own, the index number shown in its 索引号 column; where it is not, enter a new key of its own.
plan-missing = Brought in before and not in this file ({ $count }); they stay as they are:
plan-missing-advice = 　What a file does not have is not deleted. To take something down, use gongkai ledger withdraw for what was public and gongkai ledger delete for what never was.
plan-sheet-missing = Not in this file
plan-more = 　… and { $count } more; see --format json or --plan
plan-cell = ; { $head }: { $old } → { $new }
plan-empty = (empty)
plan-candidate-line = ; may be: key { $key }, index number { $index } “{ $title }”
plan-title = Import plan: { $file }
plan-sheet-changed = Changed
plan-sheet-new = New
plan-sheet-possible = Possibly the same
plan-sheet-judged = To look at
plan-remark = Remark
plan-sheet-questions = In doubt
plan-sheet-understood = Understood
plan-question = To be answered
plan-written = Written
plan-taken = Taken as
plan-sheet-bad = Wrong
plan-table = Table
plan-place = Place
plan-name = Name
plan-column = Column
plan-old = Before
plan-new-head = After
plan-key = Key
plan-index = Index number
plan-candidate = Record that is there
plan-fault = What is wrong and how to mend it
import-list-none = No ledger has been imported yet.
import-list-line = Import { $number }  { $at }  { $file }  { $written ->
        [one] { $written } row
       *[other] { $written } rows
    } written, { $refused } left out
import-list-command = Number { $number }  { $at }  gongkai { $file }  { $written } things changed
import-list-undone = {"  "}undone on { $at }
import-undo-ask = Undo this? Type y to confirm, anything else to leave it:
import-undo-unasked = Not undone: nobody is there to confirm it. When it is right, run it again with --yes.
import-undo-not = Left alone; nothing was undone.
import-undone = Number { $number } is undone: { $removed ->
        [one] { $removed } thing
       *[other] { $removed } things
    } removed, { $restored } as they were before.
import-undo-refused = Number { $number } cannot be undone; nothing was changed:
import-undo-changed = { $kind } { $name } has changed since; correct it where it stands
import-undo-named = { $kind } { $name } is named by something that came later; change that first
import-undo-issued = the annual report of { $year } was issued since and counts it
import-undo-withdrawn = { $kind } { $name } was public and has come down, which cannot be undone: who looked has been told so, and the note stays at its address; to make it public again, enter it as a new record; to take the rest of this import back, import the rows as they were before
import-undo-taken = the key or index number of { $kind } { $name } is another's by now; change that one first
import-undo-gone = { $kind } { $name } would be named and is gone; bring it back or enter it anew first
import-undo-doubled = two of a kind ({ $kind }) would be called “{ $name }”; give the one that is there another name first
import-undo-unquoted = a text of the report of { $year } would quote the figure { $reference }, which is not in the ledger; mend the text or enter the figure first
import-undo-again = it has been undone already
thing-fact = school fact
thing-head = answer about the head
thing-unit = unit
thing-channel = channel
thing-unit-code = code of a unit
thing-channel-code = code of a channel
thing-evidence = evidence of a release
thing-item = item
thing-dataset = dataset
thing-text = report text
thing-nil = nil statement
thing-record = record
error-not-found-batch = There is no import { $key }; `gongkai import list` shows them
error-conflict-ledger = The ledger has changed while you looked, and nothing was written; run it again and confirm the new plan
