import * as z from "zod/mini";
import { refusalCodes } from "../model/refusal.ts";
import { namedSchemas, nameOf } from "./schema-names.ts";

export type Json = Record<string, unknown>;
type Io = "input" | "output";

const options = (io: Io) => ({ target: "draft-2020-12", io, unrepresentable: "any" }) as const;

/** A schema as JSON Schema 2020-12, which OpenAPI 3.1 takes. */
export function schemaOf(build: () => z.ZodMiniType, io: Io): Json {
  const { $schema: _, ...schema } = z.toJSONSchema(build(), options(io)) as Json;
  return schema;
}

/** The same by its name, if it has one. */
export const refTo = (build: () => z.ZodMiniType, io: Io): Json => {
  const name = nameOf(build);
  return name ? { $ref: `#/components/schemas/${name}` } : schemaOf(build, io);
};

/** Every schema that has a name. */
export const componentSchemas = (): Json =>
  Object.fromEntries(namedSchemas().map(({ name, build, io }) => [name, schemaOf(build, io)]));

/** Problem details (RFC 9457). */
export const problem = {
  type: "object",
  required: ["type", "title", "status", "detail", "code", "requestId"],
  properties: {
    type: { type: "string", description: "Where the code is explained" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    code: { type: "string", enum: refusalCodes },
    requestId: { type: "string" },
    errors: {
      type: "array",
      items: {
        type: "object",
        properties: { pointer: { type: "string" }, message: { type: "string" } },
      },
    },
  },
};
