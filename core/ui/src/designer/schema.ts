// JSON Schemas as far as forms are drawn from them.

export interface Schema {
  $ref?: string;
  type?: string | string[];
  title?: string;
  description?: string;
  enum?: string[];
  const?: unknown;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  propertyNames?: Schema;
  anyOf?: Schema[];
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  maxLength?: number;
  pattern?: string;
}

/** The name of what a schema refers to: `expression`, `people`, `duration` … */
export const refOf = (schema: Schema): string => schema.$ref?.split("/").at(-1) ?? "";

/** The schema itself, where it only refers to one that others refer to too. */
export function resolved(schema: Schema, shared: Record<string, Schema>): Schema {
  const target = shared[refOf(schema)];
  return target ? { ...target, ...schema, $ref: undefined } : schema;
}

const FORMULA = "formula";

/** What is behind "a value, or a formula that works it out"; undefined for anything else. */
export function plainOf(schema: Schema): Schema | undefined {
  if (schema.anyOf?.length !== 2 || !schema.anyOf.some((one) => one.properties && FORMULA in one.properties)) return undefined;
  return schema.anyOf.find((one) => !(one.properties && FORMULA in one.properties));
}

/** What is behind "one of these words, or these people"; undefined for anything else. */
export function wordsOrPeople(schema: Schema): string[] | undefined {
  const words = schema.anyOf?.find((one) => one.enum)?.enum;
  return words && schema.anyOf?.some((one) => one.properties && "to" in one.properties) ? words : undefined;
}
