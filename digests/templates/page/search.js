"use strict";
// Shows the items that a query finds, in the language of `watcher search`: words, "phrases", prefix*, AND OR NOT, -word,
// parentheses, NEAR/3, title: author: id:. Spellings and words of one meaning stand in words.js; nothing is fetched.
(function (root) {
  const FIELDS = { title: "title", ti: "title", author: "byline", au: "byline", journal: "byline", ta: "byline", id: "ids", pmid: "ids", doi: "ids", nct: "ids" };
  const LONGEST = 4; // words that mean one thing together
  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const tokens = (text) => fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

  // A place in a text: [first, behind the last] of each run of tokens that says the words; the last may go on where it is open.
  function places(text, words, open) {
    const found = [];
    for (let at = 0; words.length && at + words.length <= text.length; at++) {
      const fits = (word, i) => text[at + i] === word || (open && i === words.length - 1 && text[at + i].startsWith(word));
      if (words.every(fits)) found.push([at, at + words.length]);
    }
    return found;
  }

  function leaf(ways, field, open) {
    const each = ways.map(tokens).filter((words) => words.length);
    const at = (text) => each.flatMap((words) => places(text, words, open));
    return { at, field, holds: (item) => inside(item, field, (text) => at(text).length > 0) };
  }

  const inside = (item, field, test) => (field ? [item[field] || []] : Object.values(item)).some(test);

  // As in every list: a plural finds its singular, and a word what begins with it.
  function word(text, field, table) {
    const plain = fold(text.replace(/\*$/, ""));
    const single = plain.length > 3 && /[^siu]s$/.test(plain) ? plain.slice(0, -1) : plain;
    return leaf([single, ...(table.ways[tokens(plain).join(" ")] || [])], field, true);
  }

  function near(one, other, between) {
    const close = (text) => one.at(text).some(([a, b]) => other.at(text).some(([c, d]) => b <= c ? c - b <= between : d <= a && a - d <= between));
    return { holds: (item) => inside(item, one.field || other.field, close) };
  }

  function signs(text) {
    const plain = text.replace(/[\u201c\u201d\u201e\u00ab\u00bb]/g, '"').replace(/[\u2010-\u2015\u2212]/g, "-");
    const found = [];
    for (const [all, minus, field, phrase, paren, bare] of plain.matchAll(/(?<![^\s(])(-(?=["(\p{L}\p{N}]))|([a-z]+(?=:["\p{L}\p{N}])|(?:title|author|journal)(?=:\s["\p{L}\p{N}])):\s?|"([^"]*)"|([()])|([^\s()"]+)/giu)) {
      if (minus) found.push({ kind: "NOT", text: all });
      else if (field && FIELDS[field.toLowerCase()]) found.push({ kind: "field", text: FIELDS[field.toLowerCase()] });
      else if (phrase !== undefined) found.push({ kind: "phrase", text: phrase });
      else if (paren) found.push({ kind: paren, text: paren });
      else if (/^(AND|OR|NOT|or|not|and)$/.test(all)) found.push({ kind: all.toUpperCase(), text: all });
      else if (/^(?:near|adj)\/?\d{1,2}$/i.test(all)) found.push({ kind: "NEAR", text: all, between: Number(/\d+/.exec(all)[0]) - (/^adj/i.test(all) ? 1 : 0) });
      else if (tokens(all).length) found.push({ kind: "word", text: all });
    }
    return found;
  }

  // Returns what a query asks: the parts that an item has to have, and whether they are no more than words beside one another.
  function read(text, table) {
    const found = signs(text);
    let at = 0;
    let plain = true;
    const kind = (ahead = 0) => (found[at + ahead] || { kind: "" }).kind;
    const begins = (ahead) => ["word", "phrase", "(", "field", "NOT"].includes(kind(ahead));
    const joins = (name) => kind() === name && begins(1);
    const all = (parts) => ({ holds: (item) => parts.every((part) => part.holds(item)) });

    function query(depth) {
      const parts = [];
      while (at < found.length && !(depth && kind() === ")")) {
        if (begins(0)) parts.push(choice(depth));
        else at++;
      }
      return parts;
    }
    function choice(depth) {
      const parts = [both(depth)];
      while (joins("OR")) { at++; parts.push(both(depth)); }
      return parts.length === 1 ? parts[0] : { holds: (item) => parts.some((part) => part.holds(item)) };
    }
    function both(depth) {
      const parts = [one(depth)];
      while (joins("AND")) { plain = false; at++; parts.push(one(depth)); }
      return parts.length === 1 ? parts[0] : all(parts);
    }
    function one(depth) {
      let negated = false;
      while (kind() === "NOT" && begins(1)) { plain = false; negated = !negated; at++; }
      let left = part(depth);
      while (joins("NEAR")) {
        plain = false;
        const between = found[at++].between;
        const right = part(depth);
        left = left.at && right.at ? near(left, right, between) : all([left, right]);
      }
      return negated ? { holds: (item) => !left.holds(item) } : left;
    }
    function part(depth, field = "") {
      const sign = found[at++] || { kind: "word", text: "" };
      if (sign.kind === "field") { plain = false; return part(depth, sign.text); }
      if (sign.kind === "(") { const parts = query(depth + 1); at++; return all(parts); }
      if (sign.kind === "phrase") { plain = false; return leaf([sign.text.replace(/\*$/, "")], field, sign.text.endsWith("*")); }
      return word(joined(sign.text), field, table);
    }
    // Words that mean one thing together are one: "every 14 days".
    function joined(first) {
      for (let length = LONGEST; length > 1; length--) {
        const rest = found.slice(at, at + length - 1);
        const together = [first, ...rest.map((sign) => sign.text)].join(" ");
        if (rest.length === length - 1 && rest.every((sign) => sign.kind === "word") && table.ways[tokens(together).join(" ")]) {
          at += length - 1;
          return together;
        }
      }
      return first;
    }
    const without = found.filter((sign) => !(sign.kind === "word" && table.fillers.includes(sign.text.toLowerCase())));
    const isPlain = found.every((sign) => sign.kind === "word" || sign.kind === "AND");
    if (isPlain && without.some((sign) => sign.kind === "word")) found.splice(0, found.length, ...without);
    const parts = query(0);
    return { parts, plain };
  }

  // Returns the numbers of the items that are found; where none has all of a plain query's words, those that have most of them.
  function search(text, items, table) {
    const { parts, plain } = read(text, table);
    const held = items.map((item) => parts.filter((part) => part.holds(item)).length);
    const most = Math.max(0, ...held);
    const wanted = plain && most * 2 > parts.length ? most : parts.length;
    return { found: items.filter((_, i) => held[i] === wanted).map((item) => item.number), whole: wanted === parts.length };
  }

  const indexed = (items) => items.map(({ item, ...said }) => Object.defineProperty(
    Object.fromEntries(Object.entries(said).map(([name, text]) => [name, tokens(String(text))])), "number", { value: String(item) }));
  root.watcherSearch = { indexed, search };
  if (typeof document === "undefined") return;

  const items = indexed(root.watcherIndex);
  const rows = Array.from(document.querySelectorAll("[data-item]"));
  const form = document.querySelector("form.search");
  const input = document.getElementById("query");
  const count = document.getElementById("count");

  function show() {
    const { found, whole } = search(input.value, items, root.watcherWords);
    const shown = new Set(found);
    for (const row of rows) row.hidden = !shown.has(row.dataset.item);
    count.textContent = (found.length === 1 ? "1 item" : found.length + " items") + (whole ? "" : ", none of which has all of these words");
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", show);
  input.value = new URLSearchParams(root.location.search).get("q") || "";
  show();
})(typeof window === "undefined" ? globalThis : window);
