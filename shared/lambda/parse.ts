import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type * as z from "zod/mini";
import { type Contract, largestBody, paramsOf } from "../api/contract.ts";
import { Refusal, type RefusalCode, refusalCodes } from "../model/refusal.ts";

type Issue = z.core.$ZodIssue;

const deepest = 20;

/** The path's names, each in its form. A malformed id belongs to nothing, so it is as unknown as any other. */
export function parseParams(contract: Contract, event: APIGatewayProxyEventV2) {
  const params: Record<string, string> = {};
  for (const { name, schema } of paramsOf(contract.path)) {
    const parsed = schema.safeParse(decode(event.pathParameters?.[name]));
    if (!parsed.success && name === "role")
      throw new Refusal("invalid", "There is no such role.", {
        errors: [{ pointer: "/role", message: "is not a role here" }],
      });
    if (!parsed.success) throw new Refusal("not_found");
    params[name] = String(parsed.data);
  }
  return params;
}

const decode = (text = "") => {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
};

/** The JSON body, bounded in size and depth before anything reads it. */
export function parseBody(contract: Contract, event: APIGatewayProxyEventV2): unknown {
  if (!contract.body) return undefined;
  const { text, size } = bodyOf(event);
  if (size > (contract.largest ?? largestBody))
    throw new Refusal(
      "too_large",
      `A body here has at most ${contract.largest ?? largestBody} bytes.`,
    );
  if (text && !isJson(event.headers["content-type"]))
    throw new Refusal("unsupported_media_type", "Send the body as application/json, in UTF-8.");
  const body = readJson(text);
  refuseForm(body, 0);
  return check(contract.body(), body, "");
}

/** JSON is in UTF-8 (RFC 8259): what says that it is in anything else would be stored with wrong letters. */
function isJson(type = ""): boolean {
  const [, charset = "utf-8"] = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(type) ?? [];
  return /^application\/(json|merge-patch\+json)\s*(;|$)/i.test(type) && /^utf-?8$/i.test(charset);
}

function bodyOf({ body = "", isBase64Encoded }: APIGatewayProxyEventV2) {
  const bytes = Buffer.from(body, isBase64Encoded ? "base64" : "utf8");
  return { text: bytes.toString("utf8"), size: bytes.length };
}

function readJson(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal("invalid", "The body is not JSON.", {
      errors: [{ pointer: "", message: "must be JSON" }],
    });
  }
}

/** Refuses what is nested too deeply, and the one name that objects cannot carry like any other. */
function refuseForm(value: unknown, depth: number): void {
  if (typeof value !== "object" || value === null) return;
  if (depth >= deepest)
    throw new Refusal("invalid", `The body is nested deeper than ${deepest} levels.`);
  if (Object.hasOwn(value, "__proto__"))
    throw new Refusal("invalid", "No field here is called __proto__.");
  for (const inner of Object.values(value)) refuseForm(inner, depth + 1);
}

/** Parses, or refuses with a JSON pointer (RFC 6901) to each wrong place. */
export function check<T>(schema: z.ZodMiniType<T>, value: unknown, at: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues, at);
}

function invalid(issues: readonly Issue[], at: string): Refusal {
  const errors = issues.slice(0, 20).flatMap((issue) => errorsOf(issue, at));
  // Title and detail are to speak of the same.
  const [code = "invalid"] = issues.slice(0, 1).flatMap(codeOf);
  const [first] = errors;
  const where = first?.pointer ? `${first.pointer} ` : "";
  return new Refusal(code, `${where}${first?.message ?? "is not valid"}.`, { errors });
}

const errorsOf = (issue: Issue, at: string): { pointer: string; message: string }[] => {
  const path = [...(at ? [at] : []), ...issue.path].map(escapePointer);
  if (issue.code === "unrecognized_keys")
    return issue.keys.slice(0, 20).map((key) => ({
      pointer: `/${[...path, escapePointer(key)].join("/")}`,
      message: "is not a field here",
    }));
  return [
    { pointer: path.length > 0 ? `/${path.join("/")}` : "", message: lowerFirst(issue.message) },
  ];
};

const escapePointer = (part: PropertyKey) =>
  String(part).slice(0, 100).replaceAll("~", "~0").replaceAll("/", "~1");

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** A schema may name a refusal of its own for what it refuses. */
const codeOf = (issue: Issue): RefusalCode[] => {
  const code = issue.code === "custom" ? String(issue.params?.code) : "";
  return refusalCodes.filter((known) => known === code);
};
