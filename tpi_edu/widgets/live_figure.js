// The view of every figure: draws the SVG once, then only sets attributes.
const PREFIX = /TPI-FIGURE-/g;
const SAY_AFTER_MS = 500;

function render({ model, el }) {
  el.classList.add("tpi-figure");
  const name = `tpi${Math.random().toString(36).slice(2)}-`; // no counter: each figure loads this file anew
  const picture = document.createElement("div");
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  const fullScreen = document.createElement("button");
  fullScreen.className = "tpi-full-screen";
  fullScreen.textContent = "Full screen";
  el.replaceChildren(picture, status, fullScreen);

  let shapes = {};
  let timer;
  const move = () => {
    for (const [id, { text, ...attributes }] of Object.entries(model.get("frame"))) {
      const shape = (shapes[id] ??= picture.querySelector(`#${name}${id}`)?.querySelector("path, text"));
      if (!shape) continue;
      shape.setAttribute("display", "inline");
      for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, value);
      if (text !== undefined) {
        shape.textContent = text;
        shape.removeAttribute("transform");
      }
    }
  };
  const draw = () => {
    picture.innerHTML = model.get("svg").replace(PREFIX, name);
    picture.firstElementChild?.setAttribute("role", "img");
    shapes = {};
    move();
    describe();
  };
  const say = () => { status.textContent = model.get("description"); };
  const describe = () => {
    picture.firstElementChild?.setAttribute("aria-label", model.get("description"));
    clearTimeout(timer);
    timer = setTimeout(say, SAY_AFTER_MS);
  };
  draw();
  say();
  model.on("change:svg", draw);
  model.on("change:frame", move);
  model.on("change:description", describe);

  letDrag(picture, model);

  const root = () => el.closest(".tpi-explorer") ?? el;
  fullScreen.onclick = () => (document.fullscreenElement ? document.exitFullscreen() : root().requestFullscreen());
  const onFullScreen = () => {
    fullScreen.textContent = document.fullscreenElement === root() ? "Leave full screen" : "Full screen";
  };
  document.addEventListener("fullscreenchange", onFullScreen);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("fullscreenchange", onFullScreen);
  };
}

// Sends where on the figure a pressed pointer (mouse, finger, pen) is, at most once per painted picture.
function letDrag(picture, model) {
  const follow = () => picture.classList.toggle("tpi-draggable", model.get("draggable"));
  let pressed = null; // the pointer that drags: one finger at a time
  let latest = null;
  const send = () => {
    const matrix = picture.querySelector("svg")?.getScreenCTM();
    if (latest && matrix && model.get("draggable")) {
      const { x, y } = new DOMPoint(latest.clientX, latest.clientY).matrixTransform(matrix.inverse());
      model.send({ kind: "drag", x, y });
    }
    latest = null;
  };
  const note = (event) => {
    if (event.pointerId !== pressed) return;
    if (!latest) requestAnimationFrame(send);
    latest = event;
  };
  const release = (event) => { if (event.pointerId === pressed) pressed = null; };
  picture.addEventListener("pointerdown", (event) => {
    if (!model.get("draggable") || event.button !== 0 || pressed !== null) return;
    event.preventDefault(); // no selecting of text
    picture.setPointerCapture(event.pointerId);
    pressed = event.pointerId;
    note(event);
  });
  picture.addEventListener("pointermove", note);
  picture.addEventListener("pointerup", release);
  picture.addEventListener("pointercancel", release);
  follow();
  model.on("change:draggable", follow);
}

export default { render };
