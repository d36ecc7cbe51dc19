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
  letHover(picture, model);

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

// Returns where an event is, in units of the figure's SVG.
function placeOf(event, picture) {
  const matrix = picture.querySelector("svg")?.getScreenCTM();
  return matrix && new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
}

// Says what lies under the mouse where that has something to say.
function letHover(picture, model) {
  const tip = document.createElement("div");
  tip.className = "tpi-tip";
  tip.hidden = true;
  picture.after(tip);
  picture.addEventListener("pointermove", (event) => {
    const at = event.buttons ? null : placeOf(event, picture);
    const far = ([x, y]) => Math.hypot(x - at.x, y - at.y);
    const near = at ? model.get("spots").filter((spot) => far(spot) <= spot[2]) : [];
    tip.hidden = !near.length;
    if (tip.hidden) return;
    tip.style.left = "0"; // else it is as narrow as the room right of where it was
    tip.textContent = near.sort((one, other) => far(one) - far(other))[0][3];
    const { left, top, width } = tip.offsetParent.getBoundingClientRect();
    tip.style.left = `${Math.min(event.clientX - left + 12, width - tip.offsetWidth)}px`;
    tip.style.top = `${event.clientY - top + 16}px`;
  });
  picture.addEventListener("pointerleave", () => { tip.hidden = true; });
}

// Sets where on the figure a pointer (mouse, finger, pen) presses: while it drags, or where it taps. The
// model throttles what it sends. A figure that is only tapped lets a finger scroll past; so does one along
// which one slides, up and down.
function letPoint(picture, model, isDead) {
  const isDragged = () => ["drag", "slide"].includes(model.get("touch"));
  let waits = null; // where a finger came down that may yet scroll the page
  let pressed = null; // the pointer that drags: one finger at a time
  const follow = () => {
    for (const touch of ["tap", "drag", "slide"]) picture.classList.toggle(`tpi-${touch}`, model.get("touch") === touch);
    pressed = null;
  };
  const point = (event, presses) => {
    const at = placeOf(event, picture);
    if (!at || isDead()) return;
    model.set("pointer", [at.x, at.y, model.get("pointer")[2] + presses]); // the same place may be tapped twice
    model.save_changes();
  };
  picture.addEventListener("click", (event) => { if (model.get("touch") === "tap") point(event, 1); });
  picture.addEventListener("pointerdown", (event) => {
    if (!isDragged() || event.button !== 0 || pressed !== null) return;
    event.preventDefault(); // no selecting of text
    picture.setPointerCapture(event.pointerId);
    pressed = event.pointerId;
    if (event.pointerType === "touch" && model.get("touch") === "slide") waits = event;
    else point(event, 1);
  });
  const begin = () => { if (waits) point(waits, 1); waits = null; };
  picture.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pressed || (waits && Math.abs(event.clientX - waits.clientX) < 8)) return;
    begin();
    point(event, 0);
  });
  const release = (event) => {
    if (event.pointerId !== pressed) return;
    if (event.type === "pointerup") begin();
    pressed = waits = null;
  };
  picture.addEventListener("pointerup", release);
  picture.addEventListener("pointercancel", release);
  follow();
  model.on("change:touch", follow);
}

export default { render };
