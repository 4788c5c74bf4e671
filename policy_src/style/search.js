// The engine of the search, loaded with the index when somebody first goes to the search. It looks through the folded
// text itself, so that a text is found wherever it stands, and gives pages, the best first, each with its passage.
(function () {
  // Small kana of foreign words are written large or small, and a long vowel at the end of a word with or without its mark.
  var SMALL = /[\u30a1\u30a3\u30a5\u30a7\u30a9\u30ee]/g;
  var LONG_END = /\u30fc(?![\u30a1-\u30fc])/g;
  var HYPHENS = /[\u2010-\u2015\u2212]/g;
  var PARTS = /[\u3400-\u9fff\u3005]+|[\u30a1-\u30ff]+|[a-z0-9][a-z0-9.()\-\/:]*[a-z0-9]|[a-z0-9]/g;
  var LATIN = /[a-z0-9]/, DIGIT = /[0-9]/;
  var ENDING = /^[\u3041-\u3096]+$/, KANJI = /^[\u3400-\u9fff]+$/, FEW = 8, LIKE = 0.45;
  var COMBINING = /[\uff9e\uff9f\u3099\u309a\ufe00-\ufe0f\udc00-\udfff]/;

  function larger(kana) { return String.fromCharCode(kana.charCodeAt(0) + 1); }

  function fold(text) {
    return text.normalize("NFKC").toLowerCase().replace(SMALL, larger).replace(LONG_END, "").replace(HYPHENS, "-");
  }

  // The folded text with, for each of its letters, where it stands in the text itself.
  function foldWithPlaces(text) {
    var folded = "", places = [];
    for (var at = 0; at < text.length;) {
      var end = at + 1;
      while (end < text.length && COMBINING.test(text[end])) end += 1;
      var letters = text.slice(at, end).normalize("NFKC").toLowerCase().replace(SMALL, larger).replace(HYPHENS, "-");
      for (var i = 0; i < letters.length; i++) places.push(at);
      folded += letters;
      at = end;
    }
    var kept = [];
    folded = folded.replace(LONG_END, function (mark, place) { kept.push(place); return ""; });
    for (var k = kept.length - 1; k >= 0; k--) places.splice(kept[k], 1);
    places.push(text.length);
    return { text: folded, places: places };
  }

  // The pairs of letters of a phrase and what each weighs: the endings of words, in hiragana, say little.
  function pairs(text) {
    var bare = text.replace(/\s+/g, ""), found = {};
    for (var i = 0; i + 1 < bare.length; i++) found[bare.slice(i, i + 2)] = ENDING.test(bare.slice(i, i + 2)) ? 0.3 : 1;
    return found;
  }

  function sum(weights) {
    return Object.keys(weights).reduce(function (all, pair) { return all + weights[pair]; }, 0);
  }

  // How alike two phrases are, from 0 to 1, by the pairs of letters that they share.
  function likeness(one, other) {
    var shared = 0, both = sum(one) + sum(other);
    Object.keys(one).forEach(function (pair) { if (other[pair]) shared += one[pair]; });
    return both ? (2 * shared) / both : 0;
  }

  // Where the word begins: a word in Latin letters not within another, a number whole.
  function eachPlace(text, word, whole, told) {
    var first = LATIN.test(word[0]), last = DIGIT.test(word[word.length - 1]), letter = LATIN.test(word[word.length - 1]);
    for (var at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
      var after = text[at + word.length] || "";
      if (first && at > 0 && LATIN.test(text[at - 1])) continue;
      if (last && DIGIT.test(after)) continue;
      if (whole && letter && LATIN.test(after)) continue;
      told(at);
    }
  }

  function Engine(index) {
    this.lines = index.text.split("\n");
    this.text = fold(index.text);
    this.sections = index.sections;
    var engine = this, starts = [0], heads = [];
    for (var at = this.text.indexOf("\n"); at >= 0; at = this.text.indexOf("\n", at + 1)) starts.push(at + 1);
    for (var i = 0; i < starts.length; i++) heads.push(this.text.indexOf("\t", starts[i]));
    this.starts = starts;
    this.heads = heads;
    this.aliases = index.aliases.map(function (group) { return group.map(fold); });
    this.called = new Map();
    this.aliases.forEach(function (group) { group.forEach(function (each) { engine.called.set(each, group[0]); }); });
    this.names = new RegExp(Array.from(this.called.keys()).sort(function (a, b) { return b.length - a.length; }).map(literal).join("|"), "g");
    var lengths = index.pages.map(function () { return 1; });
    for (var s = 0; s < starts.length; s++) {
      lengths[index.sections[s][0]] += (starts[s + 1] || this.text.length) - starts[s];
    }
    var mean = lengths.reduce(function (sum, each) { return sum + each; }, 0) / (lengths.length || 1);
    this.pages = index.pages.map(function (page, number) {
      return {
        url: page[0], title: page[1], purpose: page[6], number: page[2], weight: page[5], folded: fold(page[1]), numbers: page[3].map(fold).map(joined), called: page[3].map(fold).join("\n"),
        symptoms: page[4].map(function (phrase) { return { said: phrase, text: fold(phrase), pairs: pairs(engine.plain(fold(phrase))) }; }),
        pairs: pairs(engine.plain(fold([page[1], page[6]].concat(page[4]).join("\n")))),
        long: 0.4 + (0.6 * lengths[number]) / mean
      };
    });
    // How many pages are found by a pair of letters: what few are found by tells more.
    this.common = {};
    this.pages.forEach(function (page) {
      Object.keys(page.pairs).forEach(function (pair) { engine.common[pair] = (engine.common[pair] || 0) + 1; });
    });
    this.known = {};
  }

  function literal(word) { return word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"); }

  // The text with each word as the documents call it; a word in Latin letters not within another.
  Engine.prototype.plain = function (text) {
    var called = this.called;
    if (!called.size) return text;
    return text.replace(this.names, function (word, at) {
      var beside = (text[at - 1] || " ") + (text[at + word.length] || " ");
      return LATIN.test(word[0]) && LATIN.test(beside) ? word : called.get(word);
    });
  };

  // The pages that hold the word, each with its sections: how often there, and whether in the heading.
  Engine.prototype.word = function (word) {
    if (this.known[word]) return this.known[word];
    var found = { pages: new Map(), word: word }, engine = this, section = 0;
    eachPlace(this.text, word, false, function (at) {
      while (section + 1 < engine.starts.length && engine.starts[section + 1] <= at) section += 1;
      var page = engine.sections[section][0], held = found.pages.get(page);
      if (!held) found.pages.set(page, (held = { count: 0, title: false, sections: new Map() }));
      var there = held.sections.get(section) || { count: 0, head: false };
      there.count += 1;
      there.head = there.head || at < engine.heads[section];
      held.count += 1;
      held.sections.set(section, there);
    });
    this.pages.forEach(function (page, number) {
      eachPlace(page.folded + "\n" + page.called, word, false, function () {
        if (!found.pages.has(number)) found.pages.set(number, { count: 0, sections: new Map() });
        found.pages.get(number).title = true;
      });
    });
    found.rarity = Math.log(1 + this.pages.length / (1 + found.pages.size));
    return (this.known[word] = found);
  };

  Engine.prototype.alsoCalled = function (word) {
    var found = [];
    this.aliases.forEach(function (group) {
      if (group.indexOf(word) >= 0) found = found.concat(group);
    });
    return found.filter(function (each, at) { return each !== word && found.indexOf(each) === at; });
  };

  // What the word itself gives, and what the words that mean the same give, for less.
  Engine.prototype.ways = function (word) {
    var engine = this, own = { found: this.word(word), worth: 1 };
    return [own].concat(this.alsoCalled(word).map(function (other) { return { found: engine.word(other), worth: 0.5 }; }));
  };

  // A number is meant whether or not its parts are joined by hyphens.
  function joined(number) { return number.replace(/-/g, ""); }

  // How much of the query is in what the page is found by, from 0 to 1; what no page is found by does not count.
  Engine.prototype.share = function (asked, page) {
    var engine = this, all = 0, there = 0;
    Object.keys(asked).forEach(function (pair) {
      if (!engine.common[pair]) return;
      var weight = asked[pair] * Math.log(1 + engine.pages.length / engine.common[pair]);
      all += weight;
      if (page.pairs[pair]) there += weight;
    });
    return all ? there / all : 0;
  };

  function depth(held, page) { return (held.count * 2.2) / (held.count + 1.2 * page.long); }

  // What a word is worth on each page: often and early, in a heading, in the title.
  Engine.prototype.worths = function (ways) {
    var engine = this, best = new Map();
    ways.forEach(function (way) {
      way.found.pages.forEach(function (held, number) {
        var page = engine.pages[number], head = 0;
        held.sections.forEach(function (there) { head = Math.max(head, there.head ? 1 : 0); });
        var title = held.title ? 5 + 6 * Math.min(way.found.word.length / Math.max(page.folded.length, 1), 1) : 0;
        var worth = (depth(held, page) + head * 1.5 + title) * page.weight * way.worth * way.found.rarity;
        best.set(number, Math.max(best.get(number) || 0, worth));
      });
    });
    return best;
  };

  // What leads to a page by itself: its number, its title, what its readers see when they need it. Such a page is shown
  // from its beginning, with the phrase that led there.
  Engine.prototype.direct = function (query, parts) {
    var engine = this, found = new Map(), asked = pairs(this.plain(query)), bare = query.replace(/\s+/g, "");
    this.pages.forEach(function (page, number) {
      var worth = 0, phrase = "", like = 0, title = page.folded.replace(/\s+/g, "");
      if (page.numbers.indexOf(joined(bare)) >= 0) worth += 2000;
      else if (parts.length < 3 && parts.some(function (part) { return page.numbers.indexOf(joined(part)) >= 0; })) worth += 1000;
      else if (/^[a-z].*[0-9]$/.test(bare) && page.numbers.some(function (each) { return each.indexOf(joined(bare)) === 0; })) worth += 30;
      if (title === bare) worth += 400;
      else if (bare.length > 2 && title.indexOf(bare) === 0) worth += 12 + (20 * bare.length) / title.length;
      page.symptoms.forEach(function (each) {
        var own = each.text === query ? 1 : parts.join("") === bare ? 0 : likeness(asked, each.pairs);
        if (own > like) { like = own; phrase = each.said; }
      });
      if (like >= LIKE) worth += 120 * like * like;
      var share = parts.join("") === bare ? 0 : engine.share(asked, page);
      if (share >= 0.35) worth += 25 * share * share * page.weight;
      if (worth) found.set(number, { worth: worth, whole: worth >= 400, phrase: like >= LIKE ? phrase : "" });
    });
    return found;
  };

  // The words of a query: runs of one script. Hiragana between them only joins them.
  function wordsOf(folded) {
    return (folded.match(PARTS) || []).filter(function (part, at, all) { return all.indexOf(part) === at; });
  }

  Engine.prototype.isKnown = function (ways) {
    return ways.some(function (way) { return way.found.pages.size > 0; });
  };

  // The words of the query as they are looked for one by one. A compound that no page has is taken apart; what nobody
  // has written, and single letters beside whole words, need not be there.
  Engine.prototype.loosely = function (parts) {
    var engine = this, found = [];
    parts.forEach(function (part) {
      var own = engine.ways(part), apart = KANJI.test(part) && (part.length > 3 || (part.length > 2 && !engine.isKnown(own)));
      if (engine.isKnown(own) || !apart) found.push(own);
      var step = part.length % 2 ? 1 : 2;
      for (var at = 0; apart && at + 1 < part.length; at += step) found.push(engine.ways(part.slice(at, at + 2)));
    });
    var known = found.filter(this.isKnown), whole = known.filter(function (ways) { return ways[0].found.word.length > 1; });
    return { all: known, needed: whole.length ? whole : known };
  };

  // Adds what the words give to the total of each page; `name` counts how many of them the page has.
  Engine.prototype.add = function (totals, words, factor, name) {
    var engine = this;
    words.forEach(function (ways) {
      engine.worths(ways).forEach(function (worth, number) {
        var total = totals.get(number) || { score: 0, terms: 0, needed: 0, mass: 0 };
        total.score += worth * factor;
        total[name] = (total[name] || 0) + 1;
        if (name === "needed") total.mass += ways[0].found.rarity;
        totals.set(number, total);
      });
    });
  };

  // Pages for the query, the best first. A page with all words comes before one with only most of them, which stand
  // there at all only where few pages have all.
  Engine.prototype.search = function (query) {
    var folded = fold(query).trim().replace(/\s+/g, " "), engine = this, totals = new Map();
    if (!folded) return [];
    var terms = folded.split(" ").filter(function (term, at, all) { return all.indexOf(term) === at; });
    var exact = terms.map(function (term) { return engine.ways(term); }), parts = wordsOf(folded);
    var loose = this.loosely(parts), rest = loose.all.filter(function (ways) { return loose.needed.indexOf(ways) < 0; });
    this.add(totals, exact, 1, "terms");
    this.add(totals, loose.needed, 0.35, "needed");
    this.add(totals, rest, 0.1, "rest");
    var mass = loose.needed.reduce(function (all, ways) { return all + ways[0].found.rarity; }, 0), full = [], partly = [];
    totals.forEach(function (total, number) {
      var whole = total.terms === terms.length, complete = whole || (loose.needed.length && total.needed === loose.needed.length);
      if (complete) full.push({ page: number, score: total.score + (whole ? 3 : 0) });
      else if (terms.length === 1 && total.mass >= mass / 2) partly.push({ page: number, score: (total.score * total.mass) / mass / 2 });
    });
    var found = full.length < FEW ? full.concat(partly) : full, at = new Map();
    found.forEach(function (each) { at.set(each.page, each); });
    var direct = this.direct(folded, parts);
    direct.forEach(function (way, number) {
      if (at.has(number)) at.get(number).score += way.worth;
      else found.push({ page: number, score: way.worth });
    });
    found.sort(function (a, b) { return b.score - a.score || a.page - b.page; });
    var words = exact.concat(loose.needed);
    return found.map(function (each) { return engine.told(each.page, words, direct.get(each.page) || {}); });
  };

  // A page of the result. Which passage shows it is found when it is shown.
  Engine.prototype.told = function (number, words, way) {
    var engine = this, page = this.pages[number];
    return {
      url: page.url, title: page.title, number: page.number, phrase: way.phrase || "",
      passage: function () { return way.whole || way.phrase ? engine.beginning(number) : engine.passage(number, words); }
    };
  };

  Engine.prototype.beginning = function (number) {
    var engine = this, first = this.sections.findIndex(function (section, at) {
      return section[0] === number && !engine.lines[at].endsWith("\t");
    });
    var text = this.pages[number].purpose || (first < 0 ? "" : this.lines[first].split("\t").join(" ").trim());
    return { anchor: "", heading: "", runs: runs(text, []) };
  };

  Engine.prototype.passage = function (number, words) {
    var worth = new Map(), marked = [];
    words.forEach(function (ways) {
      ways.forEach(function (way) {
        var held = way.found.pages.get(number);
        if (!held) return;
        marked.push(way.found.word);
        held.sections.forEach(function (there, section) {
          var own = way.worth * way.found.rarity * (1 + way.found.word.length / 4) * (1 + Math.min(there.count, 3) / 10 + (there.head ? 1 : 0));
          worth.set(section, (worth.get(section) || 0) + own);
        });
      });
    });
    var best = -1;
    worth.forEach(function (own, section) { if (best < 0 || own > worth.get(best)) best = section; });
    if (best < 0) return this.beginning(number);
    var line = this.lines[best].split("\t");
    return { anchor: this.sections[best][1], heading: line[0], runs: runs(line.slice(1).join(" "), marked) };
  };

  // The stretch of the text around its first word, as pieces of which the words searched are marked.
  function runs(text, words) {
    var folded = foldWithPlaces(text), hits = [];
    words.sort(function (a, b) { return b.length - a.length; });
    words.forEach(function (word) {
      eachPlace(folded.text, word, false, function (at) {
        hits.push([folded.places[at], folded.places[at + word.length]]);
      });
    });
    var from = hits.length ? Math.max(0, hits[0][0] - 30) : 0, to = Math.min(text.length, from + 130), made = [], at = from;
    hits.sort(function (a, b) { return a[0] - b[0] || b[1] - a[1]; });
    hits.forEach(function (hit) {
      if (hit[0] < at || hit[0] >= to) return;
      if (hit[0] > at) made.push({ text: text.slice(at, hit[0]) });
      made.push({ text: text.slice(hit[0], hit[1]), marked: true });
      at = hit[1];
    });
    if (at < to) made.push({ text: text.slice(at, to) });
    if (from > 0) made.unshift({ text: "\u2026" });
    if (to < text.length) made.push({ text: "\u2026" });
    return made;
  }

  window.quaybookSearch.engine = function (index) { return new Engine(index); };
})();
