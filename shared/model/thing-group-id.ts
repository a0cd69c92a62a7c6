import * as z from "zod/mini";
import { ThingGroupId } from "./id.ts";
import { lazy } from "./lazy.ts";

/** The group that everything of an owner and a kind is in. It is stored nowhere, so it is always right. */
export const allGroup = "all";

/** A group of things as paths and filters name it. */
export const NamedThingGroup = lazy(() => z.union([ThingGroupId(), z.literal(allGroup)]));
