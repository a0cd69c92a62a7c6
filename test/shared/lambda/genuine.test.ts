import { expect, test } from "vitest";
import { recall, remember } from "../../../shared/lambda/genuine.ts";

const claims = { issuer: "https://issuer.example", subject: "ada", emailVerified: true };
const now = new Date("2030-01-31T12:00:00Z");
const after = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const seconds = now.getTime() / 1000;

test("a checked token says the same again, and no other token does", () => {
  remember("one", claims, { exp: seconds + 3600 }, now);
  expect(recall("one", now)).toBe(claims);
  expect(recall("two", now)).toBeUndefined();
});

test("a token is checked anew from its very end on, and before its beginning", () => {
  remember("short", claims, { nbf: seconds - 10, exp: seconds + 60 }, now);
  expect(recall("short", after(59.999))).toBe(claims);
  expect(recall("short", after(60))).toBeUndefined();
  expect(recall("short", after(-10))).toBe(claims);
  expect(recall("short", after(-10.001))).toBeUndefined();
});

test("a token is checked anew after five minutes, since its issuer may have changed its keys", () => {
  remember("long", claims, { exp: seconds + 3600 }, now);
  expect(recall("long", after(299))).toBe(claims);
  expect(recall("long", after(300))).toBeUndefined();
});

test("a token that never ends is not kept", () => {
  remember("endless", claims, {}, now);
  expect(recall("endless", now)).toBeUndefined();
});

test("a thousand tokens are kept, not more", () => {
  remember("first", claims, { exp: seconds + 3600 }, now);
  for (let i = 0; i < 1000; i++) remember(`token ${i}`, claims, { exp: seconds + 3600 }, now);
  expect(recall("first", now)).toBeUndefined();
  expect(recall("token 999", now)).toBe(claims);
});
