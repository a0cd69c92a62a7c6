import * as z from "zod/mini";
import { levels } from "./grant.ts";
import { lazy } from "./lazy.ts";
import { kept, type Texts, typed } from "./text.ts";

const Level = () => z.enum(levels);

/** Something that one may be allowed to do, and where it is held. */
export const PermissionEntry = lazy(() =>
  z.object({ id: z.string(), level: Level(), description: z.string() }),
);

const mapping = ({ name }: Texts) => ({
  platform: name(50),
  landingZone: z.optional(name(50)),
  platformRole: name(50),
});

/** What a project role means in a cloud platform, as others read it: kept and answered, never interpreted. */
export const RoleMapping = lazy(() => z.object(mapping(kept)));

/** The same as it is asked for. */
export const NewRoleMapping = lazy(() => z.strictObject(mapping(typed)));

export type RoleMapping = z.infer<ReturnType<typeof RoleMapping>>;

/** A named set of permissions at one level; level and id together tell roles apart. */
export const RoleEntry = lazy(() =>
  z.object({
    level: Level(),
    id: z.string(),
    name: z.string(),
    description: z.optional(z.string()),
    permissions: z.array(z.string()),
    builtIn: z.boolean(),
    /** Of project roles: the higher, the more. */
    rank: z.optional(z.int()),
    /** Of project roles that were made. */
    mappings: z.optional(z.array(RoleMapping())),
    /** Of roles that can be changed. */
    version: z.optional(z.int()),
  }),
);

/** Narrows the catalogue to one level. */
export const LevelFilter = lazy(() => z.strictObject({ level: z.optional(Level()) }));
