// Waits for who is here, for what they may see, and for the texts of their language; a change of language draws everything anew.
import { useSuspenseQueries, useSuspenseQuery } from "@tanstack/react-query";
import { Fragment, type ReactNode } from "react";
import { CatalogueProvider, catalogueQuery, MeProvider, meQuery } from "../api/client";
import { isSpoken, speak } from "./language";

export function SessionGate({ children }: { children: ReactNode }) {
  const [me, catalogue] = useSuspenseQueries({ queries: [meQuery, catalogueQuery] });
  const { language } = me.data.user;
  const loaded = useSuspenseQuery({
    queryKey: ["texts", language],
    queryFn: () => speak(language),
    initialData: () => (isSpoken(language) ? language : undefined),
    staleTime: Infinity,
    gcTime: 0, // pages speak one language at a time: the one before is loaded anew
  });
  return (
    <MeProvider value={me.data}>
      <CatalogueProvider value={catalogue.data}>
        <Fragment key={loaded.data}>{children}</Fragment>
      </CatalogueProvider>
    </MeProvider>
  );
}
