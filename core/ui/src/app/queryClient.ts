// The cache of what the server said: kept while it is fresh, asked again when the window comes back.
import { QueryClient } from "@tanstack/react-query";
import { ProblemError } from "../api/client";

const isPassing = (error: unknown): boolean => error instanceof ProblemError && (error.status === 0 || error.status >= 502);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 15_000, gcTime: 10 * 60_000, retry: (times, error) => times < 2 && isPassing(error) },
    mutations: { retry: false },
  },
});
