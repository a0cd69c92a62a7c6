import * as z from "zod/mini";
import { lazy } from "../model/lazy.ts";
import { contract } from "./contract.ts";

const Health = lazy(() => z.object({ status: z.enum(["up"]) }));

/** The service itself: is it up, and what does it offer. */
export const system = {
  health: contract({
    method: "GET",
    path: "/health",
    summary: "Returns 200 when the service and its table are up",
    allows: "anyone",
    returns: Health,
    refuses: ["unavailable"],
  }),
  openapi: contract({
    method: "GET",
    path: "/openapi.json",
    summary: "Returns this description of the API",
    allows: "anyone",
    media: "application/json",
  }),
  docs: contract({
    method: "GET",
    path: "/docs",
    summary: "Shows this description of the API to people",
    allows: "anyone",
    media: "text/html; charset=utf-8",
  }),
  asset: contract({
    method: "GET",
    path: "/docs/{asset}",
    summary: "A file that this description is shown with",
    allows: "anyone",
    media: "*/*",
    refuses: ["not_found"],
  }),
};
