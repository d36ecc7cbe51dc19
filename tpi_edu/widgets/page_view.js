// A page that Python writes: this says what was pressed or typed and keeps the focus on the page.
function render({ model, el, signal }) {
  el.classList.add("tpi-page-view");
  const body = document.createElement("div");
  el.replaceChildren(body);
  const isDead = sayWhenDead({ model, el, signal });
  let shown;
  let held = false; // a press that has begun must find its button
  const draw = () => {
    if (held || shown === model.get("page")) return;
    const here = body.contains(document.activeElement) && document.activeElement;
    shown = body.innerHTML = model.get("page");
    if (here) (body.querySelector(".tpi-now") ?? body.querySelector(`[data-act="${CSS.escape(here.dataset.act)}"]`))?.focus();
  };
  body.addEventListener("pointerdown", () => {
    held = true;
    window.addEventListener("pointerup", () => setTimeout(() => { held = false; draw(); }), { once: true, signal });
  });
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

export default { render };
