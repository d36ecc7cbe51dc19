// A page that Python writes: this says which button was pressed and keeps the focus on the page.
function render({ model, el, signal }) {
  el.classList.add("tpi-sheet");
  const body = document.createElement("div");
  el.replaceChildren(body);
  const isDead = sayWhenDead({ model, el, signal });
  const draw = () => {
    body.innerHTML = model.get("page");
    for (const node of body.querySelectorAll("button, summary, [tabindex]")) {
      node.setAttribute("data-lm-suppress-shortcuts", "true"); // else JupyterLab takes its keys for commands
    }
  };
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
