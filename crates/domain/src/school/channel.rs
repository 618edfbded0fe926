//! Channels of disclosure (公开渠道): the places where records go out.

use crate::coded::coded;

coded! {
    /// Kind of channel; decides how a release is shown and whether it can be cited by an address.
    ChannelKind {
        /// A site of the school.
        Website = "website", "网站";
        /// A platform of somebody else.
        Platform = "platform", "校外平台";
        /// A WeChat official account.
        Wechat = "wechat", "公众号";
        /// A microblog.
        Microblog = "microblog", "微博";
        /// A short-video account.
        Video = "video", "短视频";
        /// A WeChat or QQ group.
        Group = "group", "群聊";
        /// The office system.
        Office = "office", "办公系统";
        /// Short messages.
        Sms = "sms", "短信";
        /// School paper, bulletins, handbooks, guides.
        Print = "print", "报刊";
        /// A notice board or a poster on a wall.
        Board = "board", "公告栏";
        /// A document sent to units.
        Document = "document", "文件";
        /// A meeting.
        Meeting = "meeting", "会议";
        /// Campus radio.
        Radio = "radio", "广播";
        /// Campus television.
        Television = "television", "电视";
        /// An electronic screen.
        Screen = "screen", "显示屏";
        /// A telephone line.
        Hotline = "hotline", "电话";
        /// An opinion box.
        Box = "box", "意见箱";
        /// Reception days of leaders.
        Reception = "reception", "接待日";
        /// Letters and notes to families.
        Letter = "letter", "信函";
        /// Lectures, drills and other activities.
        Activity = "activity", "活动";
        /// Anything else.
        Other = "other", "其他";
    }
}

impl ChannelKind {
    /// Whether it is on line.
    pub fn on_line(self) -> bool {
        use ChannelKind::*;
        matches!(self, Website | Platform | Wechat | Microblog | Video | Group | Office | Sms)
    }

    /// Whether people outside the school read what goes out over it.
    pub fn is_to_society(self) -> bool {
        use ChannelKind::*;
        matches!(self, Website | Platform | Wechat | Microblog | Video)
    }
}

/// A channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: ChannelKind,
    /// Address, number or place.
    pub address: String,
    /// Source or remark.
    pub note: String,
    /// What it was called before, by name or code: so that an old sheet still means it.
    pub former: Vec<String>,
}
