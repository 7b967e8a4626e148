// Draws something, and then never ends.
export default function hangs(panel) {
  panel.root.append("still here");
  setTimeout(() => { for (;;); }, 300);
}
