// The unseen part of every card: keys typed in it stay in it, and its controls say their names.
function render({ el }) {
  el.hidden = true;
  let card;
  const isControl = ({ target }) => !target.closest(".tpi-figure"); // in a figure much changes that needs no name
  const changes = new MutationObserver((records) => { if (records.some(isControl)) nameControls(card); });
  const sizes = new ResizeObserver(() => letScroll(card));
  const attached = setInterval(() => {
    card = el.closest(".tpi-card");
    if (!card) return;
    clearInterval(attached);
    keepKeys(card);
    nameControls(card);
    changes.observe(card, { childList: true, subtree: true, attributes: true, attributeFilter: ["class", "title", "contenteditable"] });
    sizes.observe(card);
  }, 20);
  return () => {
    clearInterval(attached);
    changes.disconnect();
    sizes.disconnect();
  };
}

// JupyterLab's command mode hears every key that reaches the page: letters change, cut and add cells, arrows
// leave them. Shortcuts with Ctrl, Alt or Cmd go through: to save is meant wherever the focus is.
function keepKeys(card) {
  card.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.altKey || event.metaKey)) event.stopPropagation();
  });
}

// Where a figure is wider than its box, the arrow keys scroll it.
function letScroll(card) {
  for (const box of card.querySelectorAll(".tpi-figure > div")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

// ipywidgets gives slider handles, their readouts, toggle groups and the buttons of Play no accessible name, and
// some controls the tooltip "null"; take the name from the control's own label, or from the icon.
function nameControls(card) {
  const set = (node, key, value) => node.getAttribute(key) === value || node.setAttribute(key, value);
  for (const control of card.querySelectorAll(".widget-slider, .widget-toggle-buttons")) {
    const label = control.querySelector(".widget-label")?.textContent ?? "";
    const readout = control.querySelector(".widget-readout")?.textContent ?? "";
    control.querySelectorAll(".noUi-handle").forEach((node) => {
      set(node, "aria-label", label);
      set(node, "aria-valuetext", readout); // else "7.499999999999999"
    });
    control.querySelectorAll(".widget-readout").forEach((node) => {
      if (control.matches(".tpi-stepped")) { // ipywidgets lets one type there and hears nothing
        set(node, "contenteditable", "false");
        return;
      }
      set(node, "role", "textbox");
      set(node, "aria-label", `${label}, value`);
    });
    if (control.matches(".widget-toggle-buttons")) {
      set(control, "role", "group");
      set(control, "aria-label", label);
    }
  }
  for (const [icon, name] of [["play", "Play"], ["pause", "Pause"], ["stop", "Back to the start"]]) {
    card.querySelectorAll(`.widget-play .fa-${icon}`).forEach((node) => set(node.parentElement, "aria-label", name));
  }
  const isOn = (button) => String(button.classList.contains("mod-active"));
  for (const button of card.querySelectorAll(".widget-toggle-buttons button")) set(button, "aria-pressed", isOn(button));
  for (const button of card.querySelectorAll("button.widget-toggle-button")) set(button, "aria-expanded", isOn(button)); // "More"
  for (const node of card.querySelectorAll('[title="null"]')) node.removeAttribute("title");
}

export default { render };
