//! Rule `rate`: a percentage, ratio, growth or average against the quantities it comes from.

pub(crate) mod impossible;
