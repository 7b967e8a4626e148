// What is seen for the moment in which a page loads.
import { Group, Skeleton, Stack } from "@mantine/core";

export function PageSkeleton() {
  return (
    <Stack p="lg" gap="md" aria-busy="true">
      <Group justify="space-between">
        <Skeleton h={22} w={180} />
        <Skeleton h={26} w={120} />
      </Group>
      {[88, 94, 76, 90, 82, 70].map((width) => (
        <Skeleton key={width} h={14} w={`${width}%`} />
      ))}
    </Stack>
  );
}
