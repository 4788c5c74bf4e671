// Long tables: a field that narrows the rows, and heads that sort them. Works without a network.
(function () {
  function cellText(row, column) {
    return (row.cells[column] ? row.cells[column].textContent : "").trim();
  }

  function sortBy(table, column, button) {
    var ascending = button.getAttribute("aria-sort") !== "ascending";
    table.querySelectorAll("th").forEach(function (th) { th.removeAttribute("aria-sort"); });
    button.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    var body = table.tBodies[0];
    Array.from(body.rows)
      .sort(function (a, b) {
        var order = cellText(a, column).localeCompare(cellText(b, column), "ja", { numeric: true });
        return ascending ? order : -order;
      })
      .forEach(function (row) { body.appendChild(row); });
  }

  function addFilter(table, holder) {
    var label = document.createElement("label");
    label.className = "qb-filter";
    label.textContent = holder.dataset.filter;
    var field = document.createElement("input");
    field.type = "search";
    label.appendChild(field);
    var place = table.closest(".qb-table") || table;
    place.parentNode.insertBefore(label, place);
    field.addEventListener("input", function () {
      var wanted = field.value.normalize("NFKC").toLowerCase();
      Array.from(table.tBodies[0].rows).forEach(function (row) {
        row.hidden = row.textContent.normalize("NFKC").toLowerCase().indexOf(wanted) < 0;
      });
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll(".qb-sortable").forEach(function (holder) {
      holder.querySelectorAll("table").forEach(function (table) {
        if (table.tBodies.length === 0 || table.tBodies[0].rows.length < 12) return;
        addFilter(table, holder);
        table.querySelectorAll("th").forEach(function (th, column) {
          th.tabIndex = 0;
          th.title = holder.dataset.sort;
          th.addEventListener("click", function () { sortBy(table, column, th); });
          th.addEventListener("keydown", function (event) {
            if (event.key === "Enter") sortBy(table, column, th);
          });
        });
      });
    });
  });
})();
