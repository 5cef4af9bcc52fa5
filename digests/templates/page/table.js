"use strict";
// Sifts and orders the studies of the living table. The table is in the page already; nothing is fetched or sent.
(function () {
  const form = document.querySelector("form.sift");
  const table = document.querySelector("table.living");
  const studies = Array.from(table.querySelectorAll("tbody[data-label]"));
  const status = document.getElementById("sifted");
  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const texts = new Map(studies.map((study) => [study, fold(study.textContent)]));
  const [words, design, tells, order] = ["words", "design", "tells", "order"].map((name) => document.getElementById("sift-" + name));

  function fits(study) {
    const sought = fold(words.value).split(/\s+/).filter(Boolean);
    return sought.every((word) => texts.get(study).includes(word))
      && (!design.value || study.dataset.design === design.value)
      && (!tells.value || study.dataset.tells.split(",").includes(tells.value));
  }

  function sift() {
    const by = order.value;
    const ordered = studies.slice().sort((one, other) =>
      by === "label" ? one.dataset.label.localeCompare(other.dataset.label) : other.dataset[by] - one.dataset[by]);
    let shown = 0;
    for (const study of ordered) {
      study.hidden = !fits(study);
      shown += study.hidden ? 0 : 1;
      table.append(study);
    }
    status.textContent = shown === studies.length ? "" : shown + " of " + studies.length + " studies";
  }

  for (const name of new Set(studies.map((study) => study.dataset.design).filter(Boolean).sort())) {
    design.add(new Option(name));
  }
  form.hidden = studies.length === 0;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", sift);
})();
