// Every view starts with this: what a card says when nobody answers it any more.
const GONE = "The kernel was restarted or stopped, so this no longer works. To go on, choose Run > Run All Cells.";

// Says so once in the card of a view, at the end of the view's `el`. Returns a function: whether the kernel is
// gone; to be asked before sending, which would raise. `signal` comes from anywidget and ends the listening.
function sayWhenDead({ model, el, signal }) {
  const kernel = model.widget_manager?.kernel; // its own: the page may have another one by then
  let dead = false;
  const isDead = () => {
    dead ||= Boolean(kernel?.isDisposed || el.closest(".jupyter-widgets-disconnected")); // shut down; restarted
    if (dead && !(el.closest(".tpi-card, .tpi-explorer") ?? el).querySelector(".tpi-gone")) {
      const words = document.createElement("p");
      words.className = "tpi-gone";
      words.setAttribute("role", "alert");
      words.textContent = GONE;
      el.append(words);
    }
    return dead;
  };
  const die = () => { dead = true; isDead(); };
  model.on("comm_live_update", die); // restarted: this comes before ipywidgets marks the card
  kernel?.disposed?.connect(die);
  signal?.addEventListener("abort", () => kernel?.disposed?.disconnect(die));
  return isDead;
}
