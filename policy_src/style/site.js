// What pages of the site do beyond their text. Works without a network; without this script every page can be read.
(function () {
  "use strict";

  function each(selector, within, what) {
    Array.prototype.forEach.call((within || document).querySelectorAll(selector), what);
  }

  // Long tables: heads that sort, a field that narrows the rows, and a line that says what has been done.

  function cellText(row, column) {
    return (row.cells[column] ? row.cells[column].textContent : "").trim();
  }

  function filledIn(said, values) {
    return said.replace(/\{(\w+)\}/g, function (blank, name) { return name in values ? values[name] : blank; });
  }

  function sortBy(table, column, said, line) {
    var heads = table.tHead.rows[0].cells;
    var ascending = heads[column].getAttribute("aria-sort") !== "ascending";
    each("th[aria-sort]", table, function (th) { th.removeAttribute("aria-sort"); });
    heads[column].setAttribute("aria-sort", ascending ? "ascending" : "descending");
    var body = table.tBodies[0];
    Array.from(body.rows)
      .sort(function (a, b) {
        var order = cellText(a, column).localeCompare(cellText(b, column), "ja", { numeric: true });
        return ascending ? order : -order;
      })
      .forEach(function (row) { body.appendChild(row); });
    var name = heads[column].textContent.trim();
    line.textContent = filledIn(ascending ? said.ascending : said.descending, { column: name });
  }

  function addSorting(table, said, line) {
    table.classList.add("qb-sorted");
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, column) {
      if (head.tagName !== "TH") return;
      var button = document.createElement("button");
      button.type = "button";
      button.title = said.sort;
      while (head.firstChild) button.appendChild(head.firstChild);
      head.appendChild(button);
      button.addEventListener("click", function () { sortBy(table, column, said, line); });
    });
  }

  function addFilter(table, said, line) {
    var label = document.createElement("label");
    var caption = table.caption ? table.caption.textContent.trim() : "";
    label.className = "qb-filter";
    label.textContent = said.filter;
    var field = document.createElement("input");
    field.type = "search";
    if (caption) field.setAttribute("aria-label", said.filter + " – " + caption);
    label.appendChild(field);
    var place = table.closest(".qb-table") || table;
    place.parentNode.insertBefore(label, place);
    place.parentNode.insertBefore(line, place);
    field.addEventListener("input", function () {
      var wanted = field.value.normalize("NFKC").toLowerCase(), rows = Array.from(table.tBodies[0].rows), count = 0;
      rows.forEach(function (row) {
        row.hidden = row.textContent.normalize("NFKC").toLowerCase().indexOf(wanted) < 0;
        count += row.hidden ? 0 : 1;
      });
      line.textContent = filledIn(said.filtered, { count: count, of: rows.length });
    });
  }

  function addTools(holder) {
    each("table", holder, function (table) {
      if (!table.tHead || table.tBodies.length === 0 || table.tBodies[0].rows.length < 12) return;
      var line = document.createElement("p");
      line.className = "qb-told";
      line.setAttribute("role", "status");
      addFilter(table, holder.dataset, line);
      addSorting(table, holder.dataset, line);
    });
  }

  // Whatever is wider than its place can be reached by keyboard, has a name, and shows that it goes on.

  function announceWidth(holder) {
    var goesOn = holder.scrollWidth > holder.clientWidth + 1, name = holder.querySelector("caption");
    holder.classList.toggle("qb-more", goesOn);
    if (!goesOn) {
      ["tabindex", "role", "aria-labelledby"].forEach(function (given) { holder.removeAttribute(given); });
      return;
    }
    holder.tabIndex = 0;
    if (!name) return;
    holder.setAttribute("role", "region");
    holder.setAttribute("aria-labelledby", name.id);
  }

  function watchWidths() {
    var watch = new ResizeObserver(function (seen) { seen.forEach(function (one) { announceWidth(one.target); }); });
    each(".qb-table, div.qb-chart", document, function (holder) { watch.observe(holder); });
  }

  // The theme's dialogs have no name of their own.

  function nameDialogs() {
    each("[role=dialog]:not([aria-label]):not([aria-labelledby])", document, function (dialog) {
      var field = dialog.querySelector("input[aria-label]");
      if (field) dialog.setAttribute("aria-label", field.getAttribute("aria-label"));
    });
  }

  // On paper a link to another page of a folder is a path of this machine, which tells outsiders too much.

  function hideWays() {
    if (location.protocol !== "file:") return;
    each("a[href]", document, function (link) {
      var way = link.getAttribute("href");
      if (way.charAt(0) === "#" || /^[a-z]+:/i.test(way)) return;
      link.dataset.way = way;
      link.removeAttribute("href");
    });
  }

  function showWays() {
    each("a[data-way]", document, function (link) {
      link.setAttribute("href", link.dataset.way);
      delete link.dataset.way;
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    each(".qb-sortable", document, addTools);
    watchWidths();
    nameDialogs();
  });
  window.addEventListener("beforeprint", hideWays);
  window.addEventListener("afterprint", showWays);
})();
