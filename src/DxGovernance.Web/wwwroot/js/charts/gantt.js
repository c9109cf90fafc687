import { day, days, fiscalYear, font, ink, legend, longDay, months, monthStep, next, shortMonth, svg, tooltip } from "./common.js";

const top = 58;
const bottom = 30;

export function gantt(data, width) {
  const color = ink();
  const from = day(data.from);
  const to = next(day(data.to));
  const rows = data.rows;
  const rowHeight = rows.length > 60 ? 28 : 36;
  const left = Math.min(220, Math.max(110, width * 0.2));
  const plot = width - left - 24;
  const years = months(from, to, 12);
  const starts = years[0] === from ? years : [from, ...years];
  const ticks = months(from, to, monthStep(from, to, plot));
  const lines = [
    [data.today, "本日", color.black, [2, 3]],
    [data.cityDeadline, "市の期限", color.orange, [8, 4]],
    [data.nationDeadline, "国の期限", color.red, "solid"],
  ].filter(line => line[0]);

  const time = {
    type: "time", min: from, max: to, axisLine: { lineStyle: { color: color.soft } }, splitLine: { show: false },
  };
  const option = {
    animation: false,
    textStyle: { ...font, color: color.text },
    grid: { left, right: 24, top, bottom },
    tooltip: tooltip(item => describe(rows[item.dataIndex])),
    xAxis: [
      { ...time, position: "bottom", axisTick: { customValues: ticks }, axisLabel: { customValues: ticks, formatter: shortMonth, color: color.text, hideOverlap: true } },
      { ...time, position: "top", axisTick: { customValues: ticks }, axisLabel: { customValues: ticks, formatter: shortMonth, color: color.text, hideOverlap: true } },
    ],
    yAxis: {
      type: "category", inverse: true, data: rows.map(row => row.name), axisTick: { show: false },
      splitLine: { show: true, lineStyle: { color: color.line } },
      axisLine: { lineStyle: { color: color.soft } },
      axisLabel: { interval: 0, width: left - 12, overflow: "truncate", color: color.text },
    },
    series: [{
      type: "custom", clip: true, dimensions: ["row"], encode: { y: 0 },
      data: rows.map((_, index) => [index]),
      renderItem: (params, api) => renderRow(rows[params.dataIndex], params, api, rowHeight, color),
      markArea: {
        silent: true, label: { position: "insideTop", distance: -52, color: color.text, fontWeight: "bold" },
        data: starts.map((start, index) => {
          const end = starts[index + 1] ?? to;
          const room = ((end - start) / (to - from)) * plot;
          return [
            { name: room > 64 ? fiscalYear(start) : "", xAxis: start, itemStyle: { color: index % 2 ? "rgba(0,0,0,0)" : "rgba(0,0,0,0.05)" } },
            { xAxis: end },
          ];
        }),
      },
      markLine: {
        silent: true, symbol: "none", animation: false,
        data: lines.map(([at, name, stroke, type]) => ({ name, xAxis: day(at), lineStyle: { color: stroke, type, width: 2 }, label: { show: false } })),
      },
    }],
  };
  return { option, height: top + bottom + rows.length * rowHeight, legend: ganttLegend(color, lines) };
}

function renderRow(row, params, api, rowHeight, color) {
  const at = (text, end) => api.coord([end ? next(day(text)) : day(text), params.dataIndex]);
  const middle = at(row.baseline?.from ?? row.forecast?.from ?? row.marks?.[0]?.on ?? "2026-04-01")[1];
  const children = [];
  const thick = Math.floor(rowHeight / 4);
  if (row.baseline) {
    const [x0] = at(row.baseline.from);
    const [x1] = at(row.baseline.to, true);
    children.push(rect(x0, middle - thick - 1, x1 - x0, thick - 1, { fill: color.white, stroke: color.soft, lineWidth: 1.5 }));
  }
  if (row.forecast) {
    const [x0] = at(row.forecast.from);
    const [x1] = at(row.forecast.to, true);
    const due = row.baseline ? Math.max(x0, Math.min(x1, at(row.baseline.to, true)[0])) : x1;
    children.push(rect(x0, middle + 2, due - x0, thick, { fill: color.blue }));
    if (x1 - due > 0.5) children.push(...hatch(due, middle + 2, x1 - due, thick, color));
  }
  for (const mark of row.marks ?? []) {
    const [x] = at(mark.on);
    const y = mark.kind === "baseline" ? middle - thick / 2 - 1 : middle + thick / 2 + 2;
    children.push(symbol(mark.kind, x, y, color));
  }
  return { type: "group", children };
}

const rect = (x, y, width, height, style) => ({ type: "rect", shape: { x, y, width: Math.max(1, width), height }, style });

/** Delay is hatched: it shows without colour and on grey paper. */
function hatch(x, y, width, height, color) {
  const strokes = [];
  for (let offset = -height; offset < width; offset += 5) {
    const a = Math.max(0, offset);
    const b = Math.min(width, offset + height);
    if (b <= a) continue;
    strokes.push({ type: "line", shape: { x1: x + a, y1: y + height - (a - offset), x2: x + b, y2: y + height - (b - offset) }, style: { stroke: color.red, lineWidth: 1.5 } });
  }
  return [rect(x, y, width, height, { fill: color.white, stroke: color.red, lineWidth: 1.5 }), ...strokes];
}

function symbol(kind, x, y, color) {
  if (kind === "actual") return { type: "circle", shape: { cx: x, cy: y, r: 5.5 }, style: { fill: color.black, stroke: color.white, lineWidth: 1.5 }, z2: 10 };
  const points = [[x, y - 7], [x + 7, y], [x, y + 7], [x - 7, y]];
  const open = kind === "baseline";
  return { type: "polygon", shape: { points }, style: { fill: open ? color.white : color.blue, stroke: open ? color.black : color.white, lineWidth: 1.5 }, z2: 10 };
}

function describe(row) {
  const lines = [row.name];
  if (row.baseline) lines.push(`基準計画：${longDay(day(row.baseline.from))}～${longDay(day(row.baseline.to))}`);
  if (row.forecast) lines.push(`見込：${longDay(day(row.forecast.from))}～${longDay(day(row.forecast.to))}`);
  if (row.baseline && row.forecast) {
    const slip = days(day(row.baseline.to), day(row.forecast.to));
    lines.push(slip > 0 ? `${slip}日の遅れ` : slip < 0 ? `${-slip}日の前倒し` : "計画どおり");
  }
  const names = { baseline: "◇ 基準", forecast: "◆ 見込", actual: "● 実績" };
  for (const mark of row.marks ?? []) lines.push(`${names[mark.kind]} ${mark.text}：${longDay(day(mark.on))}`);
  if (row.note) lines.push(row.note);
  return lines.join("\n");
}

function ganttLegend(color, lines) {
  const box = style => svg("rect", { x: 2, y: 4, width: 24, height: 8, ...style });
  const diamond = style => svg("path", { d: "M14 1l7 7-7 7-7-7z", "stroke-width": 1.5, ...style });
  return legend([
    ["基準計画", box({ fill: color.white, stroke: color.soft, "stroke-width": 1.5 })],
    ["現在の見込", box({ fill: color.blue })],
    ["遅れ", box({ fill: color.white, stroke: color.red, "stroke-width": 1.5 }), svg("path", { d: "M4 12l8-8m-2 8l8-8m-2 8l8-8", stroke: color.red, "stroke-width": 1.5 })],
    ["基準の節目", diamond({ fill: color.white, stroke: color.black })],
    ["見込の節目", diamond({ fill: color.blue, stroke: color.white })],
    ["実績", svg("circle", { cx: 14, cy: 8, r: 6, fill: color.black })],
    ...lines.map(([at, name, stroke, type]) => [
      `${name} ${longDay(day(at))}`,
      svg("path", { d: "M14 0v16", stroke, "stroke-width": 2.5, "stroke-dasharray": type === "solid" ? "none" : type.join(" ") }),
    ]),
  ]);
}
