//! A document as text, to be kept with an issued report and read again for its page.
//!
//! The form is this module's own; every field of the model has its name in it, and a document that was written reads
//! back as it was.

use crate::error::{Error, Result};
use anyhow::{Context, anyhow};
use domain::document::{Align, Block, Chart, ChartKind, Column, Document, Inline, Series, Table};
use serde_json::{Value, json};

/// Version of the form.
const VERSION: u64 = 1;

/// The document as JSON.
pub(crate) fn write(document: &Document) -> Result<String> {
    let value = json!({
        "version": VERSION,
        "title": document.title,
        "issuer": document.issuer,
        "date": document.date.to_string(),
        "signed": document.signed,
        "subject": document.subject,
        "keywords": document.keywords,
        "blocks": document.blocks.iter().map(block).collect::<Vec<_>>(),
    });
    serde_json::to_string(&value).map_err(Error::internal)
}

fn block(block: &Block) -> Value {
    match block {
        Block::Heading { level, number, text, anchor } => {
            json!({"heading": {"level": level, "number": number, "text": text, "anchor": anchor}})
        }
        Block::Paragraph(content) => json!({"paragraph": inlines(content)}),
        Block::List(entries) => json!({"list": entries.iter().map(|entry| inlines(entry)).collect::<Vec<_>>()}),
        Block::Table(table) => json!({"table": {
            "caption": table.caption,
            "columns": table.columns.iter().map(|column| json!({
                "head": column.head, "width": column.width, "align": align(column.align),
            })).collect::<Vec<_>>(),
            "rows": table.rows.iter().map(|row| row.iter().map(|cell| inlines(cell)).collect::<Vec<_>>()).collect::<Vec<_>>(),
        }}),
        Block::Chart(chart) => json!({"chart": {
            "title": chart.title,
            "description": chart.description,
            "kind": kind(chart.kind),
            "categories": chart.categories,
            "series": chart.series.iter().map(|series| json!({"name": series.name, "values": series.values})).collect::<Vec<_>>(),
            "unit": chart.unit,
        }}),
        Block::Signature(lines) => json!({"signature": lines}),
    }
}

fn inlines(inlines: &[Inline]) -> Vec<Value> {
    let one = |inline: &Inline| match inline {
        Inline::Text(text) => json!(text),
        Inline::Value { text, source } => json!({"value": text, "source": source}),
        Inline::Link { text, address } => json!({"link": text, "address": address}),
        Inline::Remark(text) => json!({"remark": text}),
    };
    inlines.iter().map(one).collect()
}

fn align(align: Align) -> &'static str {
    match align {
        Align::Start => "start",
        Align::Center => "center",
        Align::End => "end",
    }
}

fn kind(kind: ChartKind) -> &'static str {
    match kind {
        ChartKind::Bars => "bars",
        ChartKind::Columns => "columns",
        ChartKind::Stacked => "stacked",
    }
}

/// Reads what [`write`] wrote.
pub(crate) fn read(text: &str) -> anyhow::Result<Document> {
    let value: Value = serde_json::from_str(text)?;
    if value["version"] != json!(VERSION) {
        return Err(anyhow!("a document of version {}", value["version"]));
    }
    Ok(Document {
        title: texts(&value["title"])?,
        issuer: string(&value["issuer"])?,
        language: "zh-CN",
        date: string(&value["date"])?.parse()?,
        signed: value["signed"].as_bool().context("signed")?,
        subject: string(&value["subject"])?,
        keywords: texts(&value["keywords"])?,
        blocks: list(&value["blocks"])?.iter().map(read_block).collect::<anyhow::Result<_>>()?,
    })
}

fn read_block(value: &Value) -> anyhow::Result<Block> {
    let (name, content) = value.as_object().and_then(|map| map.iter().next()).context("a block has a kind")?;
    Ok(match name.as_str() {
        "heading" => Block::Heading {
            level: u8::try_from(number(&content["level"])?)?,
            number: string(&content["number"])?,
            text: string(&content["text"])?,
            anchor: string(&content["anchor"])?,
        },
        "paragraph" => Block::Paragraph(read_inlines(content)?),
        "list" => Block::List(list(content)?.iter().map(read_inlines).collect::<anyhow::Result<_>>()?),
        "table" => Block::Table(Table {
            caption: string(&content["caption"])?,
            columns: list(&content["columns"])?.iter().map(read_column).collect::<anyhow::Result<_>>()?,
            rows: list(&content["rows"])?
                .iter()
                .map(|row| list(row)?.iter().map(read_inlines).collect())
                .collect::<anyhow::Result<_>>()?,
        }),
        "chart" => Block::Chart(Chart {
            title: string(&content["title"])?,
            description: string(&content["description"])?,
            kind: [ChartKind::Bars, ChartKind::Columns, ChartKind::Stacked]
                .into_iter()
                .find(|known| content["kind"] == kind(*known))
                .context("kind of chart")?,
            categories: texts(&content["categories"])?,
            series: list(&content["series"])?.iter().map(read_series).collect::<anyhow::Result<_>>()?,
            unit: string(&content["unit"])?,
        }),
        "signature" => Block::Signature(texts(content)?),
        other => return Err(anyhow!("a block of kind {other}")),
    })
}

fn read_column(value: &Value) -> anyhow::Result<Column> {
    Ok(Column {
        head: string(&value["head"])?,
        width: u16::try_from(number(&value["width"])?)?,
        align: [Align::Start, Align::Center, Align::End]
            .into_iter()
            .find(|known| value["align"] == align(*known))
            .context("alignment")?,
    })
}

fn read_series(value: &Value) -> anyhow::Result<Series> {
    let values = list(&value["values"])?.iter().map(number).collect::<anyhow::Result<_>>()?;
    Ok(Series { name: string(&value["name"])?, values })
}

fn read_inlines(value: &Value) -> anyhow::Result<Vec<Inline>> {
    let one = |value: &Value| {
        if let Some(text) = value.as_str() {
            return Ok(Inline::Text(text.to_string()));
        }
        if value.get("value").is_some() {
            return Ok(Inline::Value { text: string(&value["value"])?, source: string(&value["source"])? });
        }
        if value.get("link").is_some() {
            return Ok(Inline::Link { text: string(&value["link"])?, address: string(&value["address"])? });
        }
        Ok(Inline::Remark(string(&value["remark"])?))
    };
    list(value)?.iter().map(one).collect()
}

fn list(value: &Value) -> anyhow::Result<&Vec<Value>> {
    value.as_array().context("a list")
}

fn string(value: &Value) -> anyhow::Result<String> {
    Ok(value.as_str().context("a text")?.to_string())
}

fn number(value: &Value) -> anyhow::Result<u64> {
    value.as_u64().context("a number")
}

fn texts(value: &Value) -> anyhow::Result<Vec<String>> {
    list(value)?.iter().map(string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_with_everything_in_it_reads_back_as_it_was() {
        let inlines = vec![
            Inline::text("共"),
            Inline::value("5531人", "figure:admissions.total"),
            Inline::Link { text: "网址".into(), address: "https://a.example.cn/".into() },
            Inline::Remark("（存疑）".into()),
        ];
        let column = |align| Column { head: "列".into(), width: 12, align };
        let chart = |kind| {
            Block::Chart(Chart {
                title: "图".into(),
                description: "说明".into(),
                kind,
                categories: vec!["甲".into()],
                series: vec![Series { name: "条数".into(), values: vec![0, u64::MAX] }],
                unit: "条".into(),
            })
        };
        let document = Document {
            title: vec!["学校".into(), "年度报告".into()],
            issuer: "学校".into(),
            language: "zh-CN",
            date: "2023-10-30".parse().unwrap(),
            signed: true,
            subject: "题".into(),
            keywords: vec!["信息公开".into()],
            blocks: vec![
                Block::Heading { level: 2, number: "（一）".into(), text: "节".into(), anchor: "part-1-1".into() },
                Block::Paragraph(inlines.clone()),
                Block::List(vec![inlines.clone(), Vec::new()]),
                Block::Table(Table {
                    caption: "表1".into(),
                    columns: [Align::Start, Align::Center, Align::End].map(column).to_vec(),
                    rows: vec![vec![inlines, Vec::new(), Vec::new()]],
                }),
                chart(ChartKind::Bars),
                chart(ChartKind::Columns),
                chart(ChartKind::Stacked),
                Block::Signature(vec!["学校".into()]),
            ],
        };
        assert_eq!(read(&write(&document).unwrap()).unwrap(), document);
        assert!(read("{\"version\":2}").is_err() && read("[]").is_err() && read("").is_err());
    }
}
