# Opinions, enquiries, corrections, complaints
voice-nav = Your say
voice-title = Opinions, enquiries, corrections and complaints
voice-card = The opinion box of disclosure: ask, point out a mistake, or complain. No account is needed.
voice-about = Whatever you have to say of how the school discloses information. No account is needed, nor your name; the receipt code opens the answer.
voice-do-opinion = Give an opinion
voice-do-enquiry = Ask
voice-do-correction = Point out a mistake
voice-do-complaint = Complain
voice-about-opinion = The opinion box of disclosure: whether enough is public, in time, and easy to find.
voice-about-enquiry = Where something stands or how something is done: ask.
voice-about-correction = Something that is published is wrong: please say what.
voice-about-complaint = When the school does not disclose what it has to, its supervisors take complaints. What you write is sealed: neither the disclosure office nor the unit concerned nor the administrator can read it.
voice-complaint-not-here = Complaints cannot be taken on line at present.
voice-complaint-instead = The supervisors of the school have set no key yet, so that nothing written here could be sealed, and nothing is taken. Please complain to them in person or by letter, or to the education department of the province.
voice-other-ways = Other ways
voice-other-ways-about = The school's opinion boxes, the reception days of its leaders and a visit do as well. Staff enter what you say and give you a receipt code. Complaints go directly to the supervisors of the school.
voice-hotline = Hotline of disclosure
voice-sent-before = Sent before
voice-query = See how far it has come
voice-answers = Answers for everybody
voice-answers-all = All answers
voice-answers-about = Answers that are of use to all, without who asked.
voice-answers-empty = No answer has been put here yet.
voice-asked = Asked
voice-answer = Answer
voice-content-opinion = Opinion
voice-content-enquiry = Question
voice-content-correction = What is wrong, and what it should be
voice-content-complaint = Complaint
voice-content-about-opinion = One thing at a time. Please write no identity or telephone numbers of others.
voice-content-about-enquiry = One thing at a time: what you want to do or to find.
voice-content-about-correction = Which place, what is right, and where it can be checked. Where no record is named, please give its title or address.
voice-content-about-complaint = Which unit, what, when, and on what grounds. If nobody is to guess who you are, leave out what only you know.
voice-who = Who you are
voice-who-about = All of it may be left out. It is taken up all the same; you are then reached by the receipt code alone.
voice-who-sealed = All of it may be left out: anonymous complaints are taken. What you fill in is sealed, and only the supervisors of the school open it.
voice-name = Name
voice-contact = How to reach you
voice-record = Record that is meant
voice-send-opinion = Send the opinion
voice-send-enquiry = Send the question
voice-send-correction = Send the correction
voice-send-complaint = Send the complaint sealed
voice-after = You get a receipt code, by which you read the answer, add something or take it back.
voice-what-then = What happens then
voice-then-opinion = The office passes it to the unit concerned; you are answered within 15 working days from the day after it came in (the school's default).
voice-then-enquiry = The office or the unit concerned answers within 15 working days from the day after it came in (the school's default).
voice-then-correction = The unit concerned checks it. Where something is wrong, a corrected edition is published that says what was corrected; you are answered within 15 working days from the day after it came in (the school's default).
voice-then-complaint = The supervisors tell you within 15 days whether they take it up, and answer within 60 days (the school's default, after the regulation on petitions).
voice-sealed = How it is kept secret
voice-sealed-about = Text, name, contact and all messages are sealed to the key of the school's supervisors and to your receipt code. Neither the database nor a backup holds what you wrote, and without the code nobody can look it up for you.
voice-sealed-limits = Sealing does not stop somebody who changes the program on the server from seeing what is sent at that moment, nor those who run your network from knowing that you were here. If that worries you, complain in person or use another network.
voice-elsewhere = Who else takes complaints
voice-elsewhere-about = Where the supervisors themselves are concerned, or you are not content with what they did, the education department of the province takes complaints.
voice-filed = Received
voice-said = What you said
voice-due-by = answered by { $day }
voice-query-about = Type the receipt code that you were given.
voice-query-lost = Without the receipt code nobody can look it up; it has to be sent anew.
voice-stage-received = Received, not yet taken up
voice-stage-accepted = Taken up
voice-stage-assigned = With the unit concerned
voice-stage-answered = Answered
voice-stage-refused = Not taken up
voice-stage-transferred = Passed on
voice-stage-withdrawn = Taken back
voice-stage-closed = Closed
voice-told-received = Received
voice-told-accepted = Taken up
voice-told-refused = Not taken up, for this reason
voice-told-transferred = Passed on
voice-told-assigned = Given to the unit concerned
voice-told-answered = Answered
voice-told-said = The school said
voice-told-said-own = You said
voice-told-withdrawn = Taken back
voice-told-closed = Closed
voice-silent = More than three months without an answer: counted as unanswered since { $day }
voice-say = Add or ask something
voice-say-text = Message
voice-withdraw = Take it back
voice-withdraw-sure = Yes, nothing is to be done about it any more
voice-withdraw-do = Take it back
voice-done-said = Your message has been passed on.
voice-done-withdrawn = Taken back.
voice-correct-here = Is something wrong? Point it out
voice-correct-note = Corrected after letter { $number }
voice-limit-accept = Whether it is taken up
voice-limit-answer = Answer
voice-left-working = { $count ->
    [one] { $count } working day left
   *[other] { $count } working days left
}
voice-left-calendar = { $count ->
    [one] { $count } day left
   *[other] { $count } days left
}
voice-late-working = { $count ->
    [one] { $count } working day late
   *[other] { $count } working days late
}
voice-late-calendar = { $count ->
    [one] { $count } day late
   *[other] { $count } days late
}
voice-ended-working = { $count ->
    [one] done { $count } working day late
   *[other] done { $count } working days late
}
voice-ended-calendar = { $count ->
    [one] done { $count } day late
   *[other] done { $count } days late
}
voice-ended-in-time = done in time
voice-length-working = { $count ->
    [one] { $count } working day
   *[other] { $count } working days
}
voice-length-calendar = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
voice-basis = { $length }. { $article }.
voice-basis-default = { " " }This is a default; the school's own rule prevails.
voice-basis-provisional = { " " }The holidays are not announced yet, so the day may still change.
voice-kind-opinion = Opinion
voice-kind-enquiry = Enquiry
voice-kind-correction = Correction
voice-kind-complaint = Complaint
voice-intake-portal = On line
voice-intake-hotline = Hotline
voice-intake-box = Opinion box
voice-intake-letter = Letter
voice-intake-reception-day = Reception day of the school's leaders
voice-intake-visit = Visit
voice-outcome-adopted = Followed
voice-outcome-partly-adopted = Followed in part
voice-outcome-not-adopted = Not followed, with reasons
voice-outcome-explained = Answered
voice-outcome-right = Right, to be corrected
voice-outcome-partly-right = Right in part, to be corrected
voice-outcome-not-right = What is published is right
voice-outcome-founded = Founded
voice-outcome-partly-founded = Founded in part
voice-outcome-unfounded = Not founded
voice-outcome-unproven = It could not be found out
voice-refused-stage = That is not possible at this stage.
voice-refused-too-early = The day lies before the last step.
voice-refused-future = The day lies in the future.
voice-refused-blank = Please write something.
voice-refused-no-unit = Please choose a unit.
voice-refused-kept = A complaint is given to no unit.
voice-refused-outcome = No letter of this kind ends so.
voice-refused-hand = Whoever sent it does not do that.
voice-refused-unsealed = It was not sealed as it has to be, and was not kept.
voice-refused-before-rules = That is before the rules were in force.
voice-refused-full = Twenty from this contact wait to be taken up, or too much was said of this one. No more is taken on line for now; please use another way.
voice-refused-repeated = The same was sent just before.
voice-refused-unknown-unit = There is no such unit, or it is closed.
voice-refused-no-record = There is no such public record.
voice-refused-no-key = No key for complaints is set, so that none can be taken.
voice-refused-sealed = It could not be sealed or opened, and was not kept.
voice-refused-locked = Please open the key of complaints first.
voice-refused-passphrase = That is not the passphrase.
voice-refused-weak = The passphrase is too short or too simple: at least 16 letters or 8 Chinese characters, 5 of them different.
voice-refused-names-sender = The text for everybody holds the name of whoever sent it, or how they are reached. Please write it otherwise.
voice-refused-again = The two passphrases differ.
voice-refused-unsure = Please tick the box first.
voice-refused-papers = An identity number stands in the text, which everybody reads who deals with it; it was not sent. Please take it out; if it is none, or has to stand there, tick the box and send again.
voice-papers = An identity number stands in the text: { $found }. Everybody reads it who deals with this; please take it out.
voice-refused-long = Too long: 2,000 characters at most.

# Workbench
work-at-voices = Opinions and complaints
voices-heading = { $open } to be answered, { $late } late, { $silent } unanswered for more than three months
voices-of-units = What your units are asked to work on.
voices-account = { $kind }: received { $received }, carried over { $over }; answered { $answered }, taken back { $withdrawn }, carried on { $forward }; unanswered for more than three months { $silent }. { $whole } = { $answered } + { $withdrawn } + { $forward }.
voices-view-open = To be answered
voices-view-mine = Waiting for me
voices-view-late = Late
voices-view-silent = Three months
voices-view-ended = Answered
voices-view-all = All
voices-kind = Kind
voices-all-kinds = All kinds
voices-intake = Came by
voices-empty = There are none.
voices-what = What
voices-silent = unanswered for more than three months
voices-sealed = A sealed complaint
voices-why = Complaints are the supervisors' and sealed; nobody else sees one, or whether there is one.
voices-new = Enter a letter
voices-new-about = What comes by hotline, box, letter, on a reception day or by visit is entered here, and taken up thereby. Please hand on the receipt code.
voices-new-do = Enter
voices-said = What was said
voices-content = What it says
voices-record = Of a correction: the record (the part of its address that begins with rec_; may be left out)
voices-receipt = Receipt code: { $receipt }. Please hand it on; it is shown this once.
voices-sender = Sender
voices-anonymous = anonymous
voices-sender-hidden = Who sent it is shown to those alone who answer.
voices-locked = What it says is sealed, and the key is not open.
voices-amend = What is published was found to be wrong.
voices-amend-do = Publish a corrected edition
voices-act-accept = Take it up
voices-act-assign = Give it to units
voices-act-note = Write down what was found
voices-act-answer = Answer
voices-act-show = Put the answer on view
voices-act-close = Close
voices-act-say = Write to the sender
voices-act-refuse = Do not take it up
voices-act-transfer = Pass it on
voices-act-withdraw = Enter that it is taken back
voices-act-hide = Take the answer down
voices-about-accept = The sender is told that it is taken up.
voices-about-assign = These units read it and write down what they find.
voices-about-note = What was found and how to answer. The sender does not see it.
voices-about-answer = The sender reads it by the receipt code. Of several answers the last one counts.
voices-about-show = Everybody can read it. Write nothing of the sender, nor what would tell who it was.
voices-about-close = Nothing more is said.
voices-about-say = The sender reads it by the receipt code.
voices-about-refuse = Say why; the sender reads it.
voices-about-transfer = What is not about disclosure: say where it goes and why; the sender reads it.
voices-about-withdraw = For a sender who takes it back in writing or by word of mouth.
voices-about-hide = It is no longer among the answers for everybody.
voices-field-note = What was found
voices-field-say = Message
voices-field-refuse = Reason
voices-field-transfer = Where to, and why
voices-field-title = Title
voices-field-asked = Asked (in other words)
voices-field-answer = Answer
voices-done-entered = Entered.
voices-done-accept = Taken up.
voices-done-assign = Given to units.
voices-done-note = Written down.
voices-done-answer = Answered.
voices-done-show = On view.
voices-done-close = Closed.
voices-done-say = Sent.
voices-done-refuse = Not taken up.
voices-done-transfer = Passed on.
voices-done-withdraw = Taken back.
voices-done-hide = Taken down.
voices-done-key-set = The key is set; complaints are sealed to it from now on.
voices-done-key-changed = The passphrase is another now; please open the key by it.
voices-done-key-closed = The key is closed.
voice-did-received = Received
voice-did-accepted = Taken up
voice-did-refused = Not taken up
voice-did-transferred = Passed on
voice-did-assigned = Given to units
voice-did-noted = Found out
voice-did-answered = Answered
voice-did-said = Message
voice-did-withdrawn = Taken back
voice-did-closed = Closed
voice-did-shown = Put on view
voice-did-hidden = Taken down
voices-key = Key of complaints
voices-key-about = Text, contact and messages of complaints are sealed to this key. Its passphrase is the supervisors' and kept nowhere in the program.
voices-key-open = Open the key
voices-key-is-open = The key is open
voices-key-nr = { $count ->
   *[other] No. { $count }
}
voices-key-in-use = in use
voices-key-former = former; opens what was sealed before
voices-key-state = In this session
voices-key-opened = open
voices-key-shut = not open
voices-key-each = Each key opens by its own passphrase; those that are open are read together.
voices-partly = Some of this is sealed to another key, which is not open.
voices-shut = sealed; its key is not open
voices-choose = Please choose
voices-key-open-do = Open
voices-key-open-about = For this session alone; it closes when it is not used for half an hour. Each opening is logged.
voices-key-read = Read complaints
voices-key-close = Close
voices-key-made = Set
voices-key-fingerprint = Fingerprint
voices-key-fingerprint-about = Please write the fingerprint down. If it or who set it is another one day and none of you changed it, somebody put another key in its place.
voices-passphrase = Passphrase
voices-passphrase-about = At least 16 letters or 8 Chinese characters, best a few words that have nothing to do with each other. Not your password.
voices-passphrase-old = Present passphrase
voices-passphrase-new = New passphrase
voices-passphrase-again = Once more
voices-key-change = Another passphrase
voices-key-change-do = Change
voices-key-new = Another key
voices-key-first = Set the key
voices-key-new-about = For when the passphrase is forgotten or may be known. What was sealed before opens by the passphrase of then alone, and by none when that is forgotten.
voices-key-first-about = From then on the portal takes complaints. A passphrase that is forgotten cannot be had back, and what was sealed stays sealed.
voices-key-new-sure = I know that earlier complaints open by the earlier passphrase alone
voices-key-set-do = Set
voices-key-limits = Sealing protects the database, backups and files of the server. Whoever can change the program while it runs, or read its memory, can still see what is opened; please use it on a server you trust.

# Acts and permissions
act-voice-received = A letter came in
act-voice-accepted = A letter was taken up
act-voice-refused = A letter was not taken up
act-voice-transferred = A letter was passed on
act-voice-assigned = A letter was given to units
act-voice-noted = What was found of a letter was written down
act-voice-answered = A letter was answered
act-voice-said = Something was said of a letter
act-voice-withdrawn = A letter was taken back
act-voice-closed = A letter was closed
act-voice-shown = An answer was put on view
act-voice-hidden = An answer was taken down
act-complaint-key-set = The key of complaints was set
act-complaint-key-opened = The key of complaints was opened
permission-see_voices = to read opinions, enquiries and corrections
permission-handle_voices = to deal with opinions, enquiries and corrections
permission-work_on_voices = to look into opinions, enquiries and corrections
permission-see_complaints = to read complaints
permission-handle_complaints = to deal with complaints
permission-keep_complaint_key = to keep the key of complaints
work-log-kind-voice = letter
work-log-kind-complaint = complaint
work-fact-key = which key
mend-follow-voice_unit = { $count ->
    [one] 　{ $count } letter with the unit follows
   *[other] 　{ $count } letters with the unit follow
}
mend-named-voice_unit = { $count ->
    [one] { $count } letter
   *[other] { $count } letters
}
