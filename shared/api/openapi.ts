import { AccessRequest } from "../model/access-request.ts";
import { statusOf, titleOf } from "../model/refusal.ts";
import { type Contract, largestBody, paramsOf } from "./contract.ts";
import { described } from "./described.ts";
import { exampleOf } from "./examples.ts";
import { componentSchemas, type Json, problem, refTo, schemaOf } from "./openapi-schemas.ts";
import { refusalsOf } from "./refusals.ts";

/** The description of the API (OpenAPI 3.1), made of the contracts alone. */
export function openapi(): Json {
  const paths: Record<string, Json> = {};
  for (const { noun, verb, contract } of described())
    paths[contract.path] = {
      ...paths[contract.path],
      [contract.method.toLowerCase()]: operation(noun, verb, contract),
    };
  return {
    openapi: "3.1.0",
    info: {
      title: "Usher",
      version: "1",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      description:
        "Keeps customer accounts: who the customers are, who may act for them, and what happens when somebody is invited, promoted or removed.",
    },
    servers: [{ url: "/" }],
    tags: [...new Set(described().map(({ noun }) => noun))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { bearer },
      schemas: { ...componentSchemas(), Problem: problem },
    },
  };
}

const bearer = {
  type: "http",
  scheme: "bearer",
  description: "An access token of the issuer (a JWT), or a key of an API user (`ush_…`).",
};

const operation = (noun: string, verb: string, contract: Contract): Json => ({
  operationId: `${noun}.${verb}`,
  tags: [noun],
  summary: contract.summary,
  description: descriptionOf(contract),
  ...(contract.allows !== "anyone" && { security: [{ bearer: [] }] }),
  parameters: parametersOf(contract),
  ...(contract.body && { requestBody: requestBody(noun, verb, contract) }),
  responses: responsesOf(noun, verb, contract),
});

const versions = {
  required: "Takes `If-Match` with the ETag read.",
  "required of others": "Takes `If-Match` with the ETag read, except for oneself.",
  honoured: "Honours `If-Match`.",
};

const ofNew = '`If-Match: "0"` or `If-None-Match: *` say that there is nothing yet.';

function descriptionOf({
  method,
  allows,
  leaves,
  keptForPeople,
  ifMatch,
  replays,
  resumes,
  largest = largestBody,
  body,
}: Contract) {
  const who =
    allows === "anyone"
      ? "Open to anyone."
      : allows === "signed-in"
        ? "Open to anyone signed in."
        : `Takes ${allows.map((permission) => `\`${permission}\``).join(" or ")}${leaves ? ", or to be the one it is about" : ""}.`;
  return [
    who,
    keptForPeople ? "Kept for people: no API key does it." : "",
    ifMatch ? versions[ifMatch] : "",
    ifMatch && method === "PUT" ? ofNew : "",
    resumes ? "A repeated `Idempotency-Key` goes on where the first request stopped." : "",
    replays ? "A repeated `Idempotency-Key` answers the same again for 24 hours." : "",
    body ? `At most ${largest} bytes.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}

const header = (name: string, required: boolean): Json => ({
  name,
  in: "header",
  required,
  schema: { type: "string", maxLength: 255 },
});

function parametersOf(contract: Contract): Json[] {
  const inPath = paramsOf(contract.path).map(({ name, schema }) => ({
    name,
    in: "path",
    required: true,
    schema: schemaOf(() => schema, "input"),
  }));
  const query = contract.query ? schemaOf(contract.query, "input") : {};
  const required = (query.required ?? []) as string[];
  const filters = Object.entries((query.properties as Json) ?? {}).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
  const pages = [
    {
      name: "limit",
      in: "query",
      schema: { type: "integer", minimum: 1, maximum: 100, default: 25 },
    },
    { name: "cursor", in: "query", schema: { type: "string", maxLength: 2048 } },
  ];
  const mayBeNew = contract.method === "PUT" && contract.ifMatch !== undefined;
  return [
    ...inPath,
    ...filters,
    ...(contract.lists || contract.previews ? pages : []),
    ...(contract.ifMatch ? [header("If-Match", contract.ifMatch === "required" && !mayBeNew)] : []),
    ...(mayBeNew ? [header("If-None-Match", false)] : []),
    ...(contract.replays || contract.resumes ? [header("Idempotency-Key", false)] : []),
  ];
}

const requestBody = (noun: string, verb: string, { body }: Contract): Json => ({
  required: true,
  content: {
    "application/json": { schema: body && refTo(body, "input"), example: exampleOf(noun, verb) },
  },
});

function responsesOf(noun: string, verb: string, contract: Contract): Json {
  const { returns, lists, media = "application/json", status } = contract;
  const good = status ?? (returns || contract.media ? 200 : 204);
  const item = returns && refTo(returns, "output");
  const schema =
    lists && !contract.media
      ? {
          type: "object",
          required: ["items"],
          properties: { items: { type: "array", items: item }, nextCursor: { type: "string" } },
        }
      : (item ?? { type: "string" });
  const content = returns || contract.media ? { content: { [media]: { schema } } } : {};
  return {
    ...(contract.foresees && {
      200: { description: `${noun}.${verb} foreseen`, ...content },
    }),
    [good]: { description: `${noun}.${verb} done`, ...content },
    ...(contract.mayWait && { 202: waits() }),
    ...problemsOf(contract),
  };
}

/** The other answer of acts that give somebody more. */
const waits = (): Json => ({
  description: "Several people must agree there: the request that waits for them",
  content: { "application/json": { schema: refTo(AccessRequest, "output") } },
});

/** Each status that an endpoint refuses with, and the codes that it may carry. */
function problemsOf(contract: Contract): Json {
  const codes = refusalsOf(contract);
  const statuses = [...new Set(codes.map(statusOf))].sort();
  return Object.fromEntries(
    statuses.map((status) => {
      const own = codes.filter((code) => statusOf(code) === status);
      const description = own.map((code) => `\`${code}\`: ${titleOf(code)}`).join("\n\n");
      const schema = { $ref: "#/components/schemas/Problem" };
      return [status, { description, content: { "application/problem+json": { schema } } }];
    }),
  );
}
