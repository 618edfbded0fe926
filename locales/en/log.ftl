# The public log: pages, proofs, command line.

act-log-sealed = The public log was sealed
job-integrate = sealing the public log
log-title = Public log
log-about = What the school made public, when, and whether it changed since, is entered one by one in a log that can only grow. Anybody can check it, and the school itself cannot change what stands in it.
log-empty = Nothing is entered yet.
log-size = { $count ->
    [one] { $count } entry. The log is called
   *[other] { $count } entries. The log is called
}
log-key = public key
log-earlier = Earlier days
log-seal-head = Proof
log-seal-says = This is entered in the public log, and is as it was entered.
log-seal-when = Entered in the log on { $date } at { $time }, as entry { $place }.
log-seal-covers = Title, document number, dates, item and text are covered; the responsible unit is not.
log-seal-covers-files = { $count ->
    [one] Title, document number, dates, item, text and { $count } attachment are covered; the responsible unit is not.
   *[other] Title, document number, dates, item, text and { $count } attachments are covered; the responsible unit is not.
}
log-seal-history = Entered so far:
log-proof-save = Save the proof
log-proof-how = How to check it
log-kind-publish = Published
log-kind-import = Came in with a ledger
log-kind-amend = Amended
log-kind-correct = Corrected
log-kind-withdraw = Withdrawn
log-kind-expire = Taken down, its term was over
log-kind-restrict = No longer public
log-kind-publicity-begin = Publicity began
log-kind-publicity-extend = Publicity extended
log-kind-publicity-end = Publicity ended
log-kind-report = Annual report issued
log-kind-reanchor = The log goes on under another key
log-verify-title = Check a proof
log-verify-about = Choose a proof (.tlog-proof), or drop it on the field below. It is read to be checked and not kept.
log-verify-do = Check
log-file = Proof
log-holds = The proof holds: this entry is in the log that the school signed.
log-what = What
log-what-title = Title
log-when = Entered
log-where = Place
log-place = Entry { $place } of { $size } at that time
log-origin = Log
log-text-digest = SHA-256 of the text
log-closed = The proof says that this was entered, and nothing of title or text: it was amended or taken down, or was when the proof was saved.
log-other-title = To check it without this site
log-other = A proof has the published form C2SP tlog-proof. Any program that knows it can check it, without a network. It takes the school's public key:
log-fault-none = No file was chosen.
log-fault-form = This is no proof, or something in it was changed.
log-fault-unknown = No signature is by a key of this school.
log-fault-signature = The signature does not hold: the checkpoint was changed.
log-fault-opening = Title, digest of the text or an attachment in the file is not what was entered.
log-fault-proof = The proof does not hold: this entry is not in the log that was signed.
cli-verify-proof = Check a proof of the public log, without a network
cli-verify-proof-arg-file = The proof (.tlog-proof)
cli-verify-proof-arg-key = Public key of that school's log, from /log/key of its site [default: this school's]
cli-verify-proof-arg-format = Form of the answer
cli-verify-proof--example = Example: gongkai verify proof 12345-2026-00007-3.tlog-proof
log-cli-holds = The proof holds: { $kind } { $index }
log-cli-when = Entered on { $date } ({ $at }), entry { $place } of { $size } at that time, log { $origin }
log-cli-title = Title: { $title }
log-cli-text = SHA-256 of the text: { $digest }
log-cli-file = Attachment { $name } SHA-256: { $digest }
log-cli-fails = Refused: { $why }
log-cli-no-key = Say with --key which key the log of that school has (from /log/key of its site): without it nobody can tell whose signature it is
log-cli-bad-key = --key is no public key: { $key }
backup-log-key = The key of the public log (log.key) is not in the backup; keep it elsewhere. If it is lost, the log goes on under another key, and proofs that were given stay good
restore-log = The public log goes on under another key, and says so; proofs that were given before stay good
restore-log-aside = The key that was here signs nothing any more, and lies in { $file }
doubt-log = The public log is not what was signed, or not what is on view: { $at }
