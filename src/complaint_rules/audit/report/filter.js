"use strict";
(() => {
  const form = document.getElementById("filters");
  const rows = [...document.querySelectorAll("#list tbody tr")];
  const texts = rows.map((row) => `${row.textContent} ${row.dataset.text}`.toLowerCase());
  const selects = [...form.querySelectorAll("select")];
  const [text, from, to, shown, none] = ["f-text", "f-from", "f-to", "shown", "none"].map((id) => document.getElementById(id));

  const fits = (row, at, words) =>
    words.every((word) => texts[at].includes(word)) &&
    selects.every((one) => !one.value || row.getAttribute(`data-${one.dataset.filter}`).split("\n").includes(one.value)) &&
    (!from.value || row.dataset.received >= from.value) &&
    (!to.value || row.dataset.received <= to.value);

  const apply = () => {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    rows.forEach((row, at) => {
      row.hidden = !fits(row, at, words);
      count += row.hidden ? 0 : 1;
    });
    none.hidden = count > 0;
    shown.textContent = shown.dataset.text.replace("{shown}", count).replace("{all}", rows.length);
  };

  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  window.addEventListener("pageshow", apply);
  form.hidden = false;
  apply();
})();
