// How far two points are from each other, and how that is written.
import { locale } from "../i18n";

interface Point {
  lat: number | string;
  lng: number | string;
}

const EARTH = 6_371_000;
const radians = (degrees: number | string): number => (Number(degrees) * Math.PI) / 180;

/** Metres as the crow flies. */
export function metresBetween(one: Point, other: Point): number {
  const [lat, lng] = [radians(Number(other.lat) - Number(one.lat)), radians(Number(other.lng) - Number(one.lng))];
  const across = Math.cos(radians(one.lat)) * Math.cos(radians(other.lat));
  return Math.round(2 * EARTH * Math.asin(Math.min(1, Math.sqrt(Math.sin(lat / 2) ** 2 + across * Math.sin(lng / 2) ** 2))));
}

/** "340 m", "1.2 km". */
export function formatMetres(metres: number): string {
  const [value, unit, digits] = metres < 1000 ? [metres, "meter", 0] : [metres / 1000, "kilometer", metres < 10_000 ? 1 : 0];
  return new Intl.NumberFormat(locale(), { style: "unit", unit: String(unit), maximumFractionDigits: Number(digits) }).format(Number(value));
}
