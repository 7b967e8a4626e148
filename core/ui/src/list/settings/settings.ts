// What can be set about a form of a list; each setting is one small control.
export type Setting = "group" | "columnsBy" | "lanes" | "limits" | "rows" | "across" | "figures" | "card" | "day" | "people" | "start" | "end" | "place" | "image" | "color" | "frozen" | "density";
