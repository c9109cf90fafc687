/* Fast entry in a table form: <form data-grid> … <table> … <p data-grid-count aria-live="polite"></p>.
   Columns are table columns; a control belongs to the cell it stands in. A row's state select carries data-state-keys.
   A form shown again after an error carries data-grid-unsaved="true", since its "original" values are already the user's. */
(() => {
  for (const form of document.querySelectorAll("form[data-grid]")) {
    enhance(form);
  }

  function enhance(form) {
    const selector = "tbody input:not([type=hidden]), tbody select, tbody textarea";
    const controls = [...form.querySelectorAll(selector)];
    const count = form.querySelector("[data-grid-count]");
    let sending = false;

    const changed = control => {
      if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
      if (control instanceof HTMLSelectElement) {
        const first = [...control.options].find(option => option.defaultSelected) ?? control.options[0];
        return control.value !== first?.value;
      }
      return control.value !== control.defaultValue;
    };
    const unsaved = () => form.dataset.gridUnsaved === "true" || controls.some(changed);
    const mark = control => {
      const cell = control.closest("td, th");
      cell?.toggleAttribute("data-changed", [...cell.querySelectorAll("input:not([type=hidden]), select, textarea")].some(changed));
    };
    const tell = () => {
      const number = controls.filter(changed).length;
      if (count) count.textContent = number > 0 ? `${number}件変更（未保存）` : unsaved() ? "未保存の入力があります" : "変更はありません";
    };
    const refresh = control => {
      mark(control);
      tell();
    };

    function move(control, step) {
      const cell = control.closest("td, th");
      for (let row = neighbour(cell.parentElement, step); row; row = neighbour(row, step)) {
        const target = row.cells[cell.cellIndex]?.querySelector("input:not([type=hidden]):not(:disabled), select:not(:disabled), textarea:not(:disabled)");
        if (!target) continue;
        target.focus();
        if (target instanceof HTMLInputElement) target.select();
        return true;
      }
      return false;
    }

    function neighbour(row, step) {
      return step > 0 ? row.nextElementSibling : row.previousElementSibling;
    }

    addEventListener("keydown", event => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && (event.key === "Enter" || event.key.toLowerCase() === "s")) {
        event.preventDefault();
        form.requestSubmit();
      }
    });
    form.addEventListener("keydown", event => {
      if (event.ctrlKey || event.metaKey) return;
      const control = event.target;
      // While an input method composes, its keys belong to it.
      if (event.isComposing || !controls.includes(control)) return;
      const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
      // Selects and text areas need the plain arrows themselves.
      const native = control instanceof HTMLSelectElement || control instanceof HTMLTextAreaElement;
      if (step !== 0 && !event.shiftKey && event.altKey === native && move(control, step)) {
        event.preventDefault();
        return;
      }
      if (control.hasAttribute("data-state-keys") && /^[1-9]$/.test(event.key) && !event.altKey) {
        const option = [...control.options].filter(o => o.value !== "")[Number(event.key) - 1];
        if (!option) return;
        event.preventDefault();
        control.value = option.value;
        control.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
    form.addEventListener("input", event => controls.includes(event.target) && refresh(event.target));
    form.addEventListener("change", event => controls.includes(event.target) && refresh(event.target));
    form.addEventListener("reset", () => setTimeout(() => controls.forEach(refresh)));
    form.addEventListener("submit", () => (sending = true));
    addEventListener("beforeunload", event => {
      if (!sending && unsaved()) event.preventDefault();
    });
    // The browser may restore typed values after a reload.
    controls.forEach(mark);
    tell();
  }
})();
