// The box of the search. Nothing of the search but this is loaded with a page; the engine and the index come when somebody
// first opens the box, as scripts, for a page opened from a folder may read nothing else. What is found is shown as text.
(function () {
  var all = window.quaybookSearch, root = new URL("../../", document.currentScript.src).href;
  var AT_ONCE = 20;

  // The language of the page is that of its folder; a page in none is one of the first language.
  function languages() {
    var codes = Object.keys(all), path = location.href.slice(root.length).split("/")[0];
    return codes.indexOf(path) > 0 ? [path].concat(codes.filter(function (code) { return code !== path; })) : codes;
  }
  var order = languages(), words = all[order[0]], engines = {}, missing = false, shown = 0, found = [];

  function make(tag, attributes, text) {
    var element = document.createElement(tag);
    Object.keys(attributes).forEach(function (name) { element.setAttribute(name, attributes[name]); });
    if (text) element.textContent = text;
    return element;
  }

  function load(name) {
    return new Promise(function (resolve, reject) {
      var script = make("script", { src: root + "assets/quaybook/" + name, charset: "utf-8" });
      script.onload = resolve;
      script.onerror = reject;
      document.head.appendChild(script);
    });
  }

  var opener = make("button", { type: "button", class: "qb-search-open", "aria-haspopup": "dialog", title: words.keys }, words.open);
  var dialog = make("dialog", { class: "qb-search", "aria-label": words.open });
  var field = make("input", {
    type: "search", id: "qb-search-field", placeholder: words.placeholder, autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "search"
  });
  var label = make("label", { for: "qb-search-field" }, words.open);
  var close = make("button", { type: "button", class: "qb-search-close" }, words.close);
  var status = make("p", { role: "status", class: "qb-search-status" });
  var list = make("ol", { class: "qb-search-list" });
  var more = make("button", { type: "button", class: "qb-search-more" }, words.more);
  var bar = make("div", { class: "qb-search-bar" });
  [label, field, close].forEach(function (each) { bar.appendChild(each); });
  [bar, status, list, more].forEach(function (each) { dialog.appendChild(each); });
  more.hidden = true;

  function entry(result, language) {
    var item = make("li", language === order[0] ? {} : { lang: language }), passage = result.passage();
    var link = make("a", { href: root + result.url + (passage.anchor ? "#" + encodeURIComponent(passage.anchor) : "") });
    var title = make("strong", {}, result.title);
    link.appendChild(title);
    if (result.number) link.appendChild(make("span", { class: "qb-search-number" }, result.number));
    if (passage.heading) link.appendChild(make("span", { class: "qb-search-heading" }, passage.heading));
    if (result.phrase) link.appendChild(make("span", { class: "qb-search-phrase" }, words.when.replace("{phrase}", result.phrase)));
    var teaser = make("span", { class: "qb-search-teaser" });
    passage.runs.forEach(function (run) { teaser.appendChild(make(run.marked ? "mark" : "span", {}, run.text)); });
    link.appendChild(teaser);
    // A link within the page itself does not leave it.
    link.addEventListener("click", function () { dialog.close(); });
    item.appendChild(link);
    return item;
  }

  function showMore() {
    found.slice(shown, shown + AT_ONCE).forEach(function (each) { list.appendChild(entry(each.result, each.language)); });
    shown = Math.min(found.length, shown + AT_ONCE);
    more.hidden = shown >= found.length;
  }

  function search() {
    var query = field.value.trim();
    found = [];
    order.forEach(function (language) {
      if (!engines[language]) return;
      engines[language].search(query).forEach(function (result) { found.push({ result: result, language: language }); });
    });
    list.textContent = "";
    shown = 0;
    showMore();
    var said = found.length === 1 ? words.one : words.many.replace("{count}", found.length);
    if (missing) said = words.missing;
    else if (!query) said = words.hint;
    else if (!engines[order[0]]) said = words.loading;
    else if (!found.length) said = words.none;
    status.textContent = said;
    remember(query);
  }

  // Whoever comes back from a page that was the wrong one finds what was found. Some browsers keep nothing for a folder.
  function remember(query) {
    try { sessionStorage.setItem("quaybook-search", query); } catch (refused) { /* Then it is typed again. */ }
  }

  function remembered() {
    try { return sessionStorage.getItem("quaybook-search") || ""; } catch (refused) { return ""; }
  }

  var loading;
  function ready() {
    if (loading) return;
    loading = load("search.js").then(function () {
      return order.reduce(function (before, language) {
        return before.then(function () { return load("search-" + language + ".js"); }).then(function () {
          engines[language] = all.engine(all[language].index);
          search();
        });
      }, Promise.resolve());
    }).catch(function () { missing = true; search(); });
  }

  function open() {
    if (dialog.open) return;
    if (!field.value) field.value = remembered();
    dialog.showModal();
    field.focus();
    field.select();
    if (!status.textContent) status.textContent = words.loading;
    ready();
  }

  function move(step) {
    var links = Array.from(list.querySelectorAll("a")), at = links.indexOf(document.activeElement) + step;
    if (at < 0 || !links.length) field.focus();
    else links[Math.min(at, links.length - 1)].focus();
  }

  function typed(event) {
    var steps = { ArrowDown: 1, ArrowUp: -1 };
    // Some browsers say by this number alone that an input method is at work.
    if (event.isComposing || event.keyCode === 229) return;
    if (steps[event.key]) {
      event.preventDefault();
      move(steps[event.key]);
    } else if (event.key === "Enter" && event.target === field && list.firstChild) {
      event.preventDefault();
      list.querySelector("a").click();
    }
  }

  opener.addEventListener("click", open);
  close.addEventListener("click", function () { dialog.close(); });
  more.addEventListener("click", function () {
    var next = shown;
    showMore();
    list.querySelectorAll("a")[next].focus();
  });
  // Text comes from an input method, the clipboard or a voice without any key.
  field.addEventListener("input", search);
  field.addEventListener("compositionend", search);
  dialog.addEventListener("keydown", typed);
  dialog.addEventListener("click", function (event) { if (event.target === dialog) dialog.close(); });
  document.addEventListener("keydown", function (event) {
    // No key by itself: whoever speaks to the device would open the box by chance.
    var asked = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    if (!asked || event.isComposing) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("DOMContentLoaded", place);
  if (document.readyState !== "loading") place();

  function place() {
    if (opener.isConnected) return;
    var head = document.querySelector(".md-header__inner") || document.querySelector("header") || document.body;
    head.appendChild(opener);
    document.body.appendChild(dialog);
  }
})();
