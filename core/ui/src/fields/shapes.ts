// The shapes that values come in.
import type { Named } from "../api/types";

export function isNamed(value: unknown): value is Named {
  return typeof value === "object" && value !== null && "id" in value;
}

export function idOf(value: unknown): string | null {
  if (isNamed(value)) return value.id;
  return typeof value === "string" && value ? value : null;
}

export function isBlank(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value !== "object") return false;
  if ("amount" in value) return isBlank(value.amount);
  return Object.values(value).every(isBlank);
}

export interface MoneyDraft {
  amount: string | null;
  currency: string | null;
}

export function isMoney(value: unknown): value is MoneyDraft {
  return typeof value === "object" && value !== null && "amount" in value && "currency" in value;
}

export interface AddressValue {
  street?: string | null;
  district?: string | null;
  city?: string | null;
  state?: string | null;
  postal_code?: string | null;
  country?: string | null;
}

export interface Point {
  lat: number | string;
  lng: number | string;
}

export interface Reference extends Named {
  object: string;
}
