// Asks for more when it comes near the window.
import { Loader } from "@mantine/core";
import { useIntersection } from "@mantine/hooks";
import { useEffect } from "react";

export function More({ load, className }: { load: () => void; className?: string }) {
  const { ref, entry } = useIntersection({ rootMargin: "600px" });
  const isNear = entry?.isIntersecting ?? false;
  useEffect(() => {
    if (isNear) load();
  }, [isNear, load]);
  return (
    <li ref={ref} className={className}>
      <Loader size="sm" />
    </li>
  );
}
