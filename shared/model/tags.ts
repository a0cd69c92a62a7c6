import * as z from "zod/mini";
import { lazy } from "./lazy.ts";
import { name } from "./text.ts";

/** Key → values: at most 50 keys, 50 values each and 8,000 characters together. */
export const Tags = lazy(() =>
  z.record(name(64), z.array(name()).check(z.maxLength(50))).check(
    z.refine((tags) => Object.keys(tags).length <= 50, "must have at most 50 keys"),
    z.refine((tags) => JSON.stringify(tags).length <= 8000, "must have at most 8000 characters"),
  ),
);

/** Tags as they are kept and shown. */
export const KeptTags = lazy(() => z.record(z.string(), z.array(z.string())));

/** A merge patch of tags: null takes a key away. What comes out must fit the bounds above. */
export const TagsChange = lazy(() =>
  z.record(name(64), z.nullable(z.array(name()).check(z.maxLength(50)))),
);
