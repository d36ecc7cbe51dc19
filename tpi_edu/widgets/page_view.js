// A page that Python writes: this says what was pressed or typed and keeps the focus on the page.
function render({ model, el, signal }) {
  el.classList.add("tpi-page-view");
  const body = document.createElement("div");
  el.replaceChildren(body);
  const isDead = sayWhenDead({ model, el, signal });
  const draw = () => {
    const here = body.contains(document.activeElement) && document.activeElement;
    const now = document.createElement("div");
    now.innerHTML = model.get("page");
    patch(body, now);
    if (here) (body.querySelector(".tpi-now") ?? (here.isConnected ? here : body.querySelector(`[data-act="${CSS.escape(here.dataset.act)}"]`)))?.focus();
  };
  body.addEventListener("click", (event) => {
    const act = event.target.closest("[data-act]:not(textarea)")?.dataset.act;
    if (act && !isDead()) model.send({ act });
  });
  body.addEventListener("change", ({ target }) => {
    if (target.matches("textarea") && !isDead()) model.send({ act: target.dataset.act, typed: [target.value] });
  });
  model.on("change:page", draw);
  draw();
}

// Make a node what another is and leave what is alike in place: a press that has begun finds its button.
function patch(old, now) {
  if (old.isEqualNode(now)) return;
  const [before, after] = [[...old.childNodes], [...now.childNodes]];
  if (old.nodeType !== Node.ELEMENT_NODE || old.nodeName !== now.nodeName || old.attributes.length !== now.attributes.length) {
    old.replaceWith(now);
  } else if (before.length !== after.length) {
    old.replaceChildren(...after);
  } else {
    for (const { name, value } of now.attributes) old.setAttribute(name, value);
    before.forEach((child, number) => patch(child, after[number]));
  }
}

export default { render };
