// A page that Python writes: this sends which button was pressed and keeps the focus on the page.
function render({ model, el, signal }) {
  el.classList.add("tpi-page");
  const body = document.createElement("div");
  el.replaceChildren(body);
  const isDead = sayWhenDead({ model, el, signal });
  let turn; // of the page that is drawn; what is pressed on it counts once
  const draw = () => {
    turn = model.get("turn");
    body.innerHTML = model.get("page");
    for (const node of body.querySelectorAll("button, summary, [tabindex]")) {
      node.setAttribute("data-lm-suppress-shortcuts", "true"); // else JupyterLab takes its keys for commands
    }
  };
  body.addEventListener("click", (event) => {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act !== undefined && !isDead()) model.send({ turn, act });
  });
  model.on("change:turn", () => {
    const here = body.contains(document.activeElement) && document.activeElement;
    draw();
    if (here) (body.querySelector(".tpi-now") ?? body.querySelector(`[data-act="${here.dataset.act}"]`))?.focus();
  });
  draw();
}

export default { render };
