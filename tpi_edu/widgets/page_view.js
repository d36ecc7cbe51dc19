// A page that Python writes: this says which button was pressed and keeps the focus on the page.
function render({ model, el, signal }) {
  el.classList.add("tpi-page-view");
  const body = document.createElement("div");
  el.replaceChildren(body);
  const isDead = sayWhenDead({ model, el, signal });
  const draw = () => { body.innerHTML = model.get("page"); };
  body.addEventListener("click", (event) => {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act && !isDead()) model.send({ act });
  });
  model.on("change:page", () => {
    const here = body.contains(document.activeElement) && document.activeElement;
    draw();
    if (here) (body.querySelector(".tpi-now") ?? body.querySelector(`[data-act="${CSS.escape(here.dataset.act)}"]`))?.focus();
  });
  draw();
}

export default { render };
