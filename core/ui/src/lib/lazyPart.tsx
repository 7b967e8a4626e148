// A part of the pages whose code comes when it is drawn, or before: what has come is drawn at once, without a pause between.
import { lazy, useState, type ComponentType } from "react";

export type LazyPart<P> = ComponentType<P> & { load: () => Promise<unknown> };

export function lazyPart<P extends object>(fetch: () => Promise<{ default: ComponentType<P> }>): LazyPart<P> {
  const come: { part?: ComponentType<P> } = {};
  const load = async () => {
    const module = await fetch();
    come.part = module.default;
    return module;
  };
  const Later = lazy(load) as unknown as ComponentType<P>;
  function Part(props: P) {
    const [Shown] = useState(() => come.part ?? Later);
    return <Shown {...props} />;
  }
  return Object.assign(Part, { load });
}
