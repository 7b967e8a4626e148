// The tenant's objects, in the groups of the catalogue's menu.
import { NavLink } from "react-router";
import { useCatalogue, useMe } from "../api/client";
import { t } from "../i18n";

export function Sidebar() {
  const { menu, objects } = useCatalogue();
  const me = useMe();
  return (
    <nav aria-label={t("Main menu")}>
      <b>{me.tenant.name}</b>
      {menu.map((group) => (
        <section key={group.group} aria-label={group.label}>
          {group.items.map((name) => objects[name] && (
            <div key={name}><NavLink to={`/o/${name}`}>{objects[name].plural}</NavLink></div>
          ))}
        </section>
      ))}
    </nav>
  );
}
