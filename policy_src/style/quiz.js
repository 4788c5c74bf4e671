// Questions of a page that can be answered on it. Works without a network; without this script they are read there.
// What stands on the page is moved into fields, node by node, so that no text of it can become anything else.
(function () {
  "use strict";

  function made(name, given, inside) {
    var element = document.createElement(name);
    Object.keys(given || {}).forEach(function (key) {
      if (key in element) element[key] = given[key]; else element.setAttribute(key, given[key]);
    });
    (inside || []).forEach(function (each) { element.append(each); });
    return element;
  }

  function filledIn(said, values) {
    return said.replace(/\{(\w+)\}/g, function (blank, name) { return name in values ? values[name] : blank; });
  }

  function moved(from, to) {
    while (from.firstChild) to.appendChild(from.firstChild);
    return to;
  }

  // What stands in a cell of the table of answers, once more.
  function copied(cell) {
    return Array.from(cell.childNodes, function (node) { return node.cloneNode(true); });
  }

  // Questions are a paragraph and a list of choices, answers the rows of a table, both in the order of the data.
  function found(holder, answers, count) {
    var lists = Array.from(holder.querySelectorAll(":scope > ul")).filter(function (list) {
      return list.previousElementSibling && list.previousElementSibling.tagName === "P";
    });
    var table = answers && answers.querySelector("table");
    var rows = table && table.tBodies.length ? Array.from(table.tBodies[0].rows) : [];
    if (lists.length !== count || rows.length !== count) return null;
    return lists.map(function (list, number) {
      var cells = rows[number].cells;
      return { list: list, asked: list.previousElementSibling, why: cells[2], source: cells[3] };
    });
  }

  function Question(quiz, part, number) {
    this.quiz = quiz;
    this.rights = quiz.told.rights[number];
    var type = this.rights.length > 1 ? "checkbox" : "radio";
    var name = quiz.told.key + "." + number;
    this.choices = Array.from(part.list.children, function (item) {
      var field = made("input", { type: type, name: name, autocomplete: "off" });
      var mark = made("span", { className: "qb-quiz-mark" });
      var label = made("label", {}, [field, moved(item, made("span")), mark]);
      return { field: field, mark: mark, label: label };
    });
    this.status = made("div", { className: "qb-quiz-told", role: "status" });
    this.button = made("button", { className: "md-button", textContent: quiz.said.check });
    this.why = copied(part.why);
    this.source = copied(part.source);
    this.hasSource = part.source.textContent.trim() !== quiz.told.none;
    var legend = moved(part.asked, made("legend"));
    var labels = this.choices.map(function (choice) { return choice.label; });
    var fields = made("fieldset", {}, [legend].concat(labels));
    this.form = made("form", { className: "qb-quiz-question", noValidate: true }, [fields, this.status, this.button]);
    this.form.addEventListener("submit", this.pressed.bind(this));
    part.asked.remove();
    part.list.replaceWith(this.form);
    this.clear();
  }

  Question.prototype.clear = function () {
    this.done = this.isRight = this.form.hidden = false;
    this.button.textContent = this.quiz.said.check;
    this.status.replaceChildren();
    this.status.className = "qb-quiz-told";
    this.choices.forEach(function (choice) {
      choice.field.checked = choice.field.disabled = false;
      choice.mark.textContent = "";
      choice.label.className = "";
    });
  };

  Question.prototype.focus = function () { this.choices[0].field.focus(); };

  Question.prototype.pressed = function (event) {
    event.preventDefault();
    if (this.done) return this.quiz.goOn();
    if (this.choices.some(function (choice) { return choice.field.checked; })) return this.check();
    this.status.replaceChildren(made("p", { textContent: this.quiz.said.choose }));
  };

  Question.prototype.check = function () {
    var rights = this.rights, quiz = this.quiz, said = quiz.said;
    this.done = true;
    this.isRight = this.choices.every(function (choice, at) { return choice.field.checked === rights.includes(at); });
    this.choices.forEach(function (choice, at) {
      var marks = [rights.includes(at) && said.mark_right, choice.field.checked && said.mark_chosen].filter(Boolean);
      choice.mark.textContent = marks.length ? "[" + marks.join(" / ") + "]" : "";
      choice.label.className = rights.includes(at) ? "qb-right" : choice.field.checked ? "qb-wrong" : "";
      choice.field.disabled = true;
    });
    var letters = rights.map(function (at) { return quiz.told.letters[at]; }).join(quiz.told.join);
    var result = made("strong", { textContent: filledIn(this.isRight ? said.right : said.wrong, { right: letters }) });
    this.status.className = "qb-quiz-told " + (this.isRight ? "qb-right" : "qb-wrong");
    this.status.replaceChildren(made("p", {}, [result, " "].concat(this.why)));
    if (this.hasSource) {
      this.status.append(made("p", { className: "qb-quiz-source" }, [said.source + ": "].concat(this.source)));
    }
    quiz.told_of(this);
    // What was pressed may be a field that nobody can be in any more.
    this.button.focus();
  };

  function Quiz(holder, answers) {
    this.told = JSON.parse(holder.dataset.quiz);
    this.said = this.told.words;
    var parts = found(holder, answers, this.told.rights.length);
    if (!parts) return;
    this.questions = parts.map(function (part, number) { return new Question(this, part, number); }, this);
    this.asked = this.questions;
    this.progress = made("p", { className: "qb-quiz-progress", role: "status" });
    this.title = made("h3", { tabIndex: -1, textContent: this.said.result });
    this.lines = made("div");
    this.again = this.starter(this.said.again, function () { return true; });
    this.wrongAgain = this.starter(this.said.wrong_again, function (question) { return !question.isRight; });
    var buttons = made("p", { className: "qb-quiz-buttons" }, [this.again, this.wrongAgain].concat(this.wayBack()));
    this.result = made("div", { className: "qb-quiz-result", hidden: true }, [this.title, this.lines, buttons]);
    holder.append(this.progress, this.result);
    this.closeAnswers(answers);
    this.tellLast(this.questions[0].form);
    this.questions[0].form.before(made("p", { className: "qb-quiz-once", textContent: this.said.once }));
    holder.classList.add("qb-quiz-live");
  }

  // To the path for newcomers that this browser had open last.
  Quiz.prototype.wayBack = function () {
    var path = null;
    try { path = JSON.parse(localStorage.getItem(this.told.path)); } catch (refused) { return []; }
    if (typeof path !== "string" || !/^[a-z0-9-]+$/.test(path)) return [];
    var href = "../onboarding/" + path + ".html";
    return [made("a", { className: "md-button", href: href, textContent: this.said.way_back })];
  };

  Quiz.prototype.starter = function (words, wanted) {
    var button = made("button", { type: "button", className: "md-button", textContent: words });
    button.addEventListener("click", this.start.bind(this, wanted));
    return button;
  };

  Quiz.prototype.start = function (wanted) {
    this.asked = this.questions.filter(wanted);
    this.questions.forEach(function (question) { question.form.hidden = true; });
    this.asked.forEach(function (question) { question.clear(); });
    this.result.hidden = true;
    this.progress.textContent = "";
    this.openAnswers(false);
    this.asked[0].focus();
  };

  Quiz.prototype.open = function () {
    return this.asked.filter(function (question) { return !question.done; });
  };

  Quiz.prototype.told_of = function (question) {
    var left = this.open().length, of = this.asked.length;
    question.button.textContent = left ? this.said.next : this.said.finish;
    this.progress.textContent = filledIn(this.said.progress, { of: of, done: of - left });
    if (!left) this.finish();
  };

  // The next question that is open, from where the reader is on, or the result.
  Quiz.prototype.goOn = function () {
    var open = this.open(), here = document.activeElement;
    var after = open.filter(function (question) {
      return here.compareDocumentPosition(question.form) & Node.DOCUMENT_POSITION_FOLLOWING;
    });
    if (open.length) (after[0] || open[0]).focus(); else this.title.focus();
  };

  Quiz.prototype.finish = function () {
    var right = this.asked.filter(function (question) { return question.isRight; }).length, said = this.said;
    var values = { of: this.asked.length, right: right, least: this.told.least }, lines = [];
    if (this.asked.length < this.questions.length) {
      lines.push(said.practised);
    } else {
      var passed = right >= this.told.least;
      lines.push(said.score, passed ? said.passed : said.failed);
      lines.push(this.keep(right, passed) ? said.kept : said.not_kept);
    }
    this.lines.replaceChildren.apply(this.lines, lines.map(function (line) {
      return made("p", { textContent: filledIn(line, values) });
    }));
    this.questions.forEach(function (question) { question.form.hidden = false; });
    this.wrongAgain.hidden = right === this.asked.length;
    this.result.hidden = false;
    this.openAnswers(true);
  };

  function today() {
    var now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(function (part) {
      return String(part).padStart(2, "0");
    }).join("-");
  }

  Quiz.prototype.kept = function () {
    try { return JSON.parse(localStorage.getItem(this.told.key)); } catch (refused) { return null; }
  };

  // Whoever has passed does not lose it by trying once more. Whether anything could be kept.
  Quiz.prototype.keep = function (right, passed) {
    var last = this.kept(), result = { right: right, of: this.questions.length, passed: passed, on: today() };
    try {
      if (passed || !last || !last.passed) localStorage.setItem(this.told.key, JSON.stringify(result));
      return localStorage.getItem(this.told.key) !== null;
    } catch (refused) { return false; }
  };

  Quiz.prototype.tellLast = function (before) {
    var last = this.kept(), said = this.said;
    if (!last || typeof last !== "object") return;
    var day = /^(\d+)-0?(\d+)-0?(\d+)$/.exec(last.on);
    if (!day) return;
    var on = filledIn(said.day, { year: day[1], month: day[2], day: day[3] });
    var line = filledIn(last.passed ? said.last_passed : said.last_failed, Object.assign({}, last, { on: on }));
    before.before(made("p", { className: "qb-quiz-last", textContent: line }));
  };

  // The answers wait below a button; on paper they always stand there.
  Quiz.prototype.closeAnswers = function (answers) {
    this.answers = answers;
    this.toggle = made("button", { type: "button", className: "md-button" });
    this.toggle.addEventListener("click", function () {
      this.openAnswers(answers.classList.contains("qb-quiz-closed"));
    }.bind(this));
    answers.querySelector("h2, h3").after(made("p", { className: "qb-quiz-buttons" }, [this.toggle]));
    this.openAnswers(false);
  };

  Quiz.prototype.openAnswers = function (open) {
    this.answers.classList.toggle("qb-quiz-closed", !open);
    this.toggle.textContent = open ? this.said.hide : this.said.show;
    this.toggle.setAttribute("aria-expanded", String(open));
  };

  Array.prototype.forEach.call(document.querySelectorAll(".qb-quiz"), function (holder) {
    var answers = holder.nextElementSibling;
    if (answers && answers.classList.contains("qb-quiz-answers")) new Quiz(holder, answers);
  });
})();
