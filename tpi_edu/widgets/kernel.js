// Every view starts with this: what a card says when nobody answers it any more.
const GONE = "The kernel was restarted or stopped, so this no longer works. To go on, choose Run > Run All Cells.";

// Says so once in the card of a view (`el`), at the view's end; returns a function: whether the kernel is gone.
// `signal` comes with model and el from anywidget and ends the listening.
function sayWhenDead({ model, el, signal }) {
  const kernel = model.widget_manager?.kernel; // its own: the page may have another one by then
  const isDead = () => {
    const dead = Boolean(kernel?.isDisposed) || el.classList.contains("jupyter-widgets-disconnected");
    if (dead && !(el.closest(".tpi-explorer") ?? el).querySelector(".tpi-gone")) {
      const words = document.createElement("p");
      words.className = "tpi-gone";
      words.setAttribute("role", "alert");
      words.textContent = GONE;
      el.append(words);
    }
    return dead;
  };
  model.on("comm_live_update", isDead); // a restart
  kernel?.disposed?.connect(isDead); // shut down, or dead
  signal?.addEventListener("abort", () => kernel?.disposed?.disconnect(isDead));
  isDead();
  return isDead;
}
