// How far a delivery is, in a word.
import { Badge } from "@mantine/core";
import { COLOURS, stateWords, type State } from "./data";

export function StateBadge({ state }: { state: State }) {
  return <Badge size="sm" variant="light" color={COLOURS[state]} tt="none" fw={500}>{stateWords()[state]}</Badge>;
}
