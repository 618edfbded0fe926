//! What reading made of a row beyond its letters: what was understood, and what must be asked.
//!
//! It exists so that nothing is taken for something in silence: whatever a reader changes, supplies or leaves out is one
//! of these, with the column, what was written and what it was taken as. Words for them are in the locales, under
//! `understood-` and `question-`; what is told of the facts themselves ([`Judged`]) is worded under `judged-`. Nothing is
//! decided here.

/// Characters of a cell that a remark repeats: an address fits.
const SHOWN: usize = 120;

macro_rules! kinds {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// Every value.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// Stable code, also the message key.
            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code,)* }
            }
        }
    };
}

kinds! {
    /// How something was interpreted. The row is used.
    Taken {
        /// A head that is no name of a column, taken as one by a synonym or by likeness.
        Head = "head";
        /// A column taken for what its cells hold, whatever its head says.
        HeadByContent = "head-by-content";
        /// A head taken as the column that somebody answered before.
        HeadAnswer = "head-answer";
        /// A head that somebody answered not to read.
        HeadLeft = "head-left";
        /// A column of the workbench's table that is none of the ledger.
        DeskColumn = "desk-column";
        /// A column that is one channel, by its head and cells.
        Site = "site";
        /// A column of categories beside that of the items, held against it.
        Category = "category";
        /// The channels of a row whose channels are columns.
        SiteCells = "site-cells";
        /// How long something is open, as its last day.
        Term = "term";
        /// An example or a line of numbers under the head, left out.
        ExampleOut = "example-out";
        /// A row that the sheet hides, read like the others.
        HiddenRow = "hidden-row";
        /// A column that the sheet hides, read like the others.
        HiddenColumn = "hidden-column";
        /// A second head further down: its rows are read by it.
        SecondHead = "second-head";
        /// Tables side by side on one sheet.
        SideBySide = "side-by-side";
        /// A sheet of requests, left out.
        RequestsOut = "requests-out";
        /// A sheet of complaints, reviews or lawsuits, left out.
        ComplaintsOut = "complaints-out";
        /// A sheet of statistics, left out.
        StatisticsOut = "statistics-out";
        /// A sheet that counts records by item or unit, left out.
        CountsOut = "counts-out";
        /// A sheet of a department read as records.
        Sheet = "sheet";
        /// A sheet without records, left out.
        SheetOut = "sheet-out";
        /// A total, a note or a heading between rows, left out.
        RowOut = "row-out";
        /// The unit is that of the sheet's name.
        UnitOfSheet = "unit-of-sheet";
        /// The unit is that of the sheet's title.
        UnitOfTitle = "unit-of-title";
        /// The unit is that of a heading between the rows.
        UnitOfGroup = "unit-of-group";
        /// The item is that of a heading between the rows.
        ItemOfGroup = "item-of-group";
        /// What is public and changes becomes the next edition; the one before stays.
        NextEdition = "next-edition";
        /// A record that is no longer public, counted apart.
        Down = "down";
        /// What is like an identity number but for its check character.
        Suspected = "suspected";
        /// 同上 and its signs, as the row above has it.
        Ditto = "ditto";
        /// Several units or a person beside one: the first unit answers, the cell is kept in the remark.
        Unit = "unit";
        /// A time within which something is to be disclosed, in place of how long it stays so.
        Deadline = "deadline";
        /// Words in place of a name or a number: 见附件, 待定. The cell counts as empty.
        NoName = "no-name";
        /// An item by number in another spelling.
        ItemNumber = "item-number";
        /// An item by its text, its words or its category.
        ItemText = "item-text";
        /// A date in another notation.
        Date = "date";
        /// The year of a date is that which the sheet or row states.
        Year = "year";
        /// A time that is no date: only the year, the school year or the month is kept.
        Vague = "vague";
        /// A day of the week beside a date that is another's.
        Weekday = "weekday";
        /// A period whose first day is the date.
        PeriodStart = "period-start";
        /// A period taken as the publicity period.
        Period = "period";
        /// How long a publicity is: its last day was worked out.
        Lasting = "lasting";
        /// What is put up for objections by its title, and nobody says how long.
        NoEnd = "no-end";
        /// The first of a month, where only the month may have been written.
        FirstDay = "first-day";
        /// A word that says that there is no date.
        NoDate = "no-date";
        /// The address behind a cell.
        Link = "link";
        /// The address behind the title.
        TitleLink = "title-link";
        /// An address mended, or found among words.
        Address = "address";
        /// An address within a title, taken out of it.
        AddressInTitle = "address-in-title";
        /// Several addresses: one is the record's, each other a release.
        Addresses = "addresses";
        /// A word in place of an address, and no address behind it.
        NoAddress = "no-address";
        /// Several channels in one cell.
        Channels = "channels";
        /// Days within the cell of channels, each that of its release.
        DatedChannels = "dated-channels";
        /// A word that says that there is no channel.
        NoChannel = "no-channel";
        /// Of several channels the address belongs to one.
        AddressOfChannel = "address-of-channel";
        /// A number with its unit, its separators or in 万.
        Number = "number";
        /// A number of things merged over as many rows: each is one.
        MergedCount = "merged-count";
        /// A title that names how many things it stands for, where the row counts one.
        Counted = "counted";
        /// An index number of another form than the program's: kept in the remark.
        ForeignIndex = "foreign-index";
        /// Another word for one that the column knows.
        Word = "word";
        /// Running numbers of a sheet, which are no keys.
        RunningNumber = "running-number";
        /// A row that only repeats an earlier one.
        Repeated = "repeated";
        /// A row that repeats an earlier one and says less.
        RepeatedInPart = "repeated-in-part";
        /// A row that names the thing of the row above over another channel.
        Joined = "joined";
        /// Nothing tells when it was: it counts in the year of its book.
        InYear = "in-year";
        /// The day of what is not open to everybody only tells its school year.
        KeptBackOn = "kept-back-on";
        /// It looks like a record of another school year and is another.
        AnotherYear = "another-year";
        /// A key that a record of another school year has.
        KeyOfYear = "key-of-year";
        /// A key that a record of another source has.
        KeyOfSource = "key-of-source";
        /// A key that is new on a row which says all that a record says: the record keeps its own.
        Rekeyed = "rekeyed";
        /// A name that another name of the same channel or unit answers to.
        Name = "name";
        /// The kind of a channel by its name.
        ChannelKind = "channel-kind";
        /// A channel whose kind its name does not tell.
        ChannelUnknown = "channel-unknown";
        /// Characters that turn the direction of writing, which nobody sees, taken out.
        Turned = "turned";
        /// Characters that no font has: a report prints their numbers.
        Glyph = "glyph";
        /// A column that says whether a row is open to all says that it is.
        Guard = "guard";
        /// The note behind a cell, which is in no column.
        Note = "note";
        /// A formula whose result the file does not keep.
        Formula = "formula";
    }
}

kinds! {
    /// What is doubtful. The row, or what the column would have said, is left out until somebody answers.
    Doubt {
        /// A date that may be several, or lacks what makes it one.
        Date = "date";
        /// A day that spreadsheets show for nothing.
        BlankDate = "blank-date";
        /// A last day, of which nobody can tell whether it is that of a publicity period.
        Until = "until";
        /// A publicity period without its last day: it would stay public for good.
        NoEnd = "no-end";
        /// A day without a year, where no year is stated.
        Year = "year";
        /// A number of things merged over several rows, of which nobody can tell whether it counts each or all of them.
        MergedCount = "merged-count";
        /// A remark by which the row is to be read otherwise than it stands.
        NoteSays = "note-says";
        /// Several things in one row.
        SeveralThings = "several-things";
        /// An item that may be several.
        Item = "item";
        /// An item that is not of the category beside it.
        Category = "category";
        /// A head that is probably a column.
        Head = "head";
        /// A required column that is not there; candidates are the heads that may be it.
        MissingColumn = "missing-column";
        /// A sheet with rows and without a head that is understood.
        SheetHead = "sheet-head";
        /// The address written and that behind the cell differ.
        Link = "link";
        /// A link behind the cell whose address cannot be read.
        LinkUnread = "link-unread";
        /// An address that readers cannot open: a page behind a door, a network of the school's own.
        Unreachable = "unreachable";
        /// An address that carries what lets somebody in; it is never repeated.
        Session = "session";
        /// An address that may be that of several sites of the row.
        WhichSite = "which-site";
        /// Channels that only members of the school see.
        Inside = "inside";
        /// A number said to be a person's identity number that is not one by its check character.
        Identity = "identity";
        /// A word that the column does not know and that may be one it does.
        Word = "word";
        /// A number that may be several, or is told in words.
        Number = "number";
        /// No unit in a row under others that have one: the one above, or that of the sheet.
        Unit = "unit";
        /// Several units where one answers.
        Units = "units";
        /// A cell that is empty below another: the same may be meant.
        Above = "above";
        /// A row without a title below another: it may name another channel of the same.
        Continued = "continued";
        /// A row whose title says that there is nothing.
        Nothing = "nothing";
        /// Words that say that not everybody may see it, where an address or a channel is expected.
        NotPublic = "not-public";
        /// Words that say that it is not public yet.
        NotYet = "not-yet";
        /// Words, or a stroke through the row, that say that it is no longer public.
        Withdrawn = "withdrawn";
        /// A row that may be what an earlier one is.
        Twin = "twin";
        /// A column, a note or the line above the table says that not everybody may see it, not yet or no longer.
        Guarded = "guarded";
        /// A column that says whether a row is open to all says something that nobody knows.
        GuardUnknown = "guard-unknown";
        /// Two columns that mean the same say different things.
        Differs = "differs";
        /// A cell that says nothing, over one that is there: that stays.
        Unread = "unread";
    }
}

kinds! {
    /// What a person should look at in facts that were rightly read. Nothing is refused for it.
    Concern {
        /// A date lies after today.
        Future = "future";
        /// Public before it was made.
        Backwards = "backwards";
        /// Public after the term of its item, which is twenty working days where nothing else is set.
        Late = "late";
        /// Public, and nobody says since when.
        Undated = "undated";
        /// Public in a year of which the date does not tell the school year.
        Vague = "vague";
        /// Taken for a draft because nothing says when or where it was public: it is in no report.
        Draft = "draft";
        /// Public, with neither channel nor address.
        Unplaced = "unplaced";
        /// Its address is one of the school's own network, where readers cannot follow it.
        Internal = "internal";
        /// No responsible unit.
        Unitless = "unitless";
        /// Its item is none of the school's: it is in no report.
        ItemUnknown = "item-unknown";
        /// A nil statement for an item that has records of that year.
        Nil = "nil";
        /// Something is public of an item that is marked as not applicable.
        NotApplicable = "not-applicable";
        /// Several channels on one host.
        Host = "host";
        /// It counts in another year than that of its book.
        OtherYear = "other-year";
    }
}

/// What was judged of the ledger's facts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Judged {
    /// What.
    pub concern: Concern,
    /// What it is about, where rows alone do not tell: the host with its channels, the item with who signed.
    pub about: String,
}

/// What was interpreted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Understood {
    /// How.
    pub kind: Taken,
    /// Column of the table, where it is about one.
    pub column: Option<usize>,
    /// What was written, cut.
    pub written: String,
    /// What it was taken as; empty where it was left out.
    pub taken: String,
}

/// What somebody has to answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Question {
    /// What is doubtful.
    pub kind: Doubt,
    /// Column of the table, where it is about one.
    pub column: Option<usize>,
    /// What was written, cut.
    pub written: String,
    /// What it may be, the likeliest first.
    pub candidates: Vec<String>,
}

impl Understood {
    /// A remark about what was written.
    pub fn new(kind: Taken, column: Option<usize>, written: &str, taken: impl Into<String>) -> Understood {
        Understood { kind, column, written: short(written), taken: short(&taken.into()) }
    }
}

impl Taken {
    /// Whether something of the file was left out for it: then each place must be told.
    pub fn leaves_out(self) -> bool {
        matches!(
            self,
            Taken::RowOut
                | Taken::ExampleOut
                | Taken::SheetOut
                | Taken::RequestsOut
                | Taken::ComplaintsOut
                | Taken::StatisticsOut
                | Taken::CountsOut
        )
    }
}

impl Question {
    /// A question about what was written.
    pub fn new(kind: Doubt, column: Option<usize>, written: &str, candidates: Vec<String>) -> Question {
        Question { kind, column, written: short(written), candidates }
    }
}

fn short(text: &str) -> String {
    text.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).take(SHOWN).collect()
}
