// Draws a figure over time from its table, on the pages that have one. The
// table holds every value: without this script nothing is lost.
import { init, use } from "echarts/core";
import { LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { SVGRenderer } from "echarts/renderers";
import { drawCases } from "./casechart.js";

use([LineChart, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

const colours = ["#1d5f5b", "#b4541a", "#3b5b92", "#8a6d00", "#7a3b74", "#4d6b2f", "#a12d1d", "#476072", "#6b5b4b"];
const day = 86400000;

// time reads a day; the browser's own zone must not shift it.
function time(text) {
  const [y, m, d] = text.split("-").map(Number);
  return Date.UTC(y, m - 1, d);
}

// date writes a day.
function date(at) {
  return new Date(at).toISOString().slice(0, 10);
}

// series gathers the rows of the tables of one kind by their keys.
function series(kind) {
  const all = new Map();
  for (const row of document.querySelectorAll(`table[data-rows=${kind}] tr[data-number]`)) {
    const { series: name, from, to, number } = row.dataset;
    if (number === "") continue;
    if (!all.has(name)) all.set(name, []);
    all.get(name).push({ from: time(from), to: to ? time(to) + day : null, value: Number(number) });
  }
  for (const rows of all.values()) rows.sort((a, b) => a.from - b.from);
  return all;
}

// points are the corners of the steps; a gap between two rows stays a gap.
function points(rows, end) {
  const list = [];
  rows.forEach((row, i) => {
    const to = row.to === null ? end : row.to;
    list.push([row.from, row.value], [to, row.value]);
    if (rows[i + 1] && rows[i + 1].from > to) list.push([to, null]);
  });
  return list;
}

// line is one series of the chart; limits are dashed. Earlier lines are wider,
// so that one that runs on top of them leaves an edge.
function line(name, rows, end, i, n, limit) {
  const colour = colours[(limit ? i + 3 : i) % colours.length];
  return {
    name, type: "line", data: points(rows, end), showSymbol: !limit, symbol: "circle", symbolSize: 5, color: colour, connectNulls: false,
    lineStyle: { width: limit ? 1.5 : 2 + 1.5 * Math.max(0, Math.min(n, 3) - 1 - i), type: limit ? "dashed" : "solid" },
  };
}

// legendLines is about how many lines the legend needs.
function legendLines(list, width) {
  if (list.length < 2) return 0;
  let lines = 1;
  let used = 0;
  for (const one of list) {
    const need = Math.min(one.name.length * 13 + 45, width);
    if (used + need > width - 32) {
      lines += 1;
      used = 0;
    }
    used += need;
  }
  return lines;
}

// draw fills one box.
function draw(box) {
  const values = series("value");
  const limits = series("limit");
  const today = time(box.dataset.day);
  const ends = [...values.values(), ...limits.values()].flat().map((r) => r.to || r.from);
  const end = Math.max(today, ...ends) + 180 * day;
  const list = [...values].map(([name, rows], i) => line(name || box.dataset.kind, rows, end, i, values.size, false));
  list.push(...[...limits].map(([name, rows], i) => line(name, rows, end, i, 0, true)));
  if (!list.length) return;
  list[0].markLine = { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: "#55625f", type: "solid", width: 1 }, data: [{ xAxis: today }] };
  box.hidden = false;
  const unit = (document.querySelector("table[data-rows=value] td.digits").textContent.match(/[^0-9.\s].*$/) || [""])[0];
  const canvas = box.querySelector(".chart");
  const below = 24 * legendLines(list, box.clientWidth); // the legend does not take room from the lines
  canvas.style.height = canvas.clientHeight + below + "px";
  const chart = init(canvas, null, { renderer: "svg" });
  chart.setOption({
    animation: false, useUTC: true, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 12, right: 16, top: 34, bottom: 20 + below, containLabel: true },
    legend: { show: list.length > 1, bottom: 0, left: 0, itemWidth: 22, textStyle: { overflow: "truncate", width: box.clientWidth - 80 } },
    tooltip: {
      trigger: "item", renderMode: "richText",
      formatter: (p) => `${p.seriesName}\n${date(p.value[0])}  ${p.value[1]}${unit}`,
    },
    xAxis: { type: "time", max: end, axisLabel: { formatter: { year: "{yyyy}年", month: "{yyyy}年{M}月", day: "{M}月{d}日" }, hideOverlap: true } },
    yAxis: { type: "value", name: unit, scale: true, nameTextStyle: { align: "left" } },
    series: list,
  });
  window.addEventListener("resize", () => chart.resize());
  window.addEventListener("beforeprint", () => chart.resize({ width: 640 }));
  window.addEventListener("afterprint", () => chart.resize({ width: "auto" }));
}

for (const box of document.querySelectorAll("[data-chart]")) draw(box);
for (const box of document.querySelectorAll("[data-cases]")) drawCases(box);
