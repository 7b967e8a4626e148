// Fails as it begins.
export default function fails(panel) {
  panel.root.append("half done");
  throw new Error(`no luck with ${panel.record.name}`);
}
