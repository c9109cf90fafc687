import { dashes, day, font, ink, legend, longDay, months, monthStep, shapes, shortMonth, svg, token, tooltip } from "./common.js";

// fill, stroke, pattern: what the colour says, the pattern says again on grey paper.
const tones = {
  done: ["primitive-blue-900", "primitive-blue-900", ""],
  doing: ["primitive-blue-200", "primitive-blue-900", "/"],
  todo: ["neutral-white", "neutral-solid-gray-600", ""],
  na: ["neutral-solid-gray-200", "neutral-solid-gray-600", "x"],
  red: ["primitive-red-900", "primitive-red-900", ""],
  yellow: ["primitive-yellow-300", "primitive-yellow-900", "/"],
  green: ["primitive-green-600", "primitive-green-800", "x"],
  blue: ["primitive-blue-900", "primitive-blue-900", ""],
  gray: ["neutral-solid-gray-420", "neutral-solid-gray-600", "\\"],
};
const order = ["blue", "yellow", "gray", "green", "red", "doing", "na", "todo"];
const toneOf = (series, index) => tones[series.tone] ?? tones[order[index % order.length]];
const number = new Intl.NumberFormat("ja-JP");
const figure = (value, unit) => (value == null ? "－" : `${value < 0 ? "△ " : ""}${number.format(Math.abs(value))}${unit ?? ""}`);

export function bars(data, width, stacked = false) {
  const color = ink();
  const lying = Boolean(data.horizontal);
  const perCategory = lying ? (stacked ? 26 : 14 + 16 * data.series.length) : 0;
  const height = lying ? 50 + data.categories.length * perCategory : 300;
  const longest = Math.max(...data.categories.map(text => text.length));
  const left = lying ? Math.min(width * 0.35, longest * 13 + 16) : 56;
  const categories = {
    type: "category", data: data.categories, inverse: lying, axisTick: { show: false },
    axisLine: { lineStyle: { color: color.soft } },
    axisLabel: lying ? { interval: 0, width: left - 12, overflow: "truncate", color: color.text } : { color: color.text, hideOverlap: true },
  };
  const values = {
    type: "value", name: data.unit ? `（${data.unit}）` : "", nameTextStyle: { color: color.text }, minInterval: 1,
    axisLabel: { color: color.text, formatter: value => figure(value) }, splitLine: { lineStyle: { color: color.line } },
  };
  const many = !lying && data.categories.length * 18 > width;
  const option = {
    animation: false,
    textStyle: { ...font, color: color.text },
    aria: { enabled: true, label: { enabled: false }, decal: { show: true } },
    grid: { left, right: 48, top: lying ? 10 : 34, bottom: many ? 70 : 30 },
    tooltip: tooltip(item => `${data.categories[item.dataIndex]}\n${item.seriesName}：${figure(item.value, data.unit)}`),
    xAxis: lying ? values : categories,
    yAxis: lying ? categories : values,
    dataZoom: many ? [{ type: "slider", bottom: 8, height: 22, showDetail: false }] : [],
    series: data.series.map((series, index) => {
      const [fill, stroke, pattern] = toneOf(series, index);
      return {
        name: series.name, type: "bar", data: series.values, stack: stacked ? "all" : undefined,
        barMaxWidth: stacked ? 18 : 28,
        itemStyle: { color: token(fill), borderColor: token(stroke), borderWidth: 1, decal: decal(pattern, token(stroke)) },
        label: { show: !stacked && data.categories.length * data.series.length <= 60, position: lying ? "right" : "top", color: color.text, formatter: item => (item.value ? figure(item.value) : "") },
      };
    }),
  };
  return { option, height, legend: seriesLegend(data, barSample) };
}

export function waterfall(data, width) {
  const color = ink();
  const last = data.values.length - 1;
  let level = 0;
  const steps = data.values.map((value, index) => {
    const from = index === 0 || index === last ? 0 : level;
    level = index === 0 ? value : index === last ? level : level + value;
    const to = index === last ? value : level;
    return { base: Math.min(from, to), size: Math.abs(to - from), tone: index === 0 || index === last ? "blue" : value < 0 ? "green" : "red" };
  });
  const lying = { ...data, horizontal: true, series: [{ name: "", values: data.values }] };
  const { option, height } = bars(lying, width, true);
  option.tooltip = tooltip(item => `${data.categories[item.dataIndex]}：${figure(data.values[item.dataIndex], data.unit)}`);
  option.series = [
    { type: "bar", stack: "all", silent: true, barMaxWidth: 18, data: steps.map(step => step.base), itemStyle: { color: "transparent", decal: { symbol: "none" } } },
    {
      type: "bar", stack: "all", barMaxWidth: 18,
      data: steps.map(step => {
        const [fill, stroke, pattern] = tones[step.tone];
        return { value: step.size, itemStyle: { color: token(fill), borderColor: token(stroke), borderWidth: 1, decal: decal(pattern, token(stroke)) } };
      }),
      label: { show: true, position: "right", color: color.text, formatter: item => figure(data.values[item.dataIndex]) },
    },
  ];
  option.grid.right = 110;
  return { option, height, legend: null };
}

export function line(data, width) {
  const color = ink();
  const [from, to] = [day(data.dates[0]), day(data.dates.at(-1))];
  const ticks = months(from, to, monthStep(from, to, width - 80));
  const option = {
    animation: false,
    textStyle: { ...font, color: color.text },
    grid: { left: 56, right: 32, top: 34, bottom: 30 },
    tooltip: tooltip(item => `${longDay(item.value[0])}\n${item.seriesName}：${figure(item.value[1], data.unit)}`),
    xAxis: {
      type: "time", min: from, max: to, axisLine: { lineStyle: { color: color.soft } },
      axisTick: { customValues: ticks }, axisLabel: { customValues: ticks, formatter: shortMonth, color: color.text, hideOverlap: true },
    },
    yAxis: {
      type: "value", name: data.unit ? `（${data.unit}）` : "", nameTextStyle: { color: color.text }, minInterval: 1,
      axisLabel: { color: color.text, formatter: value => figure(value) }, splitLine: { lineStyle: { color: color.line } },
    },
    series: data.series.map((series, index) => ({
      name: series.name, type: "line", step: data.step ? "end" : false, connectNulls: false,
      symbol: shapes[index % shapes.length], symbolSize: 8, showAllSymbol: true, showSymbol: data.dates.length <= 60,
      color: token(toneOf(series, index)[1]),
      lineStyle: { width: 2, type: dashes[index % dashes.length] },
      data: series.values.map((value, at) => [day(data.dates[at]), value]),
    })),
  };
  return { option, height: 300, legend: seriesLegend(data, lineSample) };
}

function decal(pattern, color) {
  const stripe = { color, symbol: "rect", dashArrayX: [1, 0], dashArrayY: [1, 5], symbolSize: 1 };
  if (pattern === "/") return { ...stripe, rotation: -Math.PI / 4 };
  if (pattern === "\\") return { ...stripe, rotation: Math.PI / 4 };
  if (pattern === "x") return { color, symbol: "circle", dashArrayX: [[0, 6], [3, 3]], dashArrayY: [3, 3], symbolSize: 0.6 };
  // Not "none": a decal must be an object, and without one the library would choose its own.
  return { ...stripe, color: "rgba(0,0,0,0)" };
}

const seriesLegend = (data, sample) => legend(data.series.map((series, index) => [series.name, ...sample(toneOf(series, index), index)]));

function barSample([fill, stroke, pattern]) {
  const marks = { "/": "M4 13l8-10m-2 10l8-10m-2 10l8-10", "\\": "M4 3l8 10m-2-10l8 10m-2-10l8 10", x: "M7 6h1m5 0h1m5 0h1M10 10h1m5 0h1m5 0h1" };
  const box = svg("rect", { x: 3, y: 3, width: 22, height: 10, fill: token(fill), stroke: token(stroke) });
  return marks[pattern] ? [box, svg("path", { d: marks[pattern], stroke: token(stroke), "stroke-width": pattern === "x" ? 2 : 1, fill: "none" })] : [box];
}

function lineSample([, stroke], index) {
  const dash = dashes[index % dashes.length];
  const mark = shapes[index % shapes.length];
  const color = token(stroke);
  const style = { fill: mark.startsWith("empty") ? token("neutral-white") : color, stroke: color, "stroke-width": 1.5 };
  const kind = mark.replace("empty", "").toLowerCase();
  const path = { rect: "M10 4h8v8h-8z", triangle: "M14 3l5 9H9z", diamond: "M14 2l6 6-6 6-6-6z" }[kind];
  return [
    svg("path", { d: "M1 8h26", stroke: color, "stroke-width": 2, "stroke-dasharray": dash === "solid" ? "none" : dash.join(" ") }),
    path ? svg("path", { d: path, ...style }) : svg("circle", { cx: 14, cy: 8, r: 4.5, ...style }),
  ];
}
