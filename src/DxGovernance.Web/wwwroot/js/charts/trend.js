import { dashes, day, days, font, ink, longDay, months, monthStep, shapes, shortMonth, token, tooltip } from "./common.js";

const height = 460;

/** Milestone trend: a flat line keeps its date, a rising line slips, a line that meets the diagonal is done. */
export function trend(data, width) {
  const color = ink();
  const colors = ["primitive-blue-900", "primitive-orange-800", "primitive-green-800", "primitive-magenta-800", "primitive-cyan-900", "neutral-solid-gray-700"].map(token);
  const deadlines = data.deadlines ?? [];
  const reports = data.lines.flatMap(line => line.points.map(point => day(point.on)));
  const forecasts = [...data.lines.flatMap(line => line.points.map(point => day(point.to))), ...deadlines.map(line => day(line.on))];
  const margin = 20 * 86_400_000;
  const [xMin, xMax] = [monthStart(Math.min(...reports)), Math.max(...reports) + margin];
  const [yMin, yMax] = [monthStart(Math.min(...forecasts, xMin)), Math.max(...forecasts, xMax) + margin];
  const few = data.lines.length <= 12 && width >= 760;
  // So many lines show the drift as a whole; the pointer picks one out.
  const crowd = data.lines.length > 30;
  const grid = { left: 70, right: few ? 170 : 24, top: 56, bottom: 48 };
  const xTicks = months(xMin, xMax, monthStep(xMin, xMax, width - grid.left - grid.right));
  const yTicks = months(yMin, yMax, monthStep(yMin, yMax, height - grid.top - grid.bottom, 28));
  const axis = (ticks, name) => ({
    type: "time", name, nameTextStyle: { color: color.text },
    axisLine: { show: true, lineStyle: { color: color.soft } }, splitLine: { show: false },
    axisTick: { show: true, customValues: ticks },
    axisLabel: { customValues: ticks, formatter: shortMonth, color: color.text, hideOverlap: true },
  });

  const series = data.lines.map((line, index) => ({
    name: line.name, type: "line", symbol: shapes[index % shapes.length], symbolSize: 9, showAllSymbol: true, showSymbol: !crowd,
    lineStyle: { width: crowd ? 1 : 2, opacity: crowd ? 0.6 : 1, type: dashes[Math.floor(index / 2) % dashes.length] },
    color: colors[index % colors.length],
    data: line.points.map(point => ({ value: [day(point.on), day(point.to)], done: point.done, symbolSize: point.done ? 14 : 9 })),
    endLabel: { show: few, formatter: line.name, color: color.text, width: grid.right - 16, overflow: "truncate" },
    labelLayout: { moveOverlap: "shiftY" },
    emphasis: { focus: "series", lineStyle: { width: 3, opacity: 1 } },
  }));
  // The diagonal is drawn only where both axes know the day.
  const meet = [Math.max(xMin, yMin), Math.min(xMax, yMax)];
  series.push({
    name: "完了線", type: "line", silent: true, symbol: "none", tooltip: { show: false },
    data: [[meet[0], meet[0]], [meet[1], meet[1]]],
    lineStyle: { color: color.soft, type: [3, 3], width: 1.5 },
    endLabel: { show: few, formatter: "完了線\n（報告日と同じ日）", color: color.soft },
    markLine: {
      silent: true, symbol: "none", animation: false,
      data: deadlines.map(line => ({
        name: line.text, yAxis: day(line.on), lineStyle: { color: color.red, type: "solid", width: 2 },
        label: { position: "insideStartTop", formatter: `${line.text} ${shortMonth(day(line.on))}`, color: color.red, fontWeight: "bold" },
      })),
    },
  });

  const option = {
    animation: false,
    textStyle: { ...font, color: color.text },
    grid,
    legend: { type: "scroll", data: data.lines.map(line => line.name), top: 0, left: grid.left, right: 8, itemWidth: 32, textStyle: { ...font, color: color.text } },
    tooltip: tooltip(item => {
      const points = data.lines[item.seriesIndex]?.points;
      if (!points) return "";
      const point = points[item.dataIndex];
      const slip = days(day(points[0].to), day(point.to));
      return [item.seriesName, `報告日：${longDay(day(point.on))}`, `${point.done ? "完了" : "見込"}：${longDay(day(point.to))}`,
        slip === 0 ? "最初の見込と同じ" : `最初の見込から${Math.abs(slip)}日の${slip > 0 ? "遅れ" : "前倒し"}`].join("\n");
    }),
    xAxis: { ...axis(xTicks, "報告日"), min: xMin, max: xMax, nameLocation: "middle", nameGap: 30 },
    yAxis: { ...axis(yTicks, "見込の日"), min: yMin, max: yMax, splitLine: { show: true, lineStyle: { color: color.line } } },
    series,
  };
  return { option, height };
}

function monthStart(time) {
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}
