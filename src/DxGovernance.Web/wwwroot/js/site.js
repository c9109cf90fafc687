/* Small helps; every page works without them. */
(() => {
  // After a refused form the error summary is read first.
  document.getElementById("error-summary")?.focus();

  // <div data-refresh="3">: the page is asked again while the server renders this element, that is, while the work runs.
  const refresh = document.querySelector("[data-refresh]");
  if (refresh) {
    const again = () => (document.hidden ? setTimeout(again, 1000) : location.reload());
    setTimeout(again, Math.max(1, Number(refresh.dataset.refresh)) * 1000);
  }

  for (const field of document.querySelectorAll("[data-maxlength]")) {
    const limit = Number(field.dataset.maxlength);
    const counter = document.createElement("span");
    counter.className = "dads-form-control-label__counter";
    // Short fields only speak up near the limit.
    const tell = () => {
      const left = limit - field.value.length;
      counter.hidden = left > Math.min(Math.max(20, limit / 5), limit / 2);
      counter.toggleAttribute("data-over", left < 0);
      counter.textContent = left < 0 ? `${-left}文字超えています（上限${limit}文字）` : `残り${left}文字`;
    };
    field.after(counter);
    field.addEventListener("input", tell);
    tell();
  }

  // A second click must not send the form twice.
  addEventListener("submit", event => {
    const form = event.target;
    // A form that gives a file leaves the page as it is and may be sent again.
    if (event.defaultPrevented || form.method !== "post" || "download" in form.dataset) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "true";
  });
  // Coming back by the browser's button finds the form usable again.
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(form => delete form.dataset.sent));

  for (const button of document.querySelectorAll("[data-print]")) {
    button.addEventListener("click", () => print());
  }
  for (const select of document.querySelectorAll("select[data-autosubmit]")) {
    select.addEventListener("change", () => select.form.requestSubmit());
  }
  addEventListener("keydown", event => {
    const menu = document.querySelector("details.user-menu[open]");
    if (event.key !== "Escape" || !menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
})();
