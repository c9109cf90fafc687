/* Cost lines in a grid like a spreadsheet (jspreadsheet): <form data-cost-form> with the data in <script data-cost-grid>.
   Rows go to the server as JSON in the hidden field; the server reads and refuses, here is only told early. */
(() => {
  const form = document.querySelector("form[data-cost-form]");
  if (!form || !window.jspreadsheet) return;

  // The library sets a handler as an attribute, which the content security policy refuses with a message; nothing needs it.
  const plain = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function (name, value) {
    if (!/^on/i.test(name)) plain.call(this, name, value);
  };

  const { columns, rows, errors } = JSON.parse(form.querySelector("[data-cost-grid]").textContent);
  const part = name => form.querySelector(`[data-cost-${name}]`);
  const isYear = column => /^y\d{4}$/.test(column.key);
  const number = new Intl.NumberFormat("ja-JP");
  const wrong = new Map(errors.map(e => [`${e.row} ${e.column}`, e.message]));
  const frozen = 4;
  let changed = form.dataset.unsaved === "true";
  let sending = false;
  let timer;

  const shape = column => ({
    title: column.label, name: column.key, width: column.width, tooltip: column.hint || undefined,
    align: ["Whole", "Decimal"].includes(column.kind) ? "right" : "left",
    ...(column.kind === "Choice" ? { type: "dropdown", source: column.choices, autocomplete: true } : { type: "text", wordWrap: false }),
  });
  const cells = row => [row.line > 0 ? String(row.line) : "", ...columns.map(c => row.cells[c.key] ?? "")];

  form.hidden = false;
  document.querySelector("[data-cost-plain]").hidden = true;
  const sheet = window.jspreadsheet(part("table"), {
    parseFormulas: false,
    contextMenu: () => false,
    worksheets: [{
      data: [...rows.map(cells), ...Array.from({ length: 10 }, () => [])],
      columns: [{ title: "番号", name: "line", width: 50, type: "text", readOnly: true, align: "right" }, ...columns.map(shape)],
      minSpareRows: 5, freezeColumns: frozen, tableOverflow: true, tableWidth: "100%", tableHeight: "30rem",
      columnSorting: false, columnDrag: false, rowDrag: true, allowInsertColumn: true, allowDeleteColumn: false, allowRenameColumn: false,
      lazyLoading: false, filters: false, search: false,
    }],
    onselection: (_, x1, y1, x2, y2) => bringIn(Number(x2), Number(y2)),
    onchange: touched, onpaste: touched, oninsertrow: touched, ondeleterow: touched, onundo: touched, onredo: touched, onmoverow: touched,
  })[0];

  // The library closes its editor when the table scrolls, also where the browser scrolls because of the first key: what was typed would be lost.
  const box = part("table").querySelector(".jss_content");
  const scrolled = box.onscroll;
  box.onscroll = event => {
    const open = sheet.edition;
    sheet.edition = null;
    scrolled.call(box, event);
    sheet.edition = open;
  };

  /* A selected cell is wholly in sight before somebody types. */
  function bringIn(x, y) {
    const cell = sheet?.getCellFromCoords(x, y)?.getBoundingClientRect();
    if (!cell || x < frozen) return;
    const left = sheet.getCellFromCoords(frozen - 1, y).getBoundingClientRect().right;
    const right = box.getBoundingClientRect().left + box.clientWidth;
    if (cell.right > right) box.scrollLeft += cell.right - right;
    else if (cell.left < left) box.scrollLeft -= left - cell.left;
  }

  function plainNumber(text) {
    const value = String(text).normalize("NFKC").replace(/[,円¥\s]/g, "");
    return value === "" ? 0 : Number(value);
  }

  function data() {
    return sheet.getData().map(row => {
      const cells = {};
      columns.forEach((column, i) => {
        const value = String(row[i + 1] ?? "").trim();
        if (value !== "") cells[column.key] = value;
      });
      return { line: Number(row[0]) || 0, cells };
    }).filter(row => Object.keys(row.cells).length > 0);
  }

  function problemsOf(row) {
    const found = [];
    columns.forEach((column, i) => {
      const value = String(row[i + 1] ?? "").trim();
      if (value === "") return;
      if (column.kind === "Choice" && !column.choices.includes(value)) found.push([i + 1, `「${column.label}」の「${value}」は選択肢にありません。`]);
      if (["Whole", "Decimal"].includes(column.kind)) {
        const n = plainNumber(value);
        if (!Number.isFinite(n)) found.push([i + 1, `「${column.label}」の「${value}」は数字ではありません。`]);
        else if (n < 0) found.push([i + 1, `「${column.label}」が負の数です。`]);
        else if (column.kind === "Whole" && !Number.isInteger(n)) found.push([i + 1, `「${column.label}」に1円未満の端数があります。`]);
      }
    });
    return found;
  }

  function tell() {
    const list = [];
    const sums = new Map();
    let [lines, total] = [0, 0];
    sheet.getData().forEach((row, y) => {
      if (row.slice(1).some(v => String(v ?? "").trim() !== "")) lines += 1;
      const bad = new Map(problemsOf(row));
      columns.forEach((column, i) => {
        const cell = sheet.getCellFromCoords(i + 1, y);
        const fromServer = wrong.get(`${y + 1} ${column.key}`);
        const message = bad.get(i + 1) ?? fromServer;
        cell?.classList.toggle("cost-grid__wrong", Boolean(message));
        if (message) {
          cell.title = message;
          list.push(`${y + 1}行目：${message}`);
        } else if (cell?.title) cell.removeAttribute("title");
        if (isYear(column)) {
          const n = plainNumber(row[i + 1] ?? "");
          if (Number.isFinite(n)) {
            sums.set(column.label, (sums.get(column.label) ?? 0) + n);
            total += n;
          }
        }
      });
    });
    part("errors").replaceChildren(...list.slice(0, 10).map(text => element("li", text)), ...(list.length > 10 ? [element("li", `ほかに${list.length - 10}か所あります。`)] : []));
    part("sums").replaceChildren(
      pair("行", `${lines}行`),
      ...[...sums].map(([label, sum]) => pair(label.replace("（円）", ""), `${number.format(sum)}円`)),
      pair("合計", `${number.format(total)}円`, true));
  }

  const element = (name, text) => Object.assign(document.createElement(name), { textContent: text });
  function pair(term, text, strong) {
    const box = document.createElement("div");
    box.append(element("dt", term), element("dd", text));
    if (strong) box.className = "cost-sums__total";
    return box;
  }

  let waiting;
  function touched() {
    changed = true;
    wrong.clear();
    // A paste changes cell after cell: told once when it is over.
    clearTimeout(waiting);
    waiting = setTimeout(tell, 30);
    clearTimeout(timer);
    timer = setTimeout(keep, 1500);
  }

  function fill() {
    part("lines").value = JSON.stringify(data());
  }

  async function keep() {
    fill();
    const state = part("state");
    try {
      const answer = await fetch(form.dataset.keep, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      if (!answer.ok) throw new Error(String(answer.status));
      const { at } = await answer.json();
      state.textContent = `${at} に自動保存しました（まだ案件には入っていません）`;
    } catch {
      state.textContent = "自動保存できませんでした。「保存する」を押してください。";
    }
  }

  part("undo").addEventListener("click", () => sheet.undo());
  part("redo").addEventListener("click", () => sheet.redo());
  part("add").addEventListener("click", () => sheet.insertRow(1, selected().at(-1) ?? sheet.getData().length - 1));
  part("remove").addEventListener("click", () => {
    const picked = selected();
    if (picked.length > 0) sheet.deleteRow(picked[0], picked.length);
  });
  part("copy").addEventListener("click", () => {
    const picked = selected();
    if (picked.length === 0) return;
    const all = sheet.getData();
    sheet.insertRow(picked.length, picked.at(-1));
    picked.forEach((y, i) => all[y].slice(1).forEach((value, x) => sheet.setValueFromCoords(x + 1, picked.at(-1) + 1 + i, value, true)));
  });
  part("year").addEventListener("click", () => {
    const last = columns.findLastIndex(isYear);
    const year = Number(columns[last].key.slice(1)) + 1;
    const era = columns[last].label.replace(/\d+/, n => String(Number(n) + 1));
    const column = { ...columns[last], key: `y${year}`, label: era, hint: `${year}年度の額。円、税込み` };
    columns.splice(last + 1, 0, column);
    sheet.insertColumn(1, last + 1, false, [shape(column)]);
    touched();
  });

  /* The rows that the selection touches. */
  function selected() {
    const [, from, , to] = (sheet.selectedCell ?? []).map(Number);
    if (Number.isNaN(from ?? NaN)) return [];
    const [first, last] = [Math.min(from, to), Math.max(from, to)];
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  }

  form.addEventListener("submit", () => {
    sending = true;
    clearTimeout(timer);
    fill();
  });
  addEventListener("keydown", event => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      form.requestSubmit(form.querySelector('[value="stay"]'));
    }
  });
  addEventListener("beforeunload", event => {
    if (changed && !sending) event.preventDefault();
  });
  tell();
  window.costGrid = sheet;
})();
