import fc from "fast-check";
import { expect, test } from "vitest";
import { routesOf, templatesIn } from "./route-templates.ts";

const templates = ["/wealth", "/consents/[consent]", "/consents/[consent]/withdraw", "/advisor"];
const { of, isKnown } = routesOf(templates);

test.each([
  ["/wealth", "/wealth"],
  ["/wealth?q=1&x=/advisor", "/wealth"],
  ["/consents/con_1", "/consents/[consent]"],
  ["/consents/con_1/withdraw?_rsc=1", "/consents/[consent]/withdraw"],
  ["/_next/static/chunks/a.js", "files"],
  ["/consents/", "other"],
  ["/consents/a/b/c", "other"],
  ["//wealth", "other"],
  ["*", "other"],
  ["", "other"],
])("%s is the route %s", (url, route) => {
  expect(of(url)).toBe(route);
});

test("whatever is asked for, the route is one that the build has, files or other", () => {
  fc.assert(fc.property(fc.string(), (text) => isKnown(of(`/${text}`)) && isKnown(of(`/consents/${text}`))));
});

test("a build that is not there has no templates, and every route is other", () => {
  expect(templatesIn("/nowhere")).toEqual([]);
  expect(routesOf([]).of("/wealth")).toBe("other");
});
