import { type Decision, decide } from "../../shared/access/decide.ts";
import type { Facts } from "../../shared/access/paths.ts";

const made = new WeakMap<Facts, Decision>();

/** The decision on some facts, made once however many questions share them. */
export function decisionOn(facts: Facts): Decision {
  const decision = made.get(facts) ?? decide(facts);
  made.set(facts, decision);
  return decision;
}
