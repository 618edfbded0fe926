# The public log: pages, proofs, command line.

act-log-sealed = The public log was sealed
job-integrate = sealing the public log
log-title = Public log
log-about = What the school made public, when, and whether it changed since, is entered one by one in a log that can only grow. Anybody can check it: were anything changed that stands in it, the proofs that others keep would not fit any more.
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

job-witness = asking witnesses of the public log
act-log-witnessed = The public log was witnessed
witness-title = Witness of public logs
witness-about = This site looks at the disclosure logs of these schools and cosigns a new checkpoint only where the log has grown and nothing in it was changed. A school can no longer show one log to some and another to others, nor take back what it published, without its being seen.
witness-key = Public key of the witness
witness-none = There is no school to witness.
witness-school = Portal and log
witness-state = State
witness-size = Entries
witness-root = Root (beginning)
witness-seen = Last cosigned
witness-state-good = Good
witness-state-fork = Fork: one log signed two histories
witness-state-rollback = Rolled back: less than was witnessed
witness-state-silent = Cannot be read
witness-state-unseen = Not seen yet
witness-state-other-log = Good (went on under another key once)
witness-alarm-fork = showed a checkpoint that contradicts what was cosigned
witness-alarm-rollback = showed fewer entries than were cosigned
witness-alarm-other-log = went on under another key
witness-minutes = { $count ->
    [one] { $count } minute ago
   *[other] { $count } minutes ago
}
witness-hours = { $count ->
    [one] { $count } hour ago
   *[other] { $count } hours ago
}
witness-days = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}
cli-witness = Witness the public logs of other schools
cli-witness-serve = Look at the logs of schools time and again, and cosign what was not changed; a fork or rollback is not signed and is told
cli-witness-serve-arg-of = Address of a school's portal, such as https://xxgk.example.edu.cn; can be repeated
cli-witness-serve-arg-data = Folder with the witness's key and what it saw
cli-witness-serve-arg-name = What the witness is called in its key, such as example.edu.cn/witness; only when the key is made
cli-witness-serve-arg-listen = Where it listens
cli-witness-serve-arg-every = Minutes between two looks
cli-witness-serve--example = Example: gongkai witness serve --of https://xxgk.example.edu.cn --of https://xxgk.example.cn
cli-witness-key = Print the witness's public key, for [[witnesses]] in a school's gongkai.toml
cli-witness-key-arg-data = Folder with the witness's key
cli-witness-key--example = Example: gongkai witness key --data /srv/witness
witness-cli-open = Witness page: { $address }
witness-cli-key = Public key (for [[witnesses]] in a school's gongkai.toml): { $key }
witness-cli-bad-name = --name must have no blanks and no plus signs: { $text }
witness-cli-bad-address = --of is no address of a portal (http:// or https://): { $text }
error-taken-witness = { $key } is in use by another process; one folder has one witness
settings-expected-witness-address = write the address of the witness, such as https://witness.example.cn
settings-expected-witness-key = write the public key of the witness, as it is read at /key there
log-witnessed = Witnessed by { $name } on { $at } (China).
