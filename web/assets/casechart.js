// Draws where cases stand and how long their steps took, from the tables of the
// page. The tables hold every number: without this script nothing is lost.
import { init, use } from "echarts/core";
import { BarChart, BoxplotChart, ScatterChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, BoxplotChart, ScatterChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, LabelLayout, SVGRenderer]);

const colours = ["#8a6d00", "#3b5b92", "#7a3b74", "#b4541a", "#476072", "#1d5f5b", "#a12d1d", "#8b8f8d"];

// numbers are those of one row of a table.
const numbers = (row) => [...row.querySelectorAll("[data-n]")].map((cell) => Number(cell.dataset.n));

// rows are those of the table of a chart.
const rows = (name) => [...document.querySelectorAll(`table[data-table=${name}] tbody tr`)];

// wrap breaks a long name into lines.
const wrap = (width) => (name) => (name.match(new RegExp(`.{1,${width}}`, "gu")) || [name]).join("\n");

// standing is how many cases of each office are in each phase: bars with patterns,
// so that colour alone says nothing.
function standing(width) {
  const all = rows("standing");
  const heads = [...document.querySelectorAll("table[data-table=standing] [data-series]")].map((cell) => cell.textContent.trim());
  const values = all.map(numbers);
  return {
    height: 90 + (width < 500 ? 90 : 40) + 34 * all.length,
    legend: { top: 0, left: 0, itemWidth: 22 },
    grid: { left: 8, right: 24, top: width < 500 ? 130 : 70, bottom: 8, containLabel: true },
    xAxis: { type: "value", minInterval: 1 },
    yAxis: { type: "category", inverse: true, data: all.map((row) => row.querySelector("th").textContent.trim()), axisLabel: { interval: 0, formatter: wrap(width < 500 ? 7 : 14) } },
    series: heads.map((name, i) => ({ name, type: "bar", stack: "all", barMaxWidth: 26, color: colours[i % colours.length], data: values.map((row) => row[i]) })),
  };
}

// steps is how long each step took, and its limit.
function steps(width) {
  const all = rows("steps");
  const values = all.map(numbers); // least, low, middle, high, most, limit
  const names = all.map((row) => row.dataset.name.replace(/（(?=[^（]*$)/, "\n（")); // what it is counted in stands on a line of its own
  return {
    height: 80 + (width < 500 ? 76 : 46) * all.length,
    legend: { top: 0, left: 0, data: ["用的时间", "法定期限"] },
    grid: { left: 8, right: 24, top: 36, bottom: 8, containLabel: true },
    xAxis: { type: "value", minInterval: 1, min: 0 },
    yAxis: { type: "category", inverse: true, data: names, axisLabel: { interval: 0, formatter: wrap(width < 500 ? 9 : 22), lineHeight: 14, fontSize: 12 } },
    series: [
      { name: "用的时间", type: "boxplot", layout: "horizontal", itemStyle: { color: "#dcebe8", borderColor: "#1d5f5b", borderWidth: 1.5 }, boxWidth: [8, 18], data: values.map((row) => row.slice(0, 5)) },
      { name: "法定期限", type: "scatter", symbol: "diamond", symbolSize: 14, color: "#a12d1d", data: values.map((row, i) => [row[5], i]) },
    ],
  };
}

const drawn = { standing, steps };

// draw fills one box, and draws it anew when the page is wider or narrower.
export function drawCases(box) {
  box.hidden = false;
  const canvas = box.querySelector(".chart");
  const option = drawn[box.dataset.cases](box.clientWidth);
  canvas.style.height = option.height + "px";
  delete option.height;
  const chart = init(canvas, null, { renderer: "svg" });
  chart.setOption({
    animation: false, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily }, tooltip: { trigger: "item", renderMode: "richText" },
    aria: { enabled: true, label: { enabled: false }, decal: { show: box.dataset.cases === "standing" } }, ...option,
  });
  window.addEventListener("resize", () => chart.resize());
}
