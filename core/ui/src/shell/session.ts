// Changes of the session: another language, signing out.
import { useQueryClient } from "@tanstack/react-query";
import { api, keys, rememberSession } from "../api/client";
import type { Language, Me } from "../api/types";
import { noticeProblem } from "../app/notices";
import { t } from "../i18n";
import { leave } from "../offline/leaving";
import { waitingChanges } from "../offline/waiting";

/** Saves the language; then `me`, the catalogue and everything shown follow. */
export function useSetLanguage(): (language: Language) => Promise<void> {
  const client = useQueryClient();
  return async (language) => {
    try {
      const me = await api.patch<Me>("/me", { language });
      rememberSession(me.csrf, me.user.language);
      await client.fetchQuery({ queryKey: keys.catalogue, queryFn: () => api.get("/ui"), staleTime: 0 });
      client.setQueryData(keys.me, me);
      await client.invalidateQueries();
    } catch (error) {
      noticeProblem(error);
    }
  };
}

/** Ends the session, and deletes what this device kept of it. */
export async function signOut(): Promise<void> {
  const count = waitingChanges.get().length;
  if (count > 0 && !window.confirm(t("{count} changes have not been sent yet. Signing out throws them away.", { count }))) return;
  try {
    await leave();
  } catch (error) {
    noticeProblem(error);
  }
}
