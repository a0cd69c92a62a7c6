import { resolve } from "node:path";
import { expect, test } from "vitest";
import { readSettings } from "../../../infra/local/settings.ts";

test("without settings the ports are 4000 to 4003, and the state is in .usher", () => {
  expect(readSettings({})).toEqual({
    ports: { api: 4000, inbox: 4001, issuer: 4002, clock: 4003 },
    stateDir: resolve(".usher"),
    dynamodb: undefined,
  });
});

test("every setting counts", () => {
  const environment = {
    USHER_PORT: "1",
    USHER_INBOX_PORT: "2",
    USHER_ISSUER_PORT: "65535",
    USHER_CLOCK_PORT: "3",
    USHER_STATE_DIR: "/tmp/usher",
    USHER_DYNAMODB_ENDPOINT: "http://127.0.0.1:8000",
  };
  expect(readSettings(environment)).toEqual({
    ports: { api: 1, inbox: 2, issuer: 65535, clock: 3 },
    stateDir: "/tmp/usher",
    dynamodb: "http://127.0.0.1:8000",
  });
});

test.each(["x", "-1", "65536", "80a", "4000.5"])("port %s is refused in one line", (port) => {
  expect(() => readSettings({ USHER_INBOX_PORT: port })).toThrow(
    `USHER_INBOX_PORT is "${port}". Set it to a number from 1 to 65535, or to 0 for any free one.`,
  );
});

test("port 0 is any free one", () => {
  expect(readSettings({ USHER_PORT: "0" }).ports.api).toBe(0);
});

test.each(["127.0.0.1:8000", "ftp://x", "https://127.0.0.1:8000", "x"])(
  "table engine at %s is refused",
  (endpoint) => {
    expect(() => readSettings({ USHER_DYNAMODB_ENDPOINT: endpoint })).toThrow(
      `USHER_DYNAMODB_ENDPOINT is "${endpoint}". Set it to an address with http:, such as http://127.0.0.1:8000.`,
    );
  },
);
