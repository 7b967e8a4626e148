// Which file is being looked at beside the page, and how a browser can show it.
import { createStore } from "../lib/store";

export interface ShownFile {
  id: string;
  name: string;
}
export type FileKind = "image" | "pdf" | "text";

const PICTURES = /\.(png|jpe?g|gif|webp)$/i;

/** By the ending of the name, which the server has held against the content. */
export const fileKind = (name: string): FileKind => (PICTURES.test(name) ? "image" : /\.pdf$/i.test(name) ? "pdf" : "text");

const shown = createStore<ShownFile | null>(null);
export const showFile = shown.set;
export const useShownFile = shown.use;
