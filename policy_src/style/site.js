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

  // How many rows are shown, if not all of them, and in which order.
  function tell(said, line) {
    line.textContent = [said.shown, said.order].filter(Boolean).join(" ");
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
    said.order = filledIn(ascending ? said.ascending : said.descending, { column: name });
    tell(said, line);
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

  function plain(text) { return text.normalize("NFKC").toLowerCase().trim(); }

  function addFilter(table, said, line) {
    var label = document.createElement("label");
    var caption = table.caption ? table.caption.textContent.trim() : "";
    label.className = "qb-filter";
    label.textContent = said.filter;
    var field = document.createElement("input");
    field.type = "search";
    // A browser that goes back fills in what was typed, but narrows nothing by it.
    field.autocomplete = "off";
    if (caption) field.setAttribute("aria-label", said.filter + " – " + caption);
    label.appendChild(field);
    var place = table.closest(".qb-table") || table;
    place.parentNode.insertBefore(label, place);
    place.parentNode.insertBefore(line, place);
    function narrow() {
      var wanted = plain(field.value).split(/\s+/), rows = Array.from(table.tBodies[0].rows), count = 0;
      rows.forEach(function (row) {
        var text = plain(row.textContent);
        row.hidden = !wanted.every(function (word) { return text.indexOf(word) >= 0; });
        count += row.hidden ? 0 : 1;
      });
      said.shown = field.value.trim() ? filledIn(said.filtered, { count: count, of: rows.length }) : "";
      tell(said, line);
    }
    field.addEventListener("input", narrow);
    // Whoever follows a link to a row is to see it.
    window.addEventListener("hashchange", function () {
      var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (!target || !table.contains(target) || !target.closest("tr[hidden]")) return;
      field.value = "";
      narrow();
      target.scrollIntoView();
    });
  }

  function addTools(holder) {
    each("table", holder, function (table) {
      if (!table.tHead || table.tBodies.length === 0 || table.tBodies[0].rows.length < 12) return;
      var line = document.createElement("p");
      line.className = "qb-told";
      line.setAttribute("role", "status");
      var said = Object.assign({}, holder.dataset);
      addFilter(table, said, line);
      addSorting(table, said, line);
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
    var held = ".qb-table, div.qb-chart";
    var watch = new ResizeObserver(function (seen) {
      seen.forEach(function (one) { announceWidth(one.target.closest(held)); });
    });
    // What is held may grow wider while its place keeps its size.
    each(held, document, function (holder) {
      watch.observe(holder);
      Array.from(holder.children).forEach(function (inner) { watch.observe(inner); });
    });
  }

  // On a narrow screen the theme's menu opens by a label, which no key reaches.

  function openMenuByKey() {
    var toggle = document.getElementById("__drawer"), label = document.querySelector(".md-header [for=__drawer]");
    var search = window.quaybookSearch, words = search && search[Object.keys(search)[0]];
    if (!toggle || !label || !words) return;
    var opener = document.createElement("button");
    opener.type = "button";
    opener.className = label.className + " qb-menu";
    opener.setAttribute("aria-label", words.menu);
    while (label.firstChild) opener.appendChild(label.firstChild);
    label.replaceWith(opener);
    function tellState() { opener.setAttribute("aria-expanded", String(toggle.checked)); }
    function change(open) {
      toggle.checked = open;
      toggle.dispatchEvent(new Event("change"));
      var links = Array.from(document.querySelectorAll(".md-sidebar--primary .md-nav__link[href]"));
      // A level that is not open waits beside the menu: whoever goes there would push the menu out of sight.
      var seen = links.filter(function (link) {
        return link.getClientRects().length && !link.closest(".md-nav__toggle:not(:checked) ~ .md-nav");
      });
      var first = seen.filter(function (link) { return link.closest(".md-nav__item--active"); })[0] || seen[0];
      if (open && first) {
        first.focus({ preventScroll: true });
        first.scrollIntoView({ block: "nearest", inline: "nearest" });
        first.closest(".md-sidebar__scrollwrap").scrollLeft = 0;
      }
      if (!open) opener.focus();
    }
    tellState();
    toggle.addEventListener("change", tellState);
    opener.addEventListener("click", function () { change(!toggle.checked); });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && toggle.checked) change(false);
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

  // A part of a page that needs more names the script that lies beside this one; no other page loads it.

  var own = document.currentScript && document.currentScript.src;

  function bringScripts() {
    var names = new Set(Array.from(document.querySelectorAll("[data-script]"), function (part) {
      return part.dataset.script;
    }));
    names.forEach(function (name) {
      if (!own || !/^[a-z-]+\.js$/.test(name)) return;
      var script = document.createElement("script");
      script.src = new URL(name, own).href;
      document.head.appendChild(script);
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    bringScripts();
    each(".qb-sortable", document, addTools);
    watchWidths();
    openMenuByKey();
  });
  window.addEventListener("beforeprint", hideWays);
  window.addEventListener("afterprint", showWays);
})();
