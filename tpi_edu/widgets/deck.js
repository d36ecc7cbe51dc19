// A deck of questions: native form controls, one question at a time. Python grades and records.
const MARK = { true: "✓", false: "✗" };

function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

function render({ model, el, signal }) {
  el.classList.add("tpi-deck");
  const id = `tpi-deck-${Math.random().toString(36).slice(2)}`; // no counter: each deck loads this file anew
  const drafts = {};
  const body = h("div");
  const said = h("p", { role: "status", class: "tpi-said" });
  const score = h("p", { class: "tpi-score" });
  const summary = () => { // its first line: the others stand below the deck
    const [first, ...rest] = model.get("summary").split("\n");
    score.textContent = rest.join("\n");
    return first;
  };
  const say = (words, seen = true) => {
    said.classList.toggle("tpi-unseen", !seen);
    said.textContent = words;
  };
  el.replaceChildren(topics(), body, said, score);
  const isDead = sayWhenDead({ model, el, signal });

  let position; // of this view: the same deck may be shown in another tab, and stay where it is there
  let keys; // of the questions it goes through
  let card; // the one that is drawn
  let sent = ""; // the turn that waits for Python
  const turnOf = (c) => (c ? `${c.key} ${c.turn}` : "");
  const draftOf = (c) => (drafts[turnOf(c)] ??= { response: c.kind === "order" ? c.choices.map((_, i) => i) : [], confidence: "" });
  const go = (step) => {
    position += step;
    model.set("position", position); // for the next view, after the page was loaded anew
    model.save_changes();
    draw();
    say("");
    body.querySelector(".tpi-stem")?.focus();
  };
  const send = (content) => {
    if (sent === turnOf(card) || isDead()) return; // what is clicked twice is sent once
    sent = turnOf(card);
    model.send({ key: card.key, turn: card.turn, ...content });
  };

  function topics() {
    const options = model.get("topics").map(([words, name]) =>
      h("option", { value: name, selected: name === model.get("topic") }, words));
    const list = h("select", { onchange: () => { model.set("topic", list.value); model.save_changes(); } }, ...options);
    model.on("change:topic", () => { list.value = model.get("topic"); });
    return options.length ? h("label", { class: "tpi-topic" }, "Show ", list) : "";
  }

  function radio(group, label, checked, onchange, hidden = false) {
    const input = h("input", { type: "radio", name: `${id}-${card.key}-${group}`, checked, onchange });
    if (hidden) input.setAttribute("aria-label", label);
    return hidden ? input : h("label", {}, input, h("span", {}, label));
  }

  function single(c, draft) {
    return h("div", { class: "tpi-options" }, ...c.choices.map((text, i) =>
      radio("answer", text, draft.response[0] === i, () => { draft.response = [i]; })));
  }

  function order(c, draft) {
    const list = h("ol", { class: "tpi-order" });
    let dragged = null; // else it comes from elsewhere on the page, or from another program
    const move = (from, to, focus) => {
      if (to < 0 || to >= draft.response.length) return;
      draft.response.splice(to, 0, ...draft.response.splice(from, 1));
      fill();
      say(`Now step ${to + 1}: ${c.choices[draft.response[to]]}`, false);
      if (focus) (list.children[to].querySelector(`[data-way="${focus}"]:not([disabled])`) ?? list.children[to].querySelector("button:not([disabled])")).focus();
    };
    const fill = () => list.replaceChildren(...draft.response.map((choice, place) => {
      const text = c.choices[choice];
      const button = (way, sign, to) => h("button", {
        type: "button", "data-way": way, "aria-label": `Move ${way}: ${text}`,
        disabled: to < 0 || to >= draft.response.length, onclick: () => move(place, to, way),
      }, sign);
      return h("li", {
        draggable: "true",
        ondragstart: (event) => { dragged = place; event.dataTransfer.setData("text/plain", text); },
        ondragend: () => { dragged = null; },
        ondragover: (event) => { if (dragged !== null) event.preventDefault(); },
        ondrop: (event) => {
          if (dragged === null) return;
          event.preventDefault();
          move(dragged, place);
          dragged = null;
        },
      }, button("up", "↑", place - 1), button("down", "↓", place + 1), h("span", {}, text));
    }));
    fill();
    return list;
  }

  function sort(c, draft) {
    const head = h("tr", {}, h("td"), ...c.columns.map((column) => h("th", { scope: "col" }, column)));
    const rows = c.choices.map((text, i) => h("tr", {}, h("th", { scope: "row" }, text), ...c.columns.map((column, k) =>
      h("td", {}, radio(`item-${i}`, `${text}: ${column}`, draft.response[i] === k, () => { draft.response[i] = k; }, true)))));
    return h("table", { class: "tpi-sort" }, h("thead", {}, head), h("tbody", {}, ...rows));
  }

  function form(c) {
    const draft = draftOf(c);
    const complete = () => c.kind === "single" ? draft.response.length === 1
      : [...c.choices.keys()].every((i) => draft.response[i] !== undefined);
    const submit = (event) => {
      event.preventDefault();
      if (!complete()) say(c.kind === "sort" ? "Sort every row first." : "Choose an answer first.");
      else if (!draft.confidence) say("Say how sure you are first.");
      else send({ kind: "answer", response: draft.response, confidence: draft.confidence });
    };
    const sure = h("fieldset", { class: "tpi-sure" }, h("legend", {}, "How sure are you?"),
      ...model.get("confidences").map((word) => radio("sure", word, draft.confidence === word, () => { draft.confidence = word; })));
    return h("form", { onsubmit: submit },
      h("fieldset", {}, h("legend", { class: "tpi-stem", tabindex: "-1" }, c.stem), { single, order, sort }[c.kind](c, draft)),
      sure, h("button", { type: "submit", class: "tpi-submit" }, "Submit"));
  }

  function result(c) {
    const { answer } = c;
    const lines = answer.lines.map(({ text, right, feedback }) => h("li", {},
      h("span", { class: right ? "tpi-right" : "tpi-wrong" }, `${MARK[right]} `), h("b", {}, text), h("br"), feedback));
    return h("div", {},
      h("p", { class: "tpi-stem", tabindex: "-1" }, c.stem),
      h("p", { class: `tpi-headline ${answer.is_right ? "tpi-right" : "tpi-wrong"}`, tabindex: "-1" }, `${MARK[answer.is_right]} ${answer.headline}`),
      h("ul", { class: "tpi-lines" }, ...lines),
      h("p", {}, h("b", {}, "Why: "), c.answer.why),
      h("p", { class: "tpi-small" }, `Rests on: ${answer.rests_on}. Source: `, ...answer.sources.flatMap(([key, citation]) => [h("abbr", { title: citation }, key), " "])),
      ...answer.misconceptions.map((words) => h("p", { class: "tpi-belief" }, h("b", {}, "A common belief: "), words)),
      h("button", { type: "button", onclick: () => send({ kind: "again" }) }, "Try again"));
  }

  function draw() {
    const cards = model.get("cards");
    const now = cards.map(({ key }) => key).join();
    if (keys !== now) position = model.get("position");
    keys = now;
    card = cards[position];
    if (!card) return body.replaceChildren(h("p", {}, summary()));
    const step = (words, by) => h("button", { type: "button", disabled: !cards[position + by], onclick: () => go(by) }, words);
    const must = card.must_pass ? [h("span", { class: "tpi-must" }, "safety: must be right")] : [];
    const bar = cards.length === 1 ? must : [ // a question alone needs no counting
      h("b", {}, `Question ${position + 1} of ${cards.length}`), ...must,
      h("span", { class: "tpi-count" }, summary()),
      h("span", { class: "tpi-steps" }, step("Previous", -1), step("Next", 1)),
    ];
    body.replaceChildren(
      bar.length ? h("div", { class: "tpi-bar" }, ...bar) : "",
      card.answer ? result(card) : form(card));
  }

  model.on("change:cards", () => {
    if (turnOf(card) === turnOf(model.get("cards")[position])) return; // it concerns another question
    const mine = sent && sent === turnOf(card);
    draw();
    sent = "";
    if (!mine) return; // another tab's: the focus stays
    say(card.answer?.headline ?? "", false);
    (body.querySelector(".tpi-headline") ?? body.querySelector(".tpi-stem")).focus();
  });
  model.on("change:summary", () => {
    if (card) body.querySelector(".tpi-count")?.replaceChildren(summary());
    else draw();
  });
  model.on("msg:custom", ({ problem }) => {
    if (sent) say(problem);
    sent = "";
  });
  draw();
}

export default { render };
