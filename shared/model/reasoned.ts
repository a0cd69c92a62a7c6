import * as z from "zod/mini";
import { lazy } from "./lazy.ts";
import { prose } from "./text.ts";

/** Why an administrator does something: kept in the events. */
export const Reasoned = lazy(() => z.strictObject({ reason: prose(1000, 1) }));
