// The field that a column's menu asks a filter for; the filter panel takes it up.
import { createStore } from "../lib/store";

export const wantedFilter = createStore<string | null>(null);
