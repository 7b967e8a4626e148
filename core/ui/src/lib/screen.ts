// Where a phone ends and a desk begins.
import { useMediaQuery } from "@mantine/hooks";

export const PHONE = "(max-width: 47.99em)";

export const useIsPhone = (): boolean => useMediaQuery(PHONE, false, { getInitialValueInEffect: false }) ?? false;
