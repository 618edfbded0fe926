//! Personal data in extracted text.
