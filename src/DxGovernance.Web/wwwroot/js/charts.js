/* Draws every <figure class="chart" data-chart="KIND"> from the JSON inside it; without JavaScript the page's table remains.

   Days are "2027-10-31". Everything but the fields without "?" may be left out.
   gantt  { from, to, today?, cityDeadline?, nationDeadline?,
            rows: [{ name, baseline?: {from,to}, forecast?: {from,to}, marks?: [{kind: "baseline"|"forecast"|"actual", on, text}], href?, note? }] }
   trend  { lines: [{ name, points: [{ on: report day, to: forecast day, done? }] }], deadlines?: [{ text, on }] }
   bar    { categories, series: [{ name, values, tone? }], unit?, horizontal? }     bars side by side
   stack  the same, bars on top of each other
   waterfall { categories, values: [first sum, steps up or down …, last sum], unit? }
   line   { dates, series: [{ name, values, tone? }], unit?, step? }
   tone   done | doing | todo | na | red | yellow | green | blue | gray (each has a pattern of its own) */
import { bars, line, waterfall } from "./charts/series.js";
import { gantt } from "./charts/gantt.js";
import { trend } from "./charts/trend.js";

const kinds = { gantt, trend, bar: bars, stack: (data, width) => bars(data, width, true), line, waterfall };
const paperWidth = 1000;
const drawn = [];

const isEmpty = data =>
  ![data.rows, data.lines?.flatMap(line => line.points), data.categories, data.dates].some(list => list?.length > 0);

function draw(figure) {
  const build = kinds[figure.dataset.chart];
  const canvas = figure.querySelector(".chart__canvas");
  const source = figure.querySelector('script[type="application/json"]');
  if (!build || !canvas || !source) return;
  const data = JSON.parse(source.textContent);
  const without = figure.querySelector(".chart__without");

  if (isEmpty(data)) {
    const note = document.createElement("p");
    note.className = "empty";
    note.textContent = "表示するデータがまだありません。";
    canvas.replaceWith(note);
    without?.remove();
    return;
  }

  figure.dataset.ready = "";
  const scroll = document.createElement("div");
  scroll.className = "chart__scroll";
  scroll.tabIndex = 0;
  scroll.role = "group";
  scroll.ariaLabel = "図（横にスクロールできます）";
  canvas.before(scroll);
  scroll.append(canvas);

  const first = build(data, canvas.clientWidth);
  if (first.legend) scroll.before(first.legend);
  canvas.style.height = `${first.height}px`;
  const chart = window.echarts.init(canvas, null, { renderer: "svg" });
  const show = width => {
    const { option, height } = build(data, width);
    canvas.style.height = `${height}px`;
    chart.resize({ width, height });
    chart.setOption(option, { notMerge: true });
  };
  show(canvas.clientWidth);
  without?.remove();
  chart.on("click", event => {
    const href = data.rows?.[event.dataIndex]?.href;
    if (figure.dataset.chart === "gantt" && href && /^\/(?!\/)/.test(href)) location.assign(href);
  });

  let width = canvas.clientWidth;
  new ResizeObserver(() => {
    if (printing || canvas.clientWidth === width || canvas.clientWidth === 0) return;
    width = canvas.clientWidth;
    show(width);
  }).observe(scroll);
  drawn.push({ canvas, show });
}

let printing = false;
addEventListener("beforeprint", () => {
  printing = true;
  for (const { canvas, show } of drawn) {
    show(paperWidth);
    // The style sheet scales the picture to the sheet, which needs a viewBox.
    const svg = canvas.querySelector("svg");
    svg?.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${svg.getAttribute("height")}`);
  }
});
addEventListener("afterprint", () => {
  printing = false;
  for (const { canvas, show } of drawn) {
    canvas.querySelector("svg")?.removeAttribute("viewBox");
    show(canvas.clientWidth);
  }
});

// Text is measured while drawing, so the fonts come first.
document.fonts.ready.then(() => document.querySelectorAll("figure.chart").forEach(draw));
