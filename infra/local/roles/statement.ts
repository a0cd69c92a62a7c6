import { CannotStart } from "../cannot-start.ts";
import { type Condition, type Context, readConditions } from "./condition.ts";
import { wildcard } from "./wildcard.ts";

/** One thing that a request asks to do. */
export type Call = { action: string; resource: string; context: Context };

/** A statement of a policy, as a question to be asked of each call. */
export type Statement = { effect: "Allow" | "Deny"; matches: (call: Call) => boolean };

type Raw = {
  Effect: "Allow" | "Deny";
  Action: string | string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
};
/** A policy document as templates write it. */
export type Document = { Statement: Raw | Raw[] };

const understood = new Set(["Sid", "Effect", "Action", "Resource", "Condition"]);

/** Reads the statements of a policy; one that is not understood stops the start. */
export function readStatements(document: Document, where: string): Statement[] {
  return [document.Statement].flat().map((raw) => {
    const strange = Object.keys(raw).find((key) => !understood.has(key));
    if (strange || (raw.Effect !== "Allow" && raw.Effect !== "Deny")) {
      throw new CannotStart(
        `The local host does not understand ${strange ?? "the effect"} in ${where}.`,
      );
    }
    const actions = [raw.Action].flat().map((action) => wildcard(action, "i"));
    const resources = [raw.Resource].flat().map((resource) => wildcard(resource));
    const conditions: Condition[] = readConditions(raw.Condition ?? {}, where);
    return {
      effect: raw.Effect,
      matches: ({ action, resource, context }) =>
        actions.some((pattern) => pattern.test(action)) &&
        resources.some((pattern) => pattern.test(resource)) &&
        conditions.every((holds) => holds(context)),
    };
  });
}
