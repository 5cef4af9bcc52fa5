"use strict";
// Shows the items in which every word stands. The list is in the page already; nothing is fetched.
(function () {
  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const texts = new Map(window.watcherIndex.map((item) => [String(item.item), fold(Object.values(item).join(" "))]));
  const rows = Array.from(document.querySelectorAll("[data-item]"));
  const form = document.querySelector("form.search");
  const input = document.getElementById("query");
  const count = document.getElementById("count");

  function show() {
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const row of rows) {
      const text = texts.get(row.dataset.item) || "";
      row.hidden = !words.every((word) => text.includes(word));
      found += row.hidden ? 0 : 1;
    }
    count.textContent = found === 1 ? "1 item" : found + " items";
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", show);
  input.value = new URLSearchParams(window.location.search).get("q") || "";
  show();
})();
