const dayMs = 86_400_000;

export const token = name => getComputedStyle(document.documentElement).getPropertyValue(`--color-${name}`).trim();

export const ink = () => ({
  text: token("neutral-solid-gray-800"),
  soft: token("neutral-solid-gray-600"),
  line: token("neutral-solid-gray-200"),
  white: token("neutral-white"),
  blue: token("primitive-blue-900"),
  red: token("primitive-red-900"),
  orange: token("primitive-orange-800"),
  green: token("primitive-green-800"),
  black: token("neutral-black"),
});

export const font = { fontFamily: "'Noto Sans JP', sans-serif", fontSize: 12 };

// Days are counted in UTC so that no zone and no summer time can move them.
export const day = text => Date.parse(`${text}T00:00:00Z`);
export const next = time => time + dayMs;
const parts = time => {
  const date = new Date(time);
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
};

const eras = [["令和", "R", 2019, day("2019-05-01")], ["平成", "H", 1989, day("1989-01-08")], ["昭和", "S", 1926, day("1926-12-25")]];
const eraOf = time => eras.find(era => time >= era[3]) ?? eras[0];

export function longDay(time) {
  const [year, month, date] = parts(time);
  const [name, , first] = eraOf(time);
  const number = year - first + 1;
  return `${new Date(time).toISOString().slice(0, 10)}（${name}${number === 1 ? "元" : number}年${month}月${date}日）`;
}

export function shortMonth(time) {
  const [year, month] = parts(time);
  const [, letter, first] = eraOf(time);
  return `${letter}${year - first + 1}.${month}`;
}

export function fiscalYear(time) {
  const [year, month] = parts(time);
  const [name, , first] = eraOf(time);
  return `${name}${(month >= 4 ? year : year - 1) - first + 1}年度`;
}

export function months(from, to, step) {
  const [year, month] = parts(from);
  const all = [];
  for (let n = 0; ; n++) {
    const time = Date.UTC(year, month - 1 + n, 1);
    // Also ends for days that are no days.
    if (!(time <= to)) return all;
    if (time >= from && (month - 1 + n - 3) % step === 0) all.push(time);
  }
}

/** Months between two axis labels so that each has about `room` pixels. */
export function monthStep(from, to, width, room = 52) {
  const count = (to - from) / (30.4 * dayMs);
  return [1, 2, 3, 6, 12, 24].find(step => (count / step) * room <= width) ?? 36;
}

export function days(from, to) {
  return Math.round((to - from) / dayMs);
}

export function tooltip(formatter) {
  // Rich text draws into the SVG; an HTML tooltip would need inline styles.
  return { renderMode: "richText", confine: true, trigger: "item", textStyle: { ...font, color: token("neutral-solid-gray-900") }, formatter };
}

export const shapes = ["circle", "rect", "triangle", "diamond", "emptyCircle", "emptyRect", "emptyTriangle", "emptyDiamond"];
export const dashes = ["solid", [6, 4], [2, 3], [10, 3, 2, 3]];

export function svg(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** A legend in HTML: it wraps on a phone and prints. Entries are [text, ...svg elements on a 28 by 16 field]. */
export function legend(entries) {
  const list = document.createElement("ul");
  list.className = "chart__legend";
  for (const [text, ...drawing] of entries) {
    const item = document.createElement("li");
    item.append(svg("svg", { viewBox: "0 0 28 16", "aria-hidden": "true" }, ...drawing), text);
    list.append(item);
  }
  return list;
}
