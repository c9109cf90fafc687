/* Cases: what is typed keeps itself, and similar cases show while a title is written. Every page works without it. */
(() => {
  const form = document.querySelector("form[data-keep]");
  if (form) {
    const state = form.querySelector("[data-keep-state]");
    let timer;
    let changed = false;
    let sending = false;
    const keep = async () => {
      changed = false;
      try {
        const answer = await fetch(form.dataset.keep, { method: "POST", body: new URLSearchParams(new FormData(form)) });
        if (!answer.ok) throw new Error(String(answer.status));
        const { at } = await answer.json();
        if (state) state.textContent = `${at} に自動保存しました（まだ案件には入っていません）`;
      } catch {
        changed = true;
        if (state) state.textContent = "自動保存できませんでした。「保存する」を押してください。";
      }
    };
    form.addEventListener("input", () => {
      changed = true;
      clearTimeout(timer);
      timer = setTimeout(keep, 1500);
    });
    form.addEventListener("submit", () => {
      sending = true;
      clearTimeout(timer);
    });
    addEventListener("pagehide", () => {
      if (changed && !sending) navigator.sendBeacon(form.dataset.keep, new URLSearchParams(new FormData(form)));
    });
  }

  const title = document.querySelector("[data-similar]");
  const place = document.getElementById("similar");
  if (title && place) {
    let timer;
    title.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        if (title.value.trim().length < 2) {
          place.replaceChildren();
          return;
        }
        const answer = await fetch(`${title.dataset.similar}?title=${encodeURIComponent(title.value)}`);
        if (answer.ok) place.innerHTML = await answer.text();
      }, 400);
    });
  }
})();
