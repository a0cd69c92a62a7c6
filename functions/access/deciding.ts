import { decide } from "../../shared/access/decide.ts";
import { perObject } from "../../shared/model/per-object.ts";

/** The decision on some facts, made once however many questions share them. */
export const decisionOn = perObject(decide);
