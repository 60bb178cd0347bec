import { expect, test } from "bun:test";
import { deviceOf } from "./device-name.ts";

const WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)";

test.each([
  [`Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} Chrome/147.0 Safari/537.36`, "Chrome", "Linux"],
  [`Mozilla/5.0 (Windows NT 10.0) ${WEBKIT} Chrome/147.0 Safari/537.36 Edg/147`, "Edge", "Windows"],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 15.5; rv:150.0) Firefox/150.0", "Firefox", "macOS"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604.1", "Safari", "iPhone"],
  [`Mozilla/5.0 (Linux; Android 16; Pixel) ${WEBKIT} Chrome/147 Mobile`, "Chrome", "Android"],
  ["curl/8.0", undefined, undefined],
  [null, undefined, undefined],
])("%p is told as %s on %s", (userAgent, browser, system) => {
  expect(deviceOf(userAgent)).toEqual({ browser, system });
});
