// A virtual patient: Python writes the page, this sends the choices and keeps the focus in the story.
function render({ model, el }) {
  el.classList.add("tpi-case");
  const draw = () => { el.innerHTML = model.get("page"); };
  el.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-choice]")?.dataset.choice;
    // the step goes along: a double click must not choose at the next step too
    if (choice !== undefined) model.send({ step: model.get("step"), choice: Number(choice) });
    if (event.target.closest("[data-again]")) model.send({ again: true });
  });
  model.on("change:page", () => {
    const here = el.contains(document.activeElement);
    draw();
    if (here) el.querySelector(".tpi-now").focus();
  });
  draw();
}

export default { render };
