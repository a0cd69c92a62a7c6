import * as z from "zod/mini";
import { Attributes, AttributesChange } from "./attributes.ts";
import { Identifier, ThingGroupId } from "./id.ts";
import { lazy } from "./lazy.ts";
import { instant, kept, name, prose, storedInstant, type Texts, typed } from "./text.ts";
import {
  AssetId,
  DashboardId,
  DeviceId,
  DeviceOrAssetId,
  EntityViewId,
  ThingId,
} from "./thing-kind.ts";

/** Groups that one thing may be in. */
export const groupsAtMost = 20;

const profile = ({ name, prose }: Texts) => ({
  name: name(),
  type: z.optional(name()),
  label: z.optional(name()),
  description: z.optional(prose(1000)),
});

/** What is stored of every kind. */
const record = () => ({
  /** Missing where the platform owns it. */
  customer: z.optional(Identifier()),
  ...profile(kept),
  groups: z.array(ThingGroupId()),
  /** What another system calls it, where it was made by that. */
  externalId: z.optional(z.string()),
  version: z.int(),
  createdAt: storedInstant(),
  createdBy: z.optional(z.string()),
  updatedAt: storedInstant(),
  updatedBy: z.optional(z.string()),
});

const attributed = () => ({ attributes: z.optional(Attributes()) });
const known = () => ({ attributes: z.optional(z.record(z.string(), z.unknown())) });

/** Names of the attributes that an entity view shows. */
const shownNames = ({ mention }: Texts) =>
  z.array(mention(255)).check(z.minLength(1), z.maxLength(50));

/** What an entity view shows: these attributes of a device or an asset, from one instant on and before another. */
const sight = (texts: Texts) => ({
  thing: DeviceOrAssetId(),
  shows: shownNames(texts),
  from: z.optional(instant()),
  until: z.optional(instant()),
});

interface Time {
  from?: string | null | undefined;
  until?: string | null | undefined;
}

const endsAfterItBegins = () =>
  z.refine<Time>(({ from, until }) => !from || !until || from < until, {
    path: ["until"],
    error: "must be after from",
  });

/** When an entity view shows anything. */
export const SightTime = lazy(() =>
  z
    .object({ from: z.optional(z.string()), until: z.optional(z.string()) })
    .check(endsAfterItBegins()),
);

const groups = () => z.optional(z.array(ThingGroupId()).check(z.maxLength(groupsAtMost)));

const change = () => ({
  name: z.optional(name()),
  type: z.nullish(name()),
  label: z.nullish(name()),
  description: z.nullish(prose(1000)),
});

const attributesChange = () => ({ attributes: z.nullish(AttributesChange()) });

/** Something that measures or acts. */
export const Device = lazy(() => z.object({ id: DeviceId(), ...record(), ...known() }));
/** Something that is owned, and may hold devices. */
export const Asset = lazy(() => z.object({ id: AssetId(), ...record(), ...known() }));
/** A board of figures and charts. */
export const Dashboard = lazy(() => z.object({ id: DashboardId(), ...record(), ...known() }));
/** Some attributes of a device or an asset; read by itself, it has them as they are now. */
export const EntityView = lazy(() =>
  z.object({ id: EntityViewId(), ...record(), ...sight(kept), ...known() }),
);

export const NewDevice = lazy(() =>
  z.strictObject({ ...profile(typed), ...attributed(), groups: groups() }),
);
export const NewAsset = lazy(() =>
  z.strictObject({ ...profile(typed), ...attributed(), groups: groups() }),
);
export const NewDashboard = lazy(() =>
  z.strictObject({ ...profile(typed), ...attributed(), groups: groups() }),
);
export const NewEntityView = lazy(() =>
  z
    .strictObject({ ...profile(typed), ...sight(typed), groups: groups() })
    .check(endsAfterItBegins()),
);

/** A JSON merge patch (RFC 7396): null takes a field away. */
export const DeviceChange = lazy(() => z.strictObject({ ...change(), ...attributesChange() }));
/** The same of an asset. */
export const AssetChange = lazy(() => z.strictObject({ ...change(), ...attributesChange() }));
/** The same of a dashboard. */
export const DashboardChange = lazy(() => z.strictObject({ ...change(), ...attributesChange() }));
/** The same of an entity view: what it shows is replaced as a whole. */
export const EntityViewChange = lazy(() =>
  z.strictObject({
    ...change(),
    thing: z.optional(DeviceOrAssetId()),
    shows: z.optional(shownNames(typed)),
    from: z.nullish(instant()),
    until: z.nullish(instant()),
  }),
);

/** A thing of any kind. */
export const Thing = lazy(() =>
  z.object({ id: ThingId(), ...record(), ...known(), ...z.partial(z.object(sight(kept))).shape }),
);
export type Thing = z.infer<ReturnType<typeof Thing>>;

/** What is asked for when a thing of any kind is made. */
export const NewThing = lazy(() =>
  z.strictObject({
    ...profile(typed),
    ...attributed(),
    ...z.partial(z.object(sight(typed))).shape,
    groups: groups(),
  }),
);
export type NewThing = z.infer<ReturnType<typeof NewThing>>;

/** What is asked for when a thing of any kind is changed. */
export const ThingChange = lazy(() =>
  z.strictObject({
    ...change(),
    ...attributesChange(),
    ...z.partial(z.object(sight(typed))).shape,
  }),
);
