// The cache of what the server said: kept while it is fresh, asked again when the window comes back.
import { type InvalidateOptions, type InvalidateQueryFilters, type Query, QueryClient, type QueryKey } from "@tanstack/react-query";
import { ProblemError } from "../api/client";
import { connection } from "../offline/connection";

const isPassing = (error: unknown): boolean => error instanceof ProblemError && (error.status === 0 || error.status >= 502);

// An answer on its way for the first time may be older than the change: it is asked for anew, like those that are there.
class Cache extends QueryClient {
  override async invalidateQueries<Key extends QueryKey = QueryKey>(filters?: InvalidateQueryFilters<Key>, options?: InvalidateOptions): Promise<void> {
    if (filters?.refetchType !== "none") {
      const wanted = filters?.predicate as ((query: Query) => boolean) | undefined;
      const isFirst = (query: Query) => query.state.data === undefined && query.isActive() && (wanted?.(query) ?? true);
      await this.cancelQueries({ queryKey: filters?.queryKey, exact: filters?.exact, fetchStatus: "fetching", predicate: isFirst });
    }
    return super.invalidateQueries(filters, options);
  }
}

export const queryClient = new Cache({
  defaultOptions: {
    queries: { networkMode: "always", staleTime: 15_000, gcTime: 10 * 60_000, retry: (times, error) => times < 2 && !connection.get().isLost && isPassing(error) },
    mutations: { networkMode: "always", retry: false },
  },
});
