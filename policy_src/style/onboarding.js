// The page of a path for newcomers: boxes that keep what is done, and a sheet that prints with name and day. What is kept
// stays in this browser; without this script the page is the same list for paper. Whatever is told is set as text.
(function () {
  "use strict";
  var page = document.querySelector(".qb-onboarding");
  var table = page && page.querySelector("#steps ~ .qb-table table");
  if (!table) return;
  var data = JSON.parse(page.dataset.path), words = data.words, rows = Array.from(table.tBodies[0].rows);
  var marks = {}, boxes = [], notes = [];

  // A browser may refuse to keep anything, even to be asked.
  function read(name) {
    try { return JSON.parse(localStorage.getItem(name)); } catch (error) { return null; }
  }

  function write(name, value) {
    try {
      // Even where there is nothing to keep, it is tried whether anything would be.
      localStorage.setItem(name, JSON.stringify(value));
      if (value === null) localStorage.removeItem(name);
      return true;
    } catch (error) { return false; }
  }

  function make(tag, attributes, text) {
    var element = document.createElement(tag);
    Object.keys(attributes).forEach(function (name) { element.setAttribute(name, attributes[name]); });
    if (text) element.textContent = text;
    return element;
  }

  function filled(said, values) {
    return said.replace(/\{(\w+)\}/g, function (blank, name) { return name in values ? values[name] : blank; });
  }

  // A day as the page writes days; what is no day stays what it is.
  function inWords(day) {
    var parts = /^(\d+)-0?(\d+)-0?(\d+)$/.exec(day || "");
    return parts ? filled(words.day, { year: parts[1], month: parts[2], day: parts[3] }) : "";
  }

  // The day here, not in Greenwich.
  function today() {
    var now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(function (n) { return String(n).padStart(2, "0"); }).join("-");
  }

  function isDone(step) { return Boolean(marks[step.id]) && marks[step.id].state === step.state; }

  function resultOf(step) {
    var found = step.quiz ? read(data.quiz + step.document) : null;
    if (!found || !Number.isInteger(found.right) || !Number.isInteger(found.of)) return null;
    return { text: filled(words.result, found) + " " + (found.passed ? words.passed : words.failed), on: found.on };
  }

  // How far it is. Drills have days of their own, so nobody waits for them to be through.

  var drills = data.steps.filter(function (step) { return step.drill; });
  var own = data.steps.filter(function (step) { return !step.drill; });
  var bar = make("progress", { id: "qb-progress", max: own.length });
  var told = make("p", { role: "status", class: "qb-progress-told" });
  var keeping = make("p", { class: "qb-progress-kept" });
  var clear = make("button", { type: "button", class: "md-button" }, words.clear);

  function tell(first) {
    var open = own.filter(function (step) { return !isDone(step); });
    var minutes = open.reduce(function (sum, step) { return sum + step.minutes; }, 0), count = own.length - open.length;
    var values = { of: own.length, count: count, minutes: minutes, drills: drills.length, joined: drills.filter(isDone).length };
    var said = [first, open.length ? words.told : words.all, drills.length && words.drills].filter(Boolean);
    bar.value = count;
    told.textContent = said.map(function (line) { return filled(line, values); }).join(" ");
  }

  function addProgress() {
    var holder = make("div", { class: "qb-progress" });
    var label = make("label", { for: "qb-progress" }, words.progress);
    [label, bar, told, keeping, clear].forEach(function (each) { holder.appendChild(each); });
    var place = table.closest(".qb-table");
    place.parentNode.insertBefore(holder, place);
  }

  // The boxes.

  function addBox(row, step, number) {
    var cell = row.cells[row.cells.length - 1], link = row.querySelector("a, strong");
    var name = words.done + " " + row.cells[0].textContent.trim() + " " + (link ? link.textContent.trim() : "");
    var label = make("label", { class: "qb-done" });
    boxes[number] = make("input", { type: "checkbox", "aria-label": name });
    label.appendChild(boxes[number]);
    label.appendChild(make("span", { "aria-hidden": "true" }, words.done));
    cell.textContent = "";
    cell.classList.remove("qb-blank");
    cell.appendChild(label);
    notes[number] = make("p", { class: "qb-changed" });
    row.cells[1].appendChild(notes[number]);
    boxes[number].addEventListener("change", function () {
      if (boxes[number].checked) marks[step.id] = { state: step.state, on: today() };
      else delete marks[step.id];
      keepMarks();
      show();
    });
  }

  function keepMarks() {
    var kept = write(data.key, Object.keys(marks).length ? marks : null);
    keeping.textContent = kept ? words.kept : words.not_kept;
    return kept;
  }

  function setText(cell, text) {
    if (cell.dataset.blank === undefined) cell.dataset.blank = cell.textContent;
    cell.textContent = text || cell.dataset.blank;
  }

  function show(first) {
    rows.forEach(function (row, number) {
      var step = data.steps[number], result = resultOf(step);
      boxes[number].checked = isDone(step);
      notes[number].textContent = marks[step.id] && !isDone(step) ? words.changed : "";
      row.classList.toggle("qb-is-done", isDone(step));
      if (step.quiz) setText(row.cells[3], result && result.text);
    });
    showRead();
    tell(first);
  }

  // The sheet that is signed.

  var sheet = page.querySelector(".qb-ack"), tables = sheet ? Array.from(sheet.querySelectorAll("table")) : [];
  var readings = data.steps.filter(function (step) { return step.read; });

  function showRead() {
    if (!tables[1]) return;
    Array.from(tables[1].tBodies[0].rows).forEach(function (row, number) {
      var step = readings[number], result = step && resultOf(step);
      if (!step) return;
      if (step.quiz) setText(row.cells[2], result && result.text);
      setText(row.cells[3], isDone(step) ? inWords(marks[step.id].on) : "");
    });
  }

  // On paper the day reads the same whatever language the browser speaks.
  function addDay(cell, field) {
    var shown = make("span", { class: "qb-ack-day", "aria-hidden": "true" });
    function copy() { shown.textContent = inWords(field.value); }
    field.value = today();
    field.addEventListener("input", copy);
    copy();
    cell.appendChild(shown);
  }

  function addFields() {
    if (!tables[0]) return;
    Array.from(tables[0].tBodies[0].rows).forEach(function (row, number, all) {
      // The first row says of what the sheet is.
      if (number === 0) return;
      var cell = row.cells[1], last = number === all.length - 1;
      var field = make("input", { type: last ? "date" : "text", "aria-label": row.cells[0].textContent.trim(), autocomplete: "off" });
      cell.textContent = "";
      cell.classList.remove("qb-blank");
      cell.appendChild(field);
      if (last) addDay(cell, field);
    });
    var print = make("button", { type: "button", class: "md-button" }, words.print);
    print.addEventListener("click", function () {
      document.documentElement.classList.add("qb-ack-only");
      window.print();
    });
    window.addEventListener("afterprint", function () { document.documentElement.classList.remove("qb-ack-only"); });
    var foot = make("div", { class: "qb-ack-screen" });
    foot.appendChild(make("p", {}, words.nothing_sent));
    foot.appendChild(print);
    tables[0].closest(".qb-table").before(foot);
  }

  function load() {
    var kept = read(data.key);
    marks = kept && typeof kept === "object" && !Array.isArray(kept) ? kept : {};
  }

  clear.addEventListener("click", function () {
    if (!window.confirm(words.sure)) return;
    marks = {};
    keepMarks();
    show(words.cleared);
  });

  if (rows.length !== data.steps.length) return;
  load();
  addProgress();
  rows.forEach(function (row, number) { addBox(row, data.steps[number], number); });
  addFields();
  var works = keepMarks();
  write(data.last, data.page);
  show();
  // Whoever comes back from a quiz, or has the page open twice, sees what is there now.
  window.addEventListener("pageshow", function () { if (works) load(); show(); });
  window.addEventListener("storage", function () { if (works) load(); show(); });
})();
