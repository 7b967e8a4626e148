// Who loses what to a pool, and when: the answer of the plugin's own endpoint as a list by owner.
const element = (tag, properties, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};

export default async function preview(panel) {
  const { root, t } = panel;
  const spans = [[1, t("Tomorrow")], [3, t("In three days")], [7, t("In a week")]];
  const tabs = element("div", { className: "tabs" });
  const head = element("p", {});
  const owners = element("div", {});
  let days = 1;

  function named(one, object) {
    const link = element("button", { className: "record", type: "button", title: one.rule, onclick: () => panel.open(object, one.id) }, one.name ?? "–");
    return element("li", {}, link);
  }

  function ofOwner({ owner, count, records }, object) {
    const more = count - records.length;
    const items = records.map((one) => named(one, object));
    if (more > 0 && items.length > 0) items.push(element("li", { className: "more" }, t("and {n} more", { n: more })));
    const line = element("div", { className: "owner" }, element("strong", {}, owner.name ?? "–"), element("span", { className: "count" }, String(count)));
    return element("section", {}, line, element("ul", {}, ...items));
  }

  async function show() {
    tabs.replaceChildren(...spans.map(([value, label]) => element("button", { type: "button", ariaPressed: String(value === days), onclick: () => choose(value) }, label)));
    const answer = await panel.get(`pools/${panel.record.id}/preview`, { days: String(days) });
    const said = answer.count === 0 ? t("Nobody loses anything.") : t("{n} records go back to the pool.", { n: answer.count });
    head.textContent = `${said} ${t("{n} lie in it now.", { n: answer.lying })}${answer.all ? "" : ` ${t("There may be more: only the first were looked at.")}`}`;
    owners.replaceChildren(...answer.owners.map((one) => ofOwner(one, answer.object)));
  }

  async function choose(value) {
    days = value;
    await show();
  }

  panel.style(`
    .tabs { display: flex; flex-wrap: wrap; gap: 6px }
    .tabs button[aria-pressed="true"] { background: var(--accent-filled); color: var(--on-accent); border-color: transparent }
    p { margin: 10px 0; color: var(--dimmed) }
    section { padding: 8px 0; border-top: 1px solid var(--line) }
    .owner { display: flex; gap: 8px; align-items: baseline }
    .count { color: var(--dimmed); font-variant-numeric: tabular-nums }
    ul { display: flex; flex-wrap: wrap; gap: 4px 14px; margin: 4px 0 0; padding: 0; list-style: none }
    .record { border: 0; background: none; padding: 2px 0; color: var(--accent); cursor: pointer; text-align: start; min-height: 24px }
    .record:hover { text-decoration: underline }
    .more { color: var(--dimmed); padding: 2px 0 }
  `);
  panel.on("record", show);
  root.append(tabs, head, owners);
  await show();
}
