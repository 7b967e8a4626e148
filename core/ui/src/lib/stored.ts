// What one user keeps in this browser, under a key of the tenant and the user.
import { useLocalStorage } from "@mantine/hooks";
import { useMe } from "../api/client";

export function useStored<T>(name: string, initial: T) {
  const me = useMe();
  const key = `dougong:${me.tenant.slug}:${me.user.id}:${name}`;
  return useLocalStorage<T>({ key, defaultValue: initial, getInitialValueInEffect: false });
}
