//! Enumerations with a stable code and a Chinese word for each value.
//!
//! One macro, so that codes (store, ledgers, message keys) and statutory words stand beside the value they name. It
//! must not know what is enumerated.

macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal, $zh:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// Every value in the order of the glossary.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// Stable code, used in ledgers, store and message keys.
            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code,)* }
            }

            /// The statutory or customary Chinese word, as ledgers write it.
            pub fn zh(self) -> &'static str {
                match self { $($name::$variant => $zh,)* }
            }

            /// Reads the code or the Chinese word.
            pub fn read(text: &str) -> Option<$name> {
                let text = text.trim();
                $name::ALL.iter().copied().find(|value| value.code() == text || value.zh() == text)
            }
        }
    };
}
pub(crate) use coded;
