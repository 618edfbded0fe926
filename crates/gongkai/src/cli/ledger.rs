//! What is typed after `gongkai ledger`: mending what stands in the ledger. Words of the help are in the locales.

use super::TextOrJson;
use clap::{Subcommand, ValueEnum};

/// `ledger …`.
#[derive(Debug, Subcommand)]
pub(crate) enum Ledger {
    /// What there is, and by which word it is named.
    List {
        /// Which.
        #[arg(value_enum)]
        what: Listed,
        /// Words to look for.
        #[arg(long, value_name = "TEXT")]
        query: Option<String>,
        /// Form of the answer.
        #[arg(long, value_enum, default_value = "text")]
        format: TextOrJson,
    },
    /// Another name.
    Rename {
        /// Unit or channel.
        #[arg(value_enum)]
        what: Coded,
        /// Which.
        which: String,
        /// The new name.
        name: String,
    },
    /// Two become one.
    Merge {
        /// Unit or channel.
        #[arg(value_enum)]
        what: Coded,
        /// The one that goes.
        from: String,
        /// The one that stays.
        into: String,
        /// Does not ask.
        #[arg(long)]
        yes: bool,
    },
    /// Another item, unit or year; another place among texts.
    #[command(group(clap::ArgGroup::new("to").required(true).args(["item", "unit", "year", "order"])))]
    Move {
        /// The record, or the text.
        what: String,
        /// Item.
        #[arg(long, value_name = "N")]
        item: Option<String>,
        /// Unit.
        #[arg(long, value_name = "UNIT")]
        unit: Option<String>,
        /// School year.
        #[arg(long, value_name = "YEAR")]
        year: Option<String>,
        /// Place among the texts.
        #[arg(long, value_name = "N")]
        order: Option<u32>,
    },
    /// Takes away what should not be there.
    Delete {
        /// What.
        #[arg(value_enum)]
        what: Deleted,
        /// Which.
        which: String,
        /// Does not ask.
        #[arg(long)]
        yes: bool,
    },
    /// Takes a public record down.
    Withdraw {
        /// The record.
        record: String,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// Does not ask.
        #[arg(long)]
        yes: bool,
    },
}

/// What is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Listed {
    // 单位.
    Units,
    // 渠道.
    Channels,
    // 数据集.
    Datasets,
    // 报告文字.
    Texts,
    // 零报告.
    Nil,
    // 记录.
    Records,
    // 表头的答复.
    Heads,
}

/// What has a code and a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Coded {
    // 单位.
    Unit,
    // 渠道.
    Channel,
}

/// What can be deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deleted {
    // 单位.
    Unit,
    // 渠道.
    Channel,
    // 草稿.
    Record,
    // 报告文字.
    Text,
    // 零报告.
    Nil,
    // 发布.
    Release,
    // 数据集.
    Dataset,
    // 表头的答复.
    Head,
}
