import { defineTexts } from "./language.ts";

/** Words around a chart. */
export const chartTexts = defineTexts(
  "chart",
  {
    showTable: "Show as a table",
    hideTable: "Hide the table",
    table: "{{title}}, as a table",
    png: "Picture (PNG)",
    pngOf: "Picture (PNG) of “{{title}}”",
    csv: "Data (CSV)",
    csvOf: "Data (CSV) of “{{title}}”",
    failed: "The picture could not be made. The data can be downloaded as CSV.",
  },
  {
    showTable: "显示为表格",
    hideTable: "隐藏表格",
    table: "{{title}}（表格）",
    png: "图片 (PNG)",
    pngOf: "图片 (PNG)：{{title}}",
    csv: "数据 (CSV)",
    csvOf: "数据 (CSV)：{{title}}",
    failed: "无法生成图片。您可以下载 CSV 数据。",
  },
);
