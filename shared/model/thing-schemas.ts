import {
  Asset,
  AssetChange,
  Dashboard,
  DashboardChange,
  Device,
  DeviceChange,
  EntityView,
  EntityViewChange,
  NewAsset,
  NewDashboard,
  NewDevice,
  NewEntityView,
} from "./thing.ts";
import type { ThingKind } from "./thing-kind.ts";

/** What differs between the kinds: what one looks like, what makes one, and what changes one. */
export const thingSchemas = {
  devices: { thing: Device, created: NewDevice, change: DeviceChange },
  assets: { thing: Asset, created: NewAsset, change: AssetChange },
  "entity-views": { thing: EntityView, created: NewEntityView, change: EntityViewChange },
  dashboards: { thing: Dashboard, created: NewDashboard, change: DashboardChange },
} satisfies Record<ThingKind, object>;
