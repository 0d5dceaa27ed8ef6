/** As much of JSON Schema as an OpenAPI 3.0 document uses to describe answers. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly maxProperties?: number;
  readonly minProperties?: number;
  readonly format?: string;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly minItems?: number;
  /** Which of `oneOf` is meant, by the value of one field. */
  readonly discriminator?: {
    readonly propertyName: string;
    readonly mapping: Readonly<Record<string, string>>;
  };
}

type Resolve = (reference: string) => Schema;

const formats: Readonly<Record<string, RegExp>> = {
  date: /^\d{4}-\d{2}-\d{2}$/,
  "date-time": /^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})$/,
  uuid: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
};

/** Every place where a value does not fit its schema, as `path: reason`. */
export function misfits(value: unknown, schema: Schema, resolve: Resolve, path = "$"): string[] {
  if (schema.$ref !== undefined) return misfits(value, resolve(schema.$ref), resolve, path);
  return [
    ...misfitsOfShape(value, schema, resolve, path),
    ...misfitsOfChoice(value, schema, resolve, path),
    ...(schema.enum && !schema.enum.includes(value) ? [`${path}: ${String(value)} is not listed`] : []),
  ];
}

function misfitsOfChoice(value: unknown, schema: Schema, resolve: Resolve, path: string): string[] {
  const meant = meantBy(value, schema, resolve);
  if (meant) return misfits(value, meant, resolve, path);
  const { oneOf, anyOf, allOf } = schema;
  const fitting = (schemas: readonly Schema[]) =>
    schemas.filter((one) => misfits(value, one, resolve, path).length === 0).length;
  return [
    ...(oneOf && fitting(oneOf) !== 1 ? [`${path}: fits ${fitting(oneOf)} of oneOf`] : []),
    ...(anyOf && fitting(anyOf) === 0 ? [`${path}: fits none of anyOf`] : []),
    ...(allOf ?? []).flatMap((one) => misfits(value, one, resolve, path)),
  ];
}

function meantBy(value: unknown, { discriminator }: Schema, resolve: Resolve): Schema | null {
  if (!discriminator || value === null || typeof value !== "object") return null;
  const named = (value as Record<string, unknown>)[discriminator.propertyName];
  const reference = discriminator.mapping[String(named)];
  return reference === undefined ? null : resolve(reference);
}

/** Every field that the schema does not know, where it knows some: a misspelt one would otherwise fit. */
export function undescribed(value: unknown, schema: Schema, resolve: Resolve, path = "$"): string[] {
  if (Array.isArray(value)) {
    const { items } = flattened(value, schema, resolve);
    return items ? value.flatMap((item, at) => undescribed(item, items, resolve, `${path}[${at}]`)) : [];
  }
  if (value === null || typeof value !== "object") return [];
  const { properties = {} } = flattened(value, schema, resolve);
  return Object.entries(value).flatMap(([name, field]) => {
    const known = properties[name];
    return known ? undescribed(field, known, resolve, `${path}.${name}`) : [`${path}.${name}: is unknown`];
  });
}

/** The schema with everything that it refers to in place. */
function flattened(value: unknown, schema: Schema, resolve: Resolve): Schema {
  if (schema.$ref !== undefined) return flattened(value, resolve(schema.$ref), resolve);
  const meant = meantBy(value, schema, resolve);
  const parts = [...(schema.allOf ?? []), ...(meant ? [meant] : [])].map((one) =>
    flattened(value, one, resolve),
  );
  const properties = Object.fromEntries(
    [...parts, schema].flatMap((part) => Object.entries(part.properties ?? {})),
  );
  return Object.assign({}, ...parts, schema, { properties });
}

function misfitsOfShape(value: unknown, schema: Schema, resolve: Resolve, path: string): string[] {
  switch (schema.type) {
    case "object":
      return value !== null && typeof value === "object" && !Array.isArray(value)
        ? misfitsOfObject(value as Record<string, unknown>, schema, resolve, path)
        : [`${path}: is no object`];
    case "array":
      return Array.isArray(value) && value.length >= (schema.minItems ?? 0)
        ? value.flatMap((item, at) => misfits(item, schema.items ?? {}, resolve, `${path}[${at}]`))
        : [`${path}: is no array, or too short`];
    case "string":
      return typeof value === "string" ? misfitsOfText(value, schema, path) : [`${path}: is no string`];
    case "integer":
      return Number.isInteger(value) ? [] : [`${path}: is no integer`];
    case "number":
    case "boolean":
      return typeof value === schema.type ? [] : [`${path}: is no ${schema.type}`];
    default:
      return [];
  }
}

function misfitsOfObject(
  value: Record<string, unknown>,
  { required = [], properties = {}, additionalProperties = true, minProperties, maxProperties }: Schema,
  resolve: Resolve,
  path: string,
): string[] {
  const count = Object.keys(value).length;
  return [
    ...required.filter((name) => !(name in value)).map((name) => `${path}.${name}: is missing`),
    ...(count < (minProperties ?? 0) ? [`${path}: has too few fields`] : []),
    ...(count > (maxProperties ?? count) ? [`${path}: has too many fields`] : []),
    ...Object.entries(value).flatMap(([name, field]) => {
      const known = properties[name];
      if (known) return misfits(field, known, resolve, `${path}.${name}`);
      if (additionalProperties === false) return [`${path}.${name}: is unknown`];
      return additionalProperties === true
        ? []
        : misfits(field, additionalProperties, resolve, `${path}.${name}`);
    }),
  ];
}

function misfitsOfText(value: string, { pattern, maxLength, format }: Schema, path: string): string[] {
  const isMatching = pattern === undefined || new RegExp(`^(?:${pattern})$`).test(value);
  const shape = format === undefined ? undefined : formats[format];
  return [
    ...(isMatching ? [] : [`${path}: ${value} does not match ${pattern}`]),
    ...(maxLength !== undefined && value.length > maxLength ? [`${path}: is too long`] : []),
    ...(shape && !shape.test(value) ? [`${path}: ${value} is no ${format}`] : []),
  ];
}
