// The view of every figure: what stands still is drawn once; each frame adds, removes and changes what moves.
const PREFIX = /TPI-FIGURE-/g;
const SAY_AFTER_MS = 500;
const SVG = "http://www.w3.org/2000/svg";

function render({ model, el, signal }) {
  el.classList.add("tpi-figure");
  const name = `tpi${Math.random().toString(36).slice(2)}-`; // no counter: each figure loads this file anew
  const picture = document.createElement("div");
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  const fullScreen = document.createElement("button");
  fullScreen.className = "tpi-full-screen";
  fullScreen.textContent = "Full screen";
  el.replaceChildren(picture, status, fullScreen);

  let marks = new Map(); // key: element
  let layers = {}; // whether under what stands still: its group
  let timer;
  const move = () => {
    const frame = model.get("frame");
    const shown = new Set(frame.map(({ key }) => key));
    for (const [key, mark] of marks) {
      if (shown.has(key)) continue;
      mark.remove();
      marks.delete(key);
    }
    const next = {}; // in each layer, the element that should come now
    for (const side in layers) next[side] = layers[side].firstElementChild;
    for (const { key, tag, under, text, ...attributes } of frame) {
      const mark = marks.get(key) ?? document.createElementNS(SVG, tag);
      marks.set(key, mark);
      for (const attribute in attributes) {
        if (mark.getAttribute(attribute) !== attributes[attribute]) mark.setAttribute(attribute, attributes[attribute]);
      }
      for (const attribute of mark.getAttributeNames()) {
        if (!(attribute in attributes)) mark.removeAttribute(attribute);
      }
      if (text !== undefined && mark.textContent !== text) mark.textContent = text;
      if (mark === next[under]) next[under] = mark.nextElementSibling;
      else layers[under].insertBefore(mark, next[under]);
    }
  };
  const draw = () => {
    picture.innerHTML = model.get("svg").replace(PREFIX, name);
    const svg = picture.firstElementChild;
    if (!svg) return; // ended
    svg.setAttribute("role", "img");
    marks = new Map();
    layers = { true: document.createElementNS(SVG, "g"), false: document.createElementNS(SVG, "g") };
    svg.prepend(layers.true);
    svg.append(layers.false);
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

  const isDead = sayWhenDead({ model, el, signal });
  letPoint(picture, model, isDead);

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

// Sets where on the figure a pointer (mouse, finger, pen) presses: while it drags, or where it taps. The
// model throttles what it sends. A figure that is only tapped lets a finger scroll past.
function letPoint(picture, model, isDead) {
  let pressed = null; // the pointer that drags: one finger at a time
  const follow = () => {
    picture.classList.toggle("tpi-drag", model.get("touch") === "drag");
    picture.classList.toggle("tpi-tap", model.get("touch") === "tap");
    pressed = null;
  };
  const point = (event) => {
    const matrix = picture.querySelector("svg")?.getScreenCTM();
    if (!matrix || isDead()) return;
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    model.set("pointer", [x, y, model.get("pointer")[2] + 1]); // counted: the same place may be tapped twice
    model.save_changes();
  };
  picture.addEventListener("click", (event) => { if (model.get("touch") === "tap") point(event); });
  picture.addEventListener("pointerdown", (event) => {
    if (model.get("touch") !== "drag" || event.button !== 0 || pressed !== null) return;
    event.preventDefault(); // no selecting of text
    picture.setPointerCapture(event.pointerId);
    pressed = event.pointerId;
    point(event);
  });
  picture.addEventListener("pointermove", (event) => { if (event.pointerId === pressed) point(event); });
  const release = (event) => { if (event.pointerId === pressed) pressed = null; };
  picture.addEventListener("pointerup", release);
  picture.addEventListener("pointercancel", release);
  follow();
  model.on("change:touch", follow);
}

export default { render };
